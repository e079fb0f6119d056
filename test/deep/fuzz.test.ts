/**
 * Requests that nobody should send, at every door of the Worker: each thing that can be wrong alone, and several at once.
 * `DEEP_FUZZ=20000 DEEP_SEED=7` in the environment say how many, and which.
 */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DOORS, type Door } from './fuzz-doors.ts'
import { faultsOf } from './fuzz-judge.ts'
import { good, type Mutant, mutationsOf, textOf } from './fuzz-mutations.ts'
import { fingerprint, type Sent, send, world } from './fuzz-world.ts'
import { refute, sizeOf } from './proofs/prove.ts'

const ASKED = sizeOf(env.DEEP_FUZZ, 1000)
/** What can be wrong alone is tried whole, or as much as is asked for. The last part is webhooks: fuzz-webhooks.test.ts. */
const SINGLES = DOORS.reduce((sum, door) => sum + mutationsOf(door).length, 0)
const TRIED = Math.min(SINGLES, Math.ceil(ASKED * 0.4))
const RUNS = Math.ceil(ASKED * 0.7) - TRIED
const EVERY = Math.ceil(SINGLES / TRIED)
const TIMEOUT_MS = 20 * 60 * 1000
const MOST_AT_ONCE = 4

const at = ({ method, path }: Door): string => `${method} ${path}`
const { fill, keys } = filling(world())

describe('a request that must not be taken', { timeout: TIMEOUT_MS }, () => {
  it.each(DOORS.map((door) => [at(door), door] as const))(
    'is refused, and changes nothing, whatever is wrong with it: %s',
    async (_, door) => {
      const mutants = mutationsOf(door)
        .filter((_, n) => n % EVERY === 0)
        .map((mutate) => closed(mutate(good(door))))
      const [refused, harmless] = [mutants.filter(isSpoiled), mutants.filter((mutant) => !isSpoiled(mutant))]
      const before = await fingerprint()
      const broken = []
      for (const mutant of refused) broken.push(...(await faults(mutant)))
      expect(broken).toEqual([])
      expect(await fingerprint()).toBe(before)
      for (const mutant of harmless) broken.push(...(await faults(mutant)))
      expect(broken).toEqual([])
    },
  )

  it('is refused, and changes nothing, with several things wrong at once', async (context) => {
    const given = fc
      .constantFrom(...DOORS.map((door) => [door, mutationsOf(door)] as const))
      .chain(([door, all]) =>
        fc
          .array(fc.constantFrom(...all), { minLength: 2, maxLength: MOST_AT_ONCE })
          .map((mutations) => closed(mutations.reduce((mutant, mutate) => mutate(mutant), good(door)))),
      )
    let before = await fingerprint()
    const holds = async (mutant: Mutant): Promise<void> => {
      expect(await faults(mutant)).toEqual([])
      const after = await fingerprint()
      if (isSpoiled(mutant)) expect(after).toBe(before)
      before = after
    }
    const tell = (mutant: Mutant): string => JSON.stringify(mutant)
    expect(await refute(context, { name: 'malformed requests', runs: RUNS, given, tell, holds })).toBeNull()
  })
})

const isSpoiled = ({ spoiled }: Mutant): boolean => spoiled.length > 0

/** What costs too much to be done in earnest is asked for without a key. */
const closed = (mutant: Mutant): Mutant => {
  if (!mutant.door.keyless) return mutant
  const { Authorization: _, ...headers } = mutant.headers
  return { ...mutant, headers, spoiled: [...mutant.spoiled, 'there is no key'] }
}

/** How an answer breaks the rules: a request that must be refused is, in the contract's words, and nothing secret is said. */
async function faults(mutant: Mutant): Promise<string[]> {
  const sent = fill(mutant)
  const answer = await send(sent)
  const broken = faultsOf(sent.method, answer, answer.log, keys())
  if (isSpoiled(mutant) && answer.status < 400)
    broken.push(`was taken, although ${mutant.spoiled.join(', ')}`)
  const said = `${JSON.stringify(sent).slice(0, 500)} ${answer.status} ${answer.text.slice(0, 200)}`
  return broken.map((fault) => `${fault}: ${said}`)
}

/** Puts what was set up into a mutant; every checkout is begun with an attempt of its own. */
function filling(found: ReturnType<typeof world>) {
  let count = 0
  let fresh = ''
  const fill = (mutant: Mutant): Sent => {
    fresh = `attempt-fuzz-${String(++count).padStart(16, '0')}`
    const words: Record<string, string> = {
      ...{ '{open}': found.open, '{paid}': found.paid, '{intent}': found.paidIntent },
      ...{ '{subscription}': found.subscription, '{invoice}': found.invoice, '{customer}': found.customer },
      '{token}': found.token,
      '{attempt}': mutant.door.method === 'POST' ? fresh : found.openAttempt,
      ...{ '{site}': 'sk_site_acme_demo', '{operator}': 'admin_demo' },
    }
    const filled = (text: string): string => text.replace(/\{\w+\}/g, (word) => words[word] ?? word)
    return {
      method: mutant.method,
      path: filled(mutant.path) + (mutant.query && `?${mutant.query}`),
      headers: {
        'CF-Connecting-IP': `10.0.${(count >> 8) & 255}.${count & 255}`,
        ...Object.fromEntries(Object.entries(mutant.headers).map(([name, value]) => [name, filled(value)])),
      },
      body: ['GET', 'HEAD'].includes(mutant.method)
        ? null
        : (textOf(mutant.body)?.replace('{token}', found.token) ?? null),
    }
  }
  return { fill, keys: () => [fresh, found.openAttempt, found.token, 'sk_site_acme_demo'] }
}
