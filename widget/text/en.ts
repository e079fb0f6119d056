/**
 * Every sentence a visitor of the checkout reads, in English: the language that the others are checked against.
 * A sentence about money stands only where the session knows it to be true. {words} are filled in by `text/speak.ts`.
 */
import { en as card, offline as cardOffline } from './card/en.ts'

/** What is said where the Worker is not reached, or is not yet asked: in the script itself, in every language. */
export const offline = {
  ...cardOffline,
  loading: 'Loading the payment form…',
  load_failed: 'The payment form could not be loaded. Check your connection.',
  misconfigured: 'The payment form is not set up correctly on this page.',
} as const

export const en = {
  ...card,
  ...offline,

  each: '{price} each',
  per_day: '{price} a day',
  per_week: '{price} a week',
  per_month: '{price} a month',
  per_year: '{price} a year',
  every: '{price} every {span}',
  every_week: '{price} every {span}',
  trial: '{span} free, then {price} from {date}',
  quantity: 'Quantity',
  fewer: 'One fewer',
  more: 'One more',
  amount: 'Amount ({currency})',
  amount_hint: 'From {min} to {max}',
  presets: 'Suggested amounts',
  email_required: 'Email (required)',
  email_optional: 'Email (optional)',

  promotion_add: 'Add promotion code',
  promotion_code: 'Promotion code',
  promotion_apply: 'Apply',
  promotion_remove: 'Remove {code}',
  promotion_missing: 'Enter a promotion code.',
  promotion_invalid: 'This code is not valid here.',
  promotion_unchecked: 'The code could not be checked just now. Apply it again.',
  promotion_pending: 'Apply this code first, or clear the field.',
  discount_once: '{code}: {off} off the first payment',
  discount_repeating: '{code}: {off} off each payment for {span}',
  discount_forever: '{code}: {off} off each payment',

  saved_cards: 'Your cards',
  saved_card: '{brand} ending in {last4}',
  saved_card_expiry: 'Expires {date}',
  other_card: 'Use another card',
  keep_card: 'Save this card for next time',

  pay: 'Pay {total}',
  pay_nothing_yet: 'Pay',
  subscribe: 'Subscribe: {price}',
  subscribe_nothing_yet: 'Subscribe',
  start_free: 'Start free, then {price}',
  save_card: 'Save card',
  renews: '{total} is charged now. It renews automatically at {price}{less}, until it is canceled.',
  renews_trial:
    'Nothing is charged now. {total} is charged on {date}. It then renews automatically at {price}{less}, until it is canceled.',
  renews_cardless:
    'Nothing is charged now, and no card is needed. It ends by itself on {date}. To go on costs {price}{less}.',
  less: ', less the discount while it lasts',
  save_terms: 'Nothing is charged now. The shop can charge this card later, for what you agree to.',
  paying: 'Paying {total}. Please keep this page open.',
  paying_free: 'One moment. Please keep this page open.',
  authenticating_free: 'Your bank asks you to confirm the card.',

  email_missing: 'Enter your email address.',
  amount_missing: 'Enter an amount.',
  amount_invalid: 'Enter an amount in numbers, like {example}.',
  amount_range: 'Enter an amount from {min} to {max}.',
  amount_limit: 'Enter a smaller amount.',
  quantity_invalid: 'Enter a whole number from {min} to {max}.',

  price_changed:
    'The price changed from {from} to {to}, so no payment was started. Check the new price and try again.',
  offer_changed:
    'What this costs, or when, has changed, so no payment was started. Check the new terms and try again.',
  price_reload: 'The price may have changed, so no payment was started. Reload the page to see it.',
  terms_changed: 'The total was changed in another tab. You have not been charged. Check it and try again.',
  action_pending:
    'Your bank has not confirmed this yet, and nothing has been charged so far. Try again to continue.',
  not_arrived:
    'So far no payment has arrived. It is safe to pay again: this purchase can be charged only once.',
  not_arrived_free: 'So far nothing has been confirmed. It is safe to try again: this is done only once.',
  not_charged: 'This did not go through. You have not been charged. Please try again.',
  restarted:
    'This checkout was closed, as happens after many tries or a long time. You have not been charged. Try again to start a new one.',
  not_started_offline:
    'We could not reach the shop, so no payment was started. Check your connection and try again.',
  not_started_busy: 'Too many tries just now, so no payment was started. Wait a minute and try again.',
  not_started_wait: 'Too many tries just now, so no payment was started. Wait {wait} and try again.',
  not_started_person:
    'The shop could not be sure that a person is paying, so no payment was started. Wait a moment and try again, or use the shop’s other way to buy.',
  not_started_token:
    'This page no longer knows who you are, so no payment was started. Reload the page and try again.',
  not_started: 'Something failed on our side, so no payment was started. Please try again in a moment.',

  offer_unavailable: 'This cannot be bought here at the moment.',
  unknown_outcome:
    'We could not find out whether the payment went through. Do not pay again yet. Check again when you are online.',
  unknown_outcome_free:
    'We could not find out whether this went through. Do not try again yet. Check again when you are online.',

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
  begun: 'Subscription started',
  begun_free: 'It is free until {date}.',
  begun_already: 'Already subscribed',
  begun_already_text: 'This subscription has begun already.',
  saved: 'Card saved',
  saved_already: 'Card already saved',
  nothing_charged: 'Nothing was charged.',
  waiting: 'Not confirmed yet',
  waiting_text: 'The shop has not confirmed this yet. Do not start again.',
  review_free: 'Being checked',
  review_free_text: 'A person has to look at this. Do not start again. Reference {reference}.',
  item: 'Item',
  total: 'Total',
  price: 'Price',
  first_payment: 'First payment',
  email: 'Email',
  reference: 'Reference',
  buy_again: 'Buy again',
  subscribe_again: 'Start another subscription',
  save_another: 'Save another card',
} as const

export type Key = keyof typeof en
export type Text = Record<Key, string>
export type Offline = Record<keyof typeof offline, string>
