import { describe, expect, it, vi } from 'vitest'
import { confirm, control, intentsOf, owner, rewriting, visitor } from './harness.ts'

describe('GET /v1/checkouts/{id}', () => {
  it('finds a payment before any webhook did, and writes what it found', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret, 'pm_card_visa', { receipt_email: 'v@example.com' })
    const found = await buyer.read(body.id)
    expect(found.body).toMatchObject({
      status: 'succeeded',
      verified: true,
      client_secret: null,
      fresh: true,
    })
    expect(found.body.paid_at).toBeGreaterThan(0)
    expect(await owner.checkout(body.id)).toMatchObject({
      status: 'succeeded',
      verified_by: 'read',
      email: 'v@example.com',
    })
  })

  it('tells a challenge from a live read, and does not store it', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret, 'pm_card_threeDSecure2Required')
    const found = await buyer.read(body.id)
    expect(found.body).toMatchObject({ status: 'requires_action', client_secret: body.client_secret })
    expect((await owner.checkout(body.id)).status).toBe('open')
  })

  it('reads Stripe at most once in two seconds, and says when it did not', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const first = Date.now()
    const answers = []
    for (const later of [0, 0, 1, 1999, 2000]) {
      vi.spyOn(Date, 'now').mockReturnValue(first + later)
      answers.push((await buyer.read(body.id)).body.fresh)
    }
    vi.restoreAllMocks()
    expect(answers).toEqual([true, false, false, false, true])
  })

  it('follows a payment that a bank takes its time for', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const [waiting, processing] = ['"status":"requires_payment_method"', '"status":"processing"']
    const found = await rewriting(waiting, processing, () => buyer.read(body.id))
    expect(found.body).toMatchObject({ status: 'processing', client_secret: null, verified: false })
    await confirm(body.client_secret)
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 2001)
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'succeeded', verified: true })
    vi.restoreAllMocks()
  })

  it('is open again after a decline, with the same secret', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    expect((await confirm(body.client_secret, 'pm_card_chargeDeclined')).status).toBe(402)
    expect((await buyer.read(body.id)).body).toMatchObject({
      status: 'open',
      client_secret: body.client_secret,
    })
    await confirm(body.client_secret)
    expect(await intentsOf(body.id)).toHaveLength(1)
  })

  it('does not call it news when Stripe shows the intent no longer', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    await confirm(body.client_secret)
    const gone = { action: 'status', status: 404, code: 'resource_missing' }
    await control('POST', 'faults', { method: 'GET', path: '/v1/payment_intents/*', times: 1, ...gone })
    expect((await buyer.read(body.id)).body).toMatchObject({ status: 'open', fresh: false })
    expect(await owner.checkout(body.id)).toMatchObject({ unreachable: true })
  })

  it('knows no other attempt’s checkout, and none that is not there', async () => {
    const { body } = await visitor().start()
    expect((await visitor().read(body.id)).body.error.code).toBe('key_invalid')
    expect((await visitor().read('chk_0000000000000000000000')).body.error.code).toBe('checkout_unknown')
  })
})
