/** With keys of a real account. What reaches Stripe cannot be run here; what is decided before can. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findCli, forwardArguments, readAccount, webhookSecret } from './account.ts'

const account = { secretKey: 'sk_test_abc', publishableKey: 'pk_test_abc', webhookSecret: null }

describe('the keys in .dev.vars', () => {
  it.each([
    ['no file', ''],
    ['no key', 'OTHER=1'],
    ['the demo’s own keys', 'STRIPE_SECRET_KEY=sk_test_demo_0123456789'],
  ])('mean the stand-in for %s', (_case, vars) => {
    expect(readAccount(vars)).toBeNull()
  })

  it('mean Stripe for a pair of test keys, quoted or restricted too', () => {
    expect(readAccount('STRIPE_SECRET_KEY="sk_test_abc"\nSTRIPE_PUBLISHABLE_KEY=pk_test_abc # mine')).toEqual(
      account,
    )
    expect(readAccount('STRIPE_SECRET_KEY=rk_test_abc\nSTRIPE_PUBLISHABLE_KEY=pk_test_abc')).not.toBeNull()
  })

  it('name whoever signs the webhooks, where that is not the CLI', () => {
    const vars =
      'STRIPE_SECRET_KEY=sk_test_abc\nSTRIPE_PUBLISHABLE_KEY=pk_test_abc\nSTRIPE_WEBHOOK_SECRET=whsec_1'
    expect(readAccount(vars)).toEqual({ ...account, webhookSecret: 'whsec_1' })
  })

  it.each([
    ['a live secret key', 'STRIPE_SECRET_KEY=sk_live_abc\nSTRIPE_PUBLISHABLE_KEY=pk_test_abc', /live key/],
    ['a live restricted key', 'STRIPE_SECRET_KEY=rk_live_abc', /live key/],
    ['a live publishable key', 'STRIPE_PUBLISHABLE_KEY=pk_live_abc', /live key/],
    ['a key of nobody', 'STRIPE_SECRET_KEY=hello', /no test key/],
    ['a key without its partner', 'STRIPE_SECRET_KEY=sk_test_abc', /STRIPE_PUBLISHABLE_KEY is missing/],
  ])('are refused for %s, in a sentence that repeats no key', (_case, vars, sentence) => {
    expect(() => readAccount(vars)).toThrow(sentence)
    expect(() => readAccount(vars)).not.toThrow(/abc/)
  })
})

describe('the Stripe CLI', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'edge-checkout-test-'))
    // Answers with how it was called.
    writeFileSync(join(folder, 'stripe'), '#!/bin/sh\necho "whsec_$STRIPE_API_KEY $*" | tr -d "*"\n')
    chmodSync(join(folder, 'stripe'), 0o755)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is found on the path', () => {
    expect(findCli(`/nowhere:${folder}`)).toBe(join(folder, 'stripe'))
  })

  it('is asked for, where it is missing, with how to install it', () => {
    expect(() => findCli('/nowhere')).toThrow(/npm ci installs it/)
  })

  it('forwards every event to the Worker, and its arguments show no key', () => {
    expect(forwardArguments('http://localhost:8787').slice(-2)).toEqual([
      '--forward-to',
      'http://localhost:8787/v1/webhooks/stripe',
    ])
    expect(forwardArguments('http://localhost:8787').join(' ')).not.toContain('sk_')
  })

  it('gives the secret it signs with', async () => {
    expect(await webhookSecret(join(folder, 'stripe'), account)).toBe('whsec_sk_test_abc')
  })
})
