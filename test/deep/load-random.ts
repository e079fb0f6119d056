/** Chance that can be had again: the same seed draws the same. Not for secrets. */

export interface Random {
  /** From 0 to 1. */
  (): number
  /** A whole number, both ends included. */
  within: (least: number, most: number) => number
  pick: <T>(items: readonly T[]) => T
  /** So many hex digits. */
  hex: (digits: number) => string
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const within = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return Object.assign(next, {
    within,
    pick: <T>(items: readonly T[]): T => items[within(0, items.length - 1)]!,
    hex: (digits: number): string =>
      Array.from({ length: digits }, () => within(0, 15).toString(16)).join(''),
  })
}
