-- Flows that an account has published, and versions that came with the program (account 0): a call ends on the version
-- with which it began.

CREATE TABLE flow_version (
  account {I64} NOT NULL,
  hash TEXT NOT NULL,
  name TEXT NOT NULL,
  files TEXT NOT NULL,                      -- as flow/archive.h writes them
  published_at {I64} NOT NULL,
  who TEXT NOT NULL,
  PRIMARY KEY (account, hash)
) {STRICT};

CREATE TABLE flow_live (
  account {I64} NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,                       -- which version new calls take
  PRIMARY KEY (account, name)
) {STRICT};
