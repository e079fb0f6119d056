/** What goes wrong at Stripe, as a test orders it. Everything is well again after each test. */
import type { SpawnedDemo } from '../demo/spawn.ts'
import { checkoutsOf } from './books.ts'

/** Source: the stand-in's README. */
export interface Fault {
  method?: string
  path: string
  times?: number
  action: 'status' | 'delay' | 'lose_answer' | 'refuse'
  status?: number
  delay_ms?: number
}

export interface StripeFaults {
  /** The next calls that match; all of them, where no number is given. */
  add(fault: Fault): Promise<void>
  clear(): Promise<void>
  /** Holds Stripe's events back. */
  silence(): Promise<void>
  /** How often the browser asked Stripe to take the money of this purchase. */
  confirmations(reference: string): Promise<number>
}

export const CREATE = { method: 'POST', path: '/v1/payment_intents' }
export const CONFIRM = { method: 'POST', path: '/v1/payment_intents/*/confirm' }
export const READ = { method: 'GET', path: '/v1/payment_intents/*' }

export const SUBSCRIBE = { method: 'POST', path: '/v1/subscriptions' }
export const SET_UP = { method: 'POST', path: '/v1/setup_intents/*/confirm' }

const FOR_EVER = 1_000

export function stripeFaults(demo: SpawnedDemo): StripeFaults {
  const control = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`${demo.emulator}/_emulator/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
    return response.json()
  }
  return {
    add: async (fault) => void (await control('POST', 'faults', { times: FOR_EVER, ...fault })),
    clear: async () => {
      await control('DELETE', 'faults')
      await control('PUT', 'webhooks', { mode: 'auto' })
    },
    silence: async () => void (await control('PUT', 'webhooks', { mode: 'manual' })),
    confirmations: async (reference) => {
      const intents = (await checkoutsOf(demo, reference)).map(({ payment_intent }) => payment_intent)
      const all = (await control('GET', 'requests')) as { path: string }[]
      return all.filter(({ path }) => intents.some((id) => path === `/v1/payment_intents/${id}/confirm`))
        .length
    },
  }
}
