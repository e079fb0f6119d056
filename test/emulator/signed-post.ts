/** One webhook on the wire: signed as Stripe signs, posted, and answered or not. It knows nothing of retries. */
import { wallClock } from './clock.ts'

const ANSWER_TIMEOUT_MS = 20_000

/** @returns the status of the answer; null when there was none: refused, too slow, or ended by `closing`, all the same to Stripe. */
export async function postSigned(
  deliver: (request: Request) => Promise<Response>,
  { url, secrets }: { url: string; secrets: string[] },
  payload: string,
  closing: AbortSignal,
): Promise<number | null> {
  try {
    const response = await deliver(
      new Request(url, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'Cache-Control': 'no-cache',
          Accept: '*/*; q=0.5, application/xml',
          'Stripe-Signature': await signatureHeader(payload, secrets, wallClock()),
        },
        body: payload,
        redirect: 'manual', // to Stripe, a redirect is a failure
        signal: AbortSignal.any([closing, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      }),
    )
    await response.arrayBuffer() // ends the exchange, so that the connection can be used again
    return response.status
  } catch {
    return null
  }
}

/** @param timestamp unix seconds. @returns a signature for each secret. Source: docs.stripe.com/webhooks#verify-manually */
async function signatureHeader(payload: string, secrets: string[], timestamp: number): Promise<string> {
  const signatures = await Promise.all(secrets.map((secret) => hmac(secret, `${timestamp}.${payload}`)))
  return [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join(',')
}

/** @returns hexadecimal. */
async function hmac(secret: string, text: string): Promise<string> {
  const encoder = new TextEncoder()
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(text))
  return Array.from(new Uint8Array(mac), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
