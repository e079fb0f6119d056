import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stripe } from 'stripe'
import { afterEach, describe, expect, it } from 'vitest'
import { DEMO_SECRET_KEY } from '../emulator.ts'
import { type Served, type ServeOptions, serveEmulator } from '../serve.ts'
import { MUG } from './harness.ts'

const running: Served[] = []
async function start(options: Partial<ServeOptions> = {}) {
  const served = await serveEmulator({ port: 0, ...options })
  running.push(served)
  const stripe = new Stripe(DEMO_SECRET_KEY, {
    host: '127.0.0.1',
    port: new URL(served.url).port,
    protocol: 'http',
    maxNetworkRetries: 0,
  })
  return { ...served, stripe }
}
afterEach(() => Promise.all(running.splice(0).map(({ close }) => close())))

describe('the server', () => {
  it('answers the SDK over the network, and sends browsers to itself', async () => {
    const { stripe, url } = await start()
    const { next_action } = await stripe.paymentIntents.create({
      ...MUG,
      payment_method: 'pm_card_threeDSecure2Required',
      confirm: true,
      use_stripe_sdk: true,
    })
    expect(next_action?.use_stripe_sdk).toMatchObject({ stripe_js: expect.stringContaining(`${url}/pages/`) })
    expect((await fetch(`${url}/endive/stripe.js`)).status).toBe(200)
  })

  it('names a port that is taken', async () => {
    const { url } = await start()
    const { port } = new URL(url)
    await expect(serveEmulator({ port: Number(port) })).rejects.toThrow(`Port ${port}`)
  })

  it('destroys the connection where an answer is to be lost', async () => {
    const { stripe, url } = await start()
    const fault = { path: '/v1/payment_intents', times: 1, action: 'lose_answer' }
    await fetch(`${url}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) })
    // The SDK repeats itself once after a reset connection, whatever its settings; the key makes it one intent.
    const { lastResponse } = await stripe.paymentIntents.create(MUG)
    expect(lastResponse.headers['idempotent-replayed']).toBe('true')
    expect((await stripe.paymentIntents.list()).data).toHaveLength(1)
    await fetch(`${url}/_emulator/faults`, {
      method: 'POST',
      body: JSON.stringify({ ...fault, action: 'refuse' }),
    })
    await expect(fetch(`${url}/v1/payment_intents`)).rejects.toThrow('fetch failed')
  })

  it('keeps its state in a file that is whole at every moment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-'))
    const stateFile = join(folder, 'stripe.json')
    try {
      const first = await start({ stateFile })
      const { id } = await first.stripe.paymentIntents.create(MUG)
      // Read before anything is closed: this is what a kill would leave.
      expect(readFileSync(stateFile, 'utf8')).toContain(id)
      const second = await start({ stateFile })
      expect((await second.stripe.paymentIntents.retrieve(id)).amount).toBe(1200)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
