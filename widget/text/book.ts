/** What the checkout's script holds itself. Pure. */
import { offline as de } from './de.ts'
import { en, offline as english, type Key, type Offline } from './en.ts'
import { offline as es } from './es.ts'
import { offline as fr } from './fr.ts'
import type { Book } from './speak.ts'

export const BOOK: Book<Key, keyof Offline> = { script: 'widget', en, offline: { en: english, de, fr, es } }
