/** What is paid with: a saved card, or Stripe's fields for another. */
import type { ComponentChildren } from 'preact'
import type { SavedCard } from '../../worker/account-contract.ts'
import { asksCard } from '../form.ts'
import { mayWantCard } from '../plan.ts'
import { BRANDS, expiryMonth } from '../saved-card.ts'
import { CardLine, described, type Shared } from './field.tsx'

export function CardPart(props: Shared) {
  const { form, say } = props
  if (!mayWantCard(form.offer)) return null
  const { saved, payWith, offer } = form
  const asked = asksCard(form)
  return (
    <>
      {asked && saved && saved.length > 0 && <Choice {...props} saved={saved} />}
      {/* Hidden, not left out: Stripe's frames would load anew, and what was typed in them would be gone. */}
      <div class="fields" hidden={!asked || payWith !== null}>
        <CardLine {...props} field="cardNumber" label={say('card_number')} />
        <div class="pair">
          <CardLine {...props} field="cardExpiry" label={say('card_expiry')} hint={say('card_expiry_hint')} />
          <CardLine
            {...props}
            field="cardCvc"
            label={say('card_cvc')}
            hint={say(form.brand === 'amex' ? 'card_cvc_hint_amex' : 'card_cvc_hint')}
          />
        </div>
        {saved && offer.mode === 'payment' && <Keep {...props} />}
      </div>
    </>
  )
}

function Choice({ saved, ...props }: Shared & { saved: readonly SavedCard[] }) {
  const { say } = props
  return (
    <fieldset class="cards">
      <legend class="label" part="label">
        {say('saved_cards')}
      </legend>
      {saved.map((card) => (
        <Option
          {...props}
          key={card.id}
          card={card.id}
          label={say('saved_card', { brand: BRANDS[card.brand] ?? card.brand, last4: card.last4 })}
        >
          <span class="hint">{say('saved_card_expiry', { date: expiryMonth(card) })}</span>
        </Option>
      ))}
      <Option {...props} card={null} label={say('other_card')} />
    </fieldset>
  )
}

interface OptionProps extends Shared {
  /** `pm_…`; null: another one. */
  card: string | null
  label: string
  children?: ComponentChildren
}

function Option({ card, label, children, form, fixed, act }: OptionProps) {
  const chosen = form.payWith === card
  return (
    <label class="choice" part="saved-card">
      <input
        type="radio"
        name="payment_method"
        id={chosen ? 'payment_method' : undefined} // where a decline puts the cursor
        checked={chosen}
        aria-describedby={chosen ? described('payment_method', form, false) : undefined}
        onClick={(event) => fixed && event.preventDefault()} // disabled, it would lose the cursor
        onChange={() => act.pick({ payWith: card })}
      />
      <span>{label}</span>
      {children}
    </label>
  )
}

const Keep = ({ form, fixed, act, say }: Shared) => (
  <label class="keep" part="label">
    <input
      type="checkbox"
      name="keep"
      checked={form.keep}
      onClick={(event) => fixed && event.preventDefault()}
      onChange={(event) => act.pick({ keep: event.currentTarget.checked })}
    />
    <span>{say('keep_card')}</span>
  </label>
)
