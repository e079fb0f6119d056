import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import { findCheckout } from '../../worker/db/checkouts.ts'
import {
  attachCustomer,
  findCustomer,
  findUser,
  insertUser,
  nextGeneration,
  updateCustomerRow,
} from '../../worker/db/customers.ts'
import { findPaymentMethod, listPaymentMethods } from '../../worker/db/payment-methods.ts'
import type { Site } from '../../worker/domain/site.ts'
import {
  customerOf,
  knownCustomer,
  makeCustomer,
  syncCustomer,
  syncPaymentMethod,
  withCustomer,
} from '../../worker/flow/customers.ts'
import { makeCustomerToken } from '../../worker/keys/customer-token.ts'
import { stripeClient } from '../../worker/stripe/client.ts'
import { api, control, emptyStripe, failing, hold, rewriting, visitor } from './harness.ts'

const acme = { id: 'acme', stripeAccount: null } as Site
const flow = () => ({ db: env.DB, stripe: stripeClient(env, 'visitor'), now: 1_800_000_000 })
let users = 0
const user = (more: object = {}) => ({
  site: 'acme',
  user: `user-${++users}`,
  email: 'u@example.com',
  name: 'U',
  ...more,
})
const find = (known: ReturnType<typeof user>) => customerOf(flow(), acme, known, false)
const key = (known: ReturnType<typeof user>) => ({
  site: known.site,
  user: known.user,
  livemode: false,
  stripeAccount: null,
})
const madeFor = async (known: ReturnType<typeof user>) =>
  (await api('GET', 'customers?limit=100')).body.data.filter(
    (customer: any) => customer.metadata.edge_user === known.user,
  )

describe('a user’s customer', () => {
  it('is made once, says whose it is, and is found again', async () => {
    const known = user()
    const customer = await find(known)
    expect(await find({ ...known, email: 'new@example.com' })).toEqual(customer)
    const [made, ...more] = await madeFor(known)
    expect(more).toEqual([])
    expect(made).toMatchObject({
      id: customer.id,
      email: 'u@example.com',
      name: 'U',
      metadata: { edge_site: 'acme', edge_user: known.user },
    })
    expect(await knownCustomer(env.DB, key(known))).toEqual(customer)
  })

  it('is one, though two tabs ask at once', async () => {
    const known = user()
    const wire = hold('POST /v1/customers')
    const slow = find(known)
    await wire.arrived() // made, and the first tab has not heard of it
    const quick = await find(known)
    wire.release()
    expect((await slow).id).toBe(quick.id)
    expect(await madeFor(known)).toHaveLength(1)
  })

  it('is one, though the second tab’s token has another email address', async () => {
    const known = user()
    const wire = hold('POST /v1/customers')
    const slow = find(known)
    await wire.arrived()
    const quick = await find({ ...known, email: 'other@example.com' })
    wire.release()
    expect((await slow).id).toBe(quick.id)
    expect((await findUser(env.DB, key(known)))!.customer).toBe(quick.id)
  })

  it('is one, though Stripe’s answer was lost', async () => {
    const known = user()
    const fault = { method: 'POST', path: '/v1/customers', times: 2, action: 'lose_answer' }
    await expect(failing(fault, () => find(known))).rejects.toThrow()
    await find(known)
    expect(await madeFor(known)).toHaveLength(1)
  })

  it('is one, though D1 failed after Stripe had made it', async () => {
    const known = user()
    const prepare = vi.spyOn(env.DB, 'prepare').mockImplementation(function (this: D1Database, sql: string) {
      if (sql.includes('INSERT INTO customers')) throw new Error('D1_ERROR')
      return Object.getPrototypeOf(env.DB).prepare.call(env.DB, sql)
    })
    await expect(find(known)).rejects.toThrow('D1_ERROR')
    prepare.mockRestore()
    await find(known)
    expect(await madeFor(known)).toHaveLength(1)
  })

  it('can be made after a stored 5xx, whose key would answer the same for a day', async () => {
    const known = user()
    const fault = { method: 'POST', path: '/v1/customers', times: 2, action: 'status', status: 500 }
    await expect(failing(fault, () => find(known))).rejects.toThrow()
    expect((await find(known)).user).toBe(known.user)
  })

  it('is another one for another user, another site, another account and another mode', async () => {
    const known = user()
    const ids = await Promise.all([
      find(known),
      find(user()),
      customerOf(flow(), { stripeAccount: null }, { ...known, site: 'other' }, false),
      customerOf(flow(), { stripeAccount: 'acct_books' }, known, false),
      customerOf(flow(), acme, known, true),
    ])
    expect(new Set(ids.map(({ id }) => id)).size).toBe(5)
  })

  it('is not given up by a tab that saw another one, or none', async () => {
    const one = key(user())
    await insertUser(env.DB, one)
    await insertUser(env.DB, one)
    expect(await attachCustomer(env.DB, one, 2, 'cus_early')).toBe(false)
    expect(await attachCustomer(env.DB, one, 1, 'cus_1')).toBe(true)
    expect(await attachCustomer(env.DB, one, 1, 'cus_late')).toBe(false)
    await nextGeneration(env.DB, one, { generation: 1, customer: null })
    expect(await findUser(env.DB, one)).toEqual({ generation: 1, customer: 'cus_1' })
    const gone = { generation: 1, customer: 'cus_1' }
    for (const tab of [gone, gone]) await nextGeneration(env.DB, one, tab)
    expect(await findUser(env.DB, one)).toEqual({ generation: 2, customer: null })
    await nextGeneration(env.DB, one, { generation: 1, customer: null })
    expect(await findUser(env.DB, one)).toEqual({ generation: 2, customer: null })
  })

  it('is replaced once it was deleted at Stripe, and keeps its last state', async () => {
    const known = user()
    const { id } = await find(known)
    await api('DELETE', `customers/${id}`)
    expect((await find(known)).id).toBe(id) // nobody has said so yet
    expect(await syncCustomer(flow(), id, null)).toBe(true)
    expect(await findCustomer(env.DB, id)).toMatchObject({ email: 'u@example.com', deletedAt: 1_800_000_000 })
    expect(await knownCustomer(env.DB, key(known))).toBeNull()
    const next = await find(known)
    expect(next.id).not.toBe(id)
    expect((await find(known)).id).toBe(next.id)
  })
})

