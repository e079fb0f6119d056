/** When deliveries are sent: after an answer, when they are asked for, and again where nobody took them. */
import type { Stripe } from 'stripe'
import { otherwise } from './adversary.ts'
import type { Schedule } from './billing/schedule.ts'
import { now, setClock } from './clock.ts'
import { type Attempt, arranged, type Batch, type Delivery, inParallel } from './deliveries.ts'
import { renderEvent } from './events.ts'
import { nextRandom } from './ids.ts'
import { postSigned } from './signed-post.ts'
import type { State } from './state.ts'
import { secretsOf } from './webhook-secrets.ts'

export interface StoredEndpoint {
  endpoint: Stripe.WebhookEndpoint
  secret: string
  /** The one before, which signs too until then: unix seconds of the stand-in's clock. */
  rolled?: { secret: string; until: number }
  /** Hears of connected accounts instead of the platform's own. */
  connect: boolean
}

// Shorter first steps than Stripe's, so that a demo recovers before one's eyes; the end is Stripe's three days.
const RETRY_AFTER_SECONDS = [2, 10, 60, 10 * 60, 3600, 6 * 3600, 24 * 3600]
const GIVEN_UP_AFTER_SECONDS = 3 * 24 * 3600
/** An API call whose events are sent first is not held longer: whoever hears of it may be waiting for the answer. */
const LONGEST_WAIT_MS = 1000
/** Node's timers overflow above this; a later one is armed again. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export interface Webhooks {
  /** Sends, in auto, what has become pending; called when an answer is on its way. */
  wake(): void
  /** Whether something new is to be sent at once. */
  isDue(): boolean
  /** Sends what is new, and answers when it was tried, or when a caller could wait no longer. */
  sendFresh(): Promise<void>
  /** Sends now, whatever the mode, and answers when all have answered. */
  send(deliveries: Delivery[], how?: Batch): Promise<Attempt[]>
  /** Moves the clock, stopping wherever a delivery or a step of billing becomes due. */
  advanceTo(time: number): Promise<void>
  /** Waits for what is on its way; what is not yet sent stays pending. */
  settle(): Promise<void>
  /** Ends timers and requests; nothing runs afterwards. */
  close(): Promise<void>
}

/**
 * @param changed called after every attempt: the state moved.
 * @param billing what the clock brings besides deliveries.
 */
export function createWebhooks(
  state: State,
  deliver: (request: Request) => Promise<Response>,
  changed: () => void,
  billing: Schedule,
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
    const to = { url: stored.endpoint.url, secrets: secretsOf(state, stored) }
    const status = await postSigned(deliver, to, JSON.stringify(shown, null, 2), closing.signal)
    return { event: id, endpoint, status }
  }

  /** After a try, in all its copies. An endpoint that took one of them has taken the event. */
  function conclude(delivery: Delivery, attempts: Attempt[]): void {
    delivery.attempts++
    const taken = attempts.some(({ status }) => status !== null && status >= 200 && status < 300)
    if (taken) delivery.status = 'delivered'
    else if (delivery.status === 'pending') postpone(delivery)
    sending.delete(delivery)
    changed()
  }

  function postpone(delivery: Delivery): void {
    const step = Math.min(delivery.attempts, RETRY_AFTER_SECONDS.length) - 1
    delivery.due = now(state) + RETRY_AFTER_SECONDS[step]!
    const created = state.accounts[delivery.account]?.events[delivery.event]?.created
    const isGone = created === undefined || !Object.hasOwn(state.webhook_endpoints, delivery.endpoint)
    if (isGone || delivery.due - created > GIVEN_UP_AFTER_SECONDS) delivery.status = 'failed'
  }

  const send: Webhooks['send'] = async (deliveries, how = {}) => {
    const { order, concurrency } = { ...state.delivery_mode, ...how }
    for (const delivery of deliveries) sending.add(delivery)
    const tries = arranged(state, deliveries, order).map((delivery) => ({
      delivery,
      copies: how.copies ?? state.delivery_mode.copies + (otherwise(state, 'event_copies') ? 1 : 0),
      attempts: [] as Attempt[],
    }))
    const attempts = await inParallel(
      tries.flatMap((one) => Array.from({ length: one.copies }, () => one)),
      concurrency,
      async (one) => {
        if (closing.signal.aborted) return null
        const made = await attempt(one.delivery)
        one.attempts.push(made)
        if (one.attempts.length === one.copies) conclude(one.delivery, one.attempts)
        return made
      },
    )
    return attempts.filter((made) => made !== null)
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

  /** So that `settle` waits for it. */
  function track<T>(run: Promise<T>): Promise<T> {
    running.add(run)
    return run.finally(() => running.delete(run))
  }

  function later(wait: number, work: () => Promise<unknown>): ReturnType<typeof setTimeout> {
    const timer = setTimeout(
      () => {
        timers.delete(timer)
        void track(work())
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

  const nextDue = () =>
    Math.min(
      billing.next() ?? Number.POSITIVE_INFINITY,
      ...(isAuto() ? state.deliveries.filter(isPending).map(({ due }) => due) : []),
    )

  const freshOnes = () =>
    state.deliveries.filter(
      (delivery) => isPending(delivery) && delivery.attempts === 0 && !waiting.has(delivery),
    )

  return {
    isDue: () => isAuto() && state.delivery_mode.delay_ms === 0 && freshOnes().length > 0,
    async sendFresh() {
      let timer: ReturnType<typeof setTimeout> | undefined
      const waited = new Promise((resolve) => {
        timer = setTimeout(resolve, LONGEST_WAIT_MS)
      })
      await Promise.race([track(sendFirst(freshOnes())), waited])
      clearTimeout(timer)
    },
    wake() {
      if (!isAuto()) return
      const fresh = freshOnes()
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
      for (let next = nextDue(); next <= time; next = nextDue()) {
        if (next > now(state)) setClock(state, next)
        billing.run()
        if (isAuto()) await sendDue()
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
