/** Guards around Stripe: keys of idempotency, accounts, what an error means, who may ring. */
import type { Guards } from '../table.ts'

const CHECKOUTS = 'test/worker/checkouts.test.ts'
const CLEAN = 'test/worker/clean.test.ts'
const TROUBLE = 'test/worker/trouble.test.ts'
const WEBHOOKS = 'test/worker/webhooks.test.ts'

export const STRIPE: Guards = {
  'worker/stripe/payment-intents.ts': [
    {
      text: `, idempotencyKey: \`\${checkout.id}:\${checkout.revision}\``,
      replacement: '',
      test: `test/worker/races.test.ts > gives twins the same intent`,
      why: 'asking twice gives one intent',
    },
    {
      text: `:\${checkout.revision}\``,
      replacement: '`',
      test: 'test/worker/change.test.ts > cancels the old intent first',
      why: 'a key for each revision',
    },
    {
      text: 'metadata: metadataOf(checkout),',
      replacement: '',
      test: `${CHECKOUTS} > tells the owner’s reference and metadata to nobody`,
      why: 'an intent names its checkout',
    },
    {
      text: 'if (isUnexpectedState(error)) return false',
      replacement: '',
      test: 'test/worker/change.test.ts > says what is true when the old intent was paid meanwhile',
      why: 'what can no longer be canceled says its true status',
    },
  ],
  'worker/stripe/outcome.ts': [
    {
      text: 'if (isMissing(error)) return null',
      replacement: '',
      test: `${WEBHOOKS} > keeps the last state of an intent that Stripe no longer shows`,
      why: 'deleted: the last state',
    },
    {
      text: 'isReplayed(error) || (error.statusCode',
      replacement: '(error.statusCode',
      test: `${TROUBLE} > though Stripe may keep it under the key`,
      room: 'worker-adversary',
      why: 'a replayed failure is a stored one',
    },
    {
      text: 'NOT_BEGUN = [401, 403, 409, 429]',
      replacement: 'NOT_BEGUN: number[] = []',
      test: `${TROUBLE} > keeps its revision where Stripe had not begun`,
      why: 'what Stripe did not begin is asked for with the same key',
    },
    {
      text: 'error.statusCode !== undefined &&',
      replacement: 'true &&',
      test: `${TROUBLE} > asks for the same intent again where the answer was lost`,
      why: 'a lost answer is not a stored one',
    },
    {
      text: "if (isMissing(error)) return fail('stripe_unavailable')",
      replacement: '',
      test: `${TROUBLE} > puts no new terms beside an intent that it cannot find`,
      why: 'what cannot be found may be there with another key',
    },
    {
      text: "'Stripe does not accept STRIPE_SECRET_KEY.'",
      replacement: 'error.message',
      test: `${TROUBLE} > shows nobody what Stripe says of a wrong key`,
      why: 'Stripe’s sentence may quote a key: it goes to nobody',
    },
    {
      text: '({ type, code, statusCode, requestId }: Stripe',
      replacement: '({ message: type, code, statusCode, requestId }: Stripe',
      test: `${TROUBLE} > shows nobody what Stripe says of a wrong key`,
      why: 'nor to the log',
    },
  ],
  'worker/stripe/events.ts': [
    {
      text: '!(dated <= now / 1000 + SIGNATURE_TOLERANCE_SECONDS)',
      replacement: 'Number.isNaN(dated)',
      test: `${WEBHOOKS} > s from now is refused`,
      why: 'nothing that is dated ahead',
    },
    {
      text: '      SIGNATURE_TOLERANCE_SECONDS,\n',
      replacement: '      1e9,\n',
      test: `${WEBHOOKS} > s from now is refused`,
      why: 'nothing that is old',
    },
    {
      text: 'SIGNATURE_TOLERANCE_SECONDS = 300',
      replacement: 'SIGNATURE_TOLERANCE_SECONDS = 280',
      test: `${WEBHOOKS} > s from now is taken`,
      why: '300 s either way',
    },
    {
      text: 'SIGNATURE_TOLERANCE_SECONDS = 300',
      replacement: 'SIGNATURE_TOLERANCE_SECONDS = 320',
      test: `${WEBHOOKS} > s from now is refused`,
      why: '300 s either way',
    },
    {
      text: 'if (!(await isSigned(payload, header, secret, now))) continue',
      replacement: '',
      test: `${WEBHOOKS} > of another secret is refused`,
      why: 'only Stripe rings',
    },
    {
      text: "secrets.split(',')",
      replacement: '[secrets]',
      test: `${WEBHOOKS} > of either secret is taken while one is rotated`,
      why: 'a secret can be rotated',
    },
    {
      text: '|| created === null',
      replacement: '',
      test: `${WEBHOOKS} > does not ask Stripe about our own checkout`,
      why: 'what is no event is not heard',
    },
    {
      text: 'livemode: event.livemode === true,',
      replacement: 'livemode: false,',
      test: `${WEBHOOKS} > does not ask Stripe about our own checkout`,
      why: 'an event of the other mode is not ours',
    },
    {
      text: 'account: text(event.account),',
      replacement: 'account: null,',
      test: `${WEBHOOKS} > does not ask Stripe about our own checkout`,
      why: 'nor one of another account',
    },
  ],
  'worker/stripe/client.ts': [
    {
      text: 'visitor: { timeout: 10_000, maxNetworkRetries: 1 }',
      replacement: 'visitor: { timeout: 10_000, maxNetworkRetries: 0 }',
      test: `${TROUBLE} > tries a second time before the visitor hears of it`,
      why: 'one failure of the network is nobody’s business',
    },
  ],
  'worker/stripe/account.ts': [
    {
      text: 'stripeAccount ? { stripeAccount } : {}',
      replacement: '{}',
      test: `${CHECKOUTS} > charges that account, and reads its intent there`,
      why: 'the money goes to the site’s account',
    },
  ],
  'worker/flow/hear.ts': [
    {
      text: "  by: Cause['by'],\n): Promise<Heard> {\n  if (checkout.stripeAccount !== bell.account) return 'account'",
      replacement: "  by: Cause['by'],\n): Promise<Heard> {",
      test: `${WEBHOOKS} > does not ask Stripe about our own checkout`,
      why: 'an event counts in its own account',
    },
    {
      text: 'rows.find(({ paymentIntent }) => paymentIntent !== null && paymentIntent === bell.paymentIntent) ??',
      replacement: '',
      test: `${WEBHOOKS} > finds the checkout of a refund`,
      why: 'an object without our metadata is found by its intent',
    },
    {
      text: ' && site.stripeAccount === bell.account',
      replacement: '',
      test: `${WEBHOOKS} > acknowledges`,
      why: 'what another account says is not ours',
    },
    {
      text: "bell.checkout?.startsWith('chk_') === true && site !== null",
      replacement: 'site !== null',
      test: `${WEBHOOKS} > acknowledges`,
      why: 'what names no checkout is not waited for',
    },
  ],
  'worker/flow/declines.ts': [
    {
      text: '[DECLINED]: countDeclines,',
      replacement: '',
      test: `${CLEAN} > is over after ten`,
      why: 'card testing has an end',
    },
    {
      text: 'DECLINES_ALLOWED = 10',
      replacement: 'DECLINES_ALLOWED = 11',
      test: `${CLEAN} > is over after ten`,
      why: 'after ten',
    },
    {
      text: 'DECLINES_ALLOWED = 10',
      replacement: 'DECLINES_ALLOWED = 9',
      test: `${CLEAN} > is over after ten`,
      why: 'and not before',
    },
    {
      text: '< DECLINES_ALLOWED) return',
      replacement: '< 0) return',
      test: `${CLEAN} > counts cards, not deliveries`,
      why: 'a decline or two is no end',
    },
  ],
  'worker/routes/webhooks.ts': [
    {
      text: "if (bell.livemode !== livemode(c.env)) return ignore('livemode')",
      replacement: '',
      test: `${WEBHOOKS} > does not ask Stripe about our own checkout`,
      why: 'an event of the other mode is not ours',
    },
    {
      text: "if (heard === 'unwritten')",
      replacement: 'if (false)',
      test: `${WEBHOOKS} > asks Stripe to ring again for a row of ours`,
      why: '2xx is a promise',
    },
    {
      text: 'if (!refused.ok) return problem',
      replacement: 'if (false) return problem',
      test: `${WEBHOOKS} > asks Stripe to ring again when the intent cannot be read`,
      why: '2xx is a promise',
    },
    {
      text: 'ignoreBOM: true',
      replacement: 'ignoreBOM: false',
      test: 'test/worker/hostile.test.ts > is signed to the last byte',
      why: 'a signature covers every byte',
    },
  ],
}
