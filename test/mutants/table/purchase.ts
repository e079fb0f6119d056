/** Guards of the widget’s purchase: the attempt, the calls to the Worker, what Stripe.js may be believed. */
import type { Guards } from '../table.ts'

const ATTEMPT = 'test/widget/attempt.test.ts'
const OUTCOME = 'test/widget/outcome.test.ts'
const PURCHASE = 'test/widget/purchase.test.ts'

export const PURCHASES: Guards = {
  'widget/attempt.ts': [
    {
      text: 'new Uint8Array(16)',
      replacement: 'new Uint8Array(8)',
      test: `${ATTEMPT} > has 128 bits`,
      why: 'an attempt is a key',
    },
    {
      text: 'LIFETIME_MS = 23 * 3600 * 1000',
      replacement: 'LIFETIME_MS = 25 * 3600 * 1000',
      test: `${ATTEMPT} > ends after 23 hours`,
      why: 'no attempt older than Stripe’s key',
    },
    {
      text: 'Math.abs(age!) < LIFETIME_MS',
      replacement: 'age! >= 0 && age! < LIFETIME_MS',
      test: `${ATTEMPT} > is still the same after the clock was set back`,
      why: 'a wrong clock does not charge twice',
    },
    {
      text: 'if (stored && stored.key !== over) return stored',
      replacement: '',
      test: `${ATTEMPT} > is renewed once, however many tabs`,
      why: 'tabs share one attempt',
    },
    {
      text: 'attempt?.key === key && ',
      replacement: 'attempt && ',
      test: `${ATTEMPT} > does not take the checkout of an attempt that is over`,
      why: 'a checkout stays with its attempt',
    },
    {
      text: 'memoryStore.setItem(this.#name, text)',
      replacement: '',
      test: `${ATTEMPT} > is kept in memory where storage is blocked`,
      why: 'a second element does not charge twice',
    },
    {
      text: '!/^[0-9a-f]{32}$/.test(key) ||',
      replacement: '',
      test: `${ATTEMPT} > is not read from a key that we did not make`,
      why: 'what somebody else wrote is no key',
    },
    {
      text: `\`edge-checkout:\${site}/\${offer}\${whose}\``,
      replacement: `\`edge-checkout:\${site}\${whose}\``,
      test: `${ATTEMPT} > is another one for another offer`,
      why: 'one attempt for one offer',
    },
    {
      text: `\`edge-checkout:\${site}/\${offer}\${whose}\``,
      replacement: `\`edge-checkout:\${site}/\${offer}\``,
      test: `${ATTEMPT} > is another one for another user`,
      why: 'a visitor sees nothing of another on the same browser',
    },
  ],
  'widget/purchase.ts': [
    {
      text: 'const turn = this.#queue.then(() => this.#settle(terms))',
      replacement: 'const turn = this.#settle(terms)',
      test: `${PURCHASE} > takes its turn`,
      why: 'the last terms asked for stand',
    },
    {
      text: "OVER: readonly CheckoutStatus[] = ['expired']",
      replacement: "OVER: readonly CheckoutStatus[] = ['expired', 'succeeded']",
      test: `${PURCHASE} > keeps the attempt where it was paid already`,
      why: 'paid is not paid again',
    },
    {
      text: '? OVER.includes(first.value.status)',
      replacement: '? false',
      test: `${PURCHASE} > begins a new attempt where the old one is expired`,
      why: 'what is over is begun anew',
    },
    {
      text: "first.error.code === 'checkout_closed' ||",
      replacement: '',
      test: `${PURCHASE} > begins a new attempt where the checkout is closed`,
      why: 'what is closed is begun anew',
    },
    {
      text: 'if (attempt.key !== this.#attempt) this.#forget()',
      replacement: '',
      test: `${PURCHASE} > joins the attempt that another tab has begun`,
      why: 'tabs share one attempt',
    },
    {
      text: ' && isUsable(this.#checkout))',
      replacement: ')',
      test: `${PURCHASE} > asks again for a checkout that has nothing to pay with`,
      why: 'without a secret there is nothing to pay',
    },
    {
      text: 'this.#checkout && this.#agreed === agreed &&',
      replacement: 'this.#checkout &&',
      test: `${PURCHASE} > changes the same checkout where the terms change`,
      why: 'what is paid is what was shown',
    },
    {
      text: "!answer.ok && answer.error.code === 'terms_differ'",
      replacement: 'false as boolean && !answer.ok',
      test: `${PURCHASE} > puts its own terms where a reload`,
      why: 'what is paid is what was shown',
    },
    {
      text: 'answer.ok && answer.value.fresh ? answer.value : null',
      replacement: 'answer.ok ? answer.value : null',
      test: `${PURCHASE} > does not take an old answer for one`,
      why: 'no sentence about money from an old answer',
    },
    {
      text: ' && Date.now() < end',
      replacement: '',
      test: `${PURCHASE} > stops asking a Worker that is slow`,
      why: 'the visitor hears in time that it is not known',
    },
    {
      text: 'if (this.#checkout?.revision !== answer.revision) {',
      replacement: 'if (false) {',
      test: `${PURCHASE} > puts our terms back after another tab changed them`,
      why: 'what is paid is what was shown',
    },
    {
      text: 'if (OVER.includes(answer.value.status)) {',
      replacement: 'if (false) {',
      test: `${PURCHASE} > is nothing where that is expired`,
      why: 'what is over is begun anew',
    },
    {
      text: 'return answer.value.fresh ? answer.value : this.learn()',
      replacement: 'return answer.value',
      test: `${PURCHASE} > is asked for again where Stripe was not read for it`,
      why: 'no sentence about money from an old answer',
    },
    {
      text: "answer.error.code === 'checkout_unknown') this.#attempts.renew(attempt.key)",
      replacement: "answer.error.code === 'checkout_unknown') this.#attempts.stored()",
      test: `${PURCHASE} > is nothing where the Worker does not know it`,
      why: 'what is gone is begun anew',
    },
    {
      text: 'promotion_code, // null too',
      replacement: '...(promotion_code === null ? {} : { promotion_code }), // null too',
      test: `${PURCHASE} > tells the promotion code, and that there is none`,
      why: 'what is paid is what was shown',
    },
    {
      text: 'shown: { ...total, ...(recurring',
      replacement: 'shown: { ...total, amount: 1, ...(recurring',
      test: `${PURCHASE} > creates the checkout with the price that was shown`,
      why: 'the price that was shown is compared',
    },
  ],
  'widget/call.ts': [
    {
      text: 'if (first.ok || !isPassing(first.error.code)) return first',
      replacement: 'return first',
      test: `${PURCHASE} > asks once more, with the same attempt`,
      why: 'a lost answer is asked for again',
    },
    {
      text: "boolean =>\n  code === 'unreachable' ||",
      replacement: "boolean =>\n  code === 'rate_limited' || code === 'unreachable' ||",
      test: `${PURCHASE} > does not ask again where it asked too often`,
      why: 'whoever asks too often waits',
    },
  ],
  'widget/outcome.ts': [
    {
      text: "error.type === 'card_error' && ",
      replacement: '',
      test: `${OUTCOME} > after an error of type`,
      why: 'only a decline is believed',
    },
    {
      text: " && intent?.status === 'requires_payment_method'",
      replacement: '',
      test: `${OUTCOME} > after a decline without an intent`,
      why: 'and only where the intent waits for another card',
    },
    {
      text: "STATUS[status] ?? { is: 'unknown'",
      replacement: "STATUS[status] ?? { is: 'declined'",
      test: `${OUTCOME} > without an error`,
      why: 'what is not known is asked for',
    },
    {
      text: "succeeded: { is: 'paid' },",
      replacement: "succeeded: { is: 'paid' }, requires_capture: { is: 'paid' },",
      test: `${OUTCOME} > without an error`,
      why: 'held money is not paid',
    },
  ],
}
