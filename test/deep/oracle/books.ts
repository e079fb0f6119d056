/** What Stripe holds for a checkout, picked out of the stand-in's memory beside every wire: looking changes nothing. */
import type { Stripe } from 'stripe'
import type { Objects } from '../../emulator/state.ts'

/** An event as Stripe recorded it. */
export interface RecordedEvent {
  id: string
  type: string
  data: { object: object }
}

/** All that Stripe holds for one checkout: what carries its id in our metadata, orphans and canceled ones included. */
export interface Books {
  intents: readonly Stripe.PaymentIntent[]
  charges: readonly Stripe.Charge[]
  setups: readonly Stripe.SetupIntent[]
  subscriptions: readonly Stripe.Subscription[]
  /** Of those subscriptions. */
  invoices: readonly Stripe.Invoice[]
  payments: readonly Stripe.InvoicePayment[]
}

/** What a checkout's row names. Somebody may have taken our metadata off these. */
export interface Named {
  id: string
  payment_intent: string | null
  setup_intent: string | null
  subscription: string | null
}

type Shelf = Pick<
  Objects,
  'payment_intents' | 'charges' | 'setup_intents' | 'subscriptions' | 'invoices' | 'invoice_payments'
>

export function booksIn(shelf: Shelf, row: Named): Books {
  const named = [row.payment_intent, row.setup_intent, row.subscription]
  const isOurs = ({ id, metadata }: { id: string; metadata: Stripe.Metadata | null }) =>
    named.includes(id) || metadata?.edge_checkout === row.id
  const subscriptions = Object.values(shelf.subscriptions).filter(isOurs)
  const begun = new Set(subscriptions.map(({ id }) => id))
  const invoices = Object.values(shelf.invoices).filter((invoice) => begun.has(subscriptionOf(invoice)))
  const owed = new Set(invoices.map(({ id }) => id))
  const payments = Object.values(shelf.invoice_payments).filter(({ invoice }) => owed.has(String(invoice)))
  const paying = new Set(payments.map(({ payment }) => payment.payment_intent))
  const intents = Object.values(shelf.payment_intents).filter((one) => isOurs(one) || paying.has(one.id))
  const ids = new Set<unknown>(intents.map(({ id }) => id))
  return {
    intents,
    charges: Object.values(shelf.charges).filter((charge) => ids.has(charge.payment_intent)),
    setups: Object.values(shelf.setup_intents).filter(isOurs),
    subscriptions,
    invoices,
    payments,
  }
}

/** The subscription that made an invoice; an empty text for none. */
export const subscriptionOf = ({ parent }: Stripe.Invoice): string =>
  String(parent?.subscription_details?.subscription ?? '')

type Payments = Pick<Books, 'intents' | 'charges' | 'payments'>

/** The intent that an invoice is paid by. */
export function intentOf({ payments, intents }: Payments, { id }: Stripe.Invoice) {
  const own = payments.filter(({ invoice }) => invoice === id)
  const chosen = own.find(({ is_default }) => is_default) ?? own[0]
  return intents.find((intent) => intent.id === chosen?.payment.payment_intent)
}

/** The last try at it. */
export const chargeOf = ({ charges }: Pick<Books, 'charges'>, intent: Stripe.PaymentIntent | undefined) =>
  charges.find(({ id }) => id === intent?.latest_charge)

/** For each subscription, each period and each invoice: money was taken once at most. In words, where it was not. */
export function chargedTwice(checkout: string, books: Books): string[] {
  const paid = books.invoices.filter(({ amount_paid }) => amount_paid > 0)
  const periods = paid
    .filter(({ billing_reason }) => billing_reason === 'subscription_cycle')
    .map((invoice) => `${subscriptionOf(invoice)} from ${invoice.lines.data.at(-1)?.period.start}`)
  const charged = paid.filter((invoice) => {
    const intent = intentOf(books, invoice)?.id
    const charges = books.charges.filter((one) => one.payment_intent === intent && one.status === 'succeeded')
    return charges.length > 1
  })
  return [
    ...repeated(periods).map((period) => `${checkout}: ${period} was paid twice`),
    ...charged.map(({ id }) => `${checkout}: ${id} was charged twice`),
  ]
}

const repeated = (items: readonly string[]): string[] =>
  items.filter((item, at) => items.indexOf(item) !== at)
