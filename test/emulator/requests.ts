/** What the API was asked, in order, for tests and for people. Card numbers never enter it. */
import type { Raw, RawParams } from './protocol/form.ts'
import { lookUp, type State } from './state.ts'

export interface LoggedRequest {
  method: string
  path: string
  /** Null until it was answered; stays null when the connection was dropped before execution. */
  status: number | null
  idempotency_key: string | null
  /** Decoded parameters, of the body or, for GET, of the query. */
  body: RawParams
  request_id: string
  stripe_version: string | null
  stripe_account: string | null
}

const REQUESTS_KEPT = 10_000

export function logRequest(state: State, request: LoggedRequest): LoggedRequest {
  const masked = { ...request, body: maskCards(request.body) as RawParams }
  state.requests.push(masked)
  if (state.requests.length > REQUESTS_KEPT) state.requests.shift()
  return masked
}

const SECRET_FIELDS: Record<string, (value: string) => string> = {
  number: (value) => `${'*'.repeat(Math.max(0, value.length - 4))}${value.slice(-4)}`,
  cvc: (value) => '*'.repeat(value.length),
}

function maskCards(value: Raw, name = ''): Raw {
  if (typeof value === 'string') return lookUp(SECRET_FIELDS, name)?.(value) ?? value
  if (Array.isArray(value)) return value.map((item) => maskCards(item, name))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskCards(item, key)]))
}
