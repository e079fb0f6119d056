/** Where Stripe.js throws. Each case is a page's mistake, run in the page. */
import { expect } from '@playwright/test'
import { open, test } from './fixture.ts'

/** Source text of an expression, what the IntegrationError says, and whether it comes as a rejection. */
const SYNC: [does: string, script: string, says: RegExp][] = [
  ['Stripe() without a key', 'Stripe()', /apiKey should be a string/],
  ['Stripe() with an empty key', "Stripe('')", /You used an empty string/],
  ['Stripe() with a secret key', "Stripe('sk_test_demo_0123456789')", /not use your secret key/],
  ['Stripe() with anything else', "Stripe('demo')", /publishable key/],
  ['Stripe() with a live key on a page without HTTPS', "Stripe('pk_live_demo')", /must use HTTPS/],
  [
    'Stripe() with an account that is no string',
    "Stripe('pk_test_1', {stripeAccount: 1})",
    /stripeAccount should be a string/,
  ],
  [
    'elements() with mode and clientSecret',
    "stripe.elements({mode: 'payment', amount: 1, currency: 'usd', clientSecret: 'pi_1_secret_2'})",
    /either clientSecret or mode/,
  ],
  [
    'elements() with a mode without an amount',
    "stripe.elements({mode: 'payment', currency: 'usd'})",
    /amount should be/,
  ],
  [
    'elements() with a malformed clientSecret',
    "stripe.elements({clientSecret: 'nonsense'})",
    /clientSecret should be a client secret of the form/,
  ],
  [
    'elements() with paymentMethodTypes',
    "stripe.elements({paymentMethodTypes: ['card']})",
    /paymentMethodTypes is no longer supported/,
  ],
  [
    'elements() with payment_method_types',
    "stripe.elements({payment_method_types: ['card']})",
    /payment_method_types is no longer supported/,
  ],
  ['elements() with a locale that is no string', 'stripe.elements({locale: 1})', /locale should be a string/],
  [
    'a second element of a type',
    "elements.create('cardNumber')",
    /^Can only create one Element of type cardNumber\.$/,
  ],
  [
    'a combined card beside split fields',
    "elements.create('card')",
    /Cannot create an Element of type card after an Element of type cardNumber/,
  ],
  ['an unknown element', "elements.create('creditCard')", /A valid Element name must be provided/],
  [
    'the payment request button',
    "elements.create('paymentRequestButton')",
    /A valid Element name must be provided/,
  ],
  [
    'an element that is not modelled',
    "elements.create('payment')",
    /elements\.create\('payment'\) is not modelled/,
  ],
  [
    'an option of the wrong kind',
    "stripe.elements().create('cardCvc', {disabled: 'yes'})",
    /disabled should be a boolean/,
  ],
  ['mount() without a target', 'number.mount()', /Missing argument/],
  ['mount() on a selector that finds nothing', "number.mount('#nowhere')", /applies to no DOM elements/],
  ['mount() in an input', "number.mount('#name')", /can contain child nodes/],
  [
    'mount() in a shadow root',
    "const host = document.body.appendChild(document.createElement('p')); const inner = host.attachShadow({mode: 'open'}).appendChild(document.createElement('div')); number.mount(inner)",
    /^Elements cannot be mounted in a ShadowRoot\. Please mount in the Light DOM\.$/,
  ],
  ['mount() in a container outside the page', "number.mount(document.createElement('div'))", /ShadowRoot/],
  [
    'mount() after destroy()',
    "number.destroy(); number.mount('#number')",
    /^This Element has already been destroyed\. Please create a new one\.$/,
  ],
  ['update() after destroy()', 'number.destroy(); number.update({})', /already been destroyed/],
  ['destroy() twice', 'number.destroy(); number.destroy()', /already been destroyed/],
  ['on() without a handler', "number.on('change')", /must be a function/],
  [
    'a confirmation without a secret',
    'stripe.confirmCardPayment()',
    /intent secret: value should be a client secret of the form/,
  ],
  [
    'a confirmation with a malformed secret',
    "stripe.confirmCardPayment('pi_mock_1_secret_2')",
    /You specified: pi_mock_1_secret_2\.$/,
  ],
  [
    "a confirmation with a SetupIntent's secret",
    "stripe.confirmCardPayment('seti_1_secret_2')",
    /a SetupIntent client secret/,
  ],
  [
    'a confirmation with no card',
    "stripe.confirmCardPayment('pi_1_secret_2', {payment_method: {}})",
    /card should be an Element/,
  ],
  [
    'a confirmation with the code as the card',
    "stripe.confirmCardPayment('pi_1_secret_2', {payment_method: {card: cvc}})",
    /card or cardNumber Element/,
  ],
  [
    'an element of another instance',
    "Stripe('pk_test_2').confirmCardPayment('pi_1_secret_2', {payment_method: {card: number}})",
    /same instance of `Stripe`/,
  ],
  ['a payment method without a type', 'stripe.createPaymentMethod({})', /type should be a string/],
  ['a payment method from elements', 'stripe.createPaymentMethod({elements})', /not modelled/],
  [
    'handleNextAction() without a secret',
    'stripe.handleNextAction({})',
    /needs an object with a clientSecret/,
  ],
  ['confirmPayment()', 'stripe.confirmPayment({})', /^stripe\.confirmPayment\(\) is not modelled/],
  ['confirmSetup()', 'stripe.confirmSetup({})', /^stripe\.confirmSetup\(\) is not modelled/],
  [
    'a set-up without a secret',
    'stripe.confirmCardSetup()',
    /^Invalid value for stripe\.confirmCardSetup intent secret: value should be a client secret of the form/,
  ],
  [
    "a set-up with a PaymentIntent's secret",
    "stripe.confirmCardSetup('pi_1_secret_2')",
    /value should be a SetupIntent client secret\. You specified: a PaymentIntent client secret/,
  ],
  [
    'a set-up with the code as the card',
    "stripe.confirmCardSetup('seti_1_secret_2', {payment_method: {card: cvc}})",
    /^Invalid value for stripe\.confirmCardSetup: payment_method: card should be a card or cardNumber Element/,
  ],
  [
    'a set-up with data that is no object',
    "stripe.confirmCardSetup('seti_1_secret_2', 'pm_1')",
    /data should be an object/,
  ],
  [
    "reading a set-up with a PaymentIntent's secret",
    "stripe.retrieveSetupIntent('pi_1_secret_2')",
    /stripe\.retrieveSetupIntent intent secret: value should be a SetupIntent/,
  ],
  [
    "reading a payment with a SetupIntent's secret",
    "stripe.retrievePaymentIntent('seti_1_secret_2')",
    /stripe\.retrievePaymentIntent intent secret: value should be a PaymentIntent/,
  ],
  [
    'handleCardAction() of a set-up',
    "stripe.handleCardAction('seti_1_secret_2')",
    /stripe\.handleCardAction intent secret: value should be a PaymentIntent/,
  ],
]

