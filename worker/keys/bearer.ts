/** Who asks: the key that travels as `Authorization: Bearer`. */
import { fail, ok, type Result } from '../domain/result.ts'

/** The key as it was sent. @returns `key_missing`, or `key_invalid` for what is no bearer token, wider than RFC 6750 has it: operators choose their own. */
export function bearer(header: string | undefined): Result<string> {
  if (!header) return fail('key_missing')
  const token = /^Bearer +([\x21-\x7e]+)$/i.exec(header)?.[1]
  return token ? ok(token) : fail('key_invalid')
}
