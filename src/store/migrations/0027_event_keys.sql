-- Since when an account's events have their newest signing key: the one before it signs beside it for a day.

ALTER TABLE account ADD COLUMN event_key_since {I64};  -- none: before it was noted
