/** Users of the shop, as its server and Stripe know them before a test opens their page. */
import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { KEYS, OFFERS, SITE_KEY } from '../demo/data.ts'
import type { SpawnedDemo } from '../demo/spawn.ts'
import { customerToken } from '../shop/customer.ts'

type Demo = Pick<SpawnedDemo, 'worker' | 'emulator' | 'shop'>

export interface Subscriber {
  /** The shop's own name. */
  user: string
  /** `cus_…` */
  customer: string
  /** `sub_…` */
  subscription: string
}

/** Nobody else's. */
export const someone = (): string => `ada-${randomUUID().slice(0, 8)}`

async function json<T>(response: Response): Promise<T> {
  const text = await response.text()
  expect(response.ok, `${response.url} answered ${response.status}: ${text}`).toBe(true)
  return JSON.parse(text) as T
}

/** What the site's server asks of the Worker. */
export const owner = async <T>({ worker }: Demo, method: string, path: string, body?: object): Promise<T> =>
  json(
    await fetch(`${worker}${path}`, {
      method,
      headers: { authorization: `Bearer ${SITE_KEY}` },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )

/** What somebody with the account's secret key does at Stripe. @param form null reads. */
export const atStripe = async <T>(
  { emulator }: Demo,
  path: string,
  form: Record<string, string> | null = null,
  key: string = KEYS.STRIPE_SECRET_KEY,
): Promise<T> =>
  json(
    await fetch(`${emulator}/v1/${path}`, {
      method: form ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${key}` },
      ...(form && { body: new URLSearchParams(form) }),
    }),
  )

/** What a page of the shop asks of the Worker for its user. */
const asPage = async <T>({ worker, shop }: Demo, method: string, path: string, key: string, body?: object) =>
  json<T>(
    await fetch(`${worker}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, origin: shop },
      ...(body && { body: JSON.stringify(body) }),
    }),
  )

interface Rows {
  data: { status: string }[]
}

interface Begun {
  id: string
  status: string
  subscription: string | null
  client_secret: string | null
}

/** Subscribes as the checkout does, without a browser. @param card Stripe's own name of a test card. */
export async function subscribe(
  demo: Demo,
  offer: string,
  { user = someone(), quantity = 1, card = 'pm_card_visa' } = {},
): Promise<Subscriber> {
  const attempt = randomUUID()
  const { amount, currency } = OFFERS.find(({ id }) => id === offer)!
  const begun = await asPage<Begun>(demo, 'POST', '/v1/checkouts', attempt, {
    site: 'acme',
    offer,
    form: 'card',
    shown: { amount: amount! * quantity, currency },
    quantity,
    customer_token: await customerToken(demo.worker, user),
  })
  const secret = begun.client_secret!
  await atStripe(
    demo,
    `payment_intents/${secret.split('_secret_')[0]}/confirm`,
    { client_secret: secret, payment_method: card, use_stripe_sdk: 'true' },
    KEYS.STRIPE_PUBLISHABLE_KEY,
  )
  let subscription: string | null = null
  await expect(async () => {
    const known = await asPage<Begun>(demo, 'GET', `/v1/checkouts/${begun.id}`, attempt)
    expect(known.status).toBe('succeeded')
    subscription = known.subscription
  }).toPass({ timeout: 15_000 })
  const { customer } = await atStripe<{ customer: string }>(demo, `subscriptions/${subscription}`)
  // Each of these comes with an event of its own.
  await expect(async () => {
    const of = `customer=${customer}`
    expect((await owner<Rows>(demo, 'GET', `/v1/subscriptions?${of}`)).data).toMatchObject([
      { status: 'active' },
    ])
    expect((await owner<Rows>(demo, 'GET', `/v1/invoices?${of}`)).data).toMatchObject([{ status: 'paid' }])
    expect((await owner<Rows>(demo, 'GET', `/v1/customers/${customer}/payment_methods`)).data).toHaveLength(1)
  }).toPass({ timeout: 15_000 })
  return { user, customer, subscription: subscription! }
}

/** One more card of a user, as Stripe's dashboard or another site would add it. @returns `pm_…` */
export async function giveCard(
  demo: Demo,
  { customer }: Pick<Subscriber, 'customer'>,
  card: string,
): Promise<string> {
  const { id } = await atStripe<{ id: string }>(demo, `payment_methods/${card}/attach`, { customer })
  await expect(async () => {
    const { data } = await owner<{ data: { id: string }[] }>(
      demo,
      'GET',
      `/v1/customers/${customer}/payment_methods`,
    )
    expect(data.map((one) => one.id)).toContain(id)
  }).toPass({ timeout: 15_000 })
  return id
}

/** Moves Stripe's clock: what becomes due on the way is done, and told. */
export const pass = async ({ emulator }: Demo, days: number): Promise<void> =>
  void (await json(
    await fetch(`${emulator}/_emulator/clock`, {
      method: 'POST',
      body: JSON.stringify({ advance_s: days * 86_400 }),
    }),
  ))

interface Row {
  id: string
  status: string
  offer: string
  quantity: number
  cancel_at_period_end: boolean
}

/** As the site's server sees it. */
export const subscriptionOf = (demo: Demo, { subscription }: Subscriber): Promise<Row> =>
  owner(demo, 'GET', `/v1/subscriptions/${subscription}`)
