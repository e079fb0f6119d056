/** `/v1/billing_portal/sessions`: addresses of a customer's portal, which end soon. */
import type { Stripe } from 'stripe'
import { ownTime } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId, nextToken } from '../ids.ts'
import { PORTAL_PATH } from '../portal-access.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import {
  expandParam,
  hash,
  id,
  missingParam,
  modelledOf,
  notModelled,
  oneOf,
  type Params,
  type Rule,
  required,
  string,
  url,
} from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { findCustomer } from './find.ts'
import { configurationFor } from './portal-configurations.ts'

type FlowData = Stripe.BillingPortal.SessionCreateParams.FlowData

// Source: Stripe.BillingPortal.SessionCreateParams.Locale
const LOCALES = `
  auto bg cs da de el en en-AU en-CA en-GB en-IE en-IN en-NZ en-SG es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms
  mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW`
  .trim()
  .split(/\s+/)

const flowData = hash({
  after_completion: hash({
    hosted_confirmation: hash({ custom_message: string(500) }),
    redirect: hash({ return_url: required(url) }),
    type: required(oneOf('hosted_confirmation', 'portal_homepage', 'redirect')),
  } satisfies Record<keyof NonNullable<FlowData['after_completion']>, Rule<unknown>>),
  subscription_cancel: hash({ retention: notModelled, subscription: required(id) } satisfies Record<
    keyof NonNullable<FlowData['subscription_cancel']>,
    Rule<unknown>
  >),
  subscription_pause: notModelled,
  subscription_update: hash({ subscription: required(id) } satisfies Record<
    keyof NonNullable<FlowData['subscription_update']>,
    Rule<unknown>
  >),
  subscription_update_confirm: notModelled,
  type: required(
    modelledOf(
      ['customer_update', 'payment_method_update', 'subscription_cancel', 'subscription_update'],
      ['subscription_pause', 'subscription_update_confirm'],
    ),
  ),
} satisfies Record<keyof FlowData, Rule<unknown>>)

const createParams = {
  after_expiration: notModelled,
  configuration: id,
  customer: id,
  customer_account: notModelled,
  expand: expandParam,
  flow_data: flowData,
  locale: oneOf(...LOCALES),
  on_behalf_of: id,
  return_url: url,
} satisfies Record<keyof Stripe.BillingPortal.SessionCreateParams, Rule<unknown>>

type SentFlow = NonNullable<Params<typeof createParams>['flow_data']>

/** @throws ApiError 400 where the configuration has it not, or a subscription is missing; 404 for one that is somebody else's. */
function flowOf(
  call: Call,
  { features }: Stripe.BillingPortal.Configuration,
  customer: string,
  sent: SentFlow,
): Stripe.BillingPortal.Session.Flow {
  const { type, after_completion: after } = sent
  if (!features[type].enabled)
    throw invalid(`The ${type} feature is not enabled in the portal configuration.`, {
      param: 'flow_data[type]',
    })
  const about = (name: 'subscription_cancel' | 'subscription_update') => {
    if (type !== name) return null
    const subscription = sent[name]?.subscription
    if (subscription === undefined) throw missingParam(`flow_data[${name}]`)
    const found = lookUp(call.objects.subscriptions, subscription)
    if (found?.customer === customer) return subscription
    throw missing('subscription', subscription, `flow_data[${name}][subscription]`)
  }
  const [canceled, updated] = [about('subscription_cancel'), about('subscription_update')]
  if (after?.type === 'redirect' && !after.redirect)
    throw missingParam('flow_data[after_completion][redirect]')
  return {
    after_completion: {
      hosted_confirmation:
        after?.type === 'hosted_confirmation'
          ? { custom_message: after.hosted_confirmation?.custom_message ?? null }
          : null,
      redirect: after?.type === 'redirect' ? after.redirect! : null,
      type: after?.type ?? 'portal_homepage',
    },
    customer_update: type === 'customer_update' ? {} : null,
    subscription_cancel: canceled === null ? null : { retention: null, subscription: canceled },
    subscription_pause: null,
    subscription_update: updated === null ? null : { subscription: updated },
    subscription_update_confirm: null,
    type,
  }
}

export const portalSessions = [
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/sessions',
    keys: 'secret',
    params: createParams,
    returns: 'billing_portal.session',
    run(call, { customer: customerId, configuration: configurationId, flow_data, locale, ...sent }) {
      const { account, base, objects, state } = call
      if (customerId === undefined) throw missingParam('customer')
      const { id: customer } = findCustomer(call, customerId, 'customer')
      const configuration = configurationFor(call, configurationId)
      if (sent.on_behalf_of !== undefined && !lookUp(state.accounts, sent.on_behalf_of))
        throw missing('account', sent.on_behalf_of, 'on_behalf_of')
      const flow = flow_data ? flowOf(call, configuration, customer, flow_data) : null
      const key = `test_${nextToken(state, 'bps', 40)}`
      const session: Stripe.BillingPortal.Session = {
        id: nextId(state, 'bps'),
        object: 'billing_portal.session',
        after_expiration: null,
        configuration: configuration.id,
        created: ownTime(state),
        customer,
        customer_account: null,
        flow,
        livemode: false,
        locale: locale ?? null,
        on_behalf_of: sent.on_behalf_of ?? null,
        return_url: sent.return_url ?? configuration.default_return_url,
        url: `${base}${PORTAL_PATH}/${key}`,
      }
      objects.portal_sessions[session.id] = session
      state.portal_access[key] = { account, session: session.id, created: session.created, visited: null }
      recordEvent(call, 'billing_portal.session.created', session)
      return session
    },
  }),
]
