import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import worker from '../../worker/index.ts'
import { ask, SHOP, visitor, WORKER } from './harness.ts'

const OFFER = '/v1/sites/acme/offers/mug'
const EVIL = 'https://evil.example'

describe('browser doors', () => {
  it('serve the offer to a page of the site, and let it read the answer', async () => {
    const answer = await ask('GET', OFFER, { origin: SHOP })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(SHOP)
    expect(answer.headers.get('Vary')).toContain('Origin')
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=60')
    expect(answer.body).toMatchObject({
      mode: 'payment',
      name: 'Mug',
      amount: 1200,
      currency: 'usd',
      recurring: null,
      limits: { quantity: { min: 1, max: 10 }, amount: null },
      collect: { email: 'none' },
      publishable_key: 'pk_test_demo_0123456789',
      stripe_account: null,
      livemode: false,
      elements: {},
    })
    expect(JSON.stringify(answer.body)).not.toContain('sk_')
  })

  it.each([EVIL, 'null', 'https://other.example', `${SHOP}.evil.example`, 'http://acme.example'])(
    'refuse the origin %s, and give it no leave to read',
    async (origin) => {
      for (const answer of [
        await ask('GET', OFFER, { origin }),
        await visitor('acme', origin).start(),
        await visitor('acme', origin).start({ offer: undefined }),
      ]) {
        expect([answer.status, answer.body.error.code]).toEqual([403, 'origin_not_allowed'])
        expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull()
      }
    },
  )

  it('without an Origin serve the offer, and create nothing', async () => {
    expect((await ask('GET', OFFER)).status).toBe(200)
    const answer = await visitor('acme', null).start()
    expect([answer.status, answer.body.error.code]).toEqual([403, 'origin_not_allowed'])
    const buyer = visitor()
    const { body } = await buyer.start()
    const bare = await ask('PATCH', `/v1/checkouts/${body.id}`, { key: buyer.attempt, body: { quantity: 2 } })
    expect(bare.status).toBe(403)
    expect((await ask('GET', `/v1/checkouts/${body.id}`, { key: buyer.attempt })).status).toBe(200)
  })

  it('answer preflights of the sites’ pages only', async () => {
    const good = await ask('OPTIONS', '/v1/checkouts', { origin: SHOP })
    expect(good.status).toBe(204)
    expect(good.headers.get('Access-Control-Allow-Origin')).toBe(SHOP)
    expect(good.headers.get('Access-Control-Allow-Headers')).toContain('Authorization')
    expect(good.headers.get('Access-Control-Allow-Methods')).toContain('PATCH')
    for (const origin of [EVIL, 'null']) {
      const bad = await ask('OPTIONS', '/v1/checkouts', { origin })
      expect(bad.status).toBe(403)
      expect(bad.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
  })

  it('let a page read a 404 about something that no longer exists', async () => {
    for (const path of ['/v1/sites/nowhere/offers/mug', '/v1/sites/acme/offers/nothing']) {
      const answer = await ask('GET', path, { origin: SHOP })
      expect(answer.status).toBe(404)
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(SHOP)
      const foreign = await ask('GET', path, { origin: EVIL })
      expect(foreign.status).toBe(403)
      expect(foreign.headers.get('Access-Control-Allow-Origin')).toBeNull()
    }
  })
})

describe('every answer', () => {
  it('has a request id and no-store, unless it may be cached', async () => {
    const answer = await ask('GET', '/healthz')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Request-Id')).toMatch(/^req_[0-9a-f]{24}$/)
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff')
  })

  it('to what nobody expected says only that it happened', async () => {
    const DB = {
      prepare: () => {
        throw new Error('D1_ERROR: no such column: signing_demo')
      },
    }
    const request = new Request(`${WORKER}/v1/checkouts`, {
      headers: { Authorization: 'Bearer sk_site_acme_demo' },
    })
    const response = await worker.fetch(request, { ...env, DB } as never, createExecutionContext())
    const { error } = (await response.json()) as any
    expect([response.status, error.code]).toEqual([500, 'unexpected'])
    expect(JSON.stringify(error)).not.toMatch(/D1|signing_demo/)
  })

  it('to an unknown path is a 404 in the one shape of errors', async () => {
    const answer = await ask('GET', '/v1/nothing')
    expect(answer.status).toBe(404)
    expect((await ask('PUT', '/v1/checkouts/chk_x', { origin: SHOP })).status).toBe(404)
    expect(answer.body.error).toMatchObject({
      code: 'not_found',
      request_id: answer.headers.get('Request-Id'),
    })
  })
})

describe('a Worker that is not configured', () => {
  const without = async (change: object, headers = {}) => {
    const request = new Request(`${WORKER}/healthz`, { headers })
    const response = await worker.fetch(request, { ...env, ...change } as never, createExecutionContext())
    return { status: response.status, headers: response.headers, body: (await response.json()) as any }
  }

  it.each([
    'DB',
    'STRIPE_SECRET_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'SIGNING_SECRET',
    'ADMIN_TOKEN',
  ])('names the missing %s', async (name) => {
    const { status, body } = await without({ [name]: undefined })
    expect(status).toBe(503)
    expect(body.error).toMatchObject({ code: 'not_configured', param: name })
  })

  it('tells the pages of its sites, so that the widget can say what is wrong', async () => {
    const told = async (origin: string) => (await without({ ADMIN_TOKEN: '' }, { Origin: origin })).headers
    expect((await told(SHOP)).get('Access-Control-Allow-Origin')).toBe(SHOP)
    expect((await told(EVIL)).get('Access-Control-Allow-Origin')).toBeNull()
  })

  it('refuses a SIGNING_SECRET of fewer than 12 characters', async () => {
    expect((await without({ SIGNING_SECRET: 'short' })).body.error.param).toBe('SIGNING_SECRET')
  })

  it('refuses another address for Stripe with a live key, and shows no key', async () => {
    const { status, body } = await without({
      STRIPE_SECRET_KEY: 'sk_live_secret',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_public',
    })
    expect(status).toBe(503)
    expect(body.error.param).toBe('STRIPE_API_BASE')
    expect(JSON.stringify(body)).not.toContain('live_')
    const restricted = { STRIPE_SECRET_KEY: 'rk_live_secret', STRIPE_PUBLISHABLE_KEY: 'pk_live_public' }
    expect((await without(restricted)).body.error.param).toBe('STRIPE_API_BASE')
  })

  it('takes no site key of the operator’s own choosing where money is real', async () => {
    const live = {
      STRIPE_SECRET_KEY: 'sk_live_x',
      STRIPE_PUBLISHABLE_KEY: 'pk_live_x',
      STRIPE_API_BASE: undefined,
    }
    const request = new Request(`${WORKER}/v1/admin/sites`, {
      method: 'POST',
      headers: { Authorization: 'Bearer admin_demo' },
      body: JSON.stringify({
        id: 'real',
        name: 'Real',
        origins: ['https://real.example'],
        key: 'sk_site_real_weak',
      }),
    })
    const response = await worker.fetch(request, { ...env, ...live } as never, createExecutionContext())
    expect(((await response.json()) as any).error).toMatchObject({ code: 'parameter_invalid', param: 'key' })
  })

  it('refuses keys of two modes', async () => {
    const { body } = await without({ STRIPE_PUBLISHABLE_KEY: 'pk_live_public' })
    expect(body.error.param).toBe('STRIPE_PUBLISHABLE_KEY')
  })
})
