/** What runs when the script is loaded: defines the element, once, however often and whenever that is. */
import { EdgeCheckoutElement, setScriptOrigin } from './element.tsx'

const NAME = 'edge-checkout'

/** Null for a module, or code that was evaluated: then the page's own tag is looked for. */
const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[src$="/widget.js"]')

const defined = customElements.get(NAME) as { version?: string } | undefined
if (!defined) {
  setScriptOrigin(script?.src ? new URL(script.src).origin : null)
  customElements.define(NAME, EdgeCheckoutElement)
} else if (defined.version !== EdgeCheckoutElement.version)
  console.warn(
    `edge-checkout: ${defined.version} is on this page already; ${EdgeCheckoutElement.version} is left out`,
  )
