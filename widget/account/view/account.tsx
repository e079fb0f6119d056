/** The whole account for one state. Nothing is kept here: the same state always looks the same. */
import { formatMoney } from '../../../worker/domain/money.ts'
import type { HeadingLevel } from '../../settings.ts'
import { type Sheet, type State, sheetOf, totalOf } from '../state.ts'
import { say, type Voice } from '../text/say.ts'
import { Cards } from './cards.tsx'
import { DetailsPart } from './details.tsx'
import { Due } from './due.tsx'
import { Invoices } from './invoices.tsx'
import { type Actions, Button, doing, isBusy, Part, type SheetView, type View } from './parts.tsx'
import { Subscriptions } from './subscriptions.tsx'

interface AccountProps {
  state: State
  voice: Voice
  level: HeadingLevel
  /** Milliseconds since 1970. */
  now: number
  act: Actions
}

export function Account({ state, voice, level, now, act }: AccountProps) {
  const view: View = {
    act,
    level,
    now,
    locale: voice.locale,
    tell: (sentence) => say(voice, sentence),
    say: (key, values) => say(voice, values ? { key, values } : { key }),
    money: (money) => formatMoney(money, voice.locale),
  }
  const sheet = sheetOf(state)
  return (
    // so far every language here is written from left to right
    <div class="root account" id="form" tabIndex={-1} part="root" lang={voice.locale} dir="ltr">
      {state.at === 'error' && (
        <>
          <div role="alert" class="notice" part="notice">
            {view.say(state.problem)}
          </div>
          {state.way === 'retry' && <Button text={view.say('try_again')} busy={false} onClick={act.retry} />}
        </>
      )}
      {state.at === 'waiting' && (
        <p class="notice" part="notice" role="status">
          {view.say('waiting')}
        </p>
      )}
      {sheet ? <Sections {...view} sheet={sheet} /> : state.at !== 'error' && <Skeleton />}
      <p class="unseen" role="status">
        {state.at === 'loading' ? view.say('loading') : sheet && progress(sheet, view)}
      </p>
      <slot class="line" hidden={sheet !== null} />
    </div>
  )
}

function Sections(props: SheetView) {
  const { sheet, say } = props
  return (
    <>
      {sheet.account.livemode ? null : <span class="badge">{say('test_mode')}</span>}
      <Due {...props} />
      <Subscriptions {...props} />
      <Cards {...props} />
      <Invoices {...props} />
      <DetailsPart {...props} />
      <Portal {...props} />
    </>
  )
}

function Portal(props: SheetView) {
  const { sheet, say, act } = props
  if (!sheet.account.customer) return null
  return (
    <Part {...props} section="portal" title={say('portal')}>
      <p class="quiet">{say('portal_text')}</p>
      <Button
        text={say('portal_open')}
        busy={isBusy(sheet)}
        turning={doing(sheet, 'portal') !== null}
        onClick={act.portal}
      />
    </Part>
  )
}

/** What is heard of what is under way. */
function progress({ now }: Sheet, { say }: View): string {
  if (now.at !== 'busy' && now.at !== 'authenticating') return ''
  const { task } = now
  if (now.at === 'authenticating') {
    const total = totalOf(task)
    return total ? say('authenticating', { total }) : say('authenticating_card')
  }
  if (now.doing === 'checking') return say('checking')
  if (task.is === 'pay') return say('paying', { total: task.total })
  if (task.is === 'add_card') return say('saving_card')
  return say(task.is === 'change' ? 'changing' : 'working')
}

const Skeleton = () => (
  <div class="skeleton" aria-hidden="true">
    {[1, 2, 3].map((part) => (
      <i class="skeleton" key={part}>
        <i class="word" />
        <i class="box" />
        <i class="line" />
      </i>
    ))}
  </div>
)
