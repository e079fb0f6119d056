/** What the site owner's server and Stripe's dashboard would say: read after every purchase. */
import { expect } from '@playwright/test'
import { KEYS, SITE_KEY } from '../demo/data.ts'

export interface Origins {
  worker: string
  /** Left out where the demo talks to Stripe itself: then only the Worker is read. */
  emulator?: string
}

/** As a site key sees it. */
export interface Checkout {
  id: string
  status: string
  verified: boolean
  amount: number
  currency: string
  quantity: number
  payment_intent: string | null
  subscription: string | null
  email: string | null
}

export interface Payment {
  id: string
  checkout: string
  amount: number
  currency: string
  status: string
}

interface Intent {
  id: string
  status: string
  amount: number
  amount_received: number
  currency: string
  metadata: Record<string, string>
}

interface Charge {
  id: string
  status: string
  amount: number
}

async function list<T>(url: string, key: string): Promise<T[]> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } })
  const body = await response.text()
  expect(response.status, `${url} answered ${body}`).toBe(200)
  return (JSON.parse(body) as { data: T[] }).data
}

/** @param reference The purchase's own `client-reference-id`: no test sees another's. */
export const checkoutsOf = ({ worker }: Origins, reference: string): Promise<Checkout[]> =>
  list(`${worker}/v1/checkouts?client_reference_id=${reference}`, SITE_KEY)

/** Every intent that Stripe holds for a checkout, canceled ones too. */
export async function intentsOf({ emulator }: Origins, checkout: string): Promise<Intent[]> {
  if (!emulator) return []
  const all = await list<Intent>(`${emulator}/v1/payment_intents?limit=100`, KEYS.STRIPE_SECRET_KEY)
  return all.filter((intent) => intent.metadata.edge_checkout === checkout)
}

const chargesOf = ({ emulator }: Origins, intent: string): Promise<Charge[]> =>
  list(`${emulator}/v1/charges?limit=100&payment_intent=${intent}`, KEYS.STRIPE_SECRET_KEY)

async function succeededCharges(origins: Origins, checkout: string): Promise<Charge[]> {
  const intents = await intentsOf(origins, checkout)
  const charges = await Promise.all(intents.map((intent) => chargesOf(origins, intent.id)))
  return charges.flat().filter((charge) => charge.status === 'succeeded')
}

/** The one checkout of a reference, once it is known for certain. */
async function certain(origins: Origins, reference: string): Promise<Checkout> {
  // The page is told first; the signed event follows within moments.
  await expect(async () => {
    const [checkout] = await checkoutsOf(origins, reference)
    expect(checkout).toMatchObject({ status: 'succeeded', verified: true })
  }).toPass({ timeout: 10_000 })

  const checkouts = await checkoutsOf(origins, reference)
  expect(checkouts, 'one checkout').toHaveLength(1)
  return checkouts[0]!
}

/** Paid once, for this amount, and known for certain; in D1 and at Stripe alike. */
export async function expectPaidOnce(
  origins: Origins,
  reference: string,
  amount: number,
  currency = 'usd',
): Promise<Checkout> {
  const checkout = await certain(origins, reference)
  expect(checkout).toMatchObject({ amount, currency })

  const payments = await list<Payment>(`${origins.worker}/v1/payments?limit=100`, SITE_KEY)
  expect(
    payments.filter((payment) => payment.checkout === checkout.id),
    'one payment',
  ).toMatchObject([{ id: checkout.payment_intent, amount, currency, status: 'succeeded' }])

  if (!origins.emulator) return checkout
  expect(await succeededCharges(origins, checkout.id), 'one charge at Stripe').toMatchObject([{ amount }])
  const open = (await intentsOf(origins, checkout.id)).filter(
    (intent) => !['succeeded', 'canceled'].includes(intent.status),
  )
  expect(open, 'nothing left at Stripe that could still be paid').toEqual([])
  return checkout
}

/** Whatever was begun, no money moved. */
export async function expectNothingCharged(origins: Origins, reference: string): Promise<void> {
  for (const checkout of await checkoutsOf(origins, reference)) {
    expect(checkout.verified).toBe(false)
    expect(checkout.status).not.toBe('succeeded')
    expect(await succeededCharges(origins, checkout.id)).toEqual([])
  }
}

/** Begun more than once, and paid once: the statuses of all checkouts in order, and the one charge. */
export async function expectOnePaid(
  origins: Origins,
  reference: string,
  amount: number,
  statuses: string[],
): Promise<void> {
  await expect
    .poll(async () => (await checkoutsOf(origins, reference)).map(({ status }) => status).sort())
    .toEqual(statuses)
  const checkouts = await checkoutsOf(origins, reference)
  const charges = await Promise.all(checkouts.map(({ id }) => succeededCharges(origins, id)))
  expect(charges.flat(), 'one charge at Stripe').toMatchObject([{ amount }])
}

interface Subscription {
  id: string
  status: string
  metadata: Record<string, string>
  items: { data: { quantity: number }[] }
}

/** Every subscription that Stripe holds for a checkout, canceled ones too. */
export async function subscriptionsOf({ emulator }: Origins, checkout: string): Promise<Subscription[]> {
  if (!emulator) return []
  const url = `${emulator}/v1/subscriptions?limit=100&status=all`
  const all = await list<Subscription>(url, KEYS.STRIPE_SECRET_KEY)
  return all.filter(({ metadata }) => metadata.edge_checkout === checkout)
}

const ENDED = ['canceled', 'incomplete_expired']

/** Begun once, with this first charge, and known for certain; in D1 and at Stripe alike. */
export async function expectBegunOnce(
  origins: Origins,
  reference: string,
  amount: number,
  { status = 'active', quantity = 1 }: { status?: 'active' | 'trialing'; quantity?: number } = {},
): Promise<Checkout> {
  const checkout = await certain(origins, reference)
  expect(checkout).toMatchObject({ amount, currency: 'usd', quantity })
  // The mirror of the subscription follows with its own event.
  const row = async () => {
    const url = `${origins.worker}/v1/subscriptions?limit=100`
    const rows = await list<{ id: string; status: string }>(url, SITE_KEY)
    return rows.find(({ id }) => id === checkout.subscription)?.status
  }
  await expect.poll(row).toBe(status)

  if (!origins.emulator) return checkout
  const live = (await subscriptionsOf(origins, checkout.id)).filter((one) => !ENDED.includes(one.status))
  expect(live, 'one subscription at Stripe').toMatchObject([
    { id: checkout.subscription, status, items: { data: [{ quantity }] } },
  ])
  return checkout
}

/** Whatever was begun, nobody subscribed. */
export async function expectNothingBegun(origins: Origins, reference: string): Promise<void> {
  for (const checkout of await checkoutsOf(origins, reference)) {
    expect(checkout.verified).toBe(false)
    const all = await subscriptionsOf(origins, checkout.id)
    expect(all.filter(({ status }) => status === 'active' || status === 'trialing')).toEqual([])
  }
}
