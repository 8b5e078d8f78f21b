-- Texts that came in, for the staff to read: by the number that wrote. Their words are erased with the ledger's bodies.

CREATE TABLE incoming_text (
  account {I64} NOT NULL,
  incoming {I64} NOT NULL,                  -- from 1
  provider_id TEXT NOT NULL,
  sender TEXT NOT NULL,                     -- as the network says: a number, or a short code
  at {I64} NOT NULL,
  body TEXT NOT NULL,
  read_as TEXT NOT NULL,                    -- what it was taken for: a ReplyIntent, or which_visit
  attempt {I64} NOT NULL,                   -- what it was taken as an answer to; 0: nothing
  appointment {I64} NOT NULL,               -- of that attempt; 0
  read_at {I64},                            -- by a person
  PRIMARY KEY (account, incoming)
) {STRICT};
CREATE INDEX incoming_text_sender ON incoming_text (account, sender, incoming);
CREATE INDEX incoming_text_unread ON incoming_text (account) WHERE read_at IS NULL;
