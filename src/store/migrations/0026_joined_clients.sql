-- Clients who were one person twice: where the one that is there no more has gone.

CREATE TABLE client_joined (
  account {I64} NOT NULL,
  client {I64} NOT NULL,                    -- is there no more; its id is never given again
  stays {I64} NOT NULL,
  at {I64} NOT NULL,
  PRIMARY KEY (account, client)
) {STRICT};
CREATE INDEX client_joined_stays ON client_joined (account, stays);
