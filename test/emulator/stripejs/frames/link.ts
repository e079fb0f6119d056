/** The line between a frame and the page that embeds it, as the frame's address names them. */
import type { Envelope } from '../protocol.ts'

export interface Link<In, Out> {
  send(body: Out): void
  onMessage(handle: (body: In) => void): void
}

/** What the script wrote behind the `#`: the Stripe instance, the page's origin, and the element's type. */
export const address = new URLSearchParams(location.hash.slice(1))

export function linkToPage<In, Out>(): Link<In, Out> {
  const instance = address.get('instance') ?? ''
  const origin = address.get('origin') ?? ''
  // A page without an origin of its own (a file, a sandbox) can be named by nothing narrower.
  const target = origin === 'null' ? '*' : origin
  return {
    send: (body) => window.parent.postMessage({ endive: instance, body } satisfies Envelope<Out>, target),
    onMessage: (handle) =>
      window.addEventListener('message', (event: MessageEvent<Envelope<In> | undefined>) => {
        if (event.source !== window.parent || event.origin !== origin) return
        if (event.data?.endive === instance) handle(event.data.body)
      }),
  }
}

/** A frame of our own origin on the same page, or null while it is loading, gone or another's. */
export function sibling(name: string): Window | null {
  try {
    const frame = (window.parent as unknown as Record<string, Window | undefined>)[name]
    // Reading the location of a frame of another origin throws.
    return frame?.location.origin === location.origin ? frame : null
  } catch {
    return null
  }
}
