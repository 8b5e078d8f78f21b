-- Clients whom people change: who was faster is told apart, what a client was called before stays known, and a consent
-- that was withdrawn is not given again by the next import.

ALTER TABLE client ADD COLUMN version {I64} NOT NULL DEFAULT 1;
CREATE INDEX client_name ON client (account, lower(name), client);

CREATE TABLE client_alias (
  account {I64} NOT NULL,
  number TEXT NOT NULL,                     -- as a source still has them
  email TEXT NOT NULL,                      -- in lower case
  name TEXT NOT NULL,
  client {I64} NOT NULL,
  PRIMARY KEY (account, number, email, name)
) {STRICT};

ALTER TABLE consent ADD COLUMN withdrawn_at {I64};
ALTER TABLE consent ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';
