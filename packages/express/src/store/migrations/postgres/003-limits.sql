-- The counters of limits/, as rate-limiter-flexible has them. They may be emptied at any time.
CREATE TABLE limits (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  -- Milliseconds since 1970.
  expire bigint
);
CREATE INDEX limits_by_expire ON limits (expire);
