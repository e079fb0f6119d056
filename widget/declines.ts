/**
 * From what a bank says to what a visitor reads and where the cursor goes. Pure.
 * Source of the codes: docs.stripe.com/declines/codes and docs.stripe.com/error-codes
 */
import type { CardField } from './card-state.ts'
import type { CardKey } from './text/card/en.ts'

type Sentence = Extract<CardKey, `declined_${string}`>

interface Reason {
  sentence: Sentence
  /** Where the visitor most likely has to change something. */
  field: CardField
}

const generic: Reason = { sentence: 'declined_generic', field: 'cardNumber' }
const later: Reason = { sentence: 'declined_later', field: 'cardNumber' }
const limit: Reason = { sentence: 'declined_limit', field: 'cardNumber' }
const bank: Reason = { sentence: 'declined_bank', field: 'cardNumber' }
const unsupported: Reason = { sentence: 'declined_unsupported', field: 'cardNumber' }
const pin: Reason = { sentence: 'declined_pin', field: 'cardNumber' }
const number: Reason = { sentence: 'declined_number', field: 'cardNumber' }
const expired: Reason = { sentence: 'declined_expired', field: 'cardExpiry' }
const expiry: Reason = { sentence: 'declined_expiry', field: 'cardExpiry' }
const cvc: Reason = { sentence: 'declined_cvc', field: 'cardCvc' }
const address: Reason = { sentence: 'declined_address', field: 'cardNumber' }
const test: Reason = { sentence: 'declined_test', field: 'cardNumber' }
const authentication: Reason = { sentence: 'declined_authentication', field: 'cardNumber' }

const REASONS: Record<string, Reason> = {
  generic_decline: generic,
  card_declined: generic,
  do_not_honor: generic,
  // To whoever holds the card these must look like any other decline. Source: docs.stripe.com/declines/codes
  lost_card: generic,
  stolen_card: generic,
  pickup_card: generic,
  restricted_card: generic,
  fraudulent: generic,
  merchant_blacklist: generic,
  security_violation: generic,
  highest_risk_level: generic,
  invalid_account: generic,
  new_account_information_available: generic,

  insufficient_funds: { sentence: 'declined_funds', field: 'cardNumber' },
  card_velocity_exceeded: limit,
  withdrawal_count_limit_exceeded: limit,
  card_decline_rate_limit_exceeded: limit,
  pin_try_exceeded: limit,

  expired_card: expired,
  expired_payment_method: expired,
  invalid_expiry_month: expiry,
  invalid_expiry_year: expiry,
  invalid_expiry_month_past: expiry,
  invalid_expiry_year_past: expiry,
  incomplete_expiry: expiry,
  incorrect_cvc: cvc,
  invalid_cvc: cvc,
  incomplete_cvc: cvc,
  incorrect_number: number,
  invalid_number: number,
  incomplete_number: number,

  processing_error: later,
  try_again_later: later,
  issuer_not_available: later,
  reenter_transaction: later,

  call_issuer: bank,
  approve_with_id: bank,
  no_action_taken: bank,
  do_not_try_again: bank,
  stop_payment_order: bank,
  revocation_of_authorization: bank,
  revocation_of_all_authorizations: bank,

  card_not_supported: unsupported,
  not_permitted: unsupported,
  service_not_allowed: unsupported,
  transaction_not_allowed: unsupported,
  currency_not_supported: { sentence: 'declined_currency', field: 'cardNumber' },
  duplicate_transaction: { sentence: 'declined_duplicate', field: 'cardNumber' },
  invalid_amount: { sentence: 'declined_amount', field: 'cardNumber' },

  incorrect_pin: pin,
  invalid_pin: pin,
  offline_pin_required: pin,
  online_or_offline_pin_required: pin,
  incorrect_address: address,
  incorrect_zip: address,
  incorrect_postal_code: address,
  postal_code_invalid: address,

  authentication_required: authentication,
  authentication_failure: authentication,
  authentication_not_handled: authentication,
  mobile_device_authentication_required: authentication,
  payment_intent_authentication_failure: authentication,
  setup_intent_authentication_failure: authentication,
  three_d_secure_authentication_not_supported: authentication,
  three_d_secure_authentication_upstream_error: authentication,

  testmode_decline: test,
  live_mode_test_card: generic,
  test_mode_live_card: test,
}

interface Codes {
  code: string | null
  decline_code: string | null
}

/** The bank's own code counts more than Stripe's. */
const find = ({ code, decline_code }: Codes): Reason | undefined =>
  REASONS[decline_code ?? ''] ?? REASONS[code ?? '']

/** Why a card was declined. A code that is new to us is a decline all the same. */
export const declineReason = (codes: Codes): Reason => find(codes) ?? generic

/** Whether an error that may be anything was about the card. */
export const isCardCode = (codes: Codes): boolean => find(codes) !== undefined
