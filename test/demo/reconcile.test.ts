/** `npm run reconcile` as a program, against a Worker whose webhooks are lost. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buy, read } from './buy.ts'
import { KEYS } from './data.ts'
import { freePort } from './ports.ts'
import { type SpawnedDemo, spawnDemo } from './spawn.ts'

const PROGRAM = join(import.meta.dirname, '../reconcile.ts')

let demo: SpawnedDemo
beforeAll(async () => {
  demo = await spawnDemo()
}, 60_000)
afterAll(() => demo.stop('SIGKILL'))

async function reconcile(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM], {
    env: { ...process.env, WORKER_URL: demo.worker, ADMIN_TOKEN: KEYS.ADMIN_TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [printed, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ])
  return { printed, complained, code }
}

describe('npm run reconcile', { timeout: 30_000 }, () => {
  it('corrects what lost webhooks left wrong, and says how much it was', async () => {
    await fetch(`${demo.emulator}/_emulator/webhooks`, { method: 'PUT', body: '{"mode":"auto","drop":1}' })
    const ids = [await buy(demo), await buy(demo)]
    expect((await read(demo, ids[0]!)).status).toBe('open')
    const { printed, code } = await reconcile({})
    expect(printed).toBe('your account: 2 events read, 2 checkouts corrected\ndone\n')
    expect(code).toBe(0)
    for (const id of ids) expect((await read(demo, id)).status).toBe('succeeded')
  })

  it('says why Stripe could not be read, and fails', async () => {
    const fault = { path: '/v1/events', times: 1, action: 'status', status: 403 }
    await fetch(`${demo.emulator}/_emulator/faults`, { method: 'POST', body: JSON.stringify(fault) })
    const { printed, code } = await reconcile({})
    expect(printed).toMatch(/^your account: stopped, Stripe said \w+/)
    expect(code).toBe(1)
  })

  it.each([
    ['no token', { ADMIN_TOKEN: '' }, /ADMIN_TOKEN/],
    ['a wrong token', { ADMIN_TOKEN: 'wrong_token_0123' }, /key/],
  ])('names what is wrong with %s', async (_, env, words) => {
    const { complained, code } = await reconcile(env)
    expect(complained).toMatch(words)
    expect(code).toBe(1)
  })

  it('says that nobody answers', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`
    const { complained, code } = await reconcile({ WORKER_URL: nobody })
    expect(complained).toContain(`${nobody} does not answer`)
    expect(code).toBe(1)
  })
})
