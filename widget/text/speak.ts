/** From a sentence's key to the words on the page: which language, and what stands in the {gaps}. Pure. */
import { formatMoney, type Money } from '../../worker/domain/money.ts'

/** A sentence, not yet in any language. */
export interface Sentence<Key extends string> {
  key: Key
  values?: Record<string, Value<Key>>
}
/** Money and times are written in the reader's own notation; a sentence is said first. */
export type Value<Key extends string> =
  | string
  | number
  | Money
  | Date
  | Day
  | Days
  | Duration
  | Span
  | Sentence<Key>
  | readonly Sentence<Key>[]

/** A date without its time. */
export interface Day {
  /** Unix seconds. */
  day: number
}

/** From a date to another one. */
export interface Days {
  /** Unix seconds. */
  start: number
  end: number
}

export interface Duration {
  seconds: number
}

/** "3 months", "7 days". */
export interface Span {
  count: number
  unit: 'second' | 'minute' | 'day' | 'week' | 'month' | 'year'
}

const LANGUAGES = ['en', 'de', 'fr', 'es'] as const
export type Language = (typeof LANGUAGES)[number]
/** Every other one is a file that only its readers get. */
export type Foreign = Exclude<Language, 'en'>

export interface Tongue {
  language: Language
  /** BCP 47: the region decides how numbers and dates look. */
  locale: string
}

/** A language with its sentences. */
export interface Voice<Key extends string> extends Tongue {
  text: Record<Key, string>
}

/** What a script holds itself: one language, and of every language what may have to be said without the Worker. */
export interface Book<Key extends string, Offline extends Key = never> {
  /** As the files of the other languages are named: `widget`. */
  script: string
  en: Record<Key, string>
  offline: Record<Language, Record<Offline, string>>
}

/**
 * The first wish whose language we speak; English where we speak none of them.
 * @param wishes BCP 47 tags, the strongest first; what cannot be read is passed over.
 */
export function tongue(wishes: readonly (string | null | undefined)[]): Tongue {
  for (const wish of wishes) {
    const locale = canonical(wish)
    const language = LANGUAGES.find((one) => one === locale?.split('-')[0])
    if (locale && language) return { language, locale }
  }
  return { language: 'en', locale: 'en' }
}

function canonical(wish: string | null | undefined): string | undefined {
  try {
    return Intl.getCanonicalLocales(wish?.trim().replace('_', '-') || [])[0]
  } catch {
    return undefined // not a language tag
  }
}

/** "30 seconds", "2 minutes"; never less than it is. */
const duration = ({ seconds }: Duration): Span =>
  seconds < 90 ? { count: seconds, unit: 'second' } : { count: Math.ceil(seconds / 60), unit: 'minute' }

const span = ({ count, unit }: Span, locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)

/** A value as its reader writes it; a sentence in the reader's language, its gaps filled. */
export function speak<Key extends string>({ locale, text }: Voice<Key>, value: Value<Key>): string {
  const days = () => new Intl.DateTimeFormat(locale, { dateStyle: 'long' })
  const write = (value: Value<Key> | undefined): string => {
    if (value === undefined) return ''
    if (typeof value !== 'object') return String(value)
    if (Array.isArray(value)) return value.map(write).join(' ')
    if (value instanceof Date)
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(value)
    if ('day' in value) return days().format(value.day * 1000)
    if ('start' in value) return days().formatRange(value.start * 1000, value.end * 1000)
    if ('seconds' in value) return span(duration(value), locale)
    if ('unit' in value) return span(value, locale)
    if ('currency' in value) return formatMoney(value, locale)
    return say(value as Sentence<Key>)
  }
  const say = ({ key, values = {} }: Sentence<Key>): string =>
    text[key].replace(/\{(\w+)\}/g, (_gap, name: string) => write(values[name]))
  return write(value)
}
