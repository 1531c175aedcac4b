"""`smwatch mentions import`: history on the first day, and no news of it."""

from __future__ import annotations

import csv
import io
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from smwatch import importing
from smwatch.models import Saved
from smwatch.store import open_store
from smwatch.store.imports import Imports
from tests.desk import MORNING, Desk, item
from tests.imports.exports import BRANDWATCH, MELTWATER, MENTION, text_of

LEXICON = '\n[sentiment]\nfr = "lexicon"\nen = "lexicon"\n'
HEADER = ("text", "date", "url", "author", "source")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANGRY, CALM = "Nordelait ment, c'est honteux et scandaleux :", "Nordelait, à propos :"
WORDS = "abri blé clé dune eau feu gare houx iris joug kaki lune mât nid orme pré quai rue sel tour".split()


def export(desk: Desk, rows: Iterable[Iterable[object]], name: str = "e.csv") -> str:
    out = io.StringIO()
    csv.writer(out).writerows([HEADER, *rows])
    (desk.folder / name).write_text(out.getvalue(), encoding="utf-8")
    return str(desk.folder / name)


def words(n: int, text: str = CALM) -> str:
    """What somebody says in words of their own: no copy of another's."""
    return f"{text} {' '.join(Random(n).choices(WORDS, k=12))}."


def said(n: int, at: datetime, text: str = CALM) -> tuple[str, ...]:
    return (words(n, text), at.isoformat(), f"https://mur.example/p/{n}", f"auteur {n}", "Le Mur")


