/** Queries of cursor lists: `limit`, `starting_after`, and a door's own filters. */
import * as v from 'valibot'
import type { Page } from '../db/lists.ts'
import type { Result } from '../domain/result.ts'
import type { Door } from '../env.ts'
import { check } from './body.ts'

const LIMIT = { least: 1, most: 100, unsaid: 10 }

const page = {
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, 'Expected a whole number.'),
      v.transform(Number),
      v.minValue(LIMIT.least),
      v.maxValue(LIMIT.most),
    ),
  ),
  starting_after: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(255))),
}

/** The page that a list is asked for, and its filters. A name that the door does not know is refused. */
export function readQuery<Entries extends v.ObjectEntries>(
  c: Door,
  filters: Entries,
): Result<{ page: Page; filter: v.InferOutput<v.StrictObjectSchema<Entries, undefined>> }> {
  const query = check(v.strictObject({ ...page, ...filters }), c.req.query()) as Result<
    { limit?: number; starting_after?: string } & v.InferOutput<v.StrictObjectSchema<Entries, undefined>>
  >
  if (!query.ok) return query
  const { limit, starting_after, ...filter } = query.value
  return {
    ok: true,
    value: {
      page: { limit: limit ?? LIMIT.unsaid, startingAfter: starting_after ?? null },
      filter: filter as unknown as v.InferOutput<v.StrictObjectSchema<Entries, undefined>>,
    },
  }
}
