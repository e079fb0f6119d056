/** Faults that tests ask for: the next calls that match are slow, refused, answered with an error, or lost. */
import { otherwise } from './adversary.ts'
import { rateLimited } from './limits.ts'
import { ApiError, type ErrorBody } from './protocol/errors.ts'
import type { State } from './state.ts'

export const FAULT_ACTIONS = ['status', 'delay', 'lose_answer', 'refuse'] as const

export interface Fault {
  /** Any method when absent. */
  method?: string
  /** A path; `*` stands for any characters. */
  path: string
  /** How many calls it still hits. */
  times: number
  /**
   * `status`: answered with `status`, not executed. `delay`: executed after `delay_ms`. `lose_answer`: executed, then the connection
   * is dropped. `refuse`: the connection is dropped before anything happens.
   */
  action: (typeof FAULT_ACTIONS)[number]
  /** For `status`. */
  status?: number
  /** For `status`: the error code of the body; by default the usual one of the status. */
  code?: string
  /** For `status`: sent as `Stripe-Should-Retry`. */
  should_retry?: boolean
  /** For `delay`, in milliseconds of the wall clock. */
  delay_ms?: number
}

/** @returns the first fault that matches, counted as used. */
export function takeFault(state: State, method: string, path: string): Fault | undefined {
  const fault = state.faults.find((candidate) => matches(candidate, method, path))
  if (!fault) return undefined
  fault.times--
  if (fault.times <= 0) state.faults = state.faults.filter((candidate) => candidate !== fault)
  return fault
}

const matches = (fault: Fault, method: string, path: string): boolean =>
  (fault.method === undefined || fault.method.toUpperCase() === method) && pattern(fault.path).test(path)

const pattern = (path: string) =>
  new RegExp(
    `^${path
      .split('*')
      .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  )

/** The connection ended without an answer. Over the network the socket is destroyed; in process the fetch rejects, as fetch does. */
export class ConnectionDropped extends TypeError {
  constructor() {
    super('fetch failed: the stand-in dropped the connection')
  }
}

/** @throws ConnectionDropped */
export function dropBefore(fault: Fault | undefined): void {
  if (fault?.action === 'refuse') throw new ConnectionDropped()
}

/** @throws ConnectionDropped */
export function dropAfter(fault: Fault | undefined): void {
  if (fault?.action === 'lose_answer') throw new ConnectionDropped()
}

/** Stripe's edge, before any endpoint and any idempotency key. @throws ApiError */
export function refuse(state: State, fault: Fault | undefined): void {
  if (fault?.action === 'status' && !isKept(state, fault)) throw faultError(fault, false)
}

/** While the endpoint holds the idempotency key, which keeps what is thrown here. @throws ApiError */
export async function suffer(state: State, fault: Fault | undefined): Promise<void> {
  if (fault?.action === 'delay') await new Promise((resolve) => setTimeout(resolve, fault.delay_ms))
  if (fault?.action === 'status' && isKept(state, fault)) throw faultError(fault, true)
}

const FAILED = 500

function isKept(state: State, fault: Fault): boolean {
  const { status } = fault
  if (codeOf(fault) === 'lock_timeout') return otherwise(state, 'kept_lock_timeout')
  return status === FAILED || (status! > FAILED && otherwise(state, 'kept_5xx'))
}

const USUAL_CODES: Record<number, string> = { 409: 'lock_timeout', 429: 'rate_limit' }

const codeOf = ({ code, status }: Fault): string | undefined => code ?? USUAL_CODES[status!]

function faultError(fault: Fault, executed: boolean): ApiError {
  const { status = FAILED, should_retry } = fault
  const code = codeOf(fault)
  const error =
    status === 429 && code === 'rate_limit'
      ? rateLimited()
      : new ApiError(status, { ...bodyOf(status, code), ...(code !== undefined && { code }) }, executed)
  if (should_retry !== undefined) error.headers['Stripe-Should-Retry'] = String(should_retry)
  return error
}

function bodyOf(status: number, code: string | undefined): ErrorBody {
  if (code === 'lock_timeout') return LOCKED
  if (status >= FAILED) return BROKEN
  return {
    type: status === 402 ? 'card_error' : 'invalid_request_error',
    message: `The stand-in was told to answer ${status}.`,
  }
}

const LOCKED: ErrorBody = {
  type: 'invalid_request_error',
  message:
    'This object cannot be accessed right now because another API request or Stripe process is currently accessing it. If you see this error intermittently, retry the request.',
}

const BROKEN: ErrorBody = {
  type: 'api_error',
  message:
    'An unknown error occurred. If this error persists, please contact us at https://support.stripe.com/.',
}
