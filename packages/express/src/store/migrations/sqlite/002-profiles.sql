-- What a person said about himself, and the phone number that WeChat vouched for. `avatar` names a file of the file store.
ALTER TABLE users ADD COLUMN nickname TEXT;
ALTER TABLE users ADD COLUMN avatar TEXT;
ALTER TABLE users ADD COLUMN phone_number TEXT;
