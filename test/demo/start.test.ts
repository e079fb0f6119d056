/** `npm start` as a program: what it prints, how it refuses, how it ends, and what it keeps. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { buy, read } from './buy.ts'
import { KEYS } from './data.ts'
import { claimPorts, freePort } from './ports.ts'
import { freePorts, type SpawnedDemo, spawnDemo } from './spawn.ts'

const running: SpawnedDemo[] = []
const folders: string[] = []

afterEach(async () => {
  for (const demo of running.splice(0)) await demo.stop('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

async function start(settings: Record<string, string> = {}): Promise<SpawnedDemo> {
  const demo = await spawnDemo(settings)
  running.push(demo)
  return demo
}

function folder(): string {
  folders.push(mkdtempSync(join(tmpdir(), 'edge-checkout-test-')))
  return folders.at(-1)!
}

/** Whether anything still listens on one of a demo's ports. */
async function answers({ worker, emulator, shop }: SpawnedDemo): Promise<boolean> {
  const tries = [worker, emulator, shop].map((url) =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  )
  return (await Promise.all(tries)).includes(true)
}

/** @returns the checkout, once the Worker has heard of it. */
async function bought(demo: SpawnedDemo): Promise<string> {
  const id = await buy(demo)
  await expect.poll(async () => (await read(demo, id)).status, { timeout: 5000 }).toBe('succeeded')
  return id
}

describe('npm start', { timeout: 60_000 }, () => {
  it('says when all three answer, on both names of this machine, as the last line and without noise', async () => {
    const demo = await start()
    const { WORKER_PORT, EMULATOR_PORT, SHOP_PORT } = demo.env
    const lines = demo.output().trimEnd().split('\n')
    expect(lines.at(-1)).toBe(
      `ready worker=http://localhost:${WORKER_PORT} emulator=http://127.0.0.1:${EMULATOR_PORT} shop=http://localhost:${SHOP_PORT}`,
    )
    expect(demo.output()).toContain('4242 4242 4242 4242')
    expect(demo.output()).not.toMatch(/warn|deprecat|error/i)
    for (const host of ['localhost', '127.0.0.1']) {
      const urls = [`${WORKER_PORT}/widget.js`, `${EMULATOR_PORT}/endive/stripe.js`, `${SHOP_PORT}/mug`]
      for (const url of urls) expect((await fetch(`http://${host}:${url}`)).status).toBe(200)
    }
    expect((await fetch(`${demo.shop}/nothing`)).status).toBe(404)
    await sleep(300)
    expect(demo.output().trimEnd().split('\n').at(-1)).toMatch(/^ready /)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'ends with 0 within 5 s on %s, and leaves nothing behind',
    async (signal) => {
      const temporary = folder()
      const demo = await start({ TMPDIR: temporary })
      const begun = performance.now()
      expect(await demo.stop(signal)).toBe(0)
      expect(performance.now() - begun).toBeLessThan(5000)
      expect(await answers(demo)).toBe(false)
      expect(readdirSync(temporary)).toEqual([])
    },
  )

  it.each([500, 1000, 1500])('ends as well %i ms after it was begun, ready or not', async (after) => {
    const temporary = folder()
    const starting = spawnDemo({ TMPDIR: temporary }, (child) => setTimeout(() => child.kill(), after))
    const demo = await starting.catch((error: Error) => error)
    if ('stop' in demo) expect(await demo.stop()).toBe(0)
    else expect(demo.message).toContain('ended with 0')
    expect(readdirSync(temporary)).toEqual([])
  })

  it('keeps sites, checkouts and the stand-in in DEMO_STATE, even killed outright, on ports that are free at once', async () => {
    const state = folder()
    const first = await start({ DEMO_STATE: state })
    const checkout = await bought(first)
    await first.stop('SIGKILL')

    const second = await start({ ...first.env, DEMO_STATE: state })
    expect(await read(second, checkout)).toMatchObject({ status: 'succeeded', verified: true, amount: 1200 })
    const intents = await fetch(`${second.emulator}/v1/payment_intents`, {
      headers: { authorization: `Bearer ${KEYS.STRIPE_SECRET_KEY}` },
    })
    expect(await intents.json()).toMatchObject({
      data: [{ status: 'succeeded', amount: 1200, metadata: { edge_checkout: checkout } }],
    })
    await bought(second)
    expect(await second.stop()).toBe(0)
    expect(existsSync(state)).toBe(true)
  })

  it('begins anew each time where no folder is named, and removes what it wrote though it was killed', async () => {
    const temporary = folder()
    const first = await start({ TMPDIR: temporary })
    const checkout = await bought(first)
    await first.stop('SIGKILL')
    await expect.poll(() => readdirSync(temporary), { timeout: 5000 }).toEqual([])
    const second = await start(first.env)
    expect(await read(second, checkout)).toMatchObject({ status: 404 })
  })

  it.each(['WORKER_PORT', 'EMULATOR_PORT', 'SHOP_PORT'])(
    'refuses a taken %s in one sentence',
    async (variable) => {
      const ports = await freePorts()
      const taken = createServer().listen(Number(ports[variable]), '127.0.0.1')
      const error = await spawnDemo(ports).catch((error: Error) => error)
      taken.close()
      expect(String(error)).toContain('ended with 1')
      expect(String(error)).toContain(
        `\nPort ${ports[variable]} is taken: stop what uses it, or choose another with ${variable}.\n`,
      )
    },
  )

  it('says what is missing where the system has no certificates', async () => {
    const error = await spawnDemo({ SSL_CERT_FILE: '/nowhere/ca.crt' }).catch((error: Error) => error)
    expect(String(error)).toMatch(/\/nowhere\/ca\.crt is missing: install the package ca-certificates\./)
  })

  it('ends with npm, whichever of them is asked, and however', async () => {
    for (const [signal, code] of [
      ['SIGTERM', 0],
      ['SIGINT', 0],
      ['SIGKILL', null],
    ] as const) {
      const ports = await freePorts()
      const npm = spawn('npm', ['start'], {
        env: { ...process.env, DEMO_STATE: '', ...ports },
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      await new Promise((resolve) => npm.stdout.on('data', (text) => /^ready /m.test(text) && resolve(null)))
      const ended = new Promise((resolve) => npm.once('exit', resolve))
      npm.kill(signal)
      expect(await ended).toBe(code)
      const worker = `http://localhost:${ports.WORKER_PORT}`
      await expect
        .poll(
          () =>
            fetch(worker).then(
              () => 'answers',
              () => 'gone',
            ),
          { timeout: 5000 },
        )
        .toBe('gone')
    }
  })
})

describe('the ports', () => {
  it.each([
    [{ WORKER_PORT: 'eight' }, /WORKER_PORT is "eight"/],
    [{ SHOP_PORT: '70000' }, /SHOP_PORT is "70000"/],
  ])('refuse %o', async (env, sentence) => {
    await expect(claimPorts(env)).rejects.toThrow(sentence)
  })

  it('refuse one number for two', async () => {
    const port = String(await freePort())
    await expect(claimPorts({ WORKER_PORT: port, SHOP_PORT: port })).rejects.toThrow(
      /WORKER_PORT and SHOP_PORT/,
    )
  })
})
