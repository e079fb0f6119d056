/** Users of a site, as tests of accounts speak of them: each with a token of the site's server, on the site's page. */
import { env } from 'cloudflare:workers'
import { makeCustomerToken } from '../../worker/keys/customer-token.ts'
import { answerChallenge, api, ask, confirm, deliver, intentOf, SHOP, visitor } from './harness.ts'

let users = 0

/** A user whom nobody knows yet. */
export function user(more: { site?: string; origin?: string | null; email?: string } = {}) {
  const { site = 'acme', origin = SHOP, email = 'u@example.com' } = more
  const name = `user-${String(++users).padStart(6, '0')}`
  const key = async () =>
    (await makeCustomerToken(env.SIGNING_SECRET, site, { sub: name, email }, Math.floor(Date.now() / 1000)))
      .token
  const headers = { 'CF-Connecting-IP': `2001:db8:acc:${users.toString(16)}::1` }
  const door = async (method: string, path: string, body?: unknown) =>
    ask(method, `/v1/account${path}`, {
      key: await key(),
      origin,
      headers,
      ...(body === undefined ? {} : { body }),
    })
  return {
    name,
    token: key,
    door,
    account: async () => (await door('GET', '')).body,
    /** Saves a card, as the account's form does. @returns its id. */
    async save(card = 'pm_card_visa'): Promise<string> {
      const begun = await door('POST', '/setup_intents')
      const set = await setUp(begun.body.client_secret, card)
      if (set.body.status === 'requires_action') await answerChallenge(set.body, 'authorize')
      await door('POST', '/payment_methods', { setup_intent: begun.body.id })
      return set.body.payment_method
    },
  }
}
export type User = ReturnType<typeof user>

/** What is charged first, minor units. */
const PRICES: Record<string, number> = {
  club: 900,
  'club-plus': 1500,
  'club-trial': 900,
  seats: 800,
  'gym-plus': 1500,
}

/** The user buys a subscription, pays it with this card, and Stripe rings for all of it. @returns its id. */
export async function subscribe(who: User, card = 'pm_card_visa', offer = 'club'): Promise<string> {
  const buyer = visitor()
  const shown = { amount: PRICES[offer], currency: 'usd' }
  const { body } = await buyer.start({ offer, shown, customer_token: await who.token() })
  await (body.intent === 'setup' ? setUp(body.client_secret, card) : confirm(body.client_secret, card))
  await deliver()
  const { subscription, status } = (await buyer.read(body.id)).body
  if (status !== 'succeeded') throw new Error(`the checkout is ${status}`)
  await deliver()
  return subscription
}

/** The user's browser confirms a set-up with the secret it was given. */
export const setUp = (clientSecret: string, card = 'pm_card_visa') =>
  api('POST', `setup_intents/${intentOf(clientSecret)}/confirm`, 'pk_test_demo_0123456789', {
    client_secret: clientSecret,
    payment_method: card,
    use_stripe_sdk: 'true',
  })

/** As Stripe has it. */
export const stripes = async (id: string) => (await api('GET', `subscriptions/${id}`)).body

export const invoicesOf = async (subscription: string): Promise<any[]> =>
  (await api('GET', `invoices?subscription=${subscription}&limit=100`)).body.data

/** A subscriber of the club, and the sub_… of it. */
export async function subscriber(card = 'pm_card_visa', offer = 'club') {
  const ada = user()
  const id = await subscribe(ada, card, offer)
  const path = `/subscriptions/${id}`
  /** Asks for the price of a change. @returns what makes it at that price. */
  const agree = async (choice: object) => {
    const { amount, currency, proration_date } = (await ada.door('POST', `${path}/preview`, choice)).body
    return { ...choice, shown: { amount, currency }, proration_date }
  }
  return {
    ada,
    id,
    path,
    /** What the account shows of it. */
    shown: async () => (await ada.account()).subscriptions.find((one: any) => one.id === id),
    agree,
    /** Asks for the price of a change, and makes it at that price. */
    change: async (choice: object, agreed: object = {}) =>
      ada.door('PATCH', path, { ...(await agree(choice)), ...agreed }),
  }
}
