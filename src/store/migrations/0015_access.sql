-- Who may come in. These are doors: they are asked before the account is known, and yield it and nothing else. What is
-- secret in them is kept as a keyed hash (HMAC-SHA256 under secret.key), or sealed where it must be read again.

CREATE TABLE person (
  person {I64} NOT NULL PRIMARY KEY,
  email TEXT NOT NULL,                      -- folded; signs in with it
  name TEXT NOT NULL,
  password TEXT NOT NULL DEFAULT '',        -- Argon2id; empty: none, so nobody signs in
  operator {I64} NOT NULL DEFAULT 0,        -- 1: runs the installation
  totp TEXT NOT NULL DEFAULT '',            -- the second factor's seed, sealed; empty: none
  totp_new TEXT NOT NULL DEFAULT '',        -- one that is not proven yet, sealed
  totp_step {I64} NOT NULL DEFAULT 0,       -- of the last code that was taken: none is taken twice
  made_at {I64} NOT NULL,
  UNIQUE (email)
) {STRICT};

CREATE TABLE membership (
  account {I64} NOT NULL,
  person {I64} NOT NULL,
  role TEXT NOT NULL,                       -- viewer, staff, owner
  since {I64} NOT NULL,
  added_by TEXT NOT NULL,
  PRIMARY KEY (account, person)
) {STRICT};
CREATE INDEX membership_person ON membership (person, account);

CREATE TABLE recovery_code (
  person {I64} NOT NULL,
  hash TEXT NOT NULL,                       -- keyed
  used_at {I64},
  PRIMARY KEY (person, hash)
) {STRICT};

-- Links that work once: an invitation, a new password.
CREATE TABLE door_link (
  hash TEXT NOT NULL PRIMARY KEY,           -- keyed
  purpose TEXT NOT NULL,                    -- join, password
  account {I64} NOT NULL,                   -- 0: of no account
  link {I64} NOT NULL,                      -- what the account's list calls it
  person {I64} NOT NULL,                    -- whose password; 0: whoever has the email
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made_at {I64} NOT NULL,
  ends_at {I64} NOT NULL,
  used_at {I64},                            -- used, or withdrawn
  UNIQUE (account, link)
) {STRICT};

CREATE TABLE person_session (
  hash TEXT NOT NULL PRIMARY KEY,           -- keyed
  person {I64} NOT NULL,
  session {I64} NOT NULL,                   -- what the person's list calls it
  account {I64} NOT NULL,                   -- that is looked at; 0: none
  begun_at {I64} NOT NULL,
  seen_at {I64} NOT NULL,                   -- brought up to date once a minute
  ends_at {I64} NOT NULL,
  idle {I64} NOT NULL,                      -- milliseconds after seen_at
  factor_at {I64},                          -- when a second factor was shown last
  address TEXT NOT NULL,
  agent TEXT NOT NULL,
  ended_at {I64},
  UNIQUE (person, session)
) {STRICT};

CREATE TABLE api_key (
  hash TEXT NOT NULL PRIMARY KEY,           -- keyed
  account {I64} NOT NULL,
  api_key {I64} NOT NULL,                   -- what the account's list calls it
  kind TEXT NOT NULL,                       -- test, guest, live
  prefix TEXT NOT NULL,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  made_at {I64} NOT NULL,
  made_by TEXT NOT NULL,
  ends_at {I64},
  used_at {I64},                            -- brought up to date once a minute
  revoked_at {I64},
  revoked_by TEXT NOT NULL DEFAULT '',
  UNIQUE (account, api_key)
) {STRICT};

-- Where signing in failed, by email and by network address (both as keyed hashes).
CREATE TABLE sign_in (
  subject TEXT NOT NULL PRIMARY KEY,
  failures {I64} NOT NULL,
  first_at {I64} NOT NULL,
  last_at {I64} NOT NULL
) {STRICT};
CREATE INDEX sign_in_last ON sign_in (last_at);

-- Answers to requests that came with an Idempotency-Key.
CREATE TABLE kept_request (
  account {I64} NOT NULL,
  actor TEXT NOT NULL,                      -- person 3, key 7
  request TEXT NOT NULL,                    -- the key, keyed hash
  asked TEXT NOT NULL,                      -- keyed hash of method, address and body
  answer TEXT NOT NULL,                     -- sealed
  at {I64} NOT NULL,
  PRIMARY KEY (account, actor, request)
) {STRICT};
CREATE INDEX kept_request_at ON kept_request (account, at);
