/** What runs when the account's script is loaded. */
import { define } from '../script.ts'
import { EdgeCheckoutAccountElement } from './element.tsx'
import { EdgeCheckoutRecoveryElement } from './recovery-element.tsx'

define('widget-account.js', {
  'edge-checkout-account': EdgeCheckoutAccountElement,
  'edge-checkout-recovery': EdgeCheckoutRecoveryElement,
})
