/** `/v1/promotion_codes`: what customers type to get a coupon. */
import type { Stripe } from 'stripe'
import { recordEvent } from '../events.ts'
import { type Call, endpoint } from '../protocol/endpoint.ts'
import { invalid } from '../protocol/errors.ts'
import { list, within } from '../protocol/lists.ts'
import { mergeMetadata, metadata } from '../protocol/metadata.ts'
import {
  boolean,
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
  required,
  since,
  until,
  wrong,
} from '../protocol/params.ts'
import { CLOVER } from '../protocol/versions.ts'
import { isRedeemable, makePromotionCode } from './coupon-objects.ts'
import { checkFuture } from './coupons.ts'
import { findCoupon, findCustomer, findPromotionCode } from './find.ts'
import { checkCurrency } from './money.ts'

const customerCode: Rule<string> = {
  read(value, at) {
    const code = id.read(value, at)
    if (/^[a-z0-9-]{1,500}$/i.test(code)) return code
    throw wrong('Promotion codes consist of letters, digits and dashes.', at.param)
  },
}

const createParams = {
  active: boolean,
  code: customerCode,
  coupon: until(CLOVER, 'parameter_unknown', 'Received unknown parameter: coupon', id),
  customer: id,
  customer_account: notModelled,
  expand: expandParam,
  expires_at: integer(),
  max_redemptions: integer(1),
  metadata,
  promotion: since(
    CLOVER,
    hash({ coupon: id, type: required(oneOf('coupon')) } satisfies Record<
      keyof Stripe.PromotionCodeCreateParams.Promotion,
      Rule<unknown>
    >),
  ),
  restrictions: hash({
    currency_options: notModelled,
    first_time_transaction: boolean,
    minimum_amount: integer(1),
    minimum_amount_currency: id,
  } satisfies Record<keyof Stripe.PromotionCodeCreateParams.Restrictions, Rule<unknown>>),
} satisfies Record<keyof Stripe.PromotionCodeCreateParams | 'coupon', Rule<unknown>>

const updateParams = {
  active: boolean,
  expand: expandParam,
  metadata,
  restrictions: notModelled,
} satisfies Record<keyof Stripe.PromotionCodeUpdateParams, Rule<unknown>>

const listParams = {
  ...pagination,
  active: boolean,
  code: id,
  coupon: id,
  created: range,
  customer: id,
  customer_account: notModelled,
} satisfies Record<keyof Stripe.PromotionCodeListParams, Rule<unknown>>

type Creation = Params<typeof createParams>

/** @throws ApiError 400, 404 */
function couponOf(call: Call, { coupon, promotion }: Creation): Stripe.Coupon {
  if (call.version < CLOVER) {
    if (coupon === undefined) throw missingParam('coupon')
    return findCoupon(call, coupon)
  }
  if (!promotion) throw missingParam('promotion')
  if (promotion.coupon === undefined) throw missingParam('promotion[coupon]')
  return findCoupon(call, promotion.coupon, 'promotion[coupon]')
}

/** A code may not promise more than its coupon gives. @throws ApiError 400 */
function checkLimits(call: Call, coupon: Stripe.Coupon, { expires_at, max_redemptions }: Creation): void {
  if (!coupon.valid)
    throw invalid(`Coupon expired: ${coupon.id}`, { code: 'coupon_expired', param: 'coupon' })
  checkFuture(call, expires_at, 'expires_at')
  if (expires_at !== undefined && coupon.redeem_by !== null && expires_at > coupon.redeem_by)
    throw invalid('expires_at cannot be after the redeem_by of the coupon.', { param: 'expires_at' })
  const { max_redemptions: most } = coupon
  if (max_redemptions !== undefined && most !== null && max_redemptions > most)
    throw invalid('max_redemptions cannot be greater than those of the coupon.', { param: 'max_redemptions' })
}

