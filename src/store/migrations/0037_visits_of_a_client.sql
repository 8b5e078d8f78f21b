-- A client's visits by their time: who has come every week for years is not read through for one of them.

CREATE INDEX appointment_of_client ON appointment (account, client, instant);
DROP INDEX appointment_client;
