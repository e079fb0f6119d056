/** `/v1/setup_intents`. */
import { otherwise } from '../adversary.ts'
import { recordEvent } from '../events.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { list, within } from '../protocol/lists.ts'
import { endChallenges } from './challenges.ts'
import { checkSecret } from './client-secret.ts'
import { findSetupIntent } from './find.ts'
import { abandonAttempt } from './setup-attempts.ts'
import { changeSetupIntent, confirmSetupIntent, createSetupIntent } from './setup-intent-changes.ts'
import {
  cancelParams,
  confirmParams,
  createParams,
  listParams,
  PUBLISHABLE_CONFIRM_PARAMS,
  retrieveParams,
  updateParams,
} from './setup-intent-params.ts'
import { cannotCancel, isOpen } from './setup-intent-states.ts'

export const setupIntents = [
  endpoint({
    method: 'POST',
    path: '/v1/setup_intents',
    keys: 'secret',
    params: createParams,
    returns: 'setup_intent',
    run: createSetupIntent,
  }),
  endpoint({
    method: 'GET',
    path: '/v1/setup_intents',
    keys: 'secret',
    params: listParams,
    returns: 'setup_intent',
    list: true,
    run: ({ objects, path }, { created, customer, payment_method, ...page }) =>
      list(
        Object.values(objects.setup_intents).filter(
          (intent) =>
            within(intent.created, created) &&
            (customer === undefined || intent.customer === customer) &&
            (payment_method === undefined || intent.payment_method === payment_method),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/setup_intents/:id',
    keys: 'any',
    params: retrieveParams,
    returns: 'setup_intent',
    run(call, { client_secret }, { id = '' }) {
      const intent = findSetupIntent(call, id)
      checkSecret(call, intent, client_secret)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/setup_intents/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'setup_intent',
    run(call, params, { id = '' }) {
      const intent = findSetupIntent(call, id)
      changeSetupIntent(call, intent, params)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/setup_intents/:id/confirm',
    keys: 'any',
    params: confirmParams,
    publishable: PUBLISHABLE_CONFIRM_PARAMS,
    returns: 'setup_intent',
    run(call, params, { id = '' }) {
      const intent = findSetupIntent(call, id)
      checkSecret(call, intent, params.client_secret)
      confirmSetupIntent(call, intent, params)
      return intent
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    keys: 'secret',
    params: cancelParams,
    returns: 'setup_intent',
    run(call, { cancellation_reason }, { id = '' }) {
      const intent = findSetupIntent(call, id)
      if (intent.status === 'canceled' && otherwise(call.state, 'canceled_again')) return intent
      if (!isOpen(intent)) throw cannotCancel(intent)
      endChallenges(call, intent)
      abandonAttempt(call, intent)
      intent.status = 'canceled'
      intent.cancellation_reason = cancellation_reason ?? null
      intent.next_action = null
      recordEvent(call, 'setup_intent.canceled', intent)
      return intent
    },
  }),
]
