/** Cards set up for later, as tests begin with them. */
import type { Stripe } from 'stripe'
import { CARD_ONLY, MUG, type World } from './harness.ts'

/** Makes and confirms a set-up of a card for a new customer. */
export async function setUp({ stripe }: World, card: string, more: Stripe.SetupIntentCreateParams = {}) {
  const { id: customer } = await stripe.customers.create()
  const intent = await stripe.setupIntents.create({
    ...CARD_ONLY,
    customer,
    payment_method: `pm_card_${card}`,
    confirm: true,
    use_stripe_sdk: true,
    ...more,
  })
  return { intent, customer, method: intent.payment_method as string }
}

/** The same, with the challenge answered. */
export async function challenged(
  w: World,
  card: string,
  outcome: string,
  more?: Stripe.SetupIntentCreateParams,
) {
  const { intent, ...rest } = await setUp(w, card, more)
  const { source } = intent.next_action!.use_stripe_sdk as { source: string }
  const { body } = await w.ask('POST', `/v1/3ds2/challenge/${source}`, { key: null, form: { outcome } })
  return { ...rest, source, body, intent: await w.stripe.setupIntents.retrieve(intent.id) }
}

/** A payment without the cardholder. */
export const payLater = ({ stripe }: World, customer: string, payment_method: string) =>
  stripe.paymentIntents.create({ ...MUG, customer, payment_method, confirm: true, off_session: true })
