/** A failed renewal, for whoever has the link to it: to whom, for what, how much, and one button. */
import type { RecoveryAnswer } from '../../../worker/account-contract.ts'
import { formatMoney } from '../../../worker/domain/money.ts'
import type { CardField } from '../../card-state.ts'
import type { HeadingLevel } from '../../settings.ts'
import { type Ending, formOf, type State } from '../recovery-state.ts'
import type { Key } from '../text/en.ts'
import { type Say, say, type Voice } from '../text/say.ts'
import { cardName } from '../words.ts'
import { CardFieldsView } from './card-fields.tsx'
import { Button } from './parts.tsx'

/** What its reader may do. */
export interface RecoveryActions {
  submit(): void
  choose(same: boolean): void
  check(): void
  retry(): void
  focusCard(field: CardField): void
}

interface RecoveryProps {
  state: State
  voice: Voice
  level: HeadingLevel
  act: RecoveryActions
}

type Props = RecoveryProps & { tell: (key: Key, values?: Say['values']) => string }

const ENDINGS: Record<Ending, { title: Key; text: Key }> = {
  paid: { title: 'recovery_paid', text: 'recovery_paid_text' },
  already: { title: 'recovery_already', text: 'recovery_already_text' },
  over: { title: 'recovery_over', text: 'recovery_over_text' },
  accepted: { title: 'recovery_accepted', text: 'accepted' },
  processing: { title: 'recovery_processing', text: 'pay_processing' },
}

export function Recovery(given: RecoveryProps) {
  const { state, voice, act } = given
  const tell: Props['tell'] = (key, values) => say(voice, values ? { key, values } : { key })
  const props = { ...given, tell }
  return (
    <form
      class="root recovery"
      id="form"
      tabIndex={-1}
      part="root"
      lang={voice.locale}
      dir="ltr" // so far every language here is
      noValidate
      aria-labelledby={'bill' in state ? 'heading' : undefined}
      onSubmit={(event) => {
        event.preventDefault()
        act.submit()
      }}
    >
      {state.at === 'error' && (
        <>
          <div role="alert" class="notice" part="notice">
            {tell(state.problem)}
          </div>
          {state.way === 'retry' && <Button text={tell('try_again')} busy={false} onClick={act.retry} />}
        </>
      )}
      {state.at === 'complete' && <End {...props} bill={state.bill} ending={state.ending} />}
      {'with' in state && <Open {...props} state={state} />}
      <p class="unseen" role="status">
        {progress(props)}
      </p>
    </form>
  )
}

function Open({ state, act, tell, level }: Props & { state: Extract<State, { with: unknown }> }) {
  const { bill } = state
  const Heading = `h${level}` as const
  const form = formOf(state)
  const busy = state.at !== 'ready'
  const { name, card } = bill
  const total = { amount: bill.amount, currency: bill.currency }
  const failed = card && tell('card_name', cardName(card).values)
  return (
    <>
      <div class="head">
        {!bill.livemode && <span class="badge">{tell('test_mode')}</span>}
        <Heading class="heading" id="heading" part="heading" tabIndex={-1}>
          {tell('recovery', { name })}
        </Heading>
        <p>{tell('recovery_text', { site: bill.site.name, total, name })}</p>
        {failed && <p class="quiet">{tell('recovery_card', { card: failed })}</p>}
      </div>
      {bill.payment_method !== null && failed && (
        <fieldset class="choices" disabled={busy}>
          <legend class="label">{tell('pay_with')}</legend>
          <label class="choice" part="choice">
            <input type="radio" name="with" checked={form === null} onChange={() => act.choose(true)} />
            {tell('recovery_same', { card: failed })}
          </label>
          <label class="choice" part="choice">
            <input type="radio" name="with" checked={form !== null} onChange={() => act.choose(false)} />
            {tell('pay_typed')}
          </label>
        </fieldset>
      )}
      {form && <CardFieldsView form={form} say={tell} focusCard={act.focusCard} />}
      {state.at === 'unknown' ? (
        <>
          <div class="notice" part="notice" role="alert">
            {tell('unknown_outcome')}
          </div>
          <Button text={tell('check_again')} busy={false} onClick={act.check} />
        </>
      ) : (
        <>
          {state.at === 'ready' && state.notice && (
            <div class="notice" part="notice" role="alert">
              {tell(state.notice.key, state.notice.values)}
            </div>
          )}
          <div class="foot">
            <Button kind="pay" submit id="pay" text={tell('pay', { total })} busy={busy} turning={busy} />
            {state.at === 'authenticating' && (
              <Button text={tell('challenge_missing')} busy={false} onClick={act.check} />
            )}
            <p class="line">{tell('by_stripe')}</p>
          </div>
        </>
      )}
    </>
  )
}

function End({ bill, ending, tell, voice, level }: Props & { bill: RecoveryAnswer; ending: Ending }) {
  const Heading = `h${level}` as const
  const { title, text } = ENDINGS[ending]
  const { name, amount, currency } = bill
  const total = { amount, currency }
  return (
    <>
      <div class="done" part="receipt" role="status">
        <Heading class="heading" id="heading" part="heading" tabIndex={-1} aria-describedby="receipt-text">
          {tell(title)}
        </Heading>
        <p id="receipt-text">{tell(text, { total, name })}</p>
      </div>
      <dl>
        <div>
          <dt>{bill.site.name}</dt>
          <dd>{name}</dd>
        </div>
        {ending !== 'over' && (
          <div>
            <dt>{tell('invoice_amount')}</dt>
            <dd>{formatMoney(total, voice.locale)}</dd>
          </div>
        )}
      </dl>
    </>
  )
}

/** What is heard of what is under way. */
function progress({ state, tell }: Props): string {
  if (state.at === 'loading') return tell('recovery_loading')
  if (state.at !== 'submitting' && state.at !== 'authenticating') return ''
  const { amount, currency } = state.bill
  const total = { amount, currency }
  if (state.at === 'authenticating') return tell('authenticating', { total })
  return state.doing === 'checking' ? tell('checking') : tell('paying', { total })
}
