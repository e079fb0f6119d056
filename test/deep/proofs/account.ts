/** An account that somebody opens with a customer token: what is asked there, and what its answers must keep to. */
import { env } from 'cloudflare:workers'
import type { Stripe } from 'stripe'
import { makeCustomerToken } from '../../../worker/keys/customer-token.ts'
import { intentOf } from '../../worker/harness.ts'
import { subscriptionOf } from '../oracle/books.ts'
import { must } from './checks.ts'
import type { Buyer } from './drawing.ts'
import type { Asked } from './history-acts.ts'
import { cardsOf, type Page, subscriptionAt } from './stage.ts'
import type { Faults } from './wire.ts'
import { ACCOUNTS, askWorker, atStripe, intentAt, ORIGINS, objectsOf, pathOf } from './world.ts'

export const tokenOf = async (site: string, user: string): Promise<string> =>
  (await makeCustomerToken(env.SIGNING_SECRET, site, { sub: user }, Math.floor(Date.now() / 1000))).token

/** The browser confirms with the secret it was given. */
export const confirm = (
  { site }: Page,
  secret: string,
  card: string,
  more: Record<string, string> = {},
): Promise<{ body: { status?: string } }> =>
  atStripe(
    'POST',
    `${pathOf(intentOf(secret))}/confirm`,
    { client_secret: secret, payment_method: card, use_stripe_sdk: 'true', ...more },
    ACCOUNTS[site],
    env.STRIPE_PUBLISHABLE_KEY,
  )

/** Minor units of the dearer of the two plans. */
const PLUS = 1500
export const otherPlan = ({ items }: Stripe.Subscription) => ({
  offer: items.data[0]!.price.unit_amount === PLUS ? 'club' : 'club-plus',
})
export const otherQuantity = ({ items }: Stripe.Subscription) => ({
  quantity: (items.data[0]!.quantity! % 4) + 1,
})

/** The account of a buyer, and who opens it. Whoever is not the buyer finds nothing there. */
export class Account {
  readonly page: Page
  readonly confirms: boolean
  readonly #buyer: Buyer
  readonly #as: Buyer
  readonly #faults: Faults

  constructor(page: Page, buyer: Buyer, as: Buyer, confirms: boolean, faults: Faults) {
    this.page = page
    this.confirms = confirms
    this.#buyer = buyer
    this.#as = as
    this.#faults = faults
  }

  /** The buyer’s own customer at Stripe: the one of its token. */
  get customer(): Stripe.Customer | undefined {
    const { customers } = objectsOf(this.page.site)
    return Object.values(customers).findLast(
      (one): one is Stripe.Customer => !one.deleted && one.metadata.edge_user === this.#buyer,
    )
  }

  get cards(): Stripe.PaymentMethod[] {
    return this.customer ? cardsOf(this.page, this.customer.id) : []
  }

  /** @param of whose that is which the path names: the buyer’s, of its customer. @returns the body; null where it failed. */
  async ask(method: string, path: string, body?: object): Promise<any> {
    const { site, attempt } = this.page
    const headers = {
      Authorization: `Bearer ${await tokenOf(site, this.#as)}`,
      Origin: ORIGINS[site],
      'CF-Connecting-IP': attempt,
    }
    const answer = await askWorker(method, `/v1/account${path}`, headers, body, this.#faults)
    if (!answer || answer.status >= 400) return null
    this.#seesOwn(answer.body.account ?? answer.body)
    return answer.body
  }

  /** Whatever is shown of an account is of the customer whose token it was. */
  #seesOwn({ subscriptions = [], payment_methods = [] }: Record<string, { id: string }[]>): void {
    const books = objectsOf(this.page.site)
    const isOwn = (customer: unknown) => this.#isOf(books.customers[String(customer)])
    for (const { id } of subscriptions)
      must(isOwn(books.subscriptions[id]?.customer), `${this.#as} was shown ${id}, which is another’s`)
    for (const { id } of payment_methods) {
      const owner = books.payment_methods[id]?.customer
      must(owner === null || isOwn(owner), `${this.#as} was shown ${id}, which is another’s`)
    }
  }

