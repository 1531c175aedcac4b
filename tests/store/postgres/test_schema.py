"""PostgreSQL's schema means what SQLite's means: the same columns, and after the same statements the same rows."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from smwatch.store.connection import VERSION
from smwatch.store.search import match_text

if TYPE_CHECKING:
    import psycopg

    Theirs = psycopg.Connection[Any]

pytestmark = pytest.mark.postgres

_TYPES = {"INTEGER": "bigint", "TEXT": "text", "REAL": "double precision", "BLOB": "bytea"}
_OF_SQLITE = """SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE '%sqlite\\_%' ESCAPE '\\'
                AND name NOT LIKE 'entries\\_search%' ESCAPE '\\' ORDER BY name"""
_NO_WORDS_STORED = {"entries_search_forget", "entries_move"}
"""Triggers that PostgreSQL needs none of: what was stored is known when it goes; AFTER sees old and new."""


def _known(ours: sqlite3.Connection, kind: str) -> list[str]:
    return [name for (name,) in ours.execute(_OF_SQLITE, (kind,))]


def _columns(theirs: Theirs, table: str) -> list[tuple[str, str, bool, bool]]:
    rows = theirs.execute(
        """SELECT column_name, data_type, is_nullable = 'NO', is_generated = 'ALWAYS' FROM information_schema.columns
           WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position""",
        (table,),
    )
    return [(name, kind, needed, made) for name, kind, needed, made in rows]


def test_has_the_same_tables_and_columns(ours: sqlite3.Connection, theirs: Theirs) -> None:
    tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
    apart = {"smwatch_schema", "smwatch_leases", "entries_search"}
    assert {name for (name,) in theirs.execute(tables)} - apart == {*_known(ours, "table")}
    for table in _known(ours, "table"):
        wanted = [
            (name, _TYPES[kind], bool(needed or key), hidden > 1)
            for _, name, kind, needed, _, key, hidden in ours.execute(f"PRAGMA table_xinfo({table})")
        ]
        found = _columns(theirs, table)
        if table == "listed":
            assert found.pop()[0] == "rowid"
        assert found == wanted, table


def test_has_the_same_views(ours: sqlite3.Connection, theirs: Theirs) -> None:
    found = theirs.execute("SELECT viewname::text FROM pg_views WHERE schemaname = 'public' ORDER BY viewname")
    assert [name for (name,) in found] == _known(ours, "view")
    for view in _known(ours, "view"):
        wanted = [row[1] for row in ours.execute(f"PRAGMA table_xinfo({view})")]
        assert [name for name, *_ in _columns(theirs, view)] == wanted, view


def test_has_the_same_indexes_and_triggers(ours: sqlite3.Connection, theirs: Theirs) -> None:
    indexes = {name for (name,) in theirs.execute("SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public'")}
    made = {name for name in indexes if not name.endswith(("_pkey", "_key"))}
    assert made - {"entries_search_words", "smwatch_leases_by_holder"} == {*_known(ours, "index")}
    triggers = "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal"
    named = ours.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    wanted = {name for (name,) in named} - _NO_WORDS_STORED | {"audit_not_emptied"}
    assert {name for (name,) in theirs.execute(triggers)} == wanted


def test_has_the_same_foreign_keys(ours: sqlite3.Connection, theirs: Theirs) -> None:
    actions = {"NO ACTION": "a", "CASCADE": "c", "SET NULL": "n"}
    wanted = sorted(
        (table, row[3], row[2], actions[row[6]])
        for table in _known(ours, "table")
        for row in ours.execute(f"PRAGMA foreign_key_list({table})")
    )
    found = theirs.execute(
        """SELECT c.conrelid::regclass::text, a.attname::text, c.confrelid::regclass::text, c.confdeltype::text
           FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
           WHERE c.contype = 'f'"""
    )
    assert sorted(found.fetchall()) == wanted


def test_compares_text_by_its_bytes_and_knows_its_version(theirs: Theirs) -> None:
    collated = """SELECT table_name, column_name FROM information_schema.columns
                  WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"""
    assert theirs.execute(collated).fetchall() == []
    assert theirs.execute("SELECT version FROM smwatch_schema").fetchone() == (VERSION,)


def test_needs_no_extension(theirs: Theirs) -> None:
    assert theirs.execute("SELECT extname::text FROM pg_extension").fetchall() == [("plpgsql",)]


# Words

SAID = (
    "Le bœuf d'Étienne, à la crème brûlée",
    "ŒUVRE Æsop Cœur coeur œ",
    "Montréal (Québec) — 1,5 M$ de pertes ; 12.5 %, 1e5 et 0x1F",
    "n° 5, 2e, 1re, H2O, covid-19, 24h/24",
    "l’été « où » ça… «tout» va\u00a0bien ?",
    "e\u0301te\u0301 de\u0301compose\u0301, Cafe\u0301",
    "https://exemple.ca/a_b?c=d&é=%C3%A9#fin",
    "jeanne@exemple.ca @jeanne #rappel",
    "don't can’t o'neil rock'n'roll",
    "Ǆ ǅ ǆ Ǿ ǿ Đđ Łł Øø Þþ ß ẞ",
    "İstanbul ıspanak ŞİŞLİ",
    "ΟΔΟΣ Οδός ἀρχή",
    "Привет, ёлка! Йод и ЙОД",
    "日本語のテキスト 東京、大阪",
    "한국어 텍스트",
    "مرحبا بالعالم ١٢٣",
    "हिन्दी में पाठ",
    "½ ² ³ Ⅳ ⅷ ① 10⁶ x²",
    "ﬁn ﬂeur ＡＢＣ ａｂｃ",
    "😀 smile 👩‍👩‍👧 famille ❤️",
    "soft\u00adhyphen zero\u200bwidth non\u2011breaking",
    "tab\tnew\nline\r\n\u2028para\u0085x",
    "it''s \"quoted\" \\back:slash & | ! <-> (x):*",
    "   ",
    "",
    "!!! ... ???",
    "ữ ế Ở Việt Nam Đà Nẵng",
    "å Å Å ñ Ñ ç Ç ÿ Ÿ",
    "naïve façade coöperate Noël",
    "a_b-c.d/e\\f|g",
    "𝐁𝐨𝐥𝐝 𝒮cript",
    "x" * 3_000 + " fin",
)


def _told(ours: sqlite3.Connection, said: str) -> list[tuple[int, str]]:
    ours.execute("CREATE VIRTUAL TABLE temp.f USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
    ours.execute("CREATE VIRTUAL TABLE temp.v USING fts5vocab (temp, f, instance)")
    for spelt, plain in (("œ", "oe"), ("Œ", "OE"), ("æ", "ae"), ("Æ", "AE")):
        said = said.replace(spelt, plain)
    ours.execute("INSERT INTO temp.f (text) VALUES (?)", (said,))
    return [(place + 1, word) for word, place in ours.execute('SELECT term, "offset" FROM temp.v ORDER BY "offset"')]


@pytest.mark.parametrize("said", SAID)
def test_sees_the_words_that_sqlite_sees(ours: sqlite3.Connection, shared: Theirs, said: str) -> None:
    words = "SELECT unnest(positions)::bigint - 2, lexeme FROM unnest(smwatch_words('', %s)) ORDER BY 1"
    wanted = [(place, word[:500]) for place, word in _told(ours, said)]
    assert shared.execute(words, (said,)).fetchall() == wanted


def test_a_title_counts_more_and_no_phrase_runs_on_into_the_text(shared: Theirs) -> None:
    found = shared.execute("SELECT smwatch_words('Air Canada', 'les œufs')::text").fetchone()
    assert found == ("'air':1A 'canada':2A 'les':4 'oeufs':5",)


@pytest.mark.parametrize(
    "text",
    [
        "mot " * 50_000,
        " ".join(f"m{n}" for n in range(40_000)),
        "x" * 200_000,
        " ".join(map(chr, range(0x4E00, 0x9FA0))),
    ],
    ids=["one word", "many words", "no space", "many signs"],
)
def test_takes_any_text_that_is_kept(shared: Theirs, text: str) -> None:
    found = shared.execute("SELECT length(smwatch_words(%s, %s))", ("Un titre", text[:200_000])).fetchone()
    assert found is not None
    assert found[0] > 2


ENTRIES = {
    1: ("Rappel d'œufs chez Nordelait", "Les œufs bruns d'Air Canada"),
    2: ("Air", "Canada rappelle ses rappeurs"),
    3: ("Concours", "Un concours : gagnez des oeufs d'Air Canada"),
    4: ("AIR CANADA", "Été à Montréal, l'aéroport"),
    5: ("", "air air canada canada"),
}
ASKED = (
    "rappel*",
    '"Air Canada" œufs',
    'rappel* "Air Canada" œufs -concours',
    "-concours",
    "oeufs -concours -air",
    "montreal",
    "l'aéroport",
    '"air cana*"',
    "cana*",
    "NOT",
    "NOT -OR",
    '"',
    "ÉTÉ",
    "air-canada",
)


@pytest.mark.parametrize("asked", ASKED)
def test_finds_what_sqlite_finds(ours: sqlite3.Connection, shared: Theirs, asked: str) -> None:
    ours.execute("CREATE VIRTUAL TABLE temp.s USING fts5 (title, text, tokenize = 'unicode61 remove_diacritics 2')")
    wanted, found = set[int](), set[int]()
    for number, (title, text) in ENTRIES.items():
        spelt = (title.replace("œ", "oe"), text.replace("œ", "oe"))
        ours.execute("INSERT INTO temp.s (rowid, title, text) VALUES (?, ?, ?)", (number, *spelt))
        ask = "SELECT smwatch_words(%s, %s) @@ smwatch_sought(%s)"
        if shared.execute(ask, (title, text, match_text(asked))).fetchone() == (True,):
            found.add(number)
    if match := match_text(asked):
        wanted = {number for (number,) in ours.execute("SELECT rowid FROM temp.s WHERE s MATCH ?", (match,))}
    assert found == wanted


def test_looks_words_up_in_the_index(theirs: Theirs) -> None:
    theirs.execute("SET LOCAL enable_seqscan = off")
    theirs.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # as a statement that is asked often may get
    theirs.execute("PREPARE asked (text) AS SELECT rowid FROM entries_search AS s WHERE smwatch_holds(s.words, $1)")
    plan = theirs.execute("EXPLAIN EXECUTE asked ('\"oeufs\"')").fetchall()
    theirs.execute("DEALLOCATE asked")
    assert any("entries_search_words" in line for (line,) in plan)


def test_ranks_a_title_first(shared: Theirs) -> None:
    ask = "SELECT smwatch_rank(smwatch_words(%s, %s), smwatch_sought(%s))"
    by_title = shared.execute(ask, ("oeufs", "rien", '"oeufs"')).fetchone()
    by_text = shared.execute(ask, ("rien", "oeufs", '"oeufs"')).fetchone()
    assert by_title is not None
    assert by_text is not None
    assert by_title[0] < by_text[0] < 0


@pytest.mark.parametrize(
    ("theirs_say", "ours_say", "given"),
    [
        ("smwatch_json_valid(%s)::int", "json_valid(?)", ('{"a": [1, "é"]}',)),
        ("smwatch_json_valid(%s)::int", "json_valid(?)", ("{a}",)),
        ("smwatch_json_valid(%s)::int", "json_valid(?)", ("",)),
        ("smwatch_round(%s)", "round(?)", (2.5,)),
        ("smwatch_round(%s)", "round(?)", (-1.5,)),
        ("smwatch_round(%s)", "round(?)", (-0.4,)),
        ("smwatch_two_digits(%s)", "printf('%02d', ?)", (7,)),
        ("smwatch_two_digits(%s)", "printf('%02d', ?)", (23,)),
        ("smwatch_date(%s, %s)", "date(?, ?)", ("2024-03-01", "-1 days")),
        ("(SELECT string_agg(key || '=' || value, ',') FROM smwatch_numbers(%s))",
         "(SELECT group_concat(key || '=' || value, ',') FROM json_each(?))", ("[8, 123456789012]",)),
        ("(SELECT string_agg(key || '=' || value, ',') FROM smwatch_texts(%s))",
         "(SELECT group_concat(key || '=' || value, ',') FROM json_each(?))", ('["é", "a\\"b", ""]',)),
        ("(SELECT string_agg(key || '=' || value, ',') FROM smwatch_pairs(%s))",
         "(SELECT group_concat(key || '=' || value, ',') FROM json_each(?))", ('{"1": "x", "2": "y"}',)),
        ("(SELECT count(*) FROM smwatch_pairs(%s))", "(SELECT count(*) FROM json_each(?))", ("[]",)),
        ("(SELECT string_agg((value ->> 0) || (value ->> 1), ',') FROM smwatch_rows(%s))",
         "(SELECT group_concat((value ->> 0) || (value ->> 1), ',') FROM json_each(?))", ('[[1, "a"], [2, "b"]]',)),
    ],
)  # fmt: skip
def test_says_what_sqlite_says(
    ours: sqlite3.Connection, shared: Theirs, theirs_say: str, ours_say: str, given: tuple[object, ...]
) -> None:
    wanted = ours.execute(f"SELECT {ours_say}", given).fetchone()
    assert shared.execute(f"SELECT {theirs_say}".encode(), given).fetchone() == wanted
