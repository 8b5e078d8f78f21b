-- The account's calendar: on which weekdays it works, and on which dates it is closed. Rules by business days go by it,
-- and on a closed date nobody is rung.

ALTER TABLE account ADD COLUMN open_weekdays {I64} NOT NULL DEFAULT 31;     -- a bit a day, Monday is 1: Monday to Friday
ALTER TABLE account ADD COLUMN calls_when_closed {I64} NOT NULL DEFAULT 0;  -- 1: calls go out on closed dates too
ALTER TABLE account ADD COLUMN calendar_version {I64} NOT NULL DEFAULT 0;   -- grows with each change of all this

CREATE TABLE closed_day (
  account {I64} NOT NULL,
  closed_day {I64} NOT NULL,
  first TEXT NOT NULL,                      -- 2026-12-24, by the account's own zone
  last TEXT NOT NULL,                       -- the same for a single date
  name TEXT NOT NULL,                       -- Christmas; may be empty
  added_at {I64} NOT NULL,
  PRIMARY KEY (account, closed_day)
) {STRICT};
CREATE INDEX closed_day_last ON closed_day (account, last);
