/** Other objects that an object of Stripe's names: by id or, where they were expanded, whole. */

/** The id, either way. */
export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)
