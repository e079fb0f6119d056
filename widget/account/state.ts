/**
 * What the account's owner sees, as one value, and everything that may change it. Pure: no DOM, no network, no clock.
 * One thing is done at a time: what is open or under way is one value too, so that no two of its parts can disagree.
 */
import type { AccountAnswer, AccountSubscription, PreviewAnswer } from '../../worker/account-contract.ts'
import type { Money } from '../../worker/domain/money.ts'
import { blankCard, type CardAction, type CardForm, reduceCard } from './card-form.ts'
import { type Details, type DetailsField, detailsOf } from './details.ts'
import type { Key } from './text/en.ts'
import type { Say } from './text/say.ts'

export type Section = 'due' | 'subscriptions' | 'cards' | 'invoices' | 'details' | 'portal'

/** With what is paid: a saved card, or one that is being typed. */
export type Means = { saved: string } | { typed: CardForm }

/** What a subscription is to become. */
export interface Wish {
  offer: string
  /** As typed. */
  quantity: string
}

/** What it costs, reckoned by the Worker. */
export type Preview =
  | { is: 'same' } // nothing is to change
  | { is: 'wrong' } // the number of seats cannot be had
  | { is: 'asking' }
  | { is: 'known'; answer: PreviewAnswer }
  | { is: 'failed' }

export type Task =
  | { is: 'add_card'; form: CardForm }
  | { is: 'remove_card' | 'default_card'; card: string }
  | { is: 'change'; subscription: string; wish: Wish; preview: Preview }
  | { is: 'cancel' | 'resume'; subscription: string }
  | { is: 'pay'; invoice: string; total: Money; means: Means }
  | { is: 'details'; wrong: DetailsField | null }
  | { is: 'portal' }

export type Now =
  | { at: 'rest' }
  | { at: 'open'; task: Task } // a form or a question
  | { at: 'busy'; task: Task; doing: 'asking' | 'checking' }
  | { at: 'authenticating'; task: Task } // the bank's challenge, which Stripe.js shows
  | { at: 'unknown'; task: Task } // nobody knows whether money moved: asking again is all that is safe

/** What came of the last thing, beside what it was about. */
export interface Notice {
  section: Section
  /** The subscription, card or invoice; null for the section as a whole. */
  about: string | null
  good: boolean
  say: Say
}

export interface Sheet {
  account: AccountAnswer
  now: Now
  notice: Notice | null
  /** The owner's details as they are being edited: kept while something else is open. */
  draft: Details | null
}

export type State =
  | { at: 'loading' }
  | { at: 'waiting'; sheet: Sheet | null } // a call waits for a fresh token from the page
  | { at: 'ready'; sheet: Sheet }
  | { at: 'error'; problem: Key; way: 'none' | 'retry' }

export type Action =
  | { type: 'account'; account: AccountAnswer }
  | { type: 'wait' | 'go_on' | 'restart' }
  | { type: 'fail'; problem: Key; way: 'none' | 'retry' }
  | { type: 'open'; task: Task }
  | { type: 'close' }
  | { type: 'begin'; task?: Task }
  | { type: 'authenticate' | 'check' | 'unknown' }
  | { type: 'back'; say: Say; total?: Money }
  | { type: 'done'; notice: Notice | null }
  | { type: 'wish'; wish: Wish; preview: Preview }
  | { type: 'preview'; wish: Wish; preview: Preview }
  | { type: 'means'; means: Means }
  | { type: 'edit'; field: DetailsField; value: string }
  | { type: 'wrong'; field: DetailsField }
  | CardAction

const TYPING = ['card', 'focus', 'remount', 'refuse', 'wish', 'preview', 'means', 'edit'] as const
const REPORTS = ['card', 'focus'] as const

/** What may happen where. Anything else came too late, or is a second click, and is dropped. */
const MAY: Record<Now['at'], readonly Action['type'][]> = {
  rest: ['open', 'begin', 'done'],
  open: [...TYPING, 'open', 'close', 'begin', 'done', 'back'],
  busy: [...REPORTS, 'authenticate', 'check', 'back', 'done', 'unknown', 'wrong'],
  authenticating: [...REPORTS, 'check', 'back', 'done', 'unknown'],
  unknown: ['check', 'back', 'done'],
}

export const initial: State = { at: 'loading' }

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case 'restart':
      return initial
    case 'fail':
      return { at: 'error', problem: action.problem, way: action.way }
    case 'wait':
      return state.at === 'ready' || state.at === 'loading' ? { at: 'waiting', sheet: sheetOf(state) } : state
    case 'go_on': {
      if (state.at !== 'waiting') return state
      return state.sheet ? { at: 'ready', sheet: state.sheet } : initial
    }
    case 'account': {
      if (state.at === 'error') return state
      const { account } = action
      const sheet = sheetOf(state) ?? { now: { at: 'rest' }, notice: null, draft: null }
      return { at: 'ready', sheet: { ...sheet, account } }
    }
  }
  const sheet = sheetOf(state)
  if (!sheet || !MAY[sheet.now.at].includes(action.type)) return state
  const next = change(sheet, action)
  return next === sheet ? state : ({ ...state, sheet: next } as State)
}

export const sheetOf = (state: State): Sheet | null => ('sheet' in state ? state.sheet : null)

type Inner = Exclude<Action, { type: 'restart' | 'fail' | 'wait' | 'go_on' | 'account' }>

