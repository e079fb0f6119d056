/** Seeded identifiers. The n-th id of a prefix depends on the seed, the prefix and n alone, so reads in between change nothing. */
import type { State } from './state.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

type Prefix =
  | 'bpc'
  | 'bps'
  | 'card'
  | 'cbtxn'
  | 'ch'
  | 'clock'
  | 'coupon'
  | 'cus'
  | 'di'
  | 'evt'
  | 'ii'
  | 'il'
  | 'in'
  | 'inpay'
  | 'payatt'
  | 'pi'
  | 'pm'
  | 'price'
  | 'prod'
  | 'promo'
  | 're'
  | 'req'
  | 'secret'
  | 'setatt'
  | 'seti'
  | 'si'
  | 'sub'
  | 'tok'
  | 'txn'
  | 'we'
  | 'whsec'

/** @returns `prefix_` and `length` letters and digits; 24 as most of Stripe's. */
export function nextId(state: State, prefix: Prefix, length = 24): string {
  return `${prefix}_${nextToken(state, prefix, length)}`
}

/** @returns letters and digits without a prefix. */
export function nextToken(state: State, stream: Prefix, length: number): string {
  const n = (state.counters[stream] ?? 0) + 1
  state.counters[stream] = n
  return token(`${state.seed}:${stream}:${n}`, length)
}

/** The same input gives the same token: card fingerprints are one per number. */
export function token(input: string, length: number): string {
  const random = generator(input)
  return Array.from({ length }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join('')
}

/** @returns the next number of a named random stream, at least 0 and below 1. */
export function nextRandom(state: State, stream: string): number {
  const n = (state.counters[stream] ?? 0) + 1
  state.counters[stream] = n
  return randomOf(`${state.seed}:${stream}:${n}`)
}

/** @returns a number that the text alone decides, at least 0 and below 1. */
export const randomOf = (text: string): number => generator(text)()

/** mulberry32 on an FNV-1a hash of the text: small, and the same in Node and in workerd. */
function generator(text: string): () => number {
  let seed = 0x811c9dc5
  for (let at = 0; at < text.length; at++) seed = Math.imul(seed ^ text.charCodeAt(at), 0x01000193)
  // FNV leaves similar texts with similar hashes; this spreads them (murmur3's finaliser).
  seed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b)
  seed = Math.imul(seed ^ (seed >>> 13), 0xc2b2ae35)
  seed ^= seed >>> 16
  return () => {
    seed = (seed + 0x6d2b79f5) | 0
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
