-- Changes of plan are made one after the other.
ALTER TABLE subscriptions ADD COLUMN changes INTEGER NOT NULL DEFAULT 0; -- how many were made: the number in the next one's idempotency key
