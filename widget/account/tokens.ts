/** Who the visitor is, as the page's server says: a token that lasts minutes, and that the page sets anew. */

/** Between two tokens of a page whose tokens are never taken: it would be asked for ever. */
const LONGEST_PAUSE_MS = 60_000

export class Tokens {
  #token: string | null
  readonly #want: () => void
  /** How many were refused in a row. */
  #refused = 0
  #waiting: ((token: string) => void)[] = []

  /** @param want Asks the page for a fresh one. Said once, however many calls wait. */
  constructor(token: string | null, want: () => void) {
    this.#token = token
    this.#want = want
  }

  /** The page's; what waited for it goes on. */
  set(token: string): void {
    this.#token = token
    for (const go of this.#waiting.splice(0)) go(token)
  }

  /** The last one opened what it was for. */
  accepted(): void {
    this.#refused = 0
  }

  /** @param refused The token that opened nothing; null where none was tried. Resolves when there is another. */
  fresh(refused: string | null): Promise<string> {
    if (this.#token !== null && this.#token !== refused) return Promise.resolve(this.#token)
    const waiting = new Promise<string>((go) => this.#waiting.push(go))
    if (this.#waiting.length > 1) return waiting
    if (refused !== null) this.#refused++
    const pause = this.#refused > 1 ? Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** this.#refused) : 0
    setTimeout(this.#want, pause)
    return waiting
  }
}
