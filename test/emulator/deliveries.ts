/** What a delivery is, and the switches that say how deliveries behave. */
import { nextRandom } from './ids.ts'
import type { State } from './state.ts'

export interface Delivery {
  event: string
  account: string
  endpoint: string
  /** `dropped`: lost by the switch, for good. `failed`: given up after three days. */
  status: 'pending' | 'delivered' | 'failed' | 'dropped'
  attempts: number
  /** When it is tried next: unix seconds of the stand-in's clock. */
  due: number
}

export const ORDERS = ['given', 'reverse', 'shuffle'] as const

/** How deliveries behave. In `manual` nothing is sent until it is asked for. */
export interface DeliveryMode {
  mode: 'auto' | 'manual'
  /** After the API's answer, in milliseconds of the wall clock. */
  delay_ms: number
  copies: number
  /** Within what one request caused. */
  order: (typeof ORDERS)[number]
  /** How many may be on the wire at the same time. With 1, each is answered before the next begins. */
  concurrency: number
  /** The share of deliveries that are lost. */
  drop: number
}

export const AUTO: DeliveryMode = {
  mode: 'auto',
  delay_ms: 0,
  copies: 1,
  order: 'given',
  concurrency: 1,
  drop: 0,
}

/** The switches that a single batch may have otherwise. */
export type Batch = Partial<Pick<DeliveryMode, 'copies' | 'order' | 'concurrency'>>

/** What an endpoint answered; null when it did not. */
export interface Attempt {
  event: string
  endpoint: string
  status: number | null
}

export function arranged(state: State, deliveries: Delivery[], order: DeliveryMode['order']): Delivery[] {
  if (order === 'given') return deliveries
  if (order === 'reverse') return deliveries.toReversed()
  return deliveries
    .map((delivery) => ({ delivery, at: nextRandom(state, 'shuffle') }))
    .sort((a, b) => a.at - b.at)
    .map(({ delivery }) => delivery)
}

/** Works on all items in their order, on at most `limit` at a time. @returns what each came to, in the same order. */
export async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async () => {
    while (next < items.length) {
      const at = next++
      results[at] = await work(items[at]!)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker))
  return results
}
