import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { advance, customerWith, DAY, HOUR, subscribe } from './billing.ts'
import { failure, NOW, type World, world } from './harness.ts'

/** An invoice of $20.00 that was made by hand. */
async function drafted(w: World, card?: string, params: Partial<Stripe.InvoiceCreateParams> = {}) {
  const { id: customer } = await customerWith(w, card)
  await w.stripe.invoiceItems.create({ customer, amount: 2000, currency: 'usd', description: 'Ink' })
  const invoice = await w.stripe.invoices.create({
    customer,
    pending_invoice_items_behavior: 'include',
    ...params,
  })
  return { customer, invoice }
}

async function finalized(w: World, card?: string) {
  const { customer, invoice } = await drafted(w, card)
  const open = await w.stripe.invoices.finalizeInvoice(invoice.id, {
    expand: ['payments', 'confirmation_secret'],
  })
  return { customer, invoice: open }
}

describe('an invoice that is made by hand', () => {
  it('takes what waits for the customer, and is a draft', async () => {
    const w = world()
    const { invoice, customer } = await drafted(w)
    expect(invoice).toMatchObject({
      amount_due: 2000,
      auto_advance: false,
      billing_reason: 'manual',
      customer,
      lines: {
        data: [{ amount: 2000, description: 'Ink', parent: { type: 'invoice_item_details' } }],
      },
      number: null,
      parent: null,
      status: 'draft',
    })
    expect((await w.stripe.invoiceItems.list({ customer, pending: true })).data).toEqual([])
  })

  it('is changed, added to and deleted while it is a draft, and not afterwards', async () => {
    const w = world()
    const { invoice, customer } = await drafted(w)
    await w.stripe.invoiceItems.create({ customer, amount: 500, currency: 'usd', invoice: invoice.id })
    expect(await w.stripe.invoices.update(invoice.id, { description: 'Ink and paper' })).toMatchObject({
      amount_due: 2500,
      description: 'Ink and paper',
    })
    await w.stripe.invoices.finalizeInvoice(invoice.id)
    expect(await failure(w.stripe.invoices.update(invoice.id, { description: 'x' }))).toMatchObject({
      code: 'invoice_not_editable',
      param: 'description',
    })
    expect(await w.stripe.invoices.update(invoice.id, { metadata: { a: 'b' } })).toMatchObject({
      metadata: { a: 'b' },
    })
    expect(await failure(w.stripe.invoices.del(invoice.id))).toMatchObject({ statusCode: 400 })
    expect(await failure(w.stripe.invoices.finalizeInvoice(invoice.id))).toMatchObject({ statusCode: 400 })
  })

  it.each([
    [{ amount: 2000 }, 'currency'],
    [{ currency: 'usd' }, 'amount'],
    [{ amount: 2000, currency: 'xxx' }, 'currency'],
    [{ amount: 100_000_000, currency: 'usd' }, 'amount'],
    [{ amount: 2000, currency: 'usd', invoice: 'in_none' }, 'invoice'],
    [{ amount: 2000, currency: 'eur' }, 'currency'],
  ])('is not made of %j', async (params, param) => {
    const w = world()
    const { customer } = await drafted(w)
    expect(await failure(w.stripe.invoiceItems.create({ customer, ...params }))).toMatchObject({ param })
    expect((await w.stripe.invoiceItems.list({ pending: true })).data).toEqual([])
  })

  it('deleted leaves its items waiting again', async () => {
    const w = world()
    const { invoice, customer } = await drafted(w)
    expect(await w.stripe.invoices.del(invoice.id)).toEqual({
      id: invoice.id,
      object: 'invoice',
      deleted: true,
    })
    expect((await w.stripe.invoiceItems.list({ customer, pending: true })).data).toHaveLength(1)
    expect(await failure(w.stripe.invoices.retrieve(invoice.id))).toMatchObject({ statusCode: 404 })
  })

  it('is finalized and charged by itself an hour later, where it may advance', async () => {
    const w = world()
    const { invoice } = await drafted(w, 'pm_card_visa', { auto_advance: true })
    expect(invoice.automatically_finalizes_at).toBe(NOW + HOUR)
    await advance(w, HOUR)
    expect(await w.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid' })
  })

  it('that is sent is due later, and heard of when that passed', async () => {
    const w = world()
    const { invoice } = await drafted(w, undefined, { collection_method: 'send_invoice', days_until_due: 7 })
    expect(await w.stripe.invoices.sendInvoice(invoice.id)).toMatchObject({
      due_date: NOW + 7 * DAY,
      status: 'open',
    })
    await advance(w, 7 * DAY)
    expect((await w.history()).filter((type) => type === 'invoice.overdue')).toHaveLength(1)
  })
})

describe('an invoice that is owed', () => {
  it('is paid by its intent, which a list of payments finds', async () => {
    const w = world()
    const { invoice } = await finalized(w)
    const intent = invoice.payments!.data[0]!.payment.payment_intent as string
    expect(invoice.confirmation_secret!.client_secret).toContain(intent)
    const listed = await w.stripe.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: intent },
      expand: ['data.invoice', 'data.payment.payment_intent'],
    })
    expect(listed.data).toMatchObject([
      {
        amount_requested: 2000,
        invoice: { id: invoice.id },
        payment: { payment_intent: { id: intent, amount: 2000 } },
        status: 'open',
      },
    ])
    await w.confirm(invoice.confirmation_secret!.client_secret)
    expect(await w.stripe.invoicePayments.retrieve(listed.data[0]!.id)).toMatchObject({ status: 'paid' })
    expect((await w.stripe.invoicePayments.list({ status: 'open' })).data).toEqual([])
    expect(await w.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid', amount_paid: 2000 })
  })

  it('is paid by the default card when that is asked for, once', async () => {
    const w = world()
    const { invoice } = await finalized(w, 'pm_card_visa')
    expect(await w.stripe.invoices.pay(invoice.id)).toMatchObject({ attempt_count: 1, status: 'paid' })
    expect(await failure(w.stripe.invoices.pay(invoice.id))).toMatchObject({
      statusCode: 400,
      message: 'Invoice is already paid',
    })
    expect((await w.stripe.charges.list()).data).toHaveLength(1)
  })

  it.each([
    ['pm_card_chargeCustomerFail', 'card_declined', 'invoice.payment_failed', 'requires_payment_method'],
    [
      'pm_card_threeDSecure2Required',
      'invoice_payment_intent_requires_action',
      'invoice.payment_action_required',
      'requires_action',
    ],
  ])('is not paid by %s: %s', async (card, code, event, status) => {
    const w = world()
    const { invoice, customer } = await finalized(w)
    const { id: payment_method } = await w.stripe.paymentMethods.attach(card, { customer })
    expect(await failure(w.stripe.invoices.pay(invoice.id, { payment_method }))).toMatchObject({
      statusCode: 402,
      code,
    })
    expect(await w.history()).toContain(event)
    expect((await w.stripe.paymentIntents.list()).data[0]).toMatchObject({ status })
    expect(await w.stripe.invoices.retrieve(invoice.id)).toMatchObject({
      attempt_count: 1,
      attempted: true,
      status: 'open',
    })
  })

  it('is not paid by the card of another customer', async () => {
    const w = world()
    const { invoice } = await finalized(w)
    const other = await customerWith(w, 'pm_card_visa')
    const method = other.invoice_settings.default_payment_method as string
    const refused = w.stripe.invoices.pay(invoice.id, { payment_method: method })
    expect(await failure(refused)).toMatchObject({ statusCode: 400, param: 'payment_method' })
  })

  it('can be paid elsewhere: nothing is charged, and its intent ends', async () => {
    const w = world()
    const { invoice } = await finalized(w)
    expect(await w.stripe.invoices.pay(invoice.id, { paid_out_of_band: true })).toMatchObject({
      amount_paid_off_stripe: 2000,
      status: 'paid',
    })
    expect((await w.stripe.paymentIntents.list()).data[0]).toMatchObject({ status: 'canceled' })
    const happened = await w.history()
    expect(happened).toContain('invoice.paid')
    expect(happened).not.toContain('invoice.payment_succeeded')
  })

  it('voided cannot be paid, and a paid one cannot be voided', async () => {
    const w = world()
    const { invoice } = await finalized(w, 'pm_card_visa')
    await w.stripe.invoices.voidInvoice(invoice.id)
    expect((await w.stripe.paymentIntents.list()).data[0]).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'void_invoice',
    })
    expect(await failure(w.stripe.invoices.pay(invoice.id))).toMatchObject({ statusCode: 400 })
    const { invoice: paid } = await finalized(w, 'pm_card_visa')
    await w.stripe.invoices.pay(paid.id)
    expect(await failure(w.stripe.invoices.voidInvoice(paid.id))).toMatchObject({
      statusCode: 400,
      message: "You can only pass in open invoices. This invoice isn't open.",
    })
  })

  it('written off can still be paid', async () => {
    const w = world()
    const { invoice } = await finalized(w, 'pm_card_visa')
    expect(await w.stripe.invoices.markUncollectible(invoice.id)).toMatchObject({
      status: 'uncollectible',
      status_transitions: { marked_uncollectible_at: NOW },
    })
    expect(await w.stripe.invoices.pay(invoice.id)).toMatchObject({ status: 'paid' })
  })

  it('has an intent that only the invoice ends or prices', async () => {
    const w = world()
    const { invoice } = await finalized(w)
    const intent = invoice.payments!.data[0]!.payment.payment_intent as string
    for (const refused of [
      w.stripe.paymentIntents.cancel(intent),
      w.stripe.paymentIntents.update(intent, { amount: 100 }),
    ])
      expect(await failure(refused)).toMatchObject({ code: 'payment_intent_unexpected_state' })
  })

  it('is refunded as any charge is', async () => {
    const w = world()
    const { invoice } = await finalized(w, 'pm_card_visa')
    const paid = await w.stripe.invoices.pay(invoice.id, { expand: ['payments'] })
    const payment_intent = paid.payments!.data[0]!.payment.payment_intent as string
    expect(await w.stripe.refunds.create({ payment_intent })).toMatchObject({ amount: 2000 })
    expect(await w.stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'paid' })
  })

  it('takes the credit of its customer, and gives it back when it is voided', async () => {
    const w = world()
    const { customer, invoice } = await drafted(w)
    await w.stripe.customers.createBalanceTransaction(customer, { amount: -500, currency: 'usd' })
    expect(await w.stripe.invoices.finalizeInvoice(invoice.id)).toMatchObject({
      amount_due: 1500,
      ending_balance: 0,
      starting_balance: -500,
      total: 2000,
    })
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({ balance: 0 })
    await w.stripe.invoices.voidInvoice(invoice.id)
    expect(await w.stripe.customers.retrieve(customer)).toMatchObject({ balance: -500 })
  })

  it('of less than can be charged is owed with the next one', async () => {
    const w = world()
    const { id: customer } = await customerWith(w, 'pm_card_visa')
    const bill = async (amount: number) => {
      await w.stripe.invoiceItems.create({ customer, amount, currency: 'usd' })
      const { id } = await w.stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' })
      return w.stripe.invoices.finalizeInvoice(id)
    }
    expect(await bill(20)).toMatchObject({ amount_due: 0, ending_balance: 20, status: 'paid' })
    expect(await bill(100)).toMatchObject({ amount_due: 120, starting_balance: 20, ending_balance: 0 })
  })

  it('is listed by customer, subscription, status and time, its lines by themselves', async () => {
    const w = world()
    const { subscription, customer } = await subscribe(w, { card: 'pm_card_visa' })
    const { invoice: other } = await finalized(w)
    const ids = async (params: Stripe.InvoiceListParams) =>
      (await w.stripe.invoices.list(params)).data.map(({ id }) => id)
    expect(await ids({ subscription: subscription.id })).toEqual([subscription.latest_invoice])
    expect(await ids({ customer })).toEqual([subscription.latest_invoice])
    expect(await ids({ status: 'open' })).toEqual([other.id])
    expect(await ids({ created: { gt: NOW } })).toEqual([])
    const { data } = await w.stripe.invoices.listLineItems(other.id)
    expect(data).toEqual(other.lines.data)
  })
})
