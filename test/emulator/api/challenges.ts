/** 3-D Secure challenges: opening one for a payment or a set-up, and ending those that are over. */
import type { Stripe } from 'stripe'
import { nextId } from '../ids.ts'
import type { Call } from '../protocol/endpoint.ts'
import type { Challenge } from '../state.ts'

/** What a cardholder may be asked about. */
export type Intent = Stripe.PaymentIntent | Stripe.SetupIntent

interface Way {
  method: Stripe.PaymentMethod
  useStripeSdk: boolean
  returnUrl: string | null
}

/**
 * Waits for the cardholder: the browser is sent to a page whose address holds the challenge's id. Without a way back, Stripe.js
 * shows that page over the shop's. Source: github.com/stripe/stripe-ios/issues/1198
 */
export function openChallenge(call: Call, intent: Intent, { method, useStripeSdk, returnUrl }: Way): void {
  const source = nextId(call.state, 'payatt')
  call.state.challenges[source] = {
    id: source,
    account: call.account,
    payment_intent: intent.object === 'payment_intent' ? intent.id : null,
    setup_intent: intent.object === 'setup_intent' ? intent.id : null,
    payment_method: method.id,
    return_url: returnUrl,
    spent: false,
    passed: false,
  }
  intent.status = 'requires_action'
  intent.next_action =
    useStripeSdk || returnUrl === null
      ? {
          type: 'use_stripe_sdk',
          use_stripe_sdk: {
            type: 'three_d_secure_redirect',
            source,
            stripe_js: `${call.base}/pages/three-ds-2-challenge/${source}`,
            known_frame_issues: 'false',
          },
        }
      : {
          type: 'redirect_to_url',
          redirect_to_url: { url: `${call.base}/pages/three-ds-2-redirect/${source}`, return_url: returnUrl },
        }
}

export const challengesOf = ({ state, account }: Call, { id }: Intent): Challenge[] =>
  Object.values(state.challenges).filter(
    (candidate) =>
      candidate.account === account && (candidate.payment_intent === id || candidate.setup_intent === id),
  )

/** Makes every challenge of an intent worthless: it was answered, canceled, changed, or confirmed anew. */
export function endChallenges(call: Call, intent: Intent): void {
  for (const over of challengesOf(call, intent)) Object.assign(over, { spent: true, passed: false })
}

/** Whether the request asks the bank to ask, where it would not by itself. */
export function asksForChallenge({ payment_method_options: options }: Intent): boolean {
  const asked = options?.card?.request_three_d_secure
  return asked === 'any' || asked === 'challenge'
}
