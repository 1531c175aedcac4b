-- Copies of one text are one story, however they were cut and dressed. Kept for as long as a story may be joined.

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

-- whoever makes an entry a mention; what it tells about a second brand is the same story
CREATE TRIGGER mentions_story AFTER INSERT ON mentions BEGIN
  INSERT OR IGNORE INTO story_texts (entry_id, fetched) VALUES (new.entry_id, new.fetched);
END;
CREATE TRIGGER mentions_same_story AFTER INSERT ON mentions
WHEN EXISTS (SELECT 1 FROM mentions WHERE entry_id = new.entry_id AND id < new.id AND story NOT IN ('', new.story)) BEGIN
  UPDATE mentions SET story = (
    SELECT story FROM mentions WHERE entry_id = new.entry_id AND id < new.id AND story <> '' LIMIT 1
  ) WHERE id = new.id;
END;

-- those of the last four weeks may be copied yet; they keep the story that they have
INSERT INTO story_texts (entry_id, fetched)
SELECT entry_id, min(fetched) FROM mentions
WHERE fetched >= (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(fetched), '-28 days') FROM mentions)
GROUP BY entry_id;
