/** Where the widget may run, and whose account is charged. */
export interface Site {
  id: string
  name: string
  /** As a browser writes them: `https://shop.example`, without a path. */
  origins: string[]
  /** `acct_…`; null for the operator's own account. */
  stripeAccount: string | null
  /** Unix seconds; null while it sells. */
  archived: number | null
  created: number
  updated: number
}
