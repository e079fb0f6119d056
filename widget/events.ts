/**
 * What the elements tell their page: each event by its name, and what its `detail` carries. This file imports nothing, so that a
 * site that is written in TypeScript can take it as it is.
 */

export interface CheckoutEvents {
  /** The form can be filled. Without a total where the visitor has yet to name an amount. */
  'checkout-ready': Partial<Total>
  /** The visitor chose. `amount` is null where what was typed is none. */
  'checkout-change': { quantity: number; amount: number | null; currency: string }
  /** Before anything is paid; cancelable. */
  'checkout-submit': { quantity: number } & Partial<Total>
  /** The bank shows its challenge. */
  'checkout-authenticate': { checkout: string }
  /** Not paid, may be tried again: Stripe's own codes. */
  'checkout-declined': { code: string | null; decline_code: string | null }
  /** Paid, begun or saved. */
  'checkout-complete': Total & {
    /** `chk_…` */
    checkout: string
    status: 'succeeded'
    /** Whether the Worker has it from Stripe already. */
    verified: boolean
    /** `sub_…` once it has begun. */
    subscription: string | null
    /** Unix seconds: when a free start ends. */
    trial_end: number | null
    client_reference_id: string | null
  }
  /** The visitor cannot go on, was refused at the click, or a payment is being checked. */
  'checkout-error': { code: string; message?: string; checkout?: string }
}

export interface AccountEvents {
  /** The account is shown. */
  'account-ready': Record<string, never>
  /** There is no token, or it was refused: set a fresh one. */
  'account-token': Record<string, never>
  /** Something went through. */
  'account-change': { what: AccountChange }
  /** Something was refused, or cannot be shown. */
  'account-error': { code: string; message: string }
}

export type AccountChange =
  | 'card_saved'
  | 'card_removed'
  | 'card_default'
  | 'subscription_changed'
  | 'subscription_canceled'
  | 'subscription_resumed'
  | 'invoice_paid'
  | 'details'

export interface RecoveryEvents {
  /** What is owed is shown. */
  'recovery-ready': { status: 'due' | 'paid' | 'over' }
  /** Paid, as the Worker knows. */
  'recovery-change': { what: 'invoice_paid' }
  /** It cannot be paid here. */
  'recovery-error': { code: string; message: string }
}

interface Total {
  /** Integer, minor units. */
  amount: number
  /** ISO 4217, lower case. */
  currency: string
}

type Details = CheckoutEvents & AccountEvents & RecoveryEvents
type Events = { [Name in keyof Details]: CustomEvent<Details[Name]> }

declare global {
  interface HTMLElementTagNameMap {
    'edge-checkout': HTMLElement
    'edge-checkout-account': HTMLElement
    'edge-checkout-recovery': HTMLElement
  }
  /** They bubble and are composed: document and window hear them too. */
  interface GlobalEventHandlersEventMap extends Events {}
}
