/** What the account's script holds itself. Pure. */
import type { Book } from '../../text/speak.ts'
import { offline as de } from './de.ts'
import { en, offline as english, type Key, type Offline } from './en.ts'
import { offline as es } from './es.ts'
import { offline as fr } from './fr.ts'

export const BOOK: Book<Key, keyof Offline> = {
  script: 'widget-account',
  en,
  offline: { en: english, de, fr, es },
}
