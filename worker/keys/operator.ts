/** The operator's key: `ADMIN_TOKEN`. */
import { fail, ok, type Result } from '../domain/result.ts'
import { bearer } from './bearer.ts'
import { sameSecret } from './digest.ts'

export async function isOperator(header: string | undefined, adminToken: string): Promise<Result<true>> {
  const token = bearer(header)
  if (!token.ok) return token
  return (await sameSecret(token.value, adminToken)) ? ok(true) : fail('key_invalid')
}
