/** What the portal shows a customer: what is subscribed to, how it is paid, who pays, and what was paid. */
import { html } from 'hono/html'
import type { Stripe } from 'stripe'
import { amountOf } from '../api/price-objects.ts'
import { formatAmount } from '../currencies.ts'
import { lookUp } from '../state.ts'
import { cardForm, type Field, input, type Read } from './card-form.ts'
import { type Html, table } from './console-parts.ts'
import { date, section } from './customer-page.ts'
import type { ActionName, DETAILS } from './portal-actions.ts'
import { cardsOf, invoicesOf, offersOf, subscriptionsOf, type Visit } from './portal-visit.ts'

/** A button, and what it is about. @param label where the words on it do not say that. */
const button = (
  { path }: Visit,
  action: ActionName,
  words: string,
  fields: Record<string, string>,
  label?: string,
): Html =>
  html`<form method="post" action="${path}/${action}">${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button ${label ? html`aria-label="${label}"` : ''}>${words}</button></form>`

export function cardsSection(visit: Visit): Html {
  const { invoice_settings, default_source } = visit.customer
  const charged = invoice_settings.default_payment_method ?? default_source
  const rows = cardsOf(visit).map(({ id, card }) => {
    const name = html`${card!.brand} •••• ${card!.last4}`
    const expires = `${String(card!.exp_month).padStart(2, '0')} / ${card!.exp_year}`
    const says = `${card!.brand} ending in ${card!.last4}`
    const own = { payment_method: id }
    return [
      name,
      expires,
      id === charged ? 'Default' : button(visit, 'default', 'Make default', own, `Make ${says} the default`),
      button(visit, 'remove', 'Remove', own, `Remove ${says}`),
    ]
  })
  return section('cards', 'Payment methods', [
    rows.length === 0
      ? html`<p>No card yet.</p>`
      : table('Your cards', ['Card', 'Expires', 'Charged', 'Action'], rows),
    html`<details><summary>Add a card</summary>${cardForm(`${visit.path}/card`, 'New card', 'Add card')}</details>`,
  ])
}

const DETAIL_FIELDS: Record<keyof typeof DETAILS, readonly Field[]> = {
  name: [{ name: 'name', label: 'Name', autocomplete: 'name' }],
  email: [{ name: 'email', label: 'Email', autocomplete: 'email', type: 'email' }],
  phone: [{ name: 'phone', label: 'Phone', autocomplete: 'tel', type: 'tel' }],
  address: [
    { name: 'line1', label: 'Address', autocomplete: 'address-line1' },
    { name: 'line2', label: 'Address, second line', autocomplete: 'address-line2' },
    { name: 'city', label: 'City', autocomplete: 'address-level2' },
    { name: 'state', label: 'State or region', autocomplete: 'address-level1' },
    { name: 'postal_code', label: 'Postal code', autocomplete: 'postal-code' },
    { name: 'country', label: 'Country, two letters', autocomplete: 'country' },
  ],
}

/** @param typed what was sent and refused: it stays in the form. */
export function detailsSection({ path, customer, features }: Visit, typed?: Read): Html {
  const { name, email, phone, address } = customer
  const stored: Record<string, string | null | undefined> = { name, email, phone, ...address }
  const allowed = Object.entries(DETAIL_FIELDS).filter(([detail]) =>
    features.customer_update.allowed_updates.includes(detail),
  )
  const fields = allowed.flatMap(([, inputs]) =>
    inputs.map((field) => input(field, typed ? typed(field.name) : (stored[field.name] ?? ''))),
  )
  return section('details', 'Billing details', [
    html`<form method="post" action="${path}/details"><fieldset><legend>Who pays</legend>
<div class="fields">${fields}</div><button>Save details</button></fieldset></form>`,
  ])
}

/** What is sold, in words: `2 × Club, $9.00 a month`. */
function itemsOf({ call }: Visit, subscription: Stripe.Subscription): Html {
  return html`${subscription.items.data.map(({ price, quantity = 1 }) => {
    const product = lookUp(call.objects.products, price.product as string)
    const amount = formatAmount(amountOf(price, quantity), price.currency)
    return html`<div>${quantity > 1 ? `${quantity} × ` : ''}${product?.name ?? price.id}, ${amount} ${every(price)}</div>`
  })}`
}

function every({ recurring }: Stripe.Price): string {
  const { interval, interval_count: count } = recurring!
  return count === 1 ? `a ${interval}` : `every ${count} ${interval}s`
}

const STATUS: Record<string, string> = {
  active: 'Active',
  trialing: 'Trial',
  past_due: 'Payment is due',
  unpaid: 'Unpaid',
  incomplete: 'Waits for its first payment',
  paused: 'Paused',
}

