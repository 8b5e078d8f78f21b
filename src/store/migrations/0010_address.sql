-- An email address is one however it is spelled: clients are found, and contacts counted, by its lower case. What a
-- client is shown and written with keeps its spelling.

CREATE INDEX client_email ON client (account, lower(email)) WHERE email <> '';
UPDATE recipient_contact SET recipient = lower(recipient) WHERE channel = 'email';
