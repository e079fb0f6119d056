/** Offers, forms and answers to start a test from: the body of a test then says only what is special. */

import { CARD_FIELDS } from '../../widget/card-state.ts'
import type { Form } from '../../widget/form.ts'
import { initial, reduce, type State } from '../../widget/state.ts'
import type { Choices, Wish } from '../../widget/terms.ts'
import type { Voice } from '../../widget/text/say.ts'
import { tongue } from '../../widget/text/speak.ts'
import { TEXTS } from '../../widget/text/texts.ts'
import type { SavedCard } from '../../worker/account-contract.ts'
import type { CheckoutAnswer, OfferAnswer } from '../../worker/contract.ts'
import type { Discount } from '../../worker/domain/money.ts'

/** The checkout in the language of a locale, as its reader hears it. */
export const voice = (locale: string): Voice => {
  const wish = tongue([locale])
  return { ...wish, text: TEXTS[wish.language] }
}

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

const monthly = {
  interval: 'month',
  interval_count: 1,
  trial_period_days: null,
  payment_method_collection: 'always',
} as const

export const club: OfferAnswer = {
  ...mug,
  offer: 'club',
  mode: 'subscription',
  name: 'Print club',
  amount: 900,
  recurring: monthly,
  allow_promotion_codes: true,
  limits: { quantity: { min: 1, max: 1 }, amount: null },
}

/** Seven days free, with a card or without one. */
export const clubTrial: OfferAnswer = {
  ...club,
  offer: 'club-trial',
  recurring: { ...monthly, trial_period_days: 7 },
}
export const clubFree: OfferAnswer = {
  ...clubTrial,
  offer: 'club-free',
  recurring: { ...monthly, trial_period_days: 7, payment_method_collection: 'if_required' },
}

export const card: OfferAnswer = { ...mug, offer: 'card', mode: 'setup', amount: null, limits: club.limits }

export const tenOff: Discount = {
  promotion_code: 'promo_1',
  code: 'TENOFF',
  percent_off: 10,
  amount_off: null,
  currency: null,
  duration: 'forever',
  duration_in_months: null,
}

export const visa: SavedCard = {
  id: 'pm_visa',
  object: 'payment_method',
  brand: 'visa',
  last4: '4242',
  exp_month: 12,
  exp_year: 2034,
  is_default: false,
  in_use: false,
}

export const blank: Choices = { quantity: '1', amount: '', email: '', name: '', promotion_code: '' }

/** What a visitor wants of an offer. @param discount of a code that was applied. */
export const wish = (
  offer: OfferAnswer,
  choices: Choices = blank,
  discount: Discount | null = null,
): Wish => ({
  offer,
  choices,
  promotion: discount ? { at: 'applied', discount } : { at: 'closed' },
})

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