  #isOf(customer: { deleted?: unknown; metadata?: Stripe.Metadata } | undefined): boolean {
    return customer?.deleted === true || customer?.metadata?.edge_user === this.#as
  }

  /** One of the buyer’s subscriptions is changed at this door. What the door did, it did to its caller’s. */
  async change(method: string, path: string, body?: object): Promise<any> {
    const own = subscriptionAt(this.page)
    if (!own) return null
    const answer = await this.ask(method, `/subscriptions/${own.id}${path}`, body)
    const owner = objectsOf(this.page.site).customers[String(own.customer)]
    must(answer === null || this.#isOf(owner), `${this.#as} has changed ${own.id}, which is another’s`)
    return answer
  }
}

export const ASKS: Record<Asked, (account: Account) => Promise<unknown>> = {
  'changes the plan': (account) => changePlan(account, otherPlan),
  'changes the quantity': (account) => changePlan(account, otherQuantity),
  'cancels at the end of the period': (account) => account.change('POST', '/cancel', { at: 'period_end' }),
  'cancels now': (account) => account.change('POST', '/cancel', { at: 'now' }),
  resumes: (account) => account.change('POST', '/resume', {}),
  'saves a card': (account) => saveCard(account, 'pm_card_mastercard'),
  'saves a card that is declined from then on': (account) => saveCard(account, 'pm_card_chargeCustomerFail'),
  async 'charges another card'(account) {
    const card = account.cards.at(-1)
    if (card) await account.ask('PATCH', `/payment_methods/${card.id}`, { default: true })
  },
  async 'removes a card'(account) {
    const card = account.cards[0]
    if (card) await account.ask('DELETE', `/payment_methods/${card.id}`)
  },
  'pays what is due': payDue,
  'writes another name': (account) => account.ask('PATCH', '/customer', { name: 'Another Name' }),
}

/** A change at the price that was shown, and at no other. */
async function changePlan(account: Account, other: (own: Stripe.Subscription) => object): Promise<void> {
  const own = subscriptionAt(account.page)
  if (!own) return
  const choice = other(own)
  const preview = await account.change('POST', '/preview', choice)
  if (!preview) return
  const { amount, currency, proration_date } = preview
  const before = new Set(invoicesOf(account.page, own).map(({ id }) => id))
  const agreed = { ...choice, shown: { amount, currency }, proration_date }
  const changed = await account.change('PATCH', '', agreed)
  if (!changed) return
  const made = invoicesOf(account.page, own).filter(({ id }) => !before.has(id))
  must(
    amount === 0 || made.some((invoice) => invoice.total === amount && invoice.currency === currency),
    `${own.id} was changed for ${amount}, and charged ${made.map(({ total }) => total).join() || 'nothing'}`,
  )
  if (changed.confirm) await pay(account, changed.confirm)
}

const invoicesOf = ({ site }: Page, { id }: Stripe.Subscription): Stripe.Invoice[] =>
  Object.values(objectsOf(site).invoices).filter((invoice) => subscriptionOf(invoice) === id)

async function payDue(account: Account): Promise<void> {
  const seen = await account.ask('GET', '')
  const due = seen?.subscriptions.find((one: { due: object | null }) => one.due)?.due
  const answer = due && (await account.ask('POST', `/invoices/${due.invoice}/pay`))
  if (!answer?.client_secret) return
  await pay(account, answer)
  await account.ask('GET', `/invoices/${due.invoice}`)
}

/** The browser pays what the Worker said, which is what the intent takes. */
async function pay({ page, confirms }: Account, due: Due): Promise<void> {
  const { client_secret: secret, amount, currency, payment_method } = due
  if (!secret) return
  if (!page.secrets.includes(secret)) page.secrets.push(secret)
  const intent = intentAt(page.site, intentOf(secret))
  must(
    intent?.amount === amount && intent.currency === currency,
    `${intent?.id} takes ${intent?.amount}, and ${amount} was shown`,
  )
  if (confirms) await confirm(page, secret, payment_method ?? 'pm_card_visa')
}

interface Due {
  client_secret: string | null
  amount: number
  currency: string
  payment_method: string | null
}

async function saveCard(account: Account, card: string): Promise<void> {
  const begun = await account.ask('POST', '/setup_intents')
  if (!begun) return
  if (account.confirms) await confirm(account.page, begun.client_secret, card)
  await account.ask('POST', '/payment_methods', { setup_intent: begun.id })
}
