/** Bodies and queries: how large, and whether they are what a door expects. A refusal names the field. */
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { type Failure, fail, ok, type Result } from '../domain/result.ts'
import type { Door } from '../env.ts'
import { problem } from '../problem.ts'

export const BODY_LIMIT_BYTES = 64 * 1024
/** A field's name is the sender's own: it is said back, but not at any length. */
const PARAM_LENGTH = 100

export const WEBHOOK_LIMIT_BYTES = 1024 * 1024

/** Refuses larger bodies before they are read. @param refuse what else to see to before the refusal, such as CORS. */
export const limit = (
  maxSize: number,
  refuse: (c: Door, failure: Failure) => Response | Promise<Response> = problem,
) => bodyLimit({ maxSize, onError: (c) => refuse(c as Door, { code: 'body_too_large' }) })

/** The JSON object of a request. */
export async function readJson(c: Door): Promise<Result<Record<string, unknown>>> {
  let body: unknown
  try {
    body = JSON.parse(await c.req.text())
  } catch (error) {
    if (error instanceof SyntaxError) return fail('request_malformed')
    throw error
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return fail('request_malformed')
  return ok(body as Record<string, unknown>)
}

/**
 * The JSON object of a request, as this schema wants it.
 * @param empty `or nothing` where a request without a body means an empty object.
 */
export async function readBody<Schema extends v.GenericSchema>(
  c: Door,
  schema: Schema,
  empty?: 'or nothing',
): Promise<Result<v.InferOutput<Schema>>> {
  const body = empty && (await c.req.text()) === '' ? ok({}) : await readJson(c)
  return body.ok ? check(schema, body.value) : body
}

/** A value, as this schema wants it; or the first field that is wrong. */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
): Result<v.InferOutput<Schema>> {
  // valibot's own sentences repeat what was sent, at any length: a key in the wrong field, an address.
  const parsed = v.safeParse(schema, value, {
    message: ({ expected, type }) => `Expected ${expected ?? type}.`,
  })
  return parsed.success ? ok(parsed.output) : { ok: false, error: refuse(parsed.issues[0]) }
}

function refuse(issue: v.BaseIssue<unknown>): Failure {
  const param = (v.getDotPath(issue) ?? '').slice(0, PARAM_LENGTH)
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return { code: 'parameter_unknown', param, message: `There is no field ${param} here.` }
  if (issue.input === undefined) return { code: 'parameter_missing', param, message: `${param} is required.` }
  return { code: 'parameter_invalid', param, message: `${param}: ${issue.message}` }
}
