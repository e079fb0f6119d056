import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { BOOK } from '../../widget/text/book.ts'
import { tongue } from '../../widget/text/speak.ts'
import { TEXTS } from '../../widget/text/texts.ts'
import { LANGUAGE_TIMEOUT_MS, Voices } from '../../widget/voices.ts'

const german = tongue(['de-AT'])
const french = tongue(['fr'])

/** What a page has fetched is kept, so each test has a Worker of its own. */
let api = ''
let workers = 0
const fetched = vi.fn<(address: string, init: RequestInit) => Promise<Response>>()

beforeEach(() => {
  api = `https://pay-${++workers}.example`
  vi.stubGlobal('WIDGET_VERSION', '1.2.3')
  vi.stubGlobal('WIDGET_TEXTS', 'abcd1234')
  vi.stubGlobal('fetch', fetched)
  fetched.mockReset().mockImplementation(async () => Response.json(TEXTS.de))
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('an element', () => {
  it('speaks its visitor’s language, in the notation of the region, once that has come', async () => {
    const voices = new Voices(BOOK)
    await voices.learn(api, german)
    expect(voices.speaking(german, false)).toEqual({ ...german, text: TEXTS.de })
  })

  it('fetches English from nowhere', async () => {
    const voices = new Voices(BOOK)
    await voices.learn(api, tongue(['en-GB']))
    expect(voices.speaking(tongue(['en-GB']), false)).toEqual({
      ...{ language: 'en', locale: 'en-GB', text: TEXTS.en },
    })
    expect(fetched).not.toHaveBeenCalled()
  })

  it('says in the visitor’s language what has to be said before that has come', () => {
    const { language, text } = new Voices(BOOK).speaking(german, true)
    expect(language).toBe('de')
    for (const key of ['loading', 'load_failed', 'try_again', 'misconfigured', 'stripe_blocked'] as const)
      expect(text[key], key).toBe(TEXTS.de[key])
  })

  it('goes on in the language that is there while another one is on its way', async () => {
    const voices = new Voices(BOOK)
    await voices.learn(api, german)
    expect(voices.speaking(french, false)).toEqual({ ...german, text: TEXTS.de })
  })

  it.each<[string, () => Promise<Response>]>([
    ['is blocked', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is not there', async () => Response.json({ error: { code: 'not_found' } }, { status: 404 })],
    ['is another page’s', async () => new Response('<!doctype html><title>Sign in to this network</title>')],
  ])('speaks English, and says that it is English, where its language %s', async (_what, answer) => {
    fetched.mockImplementation(answer)
    const voices = new Voices(BOOK)
    await voices.learn(api, german)
    expect(voices.speaking(german, false)).toEqual({ language: 'en', locale: 'en', text: TEXTS.en })
  })

  it('waits for no language for ever', async () => {
    vi.useFakeTimers()
    fetched.mockImplementation(
      (_address, { signal }) =>
        new Promise((_resolve, reject) => signal!.addEventListener('abort', () => reject(signal!.reason))),
    )
    const voices = new Voices(BOOK)
    const learned = voices.learn(api, german)
    await vi.advanceTimersByTimeAsync(LANGUAGE_TIMEOUT_MS)
    await learned
    expect(voices.speaking(german, false).language).toBe('en')
  })

  it('asks again, when it begins again, for what did not come', async () => {
    fetched.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    const voices = new Voices(BOOK)
    await voices.learn(api, german)
    await voices.learn(api, german)
    expect(voices.speaking(german, false).language).toBe('de')
  })
})

it('two elements of one language fetch it once, from the Worker, under version and hash', async () => {
  await Promise.all([new Voices(BOOK).learn(api, german), new Voices(BOOK).learn(api, tongue(['de']))])
  expect(fetched.mock.calls.map(([address]) => address)).toEqual([
    `${api}/widget/1.2.3/text/abcd1234/widget.de.json`,
  ])
})
