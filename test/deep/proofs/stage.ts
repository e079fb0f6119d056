/** Who and what a history is about. */
import type { Stripe } from 'stripe'
import { checkoutId } from '../../../worker/keys/attempt.ts'
import { intentOf } from '../../worker/harness.ts'
import { BUYERS, type Buyer } from './drawing.ts'
import type { Faults } from './wire.ts'
import { askWorker, ORIGINS, objectsOf, recorded, type Site } from './world.ts'

/** A buyer's page, with what the Worker answered it. */
export interface Page {
  site: Site
  attempt: string
  /** The checkout that the attempt opens, whether it is written or not. */
  id: string
  secrets: string[]
  /** The last that it was told of. */
  subscription: string | null
}

export interface Stage {
  pages: Record<Buyer, Page>
  /** Every checkout that an attempt of theirs opens. */
  ours: Set<string>
  /** Events whose delivery is lost for good. */
  lost: Set<string>
}

const SITES: Record<Buyer, Site> = { ada: 'acme', ben: 'acme', eve: 'other' }
let attempts = 0

/** A page with a new attempt. */
export async function newPage(site: Site): Promise<Page> {
  const attempt = `attempt-${String(++attempts).padStart(24, '0')}`
  return { site, attempt, id: await checkoutId(site, attempt), secrets: [], subscription: null }
}

export async function newStage(): Promise<Stage> {
  const opened = await Promise.all(BUYERS.map(async (buyer) => [buyer, await newPage(SITES[buyer])] as const))
  return {
    pages: Object.fromEntries(opened) as Stage['pages'],
    ours: new Set(opened.map(([, { id }]) => id)),
    lost: new Set(),
  }
}

/** Asks the Worker for a buyer, and keeps what it answers. */
export async function call(
  page: Page,
  method: string,
  path: string,
  body?: object,
  faults?: Faults,
): Promise<void> {
  const headers = {
    Authorization: `Bearer ${page.attempt}`,
    Origin: ORIGINS[page.site],
    'CF-Connecting-IP': page.attempt,
  }
  const answer = await askWorker(method, `/v1/checkouts${path}`, headers, body, faults)
  const secret = answer?.body.client_secret
  if (secret && !page.secrets.includes(secret)) page.secrets.push(secret)
  page.subscription = answer?.body.subscription ?? page.subscription
}

/** Whether an event is about something whose secret a buyer holds, or about the checkout, or its customer. */
export function isAbout({ id, site, secrets }: Page, event: string): boolean {
  const object = recorded().get(event)!.data.object as Record<string, any>
  const customer = objectsOf(site).customers[object.customer ?? object.id] as { metadata?: Stripe.Metadata }
  const named = object.metadata?.edge_checkout ?? customer?.metadata?.edge_checkout
  return named === id || secrets.some((secret) => intentOf(secret) === (object.payment_intent ?? object.id))
}

/** The newest that bears the checkout's name, or that the page was told of. */
export const subscriptionAt = ({ site, id, subscription }: Page): Stripe.Subscription | undefined => {
  const { subscriptions } = objectsOf(site)
  return (
    Object.values(subscriptions).findLast(({ metadata }) => metadata.edge_checkout === id) ??
    (subscription === null ? undefined : subscriptions[subscription])
  )
}

/** Of a customer, in a page’s account. */
export const cardsOf = ({ site }: Page, customer: string): Stripe.PaymentMethod[] =>
  Object.values(objectsOf(site).payment_methods).filter((card) => card.customer === customer)
