/** Cursor lists, newest first. Source: docs.stripe.com/api/pagination */
import { invalid, missing } from './errors.ts'
import type { Range } from './params.ts'

export interface Page {
  ending_before?: string
  limit?: number
  starting_after?: string
}

export interface List<T> {
  object: 'list'
  url: string
  has_more: boolean
  data: T[]
}

/** @param items oldest first, as they are stored. @throws ApiError when a cursor is not in the list. */
export function list<T extends { id: string; object: string }>(
  items: T[],
  url: string,
  { ending_before, limit = 10, starting_after }: Page,
): List<T> {
  if (ending_before !== undefined && starting_after !== undefined)
    throw invalid('You can only specify one of these parameters: ending_before, starting_after.', {
      code: 'parameters_exclusive',
      param: 'ending_before',
    })
  const newestFirst = items.toReversed()
  const position = (id: string, param: string) => {
    const at = newestFirst.findIndex((item) => item.id === id)
    if (at < 0) throw missing(items[0]?.object ?? 'object', id, param)
    return at
  }

  if (ending_before !== undefined) {
    const end = position(ending_before, 'ending_before')
    const start = Math.max(0, end - limit)
    return { object: 'list', url, has_more: start > 0, data: newestFirst.slice(start, end) }
  }
  const start = starting_after === undefined ? 0 : position(starting_after, 'starting_after') + 1
  const end = start + limit
  return { object: 'list', url, has_more: end < newestFirst.length, data: newestFirst.slice(start, end) }
}

export const within = (created: number, { gt, gte, lt, lte }: Range = {}): boolean =>
  (gt === undefined || created > gt) &&
  (gte === undefined || created >= gte) &&
  (lt === undefined || created < lt) &&
  (lte === undefined || created <= lte)
