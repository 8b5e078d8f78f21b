-- What the watch keeps: when each worker last got on with its work, and the pages of the operator.

CREATE TABLE heartbeat (
  node TEXT NOT NULL,
  worker TEXT NOT NULL,
  at {I64} NOT NULL,
  PRIMARY KEY (node, worker)
) {STRICT};

CREATE TABLE page (
  page {I64} NOT NULL PRIMARY KEY,
  reason TEXT NOT NULL,
  subject TEXT NOT NULL,                    -- which node's worker, which stop: with the reason, the cause
  words TEXT NOT NULL,
  since {I64} NOT NULL,
  over_at {I64},                            -- the cause has gone
  acknowledged_at {I64},
  acknowledged_by TEXT NOT NULL DEFAULT '',
  acknowledged_how TEXT NOT NULL DEFAULT '' -- key, reply, link
) {STRICT};
-- One page a cause, for as long as it lasts or nobody has acknowledged it.
CREATE UNIQUE INDEX page_open ON page (reason, subject) WHERE over_at IS NULL OR acknowledged_at IS NULL;

-- One operator, rung by call, text and email in turn.
CREATE TABLE page_set (
  page_set {I64} NOT NULL PRIMARY KEY,
  begun_at {I64} NOT NULL,
  operator {I64} NOT NULL,                  -- place in the list of operators
  step {I64} NOT NULL,                      -- how many of its rings were begun
  next_at {I64} NOT NULL,
  told_until {I64} NOT NULL,                -- the newest page that its rings told of
  secret TEXT NOT NULL,
  position TEXT NOT NULL DEFAULT '',        -- where its call's flow stands
  call_step {I64} NOT NULL DEFAULT 0,
  ended_at {I64}
) {STRICT};

CREATE TABLE page_ring (
  page_set {I64} NOT NULL,
  step {I64} NOT NULL,
  at {I64} NOT NULL,
  operator TEXT NOT NULL,
  channel TEXT NOT NULL,
  recipient TEXT NOT NULL,
  ending TEXT NOT NULL,                     -- begun, accepted, refused, not_sent, unknown, not_allow_listed
  code TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (page_set, step)
) {STRICT};
CREATE INDEX page_ring_recipient ON page_ring (recipient, page_set);
