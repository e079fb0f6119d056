-- Subscriptions, set-ups, customers and their cards. Every table here but `users` and `prices` mirrors one kind of Stripe's objects:
-- a row is what Stripe was last seen to say. `version` is the row's: every write names the version it read.

-- What recurs, what is free at first, and what its end means.
ALTER TABLE offers ADD COLUMN interval TEXT;                   -- day | week | month | year; NULL: once
ALTER TABLE offers ADD COLUMN interval_count INTEGER;
ALTER TABLE offers ADD COLUMN trial_period_days INTEGER;       -- free days at first; NULL: none
ALTER TABLE offers ADD COLUMN payment_method_collection TEXT;  -- always | if_required: whether a free start wants a card
ALTER TABLE offers ADD COLUMN allow_promotion_codes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offers ADD COLUMN plan_group TEXT;                 -- subscribers may change among the offers of one group
ALTER TABLE offers ADD COLUMN grace_days INTEGER NOT NULL DEFAULT 0; -- how long access outlives a failed renewal

-- A checkout may begin a subscription, or save a card.
ALTER TABLE checkouts ADD COLUMN mode TEXT NOT NULL DEFAULT 'payment'; -- payment | subscription | setup
ALTER TABLE checkouts ADD COLUMN unit_amount INTEGER NOT NULL DEFAULT 0; -- of one, before a discount
ALTER TABLE checkouts ADD COLUMN recurring TEXT;               -- JSON, as agreed: {interval, interval_count, trial_period_days, payment_method_collection}
ALTER TABLE checkouts ADD COLUMN discount TEXT;                -- JSON, as agreed: {promotion_code, code, percent_off, amount_off, duration, duration_in_months}
ALTER TABLE checkouts ADD COLUMN user TEXT;                    -- the site's own name of its user, from a customer token
ALTER TABLE checkouts ADD COLUMN customer TEXT;                -- cus_…: the user's, or made for this checkout
ALTER TABLE checkouts ADD COLUMN setup_intent TEXT;            -- seti_… of this revision
ALTER TABLE checkouts ADD COLUMN subscription TEXT;            -- sub_… of this revision
ALTER TABLE checkouts ADD COLUMN invoice TEXT;                 -- in_…, the subscription's first
UPDATE checkouts SET unit_amount = amount / quantity;

-- Products and prices at Stripe, made the first time an offer is subscribed to. A price never changes: other terms, another row.
CREATE TABLE prices (
  stripe_account  TEXT NOT NULL,          -- acct_…; '' for the operator's own
  livemode        INTEGER NOT NULL,
  lookup_key      TEXT NOT NULL,          -- site, offer, amount, currency, interval: what it stands for
  site            TEXT NOT NULL,
  offer           TEXT NOT NULL,
  price           TEXT NOT NULL,          -- price_…
  PRIMARY KEY (stripe_account, livemode, lookup_key)
) STRICT, WITHOUT ROWID;

