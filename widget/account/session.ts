/**
 * Runs one user's account: gets it, and does what is clicked, one thing at a time. What each thing is made of is in `cards`,
 * `plans` and `dues`; how it looks is the view's.
 */
import type { AccountSubscription, SavedCard } from '../../worker/account-contract.ts'
import type { Money } from '../../worker/domain/money.ts'
import type { CardFields } from '../card-fields.ts'
import { blankCard, firstLack } from './card-form.ts'
import { Cards } from './cards.ts'
import { Core } from './core.ts'
import { changeOf, type DetailsField, fieldOf } from './details.ts'
import { Dues } from './dues.ts'
import type { AccountHost } from './host.ts'
import { Plans } from './plans.ts'
import type { Settings } from './settings.ts'
import { cardFormOf, openerOf, placeOf, type Task, type Wish } from './state.ts'

export class Session {
  readonly #host: AccountHost
  readonly #site: string
  readonly #api: string
  readonly #core: Core
  readonly #cards: Cards
  readonly #dues: Dues
  readonly #plans: Plans

  constructor(host: AccountHost, settings: Settings, token: string | null) {
    this.#host = host
    this.#site = settings.site
    this.#api = settings.api
    this.#core = new Core(host, settings, token)
    this.#cards = new Cards(this.#core)
    this.#dues = new Dues(this.#core)
    this.#plans = new Plans(this.#core, this.#dues)
  }

  get fields(): CardFields {
    return this.#core.fields
  }

  async start(): Promise<void> {
    const core = this.#core
    const [answer] = await Promise.all([core.api.account(), this.#host.learn(this.#api)])
    if (core.gone()) return
    if (!answer.ok) return core.unavailable(answer.error)
    const { site } = answer.value
    if (site !== this.#site)
      return core.close('misconfigured', 'none', `the token is of site "${site}"`, 'misconfigured')
    core.dispatch({ type: 'account', account: answer.value })
    this.#host.emit('account-ready', {})
  }

  /** The user comes back to this page: what was changed elsewhere is shown. */
  wake(): void {
    if (this.#core.now?.at === 'rest') void this.#core.refresh()
  }

  retry(): void {
    if (this.#core.state.at === 'error' && this.#core.dispatch({ type: 'restart' })) void this.start()
  }

  stop(): void {
    this.#plans.stop()
    this.#core.stop()
  }

  renew(token: string): void {
    this.#core.renew(token)
  }

  /** Something on the page takes the fields out as often as they come. */
  besieged(): void {
    this.close()
    this.#host.report('something on this page keeps removing what this element needs')
  }

  /** A form, or a question. @param focus id of what gets the focus. */
  open(task: Task, focus: string): void {
    if (this.#core.dispatch({ type: 'open', task })) this.#host.focus(focus)
  }

  openPlan({ id, offer, quantity }: AccountSubscription): void {
    const wish = { offer, quantity: String(quantity) }
    this.open({ is: 'change', subscription: id, wish, preview: { is: 'same' } }, `open-${id}`)
  }

  openDue(invoice: string, total: Money, card: string | null): void {
    this.#dues.open(invoice, total, card)
  }

  close(): void {
    const { task } = this.#core
    if (task && this.#core.dispatch({ type: 'close' }))
      this.#host.focus(openerOf(task.is, placeOf(task).about))
  }

  /** The click on the button of what is open. A second one finds another state, and does nothing. */
  submit(): void {
    const { now } = this.#core
    if (now?.at !== 'open') return
    const { task } = now
    const form = cardFormOf(task)
    const lack = form && firstLack(form)
    if (lack) {
      this.#core.dispatch({ type: 'refuse' })
      this.fields.focus(lack)
    } else void this.#run(task)
  }

  async #run(task: Task): Promise<void> {
    const { subscriptions = [], payment_methods = [] } = this.#core.sheet()?.account ?? {}
    const card = 'card' in task && payment_methods.find(({ id }) => id === task.card)
    const subscription = 'subscription' in task && subscriptions.find(({ id }) => id === task.subscription)
    if (task.is === 'add_card') await this.#cards.add()
    else if (task.is === 'pay') await this.#dues.pay(task)
    else if (task.is === 'details') await this.#save()
    else if (task.is === 'remove_card' && card) await this.#cards.remove(card)
    else if (task.is === 'change' && subscription) await this.#plans.change(subscription, task)
    else if (task.is === 'cancel' && subscription) await this.#plans.end(subscription, 'cancel')
  }

  prefer(card: SavedCard): void {
    void this.#cards.prefer(card)
  }

  resume(subscription: AccountSubscription): void {
    void this.#plans.end(subscription, 'resume')
  }

  wish(subscription: AccountSubscription, wish: Wish): void {
    this.#plans.wish(subscription, wish)
  }

  /** @param card To pay with; null for one that is typed. */
  means(card: string | null): void {
    this.#core.dispatch({ type: 'means', means: card === null ? { typed: blankCard } : { saved: card } })
  }

  edit(field: DetailsField, value: string): void {
    this.#core.dispatch({ type: 'edit', field, value })
  }

  /** Asks how it stands: after an unknown outcome, or where the bank's page does not come. */
  check(): void {
    const { now } = this.#core
    if (now?.at === 'authenticating') {
      this.#cards.leave()
      this.#dues.leave()
    } else if (now?.at === 'unknown' && now.task.is === 'pay') void this.#dues.check(now.task)
  }

  async portal(): Promise<void> {
    const core = this.#core
    if (!core.dispatch({ type: 'begin', task: { is: 'portal' } })) return
    const answer = await core.api.portal(this.#host.here())
    if (core.gone()) return
    if (!answer.ok) return core.refused(answer.error)
    core.dispatch({ type: 'done', notice: null }) // for whoever comes back by the browser's own button
    this.#host.go(answer.value.url)
  }

  async #save(): Promise<void> {
    const core = this.#core
    const { draft, account } = core.sheet() ?? {}
    if (!draft || !account?.customer) return
    const change = changeOf(account.customer, draft)
    if (!change) return this.close()
    if (!core.dispatch({ type: 'begin' })) return
    const answer = await core.api.changeDetails(change)
    if (core.gone()) return
    const field = answer.ok ? undefined : fieldOf(answer.error.param)
    if (answer.ok) {
      core.dispatch({ type: 'account', account: answer.value })
      core.done('details', { section: 'details', about: null, say: { key: 'details_saved' } })
      this.#host.focus('details')
    } else if (field) {
      core.dispatch({ type: 'wrong', field })
      this.#host.focus(field)
    } else core.refused(answer.error)
  }
}
