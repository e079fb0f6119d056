/** Makes the frames. Styled through CSSOM only, so that a page's strict style-src lets them be. */

/** Where this script came from, and with it every frame and the API. */
export const ORIGIN = new URL((document.currentScript as HTMLScriptElement).src).origin

/** How long after its document ended loading a frame may stay silent. */
export const LOAD_GRACE_MS = 2_000

/** Stripe.js counts up from anywhere; recipes only know the prefix. */
let count = 0

export type Styles = Record<string, string>

/** Important, because the frames live among the page's own rules for `iframe`. */
export function dress(element: HTMLElement, styles: Styles): void {
  for (const [property, value] of Object.entries(styles))
    element.style.setProperty(property, value, 'important')
}

/**
 * @param path - below the stand-in's origin.
 * @param hash - what the document needs to know before its first message.
 */
export function makeFrame(
  prefix: '__privateStripeFrame' | '__privateStripeController',
  path: string,
  hash: Record<string, string>,
): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.name = `${prefix}${++count}`
  frame.setAttribute('frameborder', '0')
  frame.setAttribute('allowtransparency', 'true')
  frame.setAttribute('scrolling', 'no')
  frame.allow = 'payment *'
  frame.src = `${ORIGIN}${path}#${new URLSearchParams({ ...hash, origin: window.origin })}`
  return frame
}
