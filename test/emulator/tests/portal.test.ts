import { describe, expect, it } from 'vitest'
import { type World, world } from './harness.ts'
import { alertOf, CARD, portal } from './portal-visitor.ts'

const ADA = { name: 'Ada', email: 'ada@example.com' }

/** A customer with one card, at home in the portal. */
async function ada(w: World, params: object = {}) {
  const { id: customer } = await w.stripe.customers.create({ ...ADA, payment_method: 'pm_card_visa' })
  const [card] = (await w.stripe.customers.listPaymentMethods(customer)).data
  return { customer, card: card!.id, ...(await portal(w, { customer, ...params })) }
}

const defaultOf = async ({ stripe }: World, customer: string) => {
  const found = await stripe.customers.retrieve(customer)
  return found.deleted ? undefined : found.invoice_settings.default_payment_method
}

describe('a portal’s address', () => {
  it('leads to its customer’s page, and back to the shop', async () => {
    const w = world()
    const { open } = await ada(w)
    const { status, text, headers } = await open()
    expect(status).toBe(200)
    expect(text).toContain('<a href="https://acme.example/account">Return to Demo shop</a>')
    expect(text).toMatch(/visa •••• 4242/)
    expect(text).toContain('value="ada@example.com"')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Content-Security-Policy')).toMatch(
      /default-src 'none'.*form-action 'self' https:\/\/acme\.example;/,
    )
  })

  it('is over when it is not used in time, or not for long, or its customer is gone', async () => {
    const w = world()
    const later = (advance_s: number) => w.control('POST', '/clock', { advance_s })
    const [unused, used] = [await ada(w), await ada(w)]
    await later(300)
    expect((await used.open()).status).toBe(200)
    await later(1)
    expect((await unused.open()).status).toBe(404)
    await later(3599)
    expect((await used.open()).status).toBe(200)
    await later(3600)
    expect((await used.open()).status).toBe(200)
    await later(3601)
    const over = await used.open()
    expect([over.status, over.text]).toEqual([404, expect.stringContaining('This link is over')])
    expect((await used.send('details', { name: 'Eve' })).status).toBe(404)
    const gone = await ada(w)
    await w.stripe.customers.del(gone.customer)
    expect((await gone.open()).status).toBe(404)
    for (const path of ['/p/session/test_x', '/p/session/constructor', '/p/session/test_x/home'])
      expect((await gone.open(path)).status).toBe(404)
  })

  it('is changed by nothing that is only read', async () => {
    const w = world()
    const { open } = await ada(w)
    const shown = ({ state }: World['emulator']) => JSON.stringify([state.accounts, state.deliveries])
    const before = shown(w.emulator)
    for (const path of [
      '',
      '/home',
      '/home?done=card',
      '/done',
      '/added?setup_intent=seti_x',
      '/cancel/sub_x',
    ])
      await open(path)
    expect(shown(w.emulator)).toBe(before)
  })

  it('takes no form of another page, and none for what it does not offer', async () => {
    const w = world()
    const { send, customer } = await ada(w)
    for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }])
      expect((await send('details', { name: 'Eve' }, headers)).status).toBe(403)
    expect((await send('constructor', {})).status).toBe(404)
    const { id } = await w.stripe.billingPortal.configurations.create({
      features: { invoice_history: { enabled: true } },
    })
    const limited = await portal(w, { customer, configuration: id })
    expect((await limited.send('details', { name: 'Eve' })).status).toBe(404)
    expect((await limited.open()).text).not.toContain('Payment methods')
    expect((await w.stripe.customers.list()).data[0]?.name).toBe('Ada')
  })

  it('never takes what somebody is called for markup', async () => {
    const w = world()
    const { customer, open } = await ada(w)
    await w.stripe.customers.update(customer, { name: '<script>"\'&' })
    const { text } = await open()
    expect(text).toContain('&lt;script&gt;&quot;&#39;&amp;')
    expect(text).not.toContain('<script')
  })

  it('can be read by a screen reader: each field has a label, each table a caption, each button its words', async () => {
    const w = world()
    const { open } = await ada(w)
    const { text } = await open()
    const labelled = new Set([...text.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id))
    const fields = [...text.matchAll(/<(?:input|select) id="([^"]+)"/g)].map(([, id]) => id)
    expect(fields.length).toBeGreaterThan(8)
    expect(new Set(fields).size).toBe(fields.length)
    for (const field of fields) expect(labelled).toContain(field)
    for (const table of text.split('<table').slice(1)) expect(table).toMatch(/<caption>[^<]/)
    expect(text).toContain('aria-label="Remove visa ending in 4242"')
    expect([...text.matchAll(/<h([1-3])/g)].map(([, level]) => level).join('')).toMatch(/^12+$/)
  })
})

