/** From a sentence's key to the words on the page: which language, and what stands in the {gaps}. Pure. */
import { formatMoney, type Money } from '../../worker/domain/money.ts'
import { de } from './de.ts'
import { en, type Key, type Text } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

/** A sentence, not yet in any language. */
export interface Say {
  key: Key
  values?: Record<string, Value>
}
/** Money and dates are written in the reader's own notation; a `Say` is said first. */
export type Value = string | number | Money | Date | Duration | Say | readonly Say[]

export interface Duration {
  seconds: number
}

export type Language = 'en' | 'de' | 'fr' | 'es'
export const TEXTS: Record<Language, Text> = { en, de, fr, es }

export interface Tongue {
  language: Language
  /** BCP 47: the region decides how numbers and dates look. */
  locale: string
}

/**
 * The first wish whose language we speak; English where we speak none of them.
 * @param wishes BCP 47 tags, the strongest first; what cannot be read is passed over.
 */
export function tongue(wishes: readonly (string | null | undefined)[]): Tongue {
  for (const wish of wishes) {
    const locale = canonical(wish)
    const language = locale?.split('-')[0]
    if (locale && language && language in TEXTS) return { language: language as Language, locale }
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
function duration({ seconds }: Duration, locale: string): string {
  const [unit, count] = seconds < 90 ? ['second', seconds] : ['minute', Math.ceil(seconds / 60)]
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

/** The sentence in the reader's language, its gaps filled. */
export function say({ language, locale }: Tongue, { key, values = {} }: Say): string {
  const write = (value: Value | undefined): string => {
    if (value === undefined) return ''
    if (typeof value !== 'object') return String(value)
    if (Array.isArray(value)) return value.map(write).join(' ')
    if (value instanceof Date)
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(value)
    if ('seconds' in value) return duration(value, locale)
    if ('currency' in value) return formatMoney(value, locale)
    return say({ language, locale }, value as Say)
  }
  return TEXTS[language][key].replace(/\{(\w+)\}/g, (_gap, name: string) => write(values[name]))
}