describe('a customer whom Stripe does not show', () => {
  const shop = { offer: 'club', shown: { amount: 900, currency: 'usd' }, email: 'v@example.com' }

  it('is another one from now on, where all test data were deleted: its user can buy, and save a card', async () => {
    const known = user()
    const { id } = await find(known)
    const claims = { sub: known.user }
    const { token } = await makeCustomerToken(
      env.SIGNING_SECRET,
      'acme',
      claims,
      Math.floor(Date.now() / 1000),
    )
    await emptyStripe()
    const { status, body } = await visitor().start({ ...shop, customer_token: token })
    expect([status, body.status]).toEqual([201, 'open'])
    const next = await knownCustomer(env.DB, key(known))
    expect(next!.id).not.toBe(id)
    expect((await api('GET', `subscriptions/${body.subscription}`)).body.customer).toBe(next!.id)

    await emptyStripe()
    const card = await withCustomer(flow(), acme, known, false, ({ id: customer }) =>
      stripeClient(env, 'visitor').setupIntents.create({ customer }),
    )
    expect(card.customer).not.toBe(next!.id)
  })

  it('is the same one, where it is there again', async () => {
    const known = user()
    const { id } = await find(known)
    const hidden = { method: 'GET', path: '/v1/customers/*', times: 1, action: 'status', status: 404 }
    await failing({ ...hidden, code: 'resource_missing' }, () => syncCustomer(flow(), id, null))
    expect((await find(known)).id).toBe(id)
  })
})

describe('the customer of a checkout without a token', () => {
  it('is made once for a revision, and is nobody’s', async () => {
    const { body } = await visitor().start({ email: 'v@example.com', name: 'V' })
    const checkout = (await findCheckout(env.DB, body.id))!
    checkout.terms.email = 'v@example.com'
    const first = await makeCustomer(flow(), checkout)
    const again = await makeCustomer(flow(), checkout)
    const next = await makeCustomer(flow(), { ...checkout, revision: 2 })
    expect(first.id).toBe(again.id)
    expect(next.id).not.toBe(first.id)
    expect(await findCustomer(env.DB, first.id)).toMatchObject({
      site: 'acme',
      user: null,
      email: 'v@example.com',
      name: 'V',
      metadata: { edge_checkout: body.id, edge_site: 'acme', edge_offer: 'mug' },
    })
  })
})

