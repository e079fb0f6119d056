/** Requests that were good until something was done to them: all that can be done to a door's, and why nobody may take it then. */
import type { Door } from './fuzz-doors.ts'
import * as hostile from './fuzz-hostile.ts'
import * as wire from './fuzz-hostile-wire.ts'

/** A request, still with `{…}` for what was set up. */
export interface Mutant {
  door: Door
  method: string
  path: string
  query: string
  headers: Record<string, string>
  /** The fields of a JSON body, or a whole text. */
  body: [name: string, text: string][] | string | null
  /** Why nobody may take it; empty: it may be taken, and harms nobody. */
  spoiled: string[]
}

/** One thing that is done to a request. What an earlier one spoiled, a later one does not mend. */
export type Mutation = (mutant: Mutant) => Mutant

export const good = (door: Door): Mutant => ({
  door,
  method: door.method,
  path: door.path,
  query: '',
  headers: {
    ...(door.key !== 'none' && { Authorization: `Bearer {${door.key}}` }),
    ...(door.origin !== 'ignored' && { Origin: 'https://acme.example' }),
  },
  body: door.body ? Object.entries(door.body).map(([name, [text]]) => [name, text]) : null,
  spoiled: [],
})

/** The text of a body; null where there is none. */
export const textOf = (body: Mutant['body']): string | null =>
  Array.isArray(body) ? `{${body.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}` : body

/** All that can be done to the requests of a door, and what a door cannot be asked without. */
export const mutationsOf = (door: Door): Mutation[] => [
  ...fieldsOf(door),
  ...(door.body ? bodies() : []),
  ...(door.key === 'none' ? [] : keysOf(door)),
  ...originsOf(door),
  ...pathsOf(door),
  ...wire.NO_QUERY.map((query) => change(door.list ? `the query is ${query}` : null, () => ({ query }))),
  ...['PUT', 'PROPFIND', 'PURGE'].map((method) => change(`the method is ${method}`, () => ({ method }))),
  ...Object.entries(wire.NO_MATTER).flatMap(([name, values]) =>
    values.map((value) => change(null, ({ headers }) => ({ headers: { ...headers, [name]: value } }))),
  ),
  ...(door.method === 'GET' ? [change(null, () => ({ method: 'HEAD' }))] : []),
]

/** @param why null where it may be taken all the same. */
const change =
  (why: string | null, how: (mutant: Mutant) => Partial<Mutant>): Mutation =>
  (mutant) => ({
    ...mutant,
    ...how(mutant),
    spoiled: why === null ? mutant.spoiled : [...mutant.spoiled, why.slice(0, 80)],
  })

/** As long as nothing is spoiled, which it might mend. */
const ifGood =
  (mutation: Mutation): Mutation =>
  (mutant) =>
    mutant.spoiled.length > 0 ? mutant : mutation(mutant)

const withFields =
  (why: string | null, how: (fields: [string, string][]) => [string, string][]): Mutation =>
  (mutant) => {
    const { body } = mutant
    return Array.isArray(body) ? change(why, () => ({ body: how(body) }))(mutant) : mutant
  }

/** Fields that say what they must not, say it before they say what they must, are missing, or are none. */
const fieldsOf = ({ body = {} }: Door): Mutation[] => [
  ...Object.entries(body).flatMap(([name, [text, kind, need]]) => [
    ...hostile.REFUSED[kind].map((wrong) =>
      // Last, where it counts, and also where it was left out before.
      withFields(`${name} is ${wrong}`, (fields) => [...without(fields, name), [name, wrong]]),
    ),
    ifGood(
      withFields(null, (fields) => [
        [name, hostile.REFUSED[kind][0]!],
        ...without(fields, name),
        [name, text],
      ]),
    ),
    ifGood(withFields(need ? `${name} is missing` : null, (fields) => without(fields, name))),
  ]),
  ...(Object.keys(body).length > 0 ? hostile.UNKNOWN_FIELDS : []).flatMap((name) =>
    ['1', 'null', '{"amount":1}'].map((text) =>
      withFields(`there is no field ${name}`, (fields) => [...fields, [name, text]]),
    ),
  ),
]

const without = (fields: [string, string][], name: string): [string, string][] =>
  fields.filter((field) => field[0] !== name)

/** What must be a JSON object and is none, is cut off, or is too much. */
const bodies = (): Mutation[] => [
  ...hostile.NO_BODY.map((body) => change(`the body is ${body}`, () => ({ body }))),
  ...[0, 0.3, 0.6, 0.99].map((share) => (mutant: Mutant) => {
    const text = textOf(mutant.body) ?? ''
    const cut = text.slice(0, Math.floor((text.length - 1) * share))
    return Array.isArray(mutant.body) ? change('the body is cut off', () => ({ body: cut }))(mutant) : mutant
  }),
  (mutant) =>
    Array.isArray(mutant.body)
      ? change('the body is too large', ({ body }) => ({ body: textOf(body) + ' '.repeat(65_536) }))(mutant)
      : mutant,
]

const keysOf = (door: Door): Mutation[] => [
  change('there is no key', ({ headers: { Authorization: _, ...headers } }) => ({ headers })),
  ...wire.NO_KEY.map((Authorization) => {
    // Whoever begins a checkout chooses the key to it.
    const isAttempt =
      door.key === 'attempt' && door.method === 'POST' && /^Bearer [!-~]{16,255}$/.test(Authorization)
    const mutation = change(isAttempt ? null : `the key is ${Authorization}`, ({ headers }) => ({
      headers: { ...headers, Authorization },
    }))
    return isAttempt ? ifGood(mutation) : mutation
  }),
]

const originsOf = ({ origin }: Door): Mutation[] => [
  ...wire.NO_ORIGIN.map((Origin) =>
    change(origin === 'ignored' ? null : `the origin is ${Origin}`, ({ headers }) => ({
      headers: { ...headers, Origin },
    })),
  ),
  ifGood(
    change(origin === 'must' ? 'there is no origin' : null, ({ headers: { Origin: _, ...headers } }) => ({
      headers,
    })),
  ),
]

/** A part of the path behind `/v1` that names nothing; or a path that is none. */
const pathsOf = ({ path }: Door): Mutation[] => {
  const places = path.split('/').length - 2
  return [
    ...wire.NO_SEGMENT.flatMap((segment) =>
      Array.from({ length: places }, (_, place) =>
        change(`the path has ${segment}`, (mutant) => {
          const parts = mutant.path.split('/')
          parts[place + 2] = segment
          return { path: parts.join('/') }
        }),
      ),
    ),
    ...['/', '//', '/%2f', '/x', ';', '/x/y/z/', '/%00', '.json'].map((end) =>
      change(`the path ends with ${end}`, ({ path }) => ({ path: path + end })),
    ),
    change('the path begins twice', ({ path }) => ({ path: `/${path}` })),
    change('the path is in capitals', ({ path }) => ({ path: path.replace('/v1/', '/V1/') })),
  ]
}
