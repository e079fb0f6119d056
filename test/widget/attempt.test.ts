import { beforeEach, describe, expect, it } from 'vitest'
import { Attempts, memoryStore, type Store } from '../../widget/attempt.ts'

const HOUR_MS = 3_600_000
const NAME = 'edge-checkout:acme/mug'

function store(): Store & { all: Map<string, string> } {
  const all = new Map<string, string>()
  return {
    all,
    getItem: (name) => all.get(name) ?? null,
    setItem: (name, value) => void all.set(name, value),
    removeItem: (name) => void all.delete(name),
  }
}

const blocked: Store = {
  getItem: () => {
    throw new Error('SecurityError')
  },
  setItem: () => {
    throw new Error('SecurityError')
  },
  removeItem: () => {
    throw new Error('SecurityError')
  },
}

let now = 0
const attempts = (storage: Store, offer = 'mug', subject: string | null = null) =>
  new Attempts(
    'acme',
    offer,
    () => storage,
    subject,
    () => now,
  )

beforeEach(() => {
  now = 1_800_000_000_000
  memoryStore.removeItem(NAME)
})

describe('an attempt', () => {
  it('has 128 bits', () => {
    expect(attempts(store()).current().key).toMatch(/^[0-9a-f]{32}$/)
  })

  it('is shared by a reload and another tab, with its checkout', () => {
    const storage = store()
    const first = attempts(storage).current()
    attempts(storage).keep(first.key, 'chk_1')
    expect(attempts(storage).current()).toEqual({ ...first, checkout: 'chk_1' })
  })

  it('is another one for another offer', () => {
    const storage = store()
    expect(attempts(storage).current().key).not.toBe(attempts(storage, 'tee').current().key)
  })

  it('is another one for another user of the same browser, and for a visitor without a token', () => {
    const storage = store()
    const of = (subject: string | null) => attempts(storage, 'mug', subject).current().key
    const keys = [of(null), of('ada'), of('bob'), of('')]
    expect(new Set(keys).size).toBe(4)
    expect([of(null), of('ada'), of('bob'), of('')]).toEqual(keys)
  })

  it('ends after 23 hours, before Stripe forgets its idempotency key', () => {
    const storage = store()
    const first = attempts(storage).current()
    now += 23 * HOUR_MS - 1
    expect(attempts(storage).stored()).toEqual(first)
    now += 1
    expect(attempts(storage).stored()).toBeNull()
    expect(attempts(storage).current().key).not.toBe(first.key)
  })

  it('is still the same after the clock was set back', () => {
    const storage = store()
    const first = attempts(storage).current()
    now -= HOUR_MS
    expect(attempts(storage).current()).toEqual(first)
  })

  it('is renewed once, however many tabs find that it is over', () => {
    const storage = store()
    const first = attempts(storage).current()
    const second = attempts(storage).renew(first.key)
    expect(second.key).not.toBe(first.key)
    expect(attempts(storage).renew(first.key)).toEqual(second)
  })

  it('does not take the checkout of an attempt that is over', () => {
    const storage = store()
    const first = attempts(storage).current()
    const second = attempts(storage).renew(first.key)
    attempts(storage).keep(first.key, 'chk_1')
    expect(attempts(storage).stored()).toEqual(second)
  })

  it('is kept in memory where storage is blocked, for all elements of the page', () => {
    const first = attempts(blocked).current()
    expect(attempts(blocked).current()).toEqual(first)
  })

  it('is kept in memory where a page may not even name its storage', () => {
    const unnamed = () => {
      throw new Error('SecurityError')
    }
    const first = new Attempts('acme', 'mug', unnamed).current()
    expect(new Attempts('acme', 'mug', unnamed).current()).toEqual(first)
  })

  it('is not read from a key that we did not make', () => {
    const storage = store()
    storage.all.set(NAME, JSON.stringify({ key: 'short', checkout: null, created: now }))
    expect(attempts(storage).stored()).toBeNull()
  })

  it.each(['', '{', 'null', '[]', '{"key":"short","created":1}', '{"key":7}'])(
    'is not read from %s',
    (text) => {
      const storage = store()
      storage.all.set(NAME, text)
      expect(attempts(storage).stored()).toBeNull()
    },
  )
})
