/** The steps every API request takes, in Stripe's order. */
import type { Context } from 'hono'
import { otherwise } from '../adversary.ts'
import { ageCoupons } from '../api/coupon-objects.ts'
import { now } from '../clock.ts'
import { dropAfter, dropBefore, type Fault, refuse, suffer, takeFault } from '../faults.ts'
import { nextId } from '../ids.ts'
import { limitRate, type RecentCalls } from '../limits.ts'
import { logRequest } from '../requests.ts'
import { PLATFORM_ACCOUNT, type State } from '../state.ts'
import type { Call, Endpoint } from './endpoint.ts'
import { ApiError, docUrl, MissingError, refused } from './errors.ts'
import { checkExpand, expand, expandList } from './expand.ts'
import { decodeForm, type RawParams } from './form.ts'
import { claim, digest, type InFlight, type KeyedRequest, release, saveAnswer } from './idempotency.ts'
import { authenticate, type Keys, secretKeyRequired } from './keys.ts'
import type { List } from './lists.ts'
import { type Params, readParams, type Table } from './params.ts'
import { forPublishableKey, shownToPublishableKey } from './publishable.ts'
import { asOf } from './shapes.ts'
import { effectiveVersion } from './versions.ts'

export interface Api {
  state: State
  keys: Keys
  base: string
  inFlight: InFlight
  recentCalls: RecentCalls
}

interface Answer {
  status: number
  body: object
  headers?: Record<string, string>
}

/** What of an object the caller may see, in the shape of the caller's version. @param name of what does not say what it is. */
type Shape = (value: object, name?: string) => object

/**
 * @param endpoint undefined for a path that no endpoint has.
 * @throws ConnectionDropped when a fault says so.
 */
export async function handle(api: Api, endpoint: Endpoint | undefined, c: Context): Promise<Response> {
  const { req } = c
  const text = await sent(req.method, req.raw)
  const raw = attempt(() => decodeForm(text))
  const requestId = nextId(api.state, 'req', 14)
  const idempotencyKey = (req.method === 'POST' && req.header('Idempotency-Key')) || null
  const log = logRequest(api.state, {
    method: req.method,
    path: req.path,
    status: null,
    idempotency_key: idempotencyKey,
    body: raw instanceof ApiError ? {} : raw,
    request_id: requestId,
    stripe_version: req.header('Stripe-Version') ?? null,
    stripe_account: req.header('Stripe-Account') ?? null,
  })

  const fault = takeFault(api.state, req.method, req.path)
  dropBefore(fault)
  const answer = await answerTo(api, endpoint, c, raw, fault, { requestId, idempotencyKey })
  log.status = answer.status
  dropAfter(fault)
  return new Response(JSON.stringify(answer.body, null, 2), {
    status: answer.status,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, no-store',
      'Request-Id': requestId,
      ...answer.headers,
    },
  })
}

/** A DELETE has its parameters where a GET has them, as the SDK sends it, or in its body. */
async function sent(method: string, request: Request): Promise<string> {
  const { search } = new URL(request.url)
  if (method === 'GET') return search
  const form = await body(request)
  return method === 'DELETE' && form === '' ? search : form
}

/** As bytes first: workerd warns of every form that is read as text. */
const body = async (request: Request): Promise<string> =>
  new TextDecoder().decode(await request.arrayBuffer())

async function answerTo(
  api: Api,
  endpoint: Endpoint | undefined,
  { req }: Context,
  raw: RawParams | ApiError,
  fault: Fault | undefined,
  ids: Pick<Call, 'requestId' | 'idempotencyKey'>,
): Promise<Answer> {
  let shape: Shape = (value) => value
  try {
    if (raw instanceof ApiError) throw raw
    if (!endpoint) throw unrecognized(req.method, req.path)
    const caller =
      endpoint.keys === 'door'
        ? { key: 'door' as const, account: PLATFORM_ACCOUNT }
        : authenticate(api.keys, api.state, req.raw.headers)
    if (caller.key === 'publishable') shape = forPublishableKey
    if (caller.key === 'publishable' && endpoint.keys === 'secret') throw secretKeyRequired()
    if (caller.key === 'secret') limitRate(api.state.limits, api.recentCalls, caller.account)
    refuse(api.state, fault)
    const version = effectiveVersion(req.header('Stripe-Version'), api.state.api_version)
    const call: Call = {
      ...ids,
      ...caller,
      version,
      state: api.state,
      objects: api.state.accounts[caller.account]!,
      path: req.path,
      base: api.base,
    }
    const visible = shape
    shape = (value, name) => asOf(version, visible(value), call.objects, name)
    const answer = await once(api, call, raw, shape, async () => {
      await suffer(api.state, fault)
      return execute(call, endpoint, raw, req.param() as Record<string, string>, shape)
    })
    return { ...answer, headers: { ...echo(call, req.header('Stripe-Account')), ...answer.headers } }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return failure(api.state, error, ids.requestId, shape)
  }
}