describe('the row of a customer', () => {
  it('follows what is changed at Stripe, once', async () => {
    const { id } = await find(user())
    await api('POST', `customers/${id}`, undefined, {
      email: 'new@example.com',
      phone: '+4930',
      'address[city]': 'Berlin',
      'address[country]': 'DE',
      'metadata[tier]': 'gold',
    })
    expect(await syncCustomer(flow(), id, null)).toBe(true)
    expect(await syncCustomer(flow(), id, null)).toBe(false)
    expect(await findCustomer(env.DB, id)).toMatchObject({
      email: 'new@example.com',
      phone: '+4930',
      address: { city: 'Berlin', country: 'DE', line1: null },
      metadata: { edge_site: 'acme', tier: 'gold' },
    })
  })

  it('does not let an older answer land on a newer one', async () => {
    const { id } = await find(user())
    const rename = (name: string) => api('POST', `customers/${id}`, undefined, { name })
    await rename('Old')
    const wire = hold(`GET /v1/customers/${id}`)
    const slow = syncCustomer(flow(), id, null)
    await wire.arrived()
    await rename('New')
    await syncCustomer(flow(), id, null)
    wire.release()
    await slow
    expect((await findCustomer(env.DB, id))!.name).toBe('New')
  })

  it('keeps the last state where Stripe does not show it', async () => {
    const known = user()
    const { id } = await find(known)
    const gone = { method: 'GET', path: '/v1/customers/*', times: 1, action: 'status', status: 404 }
    await failing({ ...gone, code: 'resource_missing' }, () => syncCustomer(flow(), id, null))
    expect(await findCustomer(env.DB, id)).toMatchObject({ email: 'u@example.com', unreachable: true })
    await syncCustomer(flow(), id, null)
    expect((await findCustomer(env.DB, id))!.unreachable).toBe(false)
  })

  it('is written where our metadata names our site, and D1 lost it; a stranger’s never is', async () => {
    const create = async (metadata: Record<string, string>, account?: string) =>
      (await api('POST', 'customers', undefined, metadata, account)).body.id as string
    const ours = await create({ 'metadata[edge_site]': 'acme', 'metadata[edge_user]': 'lost' })
    const forged = await create({ 'metadata[edge_site]': 'acme', 'metadata[edge_user]': 'ada' }, 'acct_books')
    expect(await syncCustomer(flow(), forged, 'acct_books', acme)).toBeNull()
    expect(await syncCustomer(flow(), ours, null, acme)).toBe(true)
    expect((await findCustomer(env.DB, ours))!.user).toBe('lost')
    const theirs = await create({})
    expect(await syncCustomer(flow(), theirs, null)).toBeNull()
    expect(await findCustomer(env.DB, theirs)).toBeNull()
  })

  it('is not touched by another account’s event', async () => {
    const { id } = await find(user())
    expect(await syncCustomer(flow(), id, 'acct_books')).toBeNull()
  })
})

