import { describe, expect, it } from 'vitest'
import {
  chargedNow,
  type LineFacts,
  type PreviewFacts,
  type PreviewLine,
  previewLines,
} from '../../worker/domain/preview.ts'

const period = { start: 1_790_000_000, end: 1_792_000_000 }
const line = (changes: Partial<LineFacts> = {}): LineFacts => ({
  description: 'Stripe’s words',
  amount: 1500,
  recurs: true,
  proration: true,
  credits: false,
  price: 'price_plus',
  quantity: 1,
  period,
  ...changes,
})
const back = line({ amount: -900, credits: true, price: 'price_club' })

/** An invoice of these lines, nothing else taken or added unless said. */
function facts(lines: LineFacts[], changes: Partial<PreviewFacts> = {}): PreviewFacts {
  const total = lines.reduce((sum, { amount }) => sum + amount, 0)
  const plain = { discount: 0, tax: 0, startingBalance: 0, isDiscounted: false }
  return { currency: 'usd', lines, ...plain, total, amountDue: Math.max(total, 0), ...changes }
}

const NAMES: Record<string, { offer: string; name: string }> = {
  price_club: { offer: 'club', name: 'Club' },
  price_plus: { offer: 'club-plus', name: 'Club plus' },
}
const read = (of: PreviewFacts) => previewLines(of, (price) => NAMES[price ?? ''] ?? null)
const brief = (lines: PreviewLine[]) => lines.map(({ kind, amount }) => [kind, amount])

describe('a line of a preview', () => {
  it('says what is given back, what the rest of the period costs, and of which offer', () => {
    expect(read(facts([back, line({ quantity: 3 })]))).toEqual([
      {
        kind: 'unused',
        offer: 'club',
        name: 'Club',
        quantity: 1,
        amount: -900,
        period,
        description: 'Stripe’s words',
      },
      {
        kind: 'remaining',
        offer: 'club-plus',
        name: 'Club plus',
        quantity: 3,
        amount: 1500,
        period,
        description: 'Stripe’s words',
      },
    ])
  })

  it.each<[string, string, Partial<LineFacts>]>([
    ['a whole period where it is no share', 'period', { proration: false }],
    ['unused where it gives back nothing', 'unused', { amount: 0, credits: true }],
    ['remaining where it costs nothing', 'remaining', { amount: 0 }],
    ['only what Stripe says, for a price that is not ours', 'other', { price: 'price_other' }],
    ['only what Stripe says, without a price', 'other', { price: null }],
    ['only what Stripe says, where nobody knows how many', 'other', { quantity: null }],
    ['only what Stripe says, where somebody put it there by hand', 'other', { recurs: false }],
  ])('is %s', (_what, kind, changes) => {
    expect(read(facts([line(changes)]))[0]).toMatchObject({ kind, description: 'Stripe’s words' })
  })
})

describe('what lies between the lines and their sum', () => {
  it.each<[string, Partial<PreviewFacts>, [string, number][]]>([
    ['nothing', {}, []],
    ['a discount', { discount: 150, total: 1350, amountDue: 1350 }, [['discount', -150]]],
    ['a tax on top', { tax: 285, total: 1785, amountDue: 1785 }, [['tax', 285]]],
    ['a credit that pays a part', { startingBalance: -500, amountDue: 1000 }, [['credit', -500]]],
    ['a credit that pays it all', { startingBalance: -9000, amountDue: 0 }, [['credit', -1500]]],
    ['what is owed from before', { startingBalance: 40, amountDue: 1540 }, [['owed', 40]]],
    [
      'a credit that leaves too little to charge',
      { startingBalance: -1480, amountDue: 0 },
      [
        ['credit', -1480],
        ['deferred', -20],
      ],
    ],
    ['what nobody can explain', { amountDue: 1400 }, [['rest', -100]]],
    ['a balance that Stripe did not use', { startingBalance: 40, amountDue: 1500 }, []],
    ['a line that did not come', { total: 2000, amountDue: 2000 }, [['rest', 500]]],
  ])('is %s', (_what, changes, between) => {
    const invoice = facts([line()], changes)
    const lines = read(invoice)
    expect(brief(lines)).toEqual([['remaining', 1500], ...between])
    expect(lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(chargedNow(invoice))
  })

  it.each([-400, 700])(
    'is nothing of the balance where the change is credited: that comes with the next invoice (%i)',
    (startingBalance) => {
      const invoice = facts([line({ amount: -1500, credits: true }), line({ amount: 900 })], {
        startingBalance,
      })
      expect([chargedNow(invoice), brief(read(invoice))]).toEqual([
        -600,
        [
          ['unused', -1500],
          ['remaining', 900],
        ],
      ])
    },
  )

  it('is that it is too little to be charged alone', () => {
    const invoice = facts([line({ amount: 30 })], { amountDue: 0 })
    expect([chargedNow(invoice), brief(read(invoice))]).toEqual([
      0,
      [
        ['remaining', 30],
        ['deferred', -30],
      ],
    ])
  })
})