describe('in the portal', () => {
  it('a card is added, set up for later, and charged from then on', async () => {
    const w = world()
    const { customer, send, open } = await ada(w)
    const { status, location } = await send('card', CARD)
    expect([status, location]).toEqual([303, expect.stringMatching(/\/home\?done=card$/)])
    expect((await open(location!)).text).toContain('role="status">Your card was added')
    const [added] = (await w.stripe.customers.listPaymentMethods(customer)).data
    expect(added).toMatchObject({ card: { exp_month: 12, exp_year: 2034 }, billing_details: ADA })
    expect(await defaultOf(w, customer)).toBe(added!.id)
    expect((await w.history()).slice(-4)).toEqual([
      'setup_intent.created',
      'payment_method.attached',
      'setup_intent.succeeded',
      'customer.updated',
    ])
    expect(w.emulator.state.requests.map(({ path }) => path)).not.toContain('/v1/setup_intents')
  })

  it('a card whose bank asks goes by the bank, and is charged from then on when it is back', async () => {
    const w = world()
    const { customer, send, open } = await ada(w)
    const { location } = await send('card', { ...CARD, number: '4000002760003184' })
    const source = /\/pages\/three-ds-2-redirect\/(\w+)$/.exec(location!)![1]
    const answered = await w.ask('POST', `/v1/3ds2/challenge/${source}`, {
      key: null,
      form: { outcome: 'authorize' },
    })
    const back = `${answered.body.return_url}?setup_intent=${answered.body.setup_intent}`
    const returned = await open(back)
    expect([returned.status, returned.location]).toEqual([303, expect.stringContaining('done=card')])
    const method = (await w.stripe.setupIntents.retrieve(answered.body.setup_intent)).payment_method
    expect(await defaultOf(w, customer)).toBe(method)
    const events = (await w.history()).length
    await open(back)
    expect(await w.history()).toHaveLength(events)
  })

  it('a card that the bank does not confirm is not added, and the page says so', async () => {
    const w = world()
    const { send, open, customer } = await ada(w)
    const { location } = await send('card', { ...CARD, number: '4000002760003184' })
    const source = location!.split('/').at(-1)
    const { body } = await w.ask('POST', `/v1/3ds2/challenge/${source}`, {
      key: null,
      form: { outcome: 'fail' },
    })
    const returned = await open(`${body.return_url}?setup_intent=${body.setup_intent}`)
    expect([returned.status, alertOf(returned)]).toEqual([400, expect.stringContaining('did not confirm')])
    expect(await defaultOf(w, customer)).toBeNull()
    const other = await w.stripe.setupIntents.create({
      payment_method: 'pm_card_visa',
      confirm: true,
      allowed_payment_method_types: ['card'],
    })
    expect((await open(`/added?setup_intent=${other.id}`)).status).toBe(404)
  })

  it.each([
    [{ number: '4000000000000002' }, 'Your card was declined.'],
    [{ number: '4242424242424241' }, 'Your card number is incorrect.'],
    [{ expiry: '1234' }, 'The expiration date is a month and a year: MM / YY.'],
    [{ expiry: '12/20' }, 'Your card&#39;s expiration year is invalid.'],
    [{ cvc: '' }, expect.stringContaining('cvc')],
  ])('a wrong card is refused in words, and never shown again: %j', async (change, sentence) => {
    const w = world()
    const { send, customer } = await ada(w)
    const answer = await send('card', { ...CARD, ...change })
    expect([answer.status, alertOf(answer)]).toEqual([400, sentence])
    expect(answer.text).not.toContain(CARD.number)
    expect((await w.stripe.customers.listPaymentMethods(customer)).data).toHaveLength(1)
  })

  it('a card is made the default, and removed, but never somebody else’s', async () => {
    const w = world()
    const { customer, card, send } = await ada(w)
    const bob = await ada(w)
    await send('default', { payment_method: card })
    expect(await defaultOf(w, customer)).toBe(card)
    for (const action of ['default', 'remove']) {
      const refused = await send(action, { payment_method: bob.card })
      expect([refused.status, alertOf(refused)]).toEqual([400, 'This card is no longer there.'])
    }
    await send('remove', { payment_method: card })
    expect((await w.stripe.customers.listPaymentMethods(customer)).data).toEqual([])
    expect((await w.history()).slice(-2)).toEqual(['payment_method.detached', 'customer.updated'])
  })

  it('details are changed as far as they are offered', async () => {
    const w = world()
    const { customer, send } = await ada(w)
    const typed = { name: 'Ada L.', email: '', phone: '+441', line1: '1 Main St', country: 'GB', city: '' }
    expect((await send('details', { ...typed, balance: '-500' })).location).toContain('done=details')
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({
      name: 'Ada L.',
      email: null,
      phone: '+441',
      balance: 0,
      address: { line1: '1 Main St', country: 'GB', city: null },
    })
    const { id } = await w.stripe.billingPortal.configurations.create({
      features: { customer_update: { enabled: true, allowed_updates: ['phone'] } },
    })
    const limited = await portal(w, { customer, configuration: id })
    expect((await limited.open()).text).not.toContain('name="email"')
    await limited.send('details', { name: 'Eve', phone: '+442' })
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({ name: 'Ada L.', phone: '+442' })
  })

  it('details that are refused stay in the form', async () => {
    const w = world()
    const { send } = await ada(w)
    const answer = await send('details', { name: 'Ada Lovelace', email: 'ada' })
    expect([answer.status, alertOf(answer)]).toEqual([400, 'Invalid email address: ada'])
    expect(answer.text).toContain('value="Ada Lovelace"')
    expect(answer.text).toContain('value="ada"')
  })
})

