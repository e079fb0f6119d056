/** `/v1/customers/{id}/sources`: the cards that the older API keeps with a customer. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { list } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  expandParam,
  id,
  integer,
  notModelled,
  oneOf,
  pagination,
  type Rule,
  required,
  string,
} from '../protocol/params.ts'
import { checkExpiry } from './card-checks.ts'
import { cardObject, cardsOf } from './card-object.ts'
import { addCard, findCard } from './card-sources.ts'
import { forgetDefault, part } from './detaching.ts'
import { findCustomer } from './find.ts'

const createParams = {
  expand: expandParam,
  metadata,
  source: required(id),
  validate: notModelled,
} satisfies Record<keyof Stripe.CustomerCreateSourceParams, Rule<unknown>>

const listParams = { ...pagination, object: oneOf('card') } satisfies Record<
  keyof Stripe.CustomerListSourcesParams,
  Rule<unknown>
>

const updateParams = {
  account_holder_name: notModelled,
  account_holder_type: notModelled,
  address_city: string(),
  address_country: string(),
  address_line1: string(),
  address_line2: string(),
  address_state: string(),
  address_zip: string(),
  exp_month: integer(),
  exp_year: integer(),
  expand: expandParam,
  metadata,
  name: string(),
  owner: notModelled,
} satisfies Record<keyof Stripe.CustomerUpdateSourceParams, Rule<unknown>>

/** The customer's defaults changed along with its cards. */
function changeDefault(call: Call, customer: Stripe.Customer, change: () => void): void {
  const before = structuredClone(customer)
  change()
  if (JSON.stringify(customer) !== JSON.stringify(before))
    recordEvent(call, 'customer.updated', customer, before)
}

export const customerSources = [
  endpoint({
    method: 'POST',
    path: '/v1/customers/:customer/sources',
    keys: 'secret',
    params: createParams,
    returns: 'card',
    run(call, { source, metadata: sent }, { customer: customerId = '' }) {
      const customer = findCustomer(call, customerId)
      let card: Stripe.Card | undefined
      changeDefault(call, customer, () => {
        const method = addCard(call, customer, source)
        method.metadata = mergeMetadata({}, sent)
        card = cardObject(method)
      })
      return card!
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/sources',
    keys: 'secret',
    params: listParams,
    returns: 'card',
    list: true,
    run(call, { object: _object, ...page }, { customer: customerId = '' }) {
      const { id: owner } = findCustomer(call, customerId)
      return list(cardsOf(call.objects.payment_methods, owner), call.path, page)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/customers/:customer/sources/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'card',
    run: (call, _params, { customer = '', id: cardId = '' }) =>
      cardObject(findCard(call, findCustomer(call, customer).id, cardId)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/customers/:customer/sources/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'card',
    run(call, { exp_month, exp_year, metadata: sent, ...params }, { customer = '', id: cardId = '' }) {
      const method = findCard(call, findCustomer(call, customer).id, cardId)
      const before = cardObject(structuredClone(method))
      const expiry = {
        exp_month: exp_month ?? method.card!.exp_month,
        exp_year: exp_year ?? method.card!.exp_year,
      }
      if (exp_month !== undefined || exp_year !== undefined)
        checkExpiry(call.state, expiry.exp_month, expiry.exp_year)
      Object.assign(method.card!, expiry)
      for (const [name, field] of Object.entries(ADDRESS)) {
        const value = params[name as keyof typeof ADDRESS]
        if (value !== undefined) Object.assign(method.billing_details.address!, { [field]: value })
      }
      if (params.name !== undefined) method.billing_details.name = params.name
      method.metadata = mergeMetadata(method.metadata ?? {}, sent)
      recordEvent(call, 'customer.source.updated', cardObject(method), before)
      return cardObject(method)
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/customers/:customer/sources/:id',
    keys: 'secret',
    params: { expand: expandParam } satisfies Record<keyof Stripe.CustomerDeleteSourceParams, Rule<unknown>>,
    run(call, _params, { customer: customerId = '', id: cardId = '' }) {
      const customer = findCustomer(call, customerId)
      const method = findCard(call, customer.id, cardId)
      changeDefault(call, customer, () => {
        recordEvent(call, 'customer.source.deleted', cardObject(method))
        part(call, method)
        const { default_source: charged } = customer
        forgetDefault(customer, method)
        if (charged === method.id)
          customer.default_source = cardsOf(call.objects.payment_methods, customer.id).at(-1)?.id ?? null
      })
      return { id: cardId, object: 'card', deleted: true }
    },
  }),
]

/** The card's address fields → those of a payment method. */
const ADDRESS = {
  address_city: 'city',
  address_country: 'country',
  address_line1: 'line1',
  address_line2: 'line2',
  address_state: 'state',
  address_zip: 'postal_code',
} as const
