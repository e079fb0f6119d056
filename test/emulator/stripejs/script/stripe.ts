/** The `Stripe` function and what it returns. What the stand-in does not model throws by name. */
import type {
  PaymentIntent,
  PaymentMethod,
  Stripe,
  StripeConstructorOptions,
  StripeElements,
} from '@stripe/stripe-js'
import { Controller } from './controller.ts'
import { ElementsGroup } from './elements.ts'
import { IntegrationError, notModelled, warn } from './errors.ts'
import { Intents } from './intents.ts'
import { PAYMENT, SETUP } from './kinds.ts'
import { check, instanceOptions } from './options.ts'
import { paymentMethodRequest } from './params.ts'
import { nounOf, parseSecret } from './secret.ts'

type Modelled = Pick<
  Stripe,
  | 'elements'
  | 'confirmCardPayment'
  | 'confirmCardSetup'
  | 'handleCardAction'
  | 'handleNextAction'
  | 'retrievePaymentIntent'
  | 'retrieveSetupIntent'
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

/** @throws IntegrationError for an intent that goes on without its server. */
function checkManual({ confirmation_method }: PaymentIntent): void {
  if (confirmation_method !== 'manual')
    throw new IntegrationError(
      'handleCardAction: The PaymentIntent supplied does not require manual server-side confirmation. Please use confirmCardPayment instead to complete the payment.',
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
  const payments = new Intents(PAYMENT, controller, instance)
  const setups = new Intents(SETUP, controller, instance)
  /** Those that a client secret is one of. @throws IntegrationError */
  const intentsOf = (secret: string, where: string) =>
    nounOf(parseSecret(where, secret, 'intent secret')) === 'SetupIntent' ? setups : payments

  const modelled: Modelled = {
    elements: (groupOptions: object = {}) =>
      new ElementsGroup(instance, { ...groupOptions }, locale, (secret) =>
        intentsOf(secret, 'elements.fetchUpdates()').retrieve(secret),
      ) as unknown as StripeElements,
    confirmCardPayment: (secret, data, confirmOptions) => payments.confirm(secret, data, confirmOptions),
    confirmCardSetup: (secret, data, confirmOptions) => setups.confirm(secret, data, confirmOptions),
    handleCardAction: (secret) => payments.next(secret, 'handleCardAction', checkManual),
    handleNextAction: ((next: { clientSecret?: string; hashedValue?: string }) => {
      if (next?.hashedValue !== undefined) notModelled('stripe.handleNextAction({hashedValue})')
      if (next?.clientSecret === undefined)
        throw new IntegrationError('stripe.handleNextAction() needs an object with a clientSecret.')
      const { clientSecret } = next
      return intentsOf(clientSecret, 'stripe.handleNextAction').next(clientSecret, 'handleNextAction')
    }) as Stripe['handleNextAction'],
    retrievePaymentIntent: (secret) => payments.retrieve(secret),
    retrieveSetupIntent: (secret) => setups.retrieve(secret),
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
