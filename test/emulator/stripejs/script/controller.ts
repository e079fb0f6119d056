/** Requests to the API, by way of a hidden frame that can read the card fields. The page itself never calls the API. */
import type { ApiAnswer, ApiRequest, FromController, ToController } from '../protocol.ts'
import { IntegrationError, OFFLINE } from './errors.ts'
import { dress, LOAD_GRACE_MS, makeFrame } from './frame.ts'
import { type Link, linkTo } from './link.ts'

/** The API version this script speaks, whatever the account's own is. */
const VERSION = '2026-10-28.endive'

const HIDDEN = {
  border: 'none',
  margin: '0',
  padding: '0',
  width: '1px',
  'min-width': '100%',
  height: '1px',
  overflow: 'hidden',
  display: 'block',
  visibility: 'hidden',
  position: 'fixed',
  'pointer-events': 'none',
}

export interface Caller {
  key: string
  account?: string
  version?: string
}

export class Controller {
  readonly #instance: string
  readonly #caller: Caller
  readonly #waiting = new Map<number, (answer: ApiAnswer) => void>()
  #frame: HTMLIFrameElement | undefined
  #link: Link<ToController> | undefined
  /** False when the frame's document did not load. */
  #ready = Promise.resolve(false)
  #count = 0

  constructor(instance: string, caller: Caller) {
    this.#instance = instance
    this.#caller = caller
    // Early, so that the first request need not wait for it.
    void this.#open()
  }

  /** @throws IntegrationError when the card's fields cannot be read. */
  async request(request: Omit<ApiRequest, 'key' | 'account' | 'version'>): Promise<ApiAnswer> {
    await this.#open()
    if (!(await this.#ready)) {
      this.#frame?.remove()
      return { error: OFFLINE }
    }
    const id = ++this.#count
    const { key, account, version } = this.#caller
    const answered = new Promise<ApiAnswer>((resolve) => this.#waiting.set(id, resolve))
    const full = { ...request, key, version: version ?? VERSION, ...(account && { account }) }
    this.#link?.send({ say: 'request', id, request: full })
    const answer = await answered
    if (answer.unreachable)
      throw new IntegrationError(
        'We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is mounted and the ready event has been emitted.',
      )
    return answer.offline ? { error: OFFLINE } : answer
  }

  /** Also after a page has replaced its whole body, the frame with it. */
  async #open(): Promise<void> {
    // A script in <head> has no body to put a frame in yet.
    if (!document.body)
      await new Promise((resolve) => document.addEventListener('DOMContentLoaded', resolve, { once: true }))
    if (this.#frame?.isConnected) return
    this.#link?.close()
    const frame = makeFrame('__privateStripeController', '/endive/controller.html', {
      instance: this.#instance,
    })
    frame.setAttribute('aria-hidden', 'true')
    frame.tabIndex = -1
    dress(frame, HIDDEN)
    this.#ready = new Promise((resolve) => {
      frame.addEventListener('load', () => setTimeout(() => resolve(false), LOAD_GRACE_MS))
      this.#link = linkTo<FromController, ToController>(frame, this.#instance, (message) => {
        if (message.say === 'hello') return resolve(true)
        this.#waiting.get(message.id)?.(message.answer)
        this.#waiting.delete(message.id)
      })
    })
    this.#frame = frame
    document.body.append(frame)
  }
}
