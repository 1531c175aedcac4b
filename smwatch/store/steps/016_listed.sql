-- What somebody has listed of what is new is known by numbers, which rise as mentions are stored.

CREATE TABLE listed (
  -- for the program's own use: up to which mention somebody has listed what is new (`mentions --since last`), a row for
  -- each set of filters
  person  TEXT NOT NULL,
  filters TEXT NOT NULL CHECK (json_valid(filters)),  -- those that were asked with
  reached INTEGER NOT NULL,                           -- number of the last mention that was stored by then
  at      TEXT NOT NULL,                              -- when that was
  PRIMARY KEY (person, filters)
) STRICT;
