/** What all sections of the account are drawn with. */
import type { ComponentChildren } from 'preact'
import type { AccountSubscription, SavedCard } from '../../../worker/account-contract.ts'
import type { Money } from '../../../worker/domain/money.ts'
import type { CardField } from '../../card-state.ts'
import type { HeadingLevel } from '../../settings.ts'
import type { DetailsField } from '../details.ts'
import { type Notice, placeOf, type Section, type Sheet, type Task, type Wish } from '../state.ts'
import type { Key } from '../text/en.ts'
import type { Say } from '../text/say.ts'

/** What its owner may do. */
export interface Actions {
  retry(): void
  /** @param focus id of what gets the focus. */
  open(task: Task, focus: string): void
  openPlan(subscription: AccountSubscription): void
  openDue(invoice: string, total: Money, card: string | null): void
  close(): void
  submit(): void
  check(): void
  prefer(card: SavedCard): void
  resume(subscription: AccountSubscription): void
  wish(subscription: AccountSubscription, wish: Wish): void
  means(card: string | null): void
  edit(field: DetailsField, value: string): void
  portal(): void
  focusCard(field: CardField): void
}

export interface View {
  tell: (say: Say) => string
  say: (key: Key, values?: Say['values']) => string
  money: (money: Money) => string
  /** BCP 47. */
  locale: string
  /** Of a section's heading. */
  level: HeadingLevel
  /** Milliseconds since 1970. */
  now: number
  act: Actions
}

export interface SheetView extends View {
  sheet: Sheet
}

/** The task that is open or under way, if it is this one. */
export const doing = <Is extends Task['is']>(
  { now }: Sheet,
  ...names: Is[]
): Extract<Task, { is: Is }> | null =>
  'task' in now && (names as string[]).includes(now.task.is) ? (now.task as Extract<Task, { is: Is }>) : null

/** Whether nothing new may be begun. */
export const isBusy = ({ now }: Sheet): boolean => now.at !== 'rest' && now.at !== 'open'

interface ButtonProps {
  kind?: 'pay' | 'plain'
  id?: string
  /** What is seen. */
  text: string
  /** What it acts on is part of its name for those who do not see where it stands. */
  name?: string
  busy: boolean
  /** It is what is under way. */
  turning?: boolean
  submit?: boolean
  onClick?: () => void
}

export const Button = ({ kind = 'plain', id, text, name, busy, turning, submit, onClick }: ButtonProps) => (
  <button
    id={id}
    type={submit ? 'submit' : 'button'}
    class={kind}
    part={kind === 'pay' ? 'button' : 'secondary'}
    aria-label={name === text ? undefined : name}
    aria-disabled={busy ? 'true' : undefined} // not `disabled`: the focus would be lost
    onClick={() => busy || onClick?.()}
  >
    {turning && <span class="spinner" aria-hidden="true" />}
    {text}
  </button>
)

/** A section with its heading, which gets the focus when something in it is over. */
export function Part({
  section,
  title,
  level,
  sheet,
  tell,
  children,
}: SheetView & { section: Section; title: string; children: ComponentChildren }) {
  const { notice } = sheet
  const Heading = `h${level}` as const
  return (
    <section class="part" part="section" aria-labelledby={section}>
      <Heading
        class="heading"
        id={section}
        part="heading"
        tabIndex={-1}
        aria-describedby={notice?.section === section ? 'notice' : undefined}
      >
        {title}
      </Heading>
      {notice?.section === section && !hasPlace(sheet, notice) && <NoticeLine notice={notice} tell={tell} />}
      {children}
    </section>
  )
}

/** Whether there is something in the section that says it: the form that is open, or what it is about. */
const hasPlace = ({ account, now }: Sheet, { section, about }: Notice): boolean => {
  const open = 'task' in now && placeOf(now.task)
  if (open && open.section === section && open.about === about) return true
  const places = { subscriptions: account.subscriptions, cards: account.payment_methods }
  return section in places && places[section as keyof typeof places].some(({ id }) => id === about)
}

export const NoticeLine = ({ notice, tell }: Pick<View, 'tell'> & { notice: Notice }) => (
  <p
    id="notice"
    class={notice.good ? 'good' : 'notice'}
    part="notice"
    role={notice.good ? 'status' : 'alert'}
  >
    {tell(notice.say)}
  </p>
)

/** What came of the last thing that was done with one subscription or card. */
export const About = ({ sheet, tell, id }: SheetView & { id: string }) =>
  sheet.notice?.about === id ? <NoticeLine notice={sheet.notice} tell={tell} /> : null

/** A form of the account: its button is the one that Enter presses. */
export const Panel = ({
  id,
  label,
  act,
  children,
}: Pick<View, 'act'> & { id: string; label: string; children: ComponentChildren }) => (
  <form
    class="panel"
    id={id}
    tabIndex={-1}
    part="panel"
    aria-label={label}
    noValidate
    onSubmit={(event) => {
      event.preventDefault()
      act.submit()
    }}
    onKeyDown={(event) => {
      if (event.key === 'Escape') act.close()
    }}
  >
    {children}
  </form>
)

/** Under the bank's page, and all there is where that does not come. */
export const Challenge = ({ sheet, say, act }: SheetView) =>
  sheet.now.at === 'authenticating' ? (
    <button type="button" part="secondary" onClick={act.check}>
      {say('challenge_missing')}
    </button>
  ) : null
