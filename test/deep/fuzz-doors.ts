/** Every door of the Worker with a request that it takes: what the mutations begin with. */
import type { Kind } from './fuzz-hostile.ts'

/** A field's value as JSON text, and what kind of value it must be. */
export type Field = [text: string, kind: Kind, need?: 'required']

export interface Door {
  method: string
  /** `{…}` are filled in with what was set up. */
  path: string
  /** Whose key opens it. */
  key: 'attempt' | 'site' | 'operator' | 'token' | 'none'
  /** Whether a page must say which it is, or may; `ignored` where no page is meant. */
  origin: 'must' | 'may' | 'ignored'
  /** Of a JSON body; left out where there is none. */
  body?: Record<string, Field>
  /** Whether it is a cursor list, whose query is checked. */
  list?: true
  /** Too dear to be asked for in earnest. */
  keyless?: true
}

const SHOWN = '{"amount":1200,"currency":"usd"}'

const particulars = {
  email: ['"ada@leak.example"', 'email'],
  name: ['"Ada"', 'name'],
  client_reference_id: ['"order-1"', 'reference'],
  metadata: ['{"colour":"red"}', 'metadata'],
} satisfies Record<string, Field>

const site = {
  name: ['"Yard"', 'title'],
  origins: ['["https://yard.example"]', 'origins'],
  stripe_account: ['null', 'account'],
} satisfies Record<string, Field>

const offer = {
  name: ['"Thing"', 'title'],
  description: ['"A thing."', 'description'],
  amount: ['1200', 'price'],
  currency: ['"usd"', 'currency'],
  limits: ['{"quantity":{"min":1,"max":3}}', 'limits'],
  collect: ['{"email":"none"}', 'collect'],
} satisfies Record<string, Field>

const required = <T extends Record<string, Field>>(fields: T): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([name, [text, kind]]) => [name, [text, kind, 'required']]))

const { name, origins, stripe_account } = site
const { currency, ...restOfOffer } = offer

const visitor = { key: 'attempt', origin: 'must' } as const
const owner = { key: 'site', origin: 'ignored' } as const
const operator = { key: 'operator', origin: 'ignored' } as const

export const DOORS: readonly Door[] = [
  { method: 'GET', path: '/v1/sites/acme/offers/mug', key: 'none', origin: 'may' },
  {
    ...{ method: 'POST', path: '/v1/checkouts', ...visitor },
    body: {
      ...required({
        site: ['"acme"', 'slug'],
        offer: ['"mug"', 'slug'],
        form: ['"card"', 'form'],
        shown: [SHOWN, 'shown'],
      }),
      quantity: ['1', 'quantity'],
      ...particulars,
    },
  },
  {
    ...{ method: 'PATCH', path: '/v1/checkouts/{open}', ...visitor },
    body: {
      ...{
        site: ['"acme"', 'slug'],
        offer: ['"mug"', 'slug'],
        form: ['"card"', 'form'],
        quantity: ['1', 'quantity'],
      },
      shown: [SHOWN, 'shown'],
      ...particulars,
    },
  },
  {
    ...{ method: 'POST', path: '/v1/checkouts', ...visitor },
    body: {
      ...required({
        site: ['"acme"', 'slug'],
        offer: ['"club"', 'slug'],
        form: ['"card"', 'form'],
        shown: ['{"amount":810,"currency":"usd"}', 'shown'],
        promotion_code: ['"TENOFF"', 'code'],
      }),
      customer_token: ['"{token}"', 'token'],
      email: particulars.email,
    },
  },
  { method: 'GET', path: '/v1/sites/acme/offers/club/promotion_codes/TENOFF', key: 'none', origin: 'may' },
  { method: 'GET', path: '/v1/checkouts/{open}', key: 'attempt', origin: 'may' },
  { method: 'GET', path: '/v1/account', key: 'token', origin: 'may' },
  {
    ...{ method: 'PATCH', path: '/v1/account/customer', key: 'token', origin: 'must' },
    body: { email: particulars.email, name: ['"Ada"', 'detail'] },
  },
  { method: 'GET', path: '/v1/subscriptions', ...owner, list: true },
  { method: 'GET', path: '/v1/subscriptions/{subscription}', ...owner },
  { method: 'GET', path: '/v1/customers', ...owner, list: true },
  { method: 'GET', path: '/v1/customers/{customer}', ...owner },
  { method: 'GET', path: '/v1/customers/{customer}/payment_methods', ...owner },
  { method: 'GET', path: '/v1/invoices', ...owner, list: true },
  { method: 'GET', path: '/v1/invoices/{invoice}', ...owner },
  { method: 'GET', path: '/v1/checkouts', ...owner, list: true },
  { method: 'GET', path: '/v1/checkouts/{paid}', ...owner },
  { method: 'GET', path: '/v1/checkouts/{paid}/events', ...owner, list: true },
  { method: 'GET', path: '/v1/payments', ...owner, list: true },
  { method: 'GET', path: '/v1/payments/{intent}', ...owner },
  { method: 'GET', path: '/v1/customer-token-key', ...owner },
  { method: 'GET', path: '/v1/admin/sites', ...operator },
  {
    ...{ method: 'POST', path: '/v1/admin/sites', ...operator },
    body: {
      ...required({ id: ['"yard"', 'slug'], name, origins }),
      stripe_account,
      key: ['"sk_site_yard_fuzz"', 'siteKey'],
    },
  },
  { method: 'GET', path: '/v1/admin/sites/yard', ...operator },
  {
    method: 'PATCH',
    path: '/v1/admin/sites/yard',
    ...operator,
    body: { ...site, archived: ['null', 'archived'] },
  },
  { method: 'DELETE', path: '/v1/admin/sites/yard', ...operator },
  { method: 'POST', path: '/v1/admin/sites/yard/keys', ...operator, keyless: true },
  { method: 'GET', path: '/v1/admin/sites/yard/offers', ...operator },
  {
    ...{ method: 'POST', path: '/v1/admin/sites/yard/offers', ...operator },
    body: {
      ...required({ id: ['"thing"', 'slug'], mode: ['"payment"', 'mode'], name: offer.name, currency }),
      ...restOfOffer,
    },
  },
  { method: 'GET', path: '/v1/admin/sites/yard/offers/thing', ...operator },
  {
    ...{ method: 'PATCH', path: '/v1/admin/sites/yard/offers/thing', ...operator },
    body: { ...offer, archived: ['null', 'archived'] },
  },
  { method: 'DELETE', path: '/v1/admin/sites/yard/offers/thing', ...operator },
  { method: 'POST', path: '/v1/admin/reconcile', ...operator, keyless: true },
]
