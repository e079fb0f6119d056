import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import {
  attachIntent,
  expire,
  findCheckout,
  insertCheckout,
  revise,
  writeParticulars,
} from '../../worker/db/checkouts.ts'
import { attachCustomer, renewKey } from '../../worker/db/subscribed.ts'
import type { Checkout } from '../../worker/domain/checkout.ts'
import { checkoutId } from '../../worker/keys/attempt.ts'
import {
  api,
  confirm,
  control,
  deliver,
  eventsOf,
  hold,
  intentOf,
  intentsOf,
  owner,
  visitor,
} from './harness.ts'

describe('an answer of Stripe’s that arrives late', () => {
  it('never lands on a newer one, and its event is not kept', async () => {
    const { body } = await visitor().start()
    await confirm(body.client_secret)
    const intent = intentOf(body.client_secret)
    await deliver(await eventsOf(intent))
    const refund = async (amount: number) => {
      const before = await eventsOf(intent, 'charge.refunded')
      await api('POST', 'refunds', undefined, { payment_intent: intent, amount: String(amount) })
      const event = (await eventsOf(intent, 'charge.refunded')).find((id) => !before.includes(id))
      return { event: event! }
    }

    const first = await refund(500)
    const wire = hold(`GET /v1/payment_intents/${intent}`)
    const slow = deliver([first.event])
    await wire.arrived() // Stripe has said "500 refunded"; the Worker has not heard it yet
    const second = await refund(700)
    await deliver([second.event])
    expect((await owner.checkout(body.id)).amount_refunded).toBe(1200)
    wire.release()

    expect((await slow)[0]!.status).toBe(200)
    expect((await owner.checkout(body.id)).amount_refunded).toBe(1200)
    const kept = (await owner.events(body.id)).map((event: any) => event.id)
    expect(kept).toContain(second.event)
    expect(kept).not.toContain(first.event)
  })

  it('is corrected by the event that found the row right before it landed', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const intent = intentOf(body.client_secret)
    await confirm(body.client_secret, 'pm_card_chargeDeclined')
    const [declined] = await eventsOf(intent, 'payment_intent.payment_failed')
    const tell = (receipt_email: string) =>
      api('POST', `payment_intents/${intent}`, undefined, { receipt_email })
    await tell('new@example.com')
    await deliver([declined!])

    await tell('old@example.com')
    const slow = hold(`GET /v1/payment_intents/${intent}`)
    const read = buyer.read(body.id)
    await slow.arrived() // it has seen the old address
    await tell('new@example.com')
    const quick = hold(`GET /v1/payment_intents/${intent}`)
    const heard = deliver([declined!])
    await quick.arrived() // it has seen the row with the new address, and Stripe's new address
    slow.release()
    await read // the old address is written
    quick.release()
    await heard
    expect((await owner.checkout(body.id)).email).toBe('new@example.com')
  })

  it('does not let two tabs leave two live prices', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const wire = hold(`POST /v1/payment_intents/${intentOf(body.client_secret)}/cancel`)
    const slow = buyer.change(body.id, { quantity: 2 })
    await wire.arrived() // the first tab's cancel is done, and the tab does not know
    const quick = await buyer.change(body.id, { quantity: 3 })
    expect(quick.body).toMatchObject({ amount: 3600, status: 'open' })
    wire.release()
    const last = await slow
    expect(last.body).toMatchObject({ amount: 2400, status: 'open' })

    const live = (await intentsOf(body.id)).filter((intent) => intent.status !== 'canceled')
    expect(live.map((i: any) => i.amount)).toEqual([2400])
    expect((await confirm(quick.body.client_secret)).status).toBe(400)
  })

  it('begins no revision as long as the old secret can be paid', async () => {
    const buyer = visitor()
    const { body } = await buyer.start()
    const refused = { action: 'status', status: 400, code: 'payment_intent_unexpected_state' }
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents/*/cancel',
      times: 1,
      ...refused,
    })
    const changed = await buyer.change(body.id, { quantity: 2, shown: { amount: 2400, currency: 'usd' } })
    const paid = [await confirm(body.client_secret), await confirm(changed.body.client_secret)]
    expect(paid.filter((answer) => answer.body.status === 'succeeded')).toHaveLength(1)
  })

  it('answers no page with the price that another has asked for meanwhile, and leaves no other intent live', async () => {
    const buyer = visitor()
    const id = await checkoutId('acme', buyer.attempt)
    const first = hold('POST /v1/payment_intents')
    const slow = buyer.start()
    await first.arrived()
    const second = hold('POST /v1/payment_intents')
    const change = buyer.change(id, { quantity: 2, shown: { amount: 2400, currency: 'usd' } })
    await second.arrived()
    first.release()
    second.release()
    const [started, changed] = await Promise.all([slow, change])
    expect([started.status, started.body.error.code]).toEqual([409, 'terms_differ'])
    expect(started.body.error.checkout).toBe(changed.body.id)
    const live = (await intentsOf(id)).filter((intent) => intent.status !== 'canceled')
    expect(live.map((i: any) => i.amount)).toEqual([2400])
  })

  it('gives twins the same intent, and cancels it for neither', async () => {
    const buyer = visitor()
    const wire = hold('POST /v1/payment_intents')
    const slow = buyer.start()
    await wire.arrived() // made, and the first has not heard of it
    const quick = await buyer.start()
    wire.release()
    const { body } = await slow
    expect(body.client_secret).toBe(quick.body.client_secret)
    expect((await intentsOf(body.id)).map(({ status }) => status)).toEqual(['requires_payment_method'])
  })

  it('makes one row for twins that both found none', async () => {
    const { body } = await visitor().start()
    const row = (await findCheckout(env.DB, body.id))!
    const twin = { ...row, id: 'chk_twin' }
    expect([await insertCheckout(env.DB, twin), await insertCheckout(env.DB, twin)]).toEqual([true, false])
  })

  it('waits for a twin that is making the same intent', async () => {
    const buyer = visitor()
    await control('POST', 'faults', {
      method: 'POST',
      path: '/v1/payment_intents',
      times: 1,
      action: 'delay',
      delay_ms: 2500,
    })
    const answers = await Promise.all([buyer.start(), buyer.start()])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201])
    expect(answers[0]!.body.client_secret).toBe(answers[1]!.body.client_secret)
  })
})

describe('a row that somebody has written since it was read', () => {
  const NOW = 1_900_000_000
  const written = async () => {
    const { body } = await visitor().start()
    const seen = (await findCheckout(env.DB, body.id))!
    await revise(env.DB, seen, seen.terms, null, NOW)
    return seen
  }

  it.each<[string, (seen: Checkout) => Promise<boolean>]>([
    ['what goes with the purchase', (seen) => writeParticulars(env.DB, { ...seen, name: 'Late' }, NOW)],
    ['its end', (seen) => expire(env.DB, seen, NOW)],
    ['the next key', (seen) => renewKey(env.DB, seen, NOW)],
    ['a customer', (seen) => attachCustomer(env.DB, seen, 'cus_late', NOW)],
    [
      'a set-up',
      (seen) => attachIntent(env.DB, seen, 'setup_intent', { id: 'seti_late', clientSecret: 's' }, NOW),
    ],
  ])('is not given %s', async (_what, write) => {
    const seen = await written()
    const stands = await findCheckout(env.DB, seen.id)
    expect(await write(seen)).toBe(false)
    expect(await findCheckout(env.DB, seen.id)).toEqual(stands)
  })
})

describe('the next revision', () => {
  it('has nothing of the one before it', async () => {
    const { body } = await visitor().start()
    await env.DB.prepare(
      `UPDATE checkouts SET status = 'canceled', unreachable = 1, charge = 'ch_old', amount_received = 5, amount_refunded = 5,
              setup_intent = 'seti_old', subscription = 'sub_old', invoice = 'in_old' WHERE id = ?1`,
    )
      .bind(body.id)
      .run()
    const seen = (await findCheckout(env.DB, body.id))!
    await revise(env.DB, seen, seen.terms, null, seen.updated)
    expect(await findCheckout(env.DB, body.id)).toMatchObject({
      ...{
        revision: 2,
        status: 'open',
        unreachable: false,
        charge: null,
        amountReceived: 0,
        amountRefunded: 0,
      },
      ...{ paymentIntent: null, clientSecret: null, setupIntent: null, subscription: null, invoice: null },
    })
  })
})
