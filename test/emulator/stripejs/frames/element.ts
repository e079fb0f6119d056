/** One element: its fields, what it reports to the page, and what it offers to the frames of its group. */
import type {
  CardElementType,
  ElementFrame,
  ElementState,
  FieldName,
  FontSource,
  FrameOptions,
  FromElement,
  GroupFrames,
  ToElement,
} from '../protocol.ts'
import { Field, type FieldEvents } from './field.ts'
import { digitsOf } from './format.ts'
import { icon } from './icon.ts'
import { address, linkToPage, sibling } from './link.ts'
import { sheetOf } from './style.ts'

declare global {
  interface Window {
    endiveElement?: ElementFrame
  }
}

const FIELDS: Record<CardElementType, readonly FieldName[]> = {
  card: ['cardNumber', 'cardExpiry', 'cardCvc', 'postalCode'],
  cardNumber: ['cardNumber'],
  cardExpiry: ['cardExpiry'],
  cardCvc: ['cardCvc'],
}

/** Where the caret goes when a split field is full. */
const NEXT: Partial<Record<CardElementType, CardElementType>> = {
  cardNumber: 'cardExpiry',
  cardExpiry: 'cardCvc',
}

/** From this many digits on a card's network is known. */
const NETWORK_DIGITS = 8

export function bootElement(root: HTMLElement): void {
  const type = address.get('componentName') as CardElementType
  const page = linkToPage<ToElement, FromElement>()
  let options: FrameOptions = { locale: 'en', fonts: [] }
  let group: GroupFrames = {}
  let told = ''
  let networks = ''
  const frame = (of: CardElementType) => sibling(group[of] ?? '')?.endiveElement

  const events: FieldEvents = {
    changed: (field) => {
      if (field.name === 'cardNumber') brandChanged(field)
      tell()
    },
    filled: (field) => {
      const after = active()[active().indexOf(field) + 1]
      const next = NEXT[type]
      if (after) after.input.focus()
      // Straight to the sibling, not by way of the page: the very next key already belongs there.
      else if (next) frame(next)?.focus()
    },
    focused: () => page.send({ say: 'focus' }),
    blurred: () => page.send({ say: 'blur' }),
  }
  const fields = FIELDS[type].map((name) => new Field(name, events))
  // The combined element says what its first field is for; the split ones show how a number looks.
  if (type === 'card') fields[0]!.placeholder('Card number')
  const byName = (name: FieldName) => fields.find((field) => field.name === name)
  const active = () => fields.filter((field) => !(field.name === 'postalCode' && options.hidePostalCode))
  const brand = () => byName('cardNumber')?.brand ?? byName('cardCvc')?.brand ?? 'unknown'

  function brandChanged(number: Field): void {
    const known = digitsOf(number.text).length >= NETWORK_DIGITS ? number.brand : ''
    if (known !== networks) page.send({ say: 'networks' })
    networks = known
    const cvc = byName('cardCvc')
    if (cvc && cvc.brand !== number.brand) cvc.setBrand(number.brand)
    frame('cardCvc')?.brandChanged(number.brand)
    root.querySelector('.icon')?.replaceWith(icon(number.brand, options.iconStyle === 'solid'))
  }

  function state(): ElementState {
    const error = active()
      .map((field) => field.error(locale()))
      .find(Boolean)
    return {
      empty: active().every((field) => field.empty),
      complete: active().every((field) => field.complete),
      ...(error && { error }),
      ...(byName('cardNumber') && { brand: brand() }),
      ...(type === 'card' && { postalCode: byName('postalCode')?.text ?? '' }),
      autofilled: active().some((field) => field.input.matches(':autofill')),
    }
  }

  const locale = () => (options.locale === 'auto' ? navigator.language : options.locale)

  /** Stripe.js reports a change of what an element is, not every key. */
  function tell(): void {
    const now = state()
    root.classList.toggle('is-invalid', now.error !== undefined)
    root.classList.toggle('is-complete', now.complete)
    root.classList.toggle('is-empty', now.empty)
    const text = JSON.stringify(now)
    if (text === told) return
    told = text
    page.send({ say: 'state', state: now })
  }

  function draw(next: FrameOptions): void {
    const first = root.childElementCount === 0
    options = next
    document.documentElement.lang = locale()
    document.adoptedStyleSheets = [sheetOf(options.style ?? {})]
    for (const font of options.fonts) load(font)
    const shown = type === 'card' ? !options.hideIcon : type === 'cardNumber' && options.showIcon
    const boxes = active().map((field) => field.box)
    // An input that is put in its place again loses the focus, so only a different row is drawn anew.
    if (boxes.some((box) => !box.isConnected) || boxes.length !== root.querySelectorAll('input').length)
      root.replaceChildren(...boxes)
    root.querySelector('.icon')?.remove()
    if (shown) root.prepend(icon(brand(), options.iconStyle === 'solid'))
    for (const field of fields) {
      field.input.disabled = options.disabled ?? false
      if (type !== 'card') field.placeholder(options.placeholder)
    }
    if (first && options.value?.postalCode) byName('postalCode')?.set(options.value.postalCode)
    const [input] = root.getElementsByTagName('input')
    const px = Number.parseFloat(getComputedStyle(input!).lineHeight)
    if (px > 0) page.send({ say: 'height', px })
    if (first) page.send({ say: 'ready' })
    tell()
  }

  const focus = () => (active().find((field) => !field.complete) ?? active()[0])!.input.focus()

  window.endiveElement = {
    collect() {
      for (const field of active()) if (!field.complete) field.tell()
      const { error } = state()
      if (error) return { error }
      const [number, expiry, cvc] = (['cardNumber', 'cardExpiry', 'cardCvc'] as const).map((name) =>
        digitsOf(byName(name)?.text ?? ''),
      )
      const postalCode = options.hidePostalCode ? undefined : byName('postalCode')?.text
      return {
        card: {
          ...(number && { number }),
          ...(expiry && { exp_month: String(Number(expiry.slice(0, 2))), exp_year: `20${expiry.slice(2)}` }),
          ...(cvc && { cvc }),
        },
        ...(postalCode && { postalCode }),
      }
    },
    get brand() {
      return brand()
    },
    brandChanged: (brand) => {
      const cvc = byName('cardCvc')
      if (cvc && cvc.brand !== brand) cvc.setBrand(brand)
    },
    focus,
  }

  const orders: { [Say in ToElement['say']]: (message: Extract<ToElement, { say: Say }>) => void } = {
    options: (message) => draw(message.options),
    group: (message) => {
      group = message.frames
      const number = frame('cardNumber')
      if (number && type === 'cardCvc') window.endiveElement?.brandChanged(number.brand)
    },
    focus,
    blur: () => (document.activeElement as HTMLElement | null)?.blur(),
    clear: () => {
      for (const field of fields) field.set('')
    },
  }
  page.onMessage((message) => (orders[message.say] as (message: ToElement) => void)(message))
  root.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') page.send({ say: 'escape' })
    if (event.key === 'Enter') page.send({ say: 'enter' })
  })
  page.send({ say: 'hello' })
}

const loaded = new Set<string>()

/** Fonts are the shop's choice; one that does not load leaves the next family. */
function load(font: FontSource): void {
  const key = JSON.stringify(font)
  if (loaded.has(key)) return
  loaded.add(key)
  if ('cssSrc' in font) {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = font.cssSrc
    document.head.append(link)
    return
  }
  const { family, src, ...descriptors } = font
  const face = new FontFace(family, src, descriptors as FontFaceDescriptors)
  document.fonts.add(face)
  face.load().catch(() => console.warn(`[Stripe.js] The font ${family} did not load.`))
}
