import { describe, expect, it } from 'vitest'
import { failure, NOW, world } from './harness.ts'

const MUG = { name: 'Mug', default_price_data: { currency: 'usd', unit_amount: 1200 } }

describe('a product', () => {
  it('is made with its default price, changed, and told of', async () => {
    const { stripe, history, control } = world()
    const made = await stripe.products.create({ ...MUG, id: 'mug', expand: ['default_price'] })
    expect(made).toMatchObject({
      id: 'mug',
      active: true,
      type: 'service',
      updated: NOW,
      default_price: { unit_amount: 1200, product: 'mug', type: 'one_time' },
    })
    await control('POST', '/clock', { advance_s: 5 })
    const changed = await stripe.products.update('mug', {
      description: 'Holds tea',
      metadata: { a: 'b' },
      marketing_features: [{ name: 'Round' }],
      tax_details: { tax_code: 'txcd_1' },
    })
    expect(changed).toMatchObject({
      name: 'Mug',
      description: 'Holds tea',
      updated: NOW + 5,
      tax_details: { tax_code: 'txcd_1', performance_location: null },
    })
    expect(await stripe.products.retrieve('mug')).toEqual(changed)
    expect(await history()).toEqual(['product.created', 'price.created', 'product.updated'])
    const [event] = (await stripe.events.list({ type: 'product.updated' })).data
    expect(event?.data.previous_attributes).toMatchObject({ description: null, updated: NOW })
  })

  it('does not take the id of another', async () => {
    const { stripe } = world()
    await stripe.products.create({ ...MUG, id: 'mug' })
    const again = stripe.products.create({ ...MUG, id: 'mug' })
    expect(await failure(again)).toMatchObject({
      statusCode: 400,
      code: 'resource_already_exists',
      param: 'id',
    })
    expect((await stripe.prices.list()).data).toHaveLength(1)
  })

  it('whose price is refused is not made', async () => {
    const { stripe, history } = world()
    const wrong = { ...MUG, default_price_data: { currency: 'xxx', unit_amount: 1200 } }
    expect(await failure(stripe.products.create(wrong))).toMatchObject({ param: 'currency' })
    expect((await stripe.products.list()).data).toEqual([])
    expect(await history()).toEqual([])
  })

  it('is changed as a whole or not at all', async () => {
    const { stripe } = world()
    const { id } = await stripe.products.create({ name: 'Mug' })
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'x']))
    const refused = stripe.products.update(id, { name: 'Tee', metadata: many })
    expect(await failure(refused)).toMatchObject({ param: 'metadata' })
    expect((await stripe.products.retrieve(id)).name).toBe('Mug')
  })

  it('has a default price of its own, and an active one', async () => {
    const { stripe } = world()
    const [mug, tee] = [await stripe.products.create(MUG), await stripe.products.create({ name: 'Tee' })]
    const wanted = stripe.products.update(tee.id, { default_price: mug.default_price as string })
    expect(await failure(wanted)).toMatchObject({ statusCode: 400, param: 'default_price' })
  })

  it('is listed by ids, activity and time, and searched by name, activity and metadata', async () => {
    const { stripe, control } = world()
    const mug = await stripe.products.create({ name: 'Blue Mug', metadata: { shelf: '1' } })
    await control('POST', '/clock', { advance_s: 10 })
    const tee = await stripe.products.create({ name: 'Tee', active: false, metadata: { shelf: '2' } })
    const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)
    expect(idsOf(await stripe.products.list())).toEqual([tee.id, mug.id])
    expect(idsOf(await stripe.products.list({ ids: [mug.id] }))).toEqual([mug.id])
    expect(idsOf(await stripe.products.list({ active: false }))).toEqual([tee.id])
    expect(idsOf(await stripe.products.list({ created: { lte: NOW } }))).toEqual([mug.id])
    for (const query of ["name:'blue mug'", "name~'mug'", "active:'true'", "metadata['shelf']:'1'"])
      expect([query, idsOf(await stripe.products.search({ query }))]).toEqual([query, [mug.id]])
    expect(idsOf(await stripe.products.search({ query: "name~'mug' AND active:'false'" }))).toEqual([])
    for (const query of ["status:'x'", "name~'mu'", "-name:'Tee'"])
      expect(await failure(stripe.products.search({ query }))).toMatchObject({ param: 'query' })
  })

  it('is deleted only while it has no price', async () => {
    const { stripe, history } = world()
    const [mug, tee] = [await stripe.products.create(MUG), await stripe.products.create({ name: 'Tee' })]
    const kept = await failure(stripe.products.del(mug.id))
    expect(kept).toMatchObject({ statusCode: 400, message: expect.stringContaining('user-created prices') })
    expect(await stripe.products.del(tee.id)).toEqual({ id: tee.id, object: 'product', deleted: true })
    expect(await failure(stripe.products.retrieve(tee.id))).toMatchObject({ code: 'resource_missing' })
    expect((await history()).at(-1)).toBe('product.deleted')
  })
})
