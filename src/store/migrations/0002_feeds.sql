-- Calendars that are read again and again from an address.

CREATE TABLE feed (
  account {I64} NOT NULL,
  feed {I64} NOT NULL,                      -- never given twice: what it brought stands under it
  url TEXT NOT NULL,                        -- a secret: whoever has it reads the calendar; of a removed one its digest
  attested TEXT NOT NULL,                   -- consent: who, when, how; empty: nobody is contacted
  patterns TEXT NOT NULL,                   -- one a line: summary={name} / {number}
  every_minutes {I64} NOT NULL,
  next_at {I64} NOT NULL,
  etag TEXT NOT NULL DEFAULT '',
  read_at {I64},                            -- when it was last read whole
  failures {I64} NOT NULL DEFAULT 0,        -- in a row
  failure TEXT NOT NULL DEFAULT '',         -- why the last of them, in plain words; empty when it went well
  last_result TEXT NOT NULL DEFAULT '',     -- what was in it when it was last read
  created_at {I64} NOT NULL,
  removed_at {I64},
  PRIMARY KEY (account, feed),
  UNIQUE (account, url)
) {STRICT};
CREATE INDEX feed_next_at ON feed (next_at) WHERE removed_at IS NULL;
