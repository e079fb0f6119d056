/** Subscriptions: another plan, another quantity, an end, and none after all. Nothing is changed whose price was not shown. */
import type { AccountAnswer, AccountSubscription, ToConfirm } from '../../worker/account-contract.ts'
import { pause } from '../call.ts'
import type { Desk } from './desk.ts'
import type { Dues } from './dues.ts'
import { type Preview, type Task, targetOf, type Wish } from './state.ts'
import type { Say } from './text/say.ts'

/** Long enough not to ask at every key. */
const TYPING_MS = 400
/** How often, and how many times, the account is asked whether a paid change is there. */
const SETTLING_MS = 2_100
const SETTLING_TRIES = 5

type ChangeTask = Extract<Task, { is: 'change' }>

export class Plans {
  readonly #desk: Desk
  readonly #dues: Dues
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(desk: Desk, dues: Dues) {
    this.#desk = desk
    this.#dues = dues
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  /** The owner chose or typed: what it would cost is asked as soon as the typing pauses. */
  wish(subscription: AccountSubscription, wish: Wish, after: number = TYPING_MS): void {
    const target = targetOf(subscription, wish)
    const preview: Preview = typeof target === 'string' ? { is: target } : { is: 'asking' }
    clearTimeout(this.#timer)
    if (!this.#desk.dispatch({ type: 'wish', wish, preview }) || typeof target === 'string') return
    this.#timer = setTimeout(async () => {
      const answer = await this.#desk.api.preview(subscription.id, target)
      if (this.#desk.gone()) return
      if (answer.ok)
        this.#desk.dispatch({ type: 'preview', wish, preview: { is: 'known', answer: answer.value } })
      else {
        const wrong = answer.error.param === 'quantity'
        this.#desk.dispatch({ type: 'preview', wish, preview: { is: wrong ? 'wrong' : 'failed' } })
      }
    }, after)
  }

  /** The owner agreed to what was shown. */
  async change(subscription: AccountSubscription, task: ChangeTask): Promise<void> {
    const desk = this.#desk
    const { id, name } = subscription
    if (task.preview.is !== 'known' || !desk.dispatch({ type: 'begin' })) return
    const { offer, quantity, amount, currency, recurring, proration_date } = task.preview.answer
    const agreed = { shown: { amount, currency, recurring }, proration_date }
    const is = ({ subscriptions }: AccountAnswer): boolean =>
      subscriptions.some((one) => one.id === id && one.offer === offer && one.quantity === quantity)

    const answer = await desk.api.changePlan(id, { offer, quantity }, agreed)
    if (desk.gone()) return
    if (!answer.ok) {
      // An answer may have been lost on the way: how it stands is what counts.
      desk.dispatch({ type: 'check' })
      const account = await desk.refresh()
      if (desk.gone()) return
      if (account && is(account)) return this.#changed(id, name)
      if (!account) return desk.fail({ key: 'changed_unknown' })
      if (answer.error.code !== 'price_changed') return desk.refused(answer.error)
      desk.fail({ key: 'price_moved' })
      return this.wish(subscription, { ...task.wish }, 0)
    }
    const { account, confirm } = answer.value
    desk.dispatch({ type: 'account', account })
    if (!confirm?.client_secret) return is(account) ? this.#changed(id, name) : this.#settle(id, name, is)
    if (await this.#confirm(confirm, id)) await this.#settle(id, name, is)
  }

  /** @returns whether it is paid. Otherwise what is to be done is shown: nothing changes until it is paid. */
  async #confirm(confirm: ToConfirm, about: string): Promise<boolean> {
    const desk = this.#desk
    const { invoice, payment_method: card, client_secret: secret, amount, currency } = confirm
    if (!invoice || !secret) return false
    const total = { amount, currency }
    const end = card ? await this.#dues.confirm(invoice, desk.saved(card, secret)) : null
    if (end?.is === 'done' || end?.is === 'already') return true
    if (end?.is === 'gone') return false
    await desk.refresh()
    if (desk.gone()) return false
    const open = !end || end.is === 'declined' || end.is === 'pending' || end.is === 'open'
    const said: Say = open ? { key: 'changed_unpaid' } : this.#dues.sentence(end, total)
    desk.dispatch({ type: 'done', notice: { section: 'subscriptions', about, good: false, say: said } })
    if (open) this.#dues.open(invoice, total, card, end ? this.#dues.sentence(end, total) : undefined)
    return false
  }

  /** It is paid: the change follows within moments. */
  async #settle(id: string, name: string, is: (account: AccountAnswer) => boolean): Promise<void> {
    const desk = this.#desk
    desk.dispatch({ type: 'check' })
    for (let asked = 0; asked < SETTLING_TRIES; asked++) {
      if (asked > 0) await pause(SETTLING_MS)
      const account = await desk.refresh()
      if (desk.gone()) return
      if (account && is(account)) return this.#changed(id, name)
    }
    desk.dispatch({
      type: 'done',
      notice: { section: 'subscriptions', about: id, good: false, say: { key: 'changed_unknown' } },
    })
  }

  #changed(about: string, name: string): void {
    this.#desk.done('subscription_changed', {
      section: 'subscriptions',
      about,
      say: { key: 'changed', values: { name } },
    })
    this.#desk.focus('subscriptions')
  }

  async end({ id, name }: AccountSubscription, is: 'cancel' | 'resume'): Promise<void> {
    const desk = this.#desk
    const task: Task = { is, subscription: id }
    if (!desk.dispatch({ type: 'begin', task })) return
    const answer = await desk.api[is](id)
    if (desk.gone()) return
    if (answer.ok) {
      desk.dispatch({ type: 'account', account: answer.value })
      desk.done(is === 'cancel' ? 'subscription_canceled' : 'subscription_resumed', {
        section: 'subscriptions',
        about: id,
        say: { key: is === 'cancel' ? 'canceled' : 'resumed', values: { name } },
      })
    } else desk.refused(answer.error)
    desk.focus('subscriptions')
  }
}
