-- Which visits a text was answered with a question about, as the numbers of their attempts in the order told: a number
-- in the reply is one of these, whatever has become of the others since.

ALTER TABLE incoming_text ADD COLUMN asked TEXT NOT NULL DEFAULT '';

-- Numbers that were an account's: who answers a text that came from there (STOP) is still heard.

CREATE TABLE past_line (
  account {I64} NOT NULL,
  number TEXT NOT NULL,                     -- E.164
  removed_at {I64} NOT NULL,
  PRIMARY KEY (account, number)
) {STRICT};
CREATE INDEX past_line_number ON past_line (number, removed_at);
