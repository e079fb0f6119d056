/**
 * What nobody may get away with sending: JSON texts by the kind of field, written from the contract and not from the Worker's
 * schemas. Texts, because much of it is no value: `-0`, `1e999`, a key twice, half a surrogate pair.
 */

const long = (length: number): string => JSON.stringify('x'.repeat(length))
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
const record = (entries: number): string =>
  JSON.stringify(Object.fromEntries(Array.from({ length: entries }, (_, n) => [`key_${n}`, 'x'])))

const DEEP = deep(5000)
const HALVES = ['"\\ud800"', '"a\\udc00b"']
const NO_TEXT = ['1', '-0', '1e999', 'true', 'null', '[]', '["mug"]', '{}', '{"toString":"mug"}', DEEP]
const NO_OBJECT = ['1', 'true', 'null', '"a"', '[]', '[{}]', DEEP]
/** No number from 1 to 99,999,999. */
const NO_AMOUNT = [
  ...['"1200"', '""', 'true', '[]', '[1200]', '{}', '0', '-0', '-1', '1.5', '1200.0000001', '1e-7'],
  ...['100000000', '9007199254740993', '1e21', '1e308', '1e999', '-1e999', DEEP],
]
const NO_SLUG = [
  ...[...NO_TEXT, ...HALVES, long(64), '""', '"A"', '" mug"', '"mug "', '"mug\\u0000"', '"mug\\n"', '"-mug"'],
  ...['"../mug"', '"m%75g"', '"💳"', '"ｍｕｇ"', '"__proto__"', '"\' OR 1=1 --"'],
]
const NO_CURRENCY = [...NO_TEXT, ...HALVES, '""', '"USD"', '"us"', '"usd "', '"usdd"', '"__proto__"']
const NO_ORIGINS = [
  ...[...NO_OBJECT, '{}', '[1]', '[null]', '[[]]', '[""]', '["*"]', '["null"]', '["acme.example"]'],
  ...['["https://acme.example/"]', '["https://acme.example/shop"]', '["HTTPS://ACME.EXAMPLE"]'],
  ...[
    '["http://acme.example"]',
    '["https://user@acme.example"]',
    '["javascript:alert(1)"]',
    '["file:///etc"]',
  ],
  JSON.stringify(Array.from({ length: 51 }, (_, n) => `https://shop${n}.example`)),
]

const NO_EMAIL = [
  ...[...HALVES, '""', '"a"', '"@"', '"a@b"', '"a b@c.de"', '"a@b@c.de"', '"a@b.c."', long(321)],
]
const NO_NULL = NO_TEXT.filter((text) => text !== 'null')

/** By the kind of field: nothing of this is ever taken. */
export const REFUSED = {
  slug: NO_SLUG,
  /** Required. */
  amount: [...NO_AMOUNT, 'null'],
  /** null where the visitor chooses. */
  price: NO_AMOUNT,
  quantity: [...NO_AMOUNT, 'null', '11'],
  currency: NO_CURRENCY,
  /** null takes it away. */
  code: [...NO_NULL, ...HALVES, '""', '"%"', '"a b"', '"../x"', long(101)],
  token: [...NO_NULL, ...HALVES, '""', '"x"', '"a.b.c"', long(4001)],
  form: [...NO_TEXT, '"payment"', '"Card"', '"card "', '""'],
  mode: [...NO_TEXT, '"subscription"', '"Payment"', '""'],
  shown: [
    ...NO_OBJECT,
    '{}',
    ...NO_AMOUNT.map((amount) => `{"amount":${amount},"currency":"usd"}`),
    ...NO_CURRENCY.map((currency) => `{"amount":1200,"currency":${currency}}`),
    ...['{"amount":1200}', '{"currency":"usd"}', '{"amount":1200,"currency":"usd","quantity":1}'],
    '{"amount":1200,"currency":"usd","__proto__":{"amount":1}}',
  ],
  email: [...NO_TEXT, ...NO_EMAIL],
  /** null takes it away. */
  detail: [...NO_NULL, ...HALVES, long(321)],
  name: [...NO_TEXT, ...HALVES, long(201)],
  title: [...NO_TEXT, '""', long(201)],
  description: [...NO_TEXT.filter((text) => text !== 'null'), long(1001)],
  reference: [...NO_TEXT, ...HALVES, '""', long(201)],
  metadata: [
    ...[
      ...NO_OBJECT,
      '{"a":1}',
      '{"a":null}',
      '{"a":{}}',
      '{"a":["b"]}',
      '{"":"a"}',
      '{"a[b]":"c"}',
      '{"]":"c"}',
    ],
    ...['{"edge_checkout":"chk_x"}', '{"edge_":"x"}', '{"a":"\\ud800"}', '{"\\udc00":"a"}', record(41)],
    ...[
      '{"__proto__":"x"}',
      '{"constructor":"x"}',
      '{"prototype":"x"}',
      '{"__proto__":{"edge_site":"other"}}',
    ],
    ...[`{${long(41)}:"a"}`, `{"a":${long(501)}}`],
  ],
  origins: NO_ORIGINS,
  account: [
    ...[...NO_TEXT.filter((text) => text !== 'null'), '""', '"acct"', '"acct_"', '"acct_a b"'],
    ...['"cus_books"', '"acct_books\\n"'],
  ],
  siteKey: [...NO_TEXT, '""', '"sk_site_short"', '"sk_test_0123456789"', '"sk_site_a b c d e f"', long(300)],
  /** Only null: brings back. */
  archived: ['0', '1', 'true', 'false', '""', '[]', '{}', '1700000000'],
  limits: [
    ...[...NO_OBJECT, '{"quantity":null}', '{"quantity":{"min":2}}', '{"quantity":{"min":3,"max":2}}'],
    ...[
      '{"quantity":{"min":0,"max":2}}',
      '{"quantity":{"min":1,"max":1e9}}',
      '{"quantity":[1,2]}',
      '{"price":1}',
    ],
    ...['{"amount":{"min":5,"max":4,"presets":[]}}', '{"amount":{"min":5,"max":9,"presets":[10]}}'],
    ...['{"amount":{"min":5,"max":9,"presets":[5,5,5,5,5,5,5]}}', '{"amount":{"min":5,"max":9}}'],
  ],
  collect: [...NO_OBJECT, '{}', '{"email":"maybe"}', '{"email":null}', '{"email":"none","phone":"none"}'],
} as const satisfies Record<string, readonly string[]>
export type Kind = keyof typeof REFUSED

/** Names of fields that no door has. */
export const UNKNOWN_FIELDS = [
  ...['price', 'Amount', 'amount ', 'shown.amount', 'status', 'revision', 'payment_intent', 'id_', '', '💳'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'],
  ...['x'.repeat(3000), '\u0000', '[]', 'metadata[a]', 'items'],
]

/** Whole bodies that are no JSON object. */
export const NO_BODY = [
  ...[
    '',
    ' ',
    'null',
    'true',
    '1',
    '-0',
    '"x"',
    '[]',
    '[{}]',
    '{',
    '}',
    '{]',
    '{"a"',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
  ],
  ...[
    "{'a':1}",
    '{"a":NaN}',
    '{"a":Infinity}',
    '{"a":undefined}',
    '{"a":01}',
    '{"a":"\n"}',
    '{}{}',
    '{} x',
    '/**/{}',
  ],
  ...['<?xml version="1.0"?>', 'a=b&c=d', '\u0000', DEEP, '{"a":'.repeat(5000)],
]
