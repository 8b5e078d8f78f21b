-- The ledger says whom each row is about, is chained, and is searched by more than the appointment.

ALTER TABLE ledger ADD COLUMN client {I64} NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN rule {I64} NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN start TEXT NOT NULL DEFAULT '';      -- with appointment, rule and channel: the reminder
ALTER TABLE ledger ADD COLUMN digest TEXT NOT NULL DEFAULT '';     -- of salt and body; empty: there never was a body
ALTER TABLE ledger ADD COLUMN link TEXT NOT NULL DEFAULT '';       -- of the row before, this row and its digest
ALTER TABLE ledger_body ADD COLUMN salt TEXT NOT NULL DEFAULT '';  -- erased with its body

ALTER TABLE account ADD COLUMN ledger_head TEXT NOT NULL DEFAULT '';   -- link of the last row
ALTER TABLE account ADD COLUMN ledger_from {I64} NOT NULL DEFAULT 0;   -- rows up to this one are older than the chain
UPDATE account SET ledger_from = ledger_seq;

-- In bodies written before fields had a privacy, each attempt's own secret is taken out, and all the rest is personal.
UPDATE ledger_body SET body = replace(body, (SELECT a.secret FROM ledger l JOIN attempt a ON a.account = l.account AND a.attempt = l.attempt
  WHERE l.account = ledger_body.account AND l.seq = ledger_body.seq), 'SECRET')
  WHERE EXISTS (SELECT 1 FROM ledger l JOIN attempt a ON a.account = l.account AND a.attempt = l.attempt
  WHERE l.account = ledger_body.account AND l.seq = ledger_body.seq AND a.secret <> '');
UPDATE ledger_body SET body = '{"personal":' || body || '}';

CREATE INDEX ledger_at ON ledger (account, at, seq);
CREATE INDEX ledger_client ON ledger (account, client, seq) WHERE appointment = 0;
CREATE INDEX ledger_spoken ON ledger (account, at, seq) WHERE kind = 'spoken';
CREATE INDEX appointment_client ON appointment (account, client);

CREATE TRIGGER ledger_body_no_update BEFORE UPDATE ON ledger_body BEGIN SELECT RAISE(ABORT, 'a body is kept as it is, or erased'); END;
