-- What the operator's page asks over all accounts: what people did, newest first, and trips that nobody has decided.

CREATE INDEX ledger_by_people ON ledger (at, account, seq) WHERE kind IN ('by_hand', 'stopped', 'released');
CREATE INDEX trip_open ON trip (account, trip) WHERE decided_at IS NULL;
