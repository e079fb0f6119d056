/** Every sentence of the account in every language, for the build and for tests: the script itself holds only English. */
import type { Language } from '../../text/speak.ts'
import { de } from './de.ts'
import { en, type Text } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'

export const TEXTS: Record<Language, Text> = { en, de, fr, es }
