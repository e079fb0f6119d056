import { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { FORMS, type FormName } from '../pages/console-forms.ts'
import { subscribe } from './billing.ts'
import { BASE, MUG, NOW, type World, world } from './harness.ts'
import { redeem } from './redeeming.ts'

const PAID = { ...MUG, payment_method: 'pm_card_visa', confirm: true }

const open = async (w: World, path = '') => {
  const response = await w.emulator.fetch(new Request(`${BASE}/_emulator${path}`))
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** As a browser sends a form. */
const submit = async (
  w: World,
  name: string,
  fields: Record<string, string> = {},
  headers = { Origin: BASE },
) => {
  const body = new URLSearchParams(fields)
  const url = `${BASE}/_emulator/forms/${name}`
  const response = await w.emulator.fetch(
    new Request(url, { method: 'POST', body, headers, redirect: 'manual' }),
  )
  const { status } = response
  return { status, location: response.headers.get('Location'), text: await response.text() }
}

/** The fields of a form with what stands in them, as the page shows it. */
function fieldsOf(page: string, name: string): Record<string, string> {
  const form = new RegExp(`<form method="post" action="/_emulator/forms/${name}"[\\s\\S]*?</form>`).exec(
    page,
  )![0]
  const inputs = [...form.matchAll(/<input [^>]*name="(\w+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]])
  const selects = [...form.matchAll(/<select [^>]*name="(\w+)">([\s\S]*?)<\/select>/g)].map(
    ([, field, options]) => {
      const chosen = /value="([^"]*)" selected/.exec(options!) ?? /value="([^"]*)"/.exec(options!)
      return [field, chosen![1]]
    },
  )
  return Object.fromEntries([...inputs, ...selects])
}

describe('the page of the stand-in', () => {
  it('shows subscriptions and what their invoices ask for', async () => {
    const w = world()
    const { subscription } = await subscribe(w, { card: 'pm_card_visa' })
    const text = await (await w.emulator.fetch(new Request(`${BASE}/_emulator`))).text()
    const row = (id: string) => text.split('<tr').find((cells) => cells.includes(`/${id}"`))
    expect(row(`subscriptions/${subscription.id}`)).toContain('active')
    expect(row(`invoices/${subscription.latest_invoice}`)).toContain('900 usd')
  })

  it('shows an intent, its events, and what became of their deliveries', async () => {
    const w = world()
    const { id } = await w.stripe.paymentIntents.create({ ...PAID, metadata: { order: '7' } })
    await w.delivered()
    const { text, headers } = await open(w)
    expect(headers.get('Content-Type')).toContain('text/html')
    const [event] = (await w.stripe.events.list({ type: 'payment_intent.succeeded' })).data
    expect(text).toMatch(
      new RegExp(`/payment_intents/${id}">${id}</a>[\\s\\S]*?succeeded[\\s\\S]*?1200 usd[\\s\\S]*?order: 7`),
    )
    const row = text.split('<tr').find((cells) => cells.includes(event!.id))
    expect(row).toContain('payment_intent.succeeded')
    expect(row).toMatch(/delivered<\/span>, 1 attempt, http:\/\/worker\.test/)
    expect(text).toMatch(/POST \/v1\/payment_intents<[\s\S]*?>200</)
    expect(text).toContain('<time datetime="2026-11-23T00:00:00.000Z">2026-11-23 00:00:00</time>')
  })

  it('shows what is sold and what is taken off it', async () => {
    const w = world()
    await w.stripe.products.create({
      name: 'Blue mug',
      default_price_data: { currency: 'usd', unit_amount_decimal: Stripe.Decimal.from('0.5') },
    })
    await w.stripe.coupons.create({ id: 'TEN', name: 'Ten', percent_off: 10, max_redemptions: 1 })
    await w.stripe.coupons.create({ id: 'FIVE', amount_off: 500, currency: 'eur' })
    await w.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: 'TEN' }, code: 'SUMMER' })
    redeem(w, 'TEN')
    const { text } = await open(w)
    const row = (id: string) => text.split('<tr').find((cells) => cells.includes(`>${id}</a>`))
    expect(text).toContain('Blue mug')
    expect(text).toMatch(/0\.5 usd/)
    expect(row('TEN')).toMatch(/Ten[\s\S]*inactive[\s\S]*10 %/)
    expect(row('FIVE')).toMatch(/active[\s\S]*500 eur/)
    expect(text).toMatch(/SUMMER[\s\S]*inactive/)
  })

  it('shows a set-up and its attempts', async () => {
    const w = world()
    const { id, latest_attempt } = await w.stripe.setupIntents.create({
      payment_method: 'pm_card_visa',
      confirm: true,
      automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    })
    const { text } = await open(w)
    for (const [collection, object] of [
      ['setup_intents', id],
      ['setup_attempts', latest_attempt],
    ])
      expect(text).toMatch(new RegExp(`/${collection}/${object}">${object}</a>[\\s\\S]*?succeeded`))
  })

  it('leads to each object as JSON, and to nothing else', async () => {
    const w = world()
    const { id } = await w.stripe.paymentIntents.create(PAID)
    const links = [...(await open(w)).text.matchAll(/href="\/_emulator(\/objects\/[^"]+)"/g)].map(
      ([, path]) => path!,
    )
    expect(links.length).toBeGreaterThan(6)
    for (const path of links) {
      const { status, text, headers } = await open(w, path)
      expect([status, headers.get('Content-Type')]).toEqual([200, 'application/json'])
      expect(path).toContain(JSON.parse(text).id)
    }
    const account = links[0]!.split('/')[2]
    for (const path of [
      'x/payment_intents/pi_x',
      `${account}/constructor/name`,
      `${account}/payment_intents/x`,
      `x/${account}/${id}`,
    ])
      expect((await open(w, `/objects/${path}`)).status).toBe(404)
  })

  it('never takes what somebody sent for markup', async () => {
    const w = world()
    const evil = '<script>alert(1)</script>"\'&'
    await w.stripe.customers.create(
      { name: evil, metadata: { [evil.slice(0, 40)]: evil } },
      { idempotencyKey: evil },
    )
    await w.control('POST', '/faults', {
      path: `/v1/${evil}`,
      method: evil,
      code: evil,
      times: 1,
      action: 'refuse',
    })
    await w.ask('GET', `/v1/${encodeURIComponent(evil)}`)
    const pages = [await open(w), await open(w, `?done=${encodeURIComponent(evil)}`)]
    for (const { text, headers } of pages) {
      expect(text).toContain('&lt;script&gt;alert(1)')
      expect(text).not.toContain('<script')
      expect(text).not.toContain('"\'&')
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }
  })

  it('changes nothing by being read', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await w.stripe.paymentIntents.create(PAID)
    const before = JSON.stringify(w.emulator.state)
    for (const path of ['', '/console.css', ...Object.keys(FORMS).map((name) => `/forms/${name}`)])
      await open(w, path)
    expect(JSON.stringify(w.emulator.state)).toBe(before)
  })

  it('can be read by a screen reader: every table has a caption and headers, every field a label', async () => {
    const w = world()
    await w.stripe.paymentIntents.create(PAID)
    const { text } = await open(w)
    const tables = text.split('<table').slice(1)
    expect(tables.length).toBeGreaterThan(4)
    for (const table of tables) {
      expect(table).toMatch(/<caption>[^<]/)
      expect(table).toContain('scope="col"')
      expect(table).toContain('scope="row"')
    }
    const labelled = new Set([...text.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id))
    const fields = [...text.matchAll(/<(?:input|select) id="([^"]+)"/g)].map(([, id]) => id!)
    expect(fields.length).toBeGreaterThan(20)
    for (const field of fields) expect(labelled).toContain(field)
    expect([...text.matchAll(/<h([1-3])/g)].map(([, level]) => level).join('')).toMatch(/^12+3+22$/)
  })
})

