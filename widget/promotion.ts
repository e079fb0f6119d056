/** A promotion code, from the button that asks for one to what it takes off. Pure. */
import type { Discount } from '../worker/domain/money.ts'

export type Promotion =
  | { at: 'closed' }
  | { at: 'open' } // there is a field
  | { at: 'asking' } // the Worker is asked what the code takes off
  | { at: 'applied'; discount: Discount }

export const discountIn = (promotion: Promotion): Discount | null =>
  promotion.at === 'applied' ? promotion.discount : null
