/** What the operator's doors share. */
import type { Failure } from '../../domain/result.ts'

/** The refusal of an id or a key that is in use, by an archived one too. */
export const taken = (param: 'id' | 'key'): Failure => ({
  code: 'parameter_invalid',
  param,
  message: `This ${param} is in use already.`,
})

/** Leaves out what was not sent, so that a spread keeps the old value. */
export const defined = <T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
