PRAGMA application_id = 1936553825;
PRAGMA user_version = 16;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE TABLE entries (
  -- every entry that a feed ever showed, whether it mentions anybody or not; the long text stands last, so that
  -- SQLite needn't walk over it to read the rest
  id            INTEGER PRIMARY KEY,
  feed_id       INTEGER NOT NULL REFERENCES feeds (id),
  key           TEXT NOT NULL,                      -- what it is known by within its feed
  own_id        TEXT NOT NULL DEFAULT '',           -- the id that the feed gives it
  digest        TEXT NOT NULL,                      -- changes when title or text are edited
  url           TEXT NOT NULL DEFAULT '',
  link          TEXT NOT NULL DEFAULT '',           -- url without scheme, fragment and closing slash: to compare by
  kind          TEXT NOT NULL CHECK (kind IN ('entry', 'comment')),
  thread        TEXT NOT NULL DEFAULT '',           -- a comment: URL of the entry it answers
  published     TEXT NOT NULL,
  date_trust    TEXT NOT NULL CHECK (date_trust IN ('feed', 'guessed', 'clamped')), -- how far to believe published
  fetched       TEXT NOT NULL,                      -- when smwatch first saw it
  edited        TEXT,                               -- when smwatch last saw it changed
  lang          TEXT NOT NULL DEFAULT '',           -- found in the text: fr, en, ...; '' where it can't be told
  author        TEXT NOT NULL DEFAULT '',
  author_email  TEXT NOT NULL DEFAULT '',
  author_url    TEXT NOT NULL DEFAULT '',
  comment_feeds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(comment_feeds)), -- URLs of the feeds of its comments
  title         TEXT NOT NULL DEFAULT '',           -- plain text
  text          TEXT NOT NULL DEFAULT '', thread_link TEXT NOT NULL DEFAULT '', let_go TEXT CHECK (let_go = 'entry' OR let_go = 'mention' OR let_go = 'author'),           -- plain text
  UNIQUE (feed_id, key)
) STRICT;
CREATE INDEX entries_by_feed ON entries (feed_id);
CREATE INDEX entries_by_link ON entries (link) WHERE link <> '';
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
, unheard TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unheard)), version INTEGER NOT NULL DEFAULT 0, due TEXT) STRICT;
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
CREATE VIRTUAL TABLE entries_search USING fts5 (
  title, text, content = 'entries_spelt', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE "feeds" (
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
, reread INTEGER NOT NULL DEFAULT 0, followed INTEGER NOT NULL DEFAULT 1, thread_link TEXT NOT NULL DEFAULT '', edits INTEGER NOT NULL DEFAULT 0 CHECK (edits = 0 OR edits = 1)) STRICT;
CREATE INDEX feeds_by_parent ON feeds (parent_id);
CREATE INDEX feeds_by_link ON feeds (link);
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
, judged TEXT) STRICT;
CREATE TABLE unsettled (
  -- for the program's own use: comments whose entry gained or lost a mention, to be matched again in this scan
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX entries_by_thread ON entries (thread_link) WHERE thread_link <> '';
CREATE INDEX feeds_by_thread ON feeds (thread_link) WHERE thread_link <> '';
CREATE TABLE story_texts (
  -- for the program's own use: what an entry that is a mention is known by among its copies (text/shingles.py)
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  fetched  TEXT NOT NULL,
  print    BLOB                                     -- NULL: to be made with the next mentions that come
) STRICT;
CREATE INDEX story_texts_by_fetched ON story_texts (fetched);
CREATE INDEX story_texts_to_make ON story_texts (fetched) WHERE print IS NULL;
CREATE TABLE story_marks (
  -- for the program's own use: which of these texts share a run of words; no text is compared but by way of this
  mark     INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  PRIMARY KEY (mark, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX comments_by_url ON entries (digest, url, author) WHERE kind = 'comment';
CREATE INDEX comments_by_own_id ON entries (digest, own_id, author) WHERE kind = 'comment' AND own_id <> '';
CREATE TABLE "mentions" (
  -- an entry that is about a brand, why we think so, and how it feels
  id             INTEGER PRIMARY KEY AUTOINCREMENT, -- a number never comes back for another mention
  entry_id       INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
  brand          TEXT NOT NULL,
  why            TEXT NOT NULL CHECK (why IN ('NAMED', 'THREAD', 'PAGE')),
  kind           TEXT NOT NULL CHECK (kind IN ('entry', 'comment', 'edit')), -- edit: it came with an edit of its entry
  published      TEXT NOT NULL,                     -- its entry's; a trigger keeps them alike
  fetched        TEXT NOT NULL,                     -- when smwatch learnt of it
  score          REAL GENERATED ALWAYS AS (         -- -1 to 1; NULL where nothing could be scored
                   CASE user_label WHEN 'negative' THEN -1.0 WHEN 'neutral' THEN 0.0 WHEN 'positive' THEN 1.0
                        ELSE machine_score END
                 ) VIRTUAL,
  label          TEXT GENERATED ALWAYS AS (         -- negative, neutral, positive: yours where you gave one
                   coalesce(user_label, machine_label)
                 ) VIRTUAL,
  scorer         TEXT GENERATED ALWAYS AS (         -- name and version; user: a person said so
                   iif(user_label IS NULL, machine_scorer, 'user')
                 ) VIRTUAL,
  user_label     TEXT CHECK (user_label IN ('negative', 'neutral', 'positive')), -- yours, of this mention or of its story
  machine_score  REAL,                              -- what the scorer says, also where you said otherwise
  machine_label  TEXT CHECK (machine_label IN ('negative', 'neutral', 'positive')),
  machine_scorer TEXT NOT NULL DEFAULT '',
  worst          REAL,                              -- score of the worst sentence about the brand; NULL: not known
  story          TEXT NOT NULL DEFAULT '',          -- copies of one text share it
  status         TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'assigned', 'answered', 'ignored')),
  assignee       TEXT NOT NULL DEFAULT '',
  tags           TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(tags)),
  edited         INTEGER NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),   -- its entry changed since it was first told
  current        INTEGER NOT NULL DEFAULT 1 CHECK (current IN (0, 1)),  -- 0: the query no longer matches; hidden
  spans          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(spans)),  -- names found: [part, start, end]
  words          TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(words)),  -- what made the score: [word, share]
  -- for the program's own use
  label_id       INTEGER,                           -- whose user_label it is, in labels
  UNIQUE (entry_id, brand)
) STRICT;
CREATE INDEX mentions_by_published ON mentions (published);
CREATE INDEX mentions_by_brand_published ON mentions (brand, published);
CREATE INDEX mentions_by_brand_fetched ON mentions (brand, fetched);
CREATE INDEX mentions_by_story ON mentions (story) WHERE story <> '';
CREATE INDEX mentions_by_scorer ON mentions (current, machine_scorer);
CREATE VIEW entries_spelt AS
SELECT id,
       replace(replace(replace(replace(title, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS title,
       replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS text
FROM entries WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id);
CREATE TABLE labels (
  -- for the program's own use: what people said that mentions feel, and the text that they said it of
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  mention_id     INTEGER REFERENCES mentions (id) ON DELETE SET NULL, -- that it was given to
  brand          TEXT NOT NULL,
  story          TEXT NOT NULL,                     -- as the mention has it now: it holds for all of this story
  label          TEXT NOT NULL CHECK (label IN ('negative', 'neutral', 'positive')),
  at             TEXT NOT NULL,
  removed        TEXT,                              -- when it was taken back, or another took its place
  title          TEXT NOT NULL,
  text           TEXT NOT NULL,
  lang           TEXT NOT NULL,
  spans          TEXT NOT NULL CHECK (json_valid(spans)),  -- the brand's names, and those of other brands
  others         TEXT NOT NULL CHECK (json_valid(others)),
  machine_score  REAL,                              -- what the scorer had said, knowing nothing of it
  machine_label  TEXT,
  machine_scorer TEXT NOT NULL
) STRICT;
CREATE INDEX labels_by_mention ON labels (mention_id);
CREATE INDEX labels_by_story ON labels (story, brand);
CREATE VIEW labels_held AS
-- for the program's own use: the label that holds for a mention: its own, else the last that was given to its story
SELECT m.id, l.id AS label_id, l.label
FROM mentions AS m CROSS JOIN labels AS l ON l.id = coalesce(
  (SELECT max(own.id) FROM labels AS own WHERE own.mention_id = m.id AND own.removed IS NULL),
  (SELECT max(told.id) FROM labels AS told
   WHERE told.brand = m.brand AND told.story = m.story AND told.story <> '' AND told.removed IS NULL));
CREATE TABLE heads (
  -- for the program's own use: what scorers learnt from labels
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  scorer  TEXT NOT NULL,                            -- that it belongs to, with its version
  made    TEXT NOT NULL,
  labels  INTEGER NOT NULL,                         -- how many it learnt from
  data    BLOB NOT NULL,
  figures TEXT NOT NULL CHECK (json_valid(figures)), -- what it was worth on them, before and after
  active  INTEGER NOT NULL CHECK (active IN (0, 1)), -- it scores; one of a scorer's at most
  removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)) -- its data are gone; what taught it isn't learnt again
) STRICT;
CREATE UNIQUE INDEX heads_active ON heads (scorer) WHERE active;
CREATE TABLE choices (
  -- for the program's own use: what a person chose until they say otherwise; no_head: none of the heads is to be used
  name TEXT PRIMARY KEY CHECK (name IN ('no_head'))
) STRICT;
CREATE TABLE rescoring (
  -- for the program's own use: which mentions are all being scored again, and how far that has come
  scope   TEXT PRIMARY KEY,
  reached INTEGER NOT NULL                          -- the last mention that was
) STRICT;
CREATE TABLE hourly (
  -- mentions that count (current), by the hour in which they were published, brand, language and feed; triggers keep it
  -- right, and `smwatch db check` compares it with the mentions
  day      TEXT NOT NULL,                           -- in UTC: 2010-03-24
  brand    TEXT NOT NULL,                           -- that they are about
  hour     INTEGER NOT NULL CHECK (hour BETWEEN 0 AND 23), -- of that day, in UTC
  lang     TEXT NOT NULL,                           -- fr, en, ...; '' where it can't be told
  feed_id  INTEGER NOT NULL REFERENCES feeds (id), -- that brought them
  mentions INTEGER NOT NULL,                        -- how many; of these,
  negative INTEGER NOT NULL,                        -- so many are labelled negative,
  neutral  INTEGER NOT NULL,                        -- so many neutral,
  positive INTEGER NOT NULL,                        -- so many positive; the rest could not be scored
  scored   INTEGER NOT NULL,                        -- how many have a score
  score    INTEGER NOT NULL,                        -- the sum of their scores, in millionths
  PRIMARY KEY (day, brand, hour, lang, feed_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX hourly_other_languages ON hourly (lang, day) WHERE lang NOT IN ('fr', 'en');
CREATE INDEX mentions_by_status ON mentions (published) WHERE status <> 'new';
CREATE VIEW daily AS
-- mentions that count, by the UTC day on which they were published, brand, language and source: how many, how many of
-- each label, and the mean score, from -1 to 1, of those that have one; for more than a day, sum up
SELECT h.day, h.brand, h.lang, f.source,
       CAST(sum(h.mentions) AS BIGINT) AS mentions,
       CAST(sum(h.negative) AS BIGINT) AS negative,
       CAST(sum(h.neutral) AS BIGINT) AS neutral,
       CAST(sum(h.positive) AS BIGINT) AS positive,
       CAST(sum(h.score) / 1000000.0 / nullif(sum(h.scored), 0) AS DOUBLE) AS score,
       CAST(sum(h.mentions - h.negative - h.neutral - h.positive) AS BIGINT) AS unscored
FROM hourly AS h JOIN feeds AS f ON f.id = h.feed_id
GROUP BY h.day, h.brand, h.lang, f.source;
CREATE TABLE audit (
  -- who decided what, and when. It only grows, and holds no text and no author's name: whoever is forgotten isn't in it
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at      TEXT NOT NULL,                            -- when it was decided
  who     TEXT NOT NULL,                            -- $SMWATCH_USER, or the name of the system's user
  what    TEXT NOT NULL,                            -- label, unlabel, use, remove, prune, forget, ...
  subject TEXT NOT NULL,                            -- of what kind: mention, alert, head, brand, author, database
  number  INTEGER,                                  -- its id, where it has one
  was     TEXT NOT NULL DEFAULT '',                 -- a label, a number: before,
  became  TEXT NOT NULL DEFAULT ''                  -- and since
, version INTEGER, whom_was INTEGER, whom INTEGER) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, number);
CREATE TABLE backups (
  -- copies of this database that smwatch made: whoever is forgotten here may still stand there
  id   INTEGER PRIMARY KEY,
  at   TEXT NOT NULL,                               -- when it was made
  path TEXT NOT NULL UNIQUE                         -- where it was put
) STRICT;
CREATE TABLE forgotten (
  -- for the program's own use: authors whose entries aren't kept; by prints alone, no name stands here
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     TEXT NOT NULL,
  undone TEXT                                       -- when that was taken back: entries that come later are kept
) STRICT;
CREATE TABLE forgotten_signs (
  -- for the program's own use: what they sign with
  print        BLOB PRIMARY KEY,                    -- of a name, an address or a page, made with the salt
  forgotten_id INTEGER NOT NULL REFERENCES forgotten (id)
) STRICT, WITHOUT ROWID;
CREATE TABLE forgotten_salt (
  -- for the program's own use: this database's own, so that its prints can't be looked up elsewhere
  salt BLOB NOT NULL
) STRICT;
CREATE TABLE alert_notes (
  -- what people noted about an alert, the reason for closing it included; they go with it
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  at       TEXT NOT NULL,                           -- when it was noted
  who      TEXT NOT NULL,                           -- $SMWATCH_USER, or the name of the system's user
  text     TEXT NOT NULL
) STRICT;
CREATE INDEX alert_notes_by_alert ON alert_notes (alert_id);
CREATE TABLE listening (
  -- for the program's own use: how far the detector has listened to a brand. No row: it hears all again
  brand   TEXT PRIMARY KEY,
  reached INTEGER NOT NULL,                         -- the last mention that was stored by then, of any brand
  since   TEXT NOT NULL,                            -- what was fetched before doesn't matter any more
  state   BLOB NOT NULL                             -- what it knows, in numbers; empty: it is listening just now
) STRICT;
CREATE TABLE outbox (
  -- every message that smwatch sends: written before it goes out, so that none is lost, and what was sent can be told
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('digest', 'notice')), -- notice: an alert opened or got worse
  way        TEXT NOT NULL DEFAULT 'mail' CHECK (way IN ('mail', 'apprise', 'webhook')), -- by which it leaves
  name       TEXT NOT NULL,                         -- of the digest, or of whom is told, in the config; '' where it has none
  alert      INTEGER,                               -- number of the alert that it tells of
  since      TEXT,                                  -- it tells of the time from then on; NULL: that was not kept
  until      TEXT NOT NULL,                         -- and up to here
  message_id TEXT NOT NULL DEFAULT '',              -- its Message-ID, the same each time that it is tried
  recipients TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(recipients)), -- addresses
  taken      TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(taken)),      -- of these, whom a server took it for
  refused    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),    -- of these, whom the server would not take it for
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given up', 'replaced')), -- given up: no server will take it; replaced: newer news went instead
  tries      INTEGER NOT NULL DEFAULT 0,            -- how often it was handed to a server
  tried      TEXT,                                  -- when it was last tried
  due        TEXT,                                  -- not before then; NULL: at once
  expires    TEXT,                                  -- from then on it is tried no more; NULL: that was not kept
  trouble    TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(trouble)), -- what went wrong the last time: a message, and what it names
  sent       TEXT,                                  -- when the server took it
  message    BLOB                                   -- as it goes out; NULL once that is settled: texts are kept in one place