def ordinary(days: int = 40, until: datetime = MORNING) -> list[tuple[str, ...]]:
    """Two calm voices a day, and a cross one every second day."""
    calm = [said(i, until - i * DAY / 2) for i in range(1, 2 * days)]
    return calm + [said(5_000 + i, until - 2 * i * DAY, ANGRY) for i in range(1, days // 2)]


def angry(count: int, until: datetime, first: int = 9_000) -> list[tuple[str, ...]]:
    return [said(first + i, until - i * HOUR / 6, ANGRY) for i in range(1, count + 1)]


def crowd(desk: Desk, count: int, path: str = "/mur/") -> None:
    """So many angry people on a feed, just now."""
    items = [
        item("Non", words(20_000 + n, ANGRY), link=f"http://m.example/{n}", author=f"voix {n}", at=desk.now - HOUR)
        for n in range(count)
    ]
    desk.feed(path, *items)


def stored(desk: Desk, sql: str) -> list[Any]:
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as database:
        return database.execute(sql).fetchall()


@pytest.fixture
def quick(desk: Desk) -> Desk:
    desk.config += LEXICON
    return desk


def test_a_crisis_on_the_first_day_is_found_with_a_history_and_not_without(quick: Desk) -> None:
    crowd(quick, 14)
    assert quick.runs("scan --json").json["alerts"] == []
    (quick.folder / "smwatch.db").unlink()
    done = quick.runs(f"mentions import {export(quick, ordinary())} --yes --json").json
    assert done["mentions"]["new"] == 98
    assert quick.runs("alerts --json").json == []
    (opened,) = quick.later(minutes=1).runs("scan --json").json["alerts"]
    assert (opened["kind"], opened["change"]) == ("crisis", "opened")
    (alert,) = quick.runs("alerts --json").json
    assert alert["negatives"] == 14
    assert alert["expected"] < 3


def test_a_crisis_of_the_past_raises_none_today_nor_does_one_of_last_night(quick: Desk) -> None:
    quick.feed("/mur/", item("Neuf", "Nordelait, du neuf.", link="http://m.example/0", at=MORNING - HOUR))
    quick.config += '\n[[notify]]\nurl = "json://127.0.0.1/"\n'
    rows = [*ordinary(), *angry(40, MORNING - 20 * DAY), *angry(30, MORNING, 12_000)]
    assert quick.runs(f"mentions import {export(quick, rows)} --yes").code == 0
    assert quick.later(minutes=1).runs("scan --json").json["alerts"] == []
    assert quick.later(hours=1).runs("scan --json").json["alerts"] == []
    assert stored(quick, "SELECT count(*) FROM alerts") == stored(quick, "SELECT count(*) FROM outbox") == [(0,)]


def test_last_nights_crisis_that_goes_on_is_told_by_the_first_voice_that_a_feed_brings(quick: Desk) -> None:
    rows = [*ordinary(), *angry(30, MORNING)]
    quick.runs(f"mentions import {export(quick, rows)} --yes")
    crowd(quick.later(minutes=90), 1)
    (opened,) = quick.runs("scan --json").json["alerts"]
    assert opened["change"] == "opened"


def test_an_import_while_one_listens_opens_no_alert_either(quick: Desk) -> None:
    quick.feed("/mur/", item("Neuf", "Nordelait, du neuf.", link="http://m.example/0"))
    quick.runs("scan")
    quick.later(days=8).runs("scan")
    rows = [*ordinary(40, quick.now), *angry(30, quick.now)]
    quick.runs(f"mentions import {export(quick, rows)} --yes")
    assert quick.later(minutes=1).runs("scan --json").json["alerts"] == []


def test_a_history_does_not_flood_what_somebody_has_not_listed(quick: Desk) -> None:
    quick.feed("/mur/", item("Neuf", "Nordelait, du neuf.", link="http://m.example/0"))
    quick.runs("scan")
    assert len(quick.runs("mentions --since last --as Jo --json").json) == 1
    quick.later(hours=2).runs(f"mentions import {export(quick, ordinary(20))} --yes")
    quick.feed("/mur/", item("Plus", "Nordelait encore.", link="http://m.example/1"))
    quick.later(hours=1).runs("scan --all")
    assert quick.runs("status --as Jo --json").json["new"]["mentions"] == 1
    (row,) = quick.runs("mentions --since last --as Jo --json").json
    assert row["title"] == "Plus"
    assert quick.runs("mentions --since last --as Jo --json").json == []
    assert len(quick.runs("mentions --json").json) == 50, "it is there all the same"


def test_a_digest_tells_nothing_old_as_new(quick: Desk) -> None:
    quick.config += '\n[[digests]]\nname = "matin"\n'
    quick.feed("/mur/", item("Neuf", "Nordelait, du neuf.", link="http://m.example/0"))
    quick.runs("scan")
    rows = [one for one in ordinary() if datetime.fromisoformat(one[1]) < MORNING - DAY]
    quick.runs(f"mentions import {export(quick, rows)} --yes")
    told = quick.later(minutes=1).runs("digest")
    assert "Nordelait: 1 mention\n" in told.out


def test_without_a_terminal_and_without_yes_it_is_a_dry_run_that_says_so(desk: Desk) -> None:
    file = desk.folder / "b.csv"
    file.write_text(text_of(BRANDWATCH), encoding="utf-8")
    ran = desk.runs(f"mentions import {file}")
    assert ran.code == 0
    assert "Brandwatch export, UTF-8, parted by ,." in ran.out
    assert "Left out: Sentiment." in ran.out
    assert "From 15 March 2010 until 16 March 2010 (dates without a zone are UTC)." in ran.out
    assert "Nordelait: 2 mentions." in ran.out
    assert "2010-03-15 14:05" in ran.out
    assert "this was a dry run: add --yes" in ran.err
    assert not (desk.folder / "smwatch.db").exists()


def test_json_says_the_same(desk: Desk) -> None:
    file = desk.folder / "b.csv"
    file.write_bytes(text_of([*MELTWATER, ["x", "demain"]], "\t").encode("utf-16"))
    told = desk.runs(f"mentions import {file} --json --timezone America/Toronto").json
    assert told["service"] == "meltwater"
    assert (told["encoding"], told["delimiter"], told["timezone"]) == ("utf-16", "\t", "America/Toronto")
    assert told["columns"]["text"] == ["Opening Text"]
    assert told["ignored"] == ["Country", "Reach", "Sentiment", "Key Phrases"]
    assert (told["since"], told["until"]) == ("2010-03-15T18:05:00Z", "2010-03-15T18:05:00Z")
    assert told["rows"] == {"all": 2, "read": 1, "unreadable": 1, "known": 0}
    assert told["brands"] == {"Nordelait": 1}
    assert told["troubles"] == [{"line": 4, "message": "it has no date that can be read: “x”"}]
    assert told["samples"][0]["author"] == "Ann B."
    assert told["stored"] is False


def test_a_service_that_could_not_be_confirmed_says_so(desk: Desk) -> None:
    (desk.folder / "m.csv").write_text(text_of(MENTION), encoding="utf-8")
    ran = desk.runs(f"mentions import {desk.folder / 'm.csv'} --dry-run")
    assert "Experimental: how Mention names its columns could not be confirmed." in ran.err
    assert "Nothing was stored." in ran.err


def test_twice_the_same_and_what_a_feed_brought_is_stored_once(quick: Desk) -> None:
    quick.feed("/mur/", item("Porte", words(1), link="https://mur.example/p/1?utm_source=rss"))
    quick.runs("scan")
    file = export(quick, ordinary(9))
    first = quick.runs(f"mentions import {file} --yes --json").json
    assert first["rows"] == {"all": 20, "read": 20, "unreadable": 0, "known": 1}
    assert first["mentions"]["new"] == 19
    before = stored(quick, "SELECT * FROM mentions ORDER BY id")
    again = quick.runs(f"mentions import {file} --yes --json").json
    assert (again["rows"]["known"], again["entries"], again["mentions"]["new"]) == (20, {"new": 0}, 0)
    assert stored(quick, "SELECT * FROM mentions ORDER BY id") == before
    assert "There is nothing new" in quick.runs(f"mentions import {file}").err


def test_the_page_of_several_comments_is_no_reason_to_leave_one_out(quick: Desk) -> None:
    rows = [("Nordelait, bof.", MORNING.isoformat(), "https://a.example/p", who, "Le Mur") for who in ("Luc", "Zoé")]
    assert quick.runs(f"mentions import {export(quick, rows)} --yes --json").json["mentions"]["new"] == 2


def test_all_rows_may_be_said_to_be_about_a_brand_and_stay_so_when_its_query_changes(quick: Desk) -> None:
    rows = [("Quelle belle usine.", MORNING.isoformat(), "https://a.example/p", "Luc", "Le Mur")]
    file = export(quick, rows)
    assert quick.runs(f"mentions import {file} --dry-run --json").json["no_brand"] == 1
    done = quick.runs(f"mentions import {file} --brand nordelait --yes --json").json
    assert done["brands"] == {"Nordelait": 1}
    quick.config = quick.config.replace('name = "Nordelait"', 'name = "Nordelait"\nnames = ["Nordelait", "Nord-Lait"]')
    quick.runs("scan")
    (row,) = quick.runs("mentions --json").json
    assert (row["why"], row["source"], row["current"]) == ("PAGE", "Le Mur", True)
    assert row["fetched"] == row["published"]


def test_a_row_that_names_nobody_is_found_when_a_query_changes_and_is_no_news(quick: Desk) -> None:
    rows = [("Nord-Lait ment, c'est honteux.", (MORNING - 3 * DAY).isoformat(), "", "Luc", "Le Mur")]
    quick.runs(f"mentions import {export(quick, rows)} --yes")
    quick.config = quick.config.replace('name = "Nordelait"', 'name = "Nordelait"\nnames = ["Nord-Lait"]')
    quick.runs("scan")
    (row,) = quick.runs("mentions --json").json
    assert row["fetched"] == row["published"]


def test_places_are_sources_and_no_feeds(quick: Desk) -> None:
    quick.runs(f"mentions import {export(quick, ordinary(4))} --yes")
    assert quick.runs("feeds --json").json == []
    assert len(quick.runs('mentions --json --source "Le Mur"').json) == 8
    (url,) = stored(quick, "SELECT url FROM feeds")[0]
    assert url == "import:columns//Le%20Mur"
    assert quick.later(days=2).runs("scan --all --json").json["feeds"]["due"] == 0
    assert quick.runs(f"scan --feed {url}").code == 2
    with closing(open_store(quick.folder / "smwatch.db")) as store:
        assert store.due(quick.now, everything=True) == store.due(quick.now, only=[url]) == []
        assert not store.ears()
    assert quick.runs("db check").code == 0


def test_own_people_are_known_among_them_and_nobody_is_written_to(quick: Desk) -> None:
    quick.config += '\n[company]\ndomains = ["nordelait.example"]\naccounts = ["https://mur.example/@nordelait"]\n'
    rows = [
        ("Merci de le dire à Nordelait.", MORNING.isoformat(), "https://mur.example/@nordelait/1", "Nordelait", "M")
    ]
    quick.runs(f"mentions import {export(quick, rows)} --yes")
    (row,) = quick.runs("mentions --json").json
    assert row["author_role"] == "official"


def test_a_forgotten_person_stays_forgotten(quick: Desk) -> None:
    quick.feed("/mur/", item("Bof", "Nordelait, bof.", link="http://m.example/0", author="Ève Untel"))
    quick.runs("scan")
    quick.runs('db forget --author "Ève Untel" --yes')
    rows = [("Nordelait, encore bof.", MORNING.isoformat(), "https://a.example/9", "Ève Untel", "Mur d'Ève Untel")]
    ran = quick.runs(f"mentions import {export(quick, rows)} --yes")
    assert (ran.code, "Stored: 0 new mentions" in ran.out) == (0, True)
    assert stored(quick, "SELECT count(*) FROM entries WHERE author <> '' OR text <> ''") == [(0,)]
    assert b"Untel" not in (quick.folder / "smwatch.db").read_bytes()


def test_stopped_between_two_batches_it_goes_on(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "BATCH", 10)
    saving, saves = Imports.save, list[int]()

    def _stop(self: Imports, polls: Any) -> Saved:  # noqa: ANN401 - as it is called
        saves.append(len(polls))
        if len(saves) == 3:
            raise KeyboardInterrupt
        return saving(self, polls)

    file = export(quick, ordinary(15))
    with monkeypatch.context() as patched:
        patched.setattr(Imports, "save", _stop)
        ran = quick.runs(f"mentions import {file} --yes")
    assert ran.code == 130
    assert "What was stored stays, and the same command goes on: smwatch --config" in ran.err
    assert stored(quick, "SELECT count(*) FROM mentions") == [(20,)]
    done = quick.runs(f"mentions import {file} --yes --json").json
    assert (done["rows"]["known"], done["mentions"]["new"]) == (20, 15)


def test_beside_a_scan_it_exits_with_5(quick: Desk) -> None:
    file = export(quick, ordinary(3))
    with closing(open_store(quick.folder / "smwatch.db")) as store, store.scanning():
        assert quick.runs(f"mentions import {file} --yes").code == 5
        assert quick.runs(f"mentions import {file} --dry-run").code == 0


MISTAKES = {
    "mentions import none.csv": "can't be read",
    "mentions import x.xlsx": "save it as CSV (UTF-8)",
    "mentions import odd.csv": "say which column is which",
    "mentions import odd.csv --map said=b": "isn't FIELD=COLUMN",
    "mentions import odd.csv --map text=zzz --map published=a": "write them as the header does",
    "mentions import odd.csv --from hootsuite": "there is no service",
    "mentions import odd.csv --timezone Mars": "there is no time zone",
    "mentions import odd.csv --dates backwards": "neither day-first nor month-first",
    "mentions import odd.csv --brand Nobody": "the config has no brand",
}


@pytest.mark.parametrize("typed", MISTAKES)
def test_mistakes_say_how_to_mend_them(desk: Desk, monkeypatch: pytest.MonkeyPatch, typed: str) -> None:
    monkeypatch.chdir(desk.folder)
    Path("x.xlsx").write_bytes(b"PK\x03\x04 and so on")
    Path("odd.csv").write_text("a,b\n2010-03-15,Nordelait\n", encoding="utf-8")
    ran = desk.runs(typed)
    assert ran.code == 2
    assert MISTAKES[typed] in " ".join(ran.err.split())


def test_columns_may_be_named_by_hand(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk.folder)
    Path("odd.csv").write_text("Date (ET);b\n15/03/2010;Nordelait\n", encoding="utf-8")
    ran = desk.runs('mentions import odd.csv --map "published=Date (ET)" --map text=b --json --dry-run')
    assert ran.json["rows"]["read"] == 1
    assert ran.json["columns"] == {"text": ["b"], "published": ["Date (ET)"]}


def test_at_a_terminal_it_asks(quick: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    file = export(quick, ordinary(3))
    monkeypatch.setattr(sys, "stdin", Tty("n\n"))
    assert "Nothing was stored." in quick.runs(f"mentions import {file}").err
    assert stored(quick, "SELECT count(*) FROM mentions") == [(0,)] if (quick.folder / "smwatch.db").exists() else True
    monkeypatch.setattr(sys, "stdin", Tty("o\n"))
    assert "Stored: 5 new mentions" in quick.runs(f"mentions import {file}").out
