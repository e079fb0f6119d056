/** Another plan or another quantity: what it costs stands there before it can be agreed to. */
import type { AccountSubscription, PreviewAnswer } from '../../../worker/account-contract.ts'
import type { Preview, Task, Wish } from '../state.ts'
import { cadence, lineText, may } from '../words.ts'
import { Button, Challenge, isBusy, NoticeLine, Panel, type SheetView, type View } from './parts.tsx'

type Props = SheetView & { subscription: AccountSubscription; task: Extract<Task, { is: 'change' }> }

export function Change(props: Props) {
  const { sheet, subscription, task, say, tell, act } = props
  const { id, name, plans, limits } = subscription
  const { wish, preview } = task
  const busy = isBusy(sheet)
  const choose = (part: Partial<Wish>) => act.wish(subscription, { ...wish, ...part })
  return (
    <Panel
      id={`open-${id}`}
      label={say(may(subscription).seats ? 'change_seats_of' : 'change_of', { name })}
      act={act}
    >
      {plans.length > 1 && (
        <fieldset class="choices" disabled={busy}>
          <legend class="label">{say('plan')}</legend>
          {plans.map((plan) => (
            <label key={plan.offer} class="choice" part="choice">
              <input
                type="radio"
                name="offer"
                value={plan.offer}
                checked={wish.offer === plan.offer}
                onChange={() => choose({ offer: plan.offer })}
              />
              {say('plan_line', { name: plan.name, price: tell(cadence(plan)) })}
            </label>
          ))}
        </fieldset>
      )}
      {limits.quantity.max > limits.quantity.min && (
        <Quantity {...props} busy={busy} choose={(quantity) => choose({ quantity })} />
      )}
      <PreviewView {...props} preview={preview} />
      {sheet.notice?.about === id && <NoticeLine notice={sheet.notice} tell={tell} />}
      <div class="buttons">
        {preview.is === 'known' && (
          <Button kind="pay" submit text={confirmText(preview.answer, say)} busy={busy} turning={busy} />
        )}
        {!busy && <Button text={say('keep')} busy={false} onClick={act.close} />}
      </div>
      <Challenge {...props} />
    </Panel>
  )
}

const confirmText = ({ amount, currency }: PreviewAnswer, say: View['say']): string =>
  amount > 0 ? say('confirm_change_pay', { total: { amount, currency } }) : say('confirm_change')

type QuantityProps = Props & { busy: boolean; choose: (quantity: string) => void }

function Quantity({ subscription, task, say, busy, choose }: QuantityProps) {
  const { min, max } = subscription.limits.quantity
  const { quantity } = task.wish
  const wrong = task.preview.is === 'wrong'
  // A function, not a component: one that is defined here would be another at every render, and lose the cursor.
  const step = (by: 1 | -1) => {
    const count = Number.parseInt(quantity, 10)
    const next = String(Math.min(max, Math.max(min, Number.isNaN(count) ? min : count + by)))
    return (
      <button
        type="button"
        part="step"
        aria-label={say(by === 1 ? 'more' : 'fewer')}
        aria-disabled={busy || next === quantity.trim()}
        onClick={() => busy || choose(next)}
      >
        {by === 1 ? '+' : '−'}
      </button>
    )
  }
  return (
    <div class="field">
      <div class="row">
        <label class="label" part="label" for="quantity">
          {say('quantity')}
        </label>
        <div class="stepper">
          {step(-1)}
          <input
            part="input"
            id="quantity"
            name="quantity"
            inputMode="numeric"
            autoComplete="off"
            aria-invalid={wrong ? 'true' : undefined}
            aria-describedby={wrong ? 'quantity-error' : undefined}
            readOnly={busy}
            value={quantity}
            onInput={(event) => choose(event.currentTarget.value)}
          />
          {step(1)}
        </div>
      </div>
      {wrong && (
        <p class="error" part="error" id="quantity-error" role="alert">
          {say('quantity_invalid', { min, max })}
        </p>
      )}
    </div>
  )
}

/** Always there, so that what it comes to say is heard. */
const PreviewView = ({ preview, ...view }: View & { preview: Preview }) => (
  <div class="preview" part="preview" role="status">
    {preview.is === 'known' ? (
      <Lines {...view} answer={preview.answer} />
    ) : (
      preview.is !== 'wrong' && <p class="quiet">{view.say(`preview_${preview.is}`)}</p>
    )}
  </div>
)

function Lines({ answer, say, tell, money }: View & { answer: PreviewAnswer }) {
  const { lines, amount, currency, recurring, is_gross, quantity } = answer
  const of = (amount: number) => money({ amount, currency })
  const rows: [what: string, much: string, strong?: true][] = [
    ...lines.map((line): [string, string] => {
      const text = lineText(line)
      return [typeof text === 'string' ? text : tell(text), of(line.amount)]
    }),
    [say(amount < 0 ? 'preview_credit' : 'preview_due'), of(Math.abs(amount)), true],
    ...(quantity > 1 ? ([[say('quantity'), String(quantity)]] satisfies [string, string][]) : []),
    [say(is_gross ? 'preview_then_gross' : 'preview_then'), tell(cadence({ ...recurring, currency })), true],
  ]
  return (
    <dl>
      {rows.map(([what, much, strong], index) => (
        <div key={index} class={strong && 'strong'}>
          <dt>{what}</dt>
          <dd>{much}</dd>
        </div>
      ))}
    </dl>
  )
}