/** @returns them with the currency in lower case. @throws ApiError 400 */
function checkRestrictions({ restrictions = {} }: Creation): Partial<Stripe.PromotionCode.Restrictions> {
  const { minimum_amount, minimum_amount_currency: currency, ...plain } = restrictions
  if (minimum_amount !== undefined && currency === undefined)
    throw missingParam('restrictions[minimum_amount_currency]')
  if (minimum_amount === undefined && currency !== undefined)
    throw missingParam('restrictions[minimum_amount]')
  if (minimum_amount === undefined || currency === undefined) return plain
  const minimum_amount_currency = checkCurrency(currency, 'restrictions[minimum_amount_currency]')
  return { ...plain, minimum_amount, minimum_amount_currency }
}

const isSameCode = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** Among active ones a code is unique, but that several customers may each have it. @throws ApiError 400 */
function checkUnique(
  { objects }: Call,
  { id: own, code, customer }: { id?: string; code: string; customer?: string | null },
): void {
  const taken = Object.values(objects.promotion_codes).some(
    (other) =>
      other.id !== own &&
      other.active &&
      isSameCode(other.code, code) &&
      (!customer || other.customer === null || other.customer === customer),
  )
  if (taken)
    throw invalid(`An active promotion code with \`code: ${code}\` already exists.`, { param: 'code' })
}

export const promotionCodes = [
  endpoint({
    method: 'POST',
    path: '/v1/promotion_codes',
    keys: 'secret',
    params: createParams,
    returns: 'promotion_code',
    run(call, params) {
      const { coupon: _coupon, promotion: _promotion, expand: _expand, ...spec } = params
      const { code, customer } = spec
      const coupon = couponOf(call, params)
      checkLimits(call, coupon, params)
      const restrictions = checkRestrictions(params)
      if (customer !== undefined) findCustomer(call, customer, 'customer')
      if (code !== undefined && spec.active !== false)
        checkUnique(call, { code, ...(customer !== undefined && { customer }) })
      const made = makePromotionCode(call.state, call.objects, { ...spec, coupon: coupon.id, restrictions })
      recordEvent(call, 'promotion_code.created', made)
      return made
    },
  }),
  endpoint({
    method: 'GET',
    path: '/v1/promotion_codes',
    keys: 'secret',
    params: listParams,
    returns: 'promotion_code',
    list: true,
    run: ({ objects, path }, { active, code, coupon, created, customer, ...page }) =>
      list(
        Object.values(objects.promotion_codes).filter(
          (one) =>
            within(one.created, created) &&
            (active === undefined || one.active === active) &&
            (code === undefined || isSameCode(one.code, code)) &&
            (coupon === undefined || one.promotion.coupon === coupon) &&
            (customer === undefined || one.customer === customer),
        ),
        path,
        page,
      ),
  }),
  endpoint({
    method: 'GET',
    path: '/v1/promotion_codes/:id',
    keys: 'secret',
    params: { expand: expandParam },
    returns: 'promotion_code',
    run: (call, _params, { id: codeId = '' }) => findPromotionCode(call, codeId, 'id'),
  }),
  endpoint({
    method: 'POST',
    path: '/v1/promotion_codes/:id',
    keys: 'secret',
    params: updateParams,
    returns: 'promotion_code',
    run(call, { active, metadata: sent }, { id: codeId = '' }) {
      const code = findPromotionCode(call, codeId, 'id')
      if (active && !code.active) {
        if (!isRedeemable(call.state, call.objects, code))
          throw invalid('This promotion code can no longer be redeemed, and so not be activated.', {
            param: 'active',
          })
        checkUnique(call, { id: code.id, code: code.code, customer: code.customer as string | null })
      }
      const before = structuredClone(code)
      code.metadata = mergeMetadata(code.metadata ?? {}, sent)
      if (active !== undefined) code.active = active
      recordEvent(call, 'promotion_code.updated', code, before)
      return code
    },
  }),
]
