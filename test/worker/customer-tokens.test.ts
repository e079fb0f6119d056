import { env } from 'cloudflare:workers'
import { sign } from 'hono/jwt'
import { describe, expect, it } from 'vitest'
import { readCustomerToken } from '../../worker/keys/customer-token.ts'
import { makeRecoveryToken, readRecoveryToken } from '../../worker/keys/recovery-token.ts'
import { ask } from './harness.ts'

const KEY = { key: 'sk_site_acme_demo' }
const MINUTE = 60
const now = Math.floor(Date.now() / 1000)

/** The site owner's server fetches its key once, and keeps it. */
const siteSecret = async (site = 'acme'): Promise<string> =>
  (await ask('GET', '/v1/customer-token-key', { key: `sk_site_${site}_demo` })).body.key

const claims = { sub: 'user-7', aud: 'acme', exp: now + 10 * MINUTE }
const read = (token: string, site = 'acme') => readCustomerToken(env.SIGNING_SECRET, site, token, now)
const unsigned = (part: object) => btoa(JSON.stringify(part)).replaceAll('=', '')

describe('a customer token', () => {
  it('is signed by the site’s server, with the key that its own door shows', async () => {
    const { body } = await ask('GET', '/v1/customer-token-key', KEY)
    expect(body).toEqual({
      object: 'customer_token_key',
      alg: 'HS256',
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const token = await sign({ ...claims, email: 'u@example.com', name: 'U' }, body.key)
    expect(await read(token)).toEqual({
      ok: true,
      value: { site: 'acme', user: 'user-7', email: 'u@example.com', name: 'U' },
    })
  })

  it('is made for a server that would rather ask, for 15 minutes', async () => {
    const made = await ask('POST', '/v1/customer-tokens', { ...KEY, body: { sub: 'user-7', name: 'U' } })
    expect([made.status, made.body.object]).toEqual([201, 'customer_token'])
    expect(made.body.expires_at - now).toBeGreaterThanOrEqual(15 * MINUTE)
    expect(made.body.expires_at - now).toBeLessThan(16 * MINUTE)
    expect(await read(made.body.token)).toEqual({
      ok: true,
      value: { site: 'acme', user: 'user-7', email: null, name: 'U' },
    })
  })

  it('takes an audience in a list of one, as some libraries write it', async () => {
    expect((await read(await sign({ ...claims, aud: ['acme'] }, await siteSecret()))).ok).toBe(true)
  })

  it('forgives a clock that is half a minute ahead', async () => {
    const key = await siteSecret()
    for (const times of [{ exp: now + 15 * MINUTE + 30 }, { iat: now + 30 }])
      expect((await read(await sign({ ...claims, ...times }, key))).ok).toBe(true)
  })

  it.each<[what: string, claims: object, says: RegExp]>([
    ['that has expired', { exp: now }, /expired/],
    ['that is good for longer than 15 minutes', { exp: now + 16 * MINUTE }, /more than 900 seconds/],
    ['that never expires', { exp: undefined }, /exp is required/],
    ['of another site', { aud: 'other' }, /another site/],
    ['of two sites', { aud: ['acme', 'other'] }, /aud/],
    ['for nobody', { sub: undefined }, /sub is required/],
    ['for an empty name', { sub: '' }, /sub/],
    ['for a name too long', { sub: 'u'.repeat(256) }, /sub/],
    ['for a number', { sub: 7 }, /sub/],
    ['with no email address in its email', { email: 'nobody' }, /email/],
    ['from the future', { iat: now + 5 * MINUTE }, /future/],
    ['that is not valid yet', { nbf: now + 5 * MINUTE }, /future/],
    ['with a time that is none', { exp: 'soon' }, /exp/],
  ])('is refused: one %s', async (_what, wrong, says) => {
    const token = await sign({ ...claims, ...wrong }, await siteSecret())
    const refused = await read(token)
    expect(refused).toMatchObject({ ok: false, error: { code: 'key_invalid' } })
    expect(!refused.ok && refused.error.message).toMatch(says)
    expect(JSON.stringify(refused)).not.toContain(token)
  })

  it('is refused where anybody else signed it: another site, another secret, nobody, another algorithm', async () => {
    const key = await siteSecret()
    const forged = [
      await sign(claims, await siteSecret('other')),
      await sign(claims, env.SIGNING_SECRET),
      await sign(claims, key, 'HS512'),
      `${unsigned({ alg: 'none', typ: 'JWT' })}.${unsigned(claims)}.`,
      `${unsigned({ alg: 'HS256', typ: 'JWT' })}.${unsigned(claims)}.`,
      'chk_1',
      'a.b.c',
      '..',
      `${unsigned({ alg: 'HS256', typ: 'JWT' })}.${btoa('null')}.x`,
    ]
    for (const token of forged)
      expect(await read(token), token).toMatchObject({ ok: false, error: { code: 'key_invalid' } })
  })

  it('opens no other site, and a link to an invoice opens no account', async () => {
    expect((await read(await sign(claims, await siteSecret()), 'other')).ok).toBe(false)
    const link = await makeRecoveryToken(env.SIGNING_SECRET, 'acme', 'in_1', now + MINUTE)
    expect((await read(link)).ok).toBe(false)
    expect(await readRecoveryToken(env.SIGNING_SECRET, 'acme', link, now)).toEqual({
      ok: true,
      value: 'in_1',
    })
    const token = await sign({ ...claims, sub: 'in_1' }, await siteSecret())
    expect((await readRecoveryToken(env.SIGNING_SECRET, 'acme', token, now)).ok).toBe(false)
  })

  it('is asked for with the site’s key only, and names its user', async () => {
    expect((await ask('GET', '/v1/customer-token-key')).body.error.code).toBe('key_missing')
    const wrong = await ask('POST', '/v1/customer-tokens', { key: 'sk_site_wrong_key', body: { sub: 'u' } })
    expect(wrong.body.error.code).toBe('key_invalid')
    const nobody = await ask('POST', '/v1/customer-tokens', { ...KEY, body: {} })
    expect(nobody.body.error).toMatchObject({ code: 'parameter_missing', param: 'sub' })
    const odd = await ask('POST', '/v1/customer-tokens', { ...KEY, body: { sub: 'u', aud: 'other' } })
    expect(odd.body.error).toMatchObject({ code: 'parameter_unknown', param: 'aud' })
  })
})
