/** What the account says. Pure. */
import { type Language, type Sentence, speak, type Tongue } from '../../text/speak.ts'
import { de } from './de.ts'
import { en, type Key, type Text } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

/** A sentence, not yet in any language. */
export type Say = Sentence<Key>

export const TEXTS: Record<Language, Text> = { en, de, fr, es }

/** The sentence in the reader's language, its gaps filled. */
export const say = (tongue: Tongue, sentence: Say): string => speak(TEXTS, tongue, sentence)