export function subscriptionsSection(visit: Visit): Html {
  const link = (what: 'cancel' | 'update', words: string, id: string) =>
    html`<a class="button" href="${visit.path}/${what}/${id}">${words}</a>`
  const wayOut = ({ id, cancel_at_period_end }: Stripe.Subscription) =>
    cancel_at_period_end
      ? button(visit, 'renew', 'Renew', { subscription: id })
      : link('cancel', 'Cancel', id)
  const rows = subscriptionsOf(visit).map((subscription) => {
    const { id, status, cancel_at, items } = subscription
    const ends = Math.max(...items.data.map(({ current_period_end }) => current_period_end))
    return [
      itemsOf(visit, subscription),
      STATUS[status] ?? status,
      cancel_at === null ? html`Renews on ${date(ends)}` : html`Ends on ${date(cancel_at)}`,
      html`${visit.features.subscription_update.enabled && items.data.length === 1 ? link('update', 'Change', id) : ''}
${visit.features.subscription_cancel.enabled ? wayOut(subscription) : ''}`,
    ]
  })
  return section('subscriptions', 'Subscriptions', [
    rows.length === 0
      ? html`<p>None.</p>`
      : table('What you subscribe to', ['Subscription', 'Status', 'Next', 'Action'], rows),
  ])
}

const REASONS: Record<string, string> = {
  customer_service: 'Customer service was less than expected',
  low_quality: 'Quality was less than expected',
  missing_features: 'Some features are missing',
  other: 'Other',
  switched_service: 'I’m switching to something else',
  too_complex: 'It is too complicated',
  too_expensive: 'It is too expensive',
  unused: 'I don’t use it enough',
}

/** Asked once more, because it cannot always be taken back. */
export function cancelSection(visit: Visit, subscription: Stripe.Subscription): Html {
  const { mode, cancellation_reason: reason } = visit.features.subscription_cancel
  const ends = Math.max(...subscription.items.data.map(({ current_period_end }) => current_period_end))
  const choice = (option: string) => html`<option value="${option}">${REASONS[option] ?? option}</option>`
  return section('cancel', 'Cancel your subscription', [
    itemsOf(visit, subscription),
    mode === 'at_period_end'
      ? html`<p>It goes on until ${date(ends)}. Until then you can renew it.</p>`
      : html`<p>It ends now, and this cannot be taken back.</p>`,
    html`<form method="post" action="${visit.path}/cancel"><input type="hidden" name="subscription" value="${subscription.id}">
${reason.enabled ? html`<div class="fields"><div><label for="feedback">Why do you cancel?</label><select id="feedback" name="feedback"><option value="">–</option>${reason.options.map(choice)}</select></div></div>` : ''}<button>Cancel subscription</button></form>`,
  ])
}

/** Another price, or another number of it, as far as the portal offers them. */
export function updateSection(visit: Visit, subscription: Stripe.Subscription): Html {
  const { prices: known, products } = visit.call.objects
  const [item] = subscription.items.data
  const offers = offersOf(visit)
  const options = offers.flatMap(({ product, prices }) =>
    prices.map((id) => {
      const price = known[id]!
      const amount = formatAmount(amountOf(price, 1), price.currency)
      return html`<option value="${id}" ${id === item!.price.id ? 'selected' : ''}>${products[product]?.name ?? product}, ${amount} ${every(price)}</option>`
    }),
  )
  const quantity: Field = {
    name: 'quantity',
    label: 'Quantity',
    autocomplete: 'off',
    numeric: true,
    required: true,
  }
  const adjustable = offers.some(({ adjustable_quantity }) => adjustable_quantity.enabled)
  return section('update', 'Change your subscription', [
    html`<p>Now: </p>${itemsOf(visit, subscription)}`,
    html`<form method="post" action="${visit.path}/update"><input type="hidden" name="subscription" value="${subscription.id}">
<div class="fields"><div><label for="price">What you pay for</label><select id="price" name="price">${options}</select></div>${adjustable ? input(quantity, String(item!.quantity ?? 1)) : ''}</div>
<button>Change subscription</button></form>`,
  ])
}

const INVOICE_STATUS: Record<string, string> = {
  open: 'Open',
  paid: 'Paid',
  uncollectible: 'Not collected',
  void: 'Void',
}

export function invoicesSection(visit: Visit): Html {
  const rows = invoicesOf(visit).map(({ id, number, created, total, currency, status, ...links }) => [
    links.hosted_invoice_url
      ? html`<a href="${links.hosted_invoice_url}">${number ?? id}</a>`
      : (number ?? id ?? ''),
    date(created),
    html`<span class="number">${formatAmount(total, currency)}</span>`,
    INVOICE_STATUS[status ?? ''] ?? '',
    links.invoice_pdf ? html`<a href="${links.invoice_pdf}" aria-label="PDF of ${number ?? id}">PDF</a>` : '',
  ])
  return section('invoices', 'Invoices', [
    rows.length === 0
      ? html`<p>None.</p>`
      : table('What you were asked for', ['Invoice', 'Date', 'Total', 'Status', 'Document'], rows),
  ])
}
