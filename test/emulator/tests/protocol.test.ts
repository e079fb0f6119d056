import { describe, expect, it } from 'vitest'
import { decodeForm } from '../protocol/form.ts'
import { failure, MUG, world } from './harness.ts'

describe('forms', () => {
  it.each([
    ['a=1&b=', { a: '1', b: '' }],
    ['a[0]=x&a[1]=y', { a: ['x', 'y'] }],
    ['a[]=x&a[]=y', { a: ['x', 'y'] }],
    ['a[b][c]=1&a[b][d]=2', { a: { b: { c: '1', d: '2' } } }],
    ['a[][b]=1&a[][c]=2&a[][b]=3', { a: [{ b: '1', c: '2' }, { b: '3' }] }],
    ['metadata[a%20b]=%C3%A9+%26', { metadata: { 'a b': 'é &' } }],
    ['a[5]=x', { a: { 5: 'x' } }],
    ['__proto__[x]=1', JSON.parse('{"__proto__":{"x":"1"}}')],
  ])('%s', (text, decoded) => {
    expect(decodeForm(text)).toEqual(decoded)
  })

  it('with one name for a value and a hash are refused', async () => {
    const { ask } = world()
    expect(await ask('POST', '/v1/customers', { form: 'metadata=1&metadata[a]=2' })).toMatchObject({
      status: 400,
    })
  })
})

describe('keys', () => {
  it('are wanted', async () => {
    const { ask } = world()
    const { status, headers, body } = await ask('GET', '/v1/customers', { key: null })
    expect(status).toBe(401)
    expect(headers.get('WWW-Authenticate')).toBe('Basic realm="Stripe"')
    expect(body.error).toMatchObject({ type: 'invalid_request_error' })
    expect(body.error.message).toMatch(/^You did not provide an API key/)
  })

  it('that nobody has are not repeated in full', async () => {
    const { client } = world()
    const error = await failure(client({}, 'sk_test_somebody_elses').customers.list())
    expect(error).toMatchObject({ type: 'StripeAuthenticationError', statusCode: 401 })
    expect(error.message).toBe('Invalid API Key provided: sk_test_**********lses')
  })

  it('may come as Basic, as curl -u sends them', async () => {
    const { ask } = world()
    const headers = { Authorization: `Basic ${btoa('sk_test_demo_0123456789:')}` }
    expect((await ask('GET', '/v1/customers', { key: null, headers })).status).toBe(200)
  })

  it('act in a connected account when it is named, and objects stay there', async () => {
    const { client, stripe } = world({ connectedAccounts: ['acct_shop'] })
    const shop = client({ stripeAccount: 'acct_shop' })
    const { id } = await shop.paymentIntents.create(MUG)
    expect((await shop.paymentIntents.retrieve(id)).id).toBe(id)
    expect(await failure(stripe.paymentIntents.retrieve(id))).toMatchObject({ code: 'resource_missing' })
    const stranger = await failure(client({ stripeAccount: 'acct_x' }).customers.list())
    expect(stranger).toMatchObject({
      type: 'StripePermissionError',
      statusCode: 403,
      code: 'account_invalid',
    })
  })
})

