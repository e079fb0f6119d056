/** The `Stripe` function and what it returns. What the stand-in does not model throws by name. */
import type { PaymentMethod, Stripe, StripeConstructorOptions, StripeElements } from '@stripe/stripe-js'
import { Controller } from './controller.ts'
import { ElementsGroup } from './elements.ts'
import { IntegrationError, notModelled, warn } from './errors.ts'
import { check, instanceOptions } from './options.ts'
import { paymentMethodRequest } from './params.ts'
import { PaymentIntents } from './payment-intents.ts'

type Modelled = Pick<
  Stripe,
  | 'elements'
  | 'confirmCardPayment'
  | 'handleCardAction'
  | 'handleNextAction'
  | 'retrievePaymentIntent'
  | 'createPaymentMethod'
  | 'registerAppInfo'
>

/** Every other method of the types: a table, so that a new one cannot be forgotten. */
const NOT_MODELLED: Record<Exclude<keyof Stripe, keyof Modelled>, true> = {
  confirmPayment: true,
  confirmAcssDebitPayment: true,
  confirmUsBankAccountPayment: true,
  confirmAlipayPayment: true,
  confirmAuBecsDebitPayment: true,
  confirmBancontactPayment: true,
  confirmBilliePayment: true,
  confirmBlikPayment: true,
  confirmBoletoPayment: true,
  confirmCashappPayment: true,
  confirmCustomerBalancePayment: true,
  confirmEpsPayment: true,
  confirmFpxPayment: true,
  confirmGiropayPayment: true,
  confirmGrabPayPayment: true,
  confirmIdealPayment: true,
  confirmKlarnaPayment: true,
  confirmKonbiniPayment: true,
  confirmMobilepayPayment: true,
  confirmMultibancoPayment: true,
  confirmOxxoPayment: true,
  confirmP24Payment: true,
  confirmPayByBankPayment: true,
  confirmPayNowPayment: true,
  confirmPayPalPayment: true,
  confirmPixPayment: true,
  confirmPromptPayPayment: true,
  confirmSepaDebitPayment: true,
  confirmSofortPayment: true,
  confirmTwintPayment: true,
  confirmWechatPayPayment: true,
  verifyMicrodepositsForPayment: true,
  createRadarSession: true,
  collectBankAccountForPayment: true,
  createConfirmationToken: true,
  confirmSetup: true,
  confirmAcssDebitSetup: true,
  confirmUsBankAccountSetup: true,
  confirmAuBecsDebitSetup: true,
  confirmBacsDebitSetup: true,
  confirmBancontactSetup: true,
  confirmBlikSetup: true,
  confirmCardSetup: true,
  confirmCashappSetup: true,
  confirmIdealSetup: true,
  confirmAmazonPaySetup: true,
  confirmPayPalSetup: true,
  confirmSepaDebitSetup: true,
  confirmSofortSetup: true,
  confirmAffirmPayment: true,
  confirmAfterpayClearpayPayment: true,
  verifyMicrodepositsForSetup: true,
  collectBankAccountForSetup: true,
  retrieveSetupIntent: true,
  processOrder: true,
  retrieveOrder: true,
  paymentRequest: true,
  createToken: true,
  verifyIdentity: true,
  collectFinancialConnectionsAccounts: true,
  collectBankAccountToken: true,
  createEphemeralKeyNonce: true,
  initCheckoutElementsSdk: true,
  initCheckoutFormSdk: true,
  createEmbeddedCheckoutPage: true,
  initializePricing: true,
}

/** @throws IntegrationError for anything that is not a publishable key, and a live one without HTTPS. */
function checkKey(key: unknown): asserts key is string {
  if (typeof key !== 'string')
    throw new IntegrationError('Missing value for Stripe(): apiKey should be a string.')
  if (key === '')
    throw new IntegrationError('Please call Stripe() with your publishable key. You used an empty string.')
  if (/^(sk|rk)_/.test(key))
    throw new IntegrationError(
      'You should not use your secret key with Stripe.js.\nPlease pass a publishable key instead.',
    )
  if (!key.startsWith('pk_'))
    throw new IntegrationError('Please call Stripe() with your publishable key. It starts with pk_.')
  if (location.protocol === 'https:') return
  if (key.startsWith('pk_live_')) throw new IntegrationError('Live Stripe.js integrations must use HTTPS.')
}

let warnedOfHttp = false

function warnOfHttp(): void {
  if (location.protocol === 'https:' || warnedOfHttp) return
  warnedOfHttp = true
  console.warn(
    'You may test your Stripe.js integration over HTTP. However, live Stripe.js integrations must use HTTPS.',
  )
}

export function createStripe(key: unknown, options: StripeConstructorOptions = {}): Stripe {
  checkKey(key)
  check(options, instanceOptions, 'Stripe()')
  warnOfHttp()
  const instance = crypto.randomUUID()
  const { stripeAccount, apiVersion, locale = 'auto' } = options
  const controller = new Controller(instance, {
    key,
    ...(stripeAccount && { account: stripeAccount }),
    ...(apiVersion && { version: apiVersion }),
  })
  const intents = new PaymentIntents(controller, instance)

  const modelled: Modelled = {
    elements: (groupOptions: object = {}) =>
      new ElementsGroup(instance, { ...groupOptions }, locale, (secret) =>
        intents.retrieve(secret, 'elements.fetchUpdates()'),
      ) as unknown as StripeElements,
    confirmCardPayment: (secret, data, confirmOptions) => intents.confirm(secret, data, confirmOptions),
    handleCardAction: (secret) => intents.next(secret, 'handleCardAction', true),
    handleNextAction: ((next: { clientSecret?: string; hashedValue?: string }) => {
      if (next?.hashedValue !== undefined) notModelled('stripe.handleNextAction({hashedValue})')
      if (next?.clientSecret === undefined)
        throw new IntegrationError('stripe.handleNextAction() needs an object with a clientSecret.')
      return intents.next(next.clientSecret, 'handleNextAction')
    }) as Stripe['handleNextAction'],
    retrievePaymentIntent: (secret) => intents.retrieve(secret),
    createPaymentMethod: ((data: unknown) => {
      const request = paymentMethodRequest(data, instance)
      return controller
        .request({ method: 'POST', path: '/v1/payment_methods', ...request })
        .then(({ object, error }) => (error ? { error } : { paymentMethod: object as PaymentMethod }))
    }) as Stripe['createPaymentMethod'],
    registerAppInfo: (library) =>
      check(
        library,
        { name: 'string', partner_id: 'string', version: 'string', url: 'string' },
        'stripe.registerAppInfo()',
      ),
  }
  const rest = Object.keys(NOT_MODELLED).map((name) => [name, () => notModelled(`stripe.${name}()`)])
  return {
    ...modelled,
    ...Object.fromEntries(rest),
    // How @stripe/stripe-js and its wrappers introduce themselves; only Stripe's own statistics want to know.
    _registerWrapper: () => undefined,
  } as Stripe
}

export const warnOfSecondScript = (): void =>
  warn('It looks like Stripe.js was loaded more than one time. Please only load it once per page.')
