/** `/pages/invoices/{key}`: an invoice for whoever has its address, to read, to pay while it is open, and as a PDF. */
import { type Context, Hono } from 'hono'
import { csrf } from 'hono/csrf'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { Stripe } from 'stripe'
import { formatAmount } from '../currencies.ts'
import type { Call } from '../protocol/endpoint.ts'
import { ApiError } from '../protocol/errors.ts'
import { MERCHANT_NAME } from '../state.ts'
import { cardForm, reader, sentCard } from './card-form.ts'
import { type Html, table } from './console-parts.ts'
import { day, frame, headers, message, section } from './customer-page.ts'
import { pageCall } from './page-call.ts'
import { textPdf } from './pdf.ts'
import type { Portal } from './portal.ts'

interface Found {
  call: Call
  invoice: Stripe.Invoice
}

export function invoicePages({ state, base, perform }: Portal): Hono {
  function found(c: Context): Found | null {
    const address = `${base}/pages/invoices/${c.req.param('key')}`
    for (const [account, { invoices }] of Object.entries(state.accounts)) {
      const invoice = Object.values(invoices).find(({ hosted_invoice_url: url }) => url === address)
      if (invoice) return { invoice, call: pageCall(state, base, account, c.req.path) }
    }
    return null
  }
  const show = (c: Context, { call, invoice }: Found, sentence: Html | '' = '', status: 200 | 400 = 200) => {
    const payable = intentOf(call, invoice) !== null
    const pay = cardForm(`${invoice.hosted_invoice_url}/pay`, 'Pay by card', `Pay ${due(invoice)}`)
    return c.html(
      frame(MERCHANT_NAME, [], [sentence, invoiceSection(invoice), payable ? pay : '']),
      status,
      headers(),
    )
  }

  return new Hono()
    .get('/:key', (c) => {
      const one = found(c)
      return one ? show(c, one, done(c.req.query('redirect_status'))) : c.notFound()
    })
    .get('/:key/pdf', (c) => {
      const one = found(c)
      if (!one) return c.notFound()
      const type = { 'Content-Type': 'application/pdf' }
      return c.body(textPdf(lines(one.invoice)), 200, { ...headers(), ...type })
    })
    .post('/:key/pay', csrf(), async (c) => {
      const one = found(c)
      const intent = one && intentOf(one.call, one.invoice)
      if (!one || intent === null) return c.notFound()
      const { customer_name: name, customer_email: email, hosted_invoice_url: own } = one.invoice
      try {
        const card = sentCard(reader(await c.req.formData()), { name: name ?? '', email: email ?? '' })
        const paid = perform(one.call, {
          method: 'POST',
          path: '/v1/payment_intents/:id/confirm',
          ids: { id: intent },
          params: { payment_method_data: card, return_url: own! },
        }) as Stripe.PaymentIntent
        const bank = paid.next_action?.redirect_to_url?.url
        return c.redirect(bank ?? `${own}?redirect_status=${paid.status}`, 303)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        return show(c, one, message('alert', error.body.message), 400)
      }
    })
    .onError((error) => {
      if (error instanceof HTTPException) return error.getResponse()
      throw error
    })
}

/** What is to be confirmed so that an invoice is paid; null where there is nothing to pay. */
function intentOf({ objects }: Call, { id, status }: Stripe.Invoice): string | null {
  if (status !== 'open') return null
  const payment = Object.values(objects.invoice_payments).find(
    (one) => one.invoice === id && one.status === 'open' && one.is_default,
  )
  return (payment?.payment.payment_intent as string | undefined) ?? null
}

const MESSAGES: Record<string, Html> = {
  succeeded: message('status', 'Your payment was received.'),
  failed: message('alert', 'Your bank did not confirm the payment. You can try again.'),
}

const done = (status = ''): Html | '' => (Object.hasOwn(MESSAGES, status) ? MESSAGES[status]! : '')

const due = ({ amount_remaining, currency }: Stripe.Invoice): string =>
  formatAmount(amount_remaining, currency)

/** What it comes to, from the lines to what is left to pay. */
function totals(invoice: Stripe.Invoice): [what: string, amount: string][] {
  const { subtotal, total, amount_paid, currency, total_discount_amounts, starting_balance, ending_balance } =
    invoice
  const off = (total_discount_amounts ?? []).reduce((sum, { amount }) => sum + amount, 0)
  const balance = starting_balance - (ending_balance ?? starting_balance)
  const rows: [string, number][] = [
    ['Subtotal', subtotal],
    ...(off > 0 ? [['Discount', -off] as [string, number]] : []),
    ['Total', total],
    ...(balance !== 0 ? [['Balance', balance] as [string, number]] : []),
    ['Paid', amount_paid],
  ]
  return [
    ...rows.map(([what, amount]): [string, string] => [what, formatAmount(amount, currency)]),
    ['Left to pay', due(invoice)],
  ]
}

const STATUS: Record<string, string> = {
  open: 'Open',
  paid: 'Paid',
  uncollectible: 'Not collected',
  void: 'Void: nothing is to be paid',
}

const linesOf = ({ lines, currency }: Stripe.Invoice) =>
  lines.data.map(({ description, period, amount }) => [
    description ?? '',
    `${day(period.start)} – ${day(period.end)}`,
    formatAmount(amount, currency),
  ])

function invoiceSection(invoice: Stripe.Invoice): Html {
  const { number, created, status, customer_name, customer_email, invoice_pdf } = invoice
  return section('invoice', `Invoice ${number}`, [
    html`<p>${STATUS[status ?? ''] ?? ''}. ${day(created)}. For ${customer_name ?? customer_email ?? 'you'}. <a href="${invoice_pdf}">PDF</a></p>`,
    table('What it is for', ['What', 'When', 'Amount'], linesOf(invoice)),
    table('What it comes to', ['Sum', 'Amount'], totals(invoice)),
  ])
}

/** The same as text. */
const lines = (invoice: Stripe.Invoice): string[] => [
  MERCHANT_NAME,
  `Invoice ${invoice.number}, ${day(invoice.created)}`,
  STATUS[invoice.status ?? ''] ?? '',
  invoice.customer_name ?? invoice.customer_email ?? '',
  '',
  ...linesOf(invoice).map(([what, when, amount]) => `${what}, ${when}: ${amount}`),
  '',
  ...totals(invoice).map(([what, amount]) => `${what}: ${amount}`),
]
