/** JSON Web Tokens that a secret of ours signs, with HS256 and nothing else. */
import { decode, sign, verify } from 'hono/jwt'
import * as v from 'valibot'
import { fail, type Result } from '../domain/result.ts'
import { check } from '../guard/body.ts'

/** What is wrong with a token, by the name of Hono's error: its own sentences quote the token. */
const FAULTS: Record<string, string> = {
  JwtTokenInvalid: 'is no JSON Web Token.',
  JwtHeaderInvalid: 'has another header than {"alg":"HS256","typ":"JWT"}.',
  JwtAlgorithmMismatch: 'is not signed with HS256.',
  JwtTokenSignatureMismatched: 'is not signed with the key of this site.',
}

/** For the clock of whoever signs, which may be ahead of ours. An end is an end: a stolen token opens nothing a second longer. */
const LEEWAY_SECONDS = 30

/** What a token is called to its maker, and which secret signs it. */
export interface Kind {
  name: string
  key: string
  /** `aud`. */
  site: string
}

export const signed = ({ key, site }: Kind, claims: object): Promise<string> =>
  sign({ aud: site, ...claims }, key, 'HS256')

/** Which site a token says it is for: nobody's word yet, only whose key to try. */
export function audienceOf(token: string): string | null {
  try {
    const aud = v.safeParse(audience, (decode(token).payload as { aud?: unknown } | null)?.aud)
    return aud.success ? aud.output : null
  } catch {
    return null
  }
}

// Some libraries always write a list.
const audience = v.pipe(
  v.union([v.string(), v.pipe(v.array(v.string()), v.length(1))]),
  v.transform((aud) => (typeof aud === 'string' ? aud : aud[0]!)),
)
const seconds = v.pipe(v.number(), v.finite(), v.transform(Math.floor))
const times = { aud: audience, exp: seconds, iat: v.optional(seconds), nbf: v.optional(seconds) }

/**
 * What a token claims, if it is genuine, of this site, and of now.
 * @param claims what it must say beyond its audience and its times.
 * @param most seconds: how far ahead it may expire.
 * @param now unix seconds.
 * @returns `key_invalid`, with a sentence about what is wrong for whoever made the token.
 */
export async function readSigned<Claims extends v.ObjectEntries>(
  { name, key, site }: Kind,
  token: string,
  claims: Claims,
  most: number,
  now: number,
): Promise<Result<v.InferOutput<v.ObjectSchema<Claims, undefined>>>> {
  const refuse = (fault: string) => fail('key_invalid', undefined, `This ${name} ${fault}`)
  let payload: unknown
  try {
    // Times are checked below.
    payload = await verify(token, key, { alg: 'HS256', exp: false, nbf: false, iat: false })
  } catch (error) {
    const fault = error instanceof Error && FAULTS[error.name]
    if (fault) return refuse(fault)
    throw error
  }
  const said = check(v.object({ ...claims, ...times }), payload)
  if (!said.ok) return refuse(`has a wrong claim: ${said.error.message}`)
  const { aud, exp, iat, nbf } = said.value as v.InferOutput<v.ObjectSchema<typeof times, undefined>>
  if (aud !== site) return refuse('is for another site: its aud is not the id of this one.')
  if (exp <= now) return refuse('has expired.')
  if (exp > now + most + LEEWAY_SECONDS) return refuse(`expires more than ${most} seconds from now.`)
  if (Math.max(iat ?? 0, nbf ?? 0) > now + LEEWAY_SECONDS)
    return refuse('is from the future: its iat or nbf.')
  return said as Result<v.InferOutput<v.ObjectSchema<Claims, undefined>>>
}
