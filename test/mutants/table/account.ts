/** Guards of customers, their tokens and cards: whose they are. */
import type { Guards } from '../table.ts'

const CARDS = 'test/worker/account-cards.test.ts'
const CUSTOMERS = 'test/worker/customers.test.ts'
const PLANS = 'test/worker/account-subscriptions.test.ts'
const TOKENS = 'test/worker/customer-tokens.test.ts'

const token = (text: string, replacement: string, test: string, why: string) => ({
  text,
  replacement,
  test: `${TOKENS} > ${test}`,
  why,
})

export const ACCOUNT: Guards = {
  'worker/keys/derive.ts': [
    token(`\${purpose}\\n`, '', 'opens no other site', 'a link to an invoice opens no account'),
    token(`\${site}\\n`, '', 'is refused where anybody else signed it', 'a site signs for itself'),
  ],
  'worker/keys/jwt.ts': [
    token(
      "if (aud !== site) return refuse('is for",
      "if (false) return refuse('is for",
      'of another site',
      'a token is of one site',
    ),
    token('v.length(1)', 'v.minLength(1)', 'of two sites', 'and of no second one'),
    token('if (exp <= now)', 'if (false)', 'that has expired', 'a stolen token soon opens nothing'),
    token(
      'if (exp > now + most + LEEWAY_SECONDS)',
      'if (false)',
      'that is good for longer',
      'nor is one good for ever',
    ),
    token('exp: seconds,', 'exp: v.optional(seconds, 0),', 'that never expires', 'every token ends'),
    token('exp <= now', 'exp <= now - LEEWAY_SECONDS', 'that has expired', 'and not a second longer'),
    token('now + most + LEEWAY_SECONDS', 'now + most', 'forgives a clock', 'clocks differ'),
    token(
      'if (Math.max(iat ?? 0, nbf ?? 0) > now + LEEWAY_SECONDS)',
      'if (false)',
      'from the future',
      'a token is of now',
    ),
    token(
      "alg: 'HS256', exp: false",
      'alg: decode(token).header.alg, exp: false',
      'is refused where anybody else signed it',
      'the algorithm is ours to choose',
    ),
  ],
  'worker/keys/account.ts': [
    {
      text: 'if (!allowed.ok) return problem(c, allowed.error)',
      replacement: '',
      test: `${CARDS} > opens to a page of the site only`,
      why: 'an account opens on its site’s pages',
    },
    {
      text: 'if (!user.ok) return problem(c, user.error)',
      replacement: 'if (!user.ok) return next()',
      test: `${CARDS} > opens to a genuine token only`,
      why: 'a forged token opens nothing',
    },
  ],
  'worker/guard/origin.ts': [
    {
      text: "'GET, POST, PATCH, DELETE'",
      replacement: "'GET, POST, PATCH'",
      test: `${CARDS} > answers a preflight for every method`,
      why: 'a card can be removed from a page',
    },
  ],
  'worker/flow/customers.ts': [
    {
      text: `idempotencyKey: \`user_\${hash.slice(0, 40)}:\${generation}:customer\``,
      replacement: 'idempotencyKey: crypto.randomUUID()',
      test: `${CUSTOMERS} > is one, though Stripe’s answer was lost`,
      why: 'a user is one customer, whatever is lost',
    },
    {
      text: 'if (isStored(error)) await nextGeneration',
      replacement: 'if (false) await nextGeneration',
      test: `${CUSTOMERS} > can be made after a stored 5xx`,
      why: 'a failure that Stripe has kept keeps nobody out',
    },
    {
      text: 'if (!isMismatched(error)) throw error',
      replacement: 'throw error',
      test: `${CUSTOMERS} > is one, though the second tab’s token has another email`,
      why: 'two tabs may say different addresses',
    },
    {
      text: 'if (customer && !isGone(customer)) return customer',
      replacement: 'if (customer) return customer',
      test: `${CUSTOMERS} > is replaced once it was deleted`,
      why: 'a deleted customer pays nothing',
    },
    {
      text: 'if (customer?.unreachable && (await syncCustomer(flow, customer.id, stripeAccount))) continue',
      replacement: '',
      test: `${CUSTOMERS} > is the same one, where it is there again`,
      why: 'whoever was only hidden keeps cards and subscriptions',
    },
    {
      text: 'if (!seen || seen.stripeAccount !== stripeAccount) return null',
      replacement: 'if (!seen) return null',
      test: `${CUSTOMERS} > is not touched by another account’s event`,
      why: 'an account speaks of its own customers',
    },
    {
      text: 'if (!site || site.stripeAccount !== stripeAccount) return null',
      replacement: 'if (!site) return null',
      test: `${CUSTOMERS} > is written where our metadata names our site`,
      why: 'and names only its own',
    },
    {
      text: 'if (!owner || owner.stripeAccount !== stripeAccount) return null',
      replacement: 'if (owner && owner.stripeAccount !== stripeAccount) return null',
      test: `${CUSTOMERS} > is nobody’s business`,
      why: 'a stranger’s card is not kept',
    },
  ],
  'worker/db/customers.ts': [
    {
      text: 'AND generation = ?5 AND customer IS NULL`',
      replacement: 'AND generation >= ?5`',
      test: `${CUSTOMERS} > is one, though the second tab’s token has another email`,
      why: 'the first that is attached counts',
    },
    {
      text: 'WHERE id = ?1 AND version = ?2`',
      replacement: 'WHERE id = ?1 AND ?2 > 0`',
      test: `${CUSTOMERS} > does not let an older answer land on a newer one`,
      why: 'one way to write',
    },
  ],
  'worker/domain/customer.ts': [
    {
      text: 'deletedAt !== null || unreachable',
      replacement: 'deletedAt !== null',
      test: `${CUSTOMERS} > is another one from now on`,
      why: 'nobody is kept out for good by test data that were deleted',
    },
    {
      text: 'if (read?.customer !== customer)',
      replacement: 'if (!read)',
      test: `${CUSTOMERS} > is never written for a customer who does not have the card`,
      why: 'a card is whose Stripe says it is',
    },
    {
      text: 'seen && { ...seen, deletedAt: seen.deletedAt ?? now }',
      replacement: 'seen',
      test: `${CUSTOMERS} > appears once it is attached, and goes`,
      why: 'a detached card is gone',
    },
  ],
  'worker/flow/cards.ts': [
    {
      text: "if (setup?.customer !== customer.id) return fail('not_found')",
      replacement: "if (!setup) return fail('not_found')",
      test: `${CARDS} > is nobody else’s`,
      why: 'a set-up is its customer’s',
    },
    {
      text: "status !== 'succeeded' || paymentMethod === null",
      replacement: 'paymentMethod === null',
      test: `${CARDS} > is not kept before its set-up is done`,
      why: 'a card is saved once its bank has agreed',
    },
    {
      text: 'if (customer.defaultPaymentMethod === null) await makeDefault',
      replacement: 'await makeDefault',
      test: `${CARDS} > is not the default where there is one`,
      why: 'a new card takes no other’s place',
    },
    {
      text: "return row?.deletedAt === null ? ok(true) : fail('not_found')",
      replacement: 'return ok(true)',
      test: `${CARDS} > is nobody else’s`,
      why: 'another’s card is not there',
    },
    {
      text: 'if (using.length > 0 && (standard === null || standard === card))',
      replacement: 'if (false)',
      test: `${PLANS} > is not removed where nothing else would pay`,
      why: 'no subscription is left without a card',
    },
    {
      text: 'for (const subscription of using) await moveTo(flow, subscription, standard!)',
      replacement: '',
      test: `${PLANS} > is removed where the default goes on paying`,
      why: 'a subscription goes on with the default',
    },
    {
      text: 'if (subscription.defaultPaymentMethod !== card) await moveTo(flow, subscription, card)',
      replacement: 'subscription.id',
      test: `${PLANS} > is another for every live subscription`,
      why: 'the default pays everything',
    },
    {
      text: '!hasEnded(status) && !unreachable',
      replacement: '!unreachable',
      test: `${PLANS} > may go once the subscription has ended`,
      why: 'what has ended needs no card',
    },
  ],
  'worker/routes/account/common.ts': [
    {
      text: 'customer && subscription?.customer === customer.id',
      replacement: 'customer && subscription',
      test: `${PLANS} > to its subscriber only`,
      why: 'a subscription is its subscriber’s',
    },
  ],
  'worker/routes/account/view.ts': [
    {
      text: "held.subscriptions.filter(({ status }) => !status.startsWith('incomplete'))",
      replacement: 'held.subscriptions',
      test: `${PLANS} > once it has begun`,
      why: 'what was never paid is no subscription',
    },
  ],
  'worker/routes/account.ts': [
    {
      text: "if (!c.get('site').origins.includes(new URL(body.value.return_url).origin))",
      replacement: 'if (false)',
      test: `${CARDS} > is opened for the token’s customer`,
      why: 'the portal leads back to the site only',
    },
  ],
  'worker/routes/account/cards.ts': [
    {
      text: 'if (!allowed.ok) return problem(c, allowed.error)',
      replacement: '',
      test: `${CARDS} > begins no more set-ups`,
      why: 'card testing is slow here too',
    },
  ],
  'worker/routes/steps.ts': [
    {
      text: "result.ok || result.error.code !== 'stripe_unavailable'",
      replacement: 'true',
      test: `${PLANS} > is not said to have cost nothing`,
      why: 'no sentence that may be false',
    },
  ],
}
