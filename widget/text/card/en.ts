/** What is said wherever a card is typed, in English: the language that the others are checked against. */

/** What is said where the Worker is not reached, or is not yet asked: in the script itself, in every language. */
export const offline = {
  try_again: 'Try again',
  stripe_blocked: 'The card fields could not be loaded. An ad blocker or the connection may be in the way.',
} as const

export const en = {
  ...offline,

  test_mode: 'Test mode',
  by_stripe: 'Payments by Stripe',

  card_number: 'Card number',
  card_expiry: 'Expiry date',
  card_expiry_hint: 'Month / year',
  card_cvc: 'Security code',
  card_cvc_hint: '3 digits on the back',
  card_cvc_hint_amex: '4 digits on the front',

  checking: 'Checking what happened. Please keep this page open.',
  authenticating: 'Your bank asks you to confirm {total}.',
  challenge_missing: 'No bank page? Check again',

  check_fields: 'Please check: {fields}',
  email_invalid: 'Enter an email address like name@example.com.',
  number_missing: 'Enter your card number.',
  number_incomplete: 'The card number is not complete.',
  number_invalid: 'This card number is not valid. Check the digits.',
  expiry_missing: 'Enter the expiry date.',
  expiry_incomplete: 'The expiry date is not complete.',
  expiry_invalid: 'This expiry date is not valid.',
  expiry_past: 'This card has expired. Use another card.',
  cvc_missing: 'Enter the security code.',
  cvc_incomplete: 'The security code is not complete.',
  cvc_invalid: 'The security code is not right.',

  declined_generic:
    'Your bank declined the card. You have not been charged. Try another card, or ask your bank.',
  declined_funds: 'Your bank says there are not enough funds. You have not been charged. Try another card.',
  declined_limit:
    'The card has reached a limit. You have not been charged. Try another card, or ask your bank.',
  declined_expired: 'The card has expired. You have not been charged. Check the date, or try another card.',
  declined_cvc: 'The security code is not right. You have not been charged. Enter it again.',
  declined_number: 'The card number is not right. You have not been charged. Check it and try again.',
  declined_expiry: 'The expiry date is not right. You have not been charged. Check it and try again.',
  declined_later:
    'The bank could not process the card just now. You have not been charged. Try again in a moment, or use another card.',
  declined_bank:
    'Your bank refused without saying why. You have not been charged. Ask your bank, or try another card.',
  declined_unsupported:
    'This card cannot be used for this purchase. You have not been charged. Try another card.',
  declined_currency: 'This card cannot pay in this currency. You have not been charged. Try another card.',
  declined_duplicate:
    'Your bank took this for a repeat of a recent payment and declined it. You have not been charged for this try. Look at your recent payments before you try again.',
  declined_authentication:
    'Your bank did not confirm that it was you. You have not been charged. Try again, or use another card.',
  declined_pin:
    'Your bank wants a PIN, which cannot be asked for here. You have not been charged. Try another card.',
  declined_address:
    'The address does not match the card. You have not been charged. Try another card, or ask your bank.',
  declined_amount:
    'Your bank does not allow this amount. You have not been charged. Try another card, or ask your bank.',
  declined_test: 'Only test cards work in test mode. Nothing was charged. Try 4242 4242 4242 4242.',

  check_again: 'Check again',
} as const

export type CardKey = keyof typeof en
export type CardText = Record<CardKey, string>
export type CardOffline = Record<keyof typeof offline, string>
