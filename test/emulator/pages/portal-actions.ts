/** What a customer can do in the portal: each action is a request of the API, made by the stand-in itself. */
import type { Stripe } from 'stripe'
import { invalid } from '../protocol/errors.ts'
import type { Order } from '../protocol/perform.ts'
import { type Read, sentCard } from './card-form.ts'
import { cardsOf, offersOf, subscriptionsOf, type Visit } from './portal-visit.ts'

type Feature = Exclude<keyof Stripe.BillingPortal.Configuration['features'], 'subscription_pause'>

interface Action {
  /** What has to be offered. */
  feature: Feature
  /** Said when it is done. */
  done: string
  /** The flow that is completed by it. */
  flow?: Stripe.BillingPortal.Session.Flow['type']
  /** @throws ApiError 400 for what is not the customer's, or cannot be read. */
  order(visit: Visit, read: Read): Order
}

/** Where a configuration sets no maximum. */
const MOST = 999_999

/** The address's fields that the form has. */
const ADDRESS = ['line1', 'line2', 'city', 'state', 'postal_code', 'country'] as const

export const ACTIONS = {
  card: {
    feature: 'payment_method_update',
    done: 'Your card was added. It will be charged from now on.',
    flow: 'payment_method_update',
    order: ({ call, customer, path }, read) => ({
      method: 'POST',
      path: '/v1/setup_intents',
      params: {
        allowed_payment_method_types: ['card'],
        confirm: 'true',
        customer: customer.id,
        payment_method_data: sentCard(read, { name: customer.name ?? '', email: customer.email ?? '' }),
        return_url: `${call.base}${path}/added`,
        usage: 'off_session',
      },
    }),
  },
  default: {
    feature: 'payment_method_update',
    done: 'This card will be charged from now on.',
    order: (visit, read) => makeDefault(visit, cardOf(visit, read('payment_method'))),
  },
  remove: {
    feature: 'payment_method_update',
    done: 'The card was removed.',
    order: (visit, read) => ({
      method: 'POST',
      path: '/v1/payment_methods/:id/detach',
      ids: { id: cardOf(visit, read('payment_method')) },
    }),
  },
  details: {
    feature: 'customer_update',
    done: 'Your details were saved.',
    flow: 'customer_update',
    order: ({ customer, features }, read) => ({
      method: 'POST',
      path: '/v1/customers/:id',
      ids: { id: customer.id },
      params: Object.fromEntries(
        features.customer_update.allowed_updates
          .filter((name) => name in DETAILS)
          .map((name) => [name, DETAILS[name as Detail](read)]),
      ),
    }),
  },
  cancel: {
    feature: 'subscription_cancel',
    done: 'Your subscription was canceled.',
    flow: 'subscription_cancel',
    order(visit, read) {
      const { mode, proration_behavior, cancellation_reason: reason } = visit.features.subscription_cancel
      const [ids, feedback] = [{ id: subscriptionOf(visit, read('subscription')).id }, read('feedback')]
      const asked = reason.enabled && feedback !== ''
      const params = asked ? { cancellation_details: { feedback } } : {}
      const path = '/v1/subscriptions/:id'
      if (mode === 'at_period_end')
        return { method: 'POST', path, ids, params: { ...params, cancel_at_period_end: 'true' } }
      const prorated = proration_behavior !== 'none'
      const credited = {
        prorate: String(prorated),
        invoice_now: String(proration_behavior === 'always_invoice'),
      }
      return { method: 'DELETE', path, ids, params: { ...params, ...credited } }
    },
  },
  renew: {
    feature: 'subscription_cancel',
    done: 'Your subscription goes on.',
    order: (visit, read) => ({
      method: 'POST',
      path: '/v1/subscriptions/:id',
      ids: { id: subscriptionOf(visit, read('subscription')).id },
      params: { cancel_at_period_end: 'false' },
    }),
  },
  update: {
    feature: 'subscription_update',
    done: 'Your subscription was changed.',
    flow: 'subscription_update',
    order(visit, read) {
      const { proration_behavior, billing_cycle_anchor, trial_update_behavior } =
        visit.features.subscription_update
      const subscription = subscriptionOf(visit, read('subscription'))
      const [item] = subscription.items.data
      const { price, quantity } = choice(visit, item!, read)
      const endsTrial = subscription.status === 'trialing' && trial_update_behavior === 'end_trial'
      return {
        method: 'POST',
        path: '/v1/subscriptions/:id',
        ids: { id: subscription.id },
        params: {
          items: [{ id: item!.id, price, quantity: String(quantity) }],
          proration_behavior,
          ...(billing_cycle_anchor === 'now' && { billing_cycle_anchor: { type: 'now' } }),
          ...(endsTrial && { trial_end: 'now' }),
        },
      }
    },
  },
} as const satisfies Record<string, Action>

export type ActionName = keyof typeof ACTIONS

export const isAction = (name: string): name is ActionName => Object.hasOwn(ACTIONS, name)

export const actionOf = (name: ActionName): Action => ACTIONS[name]

type Detail = keyof typeof DETAILS

/** What a customer may change of themselves → what the form says of it. */
export const DETAILS = {
  name: (read: Read) => read('name'),
  email: (read: Read) => read('email'),
  phone: (read: Read) => read('phone'),
  address: (read: Read) => Object.fromEntries(ADDRESS.map((field) => [field, read(field)])),
}

export const makeDefault = ({ customer }: Visit, card: string): Order => ({
  method: 'POST',
  path: '/v1/customers/:id',
  ids: { id: customer.id },
  params: { invoice_settings: { default_payment_method: card } },
})

function cardOf(visit: Visit, id: string): string {
  if (cardsOf(visit).some((card) => card.id === id)) return id
  throw invalid('This card is no longer there.')
}

function subscriptionOf(visit: Visit, id: string): Stripe.Subscription {
  const found = subscriptionsOf(visit).find((subscription) => subscription.id === id)
  if (found) return found
  throw invalid('This subscription is no longer there.')
}

/** @throws ApiError 400 for another price or number than the portal offers. */
function choice(
  visit: Visit,
  item: Stripe.SubscriptionItem,
  read: Read,
): { price: string; quantity: number } {
  const price = read('price')
  const offered = offersOf(visit).find(({ prices }) => prices.includes(price))
  if (!offered) throw invalid('This is not offered.')
  const { enabled, minimum, maximum } = offered.adjustable_quantity
  const quantity = enabled ? Number(read('quantity')) : (item.quantity ?? 1)
  const fits = !enabled || (quantity >= minimum && quantity <= (maximum ?? MOST))
  if (Number.isInteger(quantity) && fits) return { price, quantity }
  throw invalid(`The quantity is a whole number from ${minimum} to ${maximum ?? MOST}.`)
}
