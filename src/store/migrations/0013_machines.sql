-- How a rule wants answering machines handled, kept with each attempt; and what says that a machine listened.

-- Rules that are there go on as they did: the message three times, without the gateway's detection.
ALTER TABLE rule ADD COLUMN machines TEXT NOT NULL DEFAULT 'ask_first_repeat';
ALTER TABLE attempt ADD COLUMN machines TEXT NOT NULL DEFAULT 'ask_first_repeat';
ALTER TABLE attempt ADD COLUMN evidence TEXT NOT NULL DEFAULT 'none';   -- none, machine, beep