describe('parameters', () => {
  it.each([
    ['unknown', { foo: '1' }, 'parameter_unknown', 'foo', 'Received unknown parameter: foo'],
    [
      'several unknown',
      { foo: '1', bar: '1' },
      'parameter_unknown',
      'foo',
      'Received unknown parameters: foo, bar',
    ],
    [
      'unknown inside',
      { 'automatic_payment_methods[foo]': '1' },
      'parameter_unknown',
      'automatic_payment_methods[foo]',
      'Received unknown parameter: automatic_payment_methods[foo]',
    ],
    ['no integer', { amount: '12.5' }, 'parameter_invalid_integer', 'amount', 'Invalid integer: 12.5'],
    [
      'zero',
      { amount: '0' },
      'parameter_invalid_integer',
      'amount',
      'This value must be greater than or equal to 1.',
    ],
    ['no boolean', { confirm: 'yes' }, undefined, 'confirm', 'Invalid boolean: yes'],
    [
      'none of the words',
      { capture_method: 'later' },
      undefined,
      'capture_method',
      'Invalid capture_method: must be one of automatic, automatic_async or manual',
    ],
    [
      'empty where it cannot be',
      { customer: '' },
      'parameter_invalid_empty',
      'customer',
      /You passed an empty string/,
    ],
    [
      'no list',
      { allowed_payment_method_types: 'card' },
      undefined,
      'allowed_payment_method_types',
      'Invalid array',
    ],
    ['no hash', { automatic_payment_methods: '1' }, undefined, 'automatic_payment_methods', 'Invalid object'],
    ['no email', { receipt_email: 'ada' }, 'email_invalid', 'receipt_email', 'Invalid email address: ada'],
    [
      'code for an address',
      { confirm: 'true', return_url: 'javascript://x' },
      'url_invalid',
      'return_url',
      'Not a valid URL',
    ],
    ['not modelled', { transfer_data: '1' }, undefined, 'transfer_data', /The stand-in does not model/],
  ])('that are %s are named', async (_what, form, code, param, message) => {
    const { ask } = world()
    const { status, body } = await ask('POST', '/v1/payment_intents', {
      form: { amount: '1200', currency: 'usd', ...form },
    })
    expect(status).toBe(400)
    expect(body.error).toMatchObject({ type: 'invalid_request_error', param })
    expect(body.error.code).toBe(code)
    expect(body.error.message).toEqual(typeof message === 'string' ? message : expect.stringMatching(message))
    if (code)
      expect(body.error.doc_url).toBe(`https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`)
  })

  it('that are missing are named', async () => {
    const { ask } = world()
    const { body } = await ask('POST', '/v1/payment_intents', { form: { amount: '1200' } })
    expect(body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'currency',
      message: 'Missing required param: currency.',
    })
  })

  it('only a confirmation may have are refused without one', async () => {
    const { stripe } = world()
    const error = await failure(stripe.paymentIntents.create({ ...MUG, return_url: 'https://shop.example' }))
    expect(error).toMatchObject({ code: 'payment_intent_invalid_parameter', param: 'return_url' })
  })

  it('that exclude each other are refused together', async () => {
    const { stripe } = world()
    const error = await failure(
      stripe.paymentIntents.create({ ...MUG, automatic_payment_methods: { enabled: true } }),
    )
    expect(error).toMatchObject({ code: 'parameters_exclusive', param: 'automatic_payment_methods' })
  })

  it('unset what they were with an empty value', async () => {
    const { ask } = world()
    const { body } = await ask('POST', '/v1/customers', { form: { name: 'Ada', description: 'first' } })
    const changed = await ask('POST', `/v1/customers/${body.id}`, { form: { description: '' } })
    expect(changed.body).toMatchObject({ name: 'Ada', description: null })
  })
})

describe('metadata', () => {
  it('is merged: new keys join, empty ones go, and an empty hash clears it', async () => {
    const { stripe, ask } = world()
    const { id } = await stripe.paymentIntents.create({ ...MUG, metadata: { a: '1', b: '2' } })
    const merged = await stripe.paymentIntents.update(id, { metadata: { b: '', c: '3' } })
    expect(merged.metadata).toEqual({ a: '1', c: '3' })
    expect((await ask('POST', `/v1/payment_intents/${id}`, { form: 'metadata=' })).body.metadata).toEqual({})
  })

  it('keeps keys that are numbers', async () => {
    const { ask } = world()
    const { body } = await ask('POST', '/v1/customers', { form: 'metadata[0]=a&metadata[1]=b' })
    expect(body.metadata).toEqual({ 0: 'a', 1: 'b' })
  })

  it.each([
    ['51 keys', Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])), 'metadata'],
    ['a key of 41', { ['k'.repeat(41)]: 'v' }, `metadata[${'k'.repeat(41)}]`],
    ['a value of 501', { k: 'v'.repeat(501) }, 'metadata[k]'],
  ])('does not take %s', async (_what, metadata, param) => {
    const { stripe } = world()
    expect(await failure(stripe.customers.create({ metadata }))).toMatchObject({ statusCode: 400, param })
  })
})

