/** What recurs: how it stands, and what its owner may do about it. */
import type { AccountSubscription } from '../../../worker/account-contract.ts'
import { openerOf } from '../state.ts'
import { cadence, isRunning, may, statusOf } from '../words.ts'
import { Change } from './change.tsx'
import { About, Button, doing, isBusy, Panel, Part, type SheetView } from './parts.tsx'

export function Subscriptions(props: SheetView) {
  const { sheet, say } = props
  const { subscriptions } = sheet.account
  return (
    <Part {...props} section="subscriptions" title={say('subscriptions')}>
      {subscriptions.length === 0 && <p class="quiet">{say('subscriptions_none')}</p>}
      <ul class="list">
        {subscriptions.map((subscription) => (
          <Subscription key={subscription.id} {...props} subscription={subscription} />
        ))}
      </ul>
    </Part>
  )
}

type Props = SheetView & { subscription: AccountSubscription }

function Subscription(props: Props) {
  const { sheet, subscription, say, tell, level } = props
  const Heading = `h${(level + 1) as 3 | 4 | 5 | 6}` as const
  const { id, name, quantity } = subscription
  const task = doing(sheet, 'change', 'cancel', 'resume')
  const own = task?.subscription === id ? task : null
  return (
    <li class="item" part="subscription">
      <div class="row">
        <Heading class="subheading">{name}</Heading>
        <p class="price" part="price">
          {tell(cadence(subscription))}
        </p>
      </div>
      {quantity > 1 && <p class="quiet">{say('seats', { quantity })}</p>}
      <p class={subscription.status === 'past_due' || subscription.status === 'unpaid' ? 'warn' : undefined}>
        {tell(statusOf(subscription))}
      </p>
      {own?.is !== 'change' && <About {...props} id={id} />}
      {own?.is === 'change' ? (
        <Change {...props} task={own} />
      ) : own?.is === 'cancel' ? (
        <Cancel {...props} />
      ) : (
        <Buttons {...props} turning={own !== null} />
      )}
    </li>
  )
}

function Buttons({ sheet, subscription, say, act, turning }: Props & { turning: boolean }) {
  const { id, name } = subscription
  const allowed = may(subscription)
  const busy = isBusy(sheet)
  if (!allowed.change && !allowed.cancel && !allowed.resume) return null
  return (
    <div class="buttons">
      {allowed.change && (
        <Button
          id={openerOf('change', id)}
          text={say(allowed.seats ? 'change_seats' : 'change')}
          name={say(allowed.seats ? 'change_seats_of' : 'change_of', { name })}
          busy={busy}
          onClick={() => act.openPlan(subscription)}
        />
      )}
      {allowed.cancel && (
        <Button
          id={openerOf('cancel', id)}
          text={say('cancel')}
          name={say('cancel_of', { name })}
          busy={busy}
          onClick={() => act.open({ is: 'cancel', subscription: id }, `open-${id}`)}
        />
      )}
      {allowed.resume && (
        <Button
          kind="pay"
          text={say('resume')}
          name={say('resume_of', { name })}
          busy={busy}
          turning={turning}
          onClick={() => act.resume(subscription)}
        />
      )}
    </div>
  )
}

function Cancel({ sheet, subscription, say, act }: Props) {
  const { id, name, trial_end, current_period_end, status } = subscription
  const day = { day: (status === 'trialing' ? trial_end : null) ?? current_period_end }
  const busy = isBusy(sheet)
  return (
    <Panel id={`open-${id}`} label={say('cancel_ask', { name })} act={act}>
      <p>
        <strong>{say('cancel_ask', { name })}</strong>
      </p>
      <p>{say(isRunning(subscription) ? 'cancel_text' : 'cancel_text_owing', { day })}</p>
      <div class="buttons">
        <Button kind="pay" submit text={say('cancel_confirm', { name })} busy={busy} turning={busy} />
        <Button text={say('keep')} busy={busy} onClick={act.close} />
      </div>
    </Panel>
  )
}
