/** What each step of billing is on the wires: to the Worker as a page, to Stripe as the owner's dashboard. One table. */

import type { Stripe } from 'stripe'
import { subscriptionOf } from '../oracle/books.ts'
import { tokenOf } from './account.ts'
import { advanceClock } from './clock.ts'
import {
  type Billed,
  type BillingStep,
  type Deed,
  type Invoiced,
  MAKERS,
  type Served,
} from './history-billing.ts'
import { call, cardsOf, type Page, type Stage, subscriptionAt } from './stage.ts'
import { Faults } from './wire.ts'
import { ACCOUNTS, atStripe, fallDue, objectsOf } from './world.ts'

type Play = {
  [W in BillingStep['what']]: (stage: Stage, step: Extract<BillingStep, { what: W }>) => Promise<unknown>
}

export const PLAY_BILLING: Play = {
  async subscribes({ pages }, { buyer, offer, quantity, code, known, maker, making }) {
    const page = pages[buyer]
    const faults = making === 'nothing' ? [] : [0, 1].map((at) => ({ at, fault: making }))
    const body = {
      ...{ site: page.site, form: 'card', email: `${buyer}@example.com` },
      ...priced(offer, quantity, code && page.site === 'acme'),
      ...(known && { customer_token: await tokenOf(page.site, buyer) }),
    }
    await call(page, 'POST', '', body, new Faults(faults, MAKERS[maker]))
  },
  rethinks: ({ pages }, { buyer, offer, quantity }) =>
    call(pages[buyer], 'PATCH', `/${pages[buyer].id}`, priced(offer, quantity, false)),

  async manages({ pages }, { buyer, deed }) {
    const own = subscriptionAt(pages[buyer])
    if (own) await MANAGES[deed](pages[buyer], own)
  },
  async bills({ pages }, { buyer, deed }) {
    const own = subscriptionAt(pages[buyer])
    const invoices = Object.values(objectsOf(pages[buyer].site).invoices)
    const latest = own && invoices.findLast((invoice) => subscriptionOf(invoice) === own.id)
    if (latest) await BILLS[deed](pages[buyer], latest)
  },
  async serves({ pages }, { buyer, deed }) {
    const own = customerAt(pages[buyer])
    if (own) await SERVES[deed](pages[buyer], own)
  },
  async lasts(_stage, { seconds }) {
    advanceClock(seconds)
    await fallDue()
  },
  async doubles({ pages }, { buyer, paid }) {
    const { site, id } = pages[buyer]
    const price = Object.keys(objectsOf(site).prices)[0]
    if (!price || !customerAt(pages[buyer])) return // not written yet: its events would rightly be refused
    const { body } = await post(pages[buyer], 'customers', {
      ...(paid && { payment_method: 'pm_card_visa', ...defaultMethod('pm_card_visa') }),
    })
    await post(pages[buyer], 'subscriptions', {
      ...{ customer: body.id, 'items[0][price]': price, payment_behavior: 'default_incomplete' },
      ...(paid && { payment_behavior: 'allow_incomplete' }),
      ...{ 'metadata[edge_checkout]': id, 'metadata[edge_site]': site },
    })
  },
}

const post = (page: Page, path: string, form: Record<string, string> = {}) =>
  atStripe('POST', path, form, ACCOUNTS[page.site])

const defaultMethod = (method: string) => ({ 'invoice_settings[default_payment_method]': method })

type At<T> = (page: Page, own: T) => Promise<unknown>

const update =
  (form: Record<string, string>): At<Stripe.Subscription> =>
  (page, { id }) =>
    post(page, `subscriptions/${id}`, form)

const MANAGES: Record<Deed, At<Stripe.Subscription>> = {
  'cancels it': (page, { id }) => atStripe('DELETE', `subscriptions/${id}`, {}, ACCOUNTS[page.site]),
  'cancels it at the end of the period': update({ cancel_at_period_end: 'true' }),
  'lets it go on': update({ cancel_at_period_end: 'false' }),
  'ends its free days': update({ trial_end: 'now' }),
  'pauses its collection': update({ 'pause_collection[behavior]': 'void' }),
  'pauses its collection, keeping drafts': update({ 'pause_collection[behavior]': 'keep_as_draft' }),
  'collects again': update({ pause_collection: '' }),
  'changes its quantity': (page, { id, items }) =>
    post(page, `subscriptions/${id}`, {
      ...{ 'items[0][id]': items.data[0]!.id, 'items[0][quantity]': String(items.data[0]!.quantity! + 1) },
      proration_behavior: 'always_invoice',
    }),
  async 'changes its price'(page, { id, items }) {
    const { id: item, price } = items.data[0]!
    const others = Object.values(objectsOf(page.site).prices).filter((one) => one.id !== price.id)
    const made = others[0] ?? (await post(page, 'prices', dearer(price))).body
    await post(page, `subscriptions/${id}`, { 'items[0][id]': item, 'items[0][price]': made.id })
  },
  'takes our metadata off it': update({ metadata: '' }),
  'pauses it': (page, { id }) => post(page, `subscriptions/${id}/pause`),
  'resumes it': (page, { id }) => post(page, `subscriptions/${id}/resume`),
}

