/** Which ports the demo takes. All of them on loopback. */
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Refusal } from './refusal.ts'

const DEFAULTS = { WORKER_PORT: 8787, EMULATOR_PORT: 12111, SHOP_PORT: 3000 }
type Variable = keyof typeof DEFAULTS
export type Ports = Record<Variable, number>

// A demo that was killed a moment ago gives its ports back within this.
const GRACE_MS = 1500

/** @throws Refusal naming the port and its variable: one is taken, no number, or named twice. */
export async function claimPorts(env: NodeJS.ProcessEnv): Promise<Ports> {
  const variables = Object.keys(DEFAULTS) as Variable[]
  const ports = { ...DEFAULTS }
  for (const variable of variables) {
    const port = Number(env[variable] || DEFAULTS[variable])
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Refusal(`${variable} is "${env[variable]}", which is no port: use a number from 1 to 65535.`)
    }
    ports[variable] = port
  }
  for (const [index, variable] of variables.entries()) {
    const twin = variables.slice(0, index).find((other) => ports[other] === ports[variable])
    if (twin) throw new Refusal(`${twin} and ${variable} are both ${ports[variable]}: give each its own.`)
  }
  const until = Date.now() + GRACE_MS
  for (const variable of variables) {
    while (await taken(ports[variable])) {
      if (Date.now() > until) {
        throw new Refusal(
          `Port ${ports[variable]} is taken: stop what uses it, or choose another with ${variable}.`,
        )
      }
      await sleep(50)
    }
  }
  return ports
}

/** On either loopback: a browser asks ::1 first for `localhost`, so a stranger there would answer for us. */
const taken = async (port: number): Promise<boolean> =>
  (await refused(port, '127.0.0.1')) || (await refused(port, '::1'))

const refused = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    // EADDRNOTAVAIL: this machine has no IPv6, so nobody can be there.
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRNOTAVAIL'))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(false)))
  })

/** A port that nobody uses now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
