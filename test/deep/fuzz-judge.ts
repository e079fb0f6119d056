/** What every answer must be, whoever asks for what. Each rule says in words how it was broken. */

/** Statuses of the problem codes, as the contract has them. */
const CODES: Record<string, number> = {
  ...{ request_malformed: 400, parameter_missing: 400, parameter_invalid: 400, parameter_unknown: 400 },
  ...{ signature_invalid: 400, key_missing: 401, key_invalid: 401, origin_not_allowed: 403 },
  ...{ site_unknown: 404, offer_unknown: 404, checkout_unknown: 404, not_found: 404 },
  ...{ terms_differ: 409, price_changed: 409, checkout_closed: 409 },
  ...{ card_in_use: 409, subscription_unexpected_state: 409, body_too_large: 413, rate_limited: 429 },
  ...{ unexpected: 500 },
}
const FIELDS = ['code', 'message', 'param', 'checkout', 'request_id']

/** What nobody outside the Worker is told: keys, and where its code stands. */
const SECRETS = [/sk_test_|whsec_|admin_demo|signing_demo/, /\n\s+at |\.ts\b|\.js:\d|node_modules|file:\/\//]
/** And what no line of the log holds. */
const PRIVATE = [...SECRETS, /_secret_|sk_site_|leak\.example/]

export interface Answer {
  status: number
  headers: Headers
  text: string
}

/** @param own what only the asker knows, and nobody repeats: an attempt, a site's key. */
export function faultsOf(
  method: string,
  answer: Answer,
  log: readonly string[],
  own: readonly string[],
): string[] {
  const { status, headers, text } = answer
  const said = `${text}\n${JSON.stringify([...headers])}`
  return [
    ...(status >= 500 ? [`answered ${status}`] : []),
    ...(status >= 400 && method !== 'HEAD' ? shapeFaults(answer) : []),
    ...(headers.get('Request-Id')?.startsWith('req_') ? [] : ['has no Request-Id']),
    ...(headers.get('X-Content-Type-Options') === 'nosniff' ? [] : ['may be sniffed']),
    ...SECRETS.filter((secret) => secret.test(said)).map((secret) => `tells ${secret}`),
    ...PRIVATE.filter((secret) => secret.test(log.join('\n'))).map((secret) => `logs ${secret}`),
    ...own.filter((key) => said.includes(key)).map(() => 'repeats a key'),
    ...own.filter((key) => log.join('\n').includes(key)).map(() => 'logs a key'),
  ]
}

function shapeFaults({ status, headers, text }: Answer): string[] {
  let error: Record<string, unknown>
  try {
    const body = JSON.parse(text)
    error = body.error
    if (Object.keys(body).join() !== 'error') return [`has more than an error: ${Object.keys(body)}`]
  } catch {
    return [`is no JSON: ${text.slice(0, 100)}`]
  }
  const { code, message, param, checkout, request_id } = error
  return [
    ...(CODES[String(code)] === status ? [] : [`is ${status} with the code ${code}`]),
    ...(typeof message === 'string' && message !== '' ? [] : ['has no message']),
    ...(param === undefined || typeof param === 'string' ? [] : ['has a param that is no text']),
    ...(checkout === undefined || /^chk_\w{22}$/.test(String(checkout))
      ? []
      : ['has a checkout that is none']),
    ...(request_id === headers.get('Request-Id') ? [] : ['has another request_id than its header']),
    ...Object.keys(error)
      .filter((field) => !FIELDS.includes(field))
      .map((field) => `has a field ${field}`),
    ...(headers.get('Content-Type') === 'application/json' ? [] : [`is ${headers.get('Content-Type')}`]),
  ]
}
