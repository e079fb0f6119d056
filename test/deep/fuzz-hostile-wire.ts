/** What nobody may get away with around a body: in paths, keys, origins, queries, and headers that change nothing. */

/** Parts of a path that name nothing. */
export const NO_SEGMENT = [
  ...[
    'constructor',
    '__proto__',
    'toString',
    '%00',
    '%',
    '%zz',
    '%ff%fe',
    '%c0%ae%c0%ae',
    '%2e%2e%2f',
    '%2F',
    '..%2f..',
  ],
  ...[
    '%5c..%5c',
    "'%20OR%201=1%20--",
    '%F0%9F%92%B3',
    '💳',
    'x'.repeat(5000),
    '%41'.repeat(700),
    '{id}',
    ':id',
    '*',
  ],
  ...[
    'chk_',
    'chk_0000000000000000000000',
    'pi_x',
    ';a=b',
    'null',
    'undefined',
    '0',
    '-1',
    '%0d%0aX-Injected:%201',
  ],
]

/** Values of `Authorization` that open nothing. */
export const NO_KEY = [
  ...[
    'Bearer',
    'Bearer ',
    'Basic YWRtaW5fZGVtbzo=',
    'Bearer short',
    'Bearer a b',
    'Token admin_demo_',
    'Bearer admin',
  ],
  ...[
    'admin_demo',
    'Bearer admin_demo2',
    'Bearer ADMIN_DEMO',
    'Bearer sk_site_',
    'Bearer sk_site_wrong_00000000',
  ],
  ...[
    'Bearer 0123456789012345, Bearer admin_demo',
    `Bearer ${'x'.repeat(256)}`,
    `Bearer ${'x'.repeat(8000)}`,
  ],
  ...[
    'Bearer sk_test_demo_012345678',
    'Bearer undefined',
    "Bearer '%20OR%201=1;--",
    'Bearer attempt-of-somebody-else',
  ],
]

/** Values of `Origin` that are no page of ours. */
export const NO_ORIGIN = [
  ...[
    'null',
    'https://evil.example',
    'https://acme.example.evil.example',
    'https://acme.example/',
    'http://acme.example',
  ],
  ...[
    'HTTPS://ACME.EXAMPLE',
    'https://acme.example:8443',
    'https://acme.example, https://evil.example',
    '*',
    'x',
  ],
  ...['https://xacme.example', 'file://', '%', `https://${'a'.repeat(4000)}.example`],
]

/** Queries that no list takes. */
export const NO_QUERY = [
  ...[
    'limit=0',
    'limit=-1',
    'limit=101',
    'limit=1e1',
    'limit=',
    'limit=%20',
    'limit=1.5',
    'limit=NaN',
    'limit=0x10',
  ],
  ...['limit[]=1', 'limit=9999999999', 'starting_after=', 'starting_after=chk_nothing', 'starting_after=%00'],
  ...[
    `starting_after=${'x'.repeat(256)}`,
    'ending_before=x',
    'status=',
    'status=lost',
    'status=__proto__',
    'q=1',
  ],
  ...[
    '__proto__=1',
    'constructor=1',
    'toString=1',
    'hasOwnProperty=1',
    '%00=1',
    `${'x'.repeat(300)}=1`,
    'site=other',
  ],
]

/** Headers that change nothing, whatever they say. */
export const NO_MATTER: Record<string, readonly string[]> = {
  'Content-Type': [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'x',
    'application/json; charset=utf-16',
  ],
  'CF-Connecting-IP': [
    '',
    '::',
    ':::::::::',
    '1.2.3.4, 5.6.7.8',
    '::ffff:1.2.3.4',
    'x'.repeat(2000),
    'fe80::1%eth0',
    '2001:db8::1::2',
  ],
  'X-HTTP-Method-Override': ['DELETE', 'PATCH'],
  'X-Forwarded-Host': ['evil.example'],
  'Stripe-Signature': ['t=1,v1=00'],
  Cookie: ['session=1; __proto__=x'],
  Accept: ['text/html', 'x'.repeat(2000)],
  'Access-Control-Request-Method': ['DELETE', '__proto__'],
  Range: ['bytes=0-1'],
}
