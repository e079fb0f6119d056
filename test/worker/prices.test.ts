import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { findOfferOfPrice, findPrice, forgetPrice, savePrice } from '../../worker/db/prices.ts'

const key = 'edge:acme:club:900:usd:1:month'
const operators = { stripeAccount: null, livemode: false }
const books = { stripeAccount: 'acct_books', livemode: false }
const real = { stripeAccount: null, livemode: true }

const save = (shelf: typeof operators | typeof books, id: string, more: object = {}) =>
  savePrice(env.DB, shelf, { id, lookupKey: key, site: 'acme', offer: 'club', ...more })
const found = (of = key) => Promise.all([operators, books, real].map((shelf) => findPrice(env.DB, shelf, of)))

describe('A price at Stripe', () => {
  it('is of one account, one mode and one amount', async () => {
    await save(operators, 'price_operators')
    await save(books, 'price_books')
    await save(real, 'price_real')
    expect(await found()).toEqual(['price_operators', 'price_books', 'price_real'])
    expect(await found('edge:acme:club:950:usd:1:month')).toEqual([null, null, null])
  })

  it('is the one that was provided last', async () => {
    await save(operators, 'price_before')
    await save(operators, 'price_now')
    expect(await findPrice(env.DB, operators, key)).toBe('price_now')
  })

  it('is forgotten where Stripe refused it, and nowhere else', async () => {
    for (const shelf of [operators, books, real]) await save(shelf, 'price_same')
    const plus = 'edge:acme:club-plus:1500:usd:1:month'
    await save(operators, 'price_plus', { lookupKey: plus, offer: 'club-plus' })
    await forgetPrice(env.DB, operators, 'price_same')
    expect(await found()).toEqual([null, 'price_same', 'price_same'])
    expect(await findPrice(env.DB, operators, plus)).toBe('price_plus')
  })

  it('stands for an offer of its own site, and opens nothing at another', async () => {
    await save(operators, 'price_acme')
    expect(await findOfferOfPrice(env.DB, 'acme', 'price_acme')).toBe('club')
    expect(await findOfferOfPrice(env.DB, 'other', 'price_acme')).toBeNull()
    expect(await findOfferOfPrice(env.DB, 'acme', 'price_by_hand')).toBeNull()
  })
})