-- Subscriptions that began with a checkout of ours.
CREATE TABLE subscriptions (
  id                      TEXT PRIMARY KEY,  -- sub_…
  site                    TEXT NOT NULL,
  checkout                TEXT NOT NULL,     -- where it began
  offer                   TEXT NOT NULL,     -- what it is now: a change of plan changes it
  customer                TEXT NOT NULL,     -- cus_…
  version                 INTEGER NOT NULL,
  livemode                INTEGER NOT NULL,
  stripe_account          TEXT,
  status                  TEXT NOT NULL,     -- Stripe's: incomplete | incomplete_expired | trialing | active | past_due | canceled | unpaid | paused
  item                    TEXT NOT NULL,     -- si_…
  price                   TEXT NOT NULL,     -- price_…
  quantity                INTEGER NOT NULL,
  unit_amount             INTEGER NOT NULL,
  currency                TEXT NOT NULL,
  interval                TEXT NOT NULL,
  interval_count          INTEGER NOT NULL,
  current_period_start    INTEGER NOT NULL,
  current_period_end      INTEGER NOT NULL,
  trial_end               INTEGER,
  cancel_at               INTEGER,
  cancel_at_period_end    INTEGER NOT NULL,
  canceled_at             INTEGER,
  ended_at                INTEGER,
  pause_resumes_at        INTEGER,           -- of a pause that ends by itself
  paused                  INTEGER NOT NULL,  -- 1: nothing is collected
  default_payment_method  TEXT,              -- pm_…: a card that was paid with, or whose set-up was verified; NULL: the customer's
  latest_invoice          TEXT,              -- in_…
  pending_update          INTEGER NOT NULL,  -- 1: a change waits for its payment
  unreachable             INTEGER NOT NULL,
  created                 INTEGER NOT NULL,  -- Stripe's
  updated                 INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX subscriptions_by_site ON subscriptions (site, created, id);
CREATE INDEX subscriptions_by_customer ON subscriptions (customer);

-- Invoices of those subscriptions, from when they are finalized.
CREATE TABLE invoices (
  id                    TEXT PRIMARY KEY,    -- in_…
  site                  TEXT NOT NULL,
  subscription          TEXT NOT NULL,
  customer              TEXT NOT NULL,
  version               INTEGER NOT NULL,
  livemode              INTEGER NOT NULL,
  stripe_account        TEXT,
  status                TEXT NOT NULL,       -- open | paid | void | uncollectible
  billing_reason        TEXT,                -- subscription_create | subscription_cycle | subscription_update | …
  number                TEXT,
  amount_due            INTEGER NOT NULL,
  amount_paid           INTEGER NOT NULL,
  amount_remaining      INTEGER NOT NULL,
  amount_refunded       INTEGER NOT NULL,    -- of its charge
  currency              TEXT NOT NULL,
  payment_intent        TEXT,                -- pi_…
  charge                TEXT,                -- ch_…
  attempt_count         INTEGER NOT NULL,
  next_payment_attempt  INTEGER,
  period_start          INTEGER NOT NULL,    -- what it is for
  period_end            INTEGER NOT NULL,
  hosted_invoice_url    TEXT,                -- Stripe's page of it: to pay, or the receipt
  invoice_pdf           TEXT,
  paid_at               INTEGER,
  unreachable           INTEGER NOT NULL,
  created               INTEGER NOT NULL,    -- Stripe's
  updated               INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX invoices_by_site ON invoices (site, created, id);
CREATE INDEX invoices_by_customer ON invoices (customer, created, id);
CREATE INDEX invoices_by_payment_intent ON invoices (payment_intent) WHERE payment_intent IS NOT NULL;

-- Who pays more than once: the users that a site's tokens name, and those who subscribed without one.
CREATE TABLE customers (
  id                      TEXT PRIMARY KEY,  -- cus_…
  site                    TEXT NOT NULL,
  user                    TEXT,              -- the site's own name of its user; NULL: only a checkout knows this customer
  version                 INTEGER NOT NULL,
  livemode                INTEGER NOT NULL,
  stripe_account          TEXT,
  email                   TEXT,
  name                    TEXT,
  phone                   TEXT,
  address                 TEXT,              -- JSON: {line1, line2, city, state, postal_code, country}
  metadata                TEXT NOT NULL,     -- JSON
  default_payment_method  TEXT,              -- pm_…
  deleted_at              INTEGER,           -- Stripe's: what stands here is the last that was seen
  unreachable             INTEGER NOT NULL,
  created                 INTEGER NOT NULL,  -- Stripe's
  updated                 INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX customers_by_site ON customers (site, created, id);
CREATE INDEX customers_by_email ON customers (site, email) WHERE email IS NOT NULL;

-- Which customer a site's user is. `generation` goes up when that one was deleted at Stripe and the user comes back.
CREATE TABLE users (
  site            TEXT NOT NULL,
  livemode        INTEGER NOT NULL,
  stripe_account  TEXT NOT NULL,             -- '' for the operator's own
  user            TEXT NOT NULL,
  generation      INTEGER NOT NULL,
  customer        TEXT,                      -- cus_…; NULL until Stripe made it
  PRIMARY KEY (site, livemode, stripe_account, user)
) STRICT, WITHOUT ROWID;

-- Saved cards.
CREATE TABLE payment_methods (
  customer    TEXT NOT NULL,                 -- cus_…
  id          TEXT NOT NULL,                 -- pm_…
  version     INTEGER NOT NULL,
  type        TEXT NOT NULL,                 -- card
  brand       TEXT,
  last4       TEXT,
  exp_month   INTEGER,
  exp_year    INTEGER,
  deleted_at  INTEGER,                       -- detached: what stands here is the last that was seen
  created     INTEGER NOT NULL,              -- Stripe's
  updated     INTEGER NOT NULL,
  PRIMARY KEY (customer, id)
) STRICT, WITHOUT ROWID;

-- Events are read in two feeds, for Stripe's list takes twenty names at a time: each has its own mark.
ALTER TABLE reconciliations RENAME TO reconciliations_of_payments;
CREATE TABLE reconciliations (
  stripe_account  TEXT NOT NULL,          -- acct_…; '' for the operator's own
  feed            TEXT NOT NULL,          -- payments | billing
  mark            INTEGER,                -- every event up to this second, Stripe's, is in D1; NULL until the first pass is over
  pass_to         INTEGER,                -- the mark once the pass under way is over; NULL between passes
  pass_after      TEXT,                   -- evt_…: the pass goes on after this one; NULL between passes
  ran             INTEGER NOT NULL,       -- when it was last read: who waited longest is next
  PRIMARY KEY (stripe_account, feed)
) STRICT, WITHOUT ROWID;
INSERT INTO reconciliations SELECT stripe_account, 'payments', mark, pass_to, pass_after, ran FROM reconciliations_of_payments;
DROP TABLE reconciliations_of_payments;
