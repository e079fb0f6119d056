/**
 * Every sentence a visitor of the checkout reads, in English: the language that the others are checked against.
 * A sentence about money stands only where the session knows it to be true. {words} are filled in by `text/speak.ts`.
 */
import { en as card } from './card/en.ts'

export const en = {
  ...card,

  loading: 'Loading the payment form…',

  each: '{price} each',
  quantity: 'Quantity',
  fewer: 'One fewer',
  more: 'One more',
  amount: 'Amount ({currency})',
  amount_hint: 'From {min} to {max}',
  presets: 'Suggested amounts',
  email_required: 'Email (required)',
  email_optional: 'Email (optional)',

  pay: 'Pay {total}',
  pay_nothing_yet: 'Pay',
  paying: 'Paying {total}. Please keep this page open.',

  email_missing: 'Enter your email address.',
  amount_missing: 'Enter an amount.',
  amount_invalid: 'Enter an amount in numbers, like {example}.',
  amount_range: 'Enter an amount from {min} to {max}.',
  amount_limit: 'Enter a smaller amount.',
  quantity_invalid: 'Enter a whole number from {min} to {max}.',

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

  load_failed: 'The payment form could not be loaded. Check your connection.',
  offer_unavailable: 'This cannot be bought here at the moment.',
  misconfigured: 'The payment form is not set up correctly on this page.',
  unknown_outcome:
    'We could not find out whether the payment went through. Do not pay again yet. Check again when you are online.',

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
