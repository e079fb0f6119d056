/** 3-D Secure pages: the modal's frame, the bank's page inside it, and the full page that a redirect leads to. */
import type { FromChallenge } from '../protocol.ts'
import { linkToPage } from './link.ts'

type Outcome = 'authorize' | 'fail' | 'close'

/** Source: GET /v1/3ds2/challenge/:source of the stand-in. */
interface Challenge {
  /** null for a set-up, which takes no money. */
  amount: number | null
  currency: string | null
  last4: string
  merchant: string
}

interface Settled {
  payment_intent?: string
  setup_intent?: string
  client_secret: string
  status: string
  return_url: string | null
}

/** Where Stripe's minor units differ from Intl's. Source: docs.stripe.com/currencies */
const STRIPE_DIGITS: Record<string, number> = { isk: 2, huf: 2, ugx: 2, twd: 2 }

const source = location.pathname.split('/').pop() ?? ''
const door = `/v1/3ds2/challenge/${source}`
const id = <E extends HTMLElement>(name: string) => document.getElementById(name) as E

/** @returns null when the challenge is over: answered elsewhere, canceled, or replaced. @throws when no answer came. */
async function settle(outcome: Outcome): Promise<Settled | null> {
  const response = await fetch(door, { method: 'POST', body: new URLSearchParams({ outcome }) })
  if (response.status >= 500) throw new Error(`The stand-in answered ${response.status}.`)
  return response.ok ? ((await response.json()) as Settled) : null
}

function formatted(amount: number, currency: string): string {
  const money = new Intl.NumberFormat('en', { style: 'currency', currency })
  const digits = STRIPE_DIGITS[currency] ?? money.resolvedOptions().maximumFractionDigits ?? 2
  return money.format(amount / 10 ** digits)
}

const OVER = 'This authentication is no longer open.'

/** The ids are Stripe's; published recipes click them as soon as they are there: so they come with what they do. */
const ANSWERS: readonly (readonly [Outcome, id: string, text: string])[] = [
  ['authorize', 'test-source-authorize-3ds', 'Complete'],
  ['fail', 'test-source-fail-3ds', 'Fail'],
]

/** The bank's page: what is asked for, and two answers. */
async function bank(done: (settled: Settled | null) => void): Promise<void> {
  const buttons: HTMLButtonElement[] = ANSWERS.map(([outcome, name, text]) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.id = name
    button.textContent = text
    button.addEventListener('click', async () => {
      for (const each of buttons) each.disabled = true
      try {
        done(await settle(outcome))
      } catch {
        id('problem').textContent = 'The answer could not be sent. Please try again.'
        for (const each of buttons) each.disabled = false
      }
    })
    return button
  })
  id('answers').append(...buttons)
  id('heading').focus({ preventScroll: true })
  const response = await fetch(door)
  if (!response.ok) {
    id('problem').textContent = OVER
    return
  }
  const challenge = (await response.json()) as Challenge
  const { amount, currency } = challenge
  const isSetup = amount === null || currency === null
  for (const part of document.querySelectorAll<HTMLElement>('[data-of=payment]')) part.hidden = isSetup
  if (!isSetup) id('amount').textContent = formatted(amount, currency)
  id('merchant').textContent = challenge.merchant
  id('last4').textContent = challenge.last4
}

/** Inside the modal. */
export const bootBank = (): Promise<void> =>
  bank(() => window.parent.postMessage('endive-challenge-done', location.origin))

/** Source: Stripe's return_url query, `payment_intent`, `payment_intent_client_secret`, `redirect_status`; `setup_intent…` for a set-up. */
const REDIRECT_STATUS: Record<string, string> = { succeeded: 'succeeded', processing: 'pending' }

/** A page of its own. */
export const bootRedirect = (): Promise<void> =>
  bank((settled) => {
    if (!settled?.return_url) {
      id('problem').textContent = settled ? 'Done. There is no return_url to go back to.' : OVER
      return
    }
    const back = new URL(settled.return_url)
    const name = settled.setup_intent === undefined ? 'payment_intent' : 'setup_intent'
    back.searchParams.set(name, settled[name]!)
    back.searchParams.set(`${name}_client_secret`, settled.client_secret)
    back.searchParams.set('redirect_status', REDIRECT_STATUS[settled.status] ?? 'failed')
    location.replace(back)
  })

/** The frame over the shop's page: holds the bank's page, and the one way out of it. */
export function bootModal(): void {
  const page = linkToPage<never, FromChallenge>()
  const frame = id<HTMLIFrameElement>('challengeFrame')
  const close = id<HTMLButtonElement>('close')
  window.addEventListener('message', (event) => {
    const ours = event.source === frame.contentWindow && event.origin === location.origin
    if (ours && event.data === 'endive-challenge-done') page.send({ say: 'done' })
  })
  close.addEventListener('click', async () => {
    close.disabled = true
    // Closed offline: the page is told all the same, and finds out from the intent.
    await settle('close').catch(() => undefined)
    page.send({ say: 'done' })
  })
  // The keyboard stays inside: past the last stop comes the first.
  id('before').addEventListener('focus', () => frame.focus())
  id('after').addEventListener('focus', () => close.focus())
  frame.src = `/pages/three-ds-2-bank/${source}`
  page.send({ say: 'hello' })
}
