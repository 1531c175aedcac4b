"""`mentions --since last` lists to each what they haven't listed; copies are one line; nothing of that is in JSON."""

from __future__ import annotations

import pytest

from smwatch.cli.lastly import filters_of, is_last
from smwatch.cli.paging import fit, pager
from smwatch.cli.views.mentions import copied, folded
from smwatch.locales import Speech
from smwatch.models import Label, MentionFilter
from smwatch.store import open_store
from tests.desk import Desk, item

SAID = "Nordelait retire des yogourts de la vente partout au pays, dit une porte-parole lundi à Montréal."


def scan(desk: Desk, *titles: str) -> None:
    desk.feed("/feed/", *(item(f"Nordelait {one}", "Bonjour.", link=f"http://a.example/{one}") for one in titles))
    assert desk.later(hours=1).runs("scan --all").code == 0


def ids(desk: Desk, typed: str = "mentions --since last --as Jo") -> list[int]:
    return sorted(row["id"] for row in desk.runs(f"{typed} --json").json)


def test_each_lists_what_they_have_not_listed(desk: Desk) -> None:
    scan(desk, "un", "deux")
    assert ids(desk) == [1, 2]
    assert ids(desk) == []
    scan(desk, "un", "deux", "trois")
    assert ids(desk) == [3]
    assert ids(desk, "mentions --since last --as Ada") == [1, 2, 3]
    assert "Nothing is new." in desk.runs("mentions --since last --as Ada").err


def test_each_set_of_filters_has_a_place_of_its_own(desk: Desk) -> None:
    scan(desk, "un", "deux")
    assert ids(desk, "mentions --since last --as Jo --search deux") == [2]
    assert ids(desk, "mentions --since last --as Jo --search deux") == []
    assert ids(desk) == [1, 2], "what the search left out was not listed"


def test_what_was_cut_off_is_listed_again(desk: Desk) -> None:
    scan(desk, "un", "deux")
    ran = desk.runs("mentions --since last --as Jo --limit 1")
    assert "listed again" in ran.err
    assert ids(desk) == [1, 2]


def test_up_to_a_time_and_what_is_new_do_not_go_together(desk: Desk) -> None:
    assert desk.runs("mentions --since last --until today").code == 2
    assert desk.runs("export mentions --format csv --since last").code == 2, "a listing has a reader, an export none"


def test_status_tells_how_much_is_new_and_leaves_it_new(desk: Desk) -> None:
    scan(desk, "un")
    assert desk.runs("status --as Jo --json").json["new"] is None
    assert ids(desk) == [1]
    scan(desk, "un", "deux")
    for _ in range(2):
        assert desk.runs("status --as Jo --json").json["new"]["mentions"] == 1
    assert "1 new mention since" in desk.runs("status --as Jo").out
    assert ids(desk) == [2]


def test_copies_are_one_line_and_all_there_in_json(desk: Desk) -> None:
    for name in ("Le Devoir", "La Presse", "Le Soleil"):
        link = f"http://{name[-4:]}.example/1".lower()
        desk.feed(f"/{name[3:]}/", item("Un rappel", SAID, link=link), declared=f'source = "{name}"')
    desk.runs("scan")
    told = desk.runs("mentions")
    assert "+ 2 copies: " in told.out
    assert sum("Un rappel" in line for line in told.out.splitlines()) == 1
    assert sum("Un rappel" in line for line in desk.runs("mentions --copies").out.splitlines()) == 3
    assert len(desk.runs("mentions --json").json) == 3
    story = desk.runs("mentions --json").json[0]["story"]
    assert "copies" not in desk.runs(f"mentions --story {story}").out


def test_a_copy_that_feels_otherwise_stands_for_itself(desk: Desk) -> None:
    scan(desk, "un")
    store = open_store(desk.folder / "smwatch.db")
    (row,) = store.mentions(MentionFilter())
    store.close()
    from dataclasses import replace

    one, bad = replace(row, story="s", label=Label.NEUTRAL), replace(row, id=2, story="s", label=Label.NEGATIVE)
    assert [(each.row.id, len(each.copies)) for each in folded([one, bad, replace(bad, id=3)])] == [(1, 0), (2, 1)]
    assert copied([replace(row, source="")], Speech("en")) == "+ 1 copy"


@pytest.mark.parametrize(("typed", "last"), [("last", True), ("Dernière", True), ("LAST", True), ("24h", False)])
def test_both_languages_have_a_word_for_it(typed: str, last: bool) -> None:
    assert is_last(typed) is last


def test_filters_are_known_by_what_they_ask_for() -> None:
    assert filters_of(MentionFilter(limit=5, gone=("Dell",))) == "{}"
    assert filters_of(MentionFilter(label=Label.NEGATIVE, brand="Dell")) == '{"brand": "Dell", "label": "negative"}'


def test_a_pager_is_asked_for_as_elsewhere() -> None:
    assert pager({"TERM": "xterm", "PAGER": "cat"}) == pager({"TERM": "dumb"}) == pager({"TERM": "xterm", "PAGER": ""})
    assert pager({"TERM": "xterm", "PAGER": "no-such-pager"}) == pager({"TERM": "xterm", "PAGER": "'"}) == []
    assert pager({"TERM": "xterm", "PAGER": "sh -c true"}) == ["sh", "-c", "true"]


def test_who_knows_no_colours_gets_none() -> None:
    told = "\x1b]8;id=1;http://a.example/\x1b\\\x1b[1;31mNordelait\x1b[0m\x1b]8;;\x1b\\"
    assert fit(told, ["more"]) == "Nordelait"
    assert "\x1b[1;31m" in fit(told, ["less", "-R"])
