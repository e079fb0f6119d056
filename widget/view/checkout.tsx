/** The whole widget for one state. Nothing is kept here: the same state always looks the same. */
import { type Form, isFree } from '../form.ts'
import { buttonSay, consequence } from '../plan.ts'
import { discountIn } from '../promotion.ts'
import type { HeadingLevel } from '../settings.ts'
import { payable, type State, wayOut } from '../state.ts'
import { fullOf, totalOf, typeAmount } from '../terms.ts'
import type { Key } from '../text/en.ts'
import { wording } from '../text/free.ts'
import { say, type Voice } from '../text/say.ts'
import type { Actions, ViewProps } from './field.tsx'
import { Fields, Head } from './fields.tsx'
import { ReceiptView } from './receipt.tsx'

interface CheckoutProps {
  state: State
  voice: Voice
  level: HeadingLevel
  /** Unix seconds: what is free begins now. */
  now: number
  act: Actions
}

export function Checkout({ state, voice, level, now, act }: CheckoutProps) {
  const { form } = state
  const free = form !== null && isFree(form)
  const view: ViewProps = {
    act,
    level,
    now,
    say: (key, values = {}) => say(voice, { key: wording(key, free), values }),
    write: (value) => say(voice, value),
    typed: (money) => typeAmount(money, voice.locale),
  }
  const body = 'receipt' in state ? null : form ? <Head {...view} form={form} /> : <Skeleton state={state} />
  return (
    <form
      class="root"
      id="form"
      tabIndex={-1}
      part="root"
      lang={voice.locale}
      noValidate
      dir="ltr" // so far every language here is
      aria-labelledby={form || 'receipt' in state ? 'heading' : undefined}
      onSubmit={(event) => {
        event.preventDefault()
        act.pay()
      }}
    >
      {'receipt' in state ? <ReceiptView {...view} receipt={state.receipt} form={state.form} /> : body}
      {form && !('receipt' in state) && state.at !== 'error' && (
        <Fields {...view} state={state} form={form} />
      )}
      <Alert key="alert" state={state} {...view} />
      {!('receipt' in state) && <Foot key="foot" state={state} form={form} {...view} />}
    </form>
  )
}

/**
 * The one live region for what goes wrong. Beside a field it is seen already, so here it is only spoken: once, when it is
 * found. It is always there, for what is not there is not listened to.
 */
function Alert({ state, say }: ViewProps & { state: State }) {
  if (state.at === 'error')
    return (
      <div role="alert" class="notice" part="notice">
        {say(state.problem)}
      </div>
    )
  const { notice = null, spoken: fields = [], refusals = 0 } = state.form ?? {}
  const spoken = fields.length > 0 && <span key={refusals}>{say('check_fields', { fields })}</span>
  return (
    <div role="alert" id="notice" class={notice ? 'notice' : 'unseen'} part="notice">
      {notice ? say(notice.key, notice.values) : spoken}
    </div>
  )
}

const WAYS: Record<'retry' | 'check', Key> = { retry: 'try_again', check: 'check_again' }

function Foot({ state, form, ...view }: ViewProps & { state: State; form: Form | null }) {
  const { act, say } = view
  const doing = status(state, say)
  return (
    <div class="foot">
      {state.at === 'error'
        ? state.way !== 'none' && (
            <button type="button" part="secondary" onClick={act[state.way]}>
              {say(WAYS[state.way])}
            </button>
          )
        : form && <Pay {...view} state={state} form={form} />}
      {state.at === 'authenticating' && ( // under the bank's page, and all there is where that does not come
        <button type="button" part="secondary" onClick={act.check}>
          {say('challenge_missing')}
        </button>
      )}
      {/* One line for one thing at a time, so that nothing moves under the pointer. */}
      <p class={state.at === 'loading' || !doing ? 'unseen' : 'line'} role="status">
        {doing}
      </p>
      {wayOut(state) ? (
        <slot class="line" />
      ) : (
        !doing && state.at !== 'error' && <p class="line">{say('by_stripe')}</p>
      )}
    </div>
  )
}

function Pay({ state, form, write, now }: ViewProps & { state: State; form: Form }) {
  const { offer, promotion } = form
  const priced = [offer, fullOf(form), discountIn(promotion)] as const
  const terms = consequence(...priced, now)
  const busy = state.at === 'submitting' || state.at === 'authenticating'
  return (
    <>
      <button
        type="submit"
        class="pay"
        part="button"
        aria-describedby={terms ? 'terms' : undefined}
        aria-disabled={payable(state) ? undefined : 'true'} // also while terms change: the click waits for them
        onMouseDown={(event) => event.preventDefault()} // an error that leaving a field shows must not move it away
      >
        {busy && <span class="spinner" aria-hidden="true" />}
        {write(buttonSay(...priced))}
      </button>
      {terms && (
        <p class="hint" part="terms" id="terms">
          {write(terms)}
        </p>
      )}
    </>
  )
}

function status(state: State, say: ViewProps['say']): string {
  if (state.at === 'loading') return say('loading')
  if (state.at !== 'submitting' && state.at !== 'authenticating') return ''
  const total = totalOf(state.form) ?? ''
  if (state.at === 'authenticating') return say('authenticating', { total })
  return state.doing === 'checking' ? say('checking') : say('paying', { total })
}

/** As high as a form is, so that the page does not jump when it comes. */
const Skeleton = ({ state }: { state: State }) =>
  state.at === 'error' ? null : (
    <div class="skeleton" aria-hidden="true">
      <i class="word" />
      <i class="line" />
      <i class="line" />
      <i class="box" />
      <i class="word" />
      <i class="box" />
      <i class="pair">
        {[1, 2].map((half) => (
          <i class="skeleton" key={half}>
            <i class="word" />
            <i class="box" />
            <i class="word" />
          </i>
        ))}
      </i>
      <i class="box" />
    </div>
  )