/** The order in which parameters were sent does not make another request. */
const canonical = (state: State, raw: RawParams): string =>
  JSON.stringify(raw, (_key, value: unknown) =>
    isHash(value) && !otherwise(state, 'parameter_order')
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

/** Executes a request, or gives the answer that its idempotency key already has. */
async function once(
  api: Api,
  call: Call,
  raw: RawParams,
  shape: Shape,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { account, idempotencyKey: key, path, requestId, state } = call
  if (key === null) return run()
  const request: KeyedRequest = { account, key, path, params: await digest(canonical(state, raw)) }
  const saved = claim(state, api.inFlight, request)
  if (saved) {
    const headers = { 'Idempotent-Replayed': 'true', 'Original-Request': saved.request_id }
    return { status: saved.status, body: saved.body as object, headers }
  }
  const save = ({ status, body }: Answer) =>
    saveAnswer(state, request, { status, body, request_id: requestId })
  try {
    const answer = await run()
    save(answer)
    return answer
  } catch (error) {
    if (error instanceof ApiError && isKept(state, error)) save(failure(state, error, requestId, shape))
    throw error
  } finally {
    release(api.inFlight, request)
  }
}

const isHash = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isKept = (state: State, { executed, status }: ApiError): boolean =>
  executed && !(status === 404 && otherwise(state, 'kept_404'))

function execute(
  call: Call,
  endpoint: Endpoint,
  raw: RawParams,
  path: Record<string, string>,
  shape: Shape,
): Answer {
  const params = readParams(tableFor(call, endpoint, raw), raw, call.version)
  const paths = (params.expand as string[] | undefined) ?? []
  const hidden =
    call.key === 'publishable'
      ? paths.find((path) => !shownToPublishableKey(path, endpoint.returns))
      : undefined
  if (hidden !== undefined) throw secretKeyRequired()
  if (endpoint.returns) checkExpand(paths, endpoint.returns, endpoint.list ?? false, call.version)

  ageCoupons(call.state, call.objects)
  const result = run(call, endpoint, params, path)
  if (!endpoint.returns) return { status: 200, body: result }
  if (!endpoint.list) {
    return { status: 200, body: shape(expand(call.objects, result, endpoint.returns, paths)) }
  }
  const { data } = result as List<{ id: string; object: string }>
  return {
    status: 200,
    body: shape({ ...result, data: expandList(call.objects, data, endpoint.returns, paths) }),
  }
}

/**
 * @throws ApiError 404 for what the address names; 400 for what a parameter does. Source of that:
 *   github.com/MarcinusX/flutter_stripe_demo/issues/4
 */
function run(call: Call, endpoint: Endpoint, params: Params<Table>, path: Record<string, string>): object {
  try {
    return endpoint.run(call, params, path)
  } catch (error) {
    if (!(error instanceof MissingError) || Object.values(path).includes(error.id)) throw error
    throw otherwise(call.state, 'missing_parameter') ? error : new ApiError(400, error.body)
  }
}

/** @throws ApiError 400 for a parameter that only a secret key may send. */
function tableFor({ key }: Call, { params, publishable }: Endpoint, raw: RawParams): Table {
  const secretOnly =
    key === 'publishable' && publishable
      ? Object.keys(params).filter((name) => !publishable.includes(name))
      : []
  const sent = secretOnly.find((name) => Object.hasOwn(raw, name))
  if (sent === undefined) return params
  throw refused(400, `The parameter ${sent} cannot be sent with a publishable key. Use a secret key.`, {
    code: 'secret_key_required',
    param: sent,
  })
}

function failure(state: State, error: ApiError, requestId: string, shape: Shape): Answer {
  // A copy, because it may be kept under an idempotency key while the objects in it change.
  const { payment_intent, payment_method, setup_intent, ...body } = structuredClone(error.body)
  return {
    status: error.status,
    headers: {
      ...error.headers,
      ...(error.status === 401 && { 'WWW-Authenticate': 'Basic realm="Stripe"' }),
    },
    body: {
      error: {
        ...shape(body, 'error'),
        ...(body.code && { doc_url: docUrl(body.code) }),
        ...(payment_intent && !otherwise(state, 'error_intent') && { payment_intent: shape(payment_intent) }),
        ...(payment_method && { payment_method: shape(payment_method) }),
        ...(setup_intent && !otherwise(state, 'error_intent') && { setup_intent: shape(setup_intent) }),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}?t=${now(state)}`,
      },
    },
  }
}

const echo = (call: Call, account: string | undefined): Record<string, string> => ({
  'Stripe-Version': call.version,
  ...(call.idempotencyKey && { 'Idempotency-Key': call.idempotencyKey }),
  ...(account && { 'Stripe-Account': account }),
})

const unrecognized = (method: string, path: string) =>
  refused(
    404,
    `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
  )

function attempt<T>(run: () => T): T | ApiError {
  try {
    return run()
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
}
