/** What is owed: with which card it is paid, and what may be said afterwards. */
import type { Money } from '../../worker/domain/money.ts'
import { pause, type Refusal } from '../call.ts'
import { declineReason } from '../declines.ts'
import type { Means } from '../stripe.ts'
import { type Bill, Charge, type End } from './charge.ts'
import type { Desk } from './desk.ts'
import { duesOf, firstMeans, type Task } from './state.ts'
import type { Say } from './text/say.ts'

type PayTask = Extract<Task, { is: 'pay' }>

/** What is said of each end. A decline has a sentence of its own. */
const SENTENCES = {
  accepted: 'accepted',
  processing: 'pay_processing',
  pending: 'action_pending',
  open: 'not_arrived',
  over: 'pay_over',
  unknown: 'unknown_outcome',
} as const

/** The receipt is the invoice's, and goes where that goes; whether the card is kept is the subscription's to say. */
const TYPED: Means = { saved: null, keep: false, receipt: false }

const SETTLING_MS = 2_100
const SETTLING_TRIES = 5

export class Dues {
  readonly #desk: Desk
  #charge: Charge | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** @param wanted The card that is asked for, if it is there. */
  open(invoice: string, total: Money, wanted: string | null, say?: Say): void {
    const sheet = this.#desk.sheet()
    if (!sheet) return
    const task: Task = { is: 'pay', invoice, total, means: firstMeans(sheet.account, wanted) }
    if (!this.#desk.dispatch({ type: 'open', task })) return
    if (say) this.#desk.fail(say)
    this.#desk.focus('due')
  }

  async pay(task: PayTask): Promise<void> {
    const desk = this.#desk
    const { card } = desk
    const { invoice, total, means } = task
    if ('typed' in means && !card) return
    if (!desk.dispatch({ type: 'begin' })) return
    const begun = await desk.api.pay(invoice)
    if (desk.gone()) return
    if (!begun.ok) return this.#refused(task, begun.error)
    const { amount, currency, client_secret: secret } = begun.value
    if (amount !== total.amount || currency !== total.currency) {
      await desk.refresh()
      const moved = { amount, currency }
      desk.dispatch({ type: 'back', say: { key: 'total_moved', values: { total: moved } }, total: moved })
      return
    }
    if (!secret) return this.#conclude(task, await this.confirm(invoice, null))
    const { name = null, email = null } = desk.sheet()?.account.customer ?? {}
    const how: Pick<Bill, 'confirm' | 'challenge'> =
      'saved' in means
        ? desk.saved(means.saved, secret)
        : {
            confirm: () => card!.confirm(secret, { name, email }, TYPED),
            challenge: () => card!.challenge(secret),
          }
    await this.#conclude(task, await this.confirm(invoice, how))
  }

  /** @param how null where there is nothing to confirm: then only the Worker is asked. */
  async confirm(invoice: string, how: Pick<Bill, 'confirm' | 'challenge'> | null): Promise<End> {
    const desk = this.#desk
    const ask: Bill['ask'] = async () => {
      const answer = await desk.api.invoice(invoice)
      if (!answer.ok) return null
      return answer.value.status === 'paid' ? 'done' : answer.value.status === 'open' ? 'open' : 'over'
    }
    const nothing = async () => ({ is: 'silent' }) as const
    const { confirm, challenge } = how ?? { confirm: nothing, challenge: nothing }
    this.#charge = new Charge({ confirm, challenge, ask, live: false }, desk.teller)
    return how ? this.#charge.run() : this.#charge.check()
  }

  leave(): void {
    this.#charge?.leave()
  }

  /** After an unknown outcome: how does it stand? */
  async check(task: PayTask): Promise<void> {
    if (this.#charge) await this.#conclude(task, await this.#charge.check())
  }

  sentence(end: Exclude<End, { is: 'done' | 'already' | 'gone' }>, total: Money): Say {
    if (end.is === 'declined') return { key: declineReason(end.codes).sentence }
    return { key: SENTENCES[end.is], values: { total } }
  }

  async #conclude(task: PayTask, end: End): Promise<void> {
    const desk = this.#desk
    const { total, invoice, means } = task
    switch (end.is) {
      case 'gone':
        return
      case 'done':
      case 'already':
        await this.#settle(invoice)
        if (desk.gone()) return
        desk.done('invoice_paid', {
          section: 'due',
          about: null,
          say: { key: end.is === 'done' ? 'paid' : 'pay_already', values: { total } },
        })
        return desk.focus('due')
      case 'unknown':
        desk.dispatch({ type: 'unknown' })
        return desk.focus('due')
      case 'accepted':
      case 'processing':
      case 'over':
        await desk.refresh()
        if (desk.gone()) return
        desk.dispatch({
          type: 'done',
          notice: { section: 'due', about: null, good: false, say: this.sentence(end, total) },
        })
        return desk.focus('due')
      case 'declined': {
        desk.fail(this.sentence(end, total))
        const { field } = declineReason(end.codes)
        if (!('typed' in means)) return desk.focus(`pay-${invoice}`)
        if (field === 'cardCvc') desk.card?.clear(field)
        return desk.card?.focus(field)
      }
      case 'pending':
      case 'open':
        return desk.fail(this.sentence(end, total))
    }
  }

  /** Paid, as the Worker knows: what it was for follows within moments, and is not shown as failed beside it. */
  async #settle(invoice: string): Promise<void> {
    const desk = this.#desk
    const { subscription } = duesOf(desk.sheet()!.account).find((due) => due.invoice === invoice) ?? {}
    for (let asked = 0; asked < SETTLING_TRIES; asked++) {
      if (asked > 0) await pause(SETTLING_MS)
      const account = await desk.refresh()
      if (desk.gone()) return
      const own = account?.subscriptions.find(({ id }) => id === subscription)
      if (account && own?.due?.invoice !== invoice && own?.status !== 'past_due') return
    }
  }

  /** Nothing was begun. Perhaps nothing is owed any more. */
  async #refused(task: PayTask, error: Refusal): Promise<void> {
    const desk = this.#desk
    const account = await desk.refresh()
    if (desk.gone()) return
    if (account && !duesOf(account).some(({ invoice }) => invoice === task.invoice))
      return this.#conclude(task, { is: 'over' })
    desk.refused(error, error.code === 'unreachable' ? 'not_started_offline' : 'not_started')
  }
}
