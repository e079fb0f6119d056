/** A link to a failed renewal: whoever has it can pay that one invoice, and sees nothing else. */
import * as v from 'valibot'
import { ok, type Result } from '../domain/result.ts'
import { derive } from './derive.ts'
import { type Kind, readSigned, signed } from './jwt.ts'

/** How long a link may work: a failed renewal is tried for two to four weeks, as the operator's dashboard says. */
export const RECOVERY_SECONDS = { least: 3600, unsaid: 7 * 24 * 3600, most: 30 * 24 * 3600 }

const CLAIMS = { sub: v.pipe(v.string(), v.regex(/^in_\w+$/)) }

const kind = async (signingSecret: string, site: string): Promise<Kind> => ({
  name: 'link',
  key: await derive(signingSecret, 'recovery', site),
  site,
})

/** @param expiresAt unix seconds. */
export const makeRecoveryToken = async (
  signingSecret: string,
  site: string,
  invoice: string,
  expiresAt: number,
): Promise<string> => signed(await kind(signingSecret, site), { sub: invoice, exp: expiresAt })

/** Which invoice it opens. @param now unix seconds. @returns `key_invalid` for a forged or an old one. */
export async function readRecoveryToken(
  signingSecret: string,
  site: string,
  token: string,
  now: number,
): Promise<Result<string>> {
  const by = await kind(signingSecret, site)
  const claims = await readSigned(by, token, CLAIMS, RECOVERY_SECONDS.most, now)
  return claims.ok ? ok(claims.value.sub) : claims
}