function change(sheet: Sheet, action: Inner): Sheet {
  const { now } = sheet
  const task = 'task' in now ? now.task : null
  switch (action.type) {
    case 'open':
      return {
        ...sheet,
        now: { at: 'open', task: action.task },
        notice: null,
        draft: drafted(sheet, action.task),
      }
    case 'close':
      return {
        ...sheet,
        now: { at: 'rest' },
        notice: null,
        draft: task?.is === 'details' ? null : sheet.draft,
      }
    case 'done':
      return {
        ...sheet,
        now: { at: 'rest' },
        notice: action.notice,
        draft: task?.is === 'details' ? null : sheet.draft,
      }
  }
  if (action.type === 'begin') {
    const begun = action.task ?? task
    return begun ? { ...sheet, now: { at: 'busy', task: begun, doing: 'asking' }, notice: null } : sheet
  }
  if (!task) return sheet
  const held = (changed: Task): Sheet => ({ ...sheet, now: { ...now, task: changed } as Now })
  switch (action.type) {
    case 'authenticate':
      return { ...sheet, now: { at: 'authenticating', task } }
    case 'check':
      return { ...sheet, now: { at: 'busy', task, doing: 'checking' }, notice: null }
    case 'unknown':
      return { ...sheet, now: { at: 'unknown', task } }
    case 'back':
      return {
        ...sheet,
        now: {
          at: 'open',
          task: task.is === 'pay' && action.total ? { ...task, total: action.total } : task,
        },
        notice: { ...placeOf(task), good: false, say: action.say },
      }
    case 'wish':
      return task.is === 'change' ? held({ ...task, wish: action.wish, preview: action.preview }) : sheet
    case 'preview': // of another wish: the answer came too late
      return task.is === 'change' && task.wish === action.wish
        ? held({ ...task, preview: action.preview })
        : sheet
    case 'means':
      return task.is === 'pay' ? held({ ...task, means: action.means }) : sheet
    case 'edit': {
      if (task.is !== 'details' || !sheet.draft) return sheet
      const edited = held({ ...task, wrong: task.wrong === action.field ? null : task.wrong })
      return { ...edited, draft: { ...sheet.draft, [action.field]: action.value } }
    }
    case 'wrong':
      return task.is === 'details'
        ? { ...sheet, now: { at: 'open', task: { ...task, wrong: action.field } } }
        : sheet
    default: {
      const form = cardFormOf(task)
      return form ? held(withForm(task, reduceCard(form, action))) : sheet
    }
  }
}

const drafted = ({ draft, account }: Sheet, task: Task): Details | null =>
  draft ?? (task.is === 'details' && account.customer ? detailsOf(account.customer) : null)

/** The card fields that a task has open. */
export const cardFormOf = (task: Task): CardForm | null => {
  if (task.is === 'add_card') return task.form
  return task.is === 'pay' && 'typed' in task.means ? task.means.typed : null
}

const withForm = (task: Task, form: CardForm): Task =>
  task.is === 'add_card' ? { ...task, form } : task.is === 'pay' ? { ...task, means: { typed: form } } : task

/** What a task would take from a card now; null where it takes nothing. */
export function totalOf(task: Task): Money | null {
  if (task.is === 'pay') return task.total
  return task.is === 'change' && task.preview.is === 'known' ? task.preview.answer : null
}

/** Where on the page a task is, and what it is about. */
export function placeOf(task: Task): Pick<Notice, 'section' | 'about'> {
  switch (task.is) {
    case 'add_card':
      return { section: 'cards', about: null }
    case 'remove_card':
    case 'default_card':
      return { section: 'cards', about: task.card }
    case 'change':
    case 'cancel':
    case 'resume':
      return { section: 'subscriptions', about: task.subscription }
    case 'pay':
      return { section: 'due', about: task.invoice }
    case 'details':
    case 'portal':
      return { section: task.is, about: null }
  }
}

/** Id of the button that opens it, where the focus goes back to when it is closed again. */
export const openerOf = (is: Task['is'], about: string | null = null): string => `opener-${is}-${about ?? ''}`

/** With the card that is charged where nothing else is chosen; with fields where none is saved. */
export function firstMeans({ payment_methods }: AccountAnswer, wanted: string | null = null): Means {
  const saved =
    payment_methods.find(({ id }) => id === wanted) ??
    payment_methods.find(({ is_default }) => is_default) ??
    payment_methods[0]
  return saved ? { saved: saved.id } : { typed: blankCard }
}

/** What the Worker is asked to make of a subscription. */
export interface Target {
  offer: string
  /** Left out where the owner chose only another plan: the Worker keeps the number, as far as that plan allows. */
  quantity?: number
}

/** What is wished for, as it is asked for; or why nothing is asked. */
export function targetOf(
  { offer: own, quantity: has, limits }: AccountSubscription,
  { offer, quantity }: Wish,
): Target | 'same' | 'wrong' {
  const count = /^\d{1,6}$/.test(quantity.trim()) ? Number(quantity) : Number.NaN
  if (count === has) return offer === own ? 'same' : { offer }
  const { min, max } = limits.quantity
  const allowed = offer === own ? count >= min && count <= max : count >= 1
  return allowed ? { offer, quantity: count } : 'wrong'
}

/** Everything that is to be paid now, each once. */
export const duesOf = ({ subscriptions }: AccountAnswer) =>
  subscriptions.flatMap(({ due, id, name, payment_method }) =>
    due ? [{ ...due, subscription: id, name, card: payment_method }] : [],
  )
