/** Stripe's list of events takes twenty names at a time: what D1 depends on is read in feeds, each from its own mark. */
export type Feed = 'payments' | 'billing'
