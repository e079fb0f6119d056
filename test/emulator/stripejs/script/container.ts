/** What an element may be mounted in, and what mounting does to it. */
import { IntegrationError, warn } from './errors.ts'

/**
 * @throws IntegrationError where Stripe.js does: nothing there, an input, a shadow root, or a container that is not in the page.
 */
export function findContainer(target: unknown): HTMLElement {
  const container = typeof target === 'string' ? select(target) : target
  if (!container)
    throw new IntegrationError(
      'Missing argument. Make sure to call mount() with a valid DOM element or selector.',
    )
  if (!(container instanceof HTMLElement))
    throw new IntegrationError(
      'Invalid DOM element. Make sure to call mount() with a valid DOM element or selector.',
    )
  if (container instanceof HTMLInputElement)
    throw new IntegrationError(
      'Stripe Elements must be mounted in a DOM element that can contain child nodes. `input` elements are not permitted to have child nodes. Try using a `div` element instead.',
    )
  // A detached container reads the same to Stripe.js: its root is not the document either.
  if (container.getRootNode() !== document)
    throw new IntegrationError('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.')
  return container
}

function select(selector: string): Element {
  const [first, ...rest] = document.querySelectorAll(selector)
  if (!first)
    throw new IntegrationError(
      `The selector you specified (${selector}) applies to no DOM elements that are currently on the page.\nMake sure the element exists on the page before calling mount().`,
    )
  if (rest.length)
    warn(
      `The selector you specified (${selector}) applies to ${rest.length + 1} DOM elements that are currently on the page.\nThe Stripe Element will be mounted to the first one.`,
    )
  return first
}

export function emptyContainer(container: HTMLElement): void {
  if (!container.hasChildNodes()) return
  if (container.childElementCount || container.textContent?.trim())
    warn('This Element will be mounted to a DOM element that contains child nodes.')
  container.replaceChildren()
}

/** Labels around the container or `for` its id: a click on one focuses the element. */
export function labelsOf(container: HTMLElement): HTMLElement[] {
  const around = container.closest('label')
  const pointing = container.id
    ? document.querySelectorAll<HTMLElement>(`label[for="${CSS.escape(container.id)}"]`)
    : []
  return [...(around ? [around] : []), ...pointing]
}

/** Enter in a field submits the form around it, through its submit handlers and its validation. */
export function submitAround(container: HTMLElement): void {
  const form = container.closest('form')
  if (!form) return
  const button = document.createElement('input')
  button.type = 'submit'
  button.style.setProperty('display', 'none')
  form.append(button)
  button.click()
  button.remove()
}
