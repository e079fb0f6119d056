import { describe, expect, it } from 'vitest'
import { declineReason, isCardCode } from '../../widget/declines.ts'
import { en, type Key } from '../../widget/text/en.ts'
import { say } from '../../widget/text/say.ts'
import { type Language, tongue } from '../../widget/text/speak.ts'
import { TEXTS } from '../../widget/text/texts.ts'
import { voice } from './fixtures.ts'

const LANGUAGES = Object.keys(TEXTS) as Language[]
const KEYS = Object.keys(en) as Key[]
/** Words that the language has in common with English. */
const SAME: Partial<Record<Language, Key[]>> = { de: [], fr: ['total'], es: ['total'] }
const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort()

describe.each(LANGUAGES)('the sentences in %s', (language) => {
  const text = TEXTS[language]

  it('are all there, and none is empty', () => {
    expect(Object.keys(text).sort()).toEqual([...KEYS].sort())
    for (const key of KEYS) expect(text[key].trim(), key).not.toBe('')
  })

  it('have the gaps of the English ones', () => {
    for (const key of KEYS) expect(gaps(text[key]), key).toEqual(gaps(en[key]))
  })

  if (language !== 'en')
    it('are translated: what is the same in English is the same word', () => {
      expect(KEYS.filter((key) => text[key] === en[key])).toEqual(SAME[language])
    })
})

describe('a decline', () => {
  it.each([
    ['card_declined', 'insufficient_funds', 'declined_funds', 'cardNumber'],
    ['card_declined', 'card_velocity_exceeded', 'declined_limit', 'cardNumber'],
    ['expired_card', null, 'declined_expired', 'cardExpiry'],
    ['incorrect_cvc', 'incorrect_cvc', 'declined_cvc', 'cardCvc'],
    ['incorrect_number', null, 'declined_number', 'cardNumber'],
    ['processing_error', null, 'declined_later', 'cardNumber'],
    ['payment_intent_authentication_failure', null, 'declined_authentication', 'cardNumber'],
  ])('%s / %s says %s and goes to %s', (code, decline_code, sentence, field) => {
    expect(declineReason({ code, decline_code })).toEqual({ sentence, field })
  })

  it('with a code of next year reads like any other', () => {
    expect(declineReason({ code: 'card_declined', decline_code: 'a_code_of_next_year' }).sentence).toBe(
      'declined_generic',
    )
  })

  it('is not seen in an error that has nothing to do with the card', () => {
    expect(isCardCode({ code: 'lock_timeout', decline_code: null })).toBe(false)
    expect(isCardCode({ code: null, decline_code: null })).toBe(false)
  })
})

describe('the language', () => {
  it('is the strongest wish that we speak', () => {
    expect(tongue([null, 'fr-CA', 'en'])).toEqual({ language: 'fr', locale: 'fr-CA' })
    expect(tongue(['ja', 'de_AT'])).toEqual({ language: 'de', locale: 'de-AT' })
  })

  it('is English where we speak none, and where the tag is nonsense', () => {
    expect(tongue(['ja', '', 'x!y', undefined])).toEqual({ language: 'en', locale: 'en' })
  })
})

describe('a sentence', () => {
  const total = { amount: 1200, currency: 'usd' }

  it('writes money as its reader does', () => {
    expect(say(voice('en'), { key: 'pay', values: { total } })).toBe('Pay $12.00')
    expect(say(voice('de'), { key: 'pay', values: { total } })).toBe('12,00\u00a0$ bezahlen')
    expect(say(voice('en'), { key: 'pay', values: { total: { amount: 500, currency: 'jpy' } } })).toBe(
      'Pay ¥500',
    )
  })

  it('writes a time to wait as its reader does, and never less than it is', () => {
    const wait = (locale: string, seconds: number) =>
      say(voice(locale), { key: 'not_started_wait', values: { wait: { seconds } } })
    expect(wait('en', 1)).toContain('Wait 1 second and')
    expect(wait('en', 89)).toContain('Wait 89 seconds and')
    expect(wait('en', 90)).toContain('Wait 2 minutes and')
    expect(wait('de', 30)).toContain('Warten Sie 30 Sekunden und')
    expect(wait('fr', 120)).toMatch(/Attendez 2\sminutes et/)
    expect(wait('es', 120)).toContain('Espere 2 minutos e')
  })

  it('holds other sentences', () => {
    const fields = [{ key: 'email_missing' as const }, { key: 'cvc_missing' as const }]
    expect(say(voice('en'), { key: 'check_fields', values: { fields } })).toBe(
      'Please check: Enter your email address. Enter the security code.',
    )
  })
})
