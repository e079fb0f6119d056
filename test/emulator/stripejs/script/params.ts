/** What a page passes to a confirmation and to `createPaymentMethod`, as the parameters of the API. */
import type { ApiRequest, FormValue } from '../protocol.ts'
import { CardElement } from './element.ts'
import { IntegrationError, notModelled } from './errors.ts'

type Form = Record<string, FormValue>
type Request = Pick<ApiRequest, 'form' | 'card'>

const isHash = (value: unknown): value is Form =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @throws IntegrationError for an element that holds no number, is another instance's, or cannot be read now. */
function framesOf(element: CardElement, instance: string, where: string): ApiRequest['card'] {
  if (element.type !== 'card' && element.type !== 'cardNumber')
    throw new IntegrationError(
      `Invalid value for ${where}: card should be a card or cardNumber Element. You specified: a ${element.type} Element.`,
    )
  if (element.group.instance !== instance)
    throw new IntegrationError(
      'Please use the same instance of `Stripe` you used to create this Element to create your Source or Token',
    )
  const { frames } = element.group
  // An unreadable field has no name here; the controller fails to find '' and the promise rejects, as Stripe.js's does.
  return { under: null, frames: element.group.allReadable ? frames : { ...frames, [element.type]: '' } }
}

/** A card's data with its `type`; the values come from the frames later. */
function cardRequest(data: unknown, instance: string, where: string): Request {
  if (!isHash(data)) throw new IntegrationError(`Invalid value for ${where}: expected an object with card.`)
  const { card, ...rest } = data as Form & { card?: unknown }
  if (card instanceof CardElement) {
    const read = framesOf(card, instance, where)
    return { form: { ...rest, type: 'card' }, ...(read && { card: read }) }
  }
  if (isHash(card) && typeof card.token === 'string')
    return { form: { ...rest, type: 'card', card: { token: card.token } } }
  throw new IntegrationError(
    `Invalid value for ${where}: card should be an Element or an object with a token. You specified: ${typeof card}.`,
  )
}

/**
 * The parameters of a confirmation. What is not known here goes to the API, which refuses it by name.
 * @param where - `stripe.confirmCardPayment` or `stripe.confirmCardSetup`.
 */
export function confirmRequest(
  where: string,
  data: unknown,
  instance: string,
  clientSecret: string,
): Request {
  if (data !== undefined && !isHash(data))
    throw new IntegrationError(
      `Invalid value for ${where}: data should be an object. You specified: ${typeof data}.`,
    )
  const { payment_method, ...rest } = (data ?? {}) as Form & { payment_method?: unknown }
  if (isHash(rest.payment_method_options) && isHash(rest.payment_method_options.card))
    if ((rest.payment_method_options.card as Record<string, unknown>).cvc instanceof CardElement)
      notModelled('payment_method_options.card.cvc')
  const form: Form = {
    ...rest,
    client_secret: clientSecret,
    expected_payment_method_type: 'card',
    use_stripe_sdk: true,
  }
  if (payment_method === undefined || payment_method === null) return { form }
  if (typeof payment_method === 'string') return { form: { ...form, payment_method } }
  const card = cardRequest(payment_method, instance, `${where}: payment_method`)
  const under = 'payment_method_data'
  return {
    form: { ...form, [under]: card.form },
    ...(card.card && { card: { ...card.card, under } }),
  }
}

/** `createPaymentMethod({type: 'card', …})`. The forms that take a Payment Element are not modelled. */
export function paymentMethodRequest(data: unknown, instance: string): Request {
  const where = 'stripe.createPaymentMethod'
  if (!isHash(data))
    throw new IntegrationError(
      `Invalid value for ${where}: expected an object. You specified: ${typeof data}.`,
    )
  if ('elements' in data || 'element' in data) notModelled(`${where}({elements})`)
  const { type, ...card } = data
  if (typeof type !== 'string')
    throw new IntegrationError(`Invalid value for ${where}: type should be a string. You specified: ${type}.`)
  if (type !== 'card') notModelled(`${where} of type ${type}`)
  return cardRequest(card, instance, where)
}
