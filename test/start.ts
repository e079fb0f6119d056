/** `npm start`: a shop, the Worker and a stand-in for Stripe on this machine. No account, no internet. */

import { CARDS, KEYS, SITE_KEY } from './demo/data.ts'
import type { startDemo } from './demo/demo.ts'
import { Refusal } from './demo/refusal.ts'

/** The contract: SIGTERM to the end of everything takes at most 5 s. */
const STOP_BUDGET_MS = 4000

let demo: ReturnType<typeof startDemo> | undefined
let stopping = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
// npm killed outright tells nobody; then nobody is there to stop us either.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop(), 500).unref()
}

function stop(): void {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(0), STOP_BUDGET_MS).unref()
  Promise.resolve(demo?.stop()).finally(() => process.exit(0))
}

try {
  // Not before the handlers above are in place: it takes a second to load.
  demo = (await import('./demo/demo.ts')).startDemo()
  const { worker, emulator, shop, ended } = await demo.ready
  void ended.then(() => fail('The Worker stopped by itself.'))
  const origins = [`worker=${worker}`, emulator && `emulator=${emulator}`, `shop=${shop}`]
  console.log(banner(shop, worker, emulator))
  console.log(`ready ${origins.filter(Boolean).join(' ')}`)
} catch (error) {
  await fail(error instanceof Refusal ? error.message : error)
}

async function fail(reason: unknown): Promise<void> {
  if (stopping) return // whatever fails while we are being stopped is no news
  stopping = true
  console.error(reason)
  await demo?.stop()
  process.exit(1)
}

function banner(shop: string, worker: string, emulator: string | null): string {
  const stripe = emulator
    ? `  Stripe  ${emulator}  a stand-in: nothing leaves this machine`
    : '  Stripe  your test account; webhooks come through the Stripe CLI, unless STRIPE_WEBHOOK_SECRET is set'
  const cards = CARDS.map(([number, outcome]) => `    ${number}  ${outcome}`)
  const keys = `  Keys    ${SITE_KEY} (site), ${KEYS.ADMIN_TOKEN} (operator)`
  return ['', `  Shop    ${shop}`, `  Worker  ${worker}`, stripe, keys, '']
    .concat('  Cards to try, with any future date and any CVC:', cards, '')
    .join('\n')
}
