import { assert, constantFrom, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { after, periodAt, remainder } from '../billing/periods.ts'
import { shared } from '../billing/shares.ts'

const at = (date: string) => Date.parse(`${date}Z`) / 1000
const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10)
const every = (interval: string, interval_count = 1) => ({ interval, interval_count })

describe('a billing period', () => {
  it.each([
    ['2026-01-31', every('month'), ['2026-02-28', '2026-03-31', '2026-04-30']],
    ['2027-12-31', every('month', 2), ['2028-02-29', '2028-04-30', '2028-06-30']],
    ['2028-02-29', every('year'), ['2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
    ['2026-11-23', every('week', 2), ['2026-12-07', '2026-12-21']],
    ['2026-12-30', every('day', 3), ['2027-01-02', '2027-01-05']],
  ])('anchored on %s, %j, ends on %j', (anchor, interval, ends) => {
    expect(ends.map((_end, index) => day(after(at(`${anchor}T10:00:05`), interval, index + 1)))).toEqual(ends)
  })

  it('keeps the time of day of its anchor', () => {
    expect(after(at('2026-01-31T23:59:59'), every('month'), 1)).toBe(at('2026-02-28T23:59:59'))
  })

  it('before an anchor in the future ends at that anchor', () => {
    const anchor = at('2026-12-01T00:00:00')
    expect(periodAt(anchor, every('month'), at('2026-11-23T00:00:00'))).toEqual({
      start: at('2026-11-01T00:00:00'),
      end: anchor,
    })
  })

  it('holds its start, not its end, and the next one begins where it ends', () => {
    const moments = record({
      anchor: integer({ min: 0, max: 4e9 }),
      distance: integer({ min: -4e8, max: 4e8 }),
      interval: constantFrom(every('day'), every('week'), every('month'), every('month', 6), every('year')),
    })
    assert(
      property(moments, ({ anchor, distance, interval }) => {
        const moment = anchor + distance
        const period = periodAt(anchor, interval, moment)
        expect(period.start).toBeLessThanOrEqual(moment)
        expect(period.end).toBeGreaterThan(moment)
        expect(periodAt(anchor, interval, period.end).start).toBe(period.end)
      }),
    )
  })
})

describe('the rest of a period', () => {
  const november = { start: at('2026-11-01T00:00:00'), end: at('2026-12-01T00:00:00') }

  it('costs its share, to the second', () => {
    expect(remainder(900, november, at('2026-11-16T00:00:00'))).toBe(450)
    expect(remainder(900, november, november.end - 1)).toBe(0)
    expect(remainder(259_200_000, november, november.end - 1)).toBe(100)
  })

  it('costs everything before it began, and nothing after it ended', () => {
    expect(remainder(900, november, november.start - 1)).toBe(900)
    expect(remainder(900, november, november.end)).toBe(0)
  })

  it('is credited as it was charged', () => {
    const moment = november.end - 86_400
    expect(remainder(-45, november, moment)).toBe(-remainder(45, november, moment))
  })
})

describe('an amount that is shared out', () => {
  it('is not one minor unit more or less than it was', () => {
    expect(shared(100, [1, 1, 1])).toEqual([34, 33, 33])
    expect(shared(500, [900, 0, 100])).toEqual([450, 0, 50])
    assert(
      property(
        integer({ min: 0, max: 1e8 }),
        integer({ min: 1, max: 1e6 }),
        integer({ max: 1e6, min: 0 }),
        (whole, a, b) => {
          expect(shared(whole, [a, b, 7]).reduce((sum, share) => sum + share)).toBe(whole)
        },
      ),
    )
  })

  it('over nothing is nothing', () => {
    expect(shared(100, [0, 0])).toEqual([0, 0])
  })
})
