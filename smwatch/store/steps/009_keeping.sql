-- Counts by the hour that are right whoever writes; journals of what was sent and decided; who asked to be forgotten.

DROP VIEW mentions_flat;
DROP VIEW daily;
DROP VIEW share_of_voice;
DROP TRIGGER entries_published;
DROP TRIGGER entries_search_delete;

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

INSERT INTO hourly
SELECT substr(m.published, 1, 10), m.brand, CAST(substr(m.published, 12, 2) AS INTEGER), e.lang, e.feed_id, count(*),
       count(*) FILTER (WHERE m.label = 'negative'), count(*) FILTER (WHERE m.label = 'neutral'),
       count(*) FILTER (WHERE m.label = 'positive'), count(m.score),
       coalesce(sum(CAST(round(m.score * 1000000) AS INTEGER)), 0)
FROM mentions AS m JOIN entries AS e ON e.id = m.entry_id
WHERE m.current
GROUP BY 1, 2, 3, 4, 5;

-- Each trigger takes away what was and adds what is, whichever of them comes first: sums don't mind the order.
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

-- An entry that is dated anew, or turns out to be in another language, takes its mentions along.
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
-- An entry takes its mentions with it while it is still there, so that the index and the counts can be told.
CREATE TRIGGER entries_delete BEFORE DELETE ON entries BEGIN
  DELETE FROM mentions WHERE entry_id = old.id;
END;

CREATE VIEW mentions_flat AS
-- a mention a row with all there is to know, as `smwatch mentions list --json` tells it; hidden ones have current = 0;
-- a login in the feed's address is left out. It uses no computed column, and says what kind its own are: so DuckDB reads
-- it as SQLite does.
SELECT m.id, m.brand, m.why, m.published, m.fetched, e.date_trust, f.source,
       CAST(CASE WHEN instr(f.host, '@') > 0
                 THEN substr(f.url, 1, instr(f.url, '://') + 2) || '***@'
                      || substr(f.url, instr(f.url, '://') + 3 + length(rtrim(f.host, replace(f.host, '@', ''))))
                 ELSE f.url END AS TEXT) AS feed,
       e.url, e.title, e.text, e.author, f.author_role, e.lang,
       CAST(CASE m.user_label WHEN 'negative' THEN -1.0 WHEN 'neutral' THEN 0.0 WHEN 'positive' THEN 1.0
                 ELSE m.machine_score END AS DOUBLE) AS score,
       CAST(coalesce(m.user_label, m.machine_label) AS TEXT) AS label,
       CAST(CASE WHEN m.user_label IS NULL THEN m.machine_scorer ELSE 'user' END AS TEXT) AS scorer,
       m.story, e.thread, m.status, m.assignee, m.tags, m.kind, m.edited, m.current, m.worst, m.machine_score,
       m.machine_label, m.machine_scorer, m.entry_id
FROM mentions AS m
JOIN entries AS e ON e.id = m.entry_id
JOIN (SELECT id, source, url, author_role, substr(link, 1, instr(link || '/', '/') - 1) AS host FROM feeds) AS f
  ON f.id = e.feed_id;

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

CREATE VIEW share_of_voice AS
-- of all mentions of a month (2010-03), which share, from 0 to 1, is about which brand; other spans: sum up `daily`
SELECT month, brand, mentions, CAST(1.0 * mentions / sum(mentions) OVER (PARTITION BY month) AS DOUBLE) AS share
FROM (SELECT substr(day, 1, 7) AS month, brand, CAST(sum(mentions) AS BIGINT) AS mentions FROM hourly GROUP BY 1, 2);

-- for the program's own use: what went with its text, where that isn't kept any more. entry: it mentioned nobody;
-- mention: it did, long ago; author: who wrote it asked to be forgotten. NULL: it is whole
ALTER TABLE entries ADD COLUMN let_go TEXT CHECK (let_go = 'entry' OR let_go = 'mention' OR let_go = 'author');

CREATE TABLE outbox (
  -- every message that smwatch sends: written before it goes out, so that none is lost, and what was sent can be told
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL CHECK (kind IN ('digest')),
  name       TEXT NOT NULL,                         -- of the digest in the config; '' where it has none
  since      TEXT,                                  -- it tells of the time from then on; NULL: that was not kept
  until      TEXT NOT NULL,                         -- and up to here
  message_id TEXT NOT NULL DEFAULT '',              -- its Message-ID, the same each time that it is tried
  recipients TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(recipients)), -- addresses
  refused    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused)),    -- of these, whom the server would not take it for
  state      TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given up')), -- given up: no server will take it
  tries      INTEGER NOT NULL DEFAULT 0,            -- how often it was handed to a server
  tried      TEXT,                                  -- when it was last tried
  sent       TEXT,                                  -- when the server took it
  message    BLOB                                   -- as it goes out; NULL once that is settled: texts are kept in one place
) STRICT;
CREATE INDEX outbox_by_name ON outbox (kind, name, until);
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
INSERT INTO outbox (kind, name, until, state, tries, tried, sent)
SELECT 'digest', name, sent, 'sent', 1, sent, sent FROM digests ORDER BY id;
DROP TABLE digests;

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
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, number);
CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'audit only grows'); END;
CREATE TRIGGER audit_as_it_was BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'audit only grows'); END;
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = new.id) BEGIN
  SELECT raise(ABORT, 'audit only grows');
END;

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
INSERT INTO forgotten_salt VALUES (randomblob(16));
