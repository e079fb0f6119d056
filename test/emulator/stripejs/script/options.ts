/**
 * Options, checked against tables. An unknown one is warned about and a value of the wrong kind throws, as Stripe.js does.
 */
import type {
  StripeCardCvcElementOptions,
  StripeCardElementOptions,
  StripeCardExpiryElementOptions,
  StripeCardNumberElementOptions,
  StripeConstructorOptions,
  StripeElementClasses,
  StripeElementCSSProperties,
  StripeElementStyle,
  StripeElementStyleVariant,
  StripeElementsOptionsClientSecret,
  StripeElementsOptionsMode,
} from '@stripe/stripe-js'
import type { CardElementType } from '../protocol.ts'
import { IntegrationError, warn } from './errors.ts'

type Kind = 'string' | 'boolean' | 'number' | 'object' | 'array' | 'text'
/** What a value must be; a table for an object whose keys are known. */
export type Check = Kind | { readonly [key: string]: Check }
type Table<Options> = { readonly [Key in keyof Required<Options>]: Check }
type Keys<Union> = Union extends unknown ? keyof Union : never

const css: Table<StripeElementCSSProperties> = {
  backgroundColor: 'string',
  color: 'string',
  fontFamily: 'string',
  fontSize: 'string',
  fontSmoothing: 'string',
  fontStyle: 'string',
  fontVariant: 'string',
  fontWeight: 'text',
  iconColor: 'string',
  lineHeight: 'string',
  letterSpacing: 'string',
  textAlign: 'string',
  padding: 'string',
  textDecoration: 'string',
  textShadow: 'string',
  textTransform: 'string',
}

const variant: Table<StripeElementStyleVariant> = {
  ...css,
  ':hover': css,
  ':focus': css,
  '::placeholder': css,
  '::selection': css,
  ':-webkit-autofill': css,
  ':disabled': css,
  '::-ms-clear': { ...css, display: 'string' },
}

const style: Table<StripeElementStyle> = {
  base: variant,
  complete: variant,
  empty: variant,
  invalid: variant,
}

const classes: Table<StripeElementClasses> = {
  base: 'string',
  complete: 'string',
  empty: 'string',
  focus: 'string',
  invalid: 'string',
  webkitAutofill: 'string',
}

const split: Table<StripeCardExpiryElementOptions & StripeCardCvcElementOptions> = {
  classes,
  style,
  placeholder: 'string',
  disabled: 'boolean',
}

export const elementOptions: {
  cardNumber: Table<StripeCardNumberElementOptions>
  cardExpiry: Table<StripeCardExpiryElementOptions>
  cardCvc: Table<StripeCardCvcElementOptions>
  card: Table<StripeCardElementOptions>
} & Record<CardElementType, Check> = {
  cardExpiry: split,
  cardCvc: split,
  cardNumber: {
    ...split,
    showIcon: 'boolean',
    iconStyle: 'string',
    disableLink: 'boolean',
    preferredNetwork: 'array',
  },
  card: {
    classes,
    style,
    value: { postalCode: 'string' },
    hidePostalCode: 'boolean',
    iconStyle: 'string',
    hideIcon: 'boolean',
    disabled: 'boolean',
    disableLink: 'boolean',
    preferredNetwork: 'array',
  },
}

export const groupOptions: Record<
  Keys<StripeElementsOptionsClientSecret | StripeElementsOptionsMode>,
  Check
> = {
  fonts: 'array',
  locale: 'string',
  appearance: 'object',
  loader: 'string',
  customerOptions: 'object',
  customerSessionClientSecret: 'string',
  customPaymentMethods: 'array',
  syncAddressCheckbox: 'string',
  paymentMethodCreation: 'string',
  clientSecret: 'string',
  mode: 'string',
  currency: 'string',
  amount: 'number',
  setupFutureUsage: 'string',
  setup_future_usage: 'string',
  captureMethod: 'string',
  capture_method: 'string',
  onBehalfOf: 'string',
  on_behalf_of: 'string',
  excludedPaymentMethodTypes: 'array',
  allowedPaymentMethodTypes: 'array',
  paymentMethodConfiguration: 'string',
  payment_method_configuration: 'string',
  paymentMethodOptions: 'object',
  payment_method_options: 'object',
  externalPaymentMethodTypes: 'array',
  adaptivePricing: 'object',
}

export const instanceOptions: Table<StripeConstructorOptions> = {
  stripeAccount: 'string',
  apiVersion: 'string',
  locale: 'string',
  betas: 'array',
  developerTools: 'object',
}

const KINDS: Record<Kind, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  object: (value) => typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  text: (value) => typeof value === 'string' || typeof value === 'number',
}

/**
 * @param where - how the call reads, for the message: `elements.create('cardNumber')`.
 * @throws IntegrationError for a value of the wrong kind.
 */
export function check(options: unknown, table: Check, where: string, path = ''): void {
  if (options === undefined || options === null) return
  if (typeof table === 'string' || typeof options !== 'object' || Array.isArray(options)) {
    const kind = typeof table === 'string' ? table : 'object'
    if (KINDS[kind](options)) return
    const wanted =
      { text: 'a string or a number', array: 'an array', object: 'an object' }[kind as string] ?? `a ${kind}`
    throw new IntegrationError(
      `Invalid value for ${where}: ${path || 'options'} should be ${wanted}. You specified: ${JSON.stringify(options)}.`,
    )
  }
  for (const [key, value] of Object.entries(options)) {
    const inner = path ? `${path}.${key}` : key
    const known = Object.hasOwn(table, key) ? table[key] : undefined
    if (known) check(value, known, where, inner)
    else
      warn(
        `Unrecognized ${where} parameter: ${inner} is not a recognized parameter. This may cause issues with your integration in the future.`,
      )
  }
}
