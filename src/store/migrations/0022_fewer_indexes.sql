-- Indexes that were rewritten with every contact and every step of a call, and that others can stand in for.

-- An attempt that is intended has a look ahead of it: it is found among those.
UPDATE attempt SET look_at = send_by WHERE state = 'intended' AND look_at IS NULL;
DROP INDEX attempt_open;

-- What calls said is erased from the oldest on, and where that has come to is kept.
ALTER TABLE account ADD COLUMN spoken_erased {I64} NOT NULL DEFAULT 0;   -- of what was said before, no body is left
DROP INDEX ledger_spoken;
