/** The visitor's key: an attempt at one purchase, which opens its own checkout and nothing else. */
import { fail, type Result } from '../domain/result.ts'
import { bearer } from './bearer.ts'
import { sha256 } from './digest.ts'

const LENGTH = { min: 16, max: 255 }

/** The attempt of a request. The widget makes it of 128 random bits. */
export function attemptOf(header: string | undefined): Result<string> {
  const token = bearer(header)
  if (!token.ok) return token
  return token.value.length < LENGTH.min || token.value.length > LENGTH.max ? fail('key_invalid') : token
}

/** The id of the checkout that an attempt at this site opens: `chk_` and 128 bits of a hash, short enough to be read out. */
export async function checkoutId(site: string, attempt: string): Promise<string> {
  const digest = await sha256(`${site}\n${attempt}`)
  return `chk_${base62(BigInt(`0x${digest.slice(0, 32)}`)).padStart(22, '0')}`
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const base62 = (n: bigint): string => (n < 62n ? '' : base62(n / 62n)) + DIGITS[Number(n % 62n)]
