-- When to poll a feed and when to miss it: its habits, what it asks for, moves and silences. The table is made anew, so that
-- each column can say what it holds.

DROP VIEW mentions_flat;
DROP VIEW daily;

CREATE TABLE feeds_anew (
  -- a URL that is polled, and how it is doing
  id             INTEGER PRIMARY KEY,
  url            TEXT NOT NULL UNIQUE,              -- as the config, a search or the page that led here names it
  source         TEXT NOT NULL,                     -- as a person names it: declared, else its title, else its host
  title          TEXT NOT NULL DEFAULT '',          -- what the feed calls itself
  kind           TEXT NOT NULL DEFAULT 'entries' CHECK (kind IN ('entries', 'comments')),
  origin         TEXT NOT NULL DEFAULT 'config' CHECK (origin IN ('config', 'search', 'discovered')),
  parent_id      INTEGER REFERENCES feeds (id),     -- discovered: the feed that led here
  thread         TEXT NOT NULL DEFAULT '',          -- comments of one entry: that entry's URL
  about          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(about)), -- brands: every entry is a PAGE mention
  comments       TEXT NOT NULL DEFAULT 'mentions' CHECK (comments IN ('mentions', 'all', 'none')),
  author_role    TEXT NOT NULL DEFAULT 'public',    -- who its authors are, where nothing else tells
  every_seconds  INTEGER,                           -- shortest time between polls; NULL: adapts
  enabled        INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
  gone           INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)), -- answered 410: never polled again
  retired        INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)), -- comments gone quiet: polled when somebody comments
  status         TEXT GENERATED ALWAYS AS (
                   CASE WHEN NOT enabled THEN 'disabled' WHEN gone THEN 'gone' WHEN failures THEN 'failing'
                        WHEN silent <> '' THEN 'silent' ELSE 'ok' END
                 ) VIRTUAL,
  added          TEXT,                              -- when it was declared or found; NULL: before that was kept
  last_poll      TEXT,                              -- when it was last tried
  last_new       TEXT,                              -- when a poll last brought something new
  next_poll      TEXT,                              -- NULL: at once; in the year 9999: never
  next_why       TEXT NOT NULL DEFAULT '',
  polls          INTEGER NOT NULL DEFAULT 0,        -- that went well
  unchanged      INTEGER NOT NULL DEFAULT 0,        -- of these, how many brought nothing to read
  seen           INTEGER NOT NULL DEFAULT 0,        -- entries in its last document
  notes          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(notes)), -- flaws that were lived with
  failures       INTEGER NOT NULL DEFAULT 0,        -- in a row
  failing_since  TEXT,
  failure_kind   TEXT NOT NULL DEFAULT '',
  failure_status INTEGER,                           -- HTTP status, where there was one
  failure        TEXT NOT NULL DEFAULT '',          -- what went wrong, in English, with {gaps} for failure_args
  failure_args   TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(failure_args)),
  silent         TEXT NOT NULL DEFAULT '' CHECK (silent IN ('', 'stopped', 'shrunk')), -- against its habit: how
  silent_since   TEXT,                              -- when it last had something new, where it is silent
  moved_to       TEXT NOT NULL DEFAULT '',          -- where it is polled since it moved for good
  -- for the program's own use
  named          INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1)), -- the config names the source
  link           TEXT NOT NULL DEFAULT '',          -- url without scheme, fragment and closing slash: to compare by
  host           TEXT GENERATED ALWAYS AS (substr(link, 1, instr(link || '/', '/') - 1)) VIRTUAL, -- with its port
  moving_to      TEXT NOT NULL DEFAULT '',          -- where its last answer said that it moved; believed the second time
  etag           TEXT NOT NULL DEFAULT '',
  last_modified  TEXT NOT NULL DEFAULT '',
  body_digest    TEXT NOT NULL DEFAULT '',
  marks          BLOB NOT NULL DEFAULT x'',         -- what each entry of its last document is known by (feeds/split.py)
  asks           TEXT NOT NULL DEFAULT '' CHECK (asks = '' OR json_valid(asks)), -- how its document asks to be polled
  held           INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)), -- its server asked to wait until next_poll
  rhythm         BLOB NOT NULL DEFAULT x'',         -- how often it has something new (feeds/rhythm.py)
  silent_after   TEXT,                              -- its habit explains no silence beyond; NULL: that can't be told
  worth          REAL NOT NULL DEFAULT 0,           -- mentions that it brought, negative ones twice, fading from worth_at
  worth_at       TEXT,
  comment_count  INTEGER                            -- comments that there are, as the entry's own feed last said
) STRICT;
INSERT INTO feeds_anew (
  id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone,
  last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind,
  failure_status, failure, failure_args, moved_to, named, link, etag, last_modified, body_digest, marks
)
SELECT
  id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone,
  last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind,
  failure_status, failure, failure_args, moved_to, named, link, etag, last_modified, body_digest, marks
FROM feeds;
DROP TABLE feeds;
ALTER TABLE feeds_anew RENAME TO feeds;
CREATE INDEX feeds_by_parent ON feeds (parent_id);
CREATE INDEX feeds_by_link ON feeds (link);

CREATE VIEW mentions_flat AS
-- a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0;
-- a login in the feed's address is left out
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source,
       iif(instr(f.host, '@'),
           substr(f.url, 1, instr(f.url, '://') + 2) || '***@'
           || substr(f.url, instr(f.url, '://') + 3 + length(rtrim(f.host, replace(f.host, '@', '')))),
           f.url) AS feed,
       e.url, e.title, e.text, e.author, f.author_role, e.lang, m.score, m.label, m.scorer, m.story, e.thread, m.status, m.assignee, m.tags,
       m.kind, m.edited, m.current
FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id JOIN feeds AS f ON f.id = e.feed_id;

CREATE VIEW daily AS
-- mentions by the UTC day on which they were published; score is the mean, from -1 to 1
SELECT substr(m.published, 1, 10) AS day, m.brand, e.lang, f.source,
       count(*) AS mentions,
       count(*) FILTER (WHERE m.label = 'negative') AS negative,
       count(*) FILTER (WHERE m.label = 'neutral') AS neutral,
       count(*) FILTER (WHERE m.label = 'positive') AS positive,
       avg(m.score) AS score
FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id JOIN feeds AS f ON f.id = e.feed_id
WHERE m.current
GROUP BY day, m.brand, e.lang, f.source;
