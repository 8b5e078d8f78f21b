-- What was said into the phone, and the prompts that are made of it. Sound is kept in the store, so that a copy of the
-- store is a copy of all: in parts of base64, which both databases take as text.

CREATE TABLE audio (
  account {I64} NOT NULL,
  hash TEXT NOT NULL,                       -- SHA-256 of its bytes, hex: it says nothing, and nobody guesses it
  length_ms {I64} NOT NULL,
  peaks TEXT NOT NULL,                      -- its waveform: two hex digits a point
  parts {I64} NOT NULL,
  of_flow {I64} NOT NULL DEFAULT 0,         -- it came in a flow's folder: calls play it, and it stays
  made_at {I64} NOT NULL,
  PRIMARY KEY (account, hash)
) {STRICT};
CREATE INDEX audio_hash ON audio (hash, account);

CREATE TABLE audio_part (
  account {I64} NOT NULL,
  hash TEXT NOT NULL,
  part {I64} NOT NULL,                      -- from 0
  data TEXT NOT NULL,                       -- base64
  PRIMARY KEY (account, hash, part)
) {STRICT};

CREATE TABLE recording (
  account {I64} NOT NULL,
  recording {I64} NOT NULL,
  provider_id TEXT NOT NULL,                -- RE...
  used_as TEXT NOT NULL,                    -- take, message
  session {I64} NOT NULL,                   -- the call that came in
  sender TEXT NOT NULL,                     -- E.164, or empty; can be forged
  client {I64} NOT NULL,                    -- 0: nobody knows
  seconds {I64} NOT NULL,                   -- as the provider says
  made_at {I64} NOT NULL,
  state TEXT NOT NULL,                      -- offered, wanted, copied, refused, discarded
  hash TEXT NOT NULL DEFAULT '',            -- of the copy
  failures {I64} NOT NULL DEFAULT 0,        -- in a row
  failure TEXT NOT NULL DEFAULT '',         -- why there is no copy yet, or never will be
  read_at {I64},                            -- of a message: when staff have heard it
  at_provider {I64} NOT NULL DEFAULT 1,     -- the provider still has it
  next_at {I64},                            -- when it is to be copied, or the provider's deleted; null: never
  PRIMARY KEY (account, recording),
  UNIQUE (account, provider_id)
) {STRICT};
CREATE INDEX recording_next_at ON recording (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX recording_message ON recording (account, made_at) WHERE used_as = 'message';

CREATE TABLE prompt (
  account {I64} NOT NULL,
  flow TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  slot TEXT NOT NULL,
  last_version {I64} NOT NULL,
  live {I64} NOT NULL DEFAULT 0,            -- the version that is played; 0: a robot's voice says the words
  settled {I64} NOT NULL DEFAULT 0,         -- versions up to this one do not become live by themselves
  PRIMARY KEY (account, flow, language, state, slot)
) {STRICT};

CREATE TABLE prompt_version (
  account {I64} NOT NULL,
  flow TEXT NOT NULL,
  language TEXT NOT NULL,
  state TEXT NOT NULL,
  slot TEXT NOT NULL,
  version {I64} NOT NULL,                   -- from 1
  recording {I64} NOT NULL,                 -- that it is a copy of; 0: a file
  hash TEXT NOT NULL DEFAULT '',            -- of its sound; empty: there is no copy yet, or it was refused
  failure TEXT NOT NULL DEFAULT '',         -- why it was refused, in plain words
  who TEXT NOT NULL,
  made_at {I64} NOT NULL,
  PRIMARY KEY (account, flow, language, state, slot, version)
) {STRICT};
CREATE INDEX prompt_version_recording ON prompt_version (account, recording) WHERE recording <> 0;
CREATE INDEX prompt_version_hash ON prompt_version (account, hash) WHERE hash <> '';
