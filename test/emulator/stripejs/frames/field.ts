/** One input: typing, formatting, and what it tells about itself. */
import type { Brand, FieldName, ValidationError } from '../protocol.ts'
import { brandOf } from './brand.ts'
import { capacity, digitsOf, format, retype } from './format.ts'
import { message, type Problem } from './text.ts'
import { isUrgent, problemOf } from './validate.ts'

interface Spec {
  name: string
  autocomplete: AutoFill
  label: string
  placeholder: string
  inputMode: string
}

/** Names, labels and hints as Stripe.js writes them. */
const SPECS: Record<FieldName, Spec> = {
  cardNumber: {
    name: 'cardnumber',
    autocomplete: 'cc-number',
    label: 'Credit or debit card number',
    placeholder: '1234 1234 1234 1234',
    inputMode: 'numeric',
  },
  cardExpiry: {
    name: 'exp-date',
    autocomplete: 'cc-exp',
    label: 'Credit or debit card expiration date',
    placeholder: 'MM / YY',
    inputMode: 'numeric',
  },
  cardCvc: {
    name: 'cvc',
    autocomplete: 'cc-csc',
    label: 'Credit or debit card CVC/CVV',
    placeholder: 'CVC',
    inputMode: 'numeric',
  },
  postalCode: {
    name: 'postal',
    autocomplete: 'postal-code',
    label: 'ZIP',
    placeholder: 'ZIP',
    inputMode: 'text',
  },
}

const DELETIONS: Record<string, 'backward' | 'forward'> = {
  deleteContentBackward: 'backward',
  deleteContentForward: 'forward',
}

export interface FieldEvents {
  changed(field: Field): void
  /** Typed to the last place: the next field is wanted. */
  filled(field: Field): void
  focused(field: Field): void
  blurred(field: Field): void
}

/** The boxes around an input, outermost first, by the classes that recipes go through. They take no part in the layout. */
const boxes = (name: FieldName): HTMLElement[] => {
  const prefix = `${name.charAt(0).toUpperCase()}${name.slice(1)}Field`
  return [
    ['div', prefix],
    ['div', `${prefix}-input-wrapper`],
    ['span', 'InputContainer'],
  ].map(([tag, className]) => Object.assign(document.createElement(tag!), { className }))
}

export class Field {
  readonly name: FieldName
  readonly input = document.createElement('input')
  /** What stands in the document: the input in its boxes. */
  readonly box: HTMLElement
  /** Of the number beside this field; the number itself knows its own. */
  #brand: Brand = 'unknown'
  #shown = ''
  /** Blurred or submitted since the last edit: what is missing may be told. */
  #told = false
  readonly #events: FieldEvents

  constructor(name: FieldName, events: FieldEvents) {
    this.name = name
    this.#events = events
    const spec = SPECS[name]
    const { input } = this
    input.type = 'text'
    input.className = 'InputElement Input'
    input.name = spec.name
    input.placeholder = spec.placeholder
    input.autocomplete = spec.autocomplete
    input.inputMode = spec.inputMode
    input.spellcheck = false
    input.setAttribute('autocorrect', 'off')
    input.setAttribute('aria-label', spec.label)
    input.setAttribute('data-elements-stable-field-name', name)
    const [outer, ...inner] = boxes(name)
    this.box = outer!
    inner.reduce((holder, box) => holder.appendChild(box), outer!).append(input)
    input.addEventListener('input', (event) => this.#typed(event as InputEvent))
    input.addEventListener('focus', () => events.focused(this))
    input.addEventListener('blur', () => this.#left())
    this.#draw()
  }

  get text(): string {
    return this.input.value
  }

  get brand(): Brand {
    return this.name === 'cardNumber' ? brandOf(digitsOf(this.text)) : this.#brand
  }

  get empty(): boolean {
    return this.text === ''
  }

  get complete(): boolean {
    return this.#problem === undefined
  }

  get #problem(): Problem | undefined {
    return problemOf(this.name, this.text, this.brand, new Date())
  }

  /** What the visitor is told now; an empty field that was only left is not an error. */
  error(locale: string): ValidationError | undefined {
    const problem = this.#problem
    if (!problem || !(isUrgent(problem) || this.#told)) return
    return { type: 'validation_error', code: problem, message: message(problem, locale) }
  }

  placeholder(text: string | undefined): void {
    this.input.placeholder = text ?? SPECS[this.name].placeholder
  }

  setBrand(brand: Brand): void {
    this.#brand = brand
    this.#show(format(this.name, this.text, this.brand))
  }

  set(text: string): void {
    this.#told = false
    this.#show(format(this.name, text, this.brand))
  }

  /** Tells whatever is missing, also of an empty field. */
  tell(): void {
    this.#told = true
    this.#draw()
    this.#events.changed(this)
  }

  #show(text: string): void {
    this.input.value = text
    this.#shown = text
    this.#draw()
    this.#events.changed(this)
  }

  #typed(event: InputEvent): void {
    this.#told = false
    const { input } = this
    const caret = input.selectionStart ?? input.value.length
    const next = retype(
      this.name,
      this.#shown,
      { value: input.value, caret },
      this.brand,
      DELETIONS[event.inputType],
    )
    const grew = next.value !== this.#shown
    this.#show(next.value)
    if (document.activeElement === input) input.setSelectionRange(next.caret, next.caret)
    const full = digitsOf(next.value).length === capacity(this.name, digitsOf(next.value), this.brand)
    const atEnd = next.caret === next.value.length
    if (grew && full && atEnd && this.complete && document.activeElement === input) this.#events.filled(this)
  }

  #left(): void {
    if (!this.empty) this.tell()
    this.#events.blurred(this)
  }

  #draw(): void {
    const problem = this.#problem
    const invalid = problem !== undefined && (isUrgent(problem) || this.#told)
    const states = { empty: this.empty, complete: !problem, invalid }
    for (const [state, holds] of Object.entries(states))
      for (const name of [`is-${state}`, `Input--${state}`]) this.input.classList.toggle(name, holds)
    this.input.setAttribute('aria-invalid', String(invalid))
  }
}
