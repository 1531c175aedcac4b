"""SQLite's words and PostgreSQL's: the rules that sqlglot doesn't know."""

from __future__ import annotations

import pytest

from smwatch.store.postgres.dialect import translated

SAID = [
    ("SELECT 1 FROM feeds WHERE enabled AND NOT gone", "enabled <> 0 AND NOT gone <> 0"),
    ("SELECT sum(a = b) FROM t", "SUM(CAST((a = b) AS INT))"),
    ("UPDATE feeds SET followed = NOT followed", "SET followed = CAST((NOT followed <> 0) AS INT)"),
    ("SELECT 1 FROM t WHERE a IS b AND c IS NOT d", "a IS NOT DISTINCT FROM b AND c IS DISTINCT FROM d"),
    ("SELECT 1 FROM t WHERE id = ? AND url = ?", "id = %s AND url = %s"),
    ("SELECT :url, '100 %' FROM t WHERE a = :url", "SELECT %(url)s, '100 %%' FROM t WHERE a = %(url)s"),
    ("SELECT ?1, ?2, ?1, '?1'", "SELECT %(p1)s, %(p2)s, %(p1)s, '?1'"),
    ("SELECT 1 FROM a CROSS JOIN b ON b.id = a.id", "FROM a JOIN b ON b.id = a.id"),
    ("SELECT 1 FROM mentions AS m INDEXED BY mentions_by_story WHERE +m.id > 3", "FROM mentions AS m WHERE m.id > 3"),
    ("INSERT OR IGNORE INTO t (a) VALUES (?)", "INSERT INTO t (a) VALUES (%s) ON CONFLICT DO NOTHING"),
    (
        "INSERT INTO t (a, n) VALUES (?, 1) ON CONFLICT (a) DO UPDATE SET n = n + excluded.n WHERE n < 5",
        "ON CONFLICT(a) DO UPDATE SET n = t.n + excluded.n WHERE t.n < 5",
    ),
    ("SELECT 1 FROM t LIMIT :most", "LIMIT NULLIF(%(most)s, -1)"),
    ("SELECT 1 FROM t ORDER BY published DESC, id", "ORDER BY published DESC, id"),
    ("SELECT 1 FROM t ORDER BY next_poll", "ORDER BY next_poll NULLS FIRST"),
    ("SELECT max(a, b), max(a) FROM t", "SELECT GREATEST(a, b), MAX(a)"),
    ("SELECT 1 FROM t WHERE url NOT GLOB 'import:*'", "NOT url LIKE 'import:%%'"),
    ("SELECT 1 FROM t WHERE source = :source COLLATE NOCASE", "smwatch_nocase(source) = smwatch_nocase(%(source)s)"),
    ("SELECT 1 FROM t WHERE id IN (SELECT value FROM json_each(?))", "SELECT value FROM smwatch_numbers(%s)"),
    ("SELECT 1 FROM t WHERE url IN (SELECT value FROM json_each(?))", "SELECT value FROM smwatch_texts(%s)"),
    (
        "SELECT 1 FROM json_each(?) AS c JOIN t ON t.id = c.value ->> 0",
        "smwatch_rows(%s) AS c JOIN t ON t.id = CAST(JSON_EXTRACT_PATH_TEXT(c.value, '0') AS BIGINT)",
    ),
    ("SELECT 1 FROM s WHERE s.entries_search MATCH :search", "WHERE smwatch_holds(s.words, %(search)s)"),
    ("SELECT 1 FROM (SELECT 1 FROM t)", "FROM (SELECT 1 FROM t) AS "),
    ("UPDATE feeds SET marks = x''", "SET marks = CAST('\\x' AS BYTEA)"),
    ("SELECT 1 WHERE (a, b) IN heard", "(a, b) IN (SELECT * FROM heard)"),
    ("PRAGMA secure_delete = ON", "SELECT 0"),
    ("ROLLBACK TO place", "ROLLBACK TO place"),
]


@pytest.mark.parametrize(("said", "wanted"), SAID)
def test_says_the_same(said: str, wanted: str) -> None:
    assert wanted.lower() in translated(said).lower()


def test_a_pattern_that_it_can_not_say_is_no_other_pattern() -> None:
    with pytest.raises(NotImplementedError):
        translated("SELECT 1 FROM t WHERE a GLOB '*x*'")
