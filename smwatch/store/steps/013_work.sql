-- Who sees to what, by when, and what became of it; versions, so that two people at one database undo nothing unseen.

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

-- how often something was decided about the alert; by when it is to be answered, as the playbook said
ALTER TABLE alerts ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE alerts ADD COLUMN due TEXT;

-- which version of a mention's or alert's work a decision made; whose work it was, and has been since, in colleagues
ALTER TABLE audit ADD COLUMN version INTEGER;
ALTER TABLE audit ADD COLUMN whom_was INTEGER;
ALTER TABLE audit ADD COLUMN whom INTEGER;

CREATE TABLE voices (
  -- for the program's own use: comments by the company's own voice, by which answers are found
  mention_id INTEGER PRIMARY KEY REFERENCES mentions (id) ON DELETE CASCADE
) STRICT;
CREATE TABLE heeded (
  -- for the program's own use: the last mention that was looked at for whether it is an answer, or has one
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  reached INTEGER NOT NULL
) STRICT;
INSERT INTO heeded SELECT 1, coalesce(max(id), 0) FROM mentions;
