-- The house's tables. Times are milliseconds UTC, yes and no are 1 and 0. Every key leads with the account,
-- but for what protects a person across accounts (recipient) and what is everywhere the same (stop, node).

CREATE TABLE stop (
  scope TEXT NOT NULL PRIMARY KEY,          -- 'house'
  at {I64} NOT NULL,
  who TEXT NOT NULL,
  why TEXT NOT NULL
) {STRICT};

CREATE TABLE node (
  node TEXT NOT NULL PRIMARY KEY,
  epoch {I64} NOT NULL,                     -- old epochs cannot write
  heartbeat {I64} NOT NULL
) {STRICT};

CREATE TABLE account (
  account {I64} NOT NULL PRIMARY KEY,       -- the guard: locked by every unit that writes
  name TEXT NOT NULL,                       -- as staff know it
  spoken_name TEXT NOT NULL,                -- as clients hear and read it; may be more neutral
  callback_number TEXT NOT NULL,            -- E.164: where a person answers
  caller_number TEXT NOT NULL,              -- E.164: From of calls and texts
  email_from TEXT NOT NULL,
  zone TEXT NOT NULL,
  country TEXT NOT NULL,                    -- ISO 3166 alpha-2
  language TEXT NOT NULL,
  created_at {I64} NOT NULL,
  stopped_at {I64},
  stopped_who TEXT,
  stopped_why TEXT,
  next_due {I64},                           -- earliest look_at of a waiting reminder
  next_look {I64},                          -- earliest look_at of an attempt without an end
  ledger_seq {I64} NOT NULL DEFAULT 0
) {STRICT};
CREATE INDEX account_next_due ON account (next_due) WHERE next_due IS NOT NULL;
CREATE INDEX account_next_look ON account (next_look) WHERE next_look IS NOT NULL;

CREATE TABLE client (
  account {I64} NOT NULL,
  client {I64} NOT NULL,
  name TEXT NOT NULL,
  number TEXT NOT NULL DEFAULT '',          -- E.164
  email TEXT NOT NULL DEFAULT '',
  zone TEXT NOT NULL DEFAULT '',            -- when known
  language TEXT NOT NULL DEFAULT '',
  unreachable TEXT NOT NULL DEFAULT '',     -- why there is no usable number, in plain words
  PRIMARY KEY (account, client),
  UNIQUE (account, number, email, name)
) {STRICT};

CREATE TABLE consent (
  account {I64} NOT NULL,
  client {I64} NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,                  -- consent is for that number or address
  attested TEXT NOT NULL,                   -- who, when, how: the account's words
  recorded_at {I64} NOT NULL,
  PRIMARY KEY (account, client, channel, recipient)
) {STRICT};

CREATE TABLE suppression (
  account {I64} NOT NULL,
  recipient TEXT NOT NULL,                  -- keyed hash: outlives erasure
  at {I64} NOT NULL,
  how TEXT NOT NULL,
  PRIMARY KEY (account, recipient)
) {STRICT};

CREATE TABLE import (
  account {I64} NOT NULL,
  import {I64} NOT NULL,
  at {I64} NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  attested TEXT NOT NULL,
  result TEXT NOT NULL,                     -- JSON: counts, reports
  PRIMARY KEY (account, import)
) {STRICT};

CREATE TABLE appointment (
  account {I64} NOT NULL,
  appointment {I64} NOT NULL,
  source TEXT NOT NULL,
  uid TEXT NOT NULL,
  recurrence TEXT NOT NULL,                 -- original start; empty for a single event
  sequence {I64} NOT NULL,
  client {I64} NOT NULL,
  local TEXT NOT NULL,
  zone TEXT NOT NULL,
  instant {I64} NOT NULL,
  authority TEXT NOT NULL,
  flag TEXT NOT NULL,
  start_key TEXT NOT NULL,
  booking TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT 'none',
  answered_at {I64},
  presence TEXT NOT NULL DEFAULT 'unknown',
  told TEXT NOT NULL DEFAULT 'nothing_yet',
  summary TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account, appointment),
  UNIQUE (account, source, uid, recurrence)
) {STRICT};
CREATE INDEX appointment_instant ON appointment (account, instant);

CREATE TABLE rule (
  account {I64} NOT NULL,
  rule {I64} NOT NULL,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,                       -- elapsed_before, days_before_same_time, days_before_at
  minutes {I64} NOT NULL,                   -- elapsed_before
  days {I64} NOT NULL,
  time {I64} NOT NULL,                      -- minutes after midnight
  zone TEXT NOT NULL,                       -- appointment or client
  shift TEXT NOT NULL,
  min_lead {I64} NOT NULL,                  -- minutes
  max_lateness {I64} NOT NULL,              -- minutes
  content TEXT NOT NULL,                    -- flow of a call, template of a text or email
  created_at {I64} NOT NULL,
  retired_at {I64},
  PRIMARY KEY (account, rule)
) {STRICT};

