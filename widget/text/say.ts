/** What the checkout says. Pure. */
import { de } from './de.ts'
import { en, type Key, type Text } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { type Language, type Sentence, speak, type Tongue, type Value as ValueOf } from './speak.ts'

/** A sentence, not yet in any language. */
export type Say = Sentence<Key>
/** A sentence, or what may stand in a gap of one. */
export type Value = ValueOf<Key>

export const TEXTS: Record<Language, Text> = { en, de, fr, es }

/** A sentence in the reader's language, its gaps filled; anything else as its reader writes it. */
export const say = (tongue: Tongue, value: Value): string => speak(TEXTS, tongue, value)
