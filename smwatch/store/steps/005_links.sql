-- One page has many addresses: what links are compared by leaves out AMP, mobile hosts, redirects and trackers.

-- for the program's own use: thread as links are compared by
ALTER TABLE entries ADD COLUMN thread_link TEXT NOT NULL DEFAULT '';
ALTER TABLE feeds ADD COLUMN thread_link TEXT NOT NULL DEFAULT '';

UPDATE entries SET link = same_link(url) WHERE url <> '' AND link <> same_link(url);
UPDATE entries SET thread_link = same_link(thread) WHERE thread <> '';
UPDATE feeds SET thread_link = same_link(thread) WHERE thread <> '';

DROP INDEX entries_by_thread;
DROP INDEX feeds_by_thread;
CREATE INDEX entries_by_thread ON entries (thread_link) WHERE thread_link <> '';
CREATE INDEX feeds_by_thread ON feeds (thread_link) WHERE thread_link <> '';
