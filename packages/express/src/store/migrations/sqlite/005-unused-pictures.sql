-- Files of pictures that no user has: on their way to one, or to be deleted. What is written down here before a file exists
-- is found after a crash. `delete_at` is milliseconds since 1970; from 0 on no user can get the picture any more.
CREATE TABLE unused_pictures (
  name TEXT PRIMARY KEY,
  delete_at INTEGER NOT NULL
);
CREATE INDEX unused_pictures_by_time ON unused_pictures (delete_at);
