-- The same comment by two feeds is found at once, however many there are of its page.

CREATE INDEX comments_by_url ON entries (digest, url, author) WHERE kind = 'comment';
CREATE INDEX comments_by_own_id ON entries (digest, own_id, author) WHERE kind = 'comment' AND own_id <> '';
