/**
 * What the script on the shop's page and the frames on the stand-in's origin say to each other. Types only.
 *
 * No message carries card data. The page's side learns whether a field is empty, complete or wrong; the values
 * go from field frame to controller frame, which share an origin that the page cannot read.
 */
import type {
  PaymentIntent,
  PaymentMethod,
  SetupIntent,
  StripeElementStyle,
  StripeError,
} from '@stripe/stripe-js'

export const ELEMENT_TYPES = ['card', 'cardNumber', 'cardExpiry', 'cardCvc'] as const
export type CardElementType = (typeof ELEMENT_TYPES)[number]

/** One input. A split element has one of them, `card` has all four. */
export type FieldName = 'cardNumber' | 'cardExpiry' | 'cardCvc' | 'postalCode'

/** Source: StripeCardNumberElementChangeEvent['brand'] */
export type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'unknown'

export interface ValidationError {
  type: 'validation_error'
  code: string
  message: string
}

/** Options of the element and its group, as far as a frame draws them. */
export interface FrameOptions {
  style?: StripeElementStyle
  placeholder?: string
  disabled?: boolean
  showIcon?: boolean
  hideIcon?: boolean
  iconStyle?: 'default' | 'solid'
  hidePostalCode?: boolean
  value?: { postalCode?: string }
  /** An IETF tag, or 'auto' for the browser's language. */
  locale: string
  fonts: readonly FontSource[]
}

export type FontSource =
  | { cssSrc: string }
  | {
      family: string
      src: string
      display?: string
      style?: string
      unicodeRange?: string
      weight?: string
    }

/** What a change event is made of. */
export interface ElementState {
  empty: boolean
  complete: boolean
  error?: ValidationError
  brand?: Brand
  postalCode?: string
  autofilled: boolean
}

/** The frames of one group, by element: how a field finds its sibling, and the controller its fields. */
export type GroupFrames = Partial<Record<CardElementType, string>>

export type ToElement =
  | { say: 'options'; options: FrameOptions }
  | { say: 'group'; frames: GroupFrames }
  | { say: 'focus' }
  | { say: 'blur' }
  | { say: 'clear' }

export type FromElement =
  | { say: 'hello' }
  | { say: 'ready' }
  | { say: 'state'; state: ElementState }
  | { say: 'focus' }
  | { say: 'blur' }
  | { say: 'escape' }
  | { say: 'enter' }
  | { say: 'networks' }
  | { say: 'height'; px: number }

/** A value that a form can carry; nested as Stripe nests it. */
export type FormValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | FormValue[]
  | { [key: string]: FormValue }

export interface ApiRequest {
  method: 'GET' | 'POST'
  /** Below the stand-in's origin, such as `/v1/payment_methods`. */
  path: string
  form: Record<string, FormValue>
  key: string
  account?: string
  version: string
  /** The card to read from these frames, and the parameter to put it under; null is the top level. */
  card?: { under: string | null; frames: GroupFrames }
}

export interface ApiAnswer {
  object?: PaymentIntent | PaymentMethod | SetupIntent
  error?: StripeError
  /** A field frame is gone or not ready: the caller's mistake. */
  unreachable?: true
  /** No answer came; whether the request arrived is not known. */
  offline?: true
}

export type ToController = { say: 'request'; id: number; request: ApiRequest }
export type FromController = { say: 'hello' } | { say: 'answer'; id: number; answer: ApiAnswer }
export type FromChallenge = { say: 'hello' } | { say: 'done' }

/** Every message travels in this, so that two instances on a page never hear each other. */
export interface Envelope<Body> {
  endive: string
  body: Body
}

/** What a field frame offers to frames of its own origin, as `window.endiveElement`. */
export interface ElementFrame {
  /** Shows what is missing, if anything, and otherwise gives the parameters of `card`. */
  collect(): { error: ValidationError } | { card: Record<string, string>; postalCode?: string }
  readonly brand: Brand
  brandChanged(brand: Brand): void
  focus(): void
}
