/** What our elements are: a shadow root for our own chrome, and places in the page for Stripe's fields. */
import { type ComponentChild, render } from 'preact'
import type { CardFields } from './card-fields.ts'
import type { Host } from './host.ts'
import { type HeadingLevel, headingLevel } from './settings.ts'
import { type Book, type Tongue, tongue, type Voice } from './text/speak.ts'
import { cardStyle } from './view/card-style.ts'
import { Slots } from './view/slots.ts'
import { Voices } from './voices.ts'

/** A page that takes us apart this often in so short a time would do so for ever, and we would fight it for ever. */
const MENDS = 5
const MENDS_WITHIN_MS = 10_000

/** `visibilitychange` reaches the window too. */
const WAKING = ['visibilitychange', 'pageshow', 'hashchange'] as const

/** What runs in an element, as far as all kinds are alike. */
interface Runner {
  readonly fields: CardFields
  /** Enter in one of Stripe's fields. */
  submit(): void
  /** Something on the page takes the fields out as often as they come. */
  besieged(): void
  stop(): void
}

export abstract class Base<
  State extends { at: string },
  Session extends Runner,
  Events,
  Key extends string,
> extends HTMLElement {
  static readonly version = WIDGET_VERSION

  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  /** A script of the page, or an extension, that throws our nodes out takes the card fields with them. */
  readonly #nodes = new MutationObserver(() => this.#mend())
  readonly #slots = new Slots(this, () => this.session?.submit())
  #mended = { times: 0, since: 0 }
  #shown: State | null = null
  readonly #voices: Voices<Key>
  /** Where languages are; null until a session has begun. */
  #api: string | null = null
  protected session: Session | null = null

  /** What stands for a state. */
  protected abstract draw(state: State, voice: Voice<Key>): ComponentChild
  /** Whether a state says nothing but what the book holds in every language. */
  protected abstract isOffline(state: State): boolean
  /** What `data-state` says of it. */
  protected abstract stateOf(state: State): string
  /** Whether Stripe's frames have come, so that one that is not there was taken. */
  protected abstract hasFrames(state: State): boolean
  protected abstract sheets(): CSSStyleSheet[]
  /** What the page may prevent. */
  protected readonly cancelable: keyof Events | null = null
  protected abstract begin(): void
  /** The reader comes back to this page, or to another fragment of it. */
  protected wake?(event: Event): void

  constructor(book: Book<Key>) {
    super()
    this.#voices = new Voices(book)
  }

  connectedCallback(): void {
    if (this.session) {
      this.session.fields.remount()
      return
    }
    this.#root.adoptedStyleSheets = this.sheets()
    this.#dark.addEventListener('change', this.look)
    this.#nodes.observe(this, { childList: true, subtree: true })
    this.#nodes.observe(this.#root, { childList: true })
    for (const event of WAKING) addEventListener(event, this.#wake)
    this.begin()
  }

  /** An element that is moved comes back within the same task; only one that stays away is gone. */
  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return
      this.#dark.removeEventListener('change', this.look)
      this.#nodes.disconnect()
      for (const event of WAKING) removeEventListener(event, this.#wake)
      this.end()
    })
  }

  readonly #wake = (event: Event): void => {
    if (document.visibilityState === 'visible') this.wake?.(event)
  }

  protected end(): void {
    this.session?.stop()
    this.session = null
    this.#slots.remove()
  }

  protected readonly read = (attribute: string): string | null => this.getAttribute(attribute)

  protected readonly look = (): void => {
    if (!this.#shown) return
    this.show(this.#shown)
    this.session?.fields.look()
    if (this.#api) void this.#learn(this.#api)
  }

  /** Brings the language that is wished for in the end, and speaks it. */
  async #learn(api: string): Promise<void> {
    this.#api = api
    let wish: Tongue
    do {
      wish = this.#tongue
      await this.#voices.learn(api, wish)
    } while (wish.language !== this.#tongue.language)
    if (this.#shown) this.show(this.#shown)
  }

  get #tongue(): Tongue {
    return tongue([this.read('locale'), document.documentElement.lang, ...navigator.languages])
  }

  protected get level(): HeadingLevel {
    return headingLevel(this.read)
  }

  protected show(state: State): void {
    this.#shown = state
    this.dataset.state = this.stateOf(state)
    render(this.draw(state, this.#voices.speaking(this.#tongue, this.isOffline(state))), this.#root)
  }

  /** For the site owner: a visitor does not read the console. */
  protected report(message: string): void {
    console.error(`${this.localName}: ${message}`)
  }

  protected emit<Name extends keyof Events & string>(event: Name, detail: Events[Name]): boolean {
    const cancelable = event === this.cancelable
    return this.dispatchEvent(new CustomEvent(event, { detail, bubbles: true, composed: true, cancelable }))
  }

  protected readonly host: Host<State, Events> = {
    show: (state) => this.show(state),
    emit: (event, detail) => this.emit(event, detail),
    report: (message) => this.report(message),
    containers: () => this.#slots.place(),
    cardStyle: () => cardStyle(this.#root.querySelector('.root') ?? this),
    language: () => this.#tongue.language,
    learn: (api) => this.#learn(api),
    focused: () => this.matches(':focus-within'),
    focus: (id) => (this.#root.getElementById(id) ?? this.#root.getElementById('form'))?.focus(),
  }

  /** Puts back what somebody took out: the chrome that we drew, and the places of Stripe's fields. */
  #mend(): void {
    const state = this.#shown
    if (!this.isConnected || !state) return
    const bare = !this.#root.getElementById('form')
    const card = this.session?.fields.card && this.#slots.missing(this.hasFrames(state))
    if (!(bare || card)) return
    const now = Date.now()
    if (now - this.#mended.since > MENDS_WITHIN_MS) this.#mended = { times: 0, since: now }
    if (++this.#mended.times > MENDS) {
      this.session?.besieged()
      return
    }
    if (bare) {
      render(null, this.#root)
      this.show(state)
    }
    if (card) this.session?.fields.remount()
  }
}
