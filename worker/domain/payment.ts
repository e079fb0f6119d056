/** Money that moved, or is on its way: of a purchase, or of a subscription later. Pure. */
import type { StoredStatus } from './checkout.ts'

export type PaymentStatus = Extract<StoredStatus, 'processing' | 'succeeded' | 'needs_review'>

export interface Payment {
  /** Where it stands in the list of its second: the id of its checkout or its invoice. */
  place: string
  /** `pi_…` */
  id: string
  /** `chk_…`: where it, or its subscription, began. */
  checkout: string
  invoice: string | null
  subscription: string | null
  charge: string | null
  /** Minor units. */
  amount: number
  amountReceived: number
  amountRefunded: number
  currency: string
  status: PaymentStatus
  livemode: boolean
  /** Unix seconds, Stripe's. */
  paidAt: number | null
  created: number
}
