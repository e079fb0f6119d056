import { describe, expect, it } from 'vitest'
import { declineReason, isCardCode } from '../../widget/declines.ts'
import { en, type Key } from '../../widget/text/en.ts'
import type { Language } from '../../widget/text/speak.ts'
import { TEXTS } from '../../widget/text/texts.ts'
import { DECLINE_CODES, errorCodes, FIELD_CODES, NOT_ABOUT_THE_CARD } from './codes.ts'

const LANGUAGES = Object.keys(TEXTS) as Language[]
const SENTENCES = (Object.keys(en) as Key[]).filter((key) => key.startsWith('declined_'))
const byCode = (code: string) => ({ code, decline_code: null })
const byDecline = (decline_code: string) => ({ code: 'card_declined', decline_code })

describe('every error code of the installed SDK', () => {
  it('has a sentence of its own, or is known to say nothing of the card', () => {
    const undecided = errorCodes().filter(
      (code) => isCardCode(byCode(code)) === NOT_ABOUT_THE_CARD.includes(code),
    )
    expect(undecided).toEqual([])
  })

  it('is what the list of the others is made of: none in it is out of date', () => {
    const all = errorCodes()
    expect(NOT_ABOUT_THE_CARD.filter((code) => !all.includes(code))).toEqual([])
  })
})

describe('a reason of the bank', () => {
  it('is mapped on purpose, whichever is published', () => {
    expect(DECLINE_CODES.filter((code) => !isCardCode({ code: null, decline_code: code }))).toEqual([])
    expect(FIELD_CODES.filter((code) => !isCardCode(byCode(code)))).toEqual([])
  })

  it('that would warn a thief reads like any other', () => {
    const told = [
      'lost_card',
      'stolen_card',
      'pickup_card',
      'restricted_card',
      'fraudulent',
      'merchant_blacklist',
    ]
    for (const code of [...told, 'security_violation'])
      expect(declineReason(byDecline(code)), code).toEqual(declineReason(byDecline('generic_decline')))
  })

  it('counts more than the code of Stripe’s that it came with', () => {
    expect(declineReason({ code: 'expired_card', decline_code: 'lost_card' }).sentence).toBe(
      'declined_generic',
    )
    expect(declineReason(byDecline('insufficient_funds')).sentence).toBe('declined_funds')
  })

  it('leads to every sentence there is: none is written for nobody', () => {
    const codes = [...DECLINE_CODES, ...FIELD_CODES, ...errorCodes()]
    const used = new Set(
      codes.filter((code) => isCardCode(byCode(code))).map((code) => declineReason(byCode(code)).sentence),
    )
    expect([...used].sort()).toEqual([...SENTENCES].sort())
  })

  it.each([
    ['invalid_account', 'declined_generic'], // the number may be right and the account closed
    ['call_issuer', 'declined_bank'],
    ['reenter_transaction', 'declined_later'],
    ['testmode_decline', 'declined_test'],
    ['withdrawal_count_limit_exceeded', 'declined_limit'],
  ])('%s says %s', (code, sentence) => {
    expect(declineReason(byDecline(code)).sentence).toBe(sentence)
  })
})

/** How each language says that no money moved. */
const UNCHARGED: Record<Language, RegExp> = {
  en: /You have not been charged|Nothing was charged/,
  de: /wurde nichts abgebucht/,
  fr: /Vous n’avez pas été débité|n’a pas été débité|Rien n’a été débité/,
  es: /No se le ha cobrado|no se ha cobrado|No se ha cobrado nada/,
}

describe.each(LANGUAGES)('the sentences of a decline in %s', (language) => {
  const text = TEXTS[language]

  it('say what happened, that nothing was charged, and what to do next', () => {
    for (const key of SENTENCES) {
      expect(text[key], key).toMatch(UNCHARGED[language])
      const [what, uncharged, next] = text[key].split(/(?<=[.!?]) /)
      for (const part of [what, uncharged, next]) expect(part?.length ?? 0, key).toBeGreaterThan(10)
      expect(next, key).not.toMatch(UNCHARGED[language])
    }
  })

  it('are different from one another', () => {
    expect(new Set(SENTENCES.map((key) => text[key])).size).toBe(SENTENCES.length)
  })
})
