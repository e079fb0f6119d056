/** Offers, forms and answers to start a test from: the body of a test then says only what is special. */

import { CARD_FIELDS } from '../../widget/card-state.ts'
import { type Form, initial, reduce, type State } from '../../widget/state.ts'
import type { Choices } from '../../widget/terms.ts'
import type { CheckoutAnswer, OfferAnswer } from '../../worker/contract.ts'

export const mug: OfferAnswer = {
  object: 'offer',
  site: 'acme',
  offer: 'mug',
  mode: 'payment',
  name: 'Enamel mug',
  description: null,
  amount: 1200,
  currency: 'usd',
  recurring: null,
  allow_promotion_codes: false,
  limits: { quantity: { min: 1, max: 10 }, amount: null },
  collect: { email: 'none' },
  publishable_key: 'pk_test_demo_0123456789',
  stripe_account: null,
  livemode: false,
  elements: {},
}

export const tip: OfferAnswer = {
  ...mug,
  offer: 'tip',
  amount: null,
  limits: { quantity: { min: 1, max: 1 }, amount: { min: 300, max: 50_000, presets: [500, 1000, 2500] } },
}

export const tee: OfferAnswer = { ...mug, offer: 'tee', amount: 2500, collect: { email: 'required' } }

export const blank: Choices = { quantity: '1', amount: '', email: '', name: '' }

export const checkout: CheckoutAnswer = {
  id: 'chk_1',
  object: 'checkout',
  revision: 1,
  status: 'open',
  verified: false,
  amount: 1200,
  currency: 'usd',
  quantity: 1,
  amount_due: 1200,
  subscription: null,
  trial_end: null,
  intent: 'payment',
  client_secret: 'pi_1_secret_1',
  paid_at: null,
  fresh: true,
}

/** The form of an offer, with every card field empty. */
export function ready(offer: OfferAnswer = mug, choices: Choices = blank): Extract<State, { at: 'ready' }> {
  let state = reduce(initial, { type: 'offer', offer, choices })
  for (const field of CARD_FIELDS) state = reduce(state, { type: 'card', field, filled: 'empty', code: null })
  if (state.at !== 'ready') throw new Error(`the form is ${state.at}`)
  return state
}

/** The same with a card typed in. */
export function filled(offer: OfferAnswer = mug, choices: Choices = blank): { at: 'ready'; form: Form } {
  let state: State = ready(offer, choices)
  for (const field of CARD_FIELDS)
    state = reduce(state, { type: 'card', field, filled: 'complete', code: null })
  return state as { at: 'ready'; form: Form }
}
