-- Who is asked about by a site owner: by user, by address, by their own reference, by customer.
CREATE INDEX checkouts_by_user ON checkouts (site, user) WHERE user IS NOT NULL;
CREATE INDEX checkouts_by_email ON checkouts (site, lower(email)) WHERE email IS NOT NULL AND verified_by IS NOT NULL;
CREATE INDEX checkouts_by_customer ON checkouts (customer) WHERE customer IS NOT NULL;
CREATE INDEX customers_by_user ON customers (site, user) WHERE user IS NOT NULL;
CREATE INDEX subscriptions_by_checkout ON subscriptions (checkout);
