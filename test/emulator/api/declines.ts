/** How a declined card is told: the body of the 402, and the same on the intent. */
import type { Decline } from '../cards.ts'
import { ApiError } from '../protocol/errors.ts'

export const cardError = ({ code, decline_code, message, advice_code, network_decline_code }: Decline) => ({
  type: 'card_error' as const,
  code,
  message,
  ...(decline_code !== undefined && { decline_code }),
  ...(advice_code !== undefined && { advice_code }),
  ...(network_decline_code !== undefined && { network_decline_code }),
})

/** For those to whom a decline is an outcome like any other. @returns the 402 that it threw, or null. */
export function declineOf(run: () => void): ApiError | null {
  try {
    run()
    return null
  } catch (error) {
    if (error instanceof ApiError && error.status === 402) return error
    throw error
  }
}
