/** How an amount is shared out over several lines. Pure; minor units. */

/**
 * Shares in proportion to the weights that together are the whole, to the last minor unit: what rounding leaves over goes to the
 * lines that lost most by it, the earlier first.
 */
export function shared(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum === 0) return weights.map(() => 0)
  const exact = weights.map((weight) => (whole * weight) / sum)
  const shares = exact.map(Math.floor)
  const lost = exact.map((share, index) => ({ index, by: share - shares[index]! }))
  const left = whole - shares.reduce((total, share) => total + share, 0)
  for (const { index } of lost.sort((a, b) => b.by - a.by).slice(0, left)) shares[index]!++
  return shares
}
