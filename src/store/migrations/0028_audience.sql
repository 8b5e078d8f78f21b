-- Whom a visit's reminders may reach, by the kind of key through which it was booked.

ALTER TABLE appointment ADD COLUMN audience TEXT NOT NULL DEFAULT 'everybody';  -- everybody, guests, nobody
