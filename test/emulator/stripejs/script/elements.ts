/** A group of elements: one form's worth of card fields. */
import type { StripeElements, StripeError } from '@stripe/stripe-js'
import { type CardElementType, ELEMENT_TYPES, type FontSource, type GroupFrames } from '../protocol.ts'
import { CardElement, type ElementOptions, type Group } from './element.ts'
import { IntegrationError, notModelled, warn } from './errors.ts'
import { Events, type Handler } from './events.ts'
import { check, groupOptions } from './options.ts'
import { parseSecret } from './secret.ts'

type GroupOptions = Record<string, unknown> & { locale?: string; fonts?: FontSource[]; clientSecret?: string }

/** Both collect a number, so a group has one or the other. */
const RIVALS: Partial<Record<CardElementType, readonly CardElementType[]>> = {
  card: ['cardNumber', 'cardExpiry', 'cardCvc'],
  cardNumber: ['card'],
  cardExpiry: ['card'],
  cardCvc: ['card'],
}

/** Elements that Stripe.js has and the stand-in has not. Source: StripeElementType. */
const OTHERS = [
  'address',
  'auBankAccount',
  'contactDetails',
  'currencySelector',
  'expressCheckout',
  'iban',
  'payment',
  'paymentForm',
  'paymentMethodMessaging',
  'linkAuthentication',
  'linkSignup',
  'shippingAddress',
  'issuingCardNumberDisplay',
  'issuingCardCvcDisplay',
  'issuingCardExpiryDisplay',
  'issuingCardPinDisplay',
  'issuingCardCopyButton',
  'taxId',
  'terms',
  'issuingAddToWalletButton',
] as const

/** Removed with this release; each throws, on create and on update. */
const REMOVED = ['paymentMethodTypes', 'payment_method_types']

const MODES = ['payment', 'subscription', 'setup']

function checkGroup(options: GroupOptions, where: string): void {
  for (const name of REMOVED)
    if (name in options)
      throw new IntegrationError(
        `Invalid value for ${where}: ${name} is no longer supported. Use allowedPaymentMethodTypes instead.`,
      )
  check(options, groupOptions, where)
}

function checkNew(options: GroupOptions): void {
  checkGroup(options, 'elements()')
  const { mode, clientSecret, amount, currency } = options
  if (mode !== undefined && clientSecret !== undefined)
    throw new IntegrationError('Invalid value for elements(): specify either clientSecret or mode, not both.')
  if (clientSecret !== undefined) parseSecret('elements()', clientSecret, 'clientSecret')
  if (mode === undefined) return
  if (!MODES.includes(mode as string))
    throw new IntegrationError(
      `Invalid value for elements(): mode should be one of the following strings: ${MODES.join(', ')}. You specified: ${mode}.`,
    )
  if (mode !== 'setup' && !(Number.isInteger(amount) && (amount as number) >= 0))
    throw new IntegrationError(
      `Invalid value for elements(): amount should be a positive integer. You specified: ${amount}.`,
    )
  if (mode !== 'setup' && typeof currency !== 'string')
    throw new IntegrationError(
      `Invalid value for elements(): currency should be a string. You specified: ${currency}.`,
    )
}

export class ElementsGroup implements Group {
  readonly instance: string
  readonly #elements = new Map<CardElementType, CardElement>()
  readonly #events = new Events()
  readonly #retrieve: (secret: string) => Promise<{ error?: StripeError | undefined }>
  #options: GroupOptions

  /** @param locale - the instance's, for a group that names none. */
  constructor(
    instance: string,
    options: GroupOptions,
    locale: string,
    retrieve: (secret: string) => Promise<{ error?: StripeError | undefined }>,
  ) {
    checkNew(options)
    this.instance = instance
    this.#retrieve = retrieve
    this.#options = { locale, ...options }
  }

  get locale(): string {
    return this.#options.locale ?? 'auto'
  }

  get fonts(): readonly FontSource[] {
    return this.#options.fonts ?? []
  }

  get frames(): GroupFrames {
    const named = [...this.#elements.values()].map((element) => [element.type, element.frameName] as const)
    return Object.fromEntries(named.filter(([, name]) => name)) as GroupFrames
  }

  create = ((type: string, options: ElementOptions = {}): CardElement => {
    if ((OTHERS as readonly string[]).includes(type)) notModelled(`elements.create('${type}')`)
    if (!(ELEMENT_TYPES as readonly string[]).includes(type))
      throw new IntegrationError(
        `A valid Element name must be provided. Valid Elements are:\n  ${[...ELEMENT_TYPES, ...OTHERS].join(', ')}; you passed: ${type}.`,
      )
    const card = type as CardElementType
    if (this.#elements.has(card)) throw new IntegrationError(`Can only create one Element of type ${card}.`)
    const rival = RIVALS[card]?.find((other) => this.#elements.has(other))
    if (rival)
      throw new IntegrationError(
        `Cannot create an Element of type ${card} after an Element of type ${rival} has already been created.`,
      )
    const element = new CardElement(card, options, this)
    this.#elements.set(card, element)
    return element
  }) as unknown as StripeElements['create']

  getElement = ((type: string): CardElement | null =>
    this.#elements.get(type as CardElementType) ?? null) as unknown as StripeElements['getElement']

  async update(options: GroupOptions): Promise<void> {
    checkGroup(options, 'elements.update()')
    if ('clientSecret' in options)
      throw new IntegrationError('Invalid value for elements.update(): clientSecret cannot be changed.')
    this.#options = { ...this.#options, ...options }
    for (const element of this.#elements.values()) element.redraw()
    await Promise.resolve()
    this.#events.emit('update-end', undefined)
  }

  on(name: string, handler: Handler): void {
    if (name !== 'update-end') warn(`An Elements group never emits '${name}'.`)
    this.#events.add(name, handler, 'on')
  }

  /** Card fields validate themselves with the confirmation; there is nothing to fetch before it. */
  async submit(): Promise<never> {
    return notModelled('elements.submit() for card Elements')
  }

  async fetchUpdates(): Promise<{ error?: { message: string; status?: string } }> {
    const { clientSecret } = this.#options
    if (!clientSecret)
      throw new IntegrationError('elements.fetchUpdates() needs an Elements group with a clientSecret.')
    const { error } = await this.#retrieve(clientSecret)
    return error ? { error: { message: error.message ?? '' } } : {}
  }

  /** Every element of the group that exists has to be readable, or a card would be sent without its code. */
  get allReadable(): boolean {
    return [...this.#elements.values()].every((element) => element.frameName)
  }

  regrouped(): void {
    for (const element of this.#elements.values()) element.regroup(this.frames)
  }

  forget(element: CardElement): void {
    this.#elements.delete(element.type)
  }
}
