-- Who an author is to the company, where more is known of them than their feed declares; feeds that tell of edits.

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

-- whose text is let go, or who is forgotten, leaves no role either
CREATE TRIGGER author_roles_let_go AFTER UPDATE OF let_go ON entries WHEN new.let_go IS NOT NULL BEGIN
  DELETE FROM author_roles WHERE entry_id = new.id;
END;

-- what told it is gone: whoever writes another author tells whose role that is
CREATE TRIGGER author_roles_signed AFTER UPDATE OF author, author_email, author_url ON entries
WHEN (old.author, old.author_email, old.author_url) IS NOT (new.author, new.author_email, new.author_url) BEGIN
  DELETE FROM author_roles WHERE entry_id = new.id;
END;

-- as steps/011: what the detector has heard is heard again where it was by somebody else than it seemed
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

-- for the program's own use: its entries tell what was changed on a page
ALTER TABLE feeds ADD COLUMN edits INTEGER NOT NULL DEFAULT 0 CHECK (edits = 0 OR edits = 1);

DROP VIEW mentions_flat;
DROP VIEW share_of_voice;

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
