import { describe, expect, it } from 'vitest'
import { COUNTRIES, changeOf, type Details, detailsOf, fieldOf } from '../../../widget/account/details.ts'

const address = {
  line1: '1 High St',
  line2: null,
  city: 'London',
  state: null,
  postal_code: 'N1',
  country: 'GB',
}
const ada = { name: 'Ada', email: 'ada@example.com', phone: null, address }
const edited = (changes: Partial<Details>): Details => ({ ...detailsOf(ada), ...changes })

describe('what is sent', () => {
  it('is only what was changed', () => {
    expect(changeOf(ada, edited({ name: ' Ada L. ' }))).toEqual({ name: 'Ada L.' })
    expect(changeOf(ada, edited({}))).toBeNull()
  })

  it('is null for what was emptied', () => {
    expect(changeOf(ada, edited({ email: '' }))).toEqual({ email: null })
  })

  it('is the whole address where any of it changed, for Stripe replaces it', () => {
    expect(changeOf(ada, edited({ city: 'Leeds' }))).toEqual({ address: { ...address, city: 'Leeds' } })
  })

  it('is no address where all of it was emptied', () => {
    const none = { line1: '', city: '', postal_code: '', country: '' }
    expect(changeOf(ada, edited(none))).toEqual({ address: null })
  })
})

describe('a refusal', () => {
  it('names the field that it is about, within the address too', () => {
    expect(fieldOf('email')).toBe('email')
    expect(fieldOf('address.city')).toBe('city')
    expect(fieldOf('address')).toBeUndefined()
    expect(fieldOf(undefined)).toBeUndefined()
  })
})

it('every country has a name in the browser’s own list, once', () => {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  expect(COUNTRIES.filter((code) => names.of(code) === undefined)).toEqual([])
  expect(new Set(COUNTRIES).size).toBe(COUNTRIES.length)
})