describe('a form of the page', () => {
  const SHOWN = (Object.keys(FORMS) as FormName[]).filter((name) => name !== 'again')

  it.each(SHOWN)('sends what stands in it: %s', async (name) => {
    const w = world()
    const fields = fieldsOf((await open(w)).text, name)
    expect(Object.keys(fields).sort()).toEqual(FORMS[name].fields.map((field) => field.name).sort())
    const { status, location } = await submit(w, name, fields)
    expect([status, location?.split('#')[0]]).toEqual([303, `/_emulator?done=${name}`])
    expect((await open(w, `?done=${name}`)).text).toContain(`role="status">Done: ${FORMS[name].button}.`)
  })

  it('sets the switches, and shows them as they are set', async () => {
    const w = world()
    const webhooks = {
      mode: 'manual',
      delay_ms: '5',
      copies: '2',
      order: 'reverse',
      concurrency: '3',
      drop: '0.5',
    }
    await submit(w, 'webhooks', webhooks)
    await submit(w, 'limits', { per_second: '25' })
    await submit(w, 'adversary', { seed: 'other' })
    await submit(w, 'faults', {
      path: '/v1/*',
      times: '2',
      action: 'status',
      status: '429',
      should_retry: 'false',
      method: '',
    })
    await submit(w, 'clock', { advance_s: '60' })
    expect(w.emulator.state).toMatchObject({
      delivery_mode: { mode: 'manual', delay_ms: 5, copies: 2, order: 'reverse', concurrency: 3, drop: 0.5 },
      limits: { per_second: 25 },
      adversary: 'other',
      faults: [{ path: '/v1/*', times: 2, action: 'status', status: 429, should_retry: false }],
      clock: { now: NOW + 60 },
    })
    const { text } = await open(w)
    expect(fieldsOf(text, 'webhooks')).toEqual(webhooks)
    expect(fieldsOf(text, 'limits')).toEqual({ per_second: '25' })
    expect(text).toContain('status 429')
    await submit(w, 'limits', { per_second: '' })
    await submit(w, 'adversary', { seed: '' })
    await submit(w, 'clear')
    expect(w.emulator.state).toMatchObject({ limits: { per_second: null }, adversary: null, faults: [] })
    await submit(w, 'reset', { seed: '3', now: String(NOW) })
    expect(w.emulator.state).toMatchObject({ seed: 3, clock: { now: NOW }, delivery_mode: { mode: 'auto' } })
  })

  it('delivers what is pending, and one event again', async () => {
    const w = world()
    await w.control('PUT', '/webhooks', { mode: 'manual' })
    await w.stripe.customers.create()
    expect((await open(w)).text).toContain('pending</span>, 0 attempts')
    await submit(w, 'deliver', { events: 'pending' })
    expect(w.heard).toHaveLength(1)
    const page = (await open(w)).text
    expect(page).toContain('delivered</span>, 1 attempt,')
    const sent = fieldsOf(page, 'again')
    expect(sent).toEqual({ events: w.heard[0]!.id })
    await submit(w, 'again', sent)
    expect(w.heard.map(({ id }) => id)).toEqual([sent.events, sent.events])
  })

  it('that is filled in wrongly says which field, and changes nothing', async () => {
    const w = world()
    const { status, text } = await submit(w, 'clock', { advance_s: 'soon' })
    expect(status).toBe(400)
    expect(text).toContain('role="alert">advance_s must be a whole number')
    expect(w.emulator.state.clock).toEqual({ runs: false, now: NOW })
    expect((await submit(w, 'nothing')).status).toBe(404)
  })

  it('is not sent from a page of somebody else', async () => {
    const w = world()
    await w.stripe.customers.create()
    for (const headers of [{ Origin: 'https://evil.example' }, { Origin: 'null' }, {} as { Origin: string }])
      expect((await submit(w, 'reset', {}, headers)).status).toBe(403)
    expect((await w.stripe.customers.list()).data).toHaveLength(1)
  })
})
