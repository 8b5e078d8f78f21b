-- By which tz database the instants of an account's visits were last derived, all of them: with another, they are
-- derived again.

ALTER TABLE account ADD COLUMN derived_by TEXT NOT NULL DEFAULT '';  -- 2026f; empty: not known
