PRAGMA application_id = 1936553825;
PRAGMA user_version = 1;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE feeds (
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
  status         TEXT GENERATED ALWAYS AS (
                   CASE WHEN NOT enabled THEN 'disabled' WHEN gone THEN 'gone' WHEN failures THEN 'failing' ELSE 'ok' END
                 ) VIRTUAL,
  last_poll      TEXT,                              -- when it was last tried
  last_new       TEXT,                              -- when a poll last brought something new
  next_poll      TEXT,                              -- NULL: at once
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
  -- for the program's own use
  named          INTEGER NOT NULL DEFAULT 0 CHECK (named IN (0, 1)), -- the config names the source
  link           TEXT NOT NULL DEFAULT '',          -- url without scheme, fragment and closing slash: to compare by
  moved_to       TEXT NOT NULL DEFAULT '',          -- where it is polled since it moved for good
  etag           TEXT NOT NULL DEFAULT '',
  last_modified  TEXT NOT NULL DEFAULT '',
  body_digest    TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX feeds_by_parent ON feeds (parent_id);
CREATE INDEX feeds_by_link ON feeds (link);
CREATE TABLE entries (
  -- every entry that a feed ever showed, whether it mentions anybody or not
  id            INTEGER PRIMARY KEY,
  feed_id       INTEGER NOT NULL REFERENCES feeds (id),
  key           TEXT NOT NULL,                      -- what it is known by within its feed
  url           TEXT NOT NULL DEFAULT '',
  title         TEXT NOT NULL DEFAULT '',           -- plain text
  text          TEXT NOT NULL DEFAULT '',           -- plain text
  author        TEXT NOT NULL DEFAULT '',
  author_email  TEXT NOT NULL DEFAULT '',
  author_url    TEXT NOT NULL DEFAULT '',
  published     TEXT NOT NULL,
  date_trust    TEXT NOT NULL CHECK (date_trust IN ('feed', 'guessed', 'clamped')), -- how far to believe published
  fetched       TEXT NOT NULL,                      -- when smwatch first saw it
  edited        TEXT,                               -- when smwatch last saw it changed
  lang          TEXT NOT NULL DEFAULT '',           -- found in the text: fr, en, ...; '' where it can't be told
  kind          TEXT NOT NULL CHECK (kind IN ('entry', 'comment')),
  thread        TEXT NOT NULL DEFAULT '',           -- a comment: URL of the entry it answers
  comment_feeds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(comment_feeds)), -- URLs of the feeds of its comments
  -- for the program's own use
  own_id        TEXT NOT NULL DEFAULT '',           -- the id that the feed gives it
  link          TEXT NOT NULL DEFAULT '',           -- url without scheme, fragment and closing slash: to compare by
  digest        TEXT NOT NULL,                      -- changes when title or text are edited
  UNIQUE (feed_id, key)
) STRICT;
CREATE INDEX entries_by_feed ON entries (feed_id);
CREATE INDEX entries_by_link ON entries (link) WHERE link <> '';
CREATE INDEX entries_by_thread ON entries (thread) WHERE thread <> '';
CREATE TABLE mentions (
  -- an entry that is about a brand, why we think so, and how it feels
  id        INTEGER PRIMARY KEY AUTOINCREMENT,      -- a number never comes back for another mention
  entry_id  INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  brand     TEXT NOT NULL,
  why       TEXT NOT NULL CHECK (why IN ('NAMED', 'THREAD', 'PAGE')),
  kind      TEXT NOT NULL CHECK (kind IN ('entry', 'comment', 'edit')), -- edit: it came with an edit of its entry
  published TEXT NOT NULL,                          -- its entry's; a trigger keeps them alike
  fetched   TEXT NOT NULL,                          -- when smwatch learnt of it
  score     REAL,                                   -- -1 to 1; NULL where nothing could be scored
  label     TEXT CHECK (label IN ('negative', 'neutral', 'positive')),
  scorer    TEXT NOT NULL DEFAULT '',
  story     TEXT NOT NULL DEFAULT '',               -- copies of one text share it
  status    TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'assigned', 'answered', 'ignored')),
  assignee  TEXT NOT NULL DEFAULT '',
  tags      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  edited    INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),   -- its entry changed since it was first told
  current   INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),  -- 0: the query no longer matches; hidden
  spans     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(spans)),  -- names found: [part, start, end]
  words     TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(words)),  -- what made the score: [word, share]
  UNIQUE (entry_id, brand)
) STRICT;
CREATE INDEX mentions_by_published ON mentions (published);
CREATE INDEX mentions_by_brand_published ON mentions (brand, published);
CREATE INDEX mentions_by_brand_fetched ON mentions (brand, fetched);
CREATE INDEX mentions_by_story ON mentions (story) WHERE story <> '';
CREATE TABLE alerts (
  -- a stretch of time in which a brand gets too many negative mentions, with its arithmetic
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  brand          TEXT NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('crisis', 'buzz')),
  level          TEXT NOT NULL CHECK (level IN ('emerging', 'confirmed', 'cooling', 'closed')),
  opened         TEXT NOT NULL,
  confirmed      TEXT,
  peak           TEXT,
  closed         TEXT,
  updated        TEXT NOT NULL,
  window_seconds INTEGER NOT NULL,                  -- the window that spoke loudest; the counts below are its
  negatives      INTEGER NOT NULL,                  -- distinct stories that are negative
  mentions       INTEGER NOT NULL,
  stories        INTEGER NOT NULL,
  authors        INTEGER NOT NULL,
  expected       REAL NOT NULL,                     -- negatives expected, from the brand's past
  probability    REAL NOT NULL,                     -- of as many or more by chance
  sources        TEXT NOT NULL CHECK (json_valid(sources)), -- [name, count], loudest first
  threads        TEXT NOT NULL CHECK (json_valid(threads)),
  terms          TEXT NOT NULL CHECK (json_valid(terms)),
  first_mention  INTEGER REFERENCES mentions (id) ON DELETE SET NULL,
  status         TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'acknowledged', 'assigned', 'false', 'done')),
  assignee       TEXT NOT NULL DEFAULT '',
  previous       INTEGER REFERENCES alerts (id)     -- the alert before, of which this is another wave
) STRICT;
CREATE INDEX alerts_by_brand ON alerts (brand, opened);
CREATE INDEX alerts_by_first_mention ON alerts (first_mention);
CREATE TABLE scans (
  -- one pass over the feeds that were due; ended is NULL while it runs, or when it was killed
  id                INTEGER PRIMARY KEY AUTOINCREMENT,
  started           TEXT NOT NULL,
  ended             TEXT,
  seconds           REAL,
  due               INTEGER NOT NULL DEFAULT 0,
  polled            INTEGER NOT NULL DEFAULT 0,
  unchanged         INTEGER NOT NULL DEFAULT 0,
  failed            INTEGER NOT NULL DEFAULT 0,
  skipped           INTEGER NOT NULL DEFAULT 0,     -- enabled feeds that were not due
  entries_seen      INTEGER NOT NULL DEFAULT 0,
  entries_new       INTEGER NOT NULL DEFAULT 0,
  mentions_new      INTEGER NOT NULL DEFAULT 0,
  mentions_negative INTEGER NOT NULL DEFAULT 0,
  alerting          INTEGER NOT NULL DEFAULT 0      -- alerts that were open at its end
) STRICT;
CREATE TABLE digests (
  -- when which digest was sent
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sent TEXT NOT NULL
) STRICT;
CREATE INDEX digests_by_name ON digests (name, sent);
CREATE VIEW entries_spelt AS
SELECT id,
       replace(replace(replace(replace(title, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS title,
       replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS text
FROM entries;
CREATE VIRTUAL TABLE entries_search USING fts5 (
  title, text, content = 'entries_spelt', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIEW mentions_flat AS
-- a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source, f.url AS feed, e.url, e.title, e.text,
       e.author, f.author_role, e.lang, m.score, m.label, m.scorer, m.story, e.thread, m.status, m.assignee, m.tags,
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
CREATE VIEW share_of_voice AS
-- of all mentions of a month (2010-03), which share, from 0 to 1, is about which brand; other spans: sum up `daily`
SELECT substr(published, 1, 7) AS month, brand, count(*) AS mentions,
       1.0 * count(*) / sum(count(*)) OVER (PARTITION BY substr(published, 1, 7)) AS share
FROM mentions
WHERE current
GROUP BY month, brand;
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (1, 'smwatch', '001_first', '2026-11-25 22:44:33.914379+00:00');
INSERT INTO feeds (id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone, last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind, failure_status, failure, failure_args, named, link, moved_to, etag, last_modified, body_digest) VALUES (1, 'https://blog.example/feed/', 'Le Blogue', 'Le Blogue', 'entries', 'config', NULL, '', '["Nestlé"]', 'mentions', 'public', NULL, 1, 0, '2010-03-22T09:00:00Z', '2010-03-22T08:00:00Z', '2010-03-22T10:00:00Z', 'asked', 2, 0, 1, '[]', 0, NULL, '', NULL, '', '{}', 1, 'blog.example/feed', '', '', '', '');
INSERT INTO feeds (id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone, last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind, failure_status, failure, failure_args, named, link, moved_to, etag, last_modified, body_digest) VALUES (2, 'https://www.news.example/rss?utm_source=x', 'news.example', '', 'entries', 'config', NULL, '', '[]', 'mentions', 'public', NULL, 1, 0, '2010-03-22T08:00:00Z', NULL, '2010-03-22T09:00:00Z', 'asked every hour', 0, 0, 0, '[]', 1, '2010-03-22T08:00:00Z', 'dns', NULL, 'no such host', '{}', 0, 'www.news.example/rss?utm_source=x', '', '', '', '');
INSERT INTO feeds (id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone, last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind, failure_status, failure, failure_args, named, link, moved_to, etag, last_modified, body_digest) VALUES (3, 'https://blog.example/a/feed/', 'Le Blogue', '', 'comments', 'discovered', 1, 'https://blog.example/a', '[]', 'mentions', 'public', NULL, 1, 0, '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z', '2010-03-22T09:00:00Z', 'asked every hour', 1, 0, 1, '[]', 0, NULL, '', NULL, '', '{}', 0, 'blog.example/a/feed', '', '', '', '');
INSERT INTO entries (id, feed_id, key, url, title, text, author, author_email, author_url, published, date_trust, fetched, edited, lang, kind, thread, comment_feeds, own_id, link, digest) VALUES (1, 1, 'a', 'https://blog.example/a', 'Titre a', 'Nestlé et Dell, de cœur', 'Ève', '', '', '2010-03-22T07:00:00Z', 'feed', '2010-03-22T08:00:00Z', '2010-03-22T09:00:00Z', 'fr', 'entry', '', '[]', 'urn:a', 'blog.example/a', 'Titre a|Nestlé et Dell, de cœur');
INSERT INTO entries (id, feed_id, key, url, title, text, author, author_email, author_url, published, date_trust, fetched, edited, lang, kind, thread, comment_feeds, own_id, link, digest) VALUES (2, 1, 'b', 'https://blog.example/b', 'Titre b', 'Il pleut.', '', '', '', '2010-03-22T07:00:00Z', 'feed', '2010-03-22T08:00:00Z', NULL, 'fr', 'entry', '', '[]', '', 'blog.example/b', 'Titre b|Il pleut.');
INSERT INTO entries (id, feed_id, key, url, title, text, author, author_email, author_url, published, date_trust, fetched, edited, lang, kind, thread, comment_feeds, own_id, link, digest) VALUES (3, 1, 'long', 'https://blog.example/long', 'Titre long', 'Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. ', '', '', '', '2010-03-22T07:00:00Z', 'feed', '2010-03-22T08:00:00Z', NULL, 'fr', 'entry', '', '[]', '', 'blog.example/long', 'Titre long|Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. Du chocolat. ');
INSERT INTO entries (id, feed_id, key, url, title, text, author, author_email, author_url, published, date_trust, fetched, edited, lang, kind, thread, comment_feeds, own_id, link, digest) VALUES (4, 3, 'c', 'https://blog.example/c', 'Titre c', 'Pas beau à voir', 'Luc', '', '', '2010-03-22T08:00:00Z', 'feed', '2010-03-22T08:00:00Z', NULL, '', 'comment', 'https://blog.example/a', '[]', '', 'blog.example/c', 'Titre c|Pas beau à voir');
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, score, label, scorer, story, status, assignee, tags, edited, current, spans, words) VALUES (1, 1, 'Dell', 'NAMED', 'entry', '2010-03-22T07:00:00Z', '2010-03-22T08:00:00Z', -0.6, 'negative', 'vader/1', '', 'new', '', '[]', 1, 1, '[["text",3,9]]', '[["honte",-0.6]]');
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, score, label, scorer, story, status, assignee, tags, edited, current, spans, words) VALUES (2, 1, 'Nestlé', 'NAMED', 'entry', '2010-03-22T07:00:00Z', '2010-03-22T08:00:00Z', -0.6, 'negative', 'vader/1', 's1', 'new', '', '[]', 1, 1, '[["text",3,9]]', '[["honte",-0.6]]');
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, score, label, scorer, story, status, assignee, tags, edited, current, spans, words) VALUES (3, 3, 'Dell', 'NAMED', 'entry', '2010-03-22T07:00:00Z', '2010-03-22T08:00:00Z', NULL, NULL, '', '', 'new', '', '[]', 0, 1, '[["text",3,9]]', '[]');
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, score, label, scorer, story, status, assignee, tags, edited, current, spans, words) VALUES (4, 4, 'Nestlé', 'THREAD', 'comment', '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z', 0.5, 'positive', 'vader/1', '', 'new', '', '[]', 0, 1, '[]', '[]');
INSERT INTO alerts (id, brand, kind, level, opened, confirmed, peak, closed, updated, window_seconds, negatives, mentions, stories, authors, expected, probability, sources, threads, terms, first_mention, status, assignee, previous) VALUES (1, 'Nestlé', 'crisis', 'emerging', '2010-03-22T08:00:00Z', NULL, NULL, NULL, '2010-03-22T08:00:00Z', 3600, 3, 4, 3, 2, 0.5, 0.0001, '[["Le Blogue",4]]', '[]', '[]', 1, 'new', '', NULL);
INSERT INTO alerts (id, brand, kind, level, opened, confirmed, peak, closed, updated, window_seconds, negatives, mentions, stories, authors, expected, probability, sources, threads, terms, first_mention, status, assignee, previous) VALUES (2, 'Dell', 'buzz', 'closed', '2010-03-22T08:00:00Z', NULL, NULL, '2010-03-22T09:00:00Z', '2010-03-22T08:00:00Z', 3600, 0, 4, 3, 2, 0.5, 0.0001, '[]', '[]', '[]', 2, 'new', '', NULL);
INSERT INTO scans (id, started, ended, seconds, due, polled, unchanged, failed, skipped, entries_seen, entries_new, mentions_new, mentions_negative, alerting) VALUES (1, '2010-03-22T08:00:00Z', '2010-03-22T08:00:03Z', 3.2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 1);
INSERT INTO scans (id, started, ended, seconds, due, polled, unchanged, failed, skipped, entries_seen, entries_new, mentions_new, mentions_negative, alerting) VALUES (2, '2010-03-22T09:00:00Z', NULL, NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
INSERT INTO digests (id, name, sent) VALUES (1, 'matin', '2010-03-22T08:00:00Z');
INSERT INTO digests (id, name, sent) VALUES (2, '', '2010-03-22T09:00:00Z');
INSERT INTO entries_search (entries_search) VALUES ('rebuild');
CREATE TRIGGER entries_published AFTER UPDATE OF published ON entries BEGIN
  UPDATE mentions SET published = new.published WHERE entry_id = new.id;
END;
CREATE TRIGGER entries_search_insert AFTER INSERT ON entries BEGIN
  INSERT INTO entries_search (rowid, title, text) SELECT id, title, text FROM entries_spelt WHERE id = new.id;
END;
CREATE TRIGGER entries_search_forget BEFORE UPDATE OF id, title, text ON entries BEGIN
  INSERT INTO entries_search (entries_search, rowid, title, text)
  SELECT 'delete', id, title, text FROM entries_spelt WHERE id = old.id;
END;
CREATE TRIGGER entries_search_update AFTER UPDATE OF id, title, text ON entries BEGIN
  INSERT INTO entries_search (rowid, title, text) SELECT id, title, text FROM entries_spelt WHERE id = new.id;
END;
CREATE TRIGGER entries_search_delete BEFORE DELETE ON entries BEGIN
  INSERT INTO entries_search (entries_search, rowid, title, text)
  SELECT 'delete', id, title, text FROM entries_spelt WHERE id = old.id;
END;
