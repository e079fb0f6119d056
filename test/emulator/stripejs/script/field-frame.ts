/** The frame of one element, as the page sees it: its title, its size, the box it stands in. */
import type { StripeElementStyle } from '@stripe/stripe-js'
import type { CardElementType } from '../protocol.ts'
import { dress, makeFrame } from './frame.ts'

/** Source: the published recipes that find frames by title. */
const TITLES: Record<CardElementType, string> = {
  card: 'Secure card payment input frame',
  cardNumber: 'Secure card number input frame',
  cardExpiry: 'Secure expiration date input frame',
  cardCvc: 'Secure CVC input frame',
}

const WRAPPER = {
  margin: '0',
  padding: '0',
  border: 'none',
  display: 'block',
  background: 'transparent',
  position: 'relative',
  opacity: '1',
}

const FRAME = {
  border: 'none',
  margin: '0',
  padding: '0',
  width: '1px',
  'min-width': '100%',
  overflow: 'hidden',
  display: 'block',
  'user-select': 'none',
  transform: 'translate(0px)',
  // Equal to the document's own, or the browser paints a white canvas on a dark page.
  'color-scheme': 'light only',
}

/** What the frame will measure, guessed before it is there so that nothing on the page jumps. */
function lineHeightOf(style: StripeElementStyle | undefined): number {
  const { fontSize = '16px', lineHeight = '1.2em' } = style?.base ?? {}
  const size = /px$/.test(fontSize) ? Number.parseFloat(fontSize) : 16
  const height = Number.parseFloat(lineHeight)
  if (Number.isNaN(height)) return size * 1.2
  return /px$/.test(lineHeight) ? height : height * size
}

export function makeField(
  type: CardElementType,
  instance: string,
  style: StripeElementStyle | undefined,
): { wrapper: HTMLElement; frame: HTMLIFrameElement } {
  const wrapper = document.createElement('div')
  wrapper.className = '__PrivateStripeElement'
  dress(wrapper, WRAPPER)
  const path = '/endive/elements-inner-card.html'
  const frame = makeFrame('__privateStripeFrame', path, { instance, componentName: type })
  frame.title = TITLES[type]
  frame.setAttribute('role', 'presentation')
  dress(frame, FRAME)
  resize(frame, lineHeightOf(style))
  wrapper.append(frame)
  return { wrapper, frame }
}

export const resize = (frame: HTMLIFrameElement, px: number): void => dress(frame, { height: `${px}px` })
