-- Calls that come in: which flow answers which number, where each call stands, the codes and facts that it may be asked
-- for, what it leaves to the staff, and what it tells the business's own systems.

ALTER TABLE account ADD COLUMN put_through_number TEXT NOT NULL DEFAULT '';  -- E.164; empty: nobody is put through
ALTER TABLE account ADD COLUMN return_missed {I64} NOT NULL DEFAULT 0;       -- 1: missed calls are to be returned
ALTER TABLE account ADD COLUMN cancel_notice {I64} NOT NULL DEFAULT 0;       -- minutes before the start until which a key may cancel
ALTER TABLE account ADD COLUMN event_url TEXT NOT NULL DEFAULT '';           -- where events are delivered; empty: nowhere
ALTER TABLE account ADD COLUMN event_key {I64} NOT NULL DEFAULT 0;           -- which of its signing keys, which are derived

CREATE TABLE line (
  account {I64} NOT NULL,
  number TEXT NOT NULL,                     -- E.164
  flow TEXT NOT NULL,
  set_at {I64} NOT NULL,
  set_by TEXT NOT NULL,
  PRIMARY KEY (account, number),
  UNIQUE (number)
) {STRICT};

CREATE TABLE call_session (
  account {I64} NOT NULL,
  session {I64} NOT NULL,
  secret TEXT NOT NULL,                     -- third part of the token in every URL of the call
  provider_id TEXT NOT NULL,
  caller TEXT NOT NULL,                     -- as the network says, which anybody can make it say
  called TEXT NOT NULL,
  flow TEXT NOT NULL,
  flow_hash TEXT NOT NULL,
  language TEXT NOT NULL,
  position TEXT NOT NULL DEFAULT '',        -- where the flow stands, and what was keyed in but for secrets
  step {I64} NOT NULL DEFAULT 0,
  client {I64} NOT NULL DEFAULT 0,          -- of the appointment that the caller's code told
  appointment {I64} NOT NULL DEFAULT 0,
  start TEXT NOT NULL DEFAULT '',           -- that was told: a visit that moved meanwhile is not answered for
  proven {I64} NOT NULL DEFAULT 0,
  subject TEXT NOT NULL DEFAULT '',         -- of the task code that was used
  recording TEXT NOT NULL DEFAULT '',       -- the provider's name for what was just recorded
  recording_length {I64} NOT NULL DEFAULT 0,  -- seconds
  found TEXT NOT NULL DEFAULT '',           -- facts that were looked up, a line each: NAME KEY
  guesses {I64} NOT NULL DEFAULT 0,         -- wrong ones
  begun_at {I64} NOT NULL,
  ended_at {I64},
  PRIMARY KEY (account, session),
  UNIQUE (account, provider_id)
) {STRICT};
CREATE INDEX call_session_open ON call_session (account, begun_at) WHERE ended_at IS NULL;

CREATE TABLE session_step (
  account {I64} NOT NULL,
  session {I64} NOT NULL,
  step TEXT NOT NULL,                       -- 'answer', '3/keys': a doubled request gets the kept answer
  answer TEXT NOT NULL,
  PRIMARY KEY (account, session, step)
) {STRICT};

CREATE TABLE task_code (
  account {I64} NOT NULL,
  task_code {I64} NOT NULL,
  hash TEXT NOT NULL,                       -- keyed
  purpose TEXT NOT NULL,                    -- client, record_prompt
  subject TEXT NOT NULL,
  made_at {I64} NOT NULL,
  made_by TEXT NOT NULL,
  expires_at {I64} NOT NULL,
  used_at {I64},
  session {I64},                            -- the call that used it
  PRIMARY KEY (account, task_code)
) {STRICT};
CREATE INDEX task_code_live ON task_code (account, hash) WHERE used_at IS NULL;

CREATE TABLE wrong_guess (
  account {I64} NOT NULL,
  session {I64} NOT NULL,
  n {I64} NOT NULL,
  at {I64} NOT NULL,
  called TEXT NOT NULL,
  caller TEXT NOT NULL,                     -- keyed hash
  PRIMARY KEY (account, session, n)
) {STRICT};
CREATE INDEX wrong_guess_called ON wrong_guess (account, called, at);

CREATE TABLE fact (
  account {I64} NOT NULL,
  name TEXT NOT NULL,
  key TEXT NOT NULL,                        -- what a caller keys in, or '@' and the id of an appointment
  words TEXT NOT NULL,                      -- JSON: by language
  pin TEXT NOT NULL DEFAULT '',             -- keyed hash; empty: none
  set_at {I64} NOT NULL,
  expires_at {I64} NOT NULL,
  PRIMARY KEY (account, name, key)
) {STRICT};
CREATE INDEX fact_expires ON fact (account, expires_at);

CREATE TABLE staff_task (
  account {I64} NOT NULL,
  task {I64} NOT NULL,
  kind TEXT NOT NULL,                       -- missed_call, message, call_back
  at {I64} NOT NULL,
  session {I64} NOT NULL,
  number TEXT NOT NULL,                     -- as the network says
  client {I64} NOT NULL,                    -- exactly one has that number, or told the code; 0: it is not known
  appointment {I64} NOT NULL,
  done_at {I64},
  done_by TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account, task),
  UNIQUE (account, session, kind)
) {STRICT};
CREATE INDEX staff_task_open ON staff_task (account, at) WHERE done_at IS NULL;

CREATE TABLE event (
  account {I64} NOT NULL,
  event {I64} NOT NULL,
  at {I64} NOT NULL,
  name TEXT NOT NULL,
  session {I64} NOT NULL,                   -- the call that it came from; 0: a reminder's
  attempt {I64} NOT NULL,
  body TEXT NOT NULL,                       -- JSON, as it is delivered
  tries {I64} NOT NULL DEFAULT 0,
  next_at {I64},                            -- of the next delivery; none: delivered, given up, or no address
  delivered_at {I64},
  answer TEXT NOT NULL DEFAULT '',          -- to the last try, in plain words
  PRIMARY KEY (account, event)
) {STRICT};
CREATE INDEX event_next ON event (next_at, account) WHERE next_at IS NOT NULL;
