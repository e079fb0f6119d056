/** How a declined card is told: the body of the 402, and the same on the intent. */
import type { Decline } from '../cards.ts'

export const cardError = ({ code, decline_code, message, advice_code, network_decline_code }: Decline) => ({
  type: 'card_error' as const,
  code,
  message,
  ...(decline_code !== undefined && { decline_code }),
  ...(advice_code !== undefined && { advice_code }),
  ...(network_decline_code !== undefined && { network_decline_code }),
})