describe('versions', () => {
  const LEGACY = { amount: '1200', currency: 'usd', 'payment_method_types[]': 'card' }

  it('are answered as asked, and as the account has it when not asked', async () => {
    const { ask, emulator } = world()
    const asked = await ask('GET', '/v1/customers', { headers: { 'Stripe-Version': '2024-06-20' } })
    expect(asked.headers.get('Stripe-Version')).toBe('2024-06-20')
    const headers = { Authorization: 'Bearer sk_test_demo_0123456789' }
    const plain = await emulator.fetch(new Request('http://stripe.test/v1/customers', { headers }))
    expect(plain.headers.get('Stripe-Version')).toBe('2026-08-26.dahlia')
    const wrong = await ask('GET', '/v1/customers', { headers: { 'Stripe-Version': '2026-01-01.endive' } })
    expect(wrong.body.error.message).toBe('Invalid Stripe API version: 2026-01-01.endive')
  })

  it('from endive on do not take payment_method_types', async () => {
    const { ask } = world()
    const { body } = await ask('POST', '/v1/payment_intents', { form: LEGACY })
    expect(body.error).toMatchObject({
      code: 'payment_method_types_no_longer_supported',
      param: 'payment_method_types',
    })
  })

  it('before endive do, as the CLI sends it', async () => {
    const { ask } = world()
    const headers = { 'Stripe-Version': '2026-08-26.dahlia' }
    const { status, body } = await ask('POST', '/v1/payment_intents', { form: LEGACY, headers })
    expect([status, body.payment_method_types, body.automatic_payment_methods]).toEqual([200, ['card'], null])
  })

  it('before 2026-07-29 do not know allowed_payment_method_types', async () => {
    const { ask } = world()
    const { body } = await ask('POST', '/v1/payment_intents', {
      form: { amount: '1200', currency: 'usd', 'allowed_payment_method_types[]': 'card' },
      headers: { 'Stripe-Version': '2026-06-24.dahlia' },
    })
    expect(body.error).toMatchObject({ code: 'parameter_unknown', param: 'allowed_payment_method_types' })
  })
})

describe('answers', () => {
  it('carry a request id, which errors repeat in the address of their log', async () => {
    const { stripe } = world()
    const intent = await stripe.paymentIntents.create(MUG)
    expect(intent.lastResponse.requestId).toMatch(/^req_\w{14}$/)
    const error = await failure(stripe.paymentIntents.retrieve('pi_x'))
    expect(error).toMatchObject({
      code: 'resource_missing',
      message: "No such payment_intent: 'pi_x'",
      param: 'intent',
      statusCode: 404,
      request_log_url: expect.stringContaining(error.requestId!),
    })
  })

  it('say so where no endpoint is', async () => {
    const { ask } = world()
    const { status, body } = await ask('POST', '/v1/payment_intent')
    expect(status).toBe(404)
    expect(body.error.message).toMatch(/^Unrecognized request URL \(POST: \/v1\/payment_intent\)/)
  })

  it('may be read by any page, and so may their request id', async () => {
    const { emulator, ask } = world()
    const preflight = await emulator.fetch(
      new Request('http://stripe.test/v1/payment_methods', {
        method: 'OPTIONS',
        headers: {
          Origin: 'https://acme.example',
          'Access-Control-Request-Headers': 'authorization,stripe-version',
        },
      }),
    )
    expect(preflight.status).toBe(200)
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe('authorization,stripe-version')
    for (const key of ['sk_test_demo_0123456789', null]) {
      const { headers } = await ask('GET', '/v1/customers', { key })
      expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
      expect(headers.get('Access-Control-Expose-Headers')).toContain('Request-Id')
    }
  })
})
