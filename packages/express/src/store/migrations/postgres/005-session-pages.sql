-- The person's sessions in the order of their list, so that a page of it and the end of the oldest read a few rows.
DROP INDEX sessions_of_user;
CREATE INDEX sessions_of_user_by_use ON sessions (user_id, last_seen_at, id);
