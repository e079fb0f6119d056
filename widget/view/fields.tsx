/** The form of an offer: what is sold, how many, for how much, to whom, and the card. */

import { parseAmount } from '../../worker/domain/money.ts'
import { headline } from '../plan.ts'
import { payable, type State } from '../state.ts'
import { step, totalOf } from '../terms.ts'
import type { Value } from '../text/say.ts'
import { CardPart } from './cards.tsx'
import { type Shared, TextField, type WithForm } from './field.tsx'
import { PromotionPart } from './promotion.tsx'

export function Head({ form, say, write, level, now }: WithForm) {
  const Heading = `h${level}` as const
  const { name, description, amount, currency, publishable_key } = form.offer
  const price: Value = { amount: amount ?? 0, currency }
  const single = form.choices.quantity.trim() === '1'
  return (
    <div class="head">
      {publishable_key.startsWith('pk_test') && <span class="badge">{say('test_mode')}</span>}
      <div class="title">
        <Heading class="heading" part="name" id="heading" tabIndex={-1}>
          {name}
        </Heading>
        {amount !== null && (
          <p class="price" part="price">
            {write(headline(form.offer, single ? price : { key: 'each', values: { price } }, now))}
          </p>
        )}
      </div>
      {description && (
        <p class="about" part="description">
          {description}
        </p>
      )}
    </div>
  )
}

export function Fields({ state, form, ...view }: WithForm & { state: State }) {
  const { limits, collect } = form.offer
  const { say } = view
  const shared = { ...view, form, fixed: !(payable(state) || state.at === 'loading') }
  return (
    <div class="fields">
      {limits.quantity.max > limits.quantity.min && <Quantity {...shared} />}
      {limits.amount && <Amount {...shared} range={limits.amount} />}
      {form.offer.allow_promotion_codes && <PromotionPart {...shared} />}
      {collect.email !== 'none' && (
        <TextField
          {...shared}
          field="email"
          type="email"
          inputMode="email"
          autoComplete="email"
          required={collect.email === 'required'}
          label={say(collect.email === 'required' ? 'email_required' : 'email_optional')}
        />
      )}
      <CardPart {...shared} />
    </div>
  )
}

function Quantity(props: Shared) {
  const { form, act, say, fixed, write } = props
  const { quantity: limits } = form.offer.limits
  // A function, not a component: one that is defined here would be another at every render, and lose the cursor.
  const stepButton = (by: 1 | -1) => {
    const next = step(form.choices, by, limits)
    return (
      <button
        type="button"
        part="step"
        aria-label={say(by === 1 ? 'more' : 'fewer')}
        aria-disabled={fixed || next === form.choices.quantity.trim()}
        onClick={() => fixed || act.choose('quantity', next)}
      >
        {by === 1 ? '+' : '−'}
      </button>
    )
  }
  const total = totalOf(form)
  return (
    <>
      <TextField
        {...props}
        field="quantity"
        required
        type="text"
        label={say('quantity')}
        inputMode="numeric"
        shape="row"
        before={stepButton(-1)}
        after={stepButton(1)}
      />
      {/* The button's new name is not heard while the cursor is elsewhere. */}
      <p class="unseen" role="status">
        {total && `${form.choices.quantity.trim()}: ${write(total)}`}
      </p>
    </>
  )
}

function Amount(props: Shared & { range: { min: number; max: number; presets: number[] } }) {
  const { form, act, say, write, typed, fixed, range } = props
  const { currency } = form.offer
  const of = (amount: number) => ({ amount, currency })
  const chosen = parseAmount(form.choices.amount, currency)
  return (
    <>
      {range.presets.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would want its own visible legend
        <div class="presets" role="group" aria-label={say('presets')}>
          {range.presets.map((preset) => (
            <button
              key={preset}
              type="button"
              part="preset"
              aria-pressed={chosen === preset}
              aria-disabled={fixed}
              onClick={() => fixed || act.choose('amount', typed(of(preset)))}
            >
              {write(of(preset))}
            </button>
          ))}
        </div>
      )}
      <TextField
        {...props}
        field="amount"
        required
        type="text"
        inputMode="decimal"
        label={say('amount', { currency: currency.toUpperCase() })}
        hint={say('amount_hint', { min: of(range.min), max: of(range.max) })}
      />
    </>
  )
}
