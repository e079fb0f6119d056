import { describe, expect, it } from 'vitest'
import { DEFAULT_INCOMPLETE, invoiceOf, subscribe } from './billing.ts'
import { CARD_ONLY, MUG, world } from './harness.ts'

const NAMES = [
  'amount',
  'amount[a]',
  'amount[]',
  'card[exp_month]',
  'card[number]',
  'card',
  'client_secret',
  'confirm',
  'created[gte]',
  'currency',
  'customer',
  'default_source',
  'expand[]',
  'expand',
  'cancel_at',
  'cancel_at_period_end',
  'default_payment_method',
  'frozen_time',
  'invoice',
  'items[0][deleted]',
  'items[0][id]',
  'items[0][price]',
  'items[0][quantity]',
  'items',
  'pause_collection[behavior]',
  'payment_behavior',
  'price',
  'proration_date',
  'subscription',
  'subscription_details[items][0][id]',
  'trial_end',
  'trial_period_days',
  'limit',
  'metadata',
  'metadata[__proto__]',
  'metadata[a][b]',
  'outcome',
  'payment_intent',
  'payment_method',
  'payment_method_data[type]',
  'query',
  'source',
  'starting_after',
  'type',
  'active',
  'amount_off',
  'balance',
  'business_profile[headline]',
  'code',
  'coupon',
  'default_price_data[currency]',
  'features[customer_update][allowed_updates]',
  'features[subscription_update][products][0][prices][0]',
  'flow_data[type]',
  'id',
  'lookup_key',
  'lookup_keys[]',
  'name',
  'percent_off',
  'product',
  'product_data[name]',
  'promotion[coupon]',
  'promotion[type]',
  'recurring[interval]',
  'restrictions[minimum_amount]',
  'return_url',
  'unit_amount',
  'unit_amount_decimal',
  'constructor',
  '[]',
  'a[[b]',
]
const VALUES = [
  '',
  '1',
  '-1',
  '1e9',
  'true',
  'usd',
  'card',
  '%',
  '\u0000',
  '💳',
  '__proto__',
  'constructor',
  'pm_card_visa',
  'tok_visa',
  'x'.repeat(6000),
]
const IDS = ['constructor', '__proto__', 'pi_x', '%00', 'pm_card_visa']
const PATHS = [
  '/v1/payment_intents',
  '/v1/payment_intents/search',
  '/v1/payment_intents/:id',
  '/v1/payment_intents/:id/confirm',
  '/v1/payment_intents/:id/cancel',
  '/v1/payment_intents/:id/capture',
  '/v1/setup_intents',
  '/v1/setup_intents/:id',
  '/v1/setup_intents/:id/confirm',
  '/v1/setup_intents/:id/cancel',
  '/v1/setup_attempts',
  '/v1/payment_methods',
  '/v1/payment_methods/:id',
  '/v1/payment_methods/:id/attach',
  '/v1/3ds2/challenge/:id',
  '/v1/tokens',
  '/v1/tokens/:id',
  '/v1/charges',
  '/v1/charges/:id',
  '/v1/charges/:id/capture',
  '/v1/refunds',
  '/v1/refunds/:id',
  '/v1/balance_transactions/:id',
  '/v1/customers',
  '/v1/customers/:id',
  '/v1/customers/:id/payment_methods/:id',
  '/v1/customers/:id/sources',
  '/v1/customers/:id/sources/:id',
  '/v1/customers/search',
  '/v1/customers/:id/balance_transactions',
  '/v1/customers/:id/balance_transactions/:id',
  '/v1/products',
  '/v1/products/:id',
  '/v1/products/search',
  '/v1/prices',
  '/v1/prices/:id',
  '/v1/plans',
  '/v1/plans/:id',
  '/v1/coupons',
  '/v1/coupons/:id',
  '/v1/promotion_codes',
  '/v1/promotion_codes/:id',
  '/v1/billing_portal/configurations',
  '/v1/billing_portal/configurations/:id',
  '/v1/billing_portal/sessions',
  '/v1/subscriptions',
  '/v1/subscriptions/search',
  '/v1/subscriptions/:id',
  '/v1/subscriptions/:id/pause',
  '/v1/subscriptions/:id/resume',
  '/v1/subscriptions/:id/discount',
  '/v1/subscription_items',
  '/v1/subscription_items/:id',
  '/v1/invoices',
  '/v1/invoices/create_preview',
  '/v1/invoices/:id',
  '/v1/invoices/:id/lines',
  '/v1/invoices/:id/finalize',
  '/v1/invoices/:id/pay',
  '/v1/invoices/:id/void',
  '/v1/invoices/:id/mark_uncollectible',
  '/v1/invoices/:id/send',
  '/v1/invoiceitems',
  '/v1/invoiceitems/:id',
  '/v1/invoice_payments',
  '/v1/invoice_payments/:id',
  '/v1/test_helpers/test_clocks',
  '/v1/test_helpers/test_clocks/:id',
  '/v1/test_helpers/test_clocks/:id/advance',
  '/v1/events/:id',
  '/v1/webhook_endpoints/:id',
]

describe('malformed requests', () => {
  it('are answered in words, never by a failure of the stand-in', { timeout: 30_000 }, async () => {
    const w = world()
    const { ask, stripe } = w
    const { id } = await stripe.paymentIntents.create(MUG)
    const setup = await stripe.setupIntents.create(CARD_ONLY)
    const billed = await subscribe(w, { params: DEFAULT_INCOMPLETE })
    const invoice = invoiceOf(billed.subscription).id
    const made = [
      id,
      setup.id,
      billed.subscription.id,
      billed.item.id,
      billed.customer,
      billed.price,
      invoice,
    ]
    const values = [...VALUES, ...made]
    let seed = 1
    const pick = <T>(items: T[]): T => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
      return items[(seed >>> 8) % items.length]!
    }
    for (let n = 0; n < 5000; n++) {
      const path = pick(PATHS).replaceAll(':id', () => pick([...IDS, ...made]))
      const method = pick(['GET', 'POST', 'DELETE'])
      const pairs = Array.from({ length: n % 4 }, () => [pick(NAMES), pick(values)])
      const text = new URLSearchParams(pairs as [string, string][]).toString()
      const headers = {
        'Idempotency-Key': pick(['a', 'b', `k${n}`]),
        'Stripe-Version': pick(['', '2018-11-08', '2024-09-30.acacia', '2026-10-28.endive', 'x']),
        Authorization: pick(['Bearer sk_test_demo_0123456789', 'Basic !', 'Bearer']),
      }
      const answer =
        method === 'GET'
          ? await ask(method, `${path}?${text}`, { headers })
          : await ask(method, path, { form: text, headers })
      expect(answer.status, `${method} ${path} ${text}`).toBeLessThan(500)
      if (answer.status >= 400) expect(answer.body.error.message, `${method} ${path} ${text}`).not.toBe('')
    }
  })
})
