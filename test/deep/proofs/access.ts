/** Who may use what was sold: asked as a site owner asks, and held against Stripe’s books. */
import { env } from 'cloudflare:workers'
import { accessDifferences, earned, type Rules, type SeenAccess } from '../oracle/access.ts'
import { must, none } from './checks.ts'
import { unreadable } from './wire.ts'
import { askWorker, booksOf, mirrors, objectsOf, type Row, rows, type Site } from './world.ts'

/** Somebody, as a site owner names them, and what they may have of an offer. */
interface Question {
  site: Site
  offer: string
  by: 'user' | 'email' | 'customer'
  name: string
  /** `sub_…` */
  subscriptions: string[]
  purchases: Row[]
}

/** Everybody whom D1 knows, by every name, with every offer that anybody has at their site. */
async function questions(checkouts: readonly Row[]): Promise<Question[]> {
  const mirrored = await mirrors()
  return (Object.keys(mirrored) as Site[]).flatMap((site) => {
    const { subscriptions, customers } = mirrored[site]
    const own = checkouts.filter((row) => row.site === site)
    const offers = new Set([...own, ...subscriptions].map(({ offer }) => String(offer)))
    const names: Question['by'][] = ['user', 'email', 'customer']
    return names.flatMap((by) =>
      [...new Set(own.map((row) => row[by]))].flatMap((name) =>
        name === null
          ? []
          : [...offers].map((offer): Question => {
              const mine = own.filter((row) => row[by] === name && row.verified)
              const theirs = new Set(
                by === 'customer'
                  ? [name]
                  : customers.filter((row) => by === 'user' && row.user === name).map(({ id }) => id),
              )
              const began = new Set(mine.map(({ id }) => id))
              return {
                ...{ site, offer, by, name },
                subscriptions: subscriptions
                  .filter((row) => row.offer === offer)
                  .filter(({ customer, checkout }) => theirs.has(customer) || began.has(String(checkout)))
                  .map(({ id }) => String(id)),
                purchases: mine.filter((row) => row.offer === offer && row.mode !== 'subscription'),
              }
            }),
      ),
    )
  })
}

async function ask({ site, offer, by, name }: Question): Promise<SeenAccess> {
  const query = new URLSearchParams({ offer, [by]: name })
  const headers = { Authorization: `Bearer sk_site_${site}_demo` }
  const answer = await askWorker('GET', `/v1/access?${query}`, headers)
  must(answer?.status === 200, `access to ${offer} was asked, and answered ${answer?.status}`)
  return answer.body
}

const who = ({ offer, by, name }: Question): string => `${by} ${name}, ${offer}`

/** Whoever is let in has paid, or a card of theirs was verified, or the offer wants none. At every moment. */
export async function letsInRightly(): Promise<void> {
  const [rules, checkouts] = [await offerRules(), await rows()]
  for (const question of await questions(checkouts)) {
    if (question.by === 'customer' || rules(question).cardless) continue
    const { allowed, subscription, checkout } = await ask(question)
    if (!allowed) continue
    const own = subscription === null ? null : objectsOf(question.site).subscriptions[subscription]
    must(own !== undefined, `${who(question)}: let in by ${subscription}, which Stripe does not hold`)
    const began = checkouts.find(({ id }) => id === checkout)
    must(
      began && earned(booksOf(began), own),
      `${who(question)}: let in, and has neither paid nor verified a card`,
    )
  }
}

/** When all is quiet everybody is let in as the rule says, as long as it says, and told why. */
export async function accessIsRight(): Promise<void> {
  const rules = await offerRules()
  const now = Math.floor(Date.now() / 1000)
  for (const question of await questions(await rows())) {
    const { subscriptions } = objectsOf(question.site)
    if (question.subscriptions.some((id) => unreadable.has(id))) continue // as D1 last saw them
    const had = {
      subscriptions: question.subscriptions.map((id) => subscriptions[id]!),
      purchases: question.purchases,
    }
    const found = accessDifferences(await ask(question), had, rules(question), now)
    none(found.map((difference) => `${who(question)}: ${difference}`))
  }
}

/** What the sites say of their offers, which no history changes. */
async function offerRules(): Promise<(of: Question) => Rules> {
  const { results } = await env.DB.prepare(
    `SELECT site, id, grace_days, payment_method_collection = 'if_required' AS cardless FROM offers`,
  ).all<{ site: string; id: string; grace_days: number; cardless: number | null }>()
  return ({ site, offer }) => {
    const { grace_days, cardless } = results.find((one) => one.site === site && one.id === offer)!
    return { grace_days, cardless: cardless === 1 }
  }
}
