-- What a digest told of is known by numbers, which rise as mentions are stored, and no longer by times alone.

-- number of the last mention that a digest knew of; the next one tells what came after it; NULL: that was not kept
ALTER TABLE outbox ADD COLUMN reached INTEGER;
