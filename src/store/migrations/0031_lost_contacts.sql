-- Contacts that the database had lost and a node remembered: of no attempt that is there, so their numbers are erased by their age.
CREATE INDEX recipient_contact_lost ON recipient_contact (account, at) WHERE state = 'lost';
