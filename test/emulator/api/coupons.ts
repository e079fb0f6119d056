/** `/v1/coupons`. What one takes off never changes. */
import type { Stripe } from 'stripe'
import { now } from '../clock.ts'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  array,
  expandParam,
  hash,
  id,
  integer,
  missingParam,
  notModelled,
  oneOf,
  type Params,
  pagination,
  type Rule,
  range,
  string,
  wrong,
} from '../protocol/params.ts'
import { lookUp } from '../state.ts'
import { ageCoupons, makeCoupon } from './coupon-objects.ts'
import { findCoupon, findProduct } from './find.ts'
import { checkCurrency, checkMaximum } from './money.ts'

const LONGEST_NAME = 40
/** Source: Stripe.CouponCreateParams.redeem_by, "more than 5 years in the future". */
const LATEST_REDEMPTION_SECONDS = 5 * 366 * 24 * 60 * 60

const percent: Rule<number> = {
  read(value, at) {
    const text = id.read(value, at)
    const number = /^\d{1,3}(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN
    if (number > 0 && number <= 100) return number
    throw wrong(`Invalid decimal: ${text}; must be greater than 0 and at most 100`, at.param)
  },
}

const createParams = {
  amount_off: integer(1),
  applies_to: hash({ products: array(id) } satisfies Record<
    keyof Stripe.CouponCreateParams.AppliesTo,
    Rule<unknown>
  >),
  currency: id,
  currency_options: notModelled,
  duration: oneOf('forever', 'once', 'repeating'),
  duration_in_months: integer(1),
  expand: expandParam,
  id,
  max_redemptions: integer(1),
  metadata,
  name: string(LONGEST_NAME),
  percent_off: percent,
  redeem_by: integer(),
} satisfies Record<keyof Stripe.CouponCreateParams, Rule<unknown>>

const updateParams = {
  currency_options: notModelled,
  expand: expandParam,
  metadata,
  name: string(LONGEST_NAME),
} satisfies Record<keyof Stripe.CouponUpdateParams, Rule<unknown>>

const listParams = { ...pagination, created: range } satisfies Record<
  keyof Stripe.CouponListParams,
  Rule<unknown>
>

/** @throws ApiError 400 */
function checkOff({ amount_off, percent_off, currency }: Params<typeof createParams>): void {
  if (amount_off !== undefined && percent_off !== undefined)
    throw invalid('You may only specify one of these parameters: amount_off, percent_off.', {
      code: 'parameters_exclusive',
      param: 'amount_off',
    })
  if (amount_off === undefined && percent_off === undefined) throw missingParam('percent_off')
  if (amount_off === undefined) return
  if (currency === undefined) throw missingParam('currency')
  checkMaximum(amount_off, checkCurrency(currency), 'amount_off')
}

/** @throws ApiError 400 */
function checkDuration({ duration, duration_in_months }: Params<typeof createParams>): void {
  if (duration === 'repeating' && duration_in_months === undefined) throw missingParam('duration_in_months')
  if (duration !== 'repeating' && duration_in_months !== undefined)
    throw invalid('duration_in_months can only be set for a coupon whose duration is repeating.', {
      param: 'duration_in_months',
    })
}

/** @throws ApiError 400 unless it is to come. @param moment unix seconds. */
export function checkFuture({ state }: Call, moment: number | undefined, param: string): void {
  if (moment !== undefined && moment <= now(state))
    throw invalid('Invalid timestamp: must be an integer Unix timestamp in the future.', { param })
}

export const coupons = [
  endpoint({
    method: 'POST',
    path: '/v1/coupons',
    keys: 'secret',
    params: createParams,
    returns: 'coupon',
    run(call, params) {
      const { applies_to, currency, expand: _expand, ...spec } = params
      const { state, objects } = call
      checkOff(params)
      checkDuration(params)
      checkFuture(call, spec.redeem_by, 'redeem_by')
      if (spec.redeem_by !== undefined && spec.redeem_by > now(state) + LATEST_REDEMPTION_SECONDS)
        throw invalid('redeem_by cannot be more than five years in the future.', { param: 'redeem_by' })
      for (const [index, product] of applies_to?.products?.entries() ?? [])
        findProduct(call, product, `applies_to[products][${index}]`)
      if (spec.id !== undefined && lookUp(objects.coupons, spec.id) && !objects.deleted_coupons[spec.id])
        throw invalid('Coupon already exists.', { code: 'resource_already_exists', param: 'id' })
      const coupon = makeCoupon(state, objects, {
        ...spec,
        ...(currency !== undefined && { currency: currency.toLowerCase() }),
        ...(applies_to?.products && { products: applies_to.products }),
      })
      recordEvent(call, 'coupon.created', coupon)
      return coupon
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/coupons',
    keys: 'secret',
    params: listParams,
    returns: 'coupon',
    list: true,
    run: ({ objects, path }, { created, ...page }) =>
      list(
        Object.values(objects.coupons).filter(
          (coupon) => within(coupon.created, created) && !objects.deleted_coupons[coupon.id],
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/coupons/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'coupon',
    run: (call, _params, { id: couponId = '' }) => findCoupon(call, couponId, 'id'),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/coupons/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'coupon',
    run(call, { metadata: sent, name }, { id: couponId = '' }) {
      const coupon = findCoupon(call, couponId, 'id')
      const before = structuredClone(coupon)
      coupon.metadata = mergeMetadata(coupon.metadata ?? {}, sent)
      if (name !== undefined) coupon.name = name
      recordEvent(call, 'coupon.updated', coupon, before)
      return coupon
    },
  }),
  endpoint({
    method: 'DELETE',
    path: '/v1/coupons/:id',
    keys: 'secret',
    params: {},
    run(call, _params, { id: couponId = '' }) {
      const coupon = findCoupon(call, couponId, 'id')
      call.objects.deleted_coupons[couponId] = true
      ageCoupons(call.state, call.objects)
      recordEvent(call, 'coupon.deleted', coupon)
      return { id: couponId, object: 'coupon', deleted: true }
    },
  }),
]
