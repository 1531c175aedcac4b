"""The same statements leave the same rows in PostgreSQL as in SQLite, whatever triggers they set off."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import psycopg

    Theirs = psycopg.Connection[Any]

pytestmark = pytest.mark.postgres

BEGUN = (
    """INSERT INTO feeds (id, url, source, link) VALUES
       (1, 'https://u:p@blog.example/feed', 'Le Blogue', 'u:p@blog.example/feed'),
       (2, 'https://news.example/rss', 'news.example', 'news.example/rss')""",
    "UPDATE feeds SET author_role = 'employee' WHERE id = 2",
    "INSERT INTO brands (name, since) VALUES ('Nestlé', '2010-03-22T08:00:00Z'), ('Air', '2010-03-22T08:00:00Z')",
    *(
        f"""INSERT INTO entries (id, feed_id, key, digest, kind, published, date_trust, fetched, lang, title, text)
            VALUES ({n}, {1 + n % 2}, 'k{n}', 'd{n}', 'entry', '2010-0{3 + n % 2}-22T{n:02}:00:00Z', 'feed',
                    '2010-03-22T08:00:00Z', 'fr', 'Titre {n}', 'Du chocolat {n}')"""
        for n in range(1, 6)
    ),
    """INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, machine_score, machine_label,
                             machine_scorer, story) VALUES
       (1, 1, 'Nestlé', 'NAMED', 'entry', '2010-04-22T01:00:00Z', '2010-03-22T08:00:00Z', -0.6, 'negative', 'v', 's1'),
       (2, 1, 'Air', 'NAMED', 'entry', '2010-04-22T01:00:00Z', '2010-03-22T08:00:00Z', 0.123456, 'positive', 'v', 's'),
       (3, 2, 'Nestlé', 'NAMED', 'entry', '2010-03-22T02:00:00Z', '2010-03-22T08:00:00Z', NULL, NULL, '', 's1'),
       (4, 3, 'Nestlé', 'PAGE', 'entry', '2010-04-22T03:00:00Z', '2010-03-22T08:00:00Z', 0.0, 'neutral', 'v', ''),
       (5, 4, 'Air', 'NAMED', 'entry', '2010-03-22T04:00:00Z', '2010-03-22T08:00:00Z', 0.5, 'positive', 'v', 's3')""",
)
HEARD = "INSERT INTO listening (brand, reached, since, state) VALUES ({}, 9, '2010-03-01T00:00:00Z', {})"
LABEL = """INSERT INTO labels (id, mention_id, brand, story, label, at, title, text, lang, spans, others,
                               machine_scorer)
           VALUES ({}, {}, '{}', '{}', '{}', '2010-03-23T08:00:00Z', '', '', 'fr', '[]', '[]', '')"""
GIVEN = LABEL.format(1, 1, "Nestlé", "s1", "positive")
ROLE = "INSERT INTO author_roles (entry_id, role) VALUES (2, 'official')"
STORIES: dict[str, tuple[str, ...]] = {
    "as it begins": (),
    "a label is given, of a whole story": (GIVEN,),
    "and is taken back": (GIVEN, "UPDATE labels SET removed = '2010-03-24T08:00:00Z' WHERE id = 1"),
    "two labels, the last holds": (GIVEN, LABEL.format(2, 3, "Nestlé", "s1", "neutral")),
    "a mention comes to a labelled story": (
        GIVEN,
        """INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, story)
           VALUES (6, 5, 'Nestlé', 'NAMED', 'entry', '2010-04-22T05:00:00Z', '2010-03-22T08:00:00Z', 's1')""",
    ),
    "stories are joined, labels and all": (GIVEN, "UPDATE mentions SET story = 's3' WHERE story = 's1'"),
    "a story splits": (GIVEN, "UPDATE mentions SET story = 's9' WHERE id = 1"),
    "another brand joins an entry's story": (
        """INSERT INTO mentions (id, entry_id, brand, why, kind, published, fetched, story)
           VALUES (6, 4, 'Nestlé', 'NAMED', 'entry', '2010-03-22T04:00:00Z', '2010-03-22T08:00:00Z', 's8')""",
    ),
    "scores change, all at once": ("UPDATE mentions SET machine_score = -0.25, machine_label = 'negative'",),
    "a score of half a millionth": ("UPDATE mentions SET machine_score = -0.0000025 WHERE id = 1",),
    "some are hidden": ("UPDATE mentions SET current = 0 WHERE brand = 'Nestlé'",),
    "and shown again": ("UPDATE mentions SET current = 0", "UPDATE mentions SET current = 1 WHERE id > 2"),
    "an entry moves in time": ("UPDATE entries SET published = '2011-01-01T23:00:00Z' WHERE id = 1",),
    "all entries move to one feed and language": ("UPDATE entries SET lang = 'en', feed_id = 1",),
    "an entry is edited": ("UPDATE entries SET title = 'Autre', text = 'Chose' WHERE id = 1",),
    "an entry is edited back": ("UPDATE entries SET text = text WHERE id = 1",),
    "an entry goes": (GIVEN, "DELETE FROM entries WHERE id = 1"),
    "all entries go": (GIVEN, "DELETE FROM entries"),
    "one of two mentions goes": ("DELETE FROM mentions WHERE id = 1",),
    "both go at once": ("DELETE FROM mentions WHERE entry_id = 1",),
    "a role is told": (ROLE,),
    "a role is told otherwise": (ROLE, "UPDATE author_roles SET role = 'press'"),
    "a role goes": (ROLE, "DELETE FROM author_roles"),
    "an author signs otherwise": (ROLE, "UPDATE entries SET author = 'Jeanne' WHERE id = 2"),
    "a text is let go": (ROLE, "UPDATE entries SET let_go = 'entry', text = '' WHERE id = 2"),
    "a feed is named otherwise": ("UPDATE feeds SET source = 'Autre' WHERE id = 2",),
    "a feed fails": ("UPDATE feeds SET failures = 2, silent = 'stopped' WHERE id = 1",),
    "a brand goes": ("DELETE FROM brands WHERE name = 'Air'",),
}
KEPT = (
    "SELECT * FROM hourly ORDER BY day, brand, hour, lang, feed_id",
    """SELECT id, entry_id, brand, published, score, label, scorer, user_label, label_id, story, current
       FROM mentions ORDER BY id""",
    "SELECT id, mention_id, story, label, removed FROM labels ORDER BY id",
    "SELECT * FROM labels_held ORDER BY id",
    "SELECT brand FROM listening ORDER BY brand",
    "SELECT * FROM author_roles ORDER BY entry_id",
    "SELECT entry_id, fetched FROM story_texts ORDER BY entry_id",
    "SELECT id, status, host FROM feeds ORDER BY id",
    "SELECT * FROM mentions_flat ORDER BY id",
    "SELECT * FROM daily ORDER BY day, brand, lang, source",
    "SELECT * FROM share_of_voice ORDER BY month, brand",
    "SELECT * FROM entries_spelt ORDER BY id",
)


@pytest.mark.parametrize("story", STORIES)
def test_leaves_the_same_rows(ours: sqlite3.Connection, theirs: Theirs, story: str) -> None:
    for statement in BEGUN:
        ours.execute(statement)
        theirs.execute(statement.encode())
    for brand in ("Nestlé", "Air"):
        ours.execute(HEARD.format("?", "?"), (brand, b"x"))
        theirs.execute(HEARD.format("%s", "%s").encode(), (brand, b"x"))
    for statement in STORIES[story]:
        ours.execute(statement)
        theirs.execute(statement.encode())
    for query in KEPT:
        assert theirs.execute(query.encode()).fetchall() == ours.execute(query).fetchall(), query
    searched = theirs.execute(
        "SELECT rowid, words = smwatch_words(title, text) FROM entries_search JOIN entries ON rowid = id"
    )
    assert sorted(searched.fetchall()) == [
        (n, True) for (n,) in ours.execute("SELECT id FROM entries_spelt ORDER BY id")
    ]


def test_makes_the_whole_index_anew(theirs: Theirs) -> None:
    for statement in BEGUN:
        theirs.execute(statement.encode())
    before = theirs.execute("SELECT * FROM entries_search ORDER BY rowid").fetchall()
    theirs.execute("DELETE FROM entries_search")
    theirs.execute("SELECT smwatch_search_again()")
    assert theirs.execute("SELECT * FROM entries_search ORDER BY rowid").fetchall() == before != []


NOTED = "INSERT INTO audit (id, at, who, what, subject) VALUES (1, '2010-03-22T08:00:00Z', '{}', 'label', 'mention')"


@pytest.mark.parametrize(
    "attempt", ["DELETE FROM audit", "UPDATE audit SET who = 'luc'", "TRUNCATE audit", NOTED.format("luc")]
)
def test_the_journal_only_grows(theirs: Theirs, attempt: str) -> None:
    import psycopg

    theirs.execute(NOTED.format("jeanne").encode())
    with pytest.raises(psycopg.IntegrityError, match="audit only grows"), theirs.transaction():
        theirs.execute(attempt.encode())
    assert theirs.execute("SELECT who FROM audit").fetchall() == [("jeanne",)]