describe('a flow', () => {
  const UPDATE = { type: 'payment_method_update' as const }

  it('shows its one thing, and then the whole portal', async () => {
    const w = world()
    const { open, send } = await ada(w, { flow_data: UPDATE })
    const { text } = await open()
    expect(text).toContain('Update your payment method')
    expect(text).not.toContain('Billing details')
    const { location } = await send('card', CARD)
    expect((await open(location!)).text).toContain('Billing details')
  })

  it('leads back to the shop, or to its own last words, where it says so', async () => {
    const w = world()
    const redirect = { return_url: 'https://done.example/ok' }
    const first = await ada(w, {
      flow_data: { ...UPDATE, after_completion: { type: 'redirect', redirect } },
    })
    expect((await first.open()).headers.get('Content-Security-Policy')).toContain('https://done.example')
    expect((await first.send('card', CARD)).location).toBe('https://done.example/ok')
    const hosted_confirmation = { custom_message: 'Thank you!' }
    const second = await ada(w, {
      flow_data: {
        type: 'customer_update',
        after_completion: { type: 'hosted_confirmation', hosted_confirmation },
      },
    })
    const { location } = await second.send('details', { name: 'Ada' })
    expect((await second.open(location!)).text).toContain('Thank you!')
  })

  it('that is refused is shown again', async () => {
    const w = world()
    const { send } = await ada(w, { flow_data: UPDATE })
    const refused = await send('card', { ...CARD, number: '4000000000000002' })
    expect(alertOf(refused)).toBe('Your card was declined.')
    expect(refused.text).toContain('Update your payment method')
    expect(refused.text).not.toContain('Billing details')
  })
})