, reached INTEGER) STRICT;
CREATE INDEX outbox_by_name ON outbox (kind, name, until);
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
CREATE INDEX outbox_by_alert ON outbox (alert) WHERE alert IS NOT NULL;
CREATE TABLE tasks (
  -- what is done about a mention, once somebody decided something or an answer was found; status and assignee stand with
  -- the mention
  mention_id INTEGER PRIMARY KEY REFERENCES mentions (id) ON DELETE CASCADE, -- the mention, in `mentions`
  version    INTEGER NOT NULL DEFAULT 0,            -- how often something was decided about it
  assigned   TEXT,                                  -- when its assignee was given it; NULL: nobody has it
  due        TEXT,                                  -- by when it is to be answered, as the playbook said then; NULL: no time was set
  answered   TEXT,                                  -- when the answer was published, or a person said that it was given
  answer     TEXT NOT NULL DEFAULT '',              -- link of the answer; '' where none was given
  found      INTEGER NOT NULL DEFAULT 0 CHECK (found IN (0, 1)), -- smwatch found the answer; no person said so
  answer_id  INTEGER REFERENCES mentions (id) ON DELETE SET NULL, -- the mention that answers it, where it was found
  reopened   TEXT                                   -- when a person last opened it again: what was found before is no answer
) STRICT;
CREATE INDEX tasks_by_answer ON tasks (answer_id) WHERE answer_id IS NOT NULL;
CREATE TABLE mention_notes (
  -- what people noted about mentions, the reason for ignoring one included; they go with it
  id         INTEGER PRIMARY KEY AUTOINCREMENT,     -- its number
  mention_id INTEGER NOT NULL REFERENCES mentions (id) ON DELETE CASCADE, -- the mention that it is about, in `mentions`
  at         TEXT NOT NULL,                         -- when it was noted
  who        TEXT NOT NULL,                         -- $SMWATCH_USER, or the name of the system's user
  text       TEXT NOT NULL                          -- what was noted
) STRICT;
CREATE INDEX mention_notes_by_mention ON mention_notes (mention_id);
CREATE TABLE colleagues (
  -- whom work was given to: the journal names them by these numbers, so that it stays whole when one is forgotten
  id   INTEGER PRIMARY KEY AUTOINCREMENT,           -- its number
  name TEXT NOT NULL                                -- as the config had it
) STRICT;
CREATE TABLE voices (
  -- for the program's own use: comments by the company's own voice, by which answers are found
  mention_id INTEGER PRIMARY KEY REFERENCES mentions (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE heeded (
  -- for the program's own use: the last mention that was looked at for whether it is an answer, or has one
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  reached INTEGER NOT NULL
) STRICT;
CREATE TABLE author_roles (
  -- for the program's own use: entries whose author is known by [company] or [[people]] of the config; the others' role is
  -- that of their feed, and mentions_flat tells both
  entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
  role     TEXT NOT NULL CHECK (role IN ('official', 'employee', 'partner', 'press', 'public'))
) STRICT;
CREATE INDEX author_roles_by_role ON author_roles (role);
CREATE TABLE roles_done (
  -- for the program's own use: by which config roles were told (told), and the last mention that was looked at for an
  -- employee who speaks for the company (noted)
  name  TEXT PRIMARY KEY CHECK (name IN ('told', 'noted')),
  value TEXT NOT NULL
) STRICT;
CREATE VIEW mentions_flat AS
-- a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0;
-- a login in the feed's address is left out. It uses no computed column, and says what kind its own are: so DuckDB reads
-- it as SQLite does.
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source,
       CAST(CASE WHEN instr(f.host, '@') > 0
                 THEN substr(f.url, 1, instr(f.url, '://') + 2) || '***@'
                      || substr(f.url, instr(f.url, '://') + 3 + length(rtrim(f.host, replace(f.host, '@', ''))))
                 ELSE f.url END AS TEXT) AS feed,
       e.url, e.title, e.text, e.author, CAST(coalesce(r.role, f.author_role) AS TEXT) AS author_role, e.lang,
       CAST(CASE m.user_label WHEN 'negative' THEN -1.0 WHEN 'neutral' THEN 0.0 WHEN 'positive' THEN 1.0
                 ELSE m.machine_score END AS DOUBLE) AS score,
       CAST(coalesce(m.user_label, m.machine_label) AS TEXT) AS label,
       CAST(CASE WHEN m.user_label IS NULL THEN m.machine_scorer ELSE 'user' END AS TEXT) AS scorer,
       m.story, e.thread, m.status, m.assignee, m.tags, m.kind, m.edited, m.current, m.worst, m.machine_score,
       m.machine_label, m.machine_scorer, m.entry_id
FROM mentions AS m
JOIN entries AS e ON e.id = m.entry_id
JOIN (SELECT id, source, url, author_role, substr(link, 1, instr(link || '/', '/') - 1) AS host FROM feeds) AS f
  ON f.id = e.feed_id
LEFT JOIN author_roles AS r ON r.entry_id = m.entry_id;
CREATE VIEW share_of_voice AS
-- of all mentions of a month (2010-03) but those by the company's own people, which share, from 0 to 1, is about which
-- brand; other spans, with everybody: sum up `daily`
SELECT month, brand, mentions, CAST(1.0 * mentions / sum(mentions) OVER (PARTITION BY month) AS DOUBLE) AS share
FROM (
  SELECT month, brand, CAST(sum(n) AS BIGINT) AS mentions
  FROM (
    SELECT substr(h.day, 1, 7) AS month, h.brand, h.mentions AS n
    FROM hourly AS h JOIN feeds AS f ON f.id = h.feed_id WHERE f.author_role NOT IN ('official', 'employee')
    UNION ALL
    SELECT substr(m.published, 1, 7) AS month, m.brand,
           CASE WHEN r.role IN ('official', 'employee') THEN -1 ELSE 1 END AS n
    FROM author_roles AS r JOIN entries AS e ON e.id = r.entry_id JOIN feeds AS f ON f.id = e.feed_id
    JOIN mentions AS m ON m.entry_id = r.entry_id
    WHERE m.current = 1
      AND (r.role IN ('official', 'employee')) <> (f.author_role IN ('official', 'employee')))
  GROUP BY month, brand HAVING sum(n) > 0);
CREATE TABLE listed (
  -- for the program's own use: up to which mention somebody has listed what is new (`mentions --since last`), a row for
  -- each set of filters
  person  TEXT NOT NULL,
  filters TEXT NOT NULL CHECK (json_valid(filters)),  -- those that were asked with
  reached INTEGER NOT NULL,                           -- number of the last mention that was stored by then
  at      TEXT NOT NULL,                              -- when that was
  PRIMARY KEY (person, filters)
) STRICT;
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (1, 'smwatch', '001_first', '2026-11-26 08:00:41.082969+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (10, 'smwatch', '010_alerts', '2026-11-26 08:00:41.561821+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (11, 'smwatch', '011_listening', '2026-11-26 08:00:41.570249+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (12, 'smwatch', '012_outbox', '2026-11-26 08:00:41.610264+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (13, 'smwatch', '013_work', '2026-11-26 08:00:41.637522+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (14, 'smwatch', '014_roles', '2026-11-26 08:00:41.676964+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (15, 'smwatch', '015_reached', '2026-11-26 08:00:41.680626+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (16, 'smwatch', '016_listed', '2026-11-26 08:00:41.682967+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (2, 'smwatch', '002_less_work', '2026-11-26 08:00:41.103440+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (3, 'smwatch', '003_habits', '2026-11-26 08:00:41.318879+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (4, 'smwatch', '004_changed_queries', '2026-11-26 08:00:41.326044+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (5, 'smwatch', '005_links', '2026-11-26 08:00:41.331924+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (6, 'smwatch', '006_stories', '2026-11-26 08:00:41.339916+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (7, 'smwatch', '007_twins', '2026-11-26 08:00:41.340718+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (8, 'smwatch', '008_labels', '2026-11-26 08:00:41.446749+00:00');
INSERT INTO _sqlite_migrations (id, migration_set, name, applied_at) VALUES (9, 'smwatch', '009_keeping', '2026-11-26 08:00:41.556704+00:00');
INSERT INTO entries (id, feed_id, key, own_id, digest, url, link, kind, thread, published, date_trust, fetched, edited, lang, author, author_email, author_url, comment_feeds, title, text, thread_link, let_go) VALUES (1, 1, 'a', '', 'Titre a|Nestlé et Dell, de cœur', 'https://blog.example/a', 'blog.example/a', 'entry', '', '2010-03-22T07:00:00Z', 'feed', '2010-03-22T08:00:00Z', '2010-03-22T09:00:00Z', '', '', '', '', '[]', 'Titre a', 'Nestlé et Dell, de cœur', '', NULL);
INSERT INTO entries (id, feed_id, key, own_id, digest, url, link, kind, thread, published, date_trust, fetched, edited, lang, author, author_email, author_url, comment_feeds, title, text, thread_link, let_go) VALUES (2, 3, 'c', '', 'Titre c|Pas beau à voir', 'https://blog.example/c', 'blog.example/c', 'comment', 'https://blog.example/a', '2010-03-22T08:00:00Z', 'feed', '2010-03-22T08:00:00Z', NULL, '', '', '', '', '[]', 'Titre c', 'Pas beau à voir', 'blog.example/a', NULL);
INSERT INTO alerts (id, brand, kind, level, opened, confirmed, peak, closed, updated, window_seconds, negatives, mentions, stories, authors, expected, probability, sources, threads, terms, first_mention, status, assignee, previous, unheard, version, due) VALUES (1, 'Nestlé', 'crisis', 'emerging', '2010-03-22T08:00:00Z', NULL, NULL, NULL, '2010-03-22T08:00:00Z', 3600, 3, 4, 3, 2, 0.5, 0.0001, '[["Le Blogue",4]]', '[]', '[]', 1, 'new', '', NULL, '[]', 0, NULL);
INSERT INTO scans (id, started, ended, seconds, due, polled, unchanged, failed, skipped, entries_seen, entries_new, mentions_new, mentions_negative, alerting) VALUES (1, '2010-03-22T08:00:00Z', '2010-03-22T08:00:03Z', 3.2, 3, 2, 0, 1, 0, 0, 0, 0, 0, 1);
INSERT INTO feeds (id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone, retired, added, last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind, failure_status, failure, failure_args, silent, silent_since, moved_to, named, link, moving_to, etag, last_modified, body_digest, marks, asks, held, rhythm, silent_after, worth, worth_at, comment_count, reread, followed, thread_link, edits) VALUES (1, 'https://blog.example/feed/', 'Le Blogue', 'Le Blogue', 'entries', 'config', NULL, '', '["Nestlé"]', 'mentions', 'public', NULL, 1, 0, 0, '2010-03-22T08:00:00Z', '2010-03-22T09:00:00Z', '2010-03-22T08:00:00Z', '2010-03-22T10:00:00Z', 'asked every hour', 2, 0, 1, '[]', 0, NULL, '', NULL, '', '{}', '', NULL, '', 1, 'blog.example/feed', '', '', '', '', X'', '', 0, X'', NULL, 4.0, '2010-03-22T08:00:00Z', NULL, 0, 1, '', 0);
INSERT INTO feeds (id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone, retired, added, last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind, failure_status, failure, failure_args, silent, silent_since, moved_to, named, link, moving_to, etag, last_modified, body_digest, marks, asks, held, rhythm, silent_after, worth, worth_at, comment_count, reread, followed, thread_link, edits) VALUES (2, 'https://news.example/rss', 'news.example', '', 'entries', 'config', NULL, '', '[]', 'mentions', 'public', NULL, 1, 0, 0, '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z', NULL, '2010-03-22T09:00:00Z', 'asked every hour', 0, 0, 0, '[]', 1, '2010-03-22T08:00:00Z', 'dns', NULL, 'no such host', '{}', '', NULL, '', 0, 'news.example/rss', '', '', '', '', X'', '', 0, X'', NULL, 0.0, NULL, NULL, 0, 1, '', 0);
INSERT INTO feeds (id, url, source, title, kind, origin, parent_id, thread, about, comments, author_role, every_seconds, enabled, gone, retired, added, last_poll, last_new, next_poll, next_why, polls, unchanged, seen, notes, failures, failing_since, failure_kind, failure_status, failure, failure_args, silent, silent_since, moved_to, named, link, moving_to, etag, last_modified, body_digest, marks, asks, held, rhythm, silent_after, worth, worth_at, comment_count, reread, followed, thread_link, edits) VALUES (3, 'https://blog.example/a/feed/', 'Le Blogue', '', 'comments', 'discovered', 1, 'https://blog.example/a', '[]', 'mentions', 'public', NULL, 1, 0, 0, '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z', '2010-03-22T09:00:00Z', 'asked every hour', 1, 0, 1, '[]', 0, NULL, '', NULL, '', '{}', '', NULL, '', 0, 'blog.example/a/feed', '', '', '', '', X'', '', 0, X'', NULL, 5.0, '2010-03-22T08:00:00Z', NULL, 0, 1, 'blog.example/a', 0);
INSERT INTO unsettled (entry_id) VALUES (2);
INSERT INTO story_texts (entry_id, fetched, print) VALUES (1, '2010-03-22T08:00:00Z', X'1CDF021124F93FCC00');
INSERT INTO story_texts (entry_id, fetched, print) VALUES (2, '2010-03-22T08:00:00Z', X'80DE3C1A170421DB80');
INSERT INTO story_marks (mark, entry_id) VALUES (-5494384003714834205, 1);
INSERT INTO story_marks (mark, entry_id) VALUES (-6566534228953849473, 2);
INSERT INTO story_marks (mark, entry_id) VALUES (-7425534684600032555, 1);
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, user_label, machine_score, machine_label, machine_scorer, worst, story, status, assignee, tags, edited, current, spans, words, label_id) VALUES (1, 1, 'Dell', 'NAMED', 'entry', '2010-03-22T07:00:00Z', '2010-03-22T08:00:00Z', 'neutral', -0.6, 'negative', 'vader/1', NULL, 's1', 'new', '', '[]', 1, 1, '[["text",3,9]]', '[["honte",-0.6]]', 1);
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, user_label, machine_score, machine_label, machine_scorer, worst, story, status, assignee, tags, edited, current, spans, words, label_id) VALUES (2, 1, 'Nestlé', 'NAMED', 'entry', '2010-03-22T07:00:00Z', '2010-03-22T08:00:00Z', NULL, -0.6, 'negative', 'vader/1', NULL, 's1', 'new', '', '[]', 1, 1, '[["text",3,9]]', '[["honte",-0.6]]', NULL);
INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, user_label, machine_score, machine_label, machine_scorer, worst, story, status, assignee, tags, edited, current, spans, words, label_id) VALUES (3, 2, 'Nestlé', 'THREAD', 'comment', '2010-03-22T08:00:00Z', '2010-03-22T08:00:00Z', NULL, 0.5, 'positive', 'vader/1', NULL, 'db2104171a3cde80', 'new', '', '[]', 0, 1, '[]', '[]', NULL);
INSERT INTO labels (id, mention_id, brand, story, label, at, removed, title, text, lang, spans, others, machine_score, machine_label, machine_scorer) VALUES (1, 1, 'Dell', 's1', 'neutral', '2010-03-22T08:00:00Z', NULL, 'Titre a', 'Nestlé et Dell, de cœur', '', '[["text",3,9]]', '[["text",3,9]]', -0.6, 'negative', 'vader/1');
INSERT INTO heads (version, scorer, made, labels, data, figures, active, removed) VALUES (1, 'encoder/1', '2010-03-22T08:00:00Z', 50, X'0077656967687473', '{}', 1, 0);
INSERT INTO hourly (day, brand, hour, lang, feed_id, mentions, negative, neutral, positive, scored, score) VALUES ('2010-03-22', 'Dell', 7, '', 1, 1, 0, 1, 0, 1, 0);
INSERT INTO hourly (day, brand, hour, lang, feed_id, mentions, negative, neutral, positive, scored, score) VALUES ('2010-03-22', 'Nestlé', 7, '', 1, 1, 1, 0, 0, 1, -600000);
INSERT INTO hourly (day, brand, hour, lang, feed_id, mentions, negative, neutral, positive, scored, score) VALUES ('2010-03-22', 'Nestlé', 8, '', 3, 1, 0, 0, 1, 1, 500000);
INSERT INTO audit (id, at, who, what, subject, number, was, became, version, whom_was, whom) VALUES (1, '2010-03-22T08:00:00Z', '', 'label', 'mention', 1, 'negative', 'neutral', NULL, NULL, NULL);
INSERT INTO forgotten_salt (salt) VALUES (X'D3561889D5A024862EDAFF5C37C79C24');
INSERT INTO outbox (id, kind, way, name, alert, since, until, message_id, recipients, taken, refused, state, tries, tried, due, expires, trouble, sent, message, reached) VALUES (1, 'digest', 'mail', 'matin', NULL, '2010-03-21T08:00:00Z', '2010-03-22T08:00:00Z', '<2208.matin@nordelait.example>', '["rp@nordelait.example"]', '["rp@nordelait.example"]', '[]', 'sent', 1, '2010-03-22T08:00:00Z', '2010-03-22T08:01:00Z', '2010-03-27T08:00:00Z', '{}', '2010-03-22T08:00:00Z', NULL, NULL);
INSERT INTO outbox (id, kind, way, name, alert, since, until, message_id, recipients, taken, refused, state, tries, tried, due, expires, trouble, sent, message, reached) VALUES (2, 'digest', 'mail', 'matin', NULL, '2010-03-21T09:00:00Z', '2010-03-22T09:00:00Z', '<2209.matin@nordelait.example>', '["rp@nordelait.example"]', '[]', '[]', 'waiting', 0, NULL, NULL, '2010-03-27T09:00:00Z', '{}', NULL, X'426F6E6A6F7572', NULL);
INSERT INTO heeded (id, reached) VALUES (1, 0);
INSERT INTO listed (person, filters, reached, at) VALUES ('Jo', '{}', 2, '2010-03-22T08:00:00Z');
INSERT INTO entries_search (entries_search) VALUES ('rebuild');
CREATE TRIGGER entries_search_insert AFTER INSERT ON mentions
WHEN NOT EXISTS (SELECT 1 FROM mentions WHERE entry_id = new.entry_id AND id <> new.id) BEGIN
  INSERT INTO entries_search (rowid, title, text) SELECT id, title, text FROM entries_spelt WHERE id = new.entry_id;
END;
CREATE TRIGGER entries_search_leave BEFORE DELETE ON mentions
WHEN NOT EXISTS (SELECT 1 FROM mentions WHERE entry_id = old.entry_id AND id <> old.id) BEGIN
  INSERT INTO entries_search (entries_search, rowid, title, text)
  SELECT 'delete', id, title, text FROM entries_spelt WHERE id = old.entry_id;
END;
CREATE TRIGGER entries_search_forget BEFORE UPDATE OF id, title, text ON entries BEGIN
  INSERT INTO entries_search (entries_search, rowid, title, text)
  SELECT 'delete', id, title, text FROM entries_spelt WHERE id = old.id;
END;
CREATE TRIGGER entries_search_update AFTER UPDATE OF id, title, text ON entries BEGIN
  INSERT INTO entries_search (rowid, title, text) SELECT id, title, text FROM entries_spelt WHERE id = new.id;
END;
CREATE TRIGGER mentions_story AFTER INSERT ON mentions BEGIN
  INSERT OR IGNORE INTO story_texts (entry_id, fetched) VALUES (new.entry_id, new.fetched);
END;
CREATE TRIGGER mentions_same_story AFTER INSERT ON mentions
WHEN EXISTS (SELECT 1 FROM mentions WHERE entry_id = new.entry_id AND id < new.id AND story NOT IN ('', new.story)) BEGIN
  UPDATE mentions SET story = (
    SELECT story FROM mentions WHERE entry_id = new.entry_id AND id < new.id AND story <> '' LIMIT 1
  ) WHERE id = new.id;
END;
CREATE TRIGGER mentions_labelled AFTER INSERT ON mentions
WHEN EXISTS (SELECT 1 FROM labels WHERE brand = new.brand AND story = new.story AND story <> '' AND removed IS NULL) BEGIN
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = new.id)
  WHERE id = new.id;
END;
CREATE TRIGGER mentions_label_follows AFTER UPDATE OF story ON mentions WHEN new.story <> old.story BEGIN
  UPDATE labels SET story = new.story WHERE mention_id = new.id AND story <> new.story;
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = new.id)
  WHERE id = new.id AND (label_id IS NOT NULL OR EXISTS (
    SELECT 1 FROM labels WHERE brand = new.brand AND story = new.story AND story <> '' AND removed IS NULL));
END;
CREATE TRIGGER labels_given AFTER INSERT ON labels BEGIN
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
  WHERE id = new.mention_id;
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
  WHERE story = new.story AND story <> '' AND +brand = new.brand;
END;
CREATE TRIGGER labels_changed AFTER UPDATE OF story, removed ON labels
WHEN new.removed IS NULL OR old.removed IS NULL BEGIN
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
  WHERE id = new.mention_id;
  UPDATE mentions SET (user_label, label_id) = (SELECT label, label_id FROM labels_held AS h WHERE h.id = mentions.id)
  WHERE story = new.story AND story <> '' AND +brand = new.brand;
END;
CREATE TRIGGER hourly_insert AFTER INSERT ON mentions WHEN new.current BEGIN
  INSERT INTO hourly
  SELECT substr(new.published, 1, 10), new.brand, CAST(substr(new.published, 12, 2) AS INTEGER), lang, feed_id, 1,
         new.label IS 'negative', new.label IS 'neutral', new.label IS 'positive', new.score IS NOT NULL,
         coalesce(CAST(round(new.score * 1000000) AS INTEGER), 0)
  FROM entries WHERE id = new.entry_id
  ON CONFLICT (day, brand, hour, lang, feed_id) DO UPDATE SET
    mentions = mentions + 1, negative = negative + excluded.negative, neutral = neutral + excluded.neutral,
    positive = positive + excluded.positive, scored = scored + excluded.scored, score = score + excluded.score;
END;
CREATE TRIGGER hourly_delete BEFORE DELETE ON mentions WHEN old.current BEGIN
  INSERT INTO hourly
  SELECT substr(old.published, 1, 10), old.brand, CAST(substr(old.published, 12, 2) AS INTEGER), lang, feed_id, -1,
         -(old.label IS 'negative'), -(old.label IS 'neutral'), -(old.label IS 'positive'), -(old.score IS NOT NULL),
         -coalesce(CAST(round(old.score * 1000000) AS INTEGER), 0)
  FROM entries WHERE id = old.entry_id
  ON CONFLICT (day, brand, hour, lang, feed_id) DO UPDATE SET
    mentions = mentions - 1, negative = negative + excluded.negative, neutral = neutral + excluded.neutral,
    positive = positive + excluded.positive, scored = scored + excluded.scored, score = score + excluded.score;
END;
CREATE TRIGGER hourly_update AFTER UPDATE OF current, user_label, machine_label, machine_score ON mentions
WHEN (old.current, old.label, old.score) IS NOT (new.current, new.label, new.score) BEGIN
  INSERT INTO hourly
  SELECT substr(new.published, 1, 10), new.brand, CAST(substr(new.published, 12, 2) AS INTEGER), lang, feed_id, sign,
         sign * (label IS 'negative'), sign * (label IS 'neutral'), sign * (label IS 'positive'),
         sign * (score IS NOT NULL), sign * coalesce(CAST(round(score * 1000000) AS INTEGER), 0)
  FROM (SELECT -1 AS sign, old.label AS label, old.score AS score WHERE old.current
        UNION ALL SELECT 1, new.label, new.score WHERE new.current) CROSS JOIN entries ON entries.id = new.entry_id
  WHERE true
  ON CONFLICT (day, brand, hour, lang, feed_id) DO UPDATE SET
    mentions = mentions + excluded.mentions, negative = negative + excluded.negative,
    neutral = neutral + excluded.neutral, positive = positive + excluded.positive, scored = scored + excluded.scored,
    score = score + excluded.score;
END;
CREATE TRIGGER hourly_empty AFTER UPDATE ON hourly
WHEN new.mentions = 0 AND new.negative = 0 AND new.neutral = 0 AND new.positive = 0 AND new.scored = 0
  AND new.score = 0 BEGIN
  DELETE FROM hourly
  WHERE day = new.day AND brand = new.brand AND hour = new.hour AND lang = new.lang AND feed_id = new.feed_id;
END;
CREATE TRIGGER entries_move BEFORE UPDATE OF published, lang, feed_id ON entries
WHEN (old.published, old.lang, old.feed_id) IS NOT (new.published, new.lang, new.feed_id) BEGIN
  INSERT INTO hourly
  SELECT substr(m.published, 1, 10), m.brand, CAST(substr(m.published, 12, 2) AS INTEGER), old.lang, old.feed_id, -1,
         -(m.label IS 'negative'), -(m.label IS 'neutral'), -(m.label IS 'positive'), -(m.score IS NOT NULL),
         -coalesce(CAST(round(m.score * 1000000) AS INTEGER), 0)
  FROM mentions AS m WHERE m.entry_id = old.id AND m.current
  ON CONFLICT (day, brand, hour, lang, feed_id) DO UPDATE SET
    mentions = mentions - 1, negative = negative + excluded.negative, neutral = neutral + excluded.neutral,
    positive = positive + excluded.positive, scored = scored + excluded.scored, score = score + excluded.score;
END;
CREATE TRIGGER entries_moved AFTER UPDATE OF published, lang, feed_id ON entries
WHEN (old.published, old.lang, old.feed_id) IS NOT (new.published, new.lang, new.feed_id) BEGIN
  UPDATE mentions SET published = new.published WHERE entry_id = new.id AND published <> new.published;
  INSERT INTO hourly
  SELECT substr(m.published, 1, 10), m.brand, CAST(substr(m.published, 12, 2) AS INTEGER), new.lang, new.feed_id, 1,
         m.label IS 'negative', m.label IS 'neutral', m.label IS 'positive', m.score IS NOT NULL,
         coalesce(CAST(round(m.score * 1000000) AS INTEGER), 0)
  FROM mentions AS m WHERE m.entry_id = new.id AND m.current
  ON CONFLICT (day, brand, hour, lang, feed_id) DO UPDATE SET
    mentions = mentions + 1, negative = negative + excluded.negative, neutral = neutral + excluded.neutral,
    positive = positive + excluded.positive, scored = scored + excluded.scored, score = score + excluded.score;
END;
CREATE TRIGGER entries_delete BEFORE DELETE ON entries BEGIN
  DELETE FROM mentions WHERE entry_id = old.id;
END;
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit only grows'); END;
CREATE TRIGGER audit_as_it_was BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit only grows'); END;
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id) BEGIN
  SELECT raise(ABORT, 'audit only grows');
END;
CREATE TRIGGER listening_mention AFTER UPDATE OF brand, published, fetched, user_label, machine_label, story, current
ON mentions
WHEN (old.current OR new.current) AND (old.brand, old.published, old.fetched, old.label, old.story, old.current)
  IS NOT (new.brand, new.published, new.fetched, new.label, new.story, new.current) BEGIN
  DELETE FROM listening
  WHERE brand IN (old.brand, new.brand) AND reached >= new.id AND since <= max(old.fetched, new.fetched);
END;
CREATE TRIGGER listening_delete AFTER DELETE ON mentions WHEN old.current BEGIN
  DELETE FROM listening WHERE brand = old.brand AND reached >= old.id AND since <= old.fetched;
END;
CREATE TRIGGER listening_entry AFTER UPDATE OF feed_id, url, thread, author, author_email, author_url, text ON entries
WHEN (old.feed_id, old.url, old.thread, old.author, old.author_email, old.author_url, substr(old.text, 1, 400))
  IS NOT (new.feed_id, new.url, new.thread, new.author, new.author_email, new.author_url, substr(new.text, 1, 400)) BEGIN
  DELETE FROM listening WHERE brand IN (
    SELECT m.brand FROM mentions AS m CROSS JOIN listening AS l ON l.brand = m.brand
    WHERE m.entry_id = new.id AND m.current AND m.id <= l.reached AND m.fetched >= l.since);
END;
CREATE TRIGGER listening_feed AFTER UPDATE OF source, author_role ON feeds
WHEN (old.source, old.author_role) IS NOT (new.source, new.author_role) BEGIN
  DELETE FROM listening WHERE EXISTS (
    SELECT 1 FROM entries AS e CROSS JOIN mentions AS m ON m.entry_id = e.id
    WHERE e.feed_id = new.id AND m.brand = listening.brand AND m.current AND m.fetched >= listening.since);
END;
CREATE TRIGGER listening_brand AFTER DELETE ON brands BEGIN
  DELETE FROM listening WHERE brand = old.name;
END;
CREATE TRIGGER author_roles_let_go AFTER UPDATE OF let_go ON entries WHEN new.let_go IS NOT NULL BEGIN
  DELETE FROM author_roles WHERE entry_id = new.id;
END;
CREATE TRIGGER author_roles_signed AFTER UPDATE OF author, author_email, author_url ON entries
WHEN (old.author, old.author_email, old.author_url) IS NOT (new.author, new.author_email, new.author_url) BEGIN
  DELETE FROM author_roles WHERE entry_id = new.id;
END;
CREATE TRIGGER listening_role_told AFTER INSERT ON author_roles BEGIN
  DELETE FROM listening WHERE brand IN (
    SELECT m.brand FROM mentions AS m CROSS JOIN listening AS l ON l.brand = m.brand
    WHERE m.entry_id = new.entry_id AND m.current AND m.id <= l.reached AND m.fetched >= l.since);
END;
CREATE TRIGGER listening_role AFTER UPDATE OF role ON author_roles WHEN old.role <> new.role BEGIN
  DELETE FROM listening WHERE brand IN (
    SELECT m.brand FROM mentions AS m CROSS JOIN listening AS l ON l.brand = m.brand
    WHERE m.entry_id = new.entry_id AND m.current AND m.id <= l.reached AND m.fetched >= l.since);
END;
CREATE TRIGGER listening_role_gone AFTER DELETE ON author_roles BEGIN
  DELETE FROM listening WHERE brand IN (
    SELECT m.brand FROM mentions AS m CROSS JOIN listening AS l ON l.brand = m.brand
    WHERE m.entry_id = old.entry_id AND m.current AND m.id <= l.reached AND m.fetched >= l.since);
END;
