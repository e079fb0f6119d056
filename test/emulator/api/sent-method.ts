/** The payment method that came with the parameters of an intent, and whether the intent may use it. */
import type { Stripe } from 'stripe'
import type { Call } from '../protocol/endpoint.ts'
import { type ErrorBody, invalid } from '../protocol/errors.ts'
import type { Intent } from './challenges.ts'
import { checkUsable, createPaymentMethod, findPaymentMethod } from './payment-method-objects.ts'
import type { PaymentMethodData } from './payment-method-params.ts'

interface Sent {
  payment_method?: string
  payment_method_data?: PaymentMethodData
}

/** @param intent as it will be: with the customer that was sent along. @throws ApiError 400, 402 or 404 */
export function sentMethod(
  call: Call,
  intent: Intent,
  { payment_method, payment_method_data }: Sent,
): Stripe.PaymentMethod | null {
  if (payment_method !== undefined && payment_method_data)
    throw invalid('You may only specify one of these parameters: payment_method, payment_method_data.', {
      code: 'parameters_exclusive',
      param: 'payment_method',
    })
  if (payment_method_data) return createPaymentMethod(call, payment_method_data, 'payment_method_data')
  if (payment_method === undefined) return null
  const method = findPaymentMethod(call, payment_method, 'payment_method')
  checkUsable(call, method)
  checkOwner(call, intent, method)
  return method
}

const NAMES = { payment_intent: 'PaymentIntent', setup_intent: 'SetupIntent' } as const

function checkOwner(call: Call, intent: Intent, { id, customer }: Stripe.PaymentMethod): void {
  if (customer === null || customer === intent.customer) return
  throw invalid(
    intent.customer === null
      ? `The payment method supplied (${id}) belongs to the Customer ${customer}. Please include the Customer in the \`customer\` parameter on the ${NAMES[intent.object]}.`
      : `The PaymentMethod ${id} does not belong to the Customer you supplied ${intent.customer}. Please use this PaymentMethod with the Customer that it belongs to instead.`,
    { param: 'payment_method', ...known(call, intent) },
  )
}

/** The intent as it is stored: an error carries it, unless it was about to be made. */
function known({ objects }: Call, { object, id }: Intent): Partial<ErrorBody> {
  if (object === 'payment_intent') {
    const stored = objects.payment_intents[id]
    return stored ? { payment_intent: stored } : {}
  }
  const stored = objects.setup_intents[id]
  return stored ? { setup_intent: stored } : {}
}