const dearer = ({ product, unit_amount, currency }: Stripe.Price): Record<string, string> => ({
  ...{ product: String(product), currency, unit_amount: String(unit_amount! + 100) },
  'recurring[interval]': 'month',
})

const BILLS: Record<Invoiced, At<Stripe.Invoice>> = {
  'charges it': (page, { id }) => post(page, `invoices/${id}/pay`),
  'voids it': (page, { id }) => post(page, `invoices/${id}/void`),
  'writes it off': (page, { id }) => post(page, `invoices/${id}/mark_uncollectible`),
  'has it paid elsewhere': (page, { id }) => post(page, `invoices/${id}/pay`, { paid_out_of_band: 'true' }),
  async 'refunds it'(page, { id }) {
    const { invoice_payments } = objectsOf(page.site)
    const payment = Object.values(invoice_payments).find(({ invoice }) => invoice === id)?.payment
    if (payment)
      await post(page, 'refunds', { payment_intent: String(payment.payment_intent), amount: '100' })
  },
}

const SERVES: Record<Served, At<Stripe.Customer>> = {
  'writes another address': (page, { id }) =>
    post(page, `customers/${id}`, { email: 'new@example.com', 'address[city]': 'Ulm' }),
  'writes other metadata': (page, { id }) => post(page, `customers/${id}`, { 'metadata[tier]': 'gold' }),
  'deletes the customer': (page, { id }) => atStripe('DELETE', `customers/${id}`, {}, ACCOUNTS[page.site]),
  'adds a card': (page, { id }) => addCard(page, id, 'pm_card_mastercard'),
  'adds a card, and charges that': (page, { id }) => chargeCard(page, id, 'pm_card_visa'),
  'adds a card that is declined from then on, and charges that': (page, { id }) =>
    chargeCard(page, id, 'pm_card_chargeCustomerFail'),
  async 'takes a card away'(page, { id }) {
    const card = cardsOf(page, id).at(-1)
    if (card) await post(page, `payment_methods/${card.id}/detach`)
  },
  async 'writes when a card expires'(page, { id }) {
    const card = cardsOf(page, id)[0]
    if (card)
      await post(page, `payment_methods/${card.id}`, { 'card[exp_month]': '7', 'card[exp_year]': '2044' })
  },
}

const addCard = (page: Page, customer: string, card: string) =>
  post(page, `payment_methods/${card}/attach`, { customer })

/** The card that is charged from now on. */
async function chargeCard(page: Page, customer: string, card: string): Promise<void> {
  const { body } = await addCard(page, customer, card)
  await post(page, `customers/${customer}`, defaultMethod(body.id))
  const own = subscriptionAt(page)
  if (own?.customer === customer)
    await post(page, `subscriptions/${own.id}`, { default_payment_method: body.id })
}

/** Whom a buyer's newest intent, set-up or subscription is of. */
function customerAt(page: Page): Stripe.Customer | undefined {
  const { customers, setup_intents } = objectsOf(page.site)
  const setup = Object.values(setup_intents).findLast(({ metadata }) => metadata?.edge_checkout === page.id)
  const own = customers[String(subscriptionAt(page)?.customer ?? setup?.customer)]
  return own && !own.deleted ? own : undefined
}

const UNIT: Record<Billed, number> = { club: 900, seats: 800, 'club-trial': 900, 'club-free': 900, card: 0 }

/** As a page shows it. Only seats are sold by the number, and only the club takes codes. */
function priced(offer: Billed, wanted: number, code: boolean) {
  const quantity = offer === 'seats' ? wanted : 1
  const off = offer === 'club' && code
  const amount = UNIT[offer] * quantity * (off ? 0.9 : 1)
  return { offer, quantity, shown: { amount, currency: 'usd' }, ...(off && { promotion_code: 'TENOFF' }) }
}
