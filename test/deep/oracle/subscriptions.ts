/** What a checkout of mode `subscription` must say. What becomes of the subscription once it has begun is not its affair. */
import type { Stripe } from 'stripe'
import { type Books, chargeOf, intentOf } from './books.ts'
import { canceled, type Expected, NOTHING, type SeenCheckout, unbegun, verifiedAs } from './row.ts'
import { savedCard } from './setups.ts'
import { unexpected } from './strays.ts'

const ENDED = ['canceled', 'incomplete_expired']
const UNPAYABLE = ['void', 'uncollectible']

export function begun(row: SeenCheckout, books: Books): Expected | string {
  const own = books.subscriptions.find(({ id }) => id === row.subscription)
  if (row.subscription !== null && !own) return `Stripe holds no ${row.subscription}`
  const review = unexpected(row, books)
  if (!own) {
    if (review) return { ...NOTHING, review, status: 'needs_review' }
    return wantsCard(row) ? savedCard(row, books) : { ...NOTHING, status: unbegun(row) }
  }
  const first = books.invoices.find(({ id }) => id === row.invoice)
  if (row.invoice !== null && !first) return `Stripe holds no ${row.invoice}`
  const reason = review ?? (first ? disagreement(row, first) : null)
  const status = reason ? 'needs_review' : statusOf(row, books, own, first)
  const charge = first && chargeOf(books, intentOf(books, first))
  return {
    status,
    review: reason,
    unreachable: false,
    ...verifiedAs(status, row),
    amount_received: first?.amount_paid ?? 0,
    amount_refunded: charge?.amount_refunded ?? 0,
    paid_at: first?.status_transitions.paid_at ?? null,
  }
}

const wantsCard = ({ recurring }: SeenCheckout): boolean =>
  isFree({ recurring }) && recurring?.payment_method_collection === 'always'

const isFree = ({ recurring }: Pick<SeenCheckout, 'recurring'>): boolean =>
  typeof recurring?.trial_period_days === 'number'

function statusOf(
  row: SeenCheckout,
  books: Books,
  own: Stripe.Subscription,
  first: Stripe.Invoice | undefined,
): string {
  const over = ENDED.includes(own.status)
  if (isFree(row)) {
    if (!over && own.status !== 'incomplete') return 'succeeded'
    // It was free and has ended: whether anybody saw it alive Stripe does not tell.
    return row.status === 'succeeded' ? 'succeeded' : canceled(row, null)
  }
  if (first?.status === 'paid') return 'succeeded'
  if (over || UNPAYABLE.includes(String(first?.status))) return canceled(row, null)
  return first && intentOf(books, first)?.status === 'processing' ? 'processing' : 'open'
}

/** Paid means as agreed: the sum of the first invoice, its currency and its mode. */
function disagreement(
  row: SeenCheckout,
  { status, livemode, currency, total }: Stripe.Invoice,
): string | null {
  if (status !== 'paid') return null
  if (livemode !== row.livemode) return 'livemode_differs'
  if (currency !== row.currency) return 'currency_differs'
  return total === (isFree(row) ? 0 : row.amount) ? null : 'amount_differs'
}
