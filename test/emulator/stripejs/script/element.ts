/** One card element on the page: its container, its frame, its events. It never sees what is typed. */
import type { StripeElementClasses, StripeError } from '@stripe/stripe-js'
import type {
  CardElementType,
  ElementState,
  FontSource,
  FrameOptions,
  FromElement,
  GroupFrames,
  ToElement,
} from '../protocol.ts'
import { paint, unpaint } from './classes.ts'
import { emptyContainer, findContainer, labelsOf, submitAround } from './container.ts'
import { IntegrationError, warn } from './errors.ts'
import { Events, type Handler } from './events.ts'
import { makeField, resize } from './field-frame.ts'
import { LOAD_GRACE_MS } from './frame.ts'
import { type Link, linkTo } from './link.ts'
import { check, elementOptions } from './options.ts'

const EMPTY: ElementState = { empty: true, complete: false, autofilled: false }

/** What an element takes; the frame draws all of it but `classes`. */
export type ElementOptions = Omit<FrameOptions, 'locale' | 'fonts'> & { classes?: StripeElementClasses }

/** What an element needs of its group. */
export interface Group {
  readonly instance: string
  readonly locale: string
  readonly fonts: readonly FontSource[]
  readonly frames: GroupFrames
  /** A frame came or went: the others want to know. */
  regrouped(): void
  /** False while an element of the group exists that cannot be read. */
  readonly allReadable: boolean
  forget(element: CardElement): void
}

/** Everything that exists while an element is mounted. */
interface Mounted {
  container: HTMLElement
  wrapper: HTMLElement
  frame: HTMLIFrameElement
  link: Link<ToElement>
  unlabel: () => void
  /** The frame's document said hello and has been given its options. */
  ready: boolean
}

const mountedIn = new WeakMap<HTMLElement, CardElement>()

export class CardElement {
  readonly type: CardElementType
  readonly group: Group
  readonly #events = new Events()
  #options: ElementOptions
  #mounted: Mounted | undefined
  #state = EMPTY
  /** The last change event, as text. */
  #told = ''
  #focused = false
  #destroyed = false

  constructor(type: CardElementType, options: ElementOptions, group: Group) {
    check(options, elementOptions[type], `elements.create('${type}')`)
    this.type = type
    this.group = group
    this.#options = { ...options }
  }

