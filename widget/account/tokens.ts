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

/**
 * Whose token it is: its `sub`, unverified, which only the Worker can judge. Only compared here, so that what one user began
 * is never gone on with for another.
 */
export function subjectOf(token: string | null): string | null {
  try {
    const payload = token!.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0))
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown }
    return typeof sub === 'string' ? sub : null
  } catch {
    return null // not a token
  }
}
