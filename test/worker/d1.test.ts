/** Each call of each door that writes, to D1, fails once in each way: the wire is what fails, D1 and the Worker are whole. */
import { describe, expect, it } from 'vitest'
import { differences, halfApplied, timesPaid } from '../deep/oracle.ts'
import { converged, pending } from '../deep/proofs/checks.ts'
import { advanceClock } from '../deep/proofs/clock.ts'
import { jobsUntilDone } from '../deep/proofs/quiet.ts'
import { setUp } from '../deep/proofs/setup.ts'
import { type Fault, Faults, ask as send } from '../deep/proofs/wire.ts'
import { booksOf, fallDue, keptEvents, newWorld, recorded, rows } from '../deep/proofs/world.ts'
import {
  api,
  confirm,
  confirmSetup,
  deliver,
  eventsOf,
  intentOf,
  post,
  SHOP,
  visitor,
  WORKER,
} from './harness.ts'

/** The answer's status; null where the Worker was killed before it answered. */
type Knock = (faults: Faults) => Promise<number | null>

interface Scene {
  knock: Knock
  /** Where asking once more is not enough. */
  repeat?: () => Promise<void>
  /** What the row says once a repeat got through. */
  becomes: object
  /** Whether all that Stripe says is heard then, so that every row must be what Stripe says. */
  isAll?: true
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

const clubFor = (offer: string) => ({ ...MUG, offer, shown: { amount: 900, currency: 'usd' } })

/** A visitor who wants this by the month. */
async function joined(offer: string) {
  const buyer = visitor()
  const { id, client_secret } = (await buyer.start(clubFor(offer))).body
  return { attempt: buyer.attempt, id: id as string, secret: client_secret as string }
}

/** Stripe rings with all that waits and is of these types. @returns the worst of the answers; null where one never came. */
const rings =
  (...types: string[]): Knock =>
  async (faults) => {
    post.carry = async (request) => {
      const response = await send(request, faults)
      if (!response) throw new TypeError('killed')
      return response
    }
    const waiting = pending(new Set()).filter((id) => types.includes(recorded().get(id)!.type))
    const statuses = (await deliver(waiting)).map(({ status }) => status)
    return statuses.includes(null as never) ? null : Math.max(200, ...statuses)
  }

const ringAll = async (): Promise<void> => {
  for (let waiting = pending(new Set()); waiting.length > 0; waiting = pending(new Set()))
    await deliver(waiting)
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
  async 'POST /v1/checkouts, for a subscription'() {
    const { attempt } = visitor()
    return {
      knock: knockAs('POST', '/v1/checkouts', attempt, clubFor('club')),
      becomes: { status: 'open', amount: 900, subscription: expect.stringMatching(/^sub_/) },
    }
  },
  async 'GET /v1/checkouts/{id}, which begins a free start'() {
    const { attempt, id, secret } = await joined('club-trial')
    await confirmSetup(secret)
    return {
      knock: knockAs('GET', `/v1/checkouts/${id}`, attempt),
      becomes: { status: 'succeeded', verified_by: 'read', subscription: expect.stringMatching(/^sub_/) },
    }
  },
  async 'the webhook of a set-up, which begins a free start'() {
    await confirmSetup((await joined('club-trial')).secret)
    return {
      knock: rings('setup_intent.succeeded'),
      becomes: { status: 'succeeded', verified_by: 'event', subscription: expect.stringMatching(/^sub_/) },
    }
  },
  async 'the webhooks of a renewal'() {
    await confirm((await joined('club')).secret)
    await ringAll()
    advanceClock(32 * 86_400)
    await fallDue()
    return {
      knock: rings('invoice.paid', 'customer.subscription.updated', 'invoice.updated'),
      repeat: ringAll,
      becomes: { status: 'succeeded', amount_received: 900 },
      isAll: true,
    }
  },
  async 'the webhooks of a customer that changes, and of a card'() {
    const { secret } = await joined('club')
    await confirm(secret)
    await ringAll()
    const { customer } = (await api('GET', `payment_intents/${intentOf(secret)}`)).body
    await api('POST', 'payment_methods/pm_card_mastercard/attach', undefined, { customer })
    await api('POST', `customers/${customer}`, undefined, { email: 'new@example.com' })
    return {
      knock: rings('payment_method.attached', 'customer.updated'),
      repeat: ringAll,
      becomes: { status: 'succeeded' },
      isAll: true,
    }
  },
  async 'the webhooks of a customer that is deleted with its card'() {
    const { secret } = await joined('club')
    await confirm(secret)
    await ringAll()
    const { customer } = (await api('GET', `payment_intents/${intentOf(secret)}`)).body
    await api('DELETE', `customers/${customer}`)
    return {
      knock: rings('customer.deleted', 'customer.subscription.deleted'),
      repeat: ringAll,
      becomes: { status: 'succeeded' },
      isAll: true,
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
        const { knock, repeat, becomes, isAll } = await DOORS[door]!()
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
        if (isAll) await converged()
        await expectWhole()
      }
      expect(calls).toBeGreaterThan(1)
    },
  )
})

describe('A free start without a card', () => {
  it('is in D1 as begun as soon as D1 names it, wherever the Worker dies: no event may ever tell', async () => {
    let named = 0
    for (let at = 0; ; at++) {
      await newWorld('other')
      const faults = new Faults([{ at, fault: 'killed_after' }])
      await knockAs('POST', '/v1/checkouts', visitor().attempt, clubFor('club-free'))(faults)
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
