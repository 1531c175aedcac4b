-- A query that changes is noticed, what is stored is matched again, and answers follow the entry that they answer.

CREATE TABLE brands (
  -- for the program's own use: the brands that are watched, and which query their mentions are of
  name        TEXT PRIMARY KEY,
  since       TEXT NOT NULL,                        -- when it was first watched
  fingerprint TEXT NOT NULL DEFAULT '',             -- of the query that everything stored was matched with
  pending     TEXT NOT NULL DEFAULT '',             -- of the one that entries are being matched with; '': that is done
  reason      TEXT NOT NULL DEFAULT '',             -- for that: new, query, program
  reached     INTEGER NOT NULL DEFAULT 0,           -- the last entry that was matched with it
  entries     INTEGER NOT NULL DEFAULT 0,           -- matched with it so far, and mentions won and lost
  won         INTEGER NOT NULL DEFAULT 0,
  lost        INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO brands (name, since) SELECT brand, min(fetched) FROM mentions GROUP BY brand;

CREATE TABLE unsettled (
  -- for the program's own use: comments whose entry gained or lost a mention, to be matched again in this scan
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE
) STRICT;

-- for the program's own use
ALTER TABLE feeds ADD COLUMN reread INTEGER NOT NULL DEFAULT 0; -- a query changed: its document is read whole once more
ALTER TABLE feeds ADD COLUMN followed INTEGER NOT NULL DEFAULT 1; -- 0: comments of an entry that is no mention any more
CREATE INDEX feeds_by_thread ON feeds (thread) WHERE thread <> '';
