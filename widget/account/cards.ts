/** Cards: one more, the default, one less. The Worker's answer is what is shown; Stripe.js only says when to ask. */
import type { SavedCard } from '../../worker/account-contract.ts'
import { declineReason } from '../declines.ts'
import { Charge } from './charge.ts'
import type { Desk } from './desk.ts'
import type { Task } from './state.ts'
import type { Say } from './text/say.ts'
import { cardName } from './words.ts'

export class Cards {
  readonly #desk: Desk
  #charge: Charge | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  /** The fields are full: saves what is in them. */
  async add(): Promise<void> {
    const desk = this.#desk
    const { card } = desk
    const before = desk.sheet()?.account
    if (!card || !before || !desk.dispatch({ type: 'begin' })) return
    const begun = await desk.api.setUp()
    if (desk.gone()) return
    if (!begun.ok) return desk.refused(begun.error, 'card_not_saved')
    const { id, client_secret } = begun.value
    const { name = null, email = null } = before.customer ?? {}
    this.#charge = new Charge(
      {
        confirm: () => card.save(client_secret, { name, email }),
        challenge: () => card.challenge(client_secret),
        ask: async () => {
          const kept = await desk.api.keepCard(id)
          if (kept.ok) desk.dispatch({ type: 'account', account: kept.value })
          if (kept.ok) return 'done'
          return ['unreachable', 'unexpected', 'stripe_unavailable'].includes(kept.error.code) ? null : 'open'
        },
        live: true,
      },
      desk.teller,
    )
    const end = await this.#charge.run()
    switch (end.is) {
      case 'gone':
        return
      case 'declined': {
        const { sentence, field } = declineReason(end.codes)
        desk.fail({ key: sentence })
        if (field === 'cardCvc') card.clear(field)
        return card.focus(field)
      }
      case 'done':
      case 'already': {
        const known = before.payment_methods.map((one) => one.id)
        const added = desk.sheet()?.account.payment_methods.find((one) => !known.includes(one.id))
        desk.done('card_saved', {
          section: 'cards',
          about: added?.id ?? null,
          say: { key: 'card_saved', values: { card: added ? cardName(added) : { key: 'other' } } },
        })
        return desk.focus('cards')
      }
      case 'unknown':
      case 'accepted':
      case 'processing':
        return desk.fail({ key: 'card_unknown' })
      case 'open':
      case 'pending':
      case 'over': // no money is at stake: another try is another set-up
        return desk.fail({ key: 'card_not_saved' })
    }
  }

  leave(): void {
    this.#charge?.leave()
  }

  async prefer(card: SavedCard): Promise<void> {
    const desk = this.#desk
    const task: Task = { is: 'default_card', card: card.id }
    if (!desk.dispatch({ type: 'begin', task })) return
    const answer = await desk.api.preferCard(card.id)
    if (desk.gone()) return
    if (!answer.ok) return desk.refused(answer.error)
    desk.dispatch({ type: 'account', account: answer.value })
    desk.done('card_default', { section: 'cards', about: card.id, say: about('defaulted', card) })
    desk.focus('cards')
  }

  async remove(card: SavedCard): Promise<void> {
    const desk = this.#desk
    if (!desk.dispatch({ type: 'begin' })) return
    const answer = await desk.api.removeCard(card.id)
    if (desk.gone()) return
    if (answer.ok) {
      desk.dispatch({ type: 'account', account: answer.value })
      desk.done('card_removed', { section: 'cards', about: null, say: about('removed', card) })
    } else if ((answer.error.code as string) === 'card_in_use') desk.fail(about('remove_refused', card))
    else desk.refused(answer.error)
    desk.focus('cards')
  }
}

const about = (key: 'defaulted' | 'removed' | 'remove_refused', card: SavedCard): Say => ({
  key,
  values: { card: cardName(card) },
})