  mount(target: string | HTMLElement): void {
    this.#alive()
    const container = findContainer(target)
    if (this.#mounted?.container === container && this.#mounted.frame.isConnected) return
    this.unmount()
    mountedIn.get(container)?.unmount()
    emptyContainer(container)
    mountedIn.set(container, this)

    const { instance } = this.group
    const { wrapper, frame } = makeField(this.type, instance, this.#options.style)
    frame.addEventListener('load', () => this.#loaded(frame))
    const link = linkTo<FromElement, ToElement>(frame, instance, (message) => this.#hear(message))
    this.#mounted = { container, wrapper, frame, link, unlabel: this.#label(container), ready: false }
    this.#paint()
    container.append(wrapper)
  }

  unmount(): void {
    this.#alive()
    if (!this.#mounted) return
    const { container, wrapper, link, unlabel } = this.#mounted
    link.close()
    unlabel()
    wrapper.remove()
    unpaint(container, this.#options.classes)
    mountedIn.delete(container)
    this.#mounted = undefined
    this.#state = EMPTY
    this.#told = ''
    this.#focused = false
    this.group.regrouped()
  }

  destroy(): void {
    this.unmount()
    this.#destroyed = true
    this.group.forget(this)
  }

  update(options: ElementOptions): void {
    this.#alive()
    check(options, elementOptions[this.type], `${this.type}.update()`)
    if (this.#mounted) unpaint(this.#mounted.container, this.#options.classes)
    this.#options = { ...this.#options, ...options }
    this.#paint()
    this.redraw()
  }

  focus(): void {
    this.#alive()
    this.#mounted?.frame.contentWindow?.focus()
    this.#mounted?.link.send({ say: 'focus' })
  }

  blur(): void {
    this.#alive()
    this.#mounted?.link.send({ say: 'blur' })
    if (document.activeElement === this.#mounted?.frame) this.#mounted?.frame.blur()
  }

  clear(): void {
    this.#alive()
    this.#mounted?.link.send({ say: 'clear' })
  }

  on(name: string, handler: Handler): this {
    this.#events.add(name, handler, 'on')
    return this
  }

  once(name: string, handler: Handler): this {
    this.#events.add(name, handler, 'once', true)
    return this
  }

  off(name: string, handler?: Handler): this {
    this.#events.remove(name, handler)
    return this
  }

  /** The name of the frame that holds the value, while there is one that can answer. */
  get frameName(): string | undefined {
    return this.#mounted?.ready && this.#mounted.frame.isConnected ? this.#mounted.frame.name : undefined
  }

  /** The group's locale or fonts changed, or the element's own options. */
  redraw(): void {
    const { classes: _, ...drawn } = this.#options
    const { locale, fonts } = this.group
    if (this.#mounted?.ready)
      this.#mounted.link.send({ say: 'options', options: { ...drawn, locale, fonts } })
  }

  regroup(frames: GroupFrames): void {
    if (this.#mounted?.ready) this.#mounted.link.send({ say: 'group', frames })
  }

  #alive(): void {
    if (this.#destroyed)
      throw new IntegrationError('This Element has already been destroyed. Please create a new one.')
  }

  #hear(message: FromElement): void {
    const elementType = this.type
    const hearing: Record<FromElement['say'], () => unknown> = {
      hello: () => this.#hello(),
      ready: () => this.#events.emit('ready', { elementType }),
      state: () => message.say === 'state' && this.#changed(message.state),
      focus: () => this.#focus(true),
      blur: () => this.#focus(false),
      escape: () => this.#events.emit('escape', { elementType }),
      enter: () => this.#mounted && submitAround(this.#mounted.container),
      networks: () => this.#events.emit('networkschange', { elementType }),
      height: () => message.say === 'height' && this.#mounted && resize(this.#mounted.frame, message.px),
    }
    hearing[message.say]()
  }

  /** Once when mounted, and again whenever the page moves the frame, for that loads it anew, empty. */
  #hello(): void {
    if (!this.#mounted) return
    this.#mounted.ready = true
    this.#focus(false)
    this.redraw()
    this.group.regrouped()
  }

  #changed(state: ElementState): void {
    this.#state = state
    this.#paint()
    const { autofilled: _, postalCode, error, ...rest } = state
    const value = this.type === 'card' ? { value: { postalCode: postalCode ?? '' } } : {}
    const event = { elementType: this.type, error, ...value, ...rest }
    const text = JSON.stringify(event)
    // What a fresh frame says of itself is no change.
    const isFirst = this.#told === '' && state.empty && !error
    const isNew = text !== this.#told
    this.#told = text
    if (isNew && !isFirst) this.#events.emit('change', event)
  }

  #focus(focused: boolean): void {
    if (focused === this.#focused) return
    this.#focused = focused
    this.#paint()
    this.#events.emit(focused ? 'focus' : 'blur', { elementType: this.type })
  }

  #loaded(frame: HTMLIFrameElement): void {
    setTimeout(() => {
      if (this.#mounted?.frame !== frame || this.#mounted.ready || !frame.isConnected) return
      const error: StripeError = { type: 'api_connection_error', message: 'This Element failed to load.' }
      warn(`The ${this.type} Element failed to load.`)
      // The types know it of the elements that hold a number only.
      if (this.type === 'card' || this.type === 'cardNumber')
        this.#events.emit('loaderror', { elementType: this.type, error })
    }, LOAD_GRACE_MS)
  }

  #label(container: HTMLElement): () => void {
    const labels = labelsOf(container)
    const focus = () => this.focus()
    for (const label of labels) label.addEventListener('click', focus)
    return () => {
      for (const label of labels) label.removeEventListener('click', focus)
    }
  }

  #paint(): void {
    if (this.#mounted) paint(this.#mounted.container, this.#options.classes, this.#state, this.#focused)
  }
}
