/** The only user of Stripe.js: gets it, mounts its card fields, confirms with them. Card data stays in Stripe's frames. */
import type {
  StripeElementStyle as CardStyle,
  Stripe,
  StripeCardCvcElement,
  StripeCardExpiryElement,
  StripeCardNumberElement,
  StripeElementLocale,
  StripeElements,
} from '@stripe/stripe-js'
import { loadStripe } from '@stripe/stripe-js/pure'
import { CARD_FIELDS, type CardField, type Filled } from './card-state.ts'
import { type Outcome, outcome } from './outcome.ts'

/** The release of Stripe.js that this is written against, and that `@stripe/stripe-js` loads. */
const RELEASE = 'endive'
const STRIPE_JS = `https://js.stripe.com/${RELEASE}/stripe.js`
const LOAD_TIMEOUT_MS = 15_000

interface Global {
  Stripe?: { version?: string | number }
}

/** Stripe's own address, and the stand-in's. */
const TAG = 'script[src^="https://js.stripe.com/"], script[src$="/endive/stripe.js"]'
/** For a tag of the page that may have failed before this script could hear of it. */
const PATIENCE_MS = 3_000

/**
 * Before it is known whether a card is wanted: hears of the page's own tag, or opens the way to Stripe. No script is loaded that
 * the page did not ask for itself.
 */
export function expectStripe(): void {
  if (document.querySelector(TAG))
    fetchStripe().catch(() => {}) // openStripe says so
  else if (!way) {
    way = document.createElement('link')
    way.rel = 'preconnect'
    way.href = new URL(STRIPE_JS).origin
    document.head.append(way)
  }
}

/** Once a page. */
let way: HTMLLinkElement | undefined

/**
 * Starts the download; resolves when `window.Stripe` is there. The page's own tag is used where it has one, unless that has
 * failed already: then `loadStripe` tries with its own.
 */
function fetchStripe(): Promise<void> {
  const there = () => (window as Global).Stripe !== undefined
  if (there()) return Promise.resolve()
  const found = document.querySelector<HTMLScriptElement>(TAG)
  const tag = found ?? insert()
  return new Promise((resolve, reject) => {
    const give = () => {
      if (there()) return resolve()
      tag.remove()
      reject(new Error(`Stripe.js did not load from ${tag.src}`))
    }
    tag.addEventListener('load', give)
    tag.addEventListener('error', give)
    // A page is loaded when all its tags have loaded or failed.
    if (found) window.addEventListener('load', give)
    setTimeout(give, found && document.readyState === 'complete' ? PATIENCE_MS : LOAD_TIMEOUT_MS)
  })
}

function insert(): HTMLScriptElement {
  const tag = document.createElement('script')
  tag.src = STRIPE_JS
  tag.async = true
  // A page that lets scripts in by nonce lets in what its own scripts vouch for.
  tag.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''
  document.head.append(tag)
  return tag
}

/**
 * @throws where Stripe.js is blocked, or where the page has an older or foreign one and money is real: nothing is known
 *   about what that does with a card, so it is not even given the key.
 */
export async function openStripe(key: string, account: string | null): Promise<Stripe> {
  await fetchStripe().catch(() => {}) // loadStripe tries once more, and says why it cannot
  const found = (window as Global).Stripe
  if (found && found.version !== RELEASE && key.startsWith('pk_live'))
    throw new Error(
      `this page loads Stripe.js ${found.version}; edge-checkout needs ${STRIPE_JS} and takes no other with a live key`,
    )
  const late = new Promise<never>((_, reject) =>
    setTimeout(() => reject(new Error(`Stripe.js did not load from ${STRIPE_JS}`)), LOAD_TIMEOUT_MS),
  )
  const stripe = await Promise.race([
    loadStripe(key, account === null ? undefined : { stripeAccount: account }),
    late,
  ])
  if (!stripe) throw new Error('Stripe.js gave nothing')
  return stripe
}

export type { CardStyle }

export interface FieldEvents {
  filled(field: CardField, filled: Filled, code: string | null, brand?: string): void
  focus(field: CardField | null): void
  failed(message: string): void
}

/** Who pays, where it is known: Stripe keeps it with the card, and sends the receipt there. */
export interface Payer {
  email: string | null
  name: string | null
}

/** With which card, and what becomes of it. */
export interface Means {
  /** A saved one, `pm_…`; null: what is typed in the fields. */
  saved: string | null
  /** Whether Stripe keeps what is typed with the customer. */
  keep: boolean
  /** Whether Stripe writes to the payer itself; of an invoice it does so by its own rules. */
  receipt: boolean
}

const TYPED: Means = { saved: null, keep: false, receipt: true }

type Elements = Record<CardField, StripeCardNumberElement | StripeCardExpiryElement | StripeCardCvcElement>

