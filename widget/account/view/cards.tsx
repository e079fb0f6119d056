/** The saved cards, and one more. */
import type { SavedCard } from '../../../worker/account-contract.ts'
import { blankCard } from '../card-form.ts'
import { openerOf } from '../state.ts'
import { cardName, expiry } from '../words.ts'
import { CardFieldsView } from './card-fields.tsx'
import { About, Button, Challenge, doing, isBusy, NoticeLine, Panel, Part, type SheetView } from './parts.tsx'

export function Cards(props: SheetView) {
  const { sheet, say, act } = props
  const { payment_methods: cards } = sheet.account
  return (
    <Part {...props} section="cards" title={say('cards')}>
      {cards.length === 0 && <p class="quiet">{say('cards_none')}</p>}
      <ul class="list">
        {cards.map((card) => (
          <Card key={card.id} {...props} card={card} />
        ))}
      </ul>
      {doing(sheet, 'add_card') ? (
        <Add {...props} />
      ) : (
        <Button
          id={openerOf('add_card')}
          text={say('add_card')}
          busy={isBusy(sheet)}
          onClick={() => act.open({ is: 'add_card', form: blankCard }, 'open-card')}
        />
      )}
    </Part>
  )
}

function Card(props: SheetView & { card: SavedCard }) {
  const { sheet, card, say, tell, act, now } = props
  const name = tell(cardName(card))
  const until = expiry(card, now)
  const busy = isBusy(sheet)
  const task = doing(sheet, 'remove_card', 'default_card')
  const own = task?.card === card.id ? task : null
  // The default is not what pays a subscription that was begun with another card: so it says what choosing it would change.
  const paysOther = sheet.account.payment_methods.some(({ id, in_use }) => in_use && id !== card.id)
  const prefers = card.is_default ? paysOther && 'use_card' : 'default_card'
  return (
    <li class="item" part="card">
      <div class="row">
        <p class="what">
          <strong>{name}</strong>
          <span class={until.key === 'card_expires' ? 'quiet' : 'warn'}>{tell(until)}</span>
        </p>
        <p class="marks">
          {card.is_default && <span class="badge">{say('card_default')}</span>}
          {card.in_use && <span class="badge">{say('card_in_use')}</span>}
        </p>
      </div>
      <About {...props} id={card.id} />
      {own?.is === 'remove_card' ? (
        <Panel id={`open-${card.id}`} label={say('remove_ask', { card: name })} act={act}>
          <p>{say('remove_ask', { card: name })}</p>
          <div class="buttons">
            <Button
              kind="pay"
              submit
              text={say('remove_confirm', { card: name })}
              busy={busy}
              turning={busy}
            />
            <Button text={say('keep')} busy={busy} onClick={act.close} />
          </div>
        </Panel>
      ) : (
        <div class="buttons">
          {prefers && (
            <Button
              text={say(prefers)}
              name={say(`${prefers}_of`, { card: name })}
              busy={busy}
              turning={own !== null}
              onClick={() => act.prefer(card)}
            />
          )}
          <Button
            id={openerOf('remove_card', card.id)}
            text={say('remove_card')}
            name={say('remove_card_of', { card: name })}
            busy={busy}
            onClick={() => act.open({ is: 'remove_card', card: card.id }, `open-${card.id}`)}
          />
        </div>
      )}
    </li>
  )
}

function Add(props: SheetView) {
  const { sheet, say, tell, act } = props
  const task = doing(sheet, 'add_card')
  if (!task) return null
  const { notice } = sheet
  const busy = isBusy(sheet)
  return (
    <Panel id="open-card" label={say('add_card')} act={act}>
      <CardFieldsView form={task.form} say={say} focusCard={act.focusCard} />
      {notice?.section === 'cards' && !notice.about && <NoticeLine notice={notice} tell={tell} />}
      <div class="buttons">
        <Button kind="pay" submit text={say('save_card')} busy={busy} turning={busy} />
        {!busy && <Button text={say('close')} busy={false} onClick={act.close} />}
      </div>
      <Challenge {...props} />
    </Panel>
  )
}
