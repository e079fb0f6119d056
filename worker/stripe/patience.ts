/** How jobs call Stripe: in step, below its rate limit, and again where it asks for patience. The SDK does neither. */

/** At most 25 in any second, which is what Stripe takes of a sandbox: ten at once, then fifteen a second. */
const INTERVAL_MS = 1000 / 15
const AT_ONCE_MS = 10 * INTERVAL_MS
const PAUSES_MS = [1000, 2000, 4000, 8000]

/** What carries the calls of one job, and counts them. */
export interface PatientFetch {
  send: typeof fetch
  calls: () => number
}

export function patientFetch(): PatientFetch {
  let calls = 0
  let booked = 0
  const turn = async () => {
    calls++
    const now = Date.now()
    booked = Math.max(now, booked) + INTERVAL_MS
    const wait = booked - now - AT_ONCE_MS
    if (wait > 0) await pause(wait)
  }
  const send: typeof fetch = async (input, init) => {
    for (const ms of PAUSES_MS) {
      await turn()
      const response = await fetch(input, init)
      if (response.status !== 429) return response
      await response.body?.cancel()
      await pause(ms)
    }
    await turn()
    return fetch(input, init)
  }
  return { send, calls: () => calls }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
