/** Whether two plain values say the same. Pure. */

/** In whatever order their names were written: metadata, addresses and discounts come from Stripe and from D1. */
export const same = (a: object, b: object): boolean => written(a) === written(b)

const written = (value: object): string =>
  JSON.stringify(value, (_name, inner) =>
    typeof inner === 'object' && inner !== null
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
