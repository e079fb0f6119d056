/** Each call of each door that writes, to D1, fails once in each way: the wire is what fails, D1 and the Worker are whole. */
import { describe, expect, it } from 'vitest'
import { differences, halfApplied, timesPaid } from '../deep/oracle.ts'
import { advanceClock } from '../deep/proofs/clock.ts'
import { jobsUntilDone } from '../deep/proofs/quiet.ts'
import { setUp } from '../deep/proofs/setup.ts'
import { type Fault, Faults, ask as send } from '../deep/proofs/wire.ts'
import { booksOf, keptEvents, newWorld, recorded, rows } from '../deep/proofs/world.ts'
import { confirm, deliver, eventsOf, intentOf, post, SHOP, visitor, WORKER } from './harness.ts'

/** The answer's status; null where the Worker was killed before it answered. */
type Knock = (faults: Faults) => Promise<number | null>

interface Scene {
  knock: Knock
  /** Where asking once more is not enough. */
  repeat?: () => Promise<void>
  /** What the row says once a repeat got through. */
  becomes: object
}

const knockAs =
  (method: string, path: string, attempt: string, body?: object): Knock =>
  async (faults) => {
    const response = await send(
      new Request(`${WORKER}${path}`, {
        method,
        headers: { Authorization: `Bearer ${attempt}`, Origin: SHOP, 'CF-Connecting-IP': attempt },
        ...(body && { body: JSON.stringify(body) }),
      }),
      faults,
    )
    return response?.status ?? null
  }

const MUG = { site: 'acme', offer: 'mug', form: 'card', shown: { amount: 1200, currency: 'usd' } }

async function started() {
  const buyer = visitor()
  const { id, client_secret } = (await buyer.start()).body
  return { attempt: buyer.attempt, id: id as string, secret: client_secret as string }
}

async function paid() {
  const one = await started()
  await confirm(one.secret)
  return one
}

const DOORS: Record<string, () => Promise<Scene>> = {
  async 'POST /v1/checkouts'() {
    const { attempt } = visitor()
    return {
      knock: knockAs('POST', '/v1/checkouts', attempt, MUG),
      becomes: { status: 'open', revision: 1, amount: 1200 },
    }
  },
  async 'PATCH /v1/checkouts/{id}'() {
    const { attempt, id } = await started()
    return {
      knock: knockAs('PATCH', `/v1/checkouts/${id}`, attempt, { quantity: 2, name: 'Ada' }),
      becomes: { status: 'open', amount: 2400, name: 'Ada' },
    }
  },
  async 'GET /v1/checkouts/{id}'() {
    const { attempt, id } = await paid()
    return {
      knock: knockAs('GET', `/v1/checkouts/${id}`, attempt),
      becomes: { verified: true, amount_received: 1200 },
    }
  },
  async 'POST /v1/webhooks/stripe'() {
    const { secret } = await paid()
    const [event] = await eventsOf(intentOf(secret), 'payment_intent.succeeded')
    return {
      async knock(faults) {
        post.carry = async (request) => {
          const response = await send(request, faults)
          if (!response) throw new TypeError('killed')
          return response
        }
        return (await deliver([event!]))[0]!.status
      },
      becomes: { status: 'succeeded', verified: true, amount_received: 1200 },
    }
  },
  async 'POST /v1/admin/reconcile'() {
    await paid()
    return {
      knock: knockAs('POST', '/v1/admin/reconcile', 'admin_demo'),
      repeat: jobsUntilDone,
      becomes: { status: 'succeeded', verified_by: 'read', amount_received: 1200 },
    }
  },
}

const FAULTS: Fault[] = ['refused', 'lost', 'failed', 'killed_before', 'killed_after']

setUp()

describe.each(Object.keys(DOORS))('%s, with D1 failing', (door) => {
  it.each(FAULTS)(
    'is never acknowledged, leaves nothing half applied, heals by a repeat: %s',
    {
      timeout: 30_000,
    },
    async (fault) => {
      let calls = 0
      for (; ; calls++) {
        await newWorld(null)
        const { knock, repeat, becomes } = await DOORS[door]!()
        const faults = new Faults([{ at: calls, fault }], 'D1')
        const status = await knock(faults)
        if (faults.met === 0) break
        expect(status === null || status >= 500, `answered ${status} at call ${calls + 1}`).toBe(true)
        await expectWhole()

        advanceClock(3) // Stripe may be asked about it again
        if (repeat) await repeat()
        else expect(await knock(new Faults())).toBeLessThan(300)
        const [row] = await rows()
        expect(row).toMatchObject(becomes)
        expect(differences(row!, booksOf(row!))).toEqual([])
        expect(timesPaid(booksOf(row!))).toBeLessThan(2)
        await expectWhole()
      }
      expect(calls).toBeGreaterThan(1)
    },
  )
})

const FREE = { ...MUG, offer: 'club-free', shown: { amount: 900, currency: 'usd' } }

describe('A free start without a card', () => {
  it('is in D1 as begun as soon as D1 names it, wherever the Worker dies: no event may ever tell', async () => {
    let named = 0
    for (let at = 0; ; at++) {
      await newWorld('other')
      const faults = new Faults([{ at, fault: 'killed_after' }])
      await knockAs('POST', '/v1/checkouts', visitor().attempt, FREE)(faults)
      if (faults.met === 0) break
      const [row] = await rows()
      if (row?.subscription) named++
      expect(row?.status ?? 'open').toBe(row?.subscription ? 'succeeded' : 'open')
    }
    expect(named).toBeGreaterThan(0)
  })
})

/** The row, if it is there, has its events, and they have their effect. */
async function expectWhole(): Promise<void> {
  const [[row], events] = [await rows(), await keptEvents()]
  expect(row ? halfApplied(row, events, recorded()) : events).toEqual([])
}
