/** What is said of a subscription, a card, an invoice. Pure. */
import type {
  AccountInvoice,
  AccountSubscription,
  PlanAnswer,
  PreviewAnswer,
  SavedCard,
} from '../../worker/account-contract.ts'
import { BRANDS, expiryMonth, monthsLeft } from '../saved-card.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

type Status = AccountSubscription['status']

const WORDS: Record<Status, Key> = {
  active: 'is_active',
  trialing: 'is_trialing',
  past_due: 'is_past_due',
  unpaid: 'is_unpaid',
  incomplete: 'is_incomplete',
  incomplete_expired: 'is_expired',
  canceled: 'is_ended',
  paused: 'is_paused',
}

const ENDED: readonly Status[] = ['canceled', 'incomplete_expired']
/** It is used now, so that ending it and changing it mean something to its owner. */
const RUNNING: readonly Status[] = ['active', 'trialing']

/** How it stands, in one sentence. */
export function statusOf(subscription: AccountSubscription): Say {
  const { status, paused, pending_update, cancel_at, trial_end, current_period_end, ended_at } = subscription
  if (ENDED.includes(status))
    return { key: WORDS[status], values: { day: { day: ended_at ?? current_period_end } } }
  if (paused) return { key: 'is_paused' }
  if (pending_update) return { key: 'is_changing' }
  const ends = cancel_at !== null
  if (status === 'trialing') {
    const day = { day: trial_end ?? current_period_end }
    return { key: ends ? 'is_trial_ending' : 'is_trialing', values: { day } }
  }
  if (ends && status === 'active') return { key: 'is_ending', values: { day: { day: cancel_at } } }
  return { key: WORDS[status], values: { day: { day: current_period_end } } }
}

/** What its owner may do with it now. */
export function may(subscription: AccountSubscription) {
  const { status, paused, pending_update, cancel_at, plans, limits } = subscription
  const ends = cancel_at !== null
  const changeable = RUNNING.includes(status) && !paused && !pending_update && !ends
  return {
    change: changeable && (plans.length > 1 || limits.quantity.max > limits.quantity.min),
    /** Only how many: there is no other plan. */
    seats: plans.length <= 1,
    cancel: [...RUNNING, 'past_due', 'unpaid'].includes(status) && !ends,
    resume: [...RUNNING, 'past_due'].includes(status) && ends && !paused,
  }
}

/** Whether it can be used until its period ends: not where the last payment failed. */
export const isRunning = ({ status }: AccountSubscription): boolean => RUNNING.includes(status)

const CADENCES: Record<PlanAnswer['interval'], [one: Key, many: Key]> = {
  day: ['every_day', 'every_days'],
  week: ['every_week', 'every_weeks'],
  month: ['every_month', 'every_months'],
  year: ['every_year', 'every_years'],
}

/** "$9.00 a month", "$20.00 every 3 months". */
export function cadence({
  amount,
  currency,
  interval,
  interval_count: count,
}: Pick<PlanAnswer, 'amount' | 'currency' | 'interval' | 'interval_count'>): Say {
  const [one, many] = CADENCES[interval]
  return { key: count === 1 ? one : many, values: { price: { amount, currency }, count } }
}

/** What a line of a preview is for; what we have no words for is said in Stripe's own. */
export function lineText(line: PreviewAnswer['lines'][number]): Say | string {
  if (line.kind === 'other') return line.description
  const key = `line_${line.kind}` as const
  if (!('period' in line)) return { key }
  const { name, quantity, period } = line
  const what = quantity === 1 ? name : ({ key: 'line_many', values: { name, quantity } } as const)
  return { key, values: { what, period } }
}

/** "Visa ending in 4242". */
export const cardName = ({ brand, last4 }: Pick<SavedCard, 'brand' | 'last4'>): Say => ({
  key: 'card_name',
  values: { brand: BRANDS[brand] ?? { key: 'other' }, last4 },
})

/** The months, from this one, in which an expiry is worth a word. */
const SOON_MONTHS = 2

type Expiry = 'card_expires' | 'card_expires_soon' | 'card_expired'

/** A card is good to the end of its month. @param now milliseconds since 1970. */
export function expiry(card: SavedCard, now: number): Say & { key: Expiry } {
  const left = monthsLeft(card, now)
  const key = left < 0 ? 'card_expired' : left < SOON_MONTHS ? 'card_expires_soon' : 'card_expires'
  return { key, values: { month: expiryMonth(card) } }
}

const INVOICES: Record<AccountInvoice['status'], Key> = {
  paid: 'invoice_paid',
  open: 'invoice_open',
  void: 'invoice_void',
  uncollectible: 'invoice_uncollectible',
}

export function invoiceStatus({ status, amount_paid, amount_refunded, currency }: AccountInvoice): Say {
  if (status !== 'paid' || amount_refunded === 0) return { key: INVOICES[status] }
  if (amount_refunded >= amount_paid) return { key: 'invoice_refunded' }
  return { key: 'invoice_refunded_partly', values: { total: { amount: amount_refunded, currency } } }
}
