/** Webhooks as nobody expects them: payloads that lie, genuinely signed; and signatures that are none. Drawn by fast-check. */
import fc from 'fast-check'

export interface Delivery {
  /** With `{open}`, `{openIntent}`, `{paid}` and the like for what was set up. */
  payload: string
  signature: Signature
}

const one = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items)

const TYPES = [
  ...['payment_intent.succeeded', 'payment_intent.payment_failed', 'payment_intent.canceled'],
  ...[
    'payment_intent.processing',
    'payment_intent.created',
    'charge.refunded',
    'charge.succeeded',
    'refund.created',
  ],
  ...['charge.dispute.created', 'customer.created', 'payment_intent', '', 'x'.repeat(300), '__proto__'],
  ...['setup_intent.succeeded', 'setup_intent.setup_failed', 'setup_intent.canceled'],
  ...[
    'customer.subscription.updated',
    'customer.subscription.deleted',
    'customer.subscription.trial_will_end',
  ],
  ...[
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice.updated',
    'invoice.payment_failed',
    'invoice.voided',
  ],
  ...['customer.updated', 'customer.deleted', 'payment_method.attached', 'payment_method.detached'],
]

/** Values for any field, as JSON texts. */
const ANYTHING = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '1.5',
    '-0',
    '1e15',
    '1e300',
    '1e999',
    '""',
    '"x"',
    '[]',
    '{}',
    '[[]]',
  ],
  ...[
    '"{open}"',
    '"{openIntent}"',
    '"{paid}"',
    '"{paidIntent}"',
    '"{subscription}"',
    '"{invoice}"',
    '"{customer}"',
    '{"id":"{customer}"}',
    '{"subscription_details":{"subscription":"{subscription}","metadata":null}}',
    '{"subscription_details":{"subscription":["{subscription}"],"metadata":{"edge_checkout":"{open}"}}}',
    '{"id":"{openIntent}"}',
    '["{openIntent}"]',
  ],
  ...[
    '"acct_books"',
    '"acct_unknown"',
    '"acme"',
    '"other"',
    '"nowhere"',
    '"chk_0000000000000000000000"',
    '"pi_gone"',
  ],
  ...[
    '"\\u0000"',
    '"\\ud800"',
    '"../charges"',
    '"pi_x/cancel"',
    '"pi_x?expand=a"',
    '"constructor"',
    '"__proto__"',
  ],
  ...[
    '"💳"',
    '{"__proto__":{"id":"x"}}',
    '{"constructor":1}',
    JSON.stringify('x'.repeat(5000)),
    '['.repeat(500) + ']'.repeat(500),
  ],
]

const FIELDS = [
  ...['id', 'object', 'api_version', 'created', 'livemode', 'account', 'request', 'data'],
  ...[
    'data.object',
    'data.object.id',
    'data.object.object',
    'data.object.status',
    'data.object.payment_intent',
  ],
  ...['data.object.metadata', 'data.object.metadata.edge_checkout', 'data.object.metadata.edge_site'],
  ...['data.object.customer', 'data.object.subscription', 'data.object.parent', 'data.previous_attributes'],
]

const event = (checkout: string, intent: string, type: string, created: number): object => ({
  ...{ id: 'evt_fuzz', object: 'event', api_version: '2026-10-28.endive', created, livemode: false, type },
  data: {
    object: {
      ...{ id: intent, object: 'payment_intent', status: 'succeeded', amount: 1200, amount_received: 1200 },
      metadata: { edge_checkout: checkout, edge_site: 'acme' },
    },
  },
})

/** A lie about a checkout that is open, paid, or not there. */
const lies = fc
  .record({
    about: one([
      ['{open}', '{openIntent}'],
      ['{open}', '{openIntent}'],
      ['{paid}', '{paidIntent}'],
      ['{open}', '{paidIntent}'],
      ['{open}', '{subscription}'],
      ['{club}', '{subscription}'],
      ['{club}', '{invoice}'],
      ['chk_nobody', '{customer}'],
      ['chk_nobody', 'pi_nobody'],
    ] as const),
    type: one(TYPES),
    created: fc.integer({ min: 0, max: 2_000_000_000 }),
    changes: fc.array(fc.tuple(one(FIELDS), one(ANYTHING)), { maxLength: 3 }),
  })
  .map(({ about: [checkout, intent], type, created, changes }) =>
    changes.reduce(
      (text, [field, value]) => put(text, field, value),
      JSON.stringify(event(checkout, intent, type, created)),
    ),
  )

/** A text in place of a field's value; as it is where there is no such field any more. */
function put(text: string, field: string, value: string): string {
  let payload: any
  try {
    payload = JSON.parse(text)
  } catch {
    return text
  }
  const path = field.split('.')
  const name = path.pop()!
  const holder = path.reduce((object, step) => object?.[step], payload)
  if (typeof holder !== 'object' || holder === null) return text
  const MARK = '"\u0001"'
  holder[name] = '\u0001'
  return JSON.stringify(payload)
    .replace(JSON.stringify('\u0001'), () => value)
    .replace(MARK, () => value)
}

const nonsense = one([
  ...[
    '',
    ' ',
    'null',
    'true',
    '1',
    '"evt_x"',
    '[]',
    '{}',
    '{"data":{}}',
    '{',
    '{"id":"evt_x",}',
    'id=evt_x',
    '\u0000',
    'NaN',
  ],
  ...[
    `[${JSON.stringify(event('{open}', '{openIntent}', 'payment_intent.succeeded', 1))}]`,
    '['.repeat(5000),
  ],
])

/** How a payload is signed. All but the first few are no signatures. */
const GENUINE = ['genuine', 'genuine, after another', 'genuine, with a v0', 'genuine, 290 s old'] as const
const FORGED = [
  ...([
    'missing',
    'empty',
    'of another secret',
    'of another payload',
    'cut off',
    'without v1',
    'without t',
  ] as const),
  ...([
    'too old',
    'dated ahead',
    'dated anew',
    'v2 only',
    'nonsense',
    'in capitals',
    'with a byte more',
    'with a mark',
  ] as const),
] as const
export type Signature = (typeof GENUINE)[number] | (typeof FORGED)[number]

const payload = fc.oneof({ weight: 6, arbitrary: lies }, { weight: 1, arbitrary: nonsense })

export const genuine: fc.Arbitrary<Delivery> = fc.record({ payload, signature: one(GENUINE) })
export const forged: fc.Arbitrary<Delivery> = fc.record({ payload, signature: one(FORGED) })
