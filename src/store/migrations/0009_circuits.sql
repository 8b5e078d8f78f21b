-- Routes to a provider that rest since it fails: a restart goes on resting.

CREATE TABLE circuit (
  node TEXT NOT NULL,
  channel TEXT NOT NULL,
  open_until {I64} NOT NULL,
  rest_seconds {I64} NOT NULL,              -- the next rest is twice as long
  PRIMARY KEY (node, channel)
) {STRICT};
