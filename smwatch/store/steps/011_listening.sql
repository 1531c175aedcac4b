-- What the detector knows of each brand, kept between two scans, so that each mention is heard once.

CREATE TABLE listening (
  -- for the program's own use: how far the detector has listened to a brand. No row: it hears all again
  brand   TEXT PRIMARY KEY,
  reached INTEGER NOT NULL,                         -- the last mention that was stored by then, of any brand
  since   TEXT NOT NULL,                            -- what was fetched before doesn't matter any more
  state   BLOB NOT NULL                             -- what it knows, in numbers; empty: it is listening just now
) STRICT;

-- A state is thrown away when anything changes that it rests on: mentions that it has heard, or that it would have heard.
-- A new mention costs nothing here: it has a higher number.
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
-- of the text only what voices.py looks at: most edits come later in it
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
