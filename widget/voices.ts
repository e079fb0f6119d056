/** The languages of an element: English is in its script, the others are files of the Worker's, one for each script. */
import { type Answer, Caller } from './call.ts'
import type { Book, Foreign, Language, Tongue, Voice } from './text/speak.ts'

/** No form waits longer for its words than this; then it speaks English. */
export const LANGUAGE_TIMEOUT_MS = 5_000

/** The hash is there because sentences change between two releases, and what is kept for ever must not. */
const languageFile = (script: string, language: Foreign): string =>
  `/widget/${WIDGET_VERSION}/text/${WIDGET_TEXTS}/${script}.${language}.json`

/** By address: elements of one page that speak the same language ask once. What did not come is asked for again. */
const asked = new Map<string, Promise<Answer<unknown>>>()

function ask<Text>(api: string, file: string): Promise<Answer<Text>> {
  const address = api + file
  let answer = asked.get(address) as Promise<Answer<Text>> | undefined
  if (!answer) {
    // No element may end what others wait for.
    const caller = new Caller(api, new AbortController().signal)
    answer = caller.once<Text>(file, {}, LANGUAGE_TIMEOUT_MS)
    asked.set(address, answer)
    void answer.then(({ ok }) => ok || asked.delete(address))
  }
  return answer
}

export class Voices<Key extends string> {
  readonly #book: Book<Key>
  readonly #texts: Partial<Record<Language, Record<Key, string>>>
  /** Goes on speaking while another one is fetched. */
  #last: Voice<Key>

  constructor(book: Book<Key>) {
    this.#book = book
    this.#texts = { en: book.en }
    this.#last = this.#english
  }

  get #english(): Voice<Key> {
    return { language: 'en', locale: 'en', text: this.#book.en }
  }

  /** Resolves when the language is there, or is known not to come: then English is spoken. Never rejects. */
  async learn(api: string, { language, locale }: Tongue): Promise<void> {
    if (language !== 'en' && !this.#texts[language]) {
      const answer = await ask<Record<Key, string>>(api, languageFile(this.#book.script, language))
      if (answer.ok) this.#texts[language] = answer.value
    }
    const text = this.#texts[language]
    this.#last = text ? { language, locale, text } : this.#english
  }

  /**
   * The voice that is nearest to the wish.
   * @param offline nothing is to be said but what this script holds in every language.
   */
  speaking(wish: Tongue, offline: boolean): Voice<Key> {
    const { en, offline: held } = this.#book
    const text = this.#texts[wish.language] ?? (offline && { ...en, ...held[wish.language] })
    return text ? { ...wish, text } : this.#last
  }
}
