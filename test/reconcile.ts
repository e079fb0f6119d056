/**
 * `npm run reconcile`: the operator asks the Worker to read Stripe's events again, until nothing is left to do.
 * WORKER_URL says which Worker, the local one where it is left out; ADMIN_TOKEN is its token.
 */
import { parseArgs } from 'node:util'

interface Account {
  stripe_account: string | null
  events: number
  changed: number
  unwritten: number
  error: string | null
}

interface Run {
  done: boolean
  calls: number
  accounts: Account[]
  cleaned: { expired: number }
}

const { WORKER_URL = 'http://127.0.0.1:8787', ADMIN_TOKEN } = process.env
parseArgs() // there are none: a misspelt one is refused

/** @throws Error in words for the operator. */
async function ask(): Promise<Run> {
  const door = new URL('/v1/admin/reconcile', WORKER_URL)
  const response = await fetch(door, {
    method: 'POST',
    headers: { Authorization: `Bearer ${ADMIN_TOKEN}` },
  }).catch((error: Error) => {
    throw new Error(`${door.origin} does not answer: ${(error.cause as Error)?.message ?? error.message}`)
  })
  const body = await response.json().catch(() => null)
  if (response.ok && body) return body as Run
  throw new Error(body?.error?.message ?? `${door.origin} answered ${response.status}`)
}

const name = ({ stripe_account }: Account): string => stripe_account ?? 'your account'

try {
  if (!ADMIN_TOKEN) throw new Error('Set ADMIN_TOKEN to the token of the Worker (npm start has admin_demo).')
  for (let done = false; !done; ) {
    const run = await ask()
    for (const account of run.accounts)
      console.log(
        account.error
          ? `${name(account)}: stopped, Stripe said ${account.error}`
          : `${name(account)}: ${account.events} events read, ${account.changed} checkouts corrected` +
              (account.unwritten > 0
                ? `, ${account.unwritten} events about checkouts that D1 does not have`
                : ''),
      )
    if (run.cleaned.expired > 0) console.log(`${run.cleaned.expired} abandoned checkouts ended`)
    if (run.accounts.some(({ error }) => error)) process.exitCode = 1
    done = run.done
  }
  console.log('done')
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
