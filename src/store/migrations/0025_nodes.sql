-- What a node is for and which program it runs, for the operator and for the next migration.

ALTER TABLE node ADD COLUMN role TEXT NOT NULL DEFAULT 'all';
ALTER TABLE node ADD COLUMN version TEXT NOT NULL DEFAULT '';
ALTER TABLE node ADD COLUMN newest_migration TEXT NOT NULL DEFAULT '';  -- that its program knows
