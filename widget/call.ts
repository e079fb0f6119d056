/** The only caller of the Worker. Answers are values; nothing here throws, and nothing here knows what they mean. */
import type { ProblemAnswer } from '../worker/contract.ts'

export interface Refusal {
  /** `unreachable`: no answer that this page may read, so what happened over there is not known. */
  code: ProblemAnswer['error']['code'] | 'unreachable'
  message: string
  /** The field it is about, in the request's own words. */
  param?: string | undefined
  /** With `terms_differ`: the checkout that this attempt has already. */
  checkout?: string | undefined
  /** Seconds that the Worker asks to wait, where it says so. */
  retryAfter?: number | undefined
}
export type Answer<T> = { ok: true; value: T } | { ok: false; error: Refusal }

/** The Worker gives Stripe 10 seconds and one retry. */
export const WRITE_TIMEOUT_MS = 25_000
export const READ_TIMEOUT_MS = 12_000
const PROBE_TIMEOUT_MS = 4_000
/** One repeat, after which the visitor decides. */
const BACK_OFF_MS = 1_000

export class Caller {
  readonly origin: string
  readonly #stop: AbortSignal

  /** @param stop ends every call that is under way, and its answer is never heard. */
  constructor(origin: string, stop: AbortSignal) {
    this.origin = origin
    this.#stop = stop
  }

  /** Asks, and once more where that may help. Only for what may be asked twice. */
  async call<T>(path: string, init: RequestInit, timeout: number): Promise<Answer<T>> {
    const first = await this.once<T>(path, init, timeout)
    if (first.ok || !isPassing(first.error.code)) return first
    await pause(BACK_OFF_MS)
    return this.once<T>(path, init, timeout)
  }

  async once<T>(path: string, init: RequestInit, timeout: number): Promise<Answer<T>> {
    try {
      return await this.#within(timeout, async (signal) => {
        const response = await fetch(this.origin + path, { ...init, signal, credentials: 'omit' })
        const body: unknown = await response.json()
        if (response.ok) return { ok: true, value: body as T }
        const { error } = body as Partial<ProblemAnswer>
        const retryAfter = Number(response.headers.get('retry-after')) || undefined
        if (error) return { ok: false, error: { ...error, retryAfter } }
        return { ok: false, error: { code: 'unexpected', message: `HTTP ${response.status}` } }
      })
    } catch (error) {
      return { ok: false, error: { code: 'unreachable', message: String(error) } }
    }
  }

  /**
   * Why an answer could not be read, for the site owner: a browser tells a page nothing about it. Without CORS the answer
   * stays hidden, but that there is one is not.
   * @returns the refusal as it really is, with a message that says what to do.
   */
  async diagnose(refusal: Refusal, site: string): Promise<Refusal> {
    const { code, message } = refusal
    if (code !== 'unreachable') return { ...refusal, message: `${this.origin} answered ${code}: ${message}` }
    const answers = await this.#within(PROBE_TIMEOUT_MS, (signal) =>
      fetch(`${this.origin}/healthz`, { mode: 'no-cors', cache: 'no-store', signal }),
    ).then(
      () => true,
      () => false,
    )
    return answers
      ? {
          code: 'origin_not_allowed',
          message: `${this.origin} answers, but not to this page. Is "${location.origin}" among the allowed origins of site "${site}"?`,
        }
      : {
          code,
          message: `${this.origin} cannot be reached from this page. Does its Content-Security-Policy have "connect-src ${this.origin}"? Is a blocker on, or the network down?`,
        }
  }

  /** By hand: browsers that visitors still have lack AbortSignal.any. */
  async #within<T>(timeout: number, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const end = new AbortController()
    const abort = () => end.abort()
    const timer = setTimeout(abort, timeout)
    this.#stop.addEventListener('abort', abort)
    try {
      return await run(end.signal)
    } finally {
      clearTimeout(timer)
      this.#stop.removeEventListener('abort', abort)
    }
  }
}

/** Under a key: an attempt's, a customer's, a link's. */
export const read = (key: string): RequestInit => ({
  headers: { authorization: `Bearer ${key}` },
  cache: 'no-store',
})

export const write = (method: string, key: string, body: object): RequestInit => ({
  method,
  headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** What may be over in a moment. Whoever asks too often does not get better by asking again. */
const isPassing = (code: Refusal['code']): boolean =>
  code === 'unreachable' || code === 'unexpected' || code === 'stripe_unavailable'

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
