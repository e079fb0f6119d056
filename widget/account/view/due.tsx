/** What is to be paid now, and with which card. */
import { cardFormOf, duesOf, openerOf } from '../state.ts'
import { cardName } from '../words.ts'
import { CardFieldsView } from './card-fields.tsx'
import { Button, Challenge, doing, isBusy, NoticeLine, Panel, Part, type SheetView } from './parts.tsx'

export function Due(props: SheetView) {
  const { sheet, say, act } = props
  const dues = duesOf(sheet.account)
  const task = doing(sheet, 'pay')
  // What a change of plan costs may be known here before it is among what is due.
  const unlisted = task && !dues.some(({ invoice }) => invoice === task.invoice)
  if (dues.length === 0 && !task && sheet.notice?.section !== 'due') return null
  return (
    <Part {...props} section="due" title={say('due')}>
      <ul class="list due">
        {dues.map(({ invoice, amount, currency, name, card }) => {
          const total = { amount, currency }
          return (
            <li key={invoice} class="item" part="due">
              <p>{say('due_text', { total, name })}</p>
              {task?.invoice === invoice ? (
                <Pay {...props} />
              ) : (
                <Button
                  kind="pay"
                  id={openerOf('pay', invoice)}
                  text={say('pay', { total })}
                  name={say('due_open', { total, name })}
                  busy={isBusy(sheet)}
                  onClick={() => act.openDue(invoice, total, card)}
                />
              )}
            </li>
          )
        })}
        {unlisted && (
          <li class="item" part="due">
            <Pay {...props} />
          </li>
        )}
      </ul>
    </Part>
  )
}

function Pay(props: SheetView) {
  const { sheet, say, tell, act } = props
  const task = doing(sheet, 'pay')
  if (!task) return null
  const { total, invoice, means } = task
  const { payment_methods: cards } = sheet.account
  const form = cardFormOf(task)
  const busy = isBusy(sheet)
  const unknown = sheet.now.at === 'unknown'
  return (
    <Panel id={`open-${invoice}`} label={say('pay', { total })} act={act}>
      {cards.length > 0 && (
        <fieldset class="choices" disabled={busy}>
          <legend class="label">{say('pay_with')}</legend>
          {cards.map((card) => (
            <label key={card.id} class="choice" part="choice">
              <input
                type="radio"
                name="means"
                checked={'saved' in means && means.saved === card.id}
                onChange={() => act.means(card.id)}
              />
              {tell(cardName(card))}
            </label>
          ))}
          <label class="choice" part="choice">
            <input type="radio" name="means" checked={form !== null} onChange={() => act.means(null)} />
            {say('pay_typed')}
          </label>
        </fieldset>
      )}
      {form && <CardFieldsView form={form} say={say} focusCard={act.focusCard} />}
      {unknown ? (
        <>
          <p class="notice" part="notice" role="alert">
            {say('unknown_outcome')}
          </p>
          <Button text={say('check_again')} busy={false} onClick={act.check} />
        </>
      ) : (
        <>
          {sheet.notice?.about === invoice && <NoticeLine notice={sheet.notice} tell={tell} />}
          <Button
            kind="pay"
            submit
            id={`pay-${invoice}`}
            text={say('pay', { total })}
            busy={busy}
            turning={busy}
          />
          <Challenge {...props} />
          {!busy && <Button text={say('close')} busy={false} onClick={act.close} />}
        </>
      )}
    </Panel>
  )
}
