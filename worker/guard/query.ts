/** Queries of cursor lists: `limit`, `starting_after`, and a door's own filters. */
import * as v from 'valibot'
import type { Page } from '../db/lists.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Door } from '../env.ts'
import { check } from './body.ts'

const LIMIT = { least: 1, most: 100, unsaid: 10 }

/** A name in a query, of something or somebody. */
export const named = (most = 255) => v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(most)))

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
  starting_after: named(),
}

/** What a list is asked for. */
interface Asked<Filter> {
  /** 1 to 100. */
  limit: number
  /** The id after which to go on. */
  startingAfter: string | null
  filter: Filter
}

/** The page that a list is asked for, and its filters. A name that the door does not know is refused. */
export function readQuery<Entries extends v.ObjectEntries>(
  c: Door,
  filters: Entries,
): Result<Asked<v.InferOutput<v.StrictObjectSchema<Entries, undefined>>>> {
  type Filter = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>
  const query = check(v.strictObject({ ...page, ...filters }), c.req.query()) as Result<
    { limit?: number; starting_after?: string } & Filter
  >
  if (!query.ok) return query
  const { limit, starting_after, ...filter } = query.value
  return ok({
    limit: limit ?? LIMIT.unsaid,
    startingAfter: starting_after ?? null,
    filter: filter as unknown as Filter,
  })
}

/** The place in a list where a page begins. An id that is not in it is refused: an empty page would read as the end. */
export async function readCursor(
  asked: { limit: number; startingAfter: string | null },
  find: (id: string) => Promise<{ created: number; id: string } | null>,
): Promise<Result<Page>> {
  const { limit, startingAfter } = asked
  if (startingAfter === null) return ok({ limit, after: null })
  const after = await find(startingAfter)
  return after
    ? ok({ limit, after })
    : fail('parameter_invalid', 'starting_after', 'There is no such item in this list.')
}
