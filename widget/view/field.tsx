/** A label, a hint, a control and what is wrong with it, tied together for eyes and for screen readers. */
import type { ComponentChildren } from 'preact'
import type { Money } from '../../worker/domain/money.ts'
import type { CardField } from '../card-state.ts'
import type { Field, Form } from '../form.ts'
import type { HeadingLevel } from '../settings.ts'
import type { ChoiceField } from '../terms.ts'
import type { Key } from '../text/en.ts'
import type { Say, Value } from '../text/say.ts'
import { CardControl } from './card-control.tsx'

/** What the visitor may do. */
export interface Actions {
  pay(): void
  choose(field: ChoiceField, value: string): void
  leave(field: ChoiceField): void
  focusCard(field: CardField): void
  retry(): void
  check(): void
  again(): void
  askCode(): void
  applyCode(): void
  removeCode(): void
  /** Which card, and whether it is kept. */
  pick(means: { payWith: string | null } | { keep: boolean }): void
}

export interface ViewProps {
  /** The sentence in the visitor's language. */
  say: (key: Key, values?: Say['values']) => string
  write: (value: Value) => string
  /** As a visitor would type it. */
  typed: (money: Money) => string
  level: HeadingLevel
  /** Unix seconds. */
  now: number
  act: Actions
}

export type WithForm = ViewProps & { form: Form }

/** `fixed`: nothing that is being paid for can change. */
export type Shared = WithForm & { fixed: boolean }

interface LineProps extends ViewProps {
  field: Field
  form: Form
}

export const Wrong = ({ field, form, say }: Pick<LineProps, 'field' | 'form' | 'say'>) => {
  const problem = form.problems[field]
  return problem ? (
    <p class="error" part="error" id={`${field}-error`}>
      {say(problem.key, problem.values)}
    </p>
  ) : null
}

/** The ids of what describes a field, as far as it is there. */
export const described = (field: Field, form: Form, hint: boolean): string | undefined =>
  [
    hint && `${field}-hint`,
    form.problems[field] && `${field}-error`,
    // Where a decline puts the cursor, so that it is heard even if the move interrupts the alert.
    (field === 'cardNumber' || field === 'payment_method') && form.notice && 'notice',
  ]
    .filter(Boolean)
    .join(' ') || undefined

interface TextFieldProps extends LineProps {
  field: ChoiceField
  label: string
  hint?: string
  type: 'text' | 'email'
  inputMode?: 'numeric' | 'decimal' | 'email'
  autoComplete?: string
  required?: boolean
  /** Nothing that is being paid for can change. */
  fixed: boolean
  before?: ComponentChildren
  after?: ComponentChildren
  /** `row`: label beside the control. */
  shape?: 'stack' | 'row'
}

export function TextField(props: TextFieldProps) {
  const { field, form, label, hint, act, say, before, after, shape = 'stack', fixed } = props
  const input = (
    <input
      part="input"
      id={field}
      name={field}
      type={props.type as 'text'} // preact's types tie each type to its own roles; these two share them
      inputMode={props.inputMode}
      autoComplete={props.autoComplete ?? 'off'}
      aria-required={props.required}
      aria-invalid={form.problems[field] ? 'true' : undefined}
      aria-describedby={described(field, form, hint !== undefined)}
      readOnly={fixed}
      value={form.choices[field]}
      onInput={(event) => act.choose(field, event.currentTarget.value)}
      onBlur={() => act.leave(field)}
    />
  )
  return (
    <div class="field">
      <div class={shape === 'row' ? 'row' : 'field'}>
        <label class="label" part="label" for={field}>
          {label}
        </label>
        {before || after ? (
          <div class="stepper">
            {before}
            {input}
            {after}
          </div>
        ) : (
          input
        )}
      </div>
      {hint !== undefined && (
        <p class="hint" part="hint" id={`${field}-hint`}>
          {hint}
        </p>
      )}
      <Wrong field={field} form={form} say={say} />
    </div>
  )
}

interface CardLineProps extends LineProps {
  field: CardField
  label: string
  hint?: string
}

export function CardLine({ field, form, label, hint, act, say }: CardLineProps) {
  return (
    <CardControl
      field={field}
      label={label}
      hint={hint}
      filled={form.card[field]}
      focused={form.focus === field}
      describedBy={described(field, form, hint !== undefined)}
      focus={() => act.focusCard(field)}
      wrong={form.problems[field] && <Wrong field={field} form={form} say={say} />}
    />
  )
}
