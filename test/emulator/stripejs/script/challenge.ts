/** The 3-D Secure modal: one frame over the whole page, first in the body, gone when the bank has answered. */
import type { FromChallenge } from '../protocol.ts'
import { dress, makeFrame } from './frame.ts'
import { linkTo } from './link.ts'

const OVERLAY = {
  position: 'fixed',
  inset: '0',
  width: '100%',
  height: '100%',
  margin: '0',
  padding: '0',
  border: 'none',
  display: 'block',
  background: 'transparent',
  'z-index': '2147483647',
  'color-scheme': 'light only',
}

/** The element that has focus, inside shadow roots too. */
function focused(): HTMLElement | null {
  let element = document.activeElement
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
  return element instanceof HTMLElement ? element : null
}

/**
 * @param source - `payatt_…`, from the intent's next action.
 * @returns when the visitor answered or closed; what came of it is read from the intent.
 */
export function challenge(source: string, instance: string): Promise<void> {
  const before = focused()
  const overlay = document.createElement('div')
  dress(overlay, OVERLAY)
  const path = `/pages/three-ds-2-challenge/${encodeURIComponent(source)}`
  const frame = makeFrame('__privateStripeFrame', path, { instance })
  frame.title = '3D Secure authentication'
  dress(frame, OVERLAY)
  overlay.append(frame)
  return new Promise((resolve) => {
    const link = linkTo<FromChallenge, never>(frame, instance, (message) => {
      if (message.say === 'hello') return frame.contentWindow?.focus()
      link.close()
      overlay.remove()
      before?.focus({ preventScroll: true })
      resolve()
    })
    // First, not last: recipes find the modal as the first frame of the page.
    document.body.prepend(overlay)
  })
}
