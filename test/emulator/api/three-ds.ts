/** The door the challenge pages use. No key: who knows the source of a challenge is its cardholder. */
import { otherwise } from '../adversary.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { ApiError, invalid, missing } from '../protocol/errors.ts'
import { oneOf, required } from '../protocol/params.ts'
import { type Challenge, lookUp, MERCHANT_NAME } from '../state.ts'
import { failAuthentication, pass } from './confirmation.ts'

/** @throws ApiError 404 for a source that never was, 400 for one that was answered, canceled or replaced. */
function open(call: Call, source: string) {
  const challenge: Challenge | undefined = lookUp(call.state.challenges, source)
  if (!challenge) throw missing('challenge', source, 'source')
  const objects = call.state.accounts[challenge.account]!
  const intent = objects.payment_intents[challenge.payment_intent]!
  const method = objects.payment_methods[intent.payment_method as string]
  if (challenge.spent || !method)
    throw invalid('This challenge is over: it was answered, canceled, or replaced by another.', {
      param: 'source',
    })
  return { challenge, intent, method, account: { ...call, account: challenge.account, objects } }
}

export const threeDs = [
  endpoint({
    method: 'GET',
    path: '/v1/3ds2/challenge/:source',
    keys: 'door',
    params: {},
    run(call, _params, { source = '' }) {
      const { challenge, intent, method } = open(call, source)
      return {
        amount: intent.amount,
        currency: intent.currency,
        last4: method.card!.last4,
        merchant: MERCHANT_NAME,
        return_url: challenge.return_url,
      }
    },
  }),
  endpoint({
    method: 'POST',
    path: '/v1/3ds2/challenge/:source',
    keys: 'door',
    params: { outcome: required(oneOf('authorize', 'fail', 'close')) },
    run(call, { outcome }, { source = '' }) {
      const { challenge, intent, method, account } = open(call, source)
      if (outcome === 'authorize') orDecline(() => pass(account, challenge, intent, method))
      else if (outcome === 'fail' || !otherwise(call.state, 'closed_challenge'))
        failAuthentication(account, intent, method)
      return {
        payment_intent: intent.id,
        client_secret: intent.client_secret,
        status: intent.status,
        return_url: challenge.return_url,
      }
    },
  }),
]

/** A decline after the challenge is an outcome like any other: the intent carries it, and the page only reports the status. */
function orDecline(run: () => void): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 402)) throw error
  }
}
