/** Who the visitor is, as the page's server says: a token that lasts minutes, and that the page sets anew. */

export class Tokens {
  #token: string | null
  readonly #want: () => void
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

  /** @param refused The token that opened nothing; null where none was tried. Resolves when there is another. */
  fresh(refused: string | null): Promise<string> {
    if (this.#token !== null && this.#token !== refused) return Promise.resolve(this.#token)
    const waiting = new Promise<string>((go) => this.#waiting.push(go))
    if (this.#waiting.length === 1) this.#want()
    return waiting
  }
}
