-- How fast an account's contacts may go out: what it wants, who is there, what was seen. No row: nothing is paced.

CREATE TABLE pacing (
  account {I64} NOT NULL PRIMARY KEY,
  by_agents {I64} NOT NULL,                 -- as fast as those who ring back find somebody
  since {I64} NOT NULL,                     -- when that was turned on: callbacks of earlier contacts are not counted
  handling {I64} NOT NULL,                  -- milliseconds that one callback keeps an agent, as is believed
  callbacks {I64} NOT NULL,                 -- share that rings back, as is believed: millionths
  wait {I64} NOT NULL,                      -- milliseconds that callers should wait at most
  wait_share {I64} NOT NULL,                -- share of them for whom that must hold: millionths
  per_minute {I64},                         -- contacts at most
  per_hour {I64},
  day_contacts {I64},
  day_money {I64},                          -- millionths of the account's currency
  month_contacts {I64},
  month_money {I64},
  price_call {I64} NOT NULL DEFAULT 0,
  price_text {I64} NOT NULL DEFAULT 0,
  price_email {I64} NOT NULL DEFAULT 0,
  permits {I64} NOT NULL DEFAULT 0,         -- the bucket: millionths of a contact, at `permits_at`
  permits_at {I64} NOT NULL DEFAULT 0,
  capacity_turn {I64} NOT NULL DEFAULT 0,   -- the last turn given to one that waits
  minute_line {I64} NOT NULL DEFAULT 0,     -- when all that went out would have done so one by one
  hour_line {I64} NOT NULL DEFAULT 0,
  pace_turn {I64} NOT NULL DEFAULT 0,
  memory TEXT NOT NULL DEFAULT '0 0 0 0'    -- contacts and callbacks (schedule/pace_memory.h)
) {STRICT};

CREATE TABLE staff_shift (
  account {I64} NOT NULL,
  weekday {I64} NOT NULL,                   -- 0 is Monday, in the account's zone
  opens {I64} NOT NULL,                     -- minutes after midnight
  closes {I64} NOT NULL,
  agents {I64} NOT NULL,
  PRIMARY KEY (account, weekday, opens, closes, agents)
) {STRICT};

CREATE TABLE agent (
  account {I64} NOT NULL,
  agent TEXT NOT NULL,                      -- as the account calls them
  busy {I64} NOT NULL,
  seen_at {I64} NOT NULL,                   -- when they last said anything
  signed_out_at {I64},
  PRIMARY KEY (account, agent)
) {STRICT};

CREATE TABLE spent (
  account {I64} NOT NULL,
  period TEXT NOT NULL,                     -- 2026-05-12 or 2026-05, by the account's calendar
  contacts {I64} NOT NULL,
  money {I64} NOT NULL,
  PRIMARY KEY (account, period)
) {STRICT};

CREATE TABLE ring_back (
  account {I64} NOT NULL,
  ring_back {I64} NOT NULL,
  at {I64} NOT NULL,
  attempt {I64} NOT NULL,                   -- the contact that it answers; 0 when staff said so and none is known
  how TEXT NOT NULL,                        -- came_in, marked
  handled_at {I64},
  PRIMARY KEY (account, ring_back)
) {STRICT};
CREATE INDEX ring_back_open ON ring_back (account, at) WHERE handled_at IS NULL;
CREATE UNIQUE INDEX ring_back_attempt ON ring_back (account, attempt) WHERE attempt <> 0;
