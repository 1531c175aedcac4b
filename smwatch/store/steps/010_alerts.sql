-- What people say about alerts, which feeds an alert did without, and up to when brands were judged.

CREATE TABLE alert_notes (
  -- what people noted about an alert, the reason for closing it included; they go with it
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  alert_id INTEGER NOT NULL REFERENCES alerts (id) ON DELETE CASCADE,
  at       TEXT NOT NULL,                           -- when it was noted
  who      TEXT NOT NULL,                           -- $SMWATCH_USER, or the name of the system's user
  text     TEXT NOT NULL
) STRICT;
CREATE INDEX alert_notes_by_alert ON alert_notes (alert_id);

-- feeds of the brand that were silent or failing when the alert was at its loudest: [address, source, silent or failing,
-- since when]
ALTER TABLE alerts ADD COLUMN unheard TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(unheard));

-- for the program's own use: up to when it was judged; only a mention fetched since then can open an alert
ALTER TABLE brands ADD COLUMN judged TEXT;
UPDATE brands SET judged = (SELECT max(started) FROM scans WHERE ended IS NOT NULL);
