-- How far the jobs have come, so that the next run goes on where the last one stopped, however it stopped.

-- Reconciliation reads Stripe's own list of events, newest first, in passes: from the newest event down to the mark.
CREATE TABLE reconciliations (
  stripe_account  TEXT PRIMARY KEY,       -- acct_…; '' for the operator's own
  mark            INTEGER,                -- every event up to this second, Stripe's, is in D1; NULL until the first pass is over
  pass_to         INTEGER,                -- the mark once the pass under way is over; NULL between passes
  pass_after      TEXT,                   -- evt_…: the pass goes on after this one; NULL between passes
  ran             INTEGER NOT NULL        -- when it was last read: who waited longest is next
) STRICT, WITHOUT ROWID;

-- Cleaning walks each site's checkouts once, 23 hours after they were made.
CREATE TABLE cleanings (
  site      TEXT PRIMARY KEY,
  created   INTEGER NOT NULL,             -- of the last checkout that was looked at
  checkout  TEXT NOT NULL                 -- its id: everything before it was looked at too
) STRICT, WITHOUT ROWID;

-- What is looked at again later: its terms changed since, or Stripe did not answer for it.
CREATE TABLE leftovers (
  checkout  TEXT PRIMARY KEY,
  due       INTEGER NOT NULL              -- when it is looked at again
) STRICT, WITHOUT ROWID;
