import { describe, expect, it } from 'vitest'
import { DEFAULT_INCOMPLETE, invoiceOf, subscribe } from './billing.ts'
import { type World, world } from './harness.ts'
import { alertOf, browser, CARD } from './portal-visitor.ts'

/** The page of an invoice of $9.00 less 10 %, which waits for its payment. */
async function open(w: World) {
  await w.stripe.coupons.create({ id: 'TENOFF', percent_off: 10 })
  const { subscription } = await subscribe(w, {
    customer: { name: 'Ada', email: 'ada@example.com' },
    params: { ...DEFAULT_INCOMPLETE, discounts: [{ coupon: 'TENOFF' }] },
  })
  const invoice = invoiceOf(subscription)
  const status = async () => [
    (await w.stripe.invoices.retrieve(invoice.id)).status,
    (await w.stripe.subscriptions.retrieve(subscription.id)).status,
  ]
  return { invoice, status, ...browser(w, invoice.hosted_invoice_url!) }
}

describe('the page of an invoice', () => {
  it('says what it is for, what it comes to, and to whom', async () => {
    const page = await open(world())
    const { status, text, headers } = await page.open()
    expect(status).toBe(200)
    for (const part of [`Invoice ${page.invoice.number}`, 'For Ada', '1 × Club', '-$0.90', '$8.10'])
      expect(text).toContain(part)
    expect(text).toMatch(/Open\. November 23, 2026/)
    expect(text).toContain('>Pay $8.10</button>')
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'")
  })

  it('takes a card, and with that the subscription begins', async () => {
    const page = await open(world())
    const { location } = await page.send('pay', CARD)
    const paid = await page.open(location!)
    expect(paid.text).toContain('role="status">Your payment was received.')
    expect(paid.text).not.toContain('<form')
    expect(await page.status()).toEqual(['paid', 'active'])
    expect((await page.send('pay', CARD)).status).toBe(404)
  })

  it('goes by the bank where the card wants that, and says what became of it', async () => {
    for (const [outcome, words, invoice] of [
      ['authorize', 'Your payment was received.', 'paid'],
      ['fail', 'Your bank did not confirm the payment. You can try again.', 'open'],
    ] as const) {
      const w = world()
      const page = await open(w)
      const { location } = await page.send('pay', { ...CARD, number: '4000002760003184' })
      const source = location!.split('/').at(-1)
      const answer = { key: null, form: { outcome } }
      const { body } = await w.ask('POST', `/v1/3ds2/challenge/${source}`, answer)
      const redirect = outcome === 'authorize' ? 'succeeded' : 'failed'
      expect((await page.open(`${body.return_url}?redirect_status=${redirect}`)).text).toContain(words)
      expect((await page.status())[0]).toBe(invoice)
    }
  })

  it('says why a card was not taken, and takes another', async () => {
    const page = await open(world())
    const declined = await page.send('pay', { ...CARD, number: '4000000000000002' })
    expect([declined.status, alertOf(declined)]).toEqual([400, 'Your card was declined.'])
    expect(await page.status()).toEqual(['open', 'incomplete'])
    await page.send('pay', CARD)
    expect(await page.status()).toEqual(['paid', 'active'])
  })

  it('is there for its address alone, and takes no form of another page', async () => {
    const page = await open(world())
    const wrong = `${page.invoice.hosted_invoice_url!.slice(0, -1)}~`
    for (const path of [wrong, `${wrong}/pdf`, '/pages/invoices/constructor'])
      expect((await page.open(path)).status).toBe(404)
    expect((await page.send('pay', CARD, { Origin: 'https://evil.example' })).status).toBe(403)
    expect((await page.status())[0]).toBe('open')
  })

  it('is a PDF as well, whose parts are where it says', async () => {
    const w = world()
    const page = await open(w)
    const response = await w.emulator.fetch(new Request(page.invoice.invoice_pdf!))
    expect(response.headers.get('Content-Type')).toBe('application/pdf')
    const file = new TextDecoder('latin1').decode(await response.arrayBuffer())
    expect(file).toContain(`(Invoice ${page.invoice.number}, November 23, 2026) '`)
    expect(file).toContain('(1 \u00d7 Club \\(at $9.00 / month\\)')
    const table = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)![1])
    expect(file.slice(table, table + 4)).toBe('xref')
    const entries = [...file.slice(table).matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at))
    expect(entries.map((at) => file.slice(at, at + 7))).toEqual([1, 2, 3, 4, 5].map((n) => `${n} 0 obj`))
    const [, length, content] = /\/Length (\d+) >>\nstream\n([\s\S]*)\nendstream/.exec(file)!
    expect(content).toHaveLength(Number(length))
  })
})