/** The three card fields, in containers that the element keeps in the light DOM: Stripe.js throws in a shadow root. */
export class Card {
  readonly #stripe: Stripe
  readonly #group: StripeElements
  readonly #fields: Elements
  readonly #events: FieldEvents

  constructor(
    stripe: Stripe,
    options: Record<string, unknown>,
    locale: string,
    style: CardStyle,
    events: FieldEvents,
  ) {
    this.#stripe = stripe
    this.#events = events
    this.#group = stripe.elements({ ...options, locale: locale as StripeElementLocale })
    this.#fields = {
      cardNumber: this.#group.create('cardNumber', { style, showIcon: true }),
      cardExpiry: this.#group.create('cardExpiry', { style }),
      cardCvc: this.#group.create('cardCvc', { style }),
    }
    for (const name of CARD_FIELDS) this.#listen(name)
  }

  #listen(name: CardField): void {
    const field = this.#fields[name] as StripeCardNumberElement // the three share these events
    const { filled, focus } = this.#events
    field.on('ready', () => filled(name, 'empty', null))
    field.on('focus', () => focus(name))
    field.on('blur', () => focus(null))
    field.on('change', ({ empty, complete, error, brand }) =>
      filled(name, empty ? 'empty' : complete ? 'complete' : 'partial', error?.code ?? null, brand),
    )
    if (name === 'cardNumber')
      field.on('loaderror', ({ error }) => this.#events.failed(error.message ?? 'loaderror'))
  }

  mount(containers: Record<CardField, HTMLElement>): void {
    for (const name of CARD_FIELDS) this.#fields[name].mount(containers[name])
  }

  /** Frames load anew wherever they are moved in the page, and Stripe.js does not see it. */
  remount(containers: Record<CardField, HTMLElement>): void {
    for (const name of CARD_FIELDS) this.#fields[name].unmount()
    this.mount(containers)
  }

  restyle(style: CardStyle): void {
    for (const name of CARD_FIELDS) this.#update(name, { style })
  }

  /** While a payment is under way nothing can be typed. */
  disable(disabled: boolean): void {
    for (const name of CARD_FIELDS) this.#update(name, { disabled })
  }

  #update(name: CardField, options: { style: CardStyle } | { disabled: boolean }): void {
    const field = this.#fields[name] as StripeCardExpiryElement // the three take these options
    field.update(options)
  }

  relocate(locale: string): void {
    void this.#group.update({ locale: locale as StripeElementLocale })
  }

  focus(name: CardField): void {
    this.#fields[name].focus()
  }

  clear(name: CardField): void {
    this.#fields[name].clear()
  }

  destroy(): void {
    for (const name of CARD_FIELDS) this.#fields[name].destroy()
  }

  /** The first half of a payment; the bank's challenge, if it wants one, is the second. Never rejects. */
  confirm(clientSecret: string, payer: Payer, means = TYPED): Promise<Outcome> {
    const { saved, keep, receipt } = means
    return settle(() =>
      this.#stripe.confirmCardPayment(
        clientSecret,
        {
          payment_method: saved ?? this.#typed(payer),
          ...(receipt && payer.email !== null && { receipt_email: payer.email }),
          ...(keep && { setup_future_usage: 'off_session' as const }),
        },
        { handleActions: false },
      ),
    )
  }

  /** The first half of saving the card. Never rejects. */
  save(clientSecret: string, payer: Payer, { saved } = TYPED): Promise<Outcome> {
    return settle(() =>
      this.#stripe.confirmCardSetup(
        clientSecret,
        { payment_method: saved ?? this.#typed(payer) },
        { handleActions: false },
      ),
    )
  }

  #typed({ email, name }: Payer) {
    return {
      card: this.#fields.cardNumber as StripeCardNumberElement, // the other two come with it
      billing_details: { ...(email === null ? {} : { email }), ...(name === null ? {} : { name }) },
    }
  }

  challenge(clientSecret: string): Promise<Outcome> {
    return challenge(this.#stripe, clientSecret)
  }
}

/** The first half of a payment with a card that the customer has saved. @param card `pm_…`. Never rejects. */
export const confirmSaved = (stripe: Stripe, clientSecret: string, card: string): Promise<Outcome> =>
  settle(() => stripe.confirmCardPayment(clientSecret, { payment_method: card }, { handleActions: false }))

/** Shows the bank's challenge, of a payment or a set-up, and waits for its end. Never rejects. */
export const challenge = (stripe: Stripe, clientSecret: string): Promise<Outcome> =>
  settle(() => stripe.handleNextAction({ clientSecret }))

/** Stripe.js throws where it was misused, and a frame that was removed may do so at any time: nothing is known then. */
async function settle(ask: () => Promise<Parameters<typeof outcome>[0]>): Promise<Outcome> {
  try {
    return outcome(await ask())
  } catch (error) {
    console.error('edge-checkout: Stripe.js', error)
    return { is: 'unknown', code: null, decline_code: null }
  }
}