CREATE TABLE reminder (
  account {I64} NOT NULL,
  appointment {I64} NOT NULL,
  rule {I64} NOT NULL,
  channel TEXT NOT NULL,
  start TEXT NOT NULL,                      -- authoritative start: with the columns before it, that is the id
  state TEXT NOT NULL,
  due {I64} NOT NULL,
  send_at {I64} NOT NULL,
  look_at {I64} NOT NULL,
  reason TEXT NOT NULL DEFAULT 'none',
  attempts {I64} NOT NULL DEFAULT 0,
  PRIMARY KEY (account, appointment, rule, channel, start)
) {STRICT};
CREATE INDEX reminder_waiting ON reminder (account, look_at) WHERE state = 'waiting';

CREATE TABLE attempt (
  account {I64} NOT NULL,
  attempt {I64} NOT NULL,
  appointment {I64} NOT NULL,
  rule {I64} NOT NULL,
  channel TEXT NOT NULL,
  start TEXT NOT NULL,
  n {I64} NOT NULL,
  client {I64} NOT NULL,
  recipient TEXT NOT NULL,
  sender TEXT NOT NULL,
  text TEXT NOT NULL,                       -- of a text: what a look-up compares
  secret TEXT NOT NULL,                     -- third part of the token in every callback URL
  state TEXT NOT NULL,
  outcome TEXT NOT NULL DEFAULT 'none',
  provider_id TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL DEFAULT '',
  flow TEXT NOT NULL DEFAULT '',
  flow_hash TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT 'en',
  position TEXT NOT NULL DEFAULT '',        -- where the flow stands
  step {I64} NOT NULL DEFAULT 0,
  silenced TEXT NOT NULL DEFAULT 'none',    -- a Reason: answered all the same, it says that nothing is needed
  intended_at {I64} NOT NULL,
  send_by {I64} NOT NULL,
  ended_at {I64},
  node TEXT NOT NULL,
  epoch {I64} NOT NULL,
  look_at {I64},                            -- when to ask the gateway; none once it has ended
  looks {I64} NOT NULL DEFAULT 0,
  PRIMARY KEY (account, attempt),
  UNIQUE (account, appointment, rule, channel, start, n)
) {STRICT};
CREATE INDEX attempt_look ON attempt (account, look_at) WHERE look_at IS NOT NULL;
CREATE INDEX attempt_open ON attempt (account, epoch) WHERE state = 'intended';

CREATE TABLE call_step (
  account {I64} NOT NULL,
  attempt {I64} NOT NULL,
  step TEXT NOT NULL,                       -- '0', '3.keys': a doubled callback gets the kept answer
  answer TEXT NOT NULL,
  PRIMARY KEY (account, attempt, step)
) {STRICT};

CREATE TABLE callback_seen (
  account {I64} NOT NULL,
  attempt {I64} NOT NULL,
  event TEXT NOT NULL,
  at {I64} NOT NULL,
  PRIMARY KEY (account, attempt, event)
) {STRICT};

CREATE TABLE recipient (
  recipient TEXT NOT NULL PRIMARY KEY
) {STRICT};

CREATE TABLE recipient_contact (
  recipient TEXT NOT NULL,
  at {I64} NOT NULL,
  account {I64} NOT NULL,
  attempt {I64} NOT NULL,
  client {I64} NOT NULL,
  start_local TEXT NOT NULL,
  start_instant {I64} NOT NULL,
  channel TEXT NOT NULL,
  due {I64} NOT NULL,
  state TEXT NOT NULL,                      -- running, ended; one that never left is deleted
  PRIMARY KEY (recipient, at, account, attempt)
) {STRICT};

CREATE TABLE ledger (
  account {I64} NOT NULL,
  seq {I64} NOT NULL,
  at {I64} NOT NULL,
  kind TEXT NOT NULL,
  code TEXT NOT NULL,                       -- a Reason, a state, a provider's code
  appointment {I64} NOT NULL DEFAULT 0,
  attempt {I64} NOT NULL DEFAULT 0,
  channel TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account, seq)
) {STRICT};
CREATE INDEX ledger_appointment ON ledger (account, appointment, seq) WHERE appointment <> 0;

CREATE TABLE ledger_body (
  account {I64} NOT NULL,
  seq {I64} NOT NULL,
  body TEXT NOT NULL,                       -- JSON; erasable, the row above stays
  PRIMARY KEY (account, seq)
) {STRICT};

-- The installation itself: the operator, requests of nobody, the pager.
INSERT INTO account (account, name, spoken_name, callback_number, caller_number, email_from, zone, country, language, created_at)
VALUES (0, 'installation', '', '', '', '', 'UTC', '', 'en', 0);

CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
