/** Who asks: the key that travels as `Authorization: Bearer`. */
import { fail, ok, type Result } from '../domain/result.ts'

/** The key as it was sent. @returns `key_missing`, or `key_invalid` for what is no bearer token (RFC 6750, section 2.1). */
export function bearer(header: string | undefined): Result<string> {
  if (!header) return fail('key_missing')
  const token = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header)?.[1]
  return token ? ok(token) : fail('key_invalid')
}
