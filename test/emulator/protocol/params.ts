/**
 * What a parameter may be. A table of rules names every parameter of an endpoint; reading a request through it gives typed values
 * or Stripe's error. Names that are not in the table are `parameter_unknown`.
 */
import { type ApiError, refused, unmodelled } from './errors.ts'
import type { Raw, RawParams } from './form.ts'

export interface Rule<T> {
  read(value: Raw, at: At): T
  required?: true
}

/** Where a value was found: the name as sent, `card[number]`, and the effective API version. */
interface At {
  param: string
  version: string
}

export type Table = Record<string, Rule<unknown>>

/** The values of a table. `required` ones are there; of the others, what was not sent is absent. */
export type Params<T extends Table> = { [K in RequiredKeys<T>]: Read<T[K]> } & {
  [K in Exclude<keyof T, RequiredKeys<T>>]?: Read<T[K]>
}
type Read<R> = R extends Rule<infer V> ? V : never
type RequiredKeys<T extends Table> = { [K in keyof T]: T[K] extends { required: true } ? K : never }[keyof T]

/** @throws ApiError 400: unknown names first, then missing ones, then each value. */
export function readParams<T extends Table>(table: T, raw: RawParams, version: string): Params<T> {
  return readTable(table, raw, { param: '', version }) as Params<T>
}

function readTable(table: Table, raw: RawParams, at: At): Record<string, unknown> {
  const name = (key: string) => (at.param === '' ? key : `${at.param}[${key}]`)
  const unknown = Object.keys(raw).filter((key) => !Object.hasOwn(table, key))
  if (unknown.length > 0) {
    const plural = unknown.length > 1 ? 's' : ''
    const names = unknown.map(name)
    throw refused(400, `Received unknown parameter${plural}: ${names.join(', ')}`, {
      code: 'parameter_unknown',
      param: names[0]!,
    })
  }
  for (const [key, rule] of Object.entries(table)) {
    if (rule.required && raw[key] === undefined) throw missingParam(name(key))
  }
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [key, table[key]!.read(value, { ...at, param: name(key) })]),
  )
}

export const missingParam = (param: string): ApiError =>
  refused(400, `Missing required param: ${param}.`, { code: 'parameter_missing', param })

export const wrong = (message: string, param: string, code?: string) =>
  refused(400, message, { param, ...(code && { code }) })

const empty = (param: string) =>
  wrong(
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
    param,
    'parameter_invalid_empty',
  )

export function text(value: Raw, param: string): string {
  if (typeof value !== 'string') throw wrong('Invalid string: expected text, got a list or a hash', param)
  return value
}

function filled(value: Raw, param: string): string {
  const string = text(value, param)
  if (string === '') throw empty(param)
  return string
}

/** Text that cannot be unset: ids, urls. */
export const id: Rule<string> = { read: (value, { param }) => limited(filled(value, param), 5000, param) }

/** Text that an empty value unsets. @param max in characters. */
export const string = (max = 5000): Rule<string | null> => ({
  read: (value, { param }) => limited(text(value, param), max, param) || null,
})

function limited(value: string, max: number, param: string): string {
  if (value.length <= max) return value
  throw wrong(`Invalid string: ${value.slice(0, 20)}...; must be at most ${max} characters`, param)
}

export const email: Rule<string | null> = {
  read(value, { param }) {
    const address = text(value, param)
    if (address === '') return null
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) || address.length > 512)
      throw wrong(`Invalid email address: ${address}`, param, 'email_invalid')
    return address
  },
}

