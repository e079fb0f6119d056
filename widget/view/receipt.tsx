/** The end of a purchase: what happened, in words that are true, and what to keep. */
import type { Form, Receipt } from '../state.ts'
import type { Key } from '../text/en.ts'
import type { ViewProps } from './field.tsx'

const WORDS: Record<Receipt['is'], { title: Key; text: Key }> = {
  paid: { title: 'paid', text: 'paid_text' },
  accepted: { title: 'accepted', text: 'accepted_text' },
  already: { title: 'already', text: 'already_text' },
  processing: { title: 'processing', text: 'processing_text' },
  review: { title: 'review', text: 'review_text' },
}

const DONE: readonly Receipt['is'][] = ['paid', 'accepted', 'already']
/** Only where it is certain that the first purchase is over. */
const REPEATABLE: readonly Receipt['is'][] = ['paid', 'already']

export function ReceiptView({
  receipt,
  form,
  act,
  say,
  money,
}: ViewProps & { receipt: Receipt; form: Form }) {
  const { is, checkout, total, quantity, email, paidAt } = receipt
  const { title, text } = WORDS[is]
  const time = paidAt === null ? undefined : new Date(paidAt * 1000)
  const values = { total, reference: checkout, ...(time ? { time } : {}) }
  const name = form.offer.name
  const rows: [Key, string][] = [
    ['item', quantity > 1 ? `${name} × ${quantity}` : name],
    ['total', money(total)],
    ...(email ? ([['email', email]] satisfies [Key, string][]) : []),
    ['reference', checkout],
  ]
  return (
    <>
      <div class="done" part="receipt" role="status">
        <Mark done={DONE.includes(is)} />
        <h2 id="heading" tabIndex={-1} aria-describedby="receipt-text">
          {say(title)}
        </h2>
        <p id="receipt-text">{say(is === 'already' && !time ? 'already_text_untimed' : text, values)}</p>
      </div>
      <dl>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{say(key)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {REPEATABLE.includes(is) && (
        <button type="button" part="secondary" onClick={act.again}>
          {say('buy_again')}
        </button>
      )}
    </>
  )
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
