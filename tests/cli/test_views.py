"""How results look to a person, where it matters: what is lit, what is said of doubts, what comes next."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from rich.console import Console
from rich.text import Text

from smwatch.cli.views.alerts import shortened
from smwatch.cli.views.demo import cut
from smwatch.cli.views.mentions import lit
from smwatch.models import AlertChange, Change, MentionRow, Span, Why
from smwatch.store import open_store
from tests.cli.conftest import ALERT
from tests.desk import Desk, item


def test_the_brand_column_is_there_when_there_are_brands_to_tell_apart(desk: Desk) -> None:
    desk.feed("/feed/", item("Nordelait et Rivale", "Bonjour", link="http://a.example/1"))
    desk.runs("scan")
    assert "Brand" not in desk.runs("mentions").out
    desk.config += '\n[[brands]]\nname = "Rivale"\nkind = "competitor"\n'
    desk.feed("/feed/", item("Nordelait, Rivale", "Bonsoir", link="http://a.example/2"))
    desk.later(days=1).runs("scan --all")
    told = desk.runs("mentions").out
    assert "Brand" in told
    assert [row["brand"] for row in desk.runs("status --json").json["brands"]] == ["Nordelait", "Rivale"]


def test_a_mention_says_why_and_what_made_its_score(desk: Desk) -> None:
    desk.feed(
        "/feed/", item("Nordelait", "Nordelait est honteux et dégoûtant.", link="http://a.example/1", author="Ève")
    )
    desk.feed("/page/", item("", "Merci à tous!", link="http://b.example/1"), declared='about = ["Nordelait"]')
    desk.runs("scan")
    told = [desk.runs(f"mentions show {n}").out for n in (1, 2)]
    named, page = sorted(told, key=lambda text: "the feed is about it" in text)
    assert "the text names it" in named
    assert "Ève" in named
    assert "What made it:" in named
    assert "honteux" in named.partition("What made it:")[2]
    assert "the feed is about it" in page


def test_doubtful_dates_and_unscored_texts_are_told(desk: Desk) -> None:
    undated = "<item><title>Nordelait</title><link>http://a.example/1</link></item>"
    german = item(
        "Nordelait", "Das Unternehmen schweigt, und die Kunden sind enttäuscht von der Antwort.", link="http://a/2"
    )
    desk.feed("/feed/", undated, german)
    desk.runs("scan")
    rows = {row["url"]: row for row in desk.runs("mentions --json").json}
    assert rows["http://a.example/1"]["date_trust"] == "guessed"
    assert "the feed gives no date" in desk.runs(f"mentions show {rows['http://a.example/1']['id']}").out
    unscored = [row for row in rows.values() if row["score"] is None]
    assert len(unscored) == 2
    for row in unscored:
        why = "is in another language (de)" if row["lang"] == "de" else "says too little about Nordelait"
        assert f"could be scored: it {why}." in desk.runs(f"mentions show {row['id']}").out


def test_what_could_not_be_scored_is_counted_apart_everywhere(desk: Desk) -> None:
    german = item(
        "Nordelait", "Das Unternehmen schweigt, und die Kunden sind enttäuscht von der Antwort.", link="http://a/2"
    )
    desk.feed("/feed/", german, item("Chez Nordelait", "Une honte.", link="http://a/1"))
    scanned = desk.runs("scan")
    assert "2 new mentions, 1 negative, 1 not scored." in scanned.out
    assert desk.runs("status --json").json["brands"][0]["unscored"] == 1
    assert "not scored" in desk.runs("status").out
    for typed in ("unscored", "'non évaluées'", "non-evaluee"):
        (row,) = desk.runs(f"mentions --label {typed} --json").json
        assert (row["lang"], row["score"], row["label"]) == ("de", None, None)
    exported = desk.runs("export mentions --label unscored --format ndjson").out
    assert json.loads(exported)["label"] is None
    days = [json.loads(line) for line in desk.runs("export daily --format ndjson").out.splitlines()]
    assert sorted((day["mentions"], day["neutral"], day["unscored"]) for day in days) == [(1, 0, 0), (1, 0, 1)]
    assert "1 not scored" in " ".join(desk.runs("digest").out.split())


def test_an_alert_tells_how_much_could_not_be_scored(desk: Desk) -> None:
    german = item(
        "Nordelait", "Das Unternehmen schweigt, und die Kunden sind enttäuscht von der Antwort.", link="http://a/2"
    )
    desk.feed("/feed/", german)
    desk.runs("scan")
    store = open_store(desk.folder / "smwatch.db")
    store.save_alerts([AlertChange(replace(ALERT, brand="Nordelait", first_mention=""), Change.OPENED)])
    store.close()
    assert "1 more mention could not be scored" in desk.runs("alerts show 1").out
    assert "1 more mention could not be scored" in " ".join(desk.runs("digest").out.split())


def test_where_everything_was_scored_nothing_is_said_of_it(desk: Desk) -> None:
    desk.feed("/feed/", item("Chez Nordelait", "Une honte.", link="http://a/1"))
    assert "not scored" not in desk.runs("scan").out + desk.runs("status").out + desk.runs("digest").out
    assert desk.runs("mentions --label unscored --json").json == []


def test_names_are_lit_where_they_stand(desk: Desk) -> None:
    desk.feed("/feed/", item("Chez Nordelait", "Bonjour", link="http://a.example/1"))
    desk.runs("scan")
    store = open_store(desk.folder / "smwatch.db")
    row = store.mention(1)
    store.close()
    assert isinstance(row, MentionRow)
    assert row.why is Why.NAMED
    assert row.spans == (Span("title", 5, 14),)
    text = lit(Text(row.title), "title", row.spans)
    assert [(span.start, span.end, str(span.style)) for span in text.spans] == [(5, 14, "bold underline")]
    screen = Console(force_terminal=True, color_system="standard", width=80)
    with screen.capture() as shown:
        screen.print(text)
    assert "\x1b[1;4mNordelait\x1b[0m" in shown.get()


def test_a_quote_is_cut_between_words() -> None:
    assert shortened("un mot  \n et un autre") == "un mot et un autre"
    assert shortened("mot " * 100).endswith("mot…")
    assert len(shortened("mot " * 100)) <= 161
    assert len(shortened("m" * 1000)) <= 161


@pytest.mark.parametrize(("lines", "shown"), [(["a"] * 3, 3), (["a", "", "b", "c", "d"], 1), (["a"] * 9, 4), ([], 0)])
def test_a_long_digest_is_cut_between_paragraphs(lines: list[str], shown: int) -> None:
    assert cut(lines, 4) == shown


def test_each_feed_is_told_with_verbose(desk: Desk) -> None:
    url = desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    assert f"200 {url}\n" in desk.runs("scan --verbose").err


def test_finding_feeds_needs_no_config(desk: Desk) -> None:
    url = desk.server.serve("/feed/", b"")
    assert "No feed was found" in desk.runs(f"feeds discover {url} --allow-private 127.0.0.0/8").err
    desk.feed("/feed/", item("Un billet", "Bonjour", link="http://a.example/1"))
    found = desk.runs(f"feeds discover {url} --allow-private 127.0.0.0/8")
    assert found.out == f"{url}\n    1 entry · Un fil\n"
    assert desk.runs(f"feeds discover {url}").out == "", "an address of this machine is not let through unasked"


def test_before_the_first_scan_every_listing_says_what_to_do(desk: Desk) -> None:
    assert f"{desk.smwatch} scan" in desk.runs("mentions").err
    assert f"{desk.smwatch} scan" in desk.runs("feeds").err
    assert "fine" in desk.runs("feeds --problems").err
    assert "nothing out of the ordinary" in desk.runs("alerts").err
    assert f"{desk.smwatch} scan" in desk.runs("status").out
