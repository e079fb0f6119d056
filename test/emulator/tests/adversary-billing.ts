/** What a client sees of the adversary's rows about subscriptions. */
import { advance, DAY, DEFAULT_INCOMPLETE, HOUR, invoiceOf, subscribe } from './billing.ts'
import type { World } from './harness.ts'

export const BILLING_ROWS = {
  canceled_incomplete: {
    async see(w: World) {
      const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
      return (await w.stripe.subscriptions.cancel(subscription.id)).status
    },
    guess: 'incomplete_expired',
    other: 'canceled',
  },
  voided_first_invoice: {
    async see(w: World) {
      const { subscription } = await subscribe(w, { params: DEFAULT_INCOMPLETE })
      await w.stripe.invoices.voidInvoice(invoiceOf(subscription).id)
      const status = async () => (await w.stripe.subscriptions.retrieve(subscription.id)).status
      const atOnce = await status()
      await advance(w, 23 * HOUR)
      return [atOnce, await status()]
    },
    guess: ['incomplete_expired', 'incomplete_expired'],
    other: ['incomplete', 'incomplete_expired'],
  },
  forgiven_invoice: {
    async see(w: World) {
      const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
      const { id } = await w.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
      await w.stripe.subscriptions.update(subscription.id, { default_payment_method: id })
      await advance(w, 30 * DAY + HOUR)
      const [due] = (await w.stripe.invoices.list({ limit: 1 })).data
      await w.stripe.invoices.voidInvoice(due!.id)
      return (await w.stripe.subscriptions.retrieve(subscription.id)).status
    },
    guess: 'active',
    other: 'past_due',
  },
  invoice_intent_method: {
    async see(w: World) {
      await subscribe(w, { card: 'pm_card_visa', params: DEFAULT_INCOMPLETE })
      const [intent] = (await w.stripe.paymentIntents.list()).data
      return [intent!.status, intent!.payment_method === null]
    },
    guess: ['requires_payment_method', true],
    other: ['requires_confirmation', false],
  },
  trial_invoice: {
    async see(w: World) {
      const { subscription } = await subscribe(w, { params: { trial_period_days: 7 } })
      const { data } = await w.stripe.invoices.list({ subscription: subscription.id })
      return data.map(({ amount_due, status }) => [amount_due, status])
    },
    guess: [[0, 'paid']],
    other: [],
  },
}
