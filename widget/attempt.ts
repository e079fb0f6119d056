/**
 * The attempt: 128 random bits for one purchase, and the key to its checkout. A reload and a second tab share it through
 * local storage, so that neither can pay a second time; where storage is blocked, the elements of one page share it.
 */

export interface Attempt {
  key: string
  /** `chk_…`, once the Worker has said it. */
  checkout: string | null
  /** Milliseconds since 1970. */
  created: number
}

/** Stripe forgets idempotency keys after 24 hours; an hour is left for clocks and slow calls. */
const LIFETIME_MS = 23 * 3600 * 1000

/** What this needs of local storage. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const memory = new Map<string, string>()

/** For pages whose storage throws or is full. Everything else that is on the page shares it. */
export const memoryStore: Store = {
  getItem: (name) => memory.get(name) ?? null,
  setItem: (name, value) => void memory.set(name, value),
  removeItem: (name) => void memory.delete(name),
}

export class Attempts {
  readonly #name: string
  readonly #storage: () => Store
  readonly #now: () => number

  /**
   * @param storage local storage, which throws where a visitor blocks it: when it is named already, or at every call.
   * @param subject whose purchase it is, as the page's token names them; null for a visitor without a token.
   */
  constructor(
    site: string,
    offer: string,
    storage: () => Store,
    subject: string | null = null,
    now: () => number = Date.now,
  ) {
    const whose = subject === null ? '' : `:${JSON.stringify(subject)}` // slugs have no colon
    this.#name = `edge-checkout:${site}/${offer}${whose}`
    this.#storage = storage
    this.#now = now
  }

  /** The one that is going on, in this tab or another; null where there is none, or it is too old to be paid. */
  stored(): Attempt | null {
    const attempt = parse(this.#read())
    const age = attempt && this.#now() - attempt.created
    // A clock that was set back makes an attempt look as if it came from the future; it is still the one that was paid.
    return attempt && Math.abs(age!) < LIFETIME_MS ? attempt : null
  }

  current(): Attempt {
    return this.stored() ?? this.renew()
  }

  /**
   * A new purchase.
   * @param over key of the attempt that is over. Where another tab went on already, its attempt is the new one.
   */
  renew(over?: string): Attempt {
    const stored = this.stored()
    if (stored && stored.key !== over) return stored
    const bits = crypto.getRandomValues(new Uint8Array(16))
    const key = Array.from(bits, (byte) => byte.toString(16).padStart(2, '0')).join('')
    return this.#write({ key, checkout: null, created: this.#now() })
  }

  /** Keeps the checkout's id with its attempt, unless another tab has meanwhile begun a new one. */
  keep(key: string, checkout: string): void {
    const attempt = this.stored()
    if (attempt?.key === key && attempt.checkout !== checkout) this.#write({ ...attempt, checkout })
  }

  #read(): string | null {
    const held = memoryStore.getItem(this.#name) // only what storage refused is here
    if (held !== null) return held
    try {
      return this.#storage().getItem(this.#name)
    } catch {
      return null
    }
  }

  #write(attempt: Attempt): Attempt {
    const text = JSON.stringify(attempt)
    try {
      this.#storage().setItem(this.#name, text)
      memoryStore.removeItem(this.#name)
    } catch {
      memoryStore.setItem(this.#name, text)
    }
    return attempt
  }
}

function parse(text: string | null): Attempt | null {
  try {
    const { key, checkout, created } = JSON.parse(text ?? 'null') as Partial<Attempt>
    if (typeof key !== 'string' || !/^[0-9a-f]{32}$/.test(key) || typeof created !== 'number') return null
    return { key, checkout: typeof checkout === 'string' ? checkout : null, created }
  } catch {
    return null // written by somebody else, or half
  }
}
