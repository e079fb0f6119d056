/** Webhooks that lie, and webhooks that are none. How many and which: `DEEP_FUZZ` and `DEEP_SEED`, as in fuzz.test.ts. */
import { env } from 'cloudflare:workers'
import { beforeAll, describe, expect, it } from 'vitest'
import { faultsOf } from './fuzz-judge.ts'
import { type Delivery, forged, genuine, type Signature } from './fuzz-payloads.ts'
import { fingerprint, keep, restore, send, standing, world } from './fuzz-world.ts'
import { refute, sizeOf } from './proofs/prove.ts'

const runs = Math.ceil(sizeOf(env.DEEP_FUZZ, 1000) * 0.15)
const tell = (delivery: Delivery): string => JSON.stringify(delivery)
const TIMEOUT_MS = 20 * 60 * 1000
const SECRET = 'whsec_demo'
const NOT_WRITTEN = 'This checkout is not written yet. Send the event again.'
const found = world()

describe('a webhook', { timeout: TIMEOUT_MS }, () => {
  let paid: object
  beforeAll(async () => {
    paid = standsAt(await standing(found.paid))
    await keep()
  })

  it('that is signed is believed only as far as Stripe confirms it', async (context) => {
    const holds = async (delivery: Delivery): Promise<void> => {
      await restore()
      const { broken, status, text, body } = await ring(delivery)
      const unwritten = status === 500 && JSON.parse(text).error.message === NOT_WRITTEN
      expect(broken.filter((fault) => !(unwritten && fault === 'answered 500'))).toEqual([])
      // Only our own metadata makes the Worker wait for a row.
      if (unwritten) expect(body).toMatch(/"edge_checkout":"chk_[^"]*","edge_site":"(acme|other|yard)"/)
      else expect([status, text]).toEqual(isJson(body) ? [200, '{"received":true}'] : [400, text])
      expect(standsAt(await standing(found.paid))).toEqual(paid)
      const open = await standing(found.open)
      expect(open).toMatchObject({ verified: false, amount_received: 0, paid_at: null })
      // Named together with an intent that was paid elsewhere, it is for a person to look at.
      expect(['open', 'needs_review']).toContain(open.status)
    }
    expect(await refute(context, { name: 'lies', runs, given: genuine, tell, holds })).toBeNull()
  })

  it('that is not signed, as it is and now, is refused and changes nothing', async (context) => {
    const untouched = await fingerprint()
    const holds = async (delivery: Delivery): Promise<void> => {
      const { broken, status, text } = await ring(delivery)
      expect(broken).toEqual([])
      expect([status, JSON.parse(text).error?.code]).toEqual([400, 'signature_invalid'])
      expect(await fingerprint()).toBe(untouched)
    }
    expect(await refute(context, { name: 'forgeries', runs, given: forged, tell, holds })).toBeNull()
  })
})

/** What no lie may move. An intent of ours that nobody can read is said to be unreachable. */
const standsAt = ({
  status,
  verified,
  amount,
  amount_received,
  amount_refunded,
  payment_intent,
  paid_at,
}: any) => ({
  ...{ status, verified, amount, amount_received, amount_refunded, payment_intent, paid_at },
})

/** Whatever can be read is answered with 2xx: Stripe would only send it again. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

async function ring({ payload, signature }: Delivery) {
  const body = payload.replace(
    /\{((open|paid)(Intent)?|club|subscription|invoice|customer)\}/g,
    (word) => found[word.slice(1, -1) as 'open'],
  )
  const { header, sent } = await SIGNED[signature](body, Math.floor(Date.now() / 1000))
  const answer = await send({
    method: 'POST',
    path: '/v1/webhooks/stripe',
    headers: { 'Content-Type': 'application/json', ...(header !== null && { 'Stripe-Signature': header }) },
    body: sent ?? body,
  })
  const broken = faultsOf('POST', answer, answer.log, [found.openAttempt])
  return { ...answer, broken, body }
}

interface Signed {
  header: string | null
  /** What is sent in place of what was signed. */
  sent?: BodyInit
}

async function mac(payload: string, at: number, secret = SECRET): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const bytes = await crypto.subtle.sign('HMAC', key, encoder.encode(`${at}.${payload}`))
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const dated = async (payload: string, at: number) => ({ header: `t=${at},v1=${await mac(payload, at)}` })

const SIGNED: Record<Signature, (payload: string, now: number) => Promise<Signed>> = {
  genuine: dated,
  'genuine, after another': async (payload, now) => ({
    header: `t=${now},v1=${'0'.repeat(64)},v1=${await mac(payload, now)}`,
  }),
  'genuine, with a v0': async (payload, now) => ({ header: `t=${now},v0=x,v1=${await mac(payload, now)}` }),
  'genuine, 290 s old': (payload, now) => dated(payload, now - 290),
  missing: async () => ({ header: null }),
  empty: async () => ({ header: '' }),
  'of another secret': async (payload, now) => ({
    header: `t=${now},v1=${await mac(payload, now, 'whsec_other')}`,
  }),
  'of another payload': async (payload, now) => ({ header: `t=${now},v1=${await mac(`${payload}x`, now)}` }),
  'cut off': async (payload, now) => ({ header: `t=${now},v1=${(await mac(payload, now)).slice(0, 63)}` }),
  'without v1': async (_, now) => ({ header: `t=${now}` }),
  'without t': async (payload, now) => ({ header: `v1=${await mac(payload, now)}` }),
  'too old': (payload, now) => dated(payload, now - 330),
  'dated ahead': (payload, now) => dated(payload, now + 330),
  'dated anew': async (payload, now) => ({ header: `t=${now},v1=${await mac(payload, now - 1000)}` }),
  'v2 only': async (payload, now) => ({ header: `t=${now},v2=${await mac(payload, now)}` }),
  nonsense: async () => ({ header: 't=now,v1=__proto__,=,,;' }),
  'in capitals': async (payload, now) => ({
    header: `T=${now},V1=${(await mac(payload, now)).toUpperCase()}`,
  }),
  'with a byte more': async (payload, now) => ({ ...(await dated(payload, now)), sent: `${payload} ` }),
  // Decoding would swallow it.
  'with a mark': async (payload, now) => ({ ...(await dated(payload, now)), sent: `\ufeff${payload}` }),
}
