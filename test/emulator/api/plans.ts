/** `/v1/plans`: recurring prices, as the older API makes and sees them. */
import type { Stripe } from 'stripe'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid, missing } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  boolean,
  decimal,
  expandParam,
  id,
  integer,
  modelledOf,
  notModelled,
  pagination,
  type Rule,
  range,
  required,
  string,
} from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { findPrice, findProduct } from './find.ts'
import { checkPrice, makePrice, planOf, recordPrice } from './price-objects.ts'
import { interval, LONGEST_TRIAL_DAYS, productData, usageType } from './price-params.ts'
import { currentPrices } from './prices.ts'
import { productFor } from './product-objects.ts'

/** The id of a product, or what to make one of. */
const productParam: Rule<string | ReturnType<typeof productData.read>> = {
  read: (value, at) => (typeof value === 'string' ? id.read(value, at) : productData.read(value, at)),
}

const createParams = {
  active: boolean,
  amount: integer(),
  amount_decimal: decimal,
  billing_scheme: modelledOf(['per_unit'], ['tiered']),
  currency: required(id),
  expand: expandParam,
  id,
  interval: required(interval),
  interval_count: integer(1),
  metadata,
  meter: notModelled,
  nickname: string(),
  product: required(productParam),
  tiers: notModelled,
  tiers_mode: notModelled,
  transform_usage: notModelled,
  trial_period_days: integer(0, LONGEST_TRIAL_DAYS),
  usage_type: usageType,
} satisfies Record<keyof Stripe.PlanCreateParams, Rule<unknown>>

const updateParams = {
  active: boolean,
  expand: expandParam,
  metadata,
  nickname: string(),
  product: id,
  trial_period_days: integer(0, LONGEST_TRIAL_DAYS),
} satisfies Record<keyof Stripe.PlanUpdateParams, Rule<unknown>>

const listParams = { ...pagination, active: boolean, created: range, product: id } satisfies Record<
  keyof Stripe.PlanListParams,
  Rule<unknown>
>

/** @throws ApiError 404, also for a price that is paid once. */
function findPlan(call: Call, planId: string): Stripe.Price {
  const price = lookUp(call.objects.prices, planId)
  if (!price?.recurring) throw missing('plan', planId)
  return findPrice(call, planId, 'id')
}

export const plans = [
  endpoint({
    method: 'POST',
    path: '/v1/plans',
    keys: 'secret',
    params: createParams,
    returns: 'plan',
    run(call, { id: planId, amount, amount_decimal, product, ...params }) {
      const { interval: every, interval_count, trial_period_days, usage_type, ...named } = params
      const spec = {
        ...named,
        ...(amount !== undefined && { unit_amount: amount }),
        ...(amount_decimal !== undefined && { unit_amount_decimal: amount_decimal }),
        recurring: {
          interval: every,
          ...(interval_count !== undefined && { interval_count }),
          ...(trial_period_days !== undefined && { trial_period_days }),
          ...(usage_type !== undefined && { usage_type }),
        },
      }
      if (planId !== undefined && lookUp(call.objects.prices, planId))
        throw invalid('Plan already exists.', { code: 'resource_already_exists', param: 'id' })
      checkPrice(spec)
      const price = makePrice(call, productFor(call, product), spec, planId)
      recordPrice(call, 'created', price)
      return planOf(price)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/plans',
    keys: 'secret',
    params: listParams,
    returns: 'plan',
    list: true,
    run(call, { active, created, product, ...page }) {
      const found = currentPrices(call).filter(
        (price) =>
          price.recurring &&
          within(price.created, created) &&
          (active === undefined || price.active === active) &&
          (product === undefined || price.product === product),
      )
      return list(found.map(planOf), call.path, page)
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/plans/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'plan',
    run: (call, _params, { id: planId = '' }) => planOf(findPlan(call, planId)),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/plans/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'plan',
    run(call, { active, metadata: sent, nickname, product, trial_period_days }, { id: planId = '' }) {
      const price = findPlan(call, planId)
      const before = structuredClone(price)
      const merged = mergeMetadata(price.metadata, sent)
      if (product !== undefined) price.product = findProduct(call, product, 'product').id
      price.metadata = merged
      if (active !== undefined) price.active = active
      if (nickname !== undefined) price.nickname = nickname
      if (trial_period_days !== undefined) price.recurring!.trial_period_days = trial_period_days
      recordPrice(call, 'updated', price, before)
      return planOf(price)
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/plans/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id: planId = '' }) {
      const price = findPlan(call, planId)
      call.objects.deleted_prices[planId] = true
      recordPrice(call, 'deleted', price)
      return { id: planId, object: 'plan', deleted: true }
    },
  }),
]
