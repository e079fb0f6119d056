/** `/v1/billing_portal/configurations`: what customers may do in the portal. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../ids.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { list } from '../protocol/lists.ts'
import { mergeMetadata } from '../protocol/metadata.ts'
import { expandParam, missingParam } from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { findPrice, findProduct } from './find.ts'
import {
  type ConfigurationUpdate,
  configurationCreateParams,
  configurationListParams,
  configurationUpdateParams,
} from './portal-configuration-params.ts'

type Configuration = Stripe.BillingPortal.Configuration
type Features = Configuration['features']

/** Everything off, as Stripe shows what was not said. */
const NOTHING: Features = {
  customer_update: { allowed_updates: [], enabled: false },
  invoice_history: { enabled: false },
  payment_method_update: { enabled: false, payment_method_configuration: null },
  subscription_cancel: {
    cancellation_reason: { enabled: false, feedback_options: null, options: [] },
    enabled: false,
    mode: 'at_period_end',
    proration_behavior: 'none',
  },
  subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
  subscription_update: {
    billing_cycle_anchor: null,
    default_allowed_updates: [],
    enabled: false,
    proration_behavior: 'none',
    schedule_at_period_end: { conditions: [] },
    trial_update_behavior: 'end_trial',
  },
}

/** What an account's own portal offers before anybody changed it. */
const DEFAULT_FEATURES: NonNullable<ConfigurationUpdate['features']> = {
  customer_update: { allowed_updates: ['address', 'email', 'name', 'phone'], enabled: true },
  invoice_history: { enabled: true },
  payment_method_update: { enabled: true },
  subscription_cancel: { enabled: true, mode: 'at_period_end' },
}

function find({ objects }: Call, id: string, param = 'id'): Configuration {
  const configuration = lookUp(objects.portal_configurations, id)
  if (!configuration) throw missing('configuration', id, param)
  return configuration
}

/** Not stored yet: it may still be refused. */
function blank({ state }: Call): Configuration {
  return {
    id: nextId(state, 'bpc'),
    object: 'billing_portal.configuration',
    active: true,
    application: null,
    business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
    created: now(state),
    default_return_url: null,
    features: structuredClone(NOTHING),
    is_default: false,
    livemode: false,
    login_page: { enabled: false, url: null },
    metadata: {},
    name: null,
    updated: now(state),
  }
}

/** Lays the parameters over a configuration; what was not sent stays. @throws ApiError 400, 404 */
function change(call: Call, configuration: Configuration, params: ConfigurationUpdate): void {
  const { features = {}, business_profile, metadata, expand: _, login_page: _login, ...plain } = params
  if (params.active === false && configuration.is_default)
    throw invalid('The default configuration cannot be deactivated.', { param: 'active' })
  const { customer_update, subscription_cancel, subscription_update, ...others } = features
  const next = configuration.features
  for (const [name, sent] of Object.entries(others)) Object.assign(next[name as keyof Features], sent)
  if (customer_update) Object.assign(next.customer_update, listed(customer_update, 'allowed_updates'))
  if (subscription_cancel) {
    const { cancellation_reason, ...cancel } = subscription_cancel
    Object.assign(next.subscription_cancel, cancel)
    if (cancellation_reason)
      Object.assign(next.subscription_cancel.cancellation_reason, listed(cancellation_reason, 'options'))
  }
  const { products, ...update } = subscription_update ?? {}
  Object.assign(next.subscription_update, listed(update, 'default_allowed_updates'))
  const sold =
    products === undefined ? call.objects.portal_products[configuration.id] : soldIn(call, products)
  if (next.subscription_update.enabled && !sold?.length)
    throw missingParam('features[subscription_update][products]')
  if (next.subscription_update.enabled && next.subscription_update.default_allowed_updates.length === 0)
    throw missingParam('features[subscription_update][default_allowed_updates]')
  Object.assign(configuration.business_profile, business_profile)
  Object.assign(configuration, plain, { updated: now(call.state) })
  configuration.metadata = mergeMetadata(configuration.metadata ?? {}, metadata)
  // Last, when nothing else can be refused.
  if (sold) call.objects.portal_products[configuration.id] = sold
}

/** An empty list arrives as null. */
const listed = <K extends string, T extends { [P in K]?: unknown[] | null }>(sent: T, name: K): T =>
  sent[name] === null ? { ...sent, [name]: [] } : sent

type Sold = NonNullable<Features['subscription_update']['products']>[number]
type SentProducts = NonNullable<
  NonNullable<ConfigurationUpdate['features']>['subscription_update']
>['products']

function soldIn(call: Call, products: NonNullable<SentProducts> | null): Sold[] {
  return (products ?? []).map(({ product, prices, adjustable_quantity }, index) => {
    const at = `features[subscription_update][products][${index}]`
    const { id } = findProduct(call, product, `${at}[product]`)
    for (const [place, price] of prices.entries()) {
      const found = findPrice(call, price, `${at}[prices][${place}]`)
      if (found.product === id && found.recurring) continue
      throw invalid('A price of the portal must be recurring, and of the product that it is listed under.', {
        param: `${at}[prices][${place}]`,
      })
    }
    const { enabled = false, maximum = null, minimum = 1 } = adjustable_quantity ?? {}
    return { product: id, prices, adjustable_quantity: { enabled, maximum, minimum } }
  })
}

/** @param id undefined for the account's own, which is made when it is first used. @throws ApiError 400, 404 */
export function configurationFor(call: Call, id: string | undefined): Configuration {
  if (id === undefined) return defaultOf(call)
  const configuration = find(call, id, 'configuration')
  if (!configuration.active) throw invalid('The configuration is not active.', { param: 'configuration' })
  return configuration
}

function defaultOf(call: Call): Configuration {
  const { portal_configurations: configurations } = call.objects
  const own = Object.values(configurations).find(({ is_default }) => is_default)
  if (own) return own
  const made = { ...blank(call), is_default: true }
  change(call, made, { features: DEFAULT_FEATURES })
  configurations[made.id] = made
  return made
}

export const portalConfigurations = [
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/configurations',
    keys: 'secret',
    params: configurationCreateParams,
    returns: 'billing_portal.configuration',
    run(call, params) {
      const made = blank(call)
      change(call, made, params)
      call.objects.portal_configurations[made.id] = made
      recordEvent(call, 'billing_portal.configuration.created', made)
      return made
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/billing_portal/configurations',
    keys: 'secret',
    params: configurationListParams,
    returns: 'billing_portal.configuration',
    list: true,
    run: ({ objects, path }, { active, is_default, ...page }) =>
      list(
        Object.values(objects.portal_configurations).filter(
          (one) =>
            (active === undefined || one.active === active) &&
            (is_default === undefined || one.is_default === is_default),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/billing_portal/configurations/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'billing_portal.configuration',
    run: (call, _params, { id = '' }) => find(call, id),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/billing_portal/configurations/:id',
    keys: 'secret',
    params: configurationUpdateParams,
    returns: 'billing_portal.configuration',
    run(call, params, { id = '' }) {
      const configuration = find(call, id)
      // On a copy, so that a refusal half way changes nothing.
      const next = structuredClone(configuration)
      change(call, next, params)
      recordEvent(call, 'billing_portal.configuration.updated', next, configuration)
      return Object.assign(configuration, next)
    },
  }),
]
