-- What is asked for each contact is found by an index, however much an account has behind it or ahead.

-- Many wait for the same moment (an opening hour, a release): their order is in the index too.
DROP INDEX reminder_waiting;
CREATE INDEX reminder_waiting ON reminder (account, look_at, appointment, rule, channel, start) WHERE state = 'waiting';
DROP INDEX reminder_held;
CREATE INDEX reminder_held ON reminder (account, look_at, appointment, rule, channel, start) WHERE state = 'held';
CREATE INDEX reminder_line ON reminder (account, channel, send_at, appointment, rule, start)
  WHERE state = 'waiting' AND reason IN ('line_pace', 'probation');
CREATE INDEX reminder_capacity ON reminder (account, look_at) WHERE state = 'waiting' AND reason = 'capacity';

-- Which attempt a contact of the provider belongs to.
CREATE INDEX attempt_provider ON attempt (account, provider_id) WHERE provider_id <> '';

-- Whose number somebody rang or wrote to.
CREATE INDEX account_caller ON account (caller_number);
