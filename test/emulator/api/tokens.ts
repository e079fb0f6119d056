/** `/v1/tokens`: a card for one use, as the older API takes it. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { nextId } from '../ids.ts'
import { endpoint } from '../protocol/endpoint.ts'
import { missing } from '../protocol/errors.ts'
import {
  expandParam,
  hash,
  id,
  integer,
  missingParam,
  notModelled,
  type Rule,
  required,
  string,
} from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { fullAddress } from './address.ts'
import { checkCard } from './card-checks.ts'
import { cardObject } from './card-object.ts'
import { storeCard } from './payment-method-objects.ts'

const card = hash({
  address_city: string(),
  address_country: string(),
  address_line1: string(),
  address_line2: string(),
  address_state: string(),
  address_zip: string(),
  currency: notModelled,
  cvc: id,
  exp_month: required(integer()),
  exp_year: required(integer()),
  name: string(),
  networks: notModelled,
  number: required(id),
} satisfies Record<keyof Stripe.TokenCreateParams.Card, Rule<unknown>>)

const createParams = {
  account: notModelled,
  bank_account: notModelled,
  card,
  customer: notModelled,
  cvc_update: notModelled,
  expand: expandParam,
  person: notModelled,
  pii: notModelled,
} satisfies Record<keyof Stripe.TokenCreateParams, Rule<unknown>>

export const tokens = [
  endpoint({
    method: 'POST',
    path: '/v1/tokens',
    keys: 'any',
    params: createParams,
    returns: 'token',
    run(call, { card: sent }) {
      if (!sent) throw missingParam('card')
      const address = fullAddress({
        city: sent.address_city ?? null,
        country: sent.address_country ?? null,
        line1: sent.address_line1 ?? null,
        line2: sent.address_line2 ?? null,
        postal_code: sent.address_zip ?? null,
        state: sent.address_state ?? null,
      })
      const billing_details = { address, email: null, name: sent.name ?? null, phone: null, tax_id: null }
      const checked = checkCard(call.state, sent, 'card')
      const method = storeCard(call, checked, { billing_details, metadata: {} }, 'card')
      const token: Stripe.Token = {
        id: nextId(call.state, 'tok'),
        object: 'token',
        card: cardObject(method),
        client_ip: '127.0.0.1',
        created: now(call.state),
        livemode: false,
        type: 'card',
        used: false,
      }
      call.objects.tokens[token.id] = token
      return token
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/tokens/:id',
    keys: 'any',
    params: { expand: expandParam },
    returns: 'token',
    run({ objects }, _params, { id: tokenId = '' }) {
      const token = lookUp(objects.tokens, tokenId)
      if (!token) throw missing('token', tokenId)
      return token
    },
  }),
]
