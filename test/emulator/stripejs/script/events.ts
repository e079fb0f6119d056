/** `on`, `once` and `off`, as every element has them. */
import { IntegrationError } from './errors.ts'

export type Handler = (event: unknown) => unknown

export class Events {
  readonly #handlers = new Map<string, Map<Handler, Handler>>()

  add(name: string, handler: unknown, call: string, once = false): void {
    if (typeof name !== 'string')
      throw new IntegrationError(`The first argument to \`${call}()\` must be a string.`)
    if (typeof handler !== 'function')
      throw new IntegrationError(`The second argument to \`${call}()\` must be a function.`)
    const handlers = this.#handlers.get(name) ?? new Map<Handler, Handler>()
    this.#handlers.set(name, handlers)
    const given = handler as Handler
    const first: Handler = (event) => {
      this.remove(name, given)
      return given(event)
    }
    handlers.set(given, once ? first : given)
  }

  remove(name: string, handler?: Handler): void {
    if (handler) this.#handlers.get(name)?.delete(handler)
    else this.#handlers.delete(name)
  }

  /** A handler that throws is the page's error; it stops neither the others nor the element. */
  emit(name: string, event: unknown): void {
    for (const handler of [...(this.#handlers.get(name)?.values() ?? [])]) {
      try {
        handler(event)
      } catch (error) {
        reportError(error)
      }
    }
  }
}
