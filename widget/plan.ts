/** What an offer costs over time: how often, what is free at first, what a code takes off and for how long. Pure. */
import type { OfferAnswer } from '../worker/contract.ts'
import { type Discount, discountOf, type Money } from '../worker/domain/money.ts'
import type { Key } from './text/en.ts'
import type { Say, Value } from './text/say.ts'

type Plan = Pick<OfferAnswer, 'mode' | 'recurring'>
type Recurring = NonNullable<OfferAnswer['recurring']>

const DAY_SECONDS = 24 * 3600

/** Free days before the first charge; null for none. */
const trialDays = ({ recurring }: Plan): number | null => recurring?.trial_period_days ?? null

/** Of `amount`, what is charged at once, minor units. */
export const dueNow = (plan: Plan, amount: number): number =>
  plan.mode === 'setup' || trialDays(plan) !== null ? 0 : amount

/**
 * Whether a card is asked for: the Worker decides the same.
 * @param amount of the first charge, minor units; null where that cannot be told.
 */
export const wantsCard = (plan: Plan, amount: number | null): boolean =>
  plan.mode === 'setup' ||
  (trialDays(plan) === null ? amount !== 0 : plan.recurring?.payment_method_collection === 'always')

/** Whether there may be a card to ask for, whatever the visitor chooses. */
export const mayWantCard = (plan: Plan): boolean => wantsCard(plan, null)

/** When the free days end that begin now; null where nothing is free. @param now Unix seconds, as the answer. */
function trialEnd(plan: Plan, now: number): number | null {
  const days = trialDays(plan)
  return days === null ? null : now + days * DAY_SECONDS
}

export const lessDiscount = (full: Money, discount: Discount | null): Money =>
  discount ? { ...full, amount: full.amount - discountOf(full, discount) } : full

const PER: Record<Recurring['interval'], Key> = {
  day: 'per_day',
  week: 'per_week',
  month: 'per_month',
  year: 'per_year',
}

/** "$9.00 a month", "$25.00 every 3 months". */
const everyPeriod = (price: Value, { interval, interval_count: count }: Recurring): Say =>
  count === 1
    ? { key: PER[interval], values: { price } }
    : // Some languages have a gender for weeks and another for the rest.
      {
        key: interval === 'week' ? 'every_week' : 'every',
        values: { price, span: { count, unit: interval } },
      }

/** The price of one, as the head says it: a free start with its end. */
export function headline(plan: Plan, price: Value, now: number): Value {
  if (!plan.recurring) return price
  const recurring = everyPeriod(price, plan.recurring)
  const day = trialEnd(plan, now)
  if (day === null) return recurring
  const span = { count: trialDays(plan) ?? 0, unit: 'day' as const }
  return { key: 'trial', values: { span, price: recurring, date: { day } } }
}

/** What the first charge comes to, and its cadence where every charge comes to the same. */
export function firstPrice(plan: Plan, full: Money, discount: Discount | null): Value {
  const total = lessDiscount(full, discount)
  const stays = !discount || discount.duration === 'forever'
  return plan.recurring && stays ? everyPeriod(total, plan.recurring) : total
}

/** What the button says. @param full before the discount; null where the choices come to nothing. */
export function buttonSay(plan: Plan, full: Money | null, discount: Discount | null): Say {
  if (plan.mode === 'setup') return { key: 'save_card' }
  const once = plan.mode === 'payment'
  if (!full) return { key: once ? 'pay_nothing_yet' : 'subscribe_nothing_yet' }
  if (once) return { key: 'pay', values: { total: full } }
  const price = firstPrice(plan, full, discount)
  return { key: trialDays(plan) === null ? 'subscribe' : 'start_free', values: { price } }
}

/** What a click leads to, now and later; null where the button has said it all. */
export function consequence(
  plan: Plan,
  full: Money | null,
  discount: Discount | null,
  now: number,
): Say | null {
  if (plan.mode === 'setup') return { key: 'save_terms' }
  if (!plan.recurring || !full) return null
  const total = lessDiscount(full, discount)
  const values = {
    total,
    price: everyPeriod(discount?.duration === 'forever' ? total : full, plan.recurring),
    // What is taken off once is taken off the first charge, which is named.
    less: discount?.duration === 'repeating' ? { key: 'less' as const } : '',
  }
  const day = trialEnd(plan, now)
  if (day === null) return { key: 'renews', values }
  const key = mayWantCard(plan) ? 'renews_trial' : 'renews_cardless'
  return { key, values: { ...values, date: { day } } }
}

const TAKES_OFF: Record<Discount['duration'], Key> = {
  once: 'discount_once',
  repeating: 'discount_repeating',
  forever: 'discount_forever',
}

/** What a code takes off, and for how long. */
export const discountSay = (discount: Discount, full: Money): Say => ({
  key: TAKES_OFF[discount.duration],
  values: {
    code: discount.code,
    off: { ...full, amount: discountOf(full, discount) },
    span: { count: discount.duration_in_months ?? 0, unit: 'month' },
  },
})
