/**
 * Every sentence a visitor reads, in English: the language that the others are checked against.
 * A sentence about money stands only where the session knows it to be true. {words} are filled in by `text/say.ts`.
 */
export const en = {
  loading: 'Loading the payment form…',
  test_mode: 'Test mode',
  by_stripe: 'Payments by Stripe',

  each: '{price} each',
  quantity: 'Quantity',
  fewer: 'One fewer',
  more: 'One more',
  amount: 'Amount ({currency})',
  amount_hint: 'From {min} to {max}',
  presets: 'Suggested amounts',
  email_required: 'Email (required)',
  email_optional: 'Email (optional)',
  card_number: 'Card number',
  card_expiry: 'Expiry date',
  card_expiry_hint: 'Month / year',
  card_cvc: 'Security code',
  card_cvc_hint: '3 digits on the back',
  card_cvc_hint_amex: '4 digits on the front',

  pay: 'Pay {total}',
  pay_nothing_yet: 'Pay',
  paying: 'Paying {total}. Please keep this page open.',
  checking: 'Checking what happened. Please keep this page open.',
  authenticating: 'Your bank asks you to confirm {total}.',
  challenge_missing: 'No bank page? Check again',

  check_fields: 'Please check: {fields}',
  email_missing: 'Enter your email address.',
  email_invalid: 'Enter an email address like name@example.com.',
  amount_missing: 'Enter an amount.',
  amount_invalid: 'Enter an amount in numbers, like {example}.',
  amount_range: 'Enter an amount from {min} to {max}.',
  amount_limit: 'Enter a smaller amount.',
  quantity_invalid: 'Enter a whole number from {min} to {max}.',
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

  price_changed:
    'The price changed from {from} to {to}, so no payment was started. Check the new price and pay again.',
  price_reload: 'The price may have changed, so no payment was started. Reload the page to see it.',
  terms_changed: 'The total was changed in another tab. You have not been charged. Check it and pay again.',
  action_pending:
    'Your bank has not confirmed this payment, and nothing has been charged so far. Pay again to continue.',
  not_arrived:
    'So far no payment has arrived. It is safe to pay again: this purchase can be charged only once.',
  not_charged: 'The payment did not go through. You have not been charged. Please try again.',
  restarted:
    'This payment was closed, as happens after many tries or a long time. You have not been charged. Pay again to start a new one.',
  not_started_offline:
    'We could not reach the shop, so no payment was started. Check your connection and pay again.',
  not_started_busy: 'Too many tries just now, so no payment was started. Wait a minute and pay again.',
  not_started_wait: 'Too many tries just now, so no payment was started. Wait {wait} and pay again.',
  not_started_person:
    'The shop could not be sure that a person is paying, so no payment was started. Wait a moment and pay again, or use the shop’s other way to buy.',
  not_started: 'Something failed on our side, so no payment was started. Please pay again in a moment.',

  try_again: 'Try again',
  load_failed: 'The payment form could not be loaded. Check your connection.',
  offer_unavailable: 'This cannot be bought here at the moment.',
  stripe_blocked: 'The card fields could not be loaded. An ad blocker or the connection may be in the way.',
  misconfigured: 'The payment form is not set up correctly on this page.',
  unknown_outcome:
    'We could not find out whether the payment went through. Do not pay again yet. Check again when you are online.',
  check_again: 'Check again',

  paid: 'Payment received',
  paid_text: 'You paid {total}.',
  accepted: 'Payment accepted',
  accepted_text: 'Your bank accepted {total}. The shop has not confirmed it yet. Do not pay again.',
  already: 'Already paid',
  already_text: 'You already paid {total} on {time}.',
  already_text_untimed: 'You already paid {total}.',
  processing: 'Payment in progress',
  processing_text: 'Your bank is still working on {total}. Do not pay again.',
  review: 'Payment being checked',
  review_text: 'We have your payment and are checking it. Do not pay again. Reference {reference}.',
  item: 'Item',
  total: 'Total',
  email: 'Email',
  reference: 'Reference',
  buy_again: 'Buy again',
} as const

export type Key = keyof typeof en
export type Text = Record<Key, string>
