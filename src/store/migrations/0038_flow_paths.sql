-- Which of its flow's states each call left, and by what, in order: `way>ask_first opening>1`. Beside `position`, which
-- says where it stands. Nothing personal is in it.

ALTER TABLE attempt ADD COLUMN path TEXT NOT NULL DEFAULT '';
ALTER TABLE call_session ADD COLUMN path TEXT NOT NULL DEFAULT '';
