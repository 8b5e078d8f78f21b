-- Texts and emails that an account writes itself: a draft that is worked on, versions that were published, and which of
-- them what is written from now on takes. What has left keeps its own words.

CREATE TABLE template_draft (
  account {I64} NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,                   -- en, es
  channel TEXT NOT NULL,                    -- text, email
  words TEXT NOT NULL,                      -- an email's begin with its subject, as in flows/templates
  at {I64} NOT NULL,
  who TEXT NOT NULL,
  PRIMARY KEY (account, name, language)
) {STRICT};

CREATE TABLE template_version (
  account {I64} NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  version {I64} NOT NULL,                   -- from 1
  channel TEXT NOT NULL,
  words TEXT NOT NULL,
  hash TEXT NOT NULL,                       -- SHA-256 of the words, which attempts pin
  at {I64} NOT NULL,
  who TEXT NOT NULL,
  PRIMARY KEY (account, name, language, version)
) {STRICT};

CREATE TABLE template_live (
  account {I64} NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  version {I64} NOT NULL,
  PRIMARY KEY (account, name, language)
) {STRICT};