const REJECTIONS: [does: string, script: string, says: RegExp][] = [
  [
    'a field that is not mounted',
    'cvc.unmount(); return shop.pay(secret)',
    /could not retrieve data from the specified Element/,
  ],
  [
    'a frame that the page took out',
    "document.querySelector('#number').replaceChildren(); return shop.pay(secret)",
    /could not retrieve data/,
  ],
  [
    'handleNextAction() with nothing to do',
    'return stripe.handleNextAction({clientSecret: secret})',
    /^handleNextAction: The PaymentIntent supplied is not in the requires_action state\.$/,
  ],
  [
    'a set-up with a field that is not mounted',
    "cvc.unmount(); return shop.save('seti_1_secret_2')",
    /could not retrieve data from the specified Element/,
  ],
  [
    'handleCardAction() with nothing to do',
    'return stripe.handleCardAction(secret)',
    /^handleCardAction: The PaymentIntent supplied is not in/,
  ],
  ['elements.submit()', 'return elements.submit()', /not modelled/],
  [
    'elements.update() with paymentMethodTypes',
    "return elements.update({paymentMethodTypes: ['card']})",
    /no longer supported/,
  ],
  ['elements.fetchUpdates() without a clientSecret', 'return elements.fetchUpdates()', /clientSecret/],
]

const SHORT = 'const shop = window.shop; const {stripe, elements, number, cvc} = shop;'

for (const [does, script, says] of SYNC)
  test(`throws for ${does}`, async ({ page, demo }) => {
    await open(page, demo)
    const error = await page.evaluate(`(() => {
      ${SHORT}
      try { ${script} } catch (error) { return { name: error.name, message: error.message } }
      return { name: 'nothing' }
    })()`)
    expect(error).toMatchObject({ name: 'IntegrationError', message: expect.stringMatching(says) })
  })

for (const [does, script, says] of REJECTIONS)
  test(`rejects for ${does}`, async ({ page, demo, intent }) => {
    await open(page, demo)
    const error = await page.evaluate(`(async (secret) => {
      ${SHORT}
      const promise = (() => { ${script} })()
      return promise.then(() => ({ name: 'nothing' }), ({ name, message }) => ({ name, message }))
    })(${JSON.stringify(await intent())})`)
    expect(error).toMatchObject({ name: 'IntegrationError', message: expect.stringMatching(says) })
  })

const WARNINGS: [does: string, script: string, says: RegExp][] = [
  [
    'an unknown option of an element',
    "stripe.elements().create('cardNumber', {style: {base: {margin: '1px'}}})",
    /\[Stripe\.js\] Unrecognized elements\.create\('cardNumber'\) parameter: style\.base\.margin is not a recognized parameter\./,
  ],
  [
    'an unknown option of update()',
    'number.update({appearance: {}})',
    /Unrecognized cardNumber\.update\(\) parameter: appearance/,
  ],
  [
    'an unknown option of elements()',
    'stripe.elements({betas: []})',
    /Unrecognized elements\(\) parameter: betas/,
  ],
  [
    'a container that holds something',
    "number.unmount(); document.querySelector('#number').textContent = 'Loading'; number.mount('#number')",
    /contains child nodes/,
  ],
  ['a page without HTTPS', '', /over HTTP/],
]

for (const [does, script, says] of WARNINGS)
  test(`warns of ${does}`, async ({ page, demo }) => {
    await open(page, demo)
    const warnings = await page.evaluate(`(() => { ${SHORT} ${script}; return shop.warnings })()`)
    expect((warnings as string[]).join('\n')).toMatch(says)
  })

test('lets a destroyed element be created again', async ({ page, demo }) => {
  await open(page, demo)
  const created = await page.evaluate(() => {
    window.shop.number.destroy()
    return (
      window.shop.elements.getElement('cardNumber') === null &&
      Boolean(window.shop.elements.create('cardNumber'))
    )
  })
  expect(created).toBe(true)
})
