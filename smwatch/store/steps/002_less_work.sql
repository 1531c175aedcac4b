-- What makes a poll cheap: entries known by their bytes, and a full-text index of what is searched, mentions, alone.

-- for the program's own use: what each entry of its last document is known by, 16 bytes an entry (feeds/split.py)
ALTER TABLE feeds ADD COLUMN marks BLOB NOT NULL DEFAULT x'';

DROP TRIGGER entries_search_insert;
DROP TRIGGER entries_search_forget;
DROP TRIGGER entries_search_update;
DROP TRIGGER entries_search_delete;
DROP TABLE entries_search;
DROP VIEW entries_spelt;

-- Full-text search of entries that are mentions: no accents, no case, oe for the ligature. The index holds no text of
-- its own: it reads it through entries_spelt, and triggers keep it right whoever writes.
CREATE VIEW entries_spelt AS
SELECT id,
       replace(replace(replace(replace(title, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS title,
       replace(replace(replace(replace(text, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE') AS text
FROM entries WHERE EXISTS (SELECT 1 FROM mentions WHERE entry_id = entries.id);
CREATE VIRTUAL TABLE entries_search USING fts5 (
  title, text, content = 'entries_spelt', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO entries_search (entries_search) VALUES ('rebuild');

-- an entry comes into the index with its first mention, and leaves it with its last
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
