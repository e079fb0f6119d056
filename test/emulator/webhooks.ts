/** Webhook deliveries: signing, sending, retrying, and the switches that tests turn. */
import type { Stripe } from 'stripe'
import { now, setClock, wallClock } from './clock.ts'
import { renderEvent } from './events.ts'
import { nextRandom } from './ids.ts'
import type { State } from './state.ts'

export interface StoredEndpoint {
  endpoint: Stripe.WebhookEndpoint
  secret: string
  /** Hears of connected accounts instead of the platform's own. */
  connect: boolean
}

export interface Delivery {
  event: string
  account: string
  endpoint: string
  /** `dropped`: lost by the switch, for good. `failed`: given up after three days. */
  status: 'pending' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  /** When it is tried next: unix seconds of the stand-in's clock. */
  due: number
}

export const ORDERS = ['given', 'reverse', 'shuffle'] as const

/** How deliveries behave. In `manual` nothing is sent until it is asked for. */
export interface DeliveryMode {
  mode: 'auto' | 'manual'
  /** After the API's answer, in milliseconds of the wall clock. */
  delay_ms: number
  copies: number
  /** Within what one request caused. */
  order: (typeof ORDERS)[number]
  /** The share of deliveries that are lost. */
  drop: number
}

export const AUTO: DeliveryMode = { mode: 'auto', delay_ms: 0, copies: 1, order: 'given', drop: 0 }

/** What an endpoint answered; null when it did not. */
export interface Attempt {
  event: string
  endpoint: string
  status: number | null
}

// Shorter first steps than Stripe's, so that a demo recovers before one's eyes; the end is Stripe's three days.
const RETRY_AFTER_SECONDS = [2, 10, 60, 10 * 60, 3600, 6 * 3600, 24 * 3600]
const GIVEN_UP_AFTER_SECONDS = 3 * 24 * 3600
const ANSWER_TIMEOUT_MS = 20_000
/** Node's timers overflow above this; a later one is armed again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface Webhooks {
  /** Sends, in auto, what has become pending; called when an answer is on its way. */
  wake(): void
  /** Sends now, whatever the mode, and answers when all have answered. */
  send(deliveries: Delivery[], how?: Partial<Pick<DeliveryMode, 'copies' | 'order'>>): Promise<Attempt[]>
  /** Moves the clock, stopping wherever a delivery becomes due. */
  advanceTo(time: number): Promise<void>
  /** Waits for what is on its way; what is not yet sent stays pending. */
  settle(): Promise<void>
  /** Ends timers and requests; nothing runs afterwards. */
  close(): Promise<void>
}

