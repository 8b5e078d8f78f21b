-- Since when a visit has the start and the client that it has: what was said before that of the same time elsewhere was said of another booking.

ALTER TABLE appointment ADD COLUMN booked_at {I64};  -- none: before there was this column
