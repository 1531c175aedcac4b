-- People say what a mention feels, and their word wins, for its story too; what was learnt from that; scores made anew.

-- A column can't come to be computed: the table is made anew, and what hangs on it. What the scorer said and what a
-- person said stand apart, so that neither overwrites the other; score, label and scorer tell what counts.
DROP VIEW mentions_flat;
DROP VIEW daily;
DROP VIEW share_of_voice;
DROP TRIGGER entries_published;
DROP TRIGGER entries_search_forget;
DROP TRIGGER entries_search_update;
DROP TRIGGER entries_search_delete;
DROP VIEW entries_spelt;

CREATE TABLE mentions_anew (
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
INSERT INTO mentions_anew (
  id, entry_id, brand, why, kind, published, fetched, machine_score, machine_label, machine_scorer, story, status,
  assignee, tags, edited, current, spans, words
)
SELECT
  id, entry_id, brand, why, kind, published, fetched, score, label, scorer, story, status,
  assignee, tags, edited, current, spans, words
FROM mentions;
DELETE FROM sqlite_sequence WHERE name = 'mentions_anew';
INSERT INTO sqlite_sequence (name, seq) SELECT 'mentions_anew', seq FROM sqlite_sequence WHERE name = 'mentions';
DROP TABLE mentions;
ALTER TABLE mentions_anew RENAME TO mentions;
CREATE INDEX mentions_by_published ON mentions (published);
CREATE INDEX mentions_by_brand_published ON mentions (brand, published);
CREATE INDEX mentions_by_brand_fetched ON mentions (brand, fetched);
CREATE INDEX mentions_by_story ON mentions (story) WHERE story <> '';
CREATE INDEX mentions_by_scorer ON mentions (current, machine_scorer);

CREATE TRIGGER entries_published AFTER UPDATE OF published ON entries BEGIN
  UPDATE mentions SET published = new.published WHERE entry_id = new.id;
END;

CREATE VIEW entries_spelt AS
SELECT id,
       replace(replace(replace(replace(title, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS title,
       replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS text
FROM entries WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id);
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
CREATE TRIGGER entries_search_delete BEFORE DELETE ON entries BEGIN
  INSERT INTO entries_search (entries_search, rowid, title, text)
  SELECT 'delete', id, title, text FROM entries_spelt WHERE id = old.id;
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

CREATE VIEW mentions_flat AS
-- a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0;
-- a login in the feed's address is left out
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source,
       iif(instr(f.host, '@'),
           substr(f.url, 1, instr(f.url, '://') + 2) || '***@'
           || substr(f.url, instr(f.url, '://') + 3 + length(rtrim(f.host, replace(f.host, '@', '')))),
           f.url) AS feed,
       e.url, e.title, e.text, e.author, f.author_role, e.lang, m.score, m.label, m.scorer, m.story, e.thread, m.status, m.assignee, m.tags,
       m.kind, m.edited, m.current, m.worst, m.machine_score, m.machine_label, m.machine_scorer
FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id JOIN feeds AS f ON f.id = e.feed_id;

CREATE VIEW daily AS
-- mentions by the UTC day on which they were published; score is the mean, from -1 to 1, of scored ones
SELECT substr(m.published, 1, 10) AS day, m.brand, e.lang, f.source,
       count(*) AS mentions,
       count(*) FILTER (WHERE m.label = 'negative') AS negative,
       count(*) FILTER (WHERE m.label = 'neutral') AS neutral,
       count(*) FILTER (WHERE m.label = 'positive') AS positive,
       avg(m.score) AS score,
       count(*) FILTER (WHERE m.label IS NULL) AS unscored
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

-- Which label holds for which mention is told once, here, and kept right whoever writes: a new copy of a story, stories
-- that are found to be one, a label that is given or taken back.
CREATE VIEW labels_held AS
-- for the program's own use: the label that holds for a mention: its own, else the last that was given to its story
SELECT m.id, l.id AS label_id, l.label
FROM mentions AS m CROSS JOIN labels AS l ON l.id = coalesce(
  (SELECT max(own.id) FROM labels AS own WHERE own.mention_id = m.id AND own.removed IS NULL),
  (SELECT max(told.id) FROM labels AS told
   WHERE told.brand = m.brand AND told.story = m.story AND told.story <> '' AND told.removed IS NULL));

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