describe('the row of a saved card', () => {
  const attach = async (customer: string) =>
    (await api('POST', 'payment_methods/pm_card_visa/attach', undefined, { customer })).body.id as string
  const cards = async (customer: string) => (await listPaymentMethods(env.DB, customer)).map(({ id }) => id)

  it('appears once it is attached, and goes when it is detached', async () => {
    const { id } = await find(user())
    const card = await attach(id)
    expect(await syncPaymentMethod(flow(), card, id, null)).toBe(true)
    expect(await syncPaymentMethod(flow(), card, id, null)).toBe(false)
    expect(await listPaymentMethods(env.DB, id)).toMatchObject([{ id: card, brand: 'visa', last4: '4242' }])
    await api('POST', `payment_methods/${card}/detach`)
    expect(await syncPaymentMethod(flow(), card, id, null)).toBe(true)
    expect(await syncPaymentMethod(flow(), card, id, null)).toBe(false)
    expect(await cards(id)).toEqual([])
  })

  it('is never written for a customer who does not have the card', async () => {
    const [mine, theirs] = [await find(user()), await find(user())]
    const card = await attach(theirs.id)
    expect(await syncPaymentMethod(flow(), card, mine.id, null)).toBe(false)
    await syncPaymentMethod(flow(), card, theirs.id, null)
    expect([await cards(mine.id), await cards(theirs.id)]).toEqual([[], [card]])
  })

  it('goes with its customer, of which Stripe tells alone', async () => {
    const { id } = await find(user())
    const card = await attach(id)
    await syncPaymentMethod(flow(), card, id, null)
    await api('DELETE', `customers/${id}`)
    await syncCustomer(flow(), id, null)
    expect(await cards(id)).toEqual([])
    const row = await findPaymentMethod(env.DB, id, card)
    expect(row).toMatchObject({ last4: '4242', deletedAt: expect.any(Number), version: 2 })
  })

  it('stays where another customer is deleted, where that is not written, and as it went before', async () => {
    const [mine, theirs] = [await find(user()), await find(user())]
    const [gone, left] = [await attach(mine.id), await attach(mine.id)]
    for (const card of [gone, left]) await syncPaymentMethod(flow(), card, mine.id, null)
    const deleted = async (id: string) => ({ ...(await findCustomer(env.DB, id))!, deletedAt: 1_900_000_000 })
    expect(await updateCustomerRow(env.DB, { ...(await deleted(mine.id)), version: 99 }, 1_900_000_000)).toBe(
      false,
    )
    await updateCustomerRow(env.DB, await deleted(theirs.id), 1_900_000_000)
    expect((await cards(mine.id)).sort()).toEqual([gone, left].sort())

    await api('POST', `payment_methods/${gone}/detach`)
    await syncPaymentMethod(flow(), gone, mine.id, null)
    await updateCustomerRow(env.DB, await deleted(mine.id), 1_900_000_000)
    expect(await findPaymentMethod(env.DB, mine.id, gone)).toMatchObject({ deletedAt: 1_800_000_000 })
    expect(await findPaymentMethod(env.DB, mine.id, left)).toMatchObject({ deletedAt: 1_900_000_000 })
  })

  it('does not let an older answer land on a newer one', async () => {
    const { id } = await find(user())
    const card = await attach(id)
    await syncPaymentMethod(flow(), card, id, null)
    const renewed = (year: number) =>
      api('POST', `payment_methods/${card}`, undefined, { 'card[exp_year]': String(year) })
    await renewed(2041)
    const wire = hold(`GET /v1/payment_methods/${card}`)
    const slow = syncPaymentMethod(flow(), card, id, null)
    await wire.arrived()
    await renewed(2042)
    await syncPaymentMethod(flow(), card, id, null)
    wire.release()
    await slow
    expect(await findPaymentMethod(env.DB, id, card)).toMatchObject({ expYear: 2042 })
  })

  it('is not written by a slower answer once its customer is gone', async () => {
    const { id } = await find(user())
    const card = await attach(id)
    const wire = hold(`GET /v1/payment_methods/${card}`)
    const slow = syncPaymentMethod(flow(), card, id, null)
    await wire.arrived()
    await api('DELETE', `customers/${id}`)
    await syncCustomer(flow(), id, null)
    wire.release()
    expect(await slow).toBe(false)
    expect(await cards(id)).toEqual([])
  })

  it('is nobody’s business where the customer is none of ours', async () => {
    const { id } = (await api('POST', 'customers')).body
    expect(await syncPaymentMethod(flow(), await attach(id), id, null)).toBeNull()
  })

  it('is one row, though two events ring at once', async () => {
    const { id } = await find(user())
    const card = await attach(id)
    const wire = hold(`GET /v1/payment_methods/${card}`)
    const slow = syncPaymentMethod(flow(), card, id, null)
    await wire.arrived()
    expect(await syncPaymentMethod(flow(), card, id, null)).toBe(true)
    wire.release()
    expect(await slow).toBe(false)
    expect(await cards(id)).toEqual([card])
  })

  it('follows a card that its bank has renewed', async () => {
    const { id } = await find(user())
    const card = await attach(id)
    await syncPaymentMethod(flow(), card, id, null)
    await rewriting('"last4":"4242"', '"last4":"1881"', () => syncPaymentMethod(flow(), card, id, null))
    expect(await listPaymentMethods(env.DB, id)).toMatchObject([{ last4: '1881' }])
  })
})

it('tells no secret in an idempotency key', async () => {
  const known = user({ user: 'secret-name' })
  await find(known)
  const requests = await control('GET', 'requests')
  expect(requests.map((request: any) => request.idempotency_key).join()).not.toContain('secret-name')
})
