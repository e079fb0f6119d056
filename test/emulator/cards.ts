/** Stripe's test cards and what each does: the one table. Source: docs.stripe.com/testing; README says how well each is known. */

export type DeclineName = keyof typeof DECLINES

/** How a charge fails: the error's code, `decline_code` where the code does not say it all, and the sentence Stripe sends. */
export interface Decline {
  code: string
  decline_code?: string
  message: string
  advice_code?: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later'
  network_decline_code?: string
  /** Stopped before the bank was asked. */
  blocked?: true
}

const DECLINED = 'Your card was declined.'

export const DECLINES = {
  generic_decline: {
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: DECLINED,
    advice_code: 'try_again_later',
    network_decline_code: '01',
  },
  insufficient_funds: {
    code: 'card_declined',
    decline_code: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
    advice_code: 'try_again_later',
    network_decline_code: '51',
  },
  lost_card: {
    code: 'card_declined',
    decline_code: 'lost_card',
    message: DECLINED,
    advice_code: 'do_not_try_again',
    network_decline_code: '41',
  },
  stolen_card: {
    code: 'card_declined',
    decline_code: 'stolen_card',
    message: DECLINED,
    advice_code: 'do_not_try_again',
    network_decline_code: '43',
  },
  expired_card: {
    code: 'expired_card',
    message: 'Your card has expired.',
    advice_code: 'confirm_card_data',
    network_decline_code: '54',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    advice_code: 'confirm_card_data',
    network_decline_code: 'N7',
  },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    advice_code: 'try_again_later',
  },
  card_velocity_exceeded: {
    code: 'card_declined',
    decline_code: 'card_velocity_exceeded',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    network_decline_code: '65',
  },
  fraudulent: { code: 'card_declined', decline_code: 'fraudulent', message: DECLINED, blocked: true },
  authentication_required: {
    code: 'authentication_required',
    decline_code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
} satisfies Record<string, Decline>

/**
 * When the bank wants the cardholder:
 * `never`; `always`; `unless_set_up`: off-session only if it was not set up before; `set_up`: on-session only;
 * `if_requested`: when the request asks for 3-D Secure; `lookup_fails`: always, and the bank's server does not answer.
 */
export type Authentication = 'never' | 'always' | 'unless_set_up' | 'set_up' | 'if_requested' | 'lookup_fails'

export interface TestCard {
  number: string
  /** `pm_card_{name}` and `tok_{name}`. The first names the row. */
  names: [string, ...string[]]
  brand?: 'amex' | 'diners' | 'discover' | 'jcb' | 'mastercard' | 'unionpay'
  funding?: 'debit' | 'prepaid'
  /** Absent: the charge succeeds. */
  declines?: DeclineName
  /** Declines when charged, not when it is saved to a customer or set up. */
  attaches?: true
  authentication?: Exclude<Authentication, 'never'>
  /** What Stripe does with it later and the stand-in does not: such a card is refused, not half played. */
  unmodelled?: string
}

export const TEST_CARDS: TestCard[] = [
  { number: '4242424242424242', names: ['visa', 'us'] },
  { number: '4000056655665556', names: ['visa_debit'], funding: 'debit' },
  { number: '5555555555554444', names: ['mastercard'], brand: 'mastercard' },
  { number: '5200828282828210', names: ['mastercard_debit'], brand: 'mastercard', funding: 'debit' },
  { number: '5105105105105100', names: ['mastercard_prepaid'], brand: 'mastercard', funding: 'prepaid' },
  { number: '378282246310005', names: ['amex'], brand: 'amex' },
  { number: '6011111111111117', names: ['discover'], brand: 'discover' },
  { number: '3056930009020004', names: ['diners'], brand: 'diners' },
  { number: '3566002020360505', names: ['jcb'], brand: 'jcb' },
  { number: '6200000000000005', names: ['unionpay'], brand: 'unionpay' },

  { number: '4000000000000002', names: both('chargeDeclined'), declines: 'generic_decline' },
  {
    number: '4000000000009995',
    names: both('chargeDeclinedInsufficientFunds'),
    declines: 'insufficient_funds',
  },
  { number: '4000000000009987', names: both('chargeDeclinedLostCard'), declines: 'lost_card' },
  { number: '4000000000009979', names: both('chargeDeclinedStolenCard'), declines: 'stolen_card' },
  { number: '4000000000000069', names: both('chargeDeclinedExpiredCard'), declines: 'expired_card' },
  { number: '4000000000000127', names: both('chargeDeclinedIncorrectCvc'), declines: 'incorrect_cvc' },
  { number: '4000000000000119', names: both('chargeDeclinedProcessingError'), declines: 'processing_error' },
  {
    number: '4000000000006975',
    names: both('chargeDeclinedVelocityLimitExceeded'),
    declines: 'card_velocity_exceeded',
  },
  { number: '4000000000000341', names: ['chargeCustomerFail'], declines: 'generic_decline', attaches: true },
  { number: '4100000000000019', names: ['radarBlock'], declines: 'fraudulent' },

  { number: '4000002500003155', names: ['authenticationRequiredOnSetup'], authentication: 'unless_set_up' },
  { number: '4000002760003184', names: ['authenticationRequired'], authentication: 'always' },
  {
    number: '4000003800000446',
    names: ['authenticationRequiredSetupForOffSession'],
    authentication: 'set_up',
  },
  {
    number: '4000008260003178',
    names: ['authenticationRequiredChargeDeclinedInsufficientFunds'],
    authentication: 'always',
    declines: 'insufficient_funds',
    attaches: true,
  },
  {
    number: '4000000000003220',
    names: ['threeDSecure2Required', 'threeDSecureRequired'],
    authentication: 'always',
  },
  {
    number: '4000008400001629',
    names: ['threeDSecureRequiredChargeDeclined'],
    authentication: 'always',
    declines: 'generic_decline',
  },
  {
    number: '4000008400001280',
    names: ['threeDSecureRequiredProcessingError'],
    authentication: 'lookup_fails',
  },
  { number: '4000000000003055', names: ['threeDSecureOptional'], authentication: 'if_requested' },
  { number: '4000000000000077', names: ['bypassPending'] },

  { number: '4000000000000259', names: ['createDispute'], unmodelled: 'disputes' },
  { number: '4000000000002685', names: ['createDisputeProductNotReceived'], unmodelled: 'disputes' },
  { number: '4000000000001976', names: ['createDisputeInquiry'], unmodelled: 'disputes' },
  { number: '4000000000005423', names: ['createIssuerFraudRecord'], unmodelled: 'early fraud warnings' },
  { number: '4000000000007726', names: ['pendingRefund'], unmodelled: 'refunds that succeed later' },
  { number: '4000000000005126', names: ['refundFail'], unmodelled: 'refunds that fail later' },
]

function both(name: string): [string, string] {
  return [name, `visa_${name}`]
}

export const cardByNumber = (number: string): TestCard | undefined =>
  TEST_CARDS.find((card) => card.number === number)

/** @param id `pm_card_visa` or `tok_visa`. */
export function cardByAlias(id: string): TestCard | undefined {
  const name = /^(?:pm_card|tok)_(.+)$/.exec(id)?.[1]
  return name === undefined ? undefined : TEST_CARDS.find((card) => card.names.includes(name))
}

/** @param name the first of a row's names. */
export const cardByName = (name: string): TestCard => TEST_CARDS.find((card) => card.names[0] === name)!

export function passesLuhn(number: string): boolean {
  const digits = [...number].reverse().map(Number)
  const sum = digits.reduce((total, digit, index) => {
    const doubled = digit * 2
    return total + (index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}
