/** The layout of this repository as rules: who may import whom, and what a place never does. The first that fits a file counts. */

/** What can be found in a file. */
export type Thing = 'await' | 'clock' | 'chance' | 'env' | 'SQL' | 'fetch' | 'DOM'

export interface Rule {
  /** A file or a folder. */
  place: string
  /** Files, folders and packages it may import at run time; left out: anything not refused below. */
  run?: readonly string[]
  /** What it may import beyond that, as types only. */
  types?: readonly string[]
  /** Never, not even as types. */
  refused?: readonly string[]
  /** Never at run time. */
  refusedAtRunTime?: readonly string[]
  never?: readonly Thing[]
}

const CONTRACT = ['worker/contract.ts', 'worker/account-contract.ts']
const TYPES = ['worker/domain', ...CONTRACT, 'worker/env.ts']

/** Where a request is worked on: steps that call the places with the decisions and the doors to the outside. */
const STEPS = [
  ...['domain', 'db', 'stripe', 'notify', 'keys', 'flow'].map((folder) => `worker/${folder}`),
  ...['problem', 'contract', 'account-contract', 'log'].map((file) => `worker/${file}.ts`),
]

const DOORS = {
  run: [
    ...[...STEPS, 'worker/routes', 'worker/guard', 'worker/console', 'worker/clock.ts', 'worker/env.ts'],
    ...['hono', 'valibot'],
  ],
  types: TYPES,
  never: ['SQL', 'fetch'],
} as const

/** What the widget decides, without page, network and clock. */
const PURE_WIDGET = [
  'state',
  'form',
  'card-state',
  'terms',
  'plan',
  'promotion',
  'customer',
  'saved-card',
  'outcome',
].map((file) => `widget/${file}.ts`)

export const RULES: readonly Rule[] = [
  {
    place: 'worker/domain',
    run: ['worker/domain'],
    types: ['stripe'],
    never: ['await', 'clock', 'chance', 'env', 'SQL', 'fetch', 'DOM'],
  },
  { place: 'worker/db', run: ['worker/db'], types: ['worker/domain'], never: ['env', 'fetch', 'clock'] },
  {
    place: 'worker/stripe',
    run: ['worker/stripe', 'worker/domain', 'worker/log.ts', 'stripe'],
    types: TYPES,
    never: ['SQL'],
  },
  {
    place: 'worker/flow',
    run: [...STEPS],
    types: TYPES,
    never: ['SQL', 'fetch'],
  },
  {
    place: 'worker/jobs',
    run: [...STEPS, 'worker/jobs'],
    types: TYPES,
    never: ['SQL', 'fetch', 'clock'],
  },
  // The operator's door runs what cron runs.
  { ...DOORS, place: 'worker/routes/admin.ts', run: [...DOORS.run, 'worker/jobs'] },
  { ...DOORS, place: 'worker/routes' },
  // Pages: what they show is handed to them.
  {
    place: 'worker/console',
    run: ['worker/console', 'worker/domain', 'hono'],
    types: TYPES,
    never: ['await', 'clock', 'chance', 'env', 'SQL', 'fetch'],
  },
  ...['worker/guard', 'worker/keys'].map((place) => ({
    place,
    run: [
      ...['worker/guard', 'worker/keys', 'worker/db', 'worker/problem.ts', 'worker/log.ts'],
      ...['worker/contract.ts', 'worker/domain/result.ts', 'worker/domain/site.ts', 'worker/clock.ts'],
      ...['worker/env.ts', 'hono', 'valibot'],
    ],
    types: TYPES,
    never: ['SQL', 'fetch'] as const,
  })),
  ...CONTRACT.map((place) => ({
    place,
    run: ['valibot', 'worker/domain/money.ts'],
    types: ['worker/domain'],
    never: ['await', 'clock', 'env'] as const,
  })),
  { place: 'worker', refusedAtRunTime: ['stripe'], refused: ['widget', 'test'], never: ['SQL', 'fetch'] },

  ...[...PURE_WIDGET, 'widget/text'].map((place) => ({
    place,
    run: [...PURE_WIDGET, 'widget/text', 'worker/domain/money.ts'],
    types: ['widget', ...CONTRACT, '@stripe/stripe-js'],
    never: ['DOM', 'fetch', 'await', 'clock'] as const,
  })),
  ...['state', 'recovery-state', 'card-form', 'details', 'words']
    .map((file) => `widget/account/${file}.ts`)
    .concat('widget/account/text')
    .map((place) => ({
      place,
      run: ['widget/account', 'widget/text', 'widget/card-state.ts', 'widget/saved-card.ts'],
      types: ['widget', ...CONTRACT, 'worker/domain/money.ts'],
      never: ['DOM', 'fetch', 'await', 'clock'] as const,
    })),
  { place: 'widget/call.ts', run: [], types: CONTRACT },
  // A site may take it as it is.
  { place: 'widget/events.ts', run: [], types: [] },
  {
    place: 'widget/stripe.ts',
    run: ['@stripe/stripe-js/pure', 'widget/card-state.ts', 'widget/outcome.ts'],
    types: ['@stripe/stripe-js', ...CONTRACT, 'widget'],
    never: ['fetch'],
  },
  {
    place: 'widget',
    run: ['widget', 'worker/domain/money.ts', 'preact'],
    types: [...CONTRACT, '@stripe/stripe-js'],
    never: ['fetch'],
  },

  // What must be true is written down a second time, so that both cannot be wrong alike.
  { place: 'test/deep/oracle.ts', run: ['test/deep/oracle'], types: ['stripe'] },
  {
    place: 'test/deep/oracle',
    run: ['test/deep/oracle'],
    types: ['stripe', 'test/emulator/state.ts'],
  },

  // Its tests talk to it as anyone would: with Stripe's own SDK.
  { place: 'test/emulator/tests', refused: ['worker', 'widget'] },
  {
    place: 'test/emulator',
    refused: ['worker', 'widget'],
    refusedAtRunTime: ['stripe', '@stripe/stripe-js'],
  },
]

/** A reader should be able to hold a file in mind; of tests, one at a time. */
export const longestFile = (path: string): number => (/\.(test|spec)\.tsx?$/.test(path) ? 500 : 300)
