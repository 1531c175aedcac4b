-- Messages of more kinds, by more ways; who has one already, when it is tried next, and what was said the last time.

DROP INDEX outbox_by_name;
DROP INDEX outbox_waiting;
ALTER TABLE outbox RENAME TO outbox_before;
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
) STRICT;
INSERT INTO outbox (id, kind, name, since, until, message_id, recipients, taken, refused, state, tries, tried, expires, sent,
                    message)
SELECT id, kind, name, since, until, message_id, recipients,
       (SELECT json_group_array(one.value) FROM json_each(recipients) AS one
        WHERE state = 'sent' AND NOT EXISTS (SELECT 1 FROM json_each(refused) AS no WHERE instr(one.value, no.value))),
       refused, state, tries, tried, iif(state = 'waiting', strftime('%Y-%m-%dT%H:%M:%SZ', until, '+5 days'), NULL), sent,
       message
FROM outbox_before ORDER BY id;
DROP TABLE outbox_before;
CREATE INDEX outbox_by_name ON outbox (kind, name, until);
CREATE INDEX outbox_waiting ON outbox (id) WHERE state = 'waiting';
CREATE INDEX outbox_by_alert ON outbox (alert) WHERE alert IS NOT NULL;
