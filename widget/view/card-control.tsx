/** One of Stripe's card fields among our own: label, place of the frame, hint, what is wrong. */
import type { ComponentChildren } from 'preact'
import type { CardField, Filled } from '../card-state.ts'

/** The slots in which the element shows Stripe's frames. */
export const SLOTS: Record<CardField, string> = {
  cardNumber: 'card-number',
  cardExpiry: 'card-expiry',
  cardCvc: 'card-cvc',
}

interface CardControlProps {
  field: CardField
  label: string
  hint?: string | undefined
  filled: Filled
  /** It has the cursor: in another document, where our :focus cannot see it. */
  focused: boolean
  /** Ids, the hint's included. */
  describedBy: string | undefined
  focus: () => void
  wrong?: ComponentChildren
}

/** The control itself is Stripe's frame, in another document: a label cannot point at it, so a click on ours is passed on. */
export function CardControl({
  field,
  label,
  hint,
  filled,
  focused,
  describedBy,
  focus,
  wrong,
}: CardControlProps) {
  const classes = ['control', filled === 'mounting' && 'mounting', focused && 'focused']
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would name a group of many, and this is one field
    <div
      class={wrong ? 'field wrong' : 'field'}
      role="group"
      aria-labelledby={`${field}-label`}
      aria-describedby={describedBy}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the frame has its own tab stop; this is for the pointer */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <span class="label" part="label" id={`${field}-label`} onClick={focus}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the frame has its own tab stop; this is for the pointer */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <div class={classes.filter(Boolean).join(' ')} part="card-field" onClick={focus}>
        <slot class="frame" name={SLOTS[field]} />
      </div>
      {hint !== undefined && (
        <p class="hint" part="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      {wrong}
    </div>
  )
}