/** @param changed called after every attempt: the state moved. */
export function createWebhooks(
  state: State,
  deliver: (request: Request) => Promise<Response>,
  changed: () => void,
): Webhooks {
  const closing = new AbortController()
  const sending = new Set<Delivery>()
  const running = new Set<Promise<unknown>>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  /** Those whose first try has a timer already. */
  const waiting = new Set<Delivery>()
  let retry: ReturnType<typeof setTimeout> | undefined

  const isPending = (delivery: Delivery) => delivery.status === 'pending' && !sending.has(delivery)

  async function attempt(delivery: Delivery): Promise<Attempt> {
    const { event: id, endpoint } = delivery
    const stored = state.webhook_endpoints[endpoint]
    const event = state.accounts[delivery.account]?.events[id]
    // The endpoint was deleted, or everything was reset, while this was on its way.
    if (!stored || !event) return { event: id, endpoint, status: null }
    const shown = renderEvent(state, event, stored.endpoint.api_version ?? event.api_version)
    return { event: id, endpoint, status: await post(stored, JSON.stringify(shown, null, 2)) }
  }

  async function post({ endpoint, secret }: StoredEndpoint, payload: string): Promise<number | null> {
    try {
      const response = await deliver(
        new Request(endpoint.url, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json; charset=utf-8',
            'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
            'Cache-Control': 'no-cache',
            Accept: '*/*; q=0.5, application/xml',
            'Stripe-Signature': await signatureHeader(payload, secret, wallClock()),
          },
          body: payload,
          redirect: 'manual', // to Stripe, a redirect is a failure
          signal: AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
        }),
      )
      await response.arrayBuffer() // ends the exchange, so that the connection can be used again
      return response.status
    } catch {
      return null // refused, too slow, or closing: all the same to Stripe, which tries again
    }
  }

  /** One try, in as many copies as are wanted. An endpoint that took one of them has taken the event. */
  async function sendOne(delivery: Delivery, copies: number): Promise<Attempt[]> {
    const attempts: Attempt[] = []
    while (attempts.length < copies && !closing.signal.aborted) attempts.push(await attempt(delivery))
    delivery.attempts++
    const taken = attempts.some(({ status }) => status !== null && status >= 200 && status < 300)
    if (taken) delivery.status = 'delivered'
    else if (delivery.status === 'pending') postpone(delivery)
    changed()
    return attempts
  }

  function postpone(delivery: Delivery): void {
    const step = Math.min(delivery.attempts, RETRY_AFTER_SECONDS.length) - 1
    delivery.due = now(state) + RETRY_AFTER_SECONDS[step]!
    const created = state.accounts[delivery.account]?.events[delivery.event]?.created
    const isGone = created === undefined || !Object.hasOwn(state.webhook_endpoints, delivery.endpoint)
    if (isGone || delivery.due - created > GIVEN_UP_AFTER_SECONDS) delivery.status = 'failed'
  }

  const send: Webhooks['send'] = async (deliveries, how = {}) => {
    const { copies, order } = { ...state.delivery_mode, ...how }
    for (const delivery of deliveries) sending.add(delivery)
    const attempts: Attempt[] = []
    // One after the other: otherwise the order asked for would be the network's.
    for (const delivery of arranged(state, deliveries, order)) {
      if (!closing.signal.aborted) attempts.push(...(await sendOne(delivery, copies)))
      sending.delete(delivery)
    }
    return attempts
  }

  /** The first try, which the switch may lose. */
  async function sendFirst(deliveries: Delivery[]): Promise<void> {
    const { drop } = state.delivery_mode
    const lost = deliveries.filter(() => drop > 0 && nextRandom(state, 'drop') < drop)
    for (const delivery of lost) delivery.status = 'dropped'
    await send(deliveries.filter(isPending))
  }

  async function sendDue(): Promise<void> {
    const due = state.deliveries.filter((delivery) => isPending(delivery) && delivery.due <= now(state))
    await send(due.filter(({ attempts }) => attempts > 0))
    await sendFirst(due.filter(({ attempts }) => attempts === 0))
  }

  function later(wait: number, work: () => Promise<unknown>): ReturnType<typeof setTimeout> {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        const run = work()
        running.add(run)
        void run.finally(() => running.delete(run))
      },
      Math.min(Math.max(wait, 0), LONGEST_TIMER_MS),
    )
    timers.add(timer)
    return timer
  }

  const isAuto = () => state.delivery_mode.mode === 'auto' && !closing.signal.aborted

  /** Waits for the next retry. A clock that stands still reaches nothing by waiting. */
  function awaitRetry(): void {
    clearTimeout(retry)
    const retries = state.deliveries.filter((delivery) => isPending(delivery) && delivery.attempts > 0)
    if (!isAuto() || !state.clock.runs || retries.length === 0) return
    const next = Math.min(...retries.map(({ due }) => due))
    retry = later((next - now(state)) * 1000, () => sendDue().then(awaitRetry))
  }

  async function quiet(): Promise<void> {
    for (const timer of timers) clearTimeout(timer)
    timers.clear()
    waiting.clear()
    await Promise.all(running)
  }

  return {
    wake() {
      if (!isAuto()) return
      const fresh = state.deliveries.filter(
        (delivery) => isPending(delivery) && delivery.attempts === 0 && !waiting.has(delivery),
      )
      for (const delivery of fresh) waiting.add(delivery)
      if (fresh.length > 0)
        later(state.delivery_mode.delay_ms, async () => {
          for (const delivery of fresh) waiting.delete(delivery)
          if (isAuto()) await sendFirst(fresh.filter(isPending))
          awaitRetry()
        })
      awaitRetry()
    },
    send,
    async advanceTo(time) {
      await quiet()
      while (isAuto()) {
        const next = Math.min(...state.deliveries.filter(isPending).map(({ due }) => due))
        if (next > time) break
        if (next > now(state)) setClock(state, next)
        await sendDue()
      }
      // A running clock may have passed it meanwhile.
      if (time > now(state)) setClock(state, time)
      awaitRetry()
    },
    settle: quiet,
    async close() {
      closing.abort()
      await quiet()
    },
  }
}

function arranged(state: State, deliveries: Delivery[], order: DeliveryMode['order']): Delivery[] {
  if (order === 'given') return deliveries
  if (order === 'reverse') return deliveries.toReversed()
  return deliveries
    .map((delivery) => ({ delivery, at: nextRandom(state, 'shuffle') }))
    .sort((a, b) => a.at - b.at)
    .map(({ delivery }) => delivery)
}

/** @param timestamp unix seconds. Source: docs.stripe.com/webhooks#verify-manually */
async function signatureHeader(payload: string, secret: string, timestamp: number): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(`${timestamp}.${payload}`))
  const hex = Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `t=${timestamp},v1=${hex}`
}
