-- The data dictionary. Times are Unix seconds. Money is an integer in minor units beside a lower-case ISO 4217 currency.
-- D1 bills rows, and every index that a write touches is one more: tables are WITHOUT ROWID, indexes are few.

-- Where the widget may run.
CREATE TABLE sites (
  id              TEXT PRIMARY KEY,     -- slug, as in <edge-checkout site="…">
  name            TEXT NOT NULL,
  origins         TEXT NOT NULL,        -- JSON array of origins: ["https://shop.example"]
  stripe_account  TEXT,                 -- acct_… of a connected account; NULL: the operator's own
  archived        INTEGER,              -- NULL while it sells
  created         INTEGER NOT NULL,
  updated         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Site keys, hashed: a copy of this table opens nothing.
CREATE TABLE site_keys (
  hash     TEXT PRIMARY KEY,            -- SHA-256 of sk_site_…, hex
  site     TEXT NOT NULL REFERENCES sites (id),
  created  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a site sells.
CREATE TABLE offers (
  site          TEXT NOT NULL REFERENCES sites (id),
  id            TEXT NOT NULL,          -- slug, as in <edge-checkout offer="…">
  mode          TEXT NOT NULL,          -- payment
  name          TEXT NOT NULL,
  description   TEXT,
  amount        INTEGER,                -- of one; NULL where the visitor chooses
  currency      TEXT NOT NULL,
  quantity_min  INTEGER NOT NULL,
  quantity_max  INTEGER NOT NULL,
  amount_min    INTEGER,                -- the range of the visitor's own amount; NULL where the price is fixed
  amount_max    INTEGER,
  presets       TEXT,                   -- JSON array of amounts
  email         TEXT NOT NULL,          -- none | optional | required
  archived      INTEGER,                -- NULL while it is sold
  created       INTEGER NOT NULL,
  updated       INTEGER NOT NULL,
  PRIMARY KEY (site, id)
) STRICT, WITHOUT ROWID;

-- One attempt at buying, with its payment on the same row.
CREATE TABLE checkouts (
  id                   TEXT PRIMARY KEY,  -- chk_…, a hash of site and attempt
  site                 TEXT NOT NULL,
  offer                TEXT NOT NULL,     -- the terms: offer, form, quantity, amount, currency
  form                 TEXT NOT NULL,     -- card
  quantity             INTEGER NOT NULL,
  amount               INTEGER NOT NULL,
  currency             TEXT NOT NULL,
  revision             INTEGER NOT NULL,  -- of the terms; with the id, Stripe's idempotency key
  revised              INTEGER NOT NULL,  -- when this revision began
  version              INTEGER NOT NULL,  -- of the row: every write names the version it read
  livemode             INTEGER NOT NULL,
  stripe_account       TEXT,
  status               TEXT NOT NULL,     -- open | processing | succeeded | canceled | expired | needs_review
  payment_intent       TEXT,              -- pi_… of this revision; NULL until Stripe made it
  client_secret        TEXT,              -- the only one that is handed out
  charge               TEXT,              -- ch_…, the intent's latest
  amount_received      INTEGER NOT NULL,
  amount_refunded      INTEGER NOT NULL,
  verified_by          TEXT,              -- event | read: how it was first known to be paid as agreed
  review               TEXT,              -- why a person must look at it
  unreachable          INTEGER NOT NULL,  -- 1: Stripe no longer shows the intent
  paid_at              INTEGER,           -- the charge's time
  email                TEXT,
  name                 TEXT,
  client_reference_id  TEXT,              -- the site owner's own
  metadata             TEXT NOT NULL,     -- JSON object
  created              INTEGER NOT NULL,
  updated              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX checkouts_by_site ON checkouts (site, created, id);
CREATE INDEX checkouts_by_payment_intent ON checkouts (payment_intent) WHERE payment_intent IS NOT NULL;
CREATE INDEX checkouts_by_reference ON checkouts (site, client_reference_id) WHERE client_reference_id IS NOT NULL;

-- Stripe's events that changed a checkout, and the one that says it is paid: its history, for people. Never the payload.
CREATE TABLE events (
  checkout  TEXT NOT NULL,
  created   INTEGER NOT NULL,             -- Stripe's time
  id        TEXT NOT NULL,                -- evt_…
  type      TEXT NOT NULL,                -- payment_intent.succeeded
  object    TEXT NOT NULL,                -- pi_…, ch_…: what it was about
  PRIMARY KEY (checkout, created, id)
) STRICT, WITHOUT ROWID;
