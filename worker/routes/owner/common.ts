/** What the site owner's doors share. */
import type { Found } from '../../db/lists.ts'
import type { Door } from '../../env.ts'

/** A page of a cursor list, as Stripe's clients know it. */
export const list = <T, Shown>({ data, hasMore }: Found<T>, view: (item: T) => Shown) => ({
  object: 'list',
  data: data.map(view),
  has_more: hasMore,
})

/** What belongs to the site whose key this is; another site's is not there. */
export async function own<T extends { site: string }>(
  c: Door,
  find: (db: D1Database, id: string) => Promise<T | null>,
  id: string,
): Promise<T | null> {
  const found = await find(c.env.DB, id)
  return found?.site === c.get('site').id ? found : null
}
