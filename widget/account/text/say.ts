/** What the account says. Pure. */
import { type Sentence, speak, type Voice as VoiceOf } from '../../text/speak.ts'
import type { Key } from './en.ts'

/** A sentence, not yet in any language. */
export type Say = Sentence<Key>
export type Voice = VoiceOf<Key>

/** The sentence in the reader's language, its gaps filled. */
export const say: (voice: Voice, sentence: Say) => string = speak
