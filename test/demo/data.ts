/** What the demo sells, to whom, and with which keys: one table for `npm start`, the shop and the tests. */

/** Values of a demo. Nothing but `npm start` and the tests ever sets them. */
export const KEYS = {
  STRIPE_SECRET_KEY: 'sk_test_demo_0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_demo_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_demo',
  SIGNING_SECRET: 'signing_demo',
  ADMIN_TOKEN: 'admin_demo',
} as const

export interface DemoSite {
  id: string
  name: string
  origins: string[]
  key: string
}

export const SITE_KEY = 'sk_site_acme_demo'

/** The shop is one server; by host name it is two origins, and to a browser two sites. */
export const sites = (shopPort: number): DemoSite[] => [
  {
    id: 'acme',
    name: 'Acme',
    origins: [`http://localhost:${shopPort}`, `http://127.0.0.1:${shopPort}`],
    key: SITE_KEY,
  },
  { id: 'other', name: 'Other', origins: ['https://other.example'], key: 'sk_site_other_demo' },
]

export interface DemoOffer {
  id: string
  mode: 'payment' | 'subscription' | 'setup'
  name: string
  description: string
  /** Minor units of one; null where the visitor chooses, and where nothing is charged. */
  amount: number | null
  currency: string
  limits: {
    quantity: { min: number; max: number }
    amount: { min: number; max: number; presets: number[] } | null
  }
  collect: { email: 'none' | 'optional' | 'required' }
  /** Of a subscription. */
  recurring?: {
    interval: 'month'
    trial_period_days?: number
    payment_method_collection?: 'always' | 'if_required'
  }
  allow_promotion_codes?: true
  /** Subscribers may change among the offers of one group. */
  plan_group?: string
  /** Created and then archived: its door answers 404. */
  archived?: true
}

const one = { quantity: { min: 1, max: 1 }, amount: null }

/** The offers of `acme`, in the order the shop shows them. */
export const OFFERS: readonly DemoOffer[] = [
  {
    id: 'mug',
    mode: 'payment',
    name: 'Enamel mug',
    description: 'Steel under white enamel. Keeps its chips and its coffee.',
    amount: 1200,
    currency: 'usd',
    limits: { quantity: { min: 1, max: 10 }, amount: null },
    collect: { email: 'none' },
  },
  {
    id: 'tee',
    mode: 'payment',
    name: 'Heavy cotton tee',
    description: 'One shirt, one colour, cut to last. We write to you when it ships.',
    amount: 2500,
    currency: 'usd',
    limits: one,
    collect: { email: 'required' },
  },
  {
    id: 'poster',
    mode: 'payment',
    name: 'Riso poster',
    description: 'Two inks on 160 g paper, printed in Osaka.',
    amount: 500,
    currency: 'jpy',
    limits: one,
    collect: { email: 'none' },
  },
  {
    id: 'tip',
    mode: 'payment',
    name: 'A tip for the makers',
    description: 'As much as you like. All of it goes to the workshop.',
    amount: null,
    currency: 'usd',
    limits: { quantity: { min: 1, max: 1 }, amount: { min: 300, max: 50_000, presets: [500, 1000, 2500] } },
    collect: { email: 'none' },
  },
  {
    id: 'club',
    mode: 'subscription',
    name: 'Print club',
    description: 'A small print by post, every month.',
    amount: 900,
    currency: 'usd',
    recurring: { interval: 'month' },
    allow_promotion_codes: true,
    plan_group: 'club',
    limits: one,
    collect: { email: 'optional' },
  },
  {
    id: 'club-plus',
    mode: 'subscription',
    name: 'Print club, large',
    description: 'A large print by post, every month.',
    amount: 1500,
    currency: 'usd',
    recurring: { interval: 'month' },
    plan_group: 'club',
    limits: one,
    collect: { email: 'optional' },
  },
  {
    id: 'club-trial',
    mode: 'subscription',
    name: 'Print club, first week free',
    description: 'The same print. The first week costs nothing.',
    amount: 900,
    currency: 'usd',
    recurring: { interval: 'month', trial_period_days: 7 },
    limits: one,
    collect: { email: 'optional' },
  },
  {
    id: 'club-free',
    mode: 'subscription',
    name: 'Print club, to look at',
    description: 'A week of the archive, without a card.',
    amount: 900,
    currency: 'usd',
    recurring: { interval: 'month', trial_period_days: 7, payment_method_collection: 'if_required' },
    limits: one,
    collect: { email: 'optional' },
  },
  {
    id: 'seats',
    mode: 'subscription',
    name: 'Workshop seats',
    description: 'A bench of our workshop for each of your people.',
    amount: 800,
    currency: 'usd',
    recurring: { interval: 'month' },
    allow_promotion_codes: true,
    limits: { quantity: { min: 1, max: 50 }, amount: null },
    collect: { email: 'optional' },
  },
  {
    id: 'card',
    mode: 'setup',
    name: 'A card on file',
    description: 'For what you order by phone.',
    amount: null,
    currency: 'usd',
    limits: one,
    collect: { email: 'optional' },
  },
  {
    id: 'gone',
    mode: 'payment',
    name: 'Sold-out print',
    description: 'No longer sold.',
    amount: 900,
    currency: 'usd',
    limits: one,
    collect: { email: 'none' },
    archived: true,
  },
]

/** Cards worth trying, as the banner prints them. */
export const CARDS = [
  ['4242 4242 4242 4242', 'is paid at once'],
  ['4000 0000 0000 3220', 'asks for 3-D Secure first'],
  ['4000 0000 0000 0002', 'is declined'],
] as const
