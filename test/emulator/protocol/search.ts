/**
 * The part of Stripe's search language that is modelled: `field:'…'`, the same as a part of it with `~`, and `metadata['key']:'…'`, all
 * of which must hold. Source: docs.stripe.com/search
 */
import { otherwise } from '../adversary.ts'
import { now } from '../clock.ts'
import type { State } from '../state.ts'
import { invalid, unmodelled } from './errors.ts'
import { expandParam, id, integer, required } from './params.ts'

export const searchParams = { expand: expandParam, limit: integer(1, 100), page: id, query: required(id) }

interface SearchResult<T> {
  object: 'search_result'
  url: string
  has_more: boolean
  next_page: string | null
  data: T[]
}

const QUOTED = `(?:'((?:[^'\\\\]|\\\\.)*)'|"((?:[^"\\\\]|\\\\.)*)")`
const CLAUSE = new RegExp(`^(-?)([a-z_]+)(?:\\[${QUOTED}\\])?\\s*(:|~|<=|>=|<|>)\\s*(?:${QUOTED}|(\\d+))\\s*`)
const JOINT = /^(AND|OR)\s+/i

const INDEXED_AFTER_SECONDS = 60

/** What a search can find: Stripe's lags behind by up to a minute. */
export const indexed = <T extends { created: number }>(state: State, items: T[]): T[] =>
  otherwise(state, 'search_delay')
    ? items.filter(({ created }) => now(state) - created >= INDEXED_AFTER_SECONDS)
    : items

interface Clause {
  field: string
  key: string | undefined
  /** A part of the text is enough. */
  part: boolean
  value: string
}

const SHORTEST_PART = 3

/** What can be asked of a type of object, besides its metadata. */
type Fields<T> = Record<string, (item: T) => string | boolean | null | undefined>

/** @throws ApiError 400 for what Stripe refuses, and for what the stand-in does not model. */
export function search<T extends { metadata: Record<string, string> | null }>(
  items: T[],
  url: string,
  { query, limit = 10, page }: { query: string; limit?: number; page?: string },
  fields: Fields<T>,
): SearchResult<T> {
  const clauses = parse(query.trim(), Object.keys(fields))
  const found = items.toReversed().filter((item) =>
    clauses.every(({ field, key, part, value }) => {
      const actual = key === undefined ? fields[field]!(item) : item.metadata?.[key]
      if (actual === undefined || actual === null) return false
      // Text is compared without regard to case, as Stripe does.
      const text = String(actual).toLowerCase()
      return part ? text.includes(value) : text === value
    }),
  )
  const start = page === undefined ? 0 : Number(page)
  if (!Number.isInteger(start))
    throw invalid('Invalid page: use the next_page of a search.', { param: 'page' })
  const end = start + limit
  const has_more = end < found.length
  return {
    object: 'search_result',
    url,
    has_more,
    next_page: has_more ? String(end) : null,
    data: found.slice(start, end),
  }
}

function parse(query: string, fields: string[]): Clause[] {
  const clauses: Clause[] = []
  let rest = query
  while (rest !== '') {
    const match = CLAUSE.exec(rest)
    if (!match) throw invalid(`We were unable to parse your search query: ${query}`, { param: 'query' })
    const [all, minus, field = '', key1, key2, operator, value1, value2, number] = match
    const key = key1 ?? key2
    const value = value1 ?? value2 ?? number ?? ''
    const part = operator === '~'
    const known = key === undefined ? fields.includes(field) : field === 'metadata'
    const modelled = !minus && known && (operator === ':' || (part && value.length >= SHORTEST_PART))
    if (!modelled) throw unmodelled(`this search: ${all.trim()}`, 'query')
    clauses.push({ field, key, part, value: value.replaceAll(/\\(.)/g, '$1').toLowerCase() })
    rest = rest.slice(all.length)
    const joint = JOINT.exec(rest)
    if (joint?.[1]?.toUpperCase() === 'OR') throw unmodelled('OR in a search', 'query')
    rest = rest.slice(joint?.[0].length ?? 0)
  }
  return clauses
}
