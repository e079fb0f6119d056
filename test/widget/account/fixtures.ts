/** An account to start a test from: one user with two cards, a running subscription, and what it cost so far. */
import { initial, reduce, type Sheet, type State } from '../../../widget/account/state.ts'
import type { Voice } from '../../../widget/account/text/say.ts'
import { TEXTS } from '../../../widget/account/text/texts.ts'
import { tongue } from '../../../widget/text/speak.ts'
import type {
  AccountAnswer,
  AccountInvoice,
  AccountSubscription,
  PreviewAnswer,
  RecoveryAnswer,
  SavedCard,
} from '../../../worker/account-contract.ts'

/** The account in the language of a locale, as its reader hears it. */
export const voice = (locale: string): Voice => {
  const wish = tongue([locale])
  return { ...wish, text: TEXTS[wish.language] }
}

/** 2 December 2026, noon. */
export const PERIOD_END = 1796212800

const stripeJs = {
  publishable_key: 'pk_test_demo_0123456789',
  stripe_account: null,
  livemode: false,
  elements: {},
}

export const visa: SavedCard = {
  id: 'pm_visa',
  object: 'payment_method',
  brand: 'visa',
  last4: '4242',
  exp_month: 12,
  exp_year: 2034,
  is_default: true,
  in_use: true,
}

export const mastercard: SavedCard = {
  ...visa,
  id: 'pm_mastercard',
  brand: 'mastercard',
  last4: '4444',
  is_default: false,
  in_use: false,
}

const monthly = { currency: 'usd', interval: 'month', interval_count: 1 } as const

export const club: AccountSubscription = {
  id: 'sub_club',
  object: 'subscription',
  offer: 'club',
  name: 'Tea club',
  status: 'active',
  quantity: 1,
  amount: 900,
  ...monthly,
  current_period_end: PERIOD_END,
  trial_end: null,
  cancel_at: null,
  ended_at: null,
  paused: false,
  pending_update: false,
  payment_method: 'pm_visa',
  due: null,
  limits: { quantity: { min: 1, max: 1 } },
  plans: [
    { offer: 'club', name: 'Tea club', amount: 900, ...monthly },
    { offer: 'club-plus', name: 'Tea club plus', amount: 1500, ...monthly },
  ],
}

export const owing: AccountSubscription = {
  ...club,
  status: 'past_due',
  due: { invoice: 'in_2', amount: 900, currency: 'usd' },
}

export const seats: AccountSubscription = {
  ...club,
  id: 'sub_seats',
  offer: 'seats',
  name: 'Studio seats',
  quantity: 3,
  amount: 2400,
  limits: { quantity: { min: 1, max: 50 } },
  plans: [{ offer: 'seats', name: 'Studio seats', amount: 800, ...monthly }],
}

export const invoice: AccountInvoice = {
  id: 'in_1',
  object: 'invoice',
  subscription: 'sub_club',
  number: 'ACME-0001',
  status: 'paid',
  amount_due: 900,
  amount_paid: 900,
  amount_refunded: 0,
  currency: 'usd',
  created: PERIOD_END - 30 * 86_400,
  paid_at: PERIOD_END - 30 * 86_400,
  hosted_invoice_url: 'https://stripe.example/in_1',
  invoice_pdf: 'https://stripe.example/in_1.pdf',
}

export const account: AccountAnswer = {
  object: 'account',
  site: 'acme',
  ...stripeJs,
  customer: { email: 'ada@example.com', name: 'Ada', phone: null, address: null },
  payment_methods: [visa, mastercard],
  subscriptions: [club],
  invoices: [invoice],
}

export const preview: PreviewAnswer = {
  object: 'preview',
  offer: 'club-plus',
  quantity: 1,
  amount: 300,
  currency: 'usd',
  proration_date: PERIOD_END - 15 * 86_400,
  lines: [
    {
      kind: 'unused',
      offer: 'club',
      name: 'Tea club',
      quantity: 1,
      amount: -450,
      period: { start: PERIOD_END - 15 * 86_400, end: PERIOD_END },
      description: 'Unused time on Tea club after 17 Nov 2026',
    },
    {
      kind: 'remaining',
      offer: 'club-plus',
      name: 'Tea club plus',
      quantity: 1,
      amount: 750,
      period: { start: PERIOD_END - 15 * 86_400, end: PERIOD_END },
      description: 'Remaining time on Tea club plus after 17 Nov 2026',
    },
  ],
  recurring: { amount: 1500, interval: 'month', interval_count: 1 },
  is_gross: false,
}

export const bill: RecoveryAnswer = {
  object: 'recovery',
  ...stripeJs,
  site: { id: 'acme', name: 'Acme' },
  name: 'Tea club',
  status: 'due',
  amount: 900,
  currency: 'usd',
  invoice: 'in_2',
  card: { brand: 'visa', last4: '4242' },
  payment_method: 'pm_visa',
  client_secret: 'pi_2_secret_2',
}

/** The account on the page, nothing begun. */
export const shown = (changes: Partial<AccountAnswer> = {}): State & { sheet: Sheet } => {
  const state = reduce(initial, { type: 'account', account: { ...account, ...changes } })
  if (state.at !== 'ready') throw new Error(`the account is ${state.at}`)
  return state
}
