-- Why a client has no number is said of what a source gave; where it gave nothing, nothing is said.

UPDATE client SET unreachable = '' WHERE number = '' AND unreachable IN
  ('there is no phone number', 'the row has no phone number',
   'there is no phone number in the event: put it with the attendee, or into the title, description or place');
