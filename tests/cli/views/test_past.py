"""A mention's past, as it is told: its thread, who answered there, and what happened to it, a line each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.cli.views.past import (
    MOST,
    Around,
    Event,
    history,
    line,
    past_dict,
    show_history,
    show_thread,
    thread_lines,
)
from smwatch.models import Decision, Label, Note, UserLabel
from smwatch.models.journal import Thread, Told
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import mention

HOUR = timedelta(hours=1)
ROW = mention(5)
THREAD = Thread(url="https://a.example/it's a post", title="The spoon", mention=4, comments=9, place=3)
AFTER, LATER, BEFORE = (mention(7 + n, published=ROW.published + after * HOUR) for n, after in enumerate((1, 2, -1)))


def around(**changes: Any) -> Around:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"thread": THREAD, "row": ROW, "mentions": (ROW, mention(6, Label.POSITIVE))}
    return Around(**(told | changes))


UNDER = "Comment 3 of 9 under mention 4, “The spoon”"
AMONG = "2 mentions in all, 1 of them negative."


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (around(), [UNDER, AMONG, "We have not answered there."]),
        (around(ours=(AFTER,)), [UNDER, AMONG, "We answered there on 23 March 2010 at 13:05: mention 7."]),
        (around(ours=(LATER, AFTER)), [UNDER, AMONG, "We answered there on 23 March 2010 at 13:05: mention 7."]),
        (around(ours=(BEFORE,)), [UNDER, AMONG, "We have not answered there since."]),
        (around(ours=(ROW, BEFORE)), [UNDER, AMONG]),
        (
            around(thread=replace(THREAD, mention=0)),
            ["Comment 3 of 9 under “The spoon”", AMONG, "We have not answered there."],
        ),
        (
            around(thread=replace(THREAD, title="", mention=0)),
            [f"Comment 3 of 9 under {THREAD.url}", AMONG, "We have not answered there."],
        ),
        (
            around(thread=replace(THREAD, place=0, comments=1), mentions=(mention(6, Label.POSITIVE),)),
            ["1 comment answers it.", "1 mention in all.", "We have not answered there."],
        ),
    ],
    ids=["unanswered", "answered", "the first answer counts", "answered before", "our own", "of no mention",
         "untitled", "the entry itself"],
)  # fmt: skip
def test_where_a_mention_stands_in_its_thread(one: Around, told: list[str]) -> None:
    assert list(thread_lines(one, EN)) == told


def test_a_thread_in_french() -> None:
    assert [plain(said) for said in thread_lines(around(ours=(AFTER,)), FR)] == [
        "Commentaire 3 sur 9 sous la mention 4, « The spoon »",
        "2 mentions en tout, dont 1 négative.",
        "Nous y avons répondu le 23 mars 2010 à 13 h 05 : mention 7.",
    ]


def test_the_command_that_lists_the_thread_can_be_pasted() -> None:
    told = seen(lambda terminal: show_thread(terminal, around()), width=40).out
    assert told.splitlines()[:2] == ["", "Thread"]
    assert "  smwatch mentions --thread 'https://a.example/it'\"'\"'s a post'\n" in told
    assert seen(lambda terminal: show_thread(terminal, None)).out == ""


def event(what: str, **changes: Any) -> Event:  # noqa: ANN401 - fields
    told: dict[str, Any] = {"at": NOW, "what": what}
    return Event(**(told | changes))


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (event("heard", text="Le Devoir"), "found in Le Devoir", "trouvée dans Le Devoir"),
        (event("imported"), "imported; it was said in ?", "importée; c’était dit dans ?"),
        (
            event("story", became="negative", number=9),
            "labelled negative, as mention 9, which tells the same story",
            "étiquetée : négatif, comme la mention 9, qui porte le même texte",
        ),
        (
            event("label", became="positive", who="Marie"),
            "Marie: labelled: not scored → positive",
            "Marie : étiquetée : non évalué → positif",
        ),
        (
            event("label", was="positive", became="positive", who="Marie"),
            "Marie: labelled positive, as it was already",
            "Marie : étiquetée : positif, comme elle l’était déjà",
        ),
        (
            event("assign", whom="Luc", who="Marie", text="vite"),
            "Marie: assigned to Luc: “vite”",
            "Marie : confiée à Luc : « vite »",
        ),
        (event("assign"), "assigned to ?", "confiée à ?"),
        (event("reopen", who="Marie"), "Marie: opened again", "Marie : rouverte"),
        (event("a word to come"), "a word to come", "a word to come"),
    ],
)
def test_what_happened_is_a_line(one: Event, english: str, french: str) -> None:
    assert (line(one, EN), plain(line(one, FR))) == (english, french)


@pytest.mark.parametrize("n", [0, 1, MOST - 1, MOST])
def test_a_short_history_is_told_whole(n: int) -> None:
    told = seen(lambda terminal: show_history(terminal, [event("note", text=str(k)) for k in range(n)])).out
    assert told.splitlines() == ["", "History", *(f"2010-03-24 11:30  noted: “{k}”" for k in range(n))]


def test_of_a_long_history_the_first_and_the_last_are_told() -> None:
    told = seen(lambda terminal: show_history(terminal, [event("note", text=str(k)) for k in range(MOST + 3)])).out
    assert told.splitlines()[2:] == [
        "2010-03-24 11:30  noted: “0”",
        "  … and 3 earlier",
        *(f"2010-03-24 11:30  noted: “{k}”" for k in range(4, MOST + 3)),
    ]


def decision(hours: int, what: str, **changes: Any) -> Decision:  # noqa: ANN401 - fields
    at = ROW.fetched + hours * HOUR
    told: dict[str, Any] = {"at": at, "who": "Marie", "what": what, "subject": "mention", "number": ROW.id}
    return Decision(**(told | changes))


def noted(hours: int, text: str, who: str = "Marie") -> Note:
    return Note(number=ROW.id, at=ROW.fetched + hours * HOUR, who=who, text=text)


def test_a_decision_takes_the_note_that_came_with_it() -> None:
    told = Told(decisions=(decision(1, "assign", whom="Luc"), decision(2, "answer", who="Luc")))
    notes = [noted(1, "urgent"), noted(2, "of somebody else"), noted(3, "alone")]
    found = history(ROW, told, notes, None)
    assert [(one.what, one.who, one.text) for one in found] == [
        ("heard", "", "Page Nordelait"),
        ("assign", "Marie", "urgent"),
        ("answer", "Luc", ""),
        ("note", "Marie", "of somebody else"),
        ("note", "Marie", "alone"),
    ]


def test_two_decisions_of_one_moment_share_no_note() -> None:
    told = Told(decisions=(decision(1, "assign", whom="Luc"), decision(1, "ignore")))
    assert [one.text for one in history(ROW, told, [noted(1, "why")], None)[1:]] == ["why", ""]


def test_edits_and_the_labels_of_copies_are_part_of_the_past() -> None:
    given = UserLabel(id=1, mention=9, brand="Nordelait", story="s5", label=Label.POSITIVE, at=ROW.fetched + HOUR)
    told = Told(edited=ROW.fetched + 2 * HOUR)
    assert [(one.what, one.became, one.number) for one in history(ROW, told, [], given)] == [
        ("heard", "", 0),
        ("story", "positive", 9),
        ("edited", "", 0),
    ]
    of_itself = replace(given, mention=ROW.id)
    assert [one.what for one in history(ROW, Told(), [], of_itself)] == ["heard"]
    assert [one.what for one in history(ROW, Told(), [], replace(given, mention=None))] == ["heard"]


def test_what_was_imported_was_not_found() -> None:
    (first,) = history(replace(ROW, feed="import:brandwatch/x"), Told(), [], None)
    assert first.what == "imported"


def test_the_past_for_scripts() -> None:
    assert past_dict(None, []) == {"discussion": None, "history": []}
    told = past_dict(around(ours=(AFTER,)), [event("story", became="negative", number=9), event("note", text="x")])
    assert told["discussion"] == {
        "url": THREAD.url,
        "title": "The spoon",
        "mention": 4,
        "comments": 9,
        "place": 3,
        "mentions": 2,
        "negative": 1,
        "answer": {"id": 7, "published": "2010-03-23T13:05:00Z", "url": AFTER.url},
    }
    assert [one["mention"] for one in told["history"]] == [9, None]
    entry = past_dict(around(thread=replace(THREAD, mention=0, place=0)), [])["discussion"]
    assert (entry["mention"], entry["place"], entry["answer"]) == (None, None, None)
