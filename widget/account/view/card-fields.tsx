/** Stripe's three fields, wherever in the account a card is typed. */
import { CARD_FIELDS, type CardField } from '../../card-state.ts'
import { CardControl } from '../../view/card-control.tsx'
import type { CardForm } from '../card-form.ts'
import type { Key } from '../text/en.ts'
import type { Say } from '../text/say.ts'

interface CardFieldsProps {
  form: CardForm
  say: (key: Key, values?: Say['values']) => string
  focusCard: (field: CardField) => void
}

export function CardFieldsView({ form, say, focusCard }: CardFieldsProps) {
  const hints: Partial<Record<CardField, Key>> = {
    cardExpiry: 'card_expiry_hint',
    cardCvc: form.brand === 'amex' ? 'card_cvc_hint_amex' : 'card_cvc_hint',
  }
  const line = (field: CardField, label: Key) => {
    const [hint, problem] = [hints[field], form.problems[field]]
    const ids = [hint && `${field}-hint`, problem && `${field}-error`].filter(Boolean)
    return (
      <CardControl
        field={field}
        label={say(label)}
        hint={hint && say(hint)}
        filled={form.card[field]}
        focused={form.focus === field}
        describedBy={ids.join(' ') || undefined}
        focus={() => focusCard(field)}
        wrong={
          problem && (
            <p class="error" part="error" id={`${field}-error`}>
              {say(problem)}
            </p>
          )
        }
      />
    )
  }
  const [number, expiry, cvc] = CARD_FIELDS
  const fields = form.spoken.map((key) => ({ key }))
  return (
    <div class="fields">
      {line(number, 'card_number')}
      <div class="pair">
        {line(expiry, 'card_expiry')}
        {line(cvc, 'card_cvc')}
      </div>
      {/* Seen beside each field already; here it is only heard, once. */}
      <div role="alert" class="unseen">
        {fields.length > 0 && <span key={form.refusals}>{say('check_fields', { fields })}</span>}
      </div>
    </div>
  )
}