export const url: Rule<string> = {
  read(value, { param }) {
    const address = filled(value, param)
    // Schemes of apps are taken, for they are returned to; those that are code are not.
    if (!/^(?!javascript:|data:)[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(address))
      throw wrong('Not a valid URL', param, 'url_invalid')
    return address
  },
}

export const integer = (min = 0, max = Number.MAX_SAFE_INTEGER): Rule<number> => ({
  read(value, { param }) {
    const digits = filled(value, param)
    if (!/^-?\d+$/.test(digits)) throw wrong(`Invalid integer: ${digits}`, param, 'parameter_invalid_integer')
    const number = Number(digits)
    if (number < min)
      throw wrong(`This value must be greater than or equal to ${min}.`, param, 'parameter_invalid_integer')
    if (number > max)
      throw wrong(`This value must be less than or equal to ${max}.`, param, 'parameter_invalid_integer')
    return number
  },
})

/** A number at least 0, as text: with up to twelve decimal places it is more than a double holds. */
export const decimal: Rule<string> = {
  read(value, { param }) {
    const digits = filled(value, param)
    if (!/^\d{1,15}(\.\d{1,12})?$/.test(digits)) throw wrong(`Invalid decimal: ${digits}`, param)
    const [whole = '', fraction = ''] = digits.split('.')
    const [significant, places] = [whole.replace(/^0+(?=\d)/, ''), fraction.replace(/0+$/, '')]
    return places === '' ? significant : `${significant}.${places}`
  },
}

export const boolean: Rule<boolean> = {
  read(value, { param }) {
    const word = filled(value, param)
    if (word !== 'true' && word !== 'false') throw wrong(`Invalid boolean: ${word}`, param)
    return word === 'true'
  },
}

export const oneOf = <const T extends string>(...words: T[]): Rule<T> => ({
  read(value, { param }) {
    const word = filled(value, param)
    const known = words.find((candidate) => candidate === word)
    if (known === undefined) throw wrong(`Invalid ${param}: must be one of ${sentence(words)}`, param)
    return known
  },
})

/** One of Stripe's words, of which the stand-in has the first ones. */
export const modelledOf = <const T extends string>(modelled: T[], others: string[]): Rule<T> => ({
  read(value, at) {
    const word = oneOf<string>(...modelled, ...others).read(value, at)
    const known = modelled.find((candidate) => candidate === word)
    if (known === undefined) throw unmodelled(`${at.param}=${word}`, at.param)
    return known
  },
})

const sentence = (words: string[]): string =>
  words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

export const hash = <T extends Table>(table: T): Rule<Params<T>> => ({
  read(value, at) {
    if (typeof value === 'string' || Array.isArray(value)) throw wrong('Invalid object', at.param)
    return readTable(table, value, at) as Params<T>
  },
})

export const array = <T>(of: Rule<T>): Rule<T[]> => ({
  read(value, at) {
    if (!Array.isArray(value)) throw wrong('Invalid array', at.param)
    return value.map((item, index) => of.read(item, { ...at, param: `${at.param}[${index}]` }))
  },
})

/** An empty value unsets. */
export const emptyable = <T>(rule: Rule<T>): Rule<T | null> => ({
  read: (value, at) => (value === '' ? null : rule.read(value, at)),
})

export const required = <T>(rule: Rule<T>): Rule<T> & { required: true } => ({ ...rule, required: true })

/** Refuses what Stripe has and the stand-in has not. */
export const notModelled: Rule<never> = {
  read(_value, { param }) {
    throw unmodelled(`the parameter ${param}`, param)
  },
}

/** Known since a version: unknown before it. */
export const since = <T>(first: string, rule: Rule<T>): Rule<T> => ({
  read(value, at) {
    if (at.version >= first) return rule.read(value, at)
    throw refused(400, `Received unknown parameter: ${at.param}`, {
      code: 'parameter_unknown',
      param: at.param,
    })
  },
})

/** Known until a version, which answers with a code of its own. */
export const until = <T>(removedIn: string, code: string, message: string, rule: Rule<T>): Rule<T> => ({
  read(value, at) {
    if (at.version < removedIn) return rule.read(value, at)
    throw refused(400, message, { code, param: at.param })
  },
})

/** `created=1` or `created[gte]=1&created[lt]=2`, in unix seconds. */
export interface Range {
  gt?: number
  gte?: number
  lt?: number
  lte?: number
}
const bounds = hash({ gt: integer(), gte: integer(), lt: integer(), lte: integer() })
export const range: Rule<Range> = {
  read(value, at) {
    if (typeof value !== 'string') return bounds.read(value, at)
    const exact = integer().read(value, at)
    return { gte: exact, lte: exact }
  },
}

export const expandParam = array(id)

/** What every list takes. */
export const pagination = {
  ending_before: id,
  expand: expandParam,
  limit: integer(1, 100),
  starting_after: id,
}
