/**
 * `npm run test:deep -- kill --kill 100 --seed 7`: the Worker, killed under load, on two databases side by side. The seed gives
 * the same visitors and the same plan of kills; how they meet is up to the machine.
 */
import { parseArgs } from 'node:util'
import type { Findings } from './kill-audit.ts'
import { type Killed, killUnderLoad } from './kill-under-load.ts'

const { kills, seed } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
  },
}).values

/** One waits for wrangler while the other is under load. */
const LANES = 2
const SAID_EVERY = 20

const share = Math.ceil(Number(kills) / LANES)
console.log(`seed ${seed}`)
let survived = 0
const tell = (): void => {
  if (++survived % SAID_EVERY === 0) console.log(`${survived} of ${share * LANES}`)
}
const lanes = await Promise.all(
  Array.from({ length: LANES }, (_, lane) => killUnderLoad(share, Number(seed) + lane, tell)),
)

const sum = (count: (lane: Killed) => number): number => lanes.reduce((all, lane) => all + count(lane), 0)
const found = (kind: keyof Findings): string[] => lanes.flatMap(({ findings }) => findings[kind])
const kinds = {
  lost: 'lost',
  halfApplied: 'half applied',
  doubleCharges: 'double charges',
  differences: 'differences',
}
const wrong = (Object.keys(kinds) as (keyof Findings)[]).flatMap(found)
for (const sentence of wrong) console.log(sentence)
const counts = [
  `kills ${sum((lane) => lane.kills)}`,
  `purchases ${sum((lane) => lane.purchases)}`,
  `acknowledged ${sum((lane) => lane.acknowledged)}`,
  ...(Object.keys(kinds) as (keyof Findings)[]).map((kind) => `${kinds[kind]} ${found(kind).length}`),
]
console.log(counts.join(', '))
process.exit(wrong.length === 0 ? 0 : 1)
