/** The end of a purchase: what happened, in words that are true, and what to keep. */
import type { Form } from '../form.ts'
import { firstPrice, lessDiscount } from '../plan.ts'
import { discountIn } from '../promotion.ts'
import type { Receipt } from '../state.ts'
import type { Key } from '../text/en.ts'
import type { Value } from '../text/say.ts'
import type { ViewProps } from './field.tsx'

interface Words {
  title: Key
  text: Key
}
type Ends = Record<Receipt['is'], Words>
type Mode = Form['offer']['mode']

const PAYMENT: Ends = {
  paid: { title: 'paid', text: 'paid_text' },
  accepted: { title: 'accepted', text: 'accepted_text' },
  already: { title: 'already', text: 'already_text' },
  processing: { title: 'processing', text: 'processing_text' },
  review: { title: 'review', text: 'review_text' },
}

/** Where nothing is charged at once, no money is spoken of. */
const NOTHING: Ends = {
  paid: { title: 'saved', text: 'nothing_charged' },
  accepted: { title: 'waiting', text: 'waiting_text' },
  already: { title: 'saved_already', text: 'nothing_charged' },
  processing: { title: 'waiting', text: 'waiting_text' },
  review: { title: 'review_free', text: 'review_free_text' },
}

const BEGUN = {
  paid: { title: 'begun', text: 'paid_text' },
  already: { title: 'begun_already', text: 'begun_already_text' },
} as const satisfies Partial<Ends>

function wordsOf({ is, due, trialEnd, paidAt }: Receipt, mode: Mode): Words {
  const words = (due === 0 ? NOTHING : PAYMENT)[is]
  if (mode === 'payment')
    return is === 'already' && paidAt === null ? { ...words, text: 'already_text_untimed' } : words
  if (mode === 'setup' || (is !== 'paid' && is !== 'already')) return words
  if (is === 'already' || due > 0) return BEGUN[is]
  return { title: 'begun', text: trialEnd === null ? 'nothing_charged' : 'begun_free' }
}

const DONE: readonly Receipt['is'][] = ['paid', 'accepted', 'already']

/** Another one, only where it is certain that the first is over, and where it is no slip: nobody subscribes twice in a row. */
const ANOTHER: Record<Mode, { key: Key; after: readonly Receipt['is'][] }> = {
  payment: { key: 'buy_again', after: ['paid', 'already'] },
  subscription: { key: 'subscribe_again', after: ['already'] },
  setup: { key: 'save_another', after: ['paid', 'already'] },
}

export function ReceiptView({
  receipt,
  form,
  act,
  say,
  write,
  level,
}: ViewProps & { receipt: Receipt; form: Form }) {
  const { is, checkout, total, trialEnd, paidAt } = receipt
  const Heading = `h${level}` as const
  const { title, text } = wordsOf(receipt, form.offer.mode)
  const another = ANOTHER[form.offer.mode]
  const values = {
    total,
    reference: checkout,
    ...(paidAt !== null && { time: new Date(paidAt * 1000) }),
    ...(trialEnd !== null && { date: { day: trialEnd } }),
  }
  return (
    <>
      <div class="done" part="receipt" role="status">
        <Mark done={DONE.includes(is)} />
        <Heading class="heading" id="heading" tabIndex={-1} aria-describedby="receipt-text">
          {say(title)}
        </Heading>
        <p id="receipt-text">{say(text, values)}</p>
      </div>
      <dl>
        {rows(receipt, form).map(([key, value]) => (
          <div key={key}>
            <dt>{say(key)}</dt>
            <dd>{write(value)}</dd>
          </div>
        ))}
      </dl>
      {another.after.includes(is) && (
        <button type="button" part="secondary" onClick={act.again}>
          {say(another.key)}
        </button>
      )}
    </>
  )
}

function rows({ checkout, total, quantity, email, trialEnd, due }: Receipt, form: Form): [Key, Value][] {
  const { offer, promotion } = form
  const full = { ...total, amount: (offer.amount ?? 0) * quantity }
  const discount = discountIn(promotion)
  // After a reload the code that took something off is not known: then the first charge is all that can be said.
  const known = lessDiscount(full, discount).amount === total.amount
  const later = trialEnd !== null && due === 0 && offer.recurring?.payment_method_collection === 'always'
  return [
    ['item', quantity > 1 ? `${offer.name} × ${quantity}` : offer.name],
    ...(offer.mode === 'setup'
      ? []
      : ([[due > 0 ? 'total' : 'price', known ? firstPrice(offer, full, discount) : total]] satisfies [
          Key,
          Value,
        ][])),
    ...(later ? ([['first_payment', { day: trialEnd }]] satisfies [Key, Value][]) : []),
    ...(email ? ([['email', email]] satisfies [Key, Value][]) : []),
    ['reference', checkout],
  ]
}

const Mark = ({ done }: { done: boolean }) => (
  <svg
    class={done ? 'mark' : 'mark open'}
    viewBox="0 0 52 52"
    fill="none"
    stroke="currentColor"
    stroke-width="3"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <circle cx="26" cy="26" r="24" />
    <path d={done ? 'M16 27l7 7 14-15' : 'M26 15v12l8 5'} />
  </svg>
)
