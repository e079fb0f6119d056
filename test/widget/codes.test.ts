import { afterEach, describe, expect, it, vi } from 'vitest'
import { Api } from '../../widget/api.ts'
import { Codes, type Promoted } from '../../widget/codes.ts'
import { type Action, reduce, type State } from '../../widget/state.ts'
import { blank, club, ready, tenOff } from './fixtures.ts'

/** The Worker's answers to come, as it gives them. */
let answers: (() => Promise<Response>)[] = []
const says = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status })
const refuses = (status: number, code: string) => says(status, { error: { code, message: '' } })
const discount = (code: string) => ({ object: 'discount', ...tenOff, code })

function till(choices = blank) {
  let state: State = ready(club, choices)
  const change = (action: Action) => {
    state = reduce(state, action)
  }
  vi.stubGlobal('fetch', () => answers.shift()!())
  const api = new Api('https://pay.example', new AbortController().signal)
  const codes = new Codes(
    api,
    { site: 'acme', offer: 'club' },
    { state: () => state, change, focus: () => {} },
  )
  return { codes, change, form: () => state.form! }
}

afterEach(() => {
  vi.unstubAllGlobals()
  answers = []
})

describe('a promotion code', () => {
  it('is applied as the Worker says', async () => {
    answers = [says(200, discount('TENOFF'))]
    const { codes, form } = till({ ...blank, promotion_code: ' tenoff ' })
    await codes.apply()
    expect(form().promotion).toMatchObject({ at: 'applied', discount: { code: 'TENOFF' } })
  })

  it.each([
    [400, 'parameter_invalid', 'promotion_invalid'],
    [429, 'rate_limited', 'promotion_unchecked'],
  ])('is wrong only where the Worker says so: %i %s', async (status, code, key) => {
    answers = [refuses(status, code)]
    const { codes, form } = till({ ...blank, promotion_code: 'NO' })
    await codes.apply()
    expect(form()).toMatchObject({
      promotion: { at: 'open' },
      problems: { promotion_code: { key } },
      choices: { promotion_code: 'NO' },
    })
  })

  it('is asked for where the field is empty, and the Worker is not', async () => {
    const { codes, form } = till()
    await codes.apply()
    expect(form().problems.promotion_code).toEqual({ key: 'promotion_missing' })
  })

  it('is asked about once, however often it is applied', async () => {
    answers = [says(200, discount('TENOFF'))]
    const { codes, form } = till({ ...blank, promotion_code: 'TENOFF' })
    await Promise.all([codes.apply(), codes.apply()])
    expect(form().promotion.at).toBe('applied')
  })

  it('that was removed meanwhile does not come back with a late answer', async () => {
    let arrive = (_answer: Response) => {}
    answers = [() => new Promise((resolve) => (arrive = resolve))]
    const { codes, form } = till({ ...blank, promotion_code: 'TENOFF' })
    const applied = codes.apply()
    codes.remove()
    arrive(await says(200, discount('TENOFF'))())
    await applied
    expect(form().promotion).toEqual({ at: 'closed' })
  })

  it('is another one where the page names another, and none where it names none', async () => {
    answers = [says(200, discount('TENOFF'))]
    const { codes, form } = till()
    codes.replace('TENOFF')
    await vi.waitFor(() => expect(form().promotion.at).toBe('applied'))
    codes.replace('')
    expect(form()).toMatchObject({
      promotion: { at: 'closed' },
      choices: { promotion_code: '' },
      problems: {},
    })
  })

  it('that is no longer taken at the click is off the total, and said beside its field', () => {
    const { codes, change, form } = till({ ...blank, promotion_code: 'TENOFF' })
    change({ type: 'promotion', promotion: { at: 'applied', discount: tenOff } } satisfies Promoted)
    codes.refused()
    expect(form()).toMatchObject({
      promotion: { at: 'open' },
      problems: { promotion_code: { key: 'promotion_invalid' } },
    })
  })
})
