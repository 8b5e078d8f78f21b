-- The failsafe: what was sent, against what was ever sent; and each trip, with who decided it.

-- Minute and hour rows. Whole minutes and hours, so that a sum is never too low.
CREATE TABLE tally (
  account {I64} NOT NULL,                   -- 0: blocks that nodes took for all accounts
  kind TEXT NOT NULL,                       -- minute, hour
  bucket {I64} NOT NULL,                    -- its beginning
  contacts {I64} NOT NULL DEFAULT 0,
  recipients {I64} NOT NULL DEFAULT 0,      -- not contacted in the hour (of an hour's row: in the day) before
  spent {I64} NOT NULL DEFAULT 0,           -- thousandths of the currency's unit
  unknown {I64} NOT NULL DEFAULT 0,         -- sends that ended so
  opt_outs {I64} NOT NULL DEFAULT 0,
  tripped {I64} NOT NULL DEFAULT 0,         -- 1: no part of the history that limits are made from
  PRIMARY KEY (account, kind, bucket)
) {STRICT};

CREATE INDEX tally_minute ON tally (bucket) WHERE kind = 'minute';

CREATE TABLE trip (
  account {I64} NOT NULL,                   -- 0: the house
  trip {I64} NOT NULL,
  at {I64} NOT NULL,
  rule TEXT NOT NULL,
  severity TEXT NOT NULL,                   -- soft, hard
  value {I64} NOT NULL,
  allowed {I64} NOT NULL,
  about TEXT NOT NULL,
  decided_at {I64},                         -- none: nobody has looked yet
  decided_who TEXT,
  decided_why TEXT,
  PRIMARY KEY (account, trip)
) {STRICT};
CREATE INDEX trip_at ON trip (at);

ALTER TABLE account ADD COLUMN standing TEXT NOT NULL DEFAULT 'declared';  -- trial, declared, reviewed
ALTER TABLE account ADD COLUMN declared {I64} NOT NULL DEFAULT 2000;       -- contacts a month, as said at sign-up
ALTER TABLE account ADD COLUMN high_hour {I64} NOT NULL DEFAULT 0;         -- of eight weeks; brought up to date each hour
ALTER TABLE account ADD COLUMN high_day {I64} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN high_spend {I64} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN highs_known {I64} NOT NULL DEFAULT 0;       -- 1: two weeks of history at least
ALTER TABLE account ADD COLUMN highs_at {I64} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN probation_since {I64};
ALTER TABLE account ADD COLUMN tended_at {I64} NOT NULL DEFAULT 0;         -- about when its due reminders were last looked at
ALTER TABLE account ADD COLUMN tallied {I64} NOT NULL DEFAULT 0;           -- contacts ever counted
ALTER TABLE account ADD COLUMN swept_attempt {I64} NOT NULL DEFAULT 0;     -- attempts up to here were looked over
ALTER TABLE account ADD COLUMN swept_tallied {I64} NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN planned_at {I64} NOT NULL DEFAULT 0;        -- when the plan of the coming day was last looked at
UPDATE account SET swept_attempt = COALESCE((SELECT MAX(attempt) FROM attempt t WHERE t.account = account.account), 0);
