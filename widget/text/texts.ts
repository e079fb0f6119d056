/** Every sentence of the checkout in every language, for the build and for tests: the script itself holds only English. */
import { de } from './de.ts'
import { en, type Text } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { Language } from './speak.ts'

export const TEXTS: Record<Language, Text> = { en, de, fr, es }
