/** Sends requests to the API. The only code that holds a card's number and the network at once. */
import type { StripeError } from '@stripe/stripe-js'
import type {
  ApiAnswer,
  ApiRequest,
  CardElementType,
  FormValue,
  FromController,
  GroupFrames,
  ToController,
} from '../protocol.ts'
import { linkToPage, sibling } from './link.ts'

/** The order in which Stripe.js reports what is missing. */
const ORDER: readonly CardElementType[] = ['card', 'cardNumber', 'cardExpiry', 'cardCvc']

const GARBLED: StripeError = { type: 'api_error', message: 'An unexpected error has occurred.' }

type Collected = { card: Record<string, string>; postalCode?: string } | ApiAnswer

/** Asks every field, so that each shows what it lacks; the first lack is the answer. */
function collect(frames: GroupFrames): Collected {
  const names = ORDER.flatMap((type) => frames[type] ?? [])
  const fields = names.map((name) => sibling(name)?.endiveElement)
  if (fields.some((field) => !field)) return { unreachable: true }
  const parts = fields.map((field) => field!.collect())
  const wrong = parts.find((part) => 'error' in part)
  if (wrong && 'error' in wrong) return { error: wrong.error }
  const found = parts.filter((part) => 'card' in part)
  return {
    ...Object.assign({}, ...found),
    card: Object.assign({}, ...found.map((part) => part.card)),
  } as Collected
}

/** `{a: {b: 1}}` as `a[b]=1`. What is null or undefined is not sent. */
function encode(form: Record<string, FormValue>): URLSearchParams {
  const pairs = new URLSearchParams()
  const add = (name: string, value: FormValue): void => {
    if (value === null || value === undefined) return
    if (typeof value !== 'object') pairs.append(name, String(value))
    else for (const [key, nested] of Object.entries(value)) add(`${name}[${key}]`, nested)
  }
  for (const [name, value] of Object.entries(form)) add(name, value)
  return pairs
}

type Fields = Record<string, FormValue>

function withCard(form: Fields, under: string | null, found: { card: Fields; postalCode?: string }): Fields {
  const home = (under === null ? form : form[under]) as Fields
  const filled: Fields = { ...home, card: found.card }
  if (found.postalCode) {
    const details = (home.billing_details ?? {}) as Fields
    const address = { postal_code: found.postalCode, ...(details.address as Fields | undefined) }
    filled.billing_details = { ...details, address }
  }
  return under === null ? filled : { ...form, [under]: filled }
}

async function send(request: ApiRequest, form: Fields): Promise<ApiAnswer> {
  const pairs = encode(form)
  const get = request.method === 'GET'
  let response: Response
  try {
    response = await fetch(get && pairs.size ? `${request.path}?${pairs}` : request.path, {
      method: request.method,
      headers: {
        Authorization: `Bearer ${request.key}`,
        'Stripe-Version': request.version,
        ...(request.account && { 'Stripe-Account': request.account }),
      },
      ...(!get && { body: pairs }),
      cache: 'no-store',
      credentials: 'omit',
    })
  } catch {
    return { offline: true }
  }
  const body = (await response.json().catch(() => ({ error: GARBLED }))) as
    | NonNullable<ApiAnswer['object']>
    | { error: StripeError }
  return 'error' in body ? { error: body.error ?? GARBLED } : { object: body }
}

async function answer(request: ApiRequest): Promise<ApiAnswer> {
  if (!request.card) return send(request, request.form)
  const found = collect(request.card.frames)
  if (!('card' in found)) return found
  return send(request, withCard(request.form, request.card.under, found))
}

export function bootController(): void {
  const page = linkToPage<ToController, FromController>()
  page.onMessage(async ({ id, request }) => page.send({ say: 'answer', id, answer: await answer(request) }))
  page.send({ say: 'hello' })
}
