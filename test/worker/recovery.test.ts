import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { makeRecoveryToken } from '../../worker/keys/recovery-token.ts'
import { subscribe, user } from './account-harness.ts'
import {
  admin,
  answerChallenge,
  api,
  ask,
  confirm,
  control,
  deliver,
  failing,
  SHOP,
  WORKER,
} from './harness.ts'

const KEY = { key: 'sk_site_acme_demo' }
const now = () => Math.floor(Date.now() / 1000)

/** A subscriber whose renewal failed, and the link that the site owner sends. */
async function failed(card = 'pm_card_chargeCustomerFail') {
  await control('PUT', 'billing', { after_retries: 'unpaid' })
  const ada = user()
  const id = await subscribe(ada)
  const broken = await ada.save(card)
  await ada.door('PATCH', `/payment_methods/${broken}`, { default: true })
  await control('POST', 'clock', { advance_s: 31 * 24 * 3600 + 7200 })
  await deliver()
  const [invoice] = (await ask('GET', `/v1/invoices?subscription=${id}&status=open`, KEY)).body.data
  const link = await ask('POST', `/v1/invoices/${invoice.id}/recovery`, KEY)
  const token = new URL(link.body.url).hash.slice(1)
  return { ada, id, invoice: invoice.id as string, link, token, read: () => open(token) }
}

const open = (key: string, origin: string | null = null) => ask('GET', '/v1/recovery', { key, origin })
const statusOf = async (id: string) => (await ask('GET', `/v1/subscriptions/${id}`, KEY)).body.status

describe('a link to a failed renewal', () => {
  it('is made by the site owner, carries its token behind the #, and ends', async () => {
    const { link, invoice } = await failed()
    expect([link.status, link.body.object]).toEqual([201, 'recovery_link'])
    expect(link.body.url).toMatch(new RegExp(`^${WORKER}/recover#[\\w.-]+$`))
    expect(link.body.expires_at - now()).toBeGreaterThan(6.9 * 86_400)
    const short = await ask('POST', `/v1/invoices/${invoice}/recovery`, {
      ...KEY,
      body: { expires_in: 3600 },
    })
    expect(short.body.expires_at - now()).toBeLessThanOrEqual(3600)
    for (const expires_in of [60, 31 * 86_400])
      expect(
        (await ask('POST', `/v1/invoices/${invoice}/recovery`, { ...KEY, body: { expires_in } })).body.error,
      ).toMatchObject({
        code: 'parameter_invalid',
        param: 'expires_in',
      })
  })

  it('says what is owed to whom for what, and which card failed', async () => {
    const { read, invoice } = await failed()
    const { status, body } = await read()
    expect(status).toBe(200)
    expect(body).toEqual({
      object: 'recovery',
      site: { id: 'acme', name: 'acme' },
      name: 'Club',
      status: 'due',
      amount: 900,
      currency: 'usd',
      invoice,
      card: { brand: 'visa', last4: '0341' },
      payment_method: expect.stringMatching(/^pm_/),
      client_secret: expect.stringMatching(/_secret_/),
      publishable_key: 'pk_test_demo_0123456789',
      stripe_account: null,
      livemode: false,
      elements: {},
    })
  })

  it('is paid in the account where the invoice is, though the site sells in another by now', async () => {
    const { read } = await failed()
    await admin('PATCH', '/sites/acme', { stripe_account: 'acct_books' })
    const { body } = await read()
    await admin('PATCH', '/sites/acme', { stripe_account: null })
    expect(body).toMatchObject({ status: 'due', stripe_account: null })
  })

  it('pays with another card, and brings the subscription back before Stripe rings', async () => {
    const { read, id, token } = await failed()
    expect(await statusOf(id)).toBe('past_due')
    const { body } = await read()
    expect((await confirm(body.client_secret)).body.status).toBe('succeeded')
    expect((await open(token)).body).toMatchObject({ status: 'paid', amount: 900, client_secret: null })
    expect(await statusOf(id)).toBe('active')
    expect((await open(token)).body.status).toBe('paid')
  })

  it('pays with the bank’s word', async () => {
    const { read, id } = await failed()
    const confirmed = await confirm((await read()).body.client_secret, 'pm_card_authenticationRequired')
    expect(confirmed.body.status).toBe('requires_action')
    expect((await read()).body.status).toBe('due')
    await answerChallenge(confirmed.body, 'authorize')
    expect((await read()).body.status).toBe('paid')
    expect(await statusOf(id)).toBe('active')
  })

  it('still pays once all tries have failed, and nothing once the subscription has ended', async () => {
    const { read, id } = await failed()
    await control('POST', 'clock', { advance_s: 20 * 86_400 })
    await deliver()
    expect(await statusOf(id)).toBe('unpaid')
    expect((await read()).body.status).toBe('due')
    await ask('POST', `/v1/subscriptions/${id}/cancel`, { ...KEY, body: { at: 'now' } })
    expect((await read()).body).toMatchObject({ status: 'over', client_secret: null, card: null })
  })

  it('is over once the invoice is void', async () => {
    const { read, invoice } = await failed()
    await api('POST', `invoices/${invoice}/void`)
    expect((await read()).body).toMatchObject({ status: 'over', client_secret: null })
  })

  it('is not made for what is paid', async () => {
    const ada = user()
    const id = await subscribe(ada)
    const [invoice] = (await ask('GET', `/v1/invoices?subscription=${id}`, KEY)).body.data
    const answer = await ask('POST', `/v1/invoices/${invoice.id}/recovery`, KEY)
    expect([answer.status, answer.body.error.code]).toEqual([409, 'subscription_unexpected_state'])
  })

  it('opens to the Worker’s own page and to the site’s, and to no other', async () => {
    const { token } = await failed()
    for (const origin of [null, WORKER, SHOP])
      expect((await open(token, origin)).status, String(origin)).toBe(200)
    for (const origin of ['https://other.example', 'https://evil.example', 'null'])
      expect((await open(token, origin)).body.error.code, origin).toBe('origin_not_allowed')
  })

  it('opens nothing where it is forged, old, or of another site’s invoice', async () => {
    const { invoice, token } = await failed()
    const made = (site: string, of: string, expires: number) =>
      makeRecoveryToken(env.SIGNING_SECRET, site, of, expires)
    for (const key of [
      `${token.slice(0, -4)}AAAA`,
      await made('acme', invoice, now() - 120),
      await made('nowhere', invoice, now() + 600),
      await user().token(),
      'sk_site_acme_demo',
    ])
      expect((await open(key)).body.error?.code, key.slice(0, 20)).toBe('key_invalid')
    for (const key of [
      await made('other', invoice, now() + 600),
      await made('acme', 'in_unknown', now() + 600),
    ])
      expect((await open(key)).body.error.code).toBe('not_found')
    expect((await ask('GET', '/v1/recovery')).body.error.code).toBe('key_missing')
  })

  it('says that Stripe is not there, rather than what may be untrue', async () => {
    const { read } = await failed()
    const answer = await failing({ method: 'GET', path: '/v1/invoices/*', times: 9, action: 'refuse' }, read)
    expect([answer.status, answer.body.error.code]).toEqual([502, 'stripe_unavailable'])
  })
})

