/**
 * The Worker, killed under load again and again. After every crash, and before anything could heal it, what it acknowledged
 * must be in D1; at the end every row must be what Stripe says.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { auditCrash, auditEnd, type Findings, reconcile } from './kill-audit.ts'
import { type Instant, openScene, type Scene } from './kill-scene.ts'
import { type Purchase, type Street, visit } from './load.ts'
import { type Random, randomFrom } from './load-random.ts'

const VISITORS = 12
/** The share of deliveries that are lost for good: only a reconciliation heals those. */
const LOST_DELIVERIES = 0.1

export interface Killed {
  kills: number
  purchases: number
  /** Answers with 2xx, to visitors and to Stripe. */
  acknowledged: number
  findings: Findings
}

/** One Worker on one D1, killed so many times. @param survived hears of each. @throws Error where a visitor was answered what nobody may be. */
export async function killUnderLoad(kills: number, seed: number, survived = (): void => {}): Promise<Killed> {
  const random = randomFrom(seed)
  const scene = await openScene()
  try {
    return await run(scene, kills, random, survived)
  } finally {
    await scene.close()
  }
}

async function run(scene: Scene, kills: number, random: Random, survived: () => void): Promise<Killed> {
  const purchases = new Set<Purchase>()
  const findings: Findings = { lost: [], halfApplied: [], doubleCharges: [], differences: [] }
  const gate = openGate()
  /** Told something since the last look. */
  const told = new Set<Purchase>()
  let over = false
  const acknowledged = (purchase: Purchase): void => {
    told.add(purchase)
    scene.on('visitor answered')
  }
  const street: Street = { ...scene, open: gate.passed, over: () => over, acknowledged }
  const visitors = Promise.all(
    Array.from({ length: VISITORS }, () =>
      visit(street, randomFrom(random.within(0, 2 ** 31)), (purchase) => purchases.add(purchase)),
    ),
  )
  visitors.catch(() => {}) // said below, when they are waited for
  let heard = 0
  for (let n = 0; n < kills; n++) {
    await scene.ring(LOST_DELIVERIES)
    await hinder(scene, random)
    const moment = momentOf(random, scene)
    gate.open()
    await Promise.race([moment, visitors])
    gate.close()
    await scene.kill()
    await scene.control('DELETE', 'faults')
    await scene.hush()
    await scene.restart()
    // Everybody waits outside: nothing heals what the crash left before it is looked at.
    const found = await auditCrash(scene, [...told], scene.acknowledged.slice(heard))
    told.clear()
    heard = scene.acknowledged.length
    findings.lost.push(...found.lost)
    findings.halfApplied.push(...found.halfApplied)
    survived()
  }
  over = true
  gate.open()
  await visitors
  await scene.control('POST', 'webhooks/deliver', { events: 'pending' })
  await reconcile(scene)
  const end = await auditEnd(scene, [...purchases])
  return {
    kills,
    purchases: [...purchases].filter(({ id }) => id).length,
    acknowledged: scene.acknowledged.length + [...purchases].reduce((sum, { answers }) => sum + answers, 0),
    findings: {
      ...end,
      lost: [...findings.lost, ...end.lost],
      halfApplied: [...findings.halfApplied, ...end.halfApplied],
    },
  }
}

/** Stripe takes its time with some calls, so that a kill also meets a Worker that waits for it. */
async function hinder(scene: Scene, random: Random): Promise<void> {
  const delay = (method: string, path: string) => ({
    ...{ method, path: `/v1/${path}`, action: 'delay' },
    ...{ times: random.within(1, 6), delay_ms: random.within(20, 200) },
  })
  for (const [method, path] of [
    ['POST', 'payment_intents'],
    ['POST', 'payment_intents/*/cancel'],
    ['GET', 'payment_intents/*'],
    ['POST', 'subscriptions'],
    ['GET', 'subscriptions/*'],
    ['POST', 'customers'],
    ['GET', 'setup_intents/*'],
  ] as const)
    if (random() < 0.5) await scene.control('POST', 'faults', delay(method, path))
}

/** No moment is waited for longer. */
const MOMENT_MS = 2500
/** From an instant to the write that follows from it. */
const AFTERWARDS_MS = 8

/** When the Worker dies: at any time, or in the instant in which it was told or has said something, or just after. */
async function momentOf(random: Random, scene: Scene): Promise<void> {
  const kind = random.pick<Instant | null>([null, 'visitor answered', 'event answered', 'Stripe answers'])
  const most = sleep(kind ? MOMENT_MS : random.within(100, MOMENT_MS))
  const afterwards = random.pick([0, random.within(1, AFTERWARDS_MS)])
  let left = random.within(5, 60)
  const instant = new Promise<void>((resolve) => {
    scene.on = (what) => {
      if (what === kind && --left === 0) resolve()
    }
  })
  await Promise.race([instant.then(() => (afterwards > 0 ? sleep(afterwards) : undefined)), most])
}

/** Where visitors wait while there is no Worker. */
function openGate(): { open: () => void; close: () => void; passed: () => Promise<void> } {
  let { promise, resolve } = Promise.withResolvers<void>()
  return {
    open: () => resolve(),
    close: () => ({ promise, resolve } = Promise.withResolvers<void>()),
    passed: () => promise,
  }
}
