/** Fields of forms that customers fill in, and the card among them. */
import { html } from 'hono/html'
import { invalid } from '../protocol/errors.ts'
import type { RawParams } from '../protocol/form.ts'
import type { Html } from './console-parts.ts'

/** A field of a form as it was sent, empty where it is missing. */
export type Read = (name: string) => string

export const reader =
  (form: FormData): Read =>
  (name) =>
    String(form.get(name) ?? '').trim()

export interface Field {
  name: string
  label: string
  autocomplete: string
  type?: 'email' | 'tel'
  numeric?: true
  required?: true
}

export function input({ name, label, autocomplete, type, numeric, required }: Field, value = ''): Html {
  return html`<div><label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type ?? 'text'}" value="${value}" autocomplete="${autocomplete}" ${numeric ? 'inputmode="numeric"' : ''} ${required ? 'required' : ''}></div>`
}

const CARD: readonly Field[] = [
  { name: 'number', label: 'Card number', autocomplete: 'cc-number', numeric: true, required: true },
  { name: 'expiry', label: 'Expires, MM / YY', autocomplete: 'cc-exp', numeric: true, required: true },
  { name: 'cvc', label: 'Security code', autocomplete: 'cc-csc', numeric: true, required: true },
]

/** A form that asks for a card, and never shows one. */
export const cardForm = (action: string, title: string, button: string): Html =>
  html`<form method="post" action="${action}"><fieldset><legend>${title}</legend>
<div class="fields">${CARD.map((field) => input(field))}</div><button>${button}</button></fieldset></form>`

/** @returns `payment_method_data`. @throws ApiError 400 for a date that cannot be read. */
export const sentCard = (read: Read, details: { name: string; email: string }): RawParams => ({
  type: 'card',
  card: { number: read('number'), ...expiry(read('expiry')), cvc: read('cvc') },
  billing_details: details,
})

/** `MM / YY` or `MM/YYYY`. */
function expiry(text: string): { exp_month: string; exp_year: string } {
  const [, exp_month, exp_year] = /^(\d{1,2})\s*\/\s*(\d{2}|\d{4})$/.exec(text) ?? []
  if (exp_month !== undefined && exp_year !== undefined) return { exp_month, exp_year }
  throw invalid('The expiration date is a month and a year: MM / YY.')
}
