/** The page's end of a line to one frame. */
import type { Envelope } from '../protocol.ts'
import { ORIGIN } from './frame.ts'

export interface Link<Out> {
  send(body: Out): void
  close(): void
}

/** Hears only this frame, this instance and the stand-in's origin. */
export function linkTo<In, Out>(
  frame: HTMLIFrameElement,
  instance: string,
  handle: (body: In) => void,
): Link<Out> {
  const listener = (event: MessageEvent<Envelope<In> | undefined>): void => {
    if (event.origin !== ORIGIN || event.source === null || event.source !== frame.contentWindow) return
    if (event.data?.endive === instance) handle(event.data.body)
  }
  window.addEventListener('message', listener)
  return {
    send: (body) =>
      frame.contentWindow?.postMessage({ endive: instance, body } satisfies Envelope<Out>, ORIGIN),
    close: () => window.removeEventListener('message', listener),
  }
}
