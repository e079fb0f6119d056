import { describe, expect, it } from 'vitest'
import { en, type Key } from '../../../widget/account/text/en.ts'
import { TEXTS } from '../../../widget/account/text/texts.ts'
import type { Key as CheckoutKey } from '../../../widget/text/en.ts'
import type { Language } from '../../../widget/text/speak.ts'
import { TEXTS as CHECKOUT } from '../../../widget/text/texts.ts'

const LANGUAGES = Object.keys(TEXTS) as Language[]
const KEYS = Object.keys(en) as Key[]
/** Words that the language has in common with English, and what has none. */
const SAME: Partial<Record<Language, Key[]>> = {
  de: ['plan_line', 'line_period', 'line_many', 'pdf', 'name'],
  fr: ['line_period', 'line_many', 'invoice_date', 'invoice_links', 'pdf'],
  es: ['plan', 'plan_line', 'line_period', 'line_many', 'pdf'],
}
/** What both scripts say: somebody who subscribed reads the same of it in the account. */
const SHARED: [here: Key, checkout: CheckoutKey][] = [
  ['every_day', 'per_day'],
  ['every_week', 'per_week'],
  ['every_month', 'per_month'],
  ['every_year', 'per_year'],
  ['card_name', 'saved_card'],
  ['authenticating_card', 'authenticating_free'],
  ...(['pay', 'paying', 'save_card', 'not_started', 'not_started_offline', 'unknown_outcome'] as const).map(
    (key): [Key, CheckoutKey] => [key, key],
  ),
]
const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

describe.each(LANGUAGES)('the account’s sentences in %s', (language) => {
  const text = TEXTS[language]

  it('are all there, and none is empty', () => {
    expect(Object.keys(text).sort()).toEqual([...KEYS].sort())
    for (const key of KEYS) expect(text[key].trim(), key).not.toBe('')
  })

  it('have the gaps of the English ones', () => {
    for (const key of KEYS) expect(gaps(text[key]), key).toEqual(gaps(en[key]))
  })

  it('are the words of the checkout, for the same thing', () => {
    for (const [here, checkout] of SHARED) expect(text[here], here).toBe(CHECKOUT[language][checkout])
  })

  if (language !== 'en')
    it('are translated: what is the same in English is the same word', () => {
      expect(KEYS.filter((key) => text[key] === en[key])).toEqual(SAME[language])
    })
})
