-- The held list: who waits for a person's yes, since when, and what a person let go.
ALTER TABLE reminder ADD COLUMN held_at {I64};
ALTER TABLE reminder ADD COLUMN approved_at {I64};     -- a person let it go: neither lateness nor volume holds it again
ALTER TABLE reminder ADD COLUMN carried_by {I64};      -- the attempt that says it too: merged

ALTER TABLE attempt ADD COLUMN call_offs {I64} NOT NULL DEFAULT 0;  -- times that the gateway was asked to call it off
ALTER TABLE attempt ADD COLUMN decided TEXT NOT NULL DEFAULT '';    -- by a person, of one in doubt: reached, not_reached, again
CREATE INDEX attempt_in_doubt ON attempt (account, attempt) WHERE decided = '' AND ended_at IS NOT NULL
  AND (state IN ('unknown', 'absent') OR (state = 'ended' AND outcome = 'none'));

-- A text or email of which several looks found nothing is sent once more, where the account asks for it.
ALTER TABLE account ADD COLUMN retry_absent {I64} NOT NULL DEFAULT 0;

-- Held ones are looked for as well: at their last useful moment they are over.
CREATE INDEX reminder_held ON reminder (account, look_at) WHERE state = 'held';
CREATE INDEX reminder_carried ON reminder (account, carried_by) WHERE carried_by IS NOT NULL;

-- What was held before has its last useful moment too.
UPDATE reminder SET held_at = send_at, look_at = COALESCE((SELECT a.instant - r.min_lead * 60000 + 1
  FROM appointment a JOIN rule r ON r.account = a.account AND r.rule = reminder.rule
  WHERE a.account = reminder.account AND a.appointment = reminder.appointment), look_at) WHERE state = 'held';
