/** The door the challenge pages use. No key: who knows the source of a challenge is its cardholder. */
import type { Stripe } from 'stripe'
import { otherwise } from '../adversary.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { oneOf, required } from '../protocol/params.ts'
import { type Challenge, lookUp, MERCHANT_NAME } from '../state.ts'
import type { Intent } from './challenges.ts'
import { failAuthentication, pass } from './confirmation.ts'
import { declineOf } from './declines.ts'
import { failSetupAuthentication, passSetup } from './setup-confirmation.ts'

/** What a challenge is about, and what its outcomes do. */
interface Asked {
  intent: Intent
  amount: number | null
  currency: string | null
  /** @throws ApiError 402 when the bank then declines. */
  pass(): void
  fail(): void
}

/** @throws ApiError 404 for a source that never was, 400 for one that was answered, canceled or replaced. */
function open(call: Call, source: string) {
  const challenge: Challenge | undefined = lookUp(call.state.challenges, source)
  if (!challenge) throw missing('challenge', source, 'source')
  const objects = call.state.accounts[challenge.account]!
  const method = objects.payment_methods[challenge.payment_method]
  if (challenge.spent || !method)
    throw invalid('This challenge is over: it was answered, canceled, or replaced by another.', {
      param: 'source',
    })
  const account = { ...call, account: challenge.account, objects }
  return { challenge, method, asked: askedOf(account, challenge, method) }
}

function askedOf(call: Call, challenge: Challenge, method: Stripe.PaymentMethod): Asked {
  const { payment_intents, setup_intents } = call.objects
  if (challenge.payment_intent !== null) {
    const intent = payment_intents[challenge.payment_intent]!
    return {
      intent,
      amount: intent.amount,
      currency: intent.currency,
      pass: () => pass(call, challenge, intent, method),
      fail: () => failAuthentication(call, intent, method),
    }
  }
  const intent = setup_intents[challenge.setup_intent!]!
  return {
    intent,
    amount: null,
    currency: null,
    pass: () => passSetup(call, intent, method),
    fail: () => failSetupAuthentication(call, intent, method),
  }
}

export const threeDs = [
  endpoint({
    method: 'GET',
    path: '/v1/3ds2/challenge/:source',
    keys: 'door',
    params: {},
    run(call, _params, { source = '' }) {
      const { challenge, method, asked } = open(call, source)
      return {
        amount: asked.amount,
        currency: asked.currency,
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
      const { challenge, asked } = open(call, source)
      // A decline is on the intent then, and the page only reports the status.
      if (outcome === 'authorize') declineOf(asked.pass)
      else if (outcome === 'fail' || !otherwise(call.state, 'closed_challenge')) asked.fail()
      const { id, object, client_secret, status } = asked.intent
      return { [object]: id, client_secret, status, return_url: challenge.return_url }
    },
  }),
]
