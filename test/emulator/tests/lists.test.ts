import { describe, expect, it } from 'vitest'
import { failure, MUG, NOW, world } from './harness.ts'

async function many(count: number) {
  const w = world()
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    ids.unshift(
      (
        await w.stripe.paymentIntents.create({
          ...MUG,
          metadata: { n: String(n), parity: n % 2 ? 'odd' : 'even' },
        })
      ).id,
    )
    await w.control('POST', '/clock', { advance_s: 10 })
  }
  return { ...w, ids }
}
const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)

describe('lists', () => {
  it('are newest first, ten at a time', async () => {
    const { stripe, ids } = await many(12)
    const page = await stripe.paymentIntents.list()
    expect(page).toMatchObject({ object: 'list', url: '/v1/payment_intents', has_more: true })
    expect(idsOf(page)).toEqual(ids.slice(0, 10))
  })

  it('go on after a cursor and back before one', async () => {
    const { stripe, ids } = await many(5)
    const after = await stripe.paymentIntents.list({ limit: 2, starting_after: ids[1]! })
    expect([idsOf(after), after.has_more]).toEqual([ids.slice(2, 4), true])
    const before = await stripe.paymentIntents.list({ limit: 2, ending_before: ids[3]! })
    expect([idsOf(before), before.has_more]).toEqual([ids.slice(1, 3), true])
    const end = await stripe.paymentIntents.list({ starting_after: ids[4]! })
    expect([idsOf(end), end.has_more]).toEqual([[], false])
  })

  it("are read to the end by the SDK's own paging", async () => {
    const { stripe, ids } = await many(7)
    const read: string[] = []
    for await (const { id } of stripe.paymentIntents.list({ limit: 3 })) read.push(id)
    expect(read).toEqual(ids)
  })

  it('are bounded by when things were made', async () => {
    const { stripe, ids } = await many(4)
    const within = await stripe.paymentIntents.list({ created: { gte: NOW + 10, lt: NOW + 30 } })
    expect(idsOf(within)).toEqual(ids.slice(1, 3))
    expect(idsOf(await stripe.paymentIntents.list({ created: NOW }))).toEqual(ids.slice(3))
  })

  it.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ starting_after: 'pi_x' }, 'starting_after'],
  ])('refuse %o', async (params, param) => {
    const { stripe } = await many(1)
    expect(await failure(Promise.resolve(stripe.paymentIntents.list(params)))).toMatchObject({ param })
  })
})

describe('search', () => {
  it('finds by metadata and status, all of which must hold', async () => {
    const { stripe, ids } = await many(4)
    await stripe.paymentIntents.cancel(ids[0]!)
    const search = async (query: string) => idsOf(await stripe.paymentIntents.search({ query }))
    expect(await search("metadata['parity']:'odd'")).toEqual([ids[0], ids[2]])
    expect(await search("metadata['parity']:'odd' AND status:'canceled'")).toEqual([ids[0]])
    expect(await search('metadata["n"]:"1"')).toEqual([ids[2]])
    expect(await search("metadata['n']:'9'")).toEqual([])
  })

  it('gives pages', async () => {
    const { stripe, ids } = await many(3)
    const query = "status:'requires_payment_method'"
    const first = await stripe.paymentIntents.search({ query, limit: 2 })
    expect([idsOf(first), first.has_more]).toEqual([ids.slice(0, 2), true])
    const second = await stripe.paymentIntents.search({ query, limit: 2, page: first.next_page! })
    expect([idsOf(second), second.has_more]).toEqual([ids.slice(2), false])
  })

  it.each(["metadata['a']:'b' OR status:'x'", 'amount>100', "-status:'canceled'", 'nonsense', "status:'x"])(
    'refuses what it does not model: %s',
    async (query) => {
      const { stripe } = world()
      const error = await failure(Promise.resolve(stripe.paymentIntents.search({ query })))
      expect(error).toMatchObject({ statusCode: 400, param: 'query' })
    },
  )
})

describe('expand', () => {
  const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }

  it('opens what an object refers to, several levels down', async () => {
    const { stripe } = world()
    const customer = await stripe.customers.create({ name: 'Ada' })
    const intent = await stripe.paymentIntents.create({
      ...PAID,
      customer: customer.id,
      expand: ['customer', 'payment_method', 'latest_charge.payment_intent.customer'],
    })
    expect(intent).toMatchObject({
      customer: { name: 'Ada' },
      payment_method: { object: 'payment_method' },
      latest_charge: { object: 'charge', payment_intent: { id: intent.id, customer: { name: 'Ada' } } },
    })
  })

  it('opens each object of a list', async () => {
    const { stripe } = world()
    await stripe.paymentIntents.create(PAID)
    const { data } = await stripe.paymentIntents.list({ expand: ['data.latest_charge'] })
    expect(data[0]?.latest_charge).toMatchObject({ object: 'charge', paid: true })
  })

  it('adds the lists that are only there when asked for', async () => {
    const { stripe } = world()
    const { latest_charge } = await stripe.paymentIntents.create(PAID)
    const id = latest_charge as string
    await stripe.refunds.create({ charge: id, amount: 200 })
    expect(await stripe.charges.retrieve(id)).not.toHaveProperty('refunds')
    const charge = await stripe.charges.retrieve(id, { expand: ['refunds.data.balance_transaction'] })
    expect(charge.refunds?.data).toMatchObject([
      { amount: 200, balance_transaction: { amount: -200, type: 'refund' } },
    ])
  })

  it('leaves null what is not there', async () => {
    const { stripe } = world()
    const intent = await stripe.paymentIntents.create({ ...MUG, expand: ['latest_charge', 'review'] })
    expect(intent).toMatchObject({ latest_charge: null, review: null })
  })

  it.each([['amount'], ['latest_charge.amount'], ['nothing'], ['data.latest_charge']])(
    'of %s is refused, and nothing is made',
    async (path) => {
      const { stripe } = world()
      const error = await failure(stripe.paymentIntents.create({ ...PAID, expand: [path] }))
      expect(error).toMatchObject({ statusCode: 400, message: `This property cannot be expanded (${path}).` })
      expect((await stripe.paymentIntents.list()).data).toEqual([])
    },
  )

  it('goes four levels deep', async () => {
    const { stripe } = world()
    const path = 'latest_charge.payment_intent.latest_charge.payment_intent'
    expect((await stripe.paymentIntents.create({ ...PAID, expand: [path] })).status).toBe('succeeded')
    const error = await failure(stripe.paymentIntents.create({ ...PAID, expand: [`${path}.customer`] }))
    expect(error.message).toMatch(/^You cannot expand more than 4 levels/)
  })
})
