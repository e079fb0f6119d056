/** A purchase as a browser makes it, without one. For tests. */
import { KEYS, SITE_KEY } from './data.ts'
import type { SpawnedDemo } from './spawn.ts'

/** Pays for a mug. @returns the checkout; the Worker hears of the payment when Stripe rings. */
export async function buy({ worker, emulator, shop }: SpawnedDemo): Promise<string> {
  const made = await fetch(`${worker}/v1/checkouts`, {
    method: 'POST',
    headers: { Authorization: `Bearer attempt_${crypto.randomUUID()}`, Origin: shop },
    body: JSON.stringify({
      site: 'acme',
      offer: 'mug',
      form: 'card',
      shown: { amount: 1200, currency: 'usd' },
    }),
  })
  const { id, client_secret } = (await made.json()) as { id: string; client_secret: string }
  const paid = await fetch(`${emulator}/v1/payment_intents/${client_secret.split('_secret_')[0]}/confirm`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEYS.STRIPE_SECRET_KEY}` },
    body: new URLSearchParams({ payment_method: 'pm_card_visa' }),
  })
  if (!made.ok || !paid.ok) throw new Error(`bought nothing: ${made.status}, ${paid.status}`)
  return id
}

/** The checkout as the site owner reads it; its `status` is the answer's where there is none. */
export async function read(
  { worker }: Pick<SpawnedDemo, 'worker'>,
  id: string,
): Promise<Record<string, unknown>> {
  const headers = { Authorization: `Bearer ${SITE_KEY}` }
  const response = await fetch(`${worker}/v1/checkouts/${id}`, { headers })
  return response.ok ? ((await response.json()) as Record<string, unknown>) : { status: response.status }
}
