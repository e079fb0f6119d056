/** What the checkout says. Pure. */
import type { Key } from './en.ts'
import { type Sentence, speak, type Value as ValueOf, type Voice as VoiceOf } from './speak.ts'

/** A sentence, not yet in any language. */
export type Say = Sentence<Key>
/** A sentence, or what may stand in a gap of one. */
export type Value = ValueOf<Key>
export type Voice = VoiceOf<Key>

/** A sentence in the reader's language, its gaps filled; anything else as its reader writes it. */
export const say: (voice: Voice, value: Value) => string = speak
