/** What a control is sent: a JSON object whose fields are read by kind. A bad field is refused by its name. */
import type { Context } from 'hono'

export class BadControl extends Error {
  readonly param: string

  constructor(param: string, rule: string) {
    super(`${param} ${rule}.`)
    this.param = param
  }
}

/** The fields of a request, read by kind. Undefined when a field is not there. */
export interface Body {
  value(name: string): unknown
  text(name: string): string | undefined
  boolean(name: string): boolean | undefined
  integer(name: string, min?: number): number | undefined
  /** A whole number, or one of some words, or null. */
  integerOr<T extends string | null>(name: string, words: readonly T[], min?: number): number | T | undefined
  share(name: string): number | undefined
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined
  required<T>(value: T | undefined, name: string): T
}

export const optional = <K extends string, T>(name: K, value: T | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [P in K]?: T }

export async function read(c: Context): Promise<Body> {
  const text = await c.req.text()
  const fields = parse(text)
  const field = <T>(name: string, is: (value: unknown) => value is T, rule: string): T | undefined => {
    const value = fields[name]
    if (value === undefined || is(value)) return value
    throw new BadControl(name, rule)
  }
  return {
    value: (name) => fields[name],
    text: (name) => field(name, (value) => typeof value === 'string', 'must be text'),
    boolean: (name) => field(name, (value) => typeof value === 'boolean', 'must be true or false'),
    integer: (name, min = 0) =>
      field(
        name,
        (value): value is number => Number.isInteger(value) && (value as number) >= min,
        `must be a whole number, at least ${min}`,
      ),
    integerOr: <T extends string | null>(name: string, words: readonly T[], min = 0) =>
      field(
        name,
        (value): value is number | T =>
          words.some((word) => word === value) || (Number.isInteger(value) && (value as number) >= min),
        `must be a whole number, at least ${min}, or ${words.join(' or ')}`,
      ),
    share: (name) =>
      field(
        name,
        (value): value is number => typeof value === 'number' && value >= 0 && value <= 1,
        'must be a number from 0 to 1',
      ),
    oneOf: <T extends string>(name: string, words: readonly T[]) =>
      field(
        name,
        (value): value is T => words.some((word) => word === value),
        `must be one of ${words.join(', ')}`,
      ),
    required(value, name) {
      if (value === undefined) throw new BadControl(name, 'is required')
      return value
    },
  }
}

function parse(text: string): Record<string, unknown> {
  if (text.trim() === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // falls through to the same answer: it is not a JSON object
  }
  throw new BadControl('body', 'must be a JSON object')
}
