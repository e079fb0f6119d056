/** A small drawing of a card in the colours of its brand; our own, not the brand's mark. */
import type { Brand } from '../protocol.ts'

const NAMESPACE = 'http://www.w3.org/2000/svg'

const BRANDS: Record<Brand, readonly [colour: string, letters: string]> = {
  visa: ['#1a4fbf', 'VISA'],
  mastercard: ['#c8410b', 'MC'],
  amex: ['#0b6fb8', 'AMEX'],
  discover: ['#b8590b', 'DISC'],
  diners: ['#3f5b78', 'DC'],
  jcb: ['#1d7a45', 'JCB'],
  unionpay: ['#0f7a76', 'UP'],
  unknown: ['#8a94a6', ''],
}

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(NAMESPACE, name)
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value))
  return element
}

export function icon(brand: Brand, solid: boolean): SVGElement {
  const [colour, letters] = BRANDS[brand]
  const svg = shape('svg', { class: 'icon', viewBox: '0 0 32 21', 'aria-hidden': 'true' })
  const fill = solid
    ? 'var(--icon-color, currentColor)'
    : brand === 'unknown'
      ? `var(--icon-color, ${colour})`
      : colour
  svg.append(shape('rect', { width: 32, height: 21, rx: 3, fill }))
  if (letters) {
    const text = shape('text', {
      x: 16,
      y: 14,
      'text-anchor': 'middle',
      'font-size': 9,
      'font-weight': 700,
      'font-family': 'sans-serif',
      fill: '#fff',
    })
    text.textContent = letters
    svg.append(text)
  } else {
    svg.append(shape('rect', { y: 4, width: 32, height: 4, fill: '#fff', opacity: 0.7 }))
  }
  return svg
}
