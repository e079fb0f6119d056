/** What runs when the checkout's script is loaded. */
import { EdgeCheckoutElement } from './element.tsx'
import { define } from './script.ts'

define('widget.js', { 'edge-checkout': EdgeCheckoutElement })
