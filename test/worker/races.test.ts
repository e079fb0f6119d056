import { describe, expect, it } from 'vitest'
import { api, confirm, deliver, eventsOf, hold, owner, visitor } from './harness.ts'

const intentOf = (clientSecret: string) => clientSecret.split('_secret_')[0]!

describe('an answer of Stripe’s that arrives late', () => {
  it('never lands on a newer one, and its event is not kept', async () => {
    const { body } = await visitor().start()
    await confirm(body.client_secret)
    const intent = intentOf(body.client_secret)
    await deliver(await eventsOf(intent))
    const refund = async (amount: number) => {
      const { body: made } = await api('POST', 'refunds', undefined, {
        payment_intent: intent,
        amount: String(amount),
      })
      const events = await eventsOf(intent, 'charge.refunded')
      return { id: made.id, event: events.at(-1)! }
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

    const { body: intents } = await api('GET', 'payment_intents?limit=100')
    const live = intents.data.filter(
      (i: any) => i.metadata.edge_checkout === body.id && i.status !== 'canceled',
    )
    expect(live.map((i: any) => i.amount)).toEqual([2400])
    expect((await confirm(quick.body.client_secret)).body.error.code).toBe('payment_intent_unexpected_state')
  })
})
