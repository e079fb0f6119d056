import { describe, expect, it } from 'vitest'
import { subjectOf } from '../../widget/customer.ts'

const token = (payload: object): string =>
  ['{"alg":"HS256"}', JSON.stringify(payload), 'x']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

describe('whom a token names', () => {
  it('is its subject, in any script', () => {
    expect(subjectOf(token({ sub: 'ada' }))).toBe('ada')
    expect(subjectOf(token({ sub: 'Ada Löwenherz ✓ 日本' }))).toBe('Ada Löwenherz ✓ 日本')
  })

  it('is nobody where the page has no token', () => {
    expect(subjectOf(null)).toBeNull()
  })

  it.each(['', 'abc', 'a.b.c', 'a.bm90IGpzb24.c', token({}), token({ sub: 7 })])(
    'is somebody of whom nothing is known, and not nobody, where it is "%s"',
    (unreadable) => {
      expect(subjectOf(unreadable)).toBe('')
    },
  )
})
