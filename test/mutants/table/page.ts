/** Guards of the widget that show in a browser: one click, what Stripe.js answers, what is said about money. */
import type { Guards } from '../table.ts'

const BLOCKED = 'test/browser/blocked.spec.ts'
const CUSTOMER = 'test/browser/customer.spec.ts'
const LOST = 'test/browser/lost.spec.ts'
const OFFLINE = 'test/browser/offline.spec.ts'
const PAY = 'test/browser/pay.spec.ts'
const TABS = 'test/browser/tabs.spec.ts'

export const PAGE: Guards = {
  'widget/payment.ts': [
    {
      text: "if (this.#checkout!.intent === 'setup') return this.check()",
      replacement: '',
      test: 'test/browser/trial.spec.ts > that Stripe does not begin is not said to have begun',
      why: 'with a card that was set up nothing has begun',
    },
    {
      text: "if (desk.end(checkout, card ? 'already' : 'paid', this.#terms)) return",
      replacement: '',
      test: `${TABS} > another tab pays while this one cannot reach the Worker`,
      why: 'what another tab paid is shown, and not called unpaid',
    },
    {
      text: "if (code === 'key_invalid' && desk.purchase.token !== null) {",
      replacement: 'if (false) {',
      test: `${CUSTOMER} > a token that is refused`,
      why: 'the page learns that it must name its user anew',
    },
    {
      text: 'CONFIRM_PATIENCE_MS = 45_000',
      replacement: 'CONFIRM_PATIENCE_MS = 45_000_000',
      test: `${LOST} > an answer that never comes`,
      why: 'silence is asked about',
    },
    {
      text: "said === 'paid' ? 'accepted' : 'processing'",
      replacement: "said === 'paid' ? 'paid' : 'processing'",
      test: `${LOST} > nobody can tell whether it was paid`,
      why: 'paid is the Worker’s word',
    },
    {
      text: 'if (!known) return desk.unknown(held)',
      replacement: "if (!known) return this.#back('not_arrived')",
      test: `${OFFLINE} > offline before the click, the intent made`,
      why: 'what is not known is not said',
    },
    {
      text: 'if (isOver(known.status)) {',
      replacement: 'if (false) {',
      test: 'test/browser/guard.spec.ts > after ten declines',
      why: 'what is over is begun anew',
    },
    {
      text: 'if (known.client_secret !== held.client_secret)',
      replacement: 'if (false)',
      test: `${TABS} > another tab only changes the total`,
      why: 'what was shown is put back',
    },
    {
      text: 'this.#codes = result\n        return this.check()',
      replacement: "this.#codes = result\n        return this.#back('not_arrived')",
      test: `${OFFLINE} > offline after the click, while Stripe takes the money`,
      why: 'after an error the Worker is asked',
    },
    {
      text: 'if (this.#silent) this.#desk.restart(key)',
      replacement: 'if (false) this.#desk.restart(key)',
      test: `${LOST} > an answer that never comes`,
      why: 'a Stripe.js that is silent is not asked again',
    },
  ],
  'widget/draft.ts': [
    {
      text: 'if (this.#early && !this.#purchase.begun)',
      replacement: 'if (!this.#purchase.begun)',
      test: 'test/browser/subscribe.spec.ts > subscribes: price and cadence',
      why: 'a form that is only filled in leaves no trace',
    },
  ],
  'widget/element.tsx': [
    {
      text: 'if (was && was !== is) this.begin()',
      replacement: 'if (false) this.begin()',
      test: `${CUSTOMER} > signing out takes cards`,
      why: 'a visitor sees nothing of another',
    },
  ],
  'widget/session.ts': [
    {
      text: 'if (mayWantCard(offer.value)) await',
      replacement: 'if (true) await',
      test: 'test/browser/trial.spec.ts > begins free without a card',
      why: 'where no card is asked for, none is needed',
    },
    {
      text: "if (earlier && this.#ending.reached(earlier, 'already')) return",
      replacement: '',
      test: `${PAY} > says after a reload that it was paid`,
      why: 'a reload does not pay twice',
    },
    {
      text: "if (this.#state.way === 'check') this.check()",
      replacement: 'if (false) this.check()',
      test: `${OFFLINE} > offline before the click, the intent made`,
      why: 'what was left open is asked for',
    },
    {
      text: 'again(): void {\n    this.#purchase.renew()',
      replacement: 'again(): void {',
      test: `${PAY} > says after a reload that it was paid`,
      why: 'a second purchase is a new attempt',
    },
    {
      text: "unknown: ({ id }) => this.#fail('unknown_outcome', 'check',",
      replacement: "unknown: ({ id }) => this.#fail('unknown_outcome', 'retry',",
      test: `${OFFLINE} > offline before the click, the intent made`,
      why: 'asking again is all that is safe',
    },
  ],
  'widget/stripe.ts': [
    {
      text: 'if (document.querySelector(TAG))\n    fetchStripe()',
      replacement: 'if (true)\n    fetchStripe()',
      test: 'test/browser/trial.spec.ts > a page without a tag of its own',
      why: 'no script of Stripe’s where no card is asked for',
    },
    {
      text: "...(keep && { setup_future_usage: 'off_session' as const }),",
      replacement: "...{ setup_future_usage: 'off_session' as const },",
      test: `${CUSTOMER} > a card that pays is saved only where its owner`,
      why: 'no card is kept without its owner’s word',
    },
    {
      text: "found.version !== RELEASE && key.startsWith('pk_live')",
      replacement: 'false',
      test: `${BLOCKED} > an older Stripe.js with a live key`,
      why: 'a foreign Stripe.js gets no live key',
    },
  ],
}