describe('what is due in an account', () => {
  it('is shown, and paid with the saved card or another', async () => {
    const { ada, id, invoice } = await failed()
    const { subscriptions, invoices } = await ada.account()
    expect(subscriptions[0]).toMatchObject({
      id,
      status: 'past_due',
      due: { invoice, amount: 900, currency: 'usd' },
    })
    expect(invoices.find((one: any) => one.id === invoice)).toMatchObject({ status: 'open', amount_due: 900 })
    const { body } = await ada.door('POST', `/invoices/${invoice}/pay`)
    expect(body).toMatchObject({
      invoice,
      amount: 900,
      currency: 'usd',
      payment_method: subscriptions[0].payment_method,
    })
    await confirm(body.client_secret)
    expect((await ada.door('GET', `/invoices/${invoice}`)).body).toMatchObject({
      status: 'paid',
      amount_paid: 900,
    })
    expect((await ada.account()).subscriptions[0]).toMatchObject({ status: 'active', due: null })
    const again = await ada.door('POST', `/invoices/${invoice}/pay`)
    expect(again.body).toMatchObject({ amount: 0, client_secret: null })
  })
})

describe('GET /recover', () => {
  const page = (language?: string) =>
    ask('GET', '/recover', language === undefined ? {} : { headers: { 'Accept-Language': language } })

  it('is one page for everybody, which no cache keeps and no other page frames', async () => {
    const { status, headers, body } = await page()
    expect(status).toBe(200)
    expect(headers.get('Content-Type')).toContain('text/html')
    expect(headers.get('Cache-Control')).toBe('no-store')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(body).toMatch(/^<!doctype html><html lang="en">/)
    expect(body).toContain('<edge-checkout-recovery locale="en"></edge-checkout-recovery>')
    expect(body.indexOf('http://stripe.test/endive/stripe.js')).toBeGreaterThan(0)
    expect(body.indexOf('http://stripe.test/endive/stripe.js')).toBeLessThan(
      body.indexOf('/widget-account.js'),
    )
    const policy = headers.get('Content-Security-Policy')!
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).toContain("script-src 'self' https://js.stripe.com")
    expect(policy).not.toContain('unsafe')
    expect(body).toContain(`<style nonce="${/nonce-(\w+)/.exec(policy)![1]}">`)
  })

  it.each([
    ['de-AT,de;q=0.9,en;q=0.8', 'de', 'Rechnung bezahlen'],
    ['fr', 'fr', 'Régler votre facture'],
    ['pt-BR, es;q=0.7', 'es', 'Pagar su factura'],
    ['ja, en;q=0.1, de;q=0', 'en', 'Pay your invoice'],
    ['constructor', 'en', 'Pay your invoice'],
    [';;;q=x,', 'en', 'Pay your invoice'],
  ])('speaks the reader’s language: %s', async (accepted, language, title) => {
    const { body } = await page(accepted)
    expect(body).toContain(`<html lang="${language}">`)
    expect(body).toContain(`<title>${title}</title>`)
  })
})
