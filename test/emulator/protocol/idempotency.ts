/**
 * `Idempotency-Key` as Stripe has it: the first answer of a POST is kept for a day, 500s included, and given again for the same key.
 * Source: docs.stripe.com/api/idempotent_requests
 */
import { now } from '../clock.ts'
import type { State } from '../state.ts'
import { ApiError, refused } from './errors.ts'

export interface SavedAnswer {
  path: string
  /** Digest of the parameters: enough to compare a second request with, and no card number is kept. */
  params: string
  status: number
  body: unknown
  request_id: string
  created: number
}

const KEY_LIMIT = 255
const PRUNED_AFTER_SECONDS = 24 * 60 * 60

/** Keys whose first request is still being executed. Not part of the state: a restart ends those requests. */
export type InFlight = Set<string>

export interface KeyedRequest {
  account: string
  key: string
  path: string
  params: string
}

/** @returns SHA-256 in hexadecimal. */
export async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const slot = ({ account, key }: KeyedRequest) => `${account}:${key}`

/**
 * @returns the saved answer to give again, or null when this request is the first and must be executed: then `release` it.
 * @throws ApiError 400 for other parameters or another endpoint, 409 while the first is still executing.
 */
export function claim(state: State, inFlight: InFlight, request: KeyedRequest): SavedAnswer | null {
  if (request.key.length > KEY_LIMIT)
    throw refused(400, `Idempotency-Key is too long: it may have at most ${KEY_LIMIT} characters.`)
  if (inFlight.has(slot(request)))
    throw new ApiError(
      409,
      {
        type: 'idempotency_error',
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${request.key}. Please try again later.`,
      },
      false,
    )

  const saved = state.idempotency[slot(request)]
  if (saved && now(state) - saved.created < PRUNED_AFTER_SECONDS) return sameRequest(saved, request)
  inFlight.add(slot(request))
  return null
}

function sameRequest(saved: SavedAnswer, { key, path, params }: KeyedRequest): SavedAnswer {
  const mismatch = (message: string) =>
    new ApiError(
      400,
      {
        type: 'idempotency_error',
        message: `${message} Try using a key other than '${key}' if you meant to execute a different request.`,
      },
      false,
    )
  if (saved.path !== path)
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${saved.path}').`,
    )
  if (saved.params !== params)
    throw mismatch(
      'Keys for idempotent requests can only be used with the same parameters they were first used with.',
    )
  return saved
}

export const release = (inFlight: InFlight, request: KeyedRequest): boolean => inFlight.delete(slot(request))

export function saveAnswer(
  state: State,
  request: KeyedRequest,
  answer: Pick<SavedAnswer, 'status' | 'body' | 'request_id'>,
): void {
  const { path, params } = request
  state.idempotency[slot(request)] = { path, params, ...answer, created: now(state) }
}
