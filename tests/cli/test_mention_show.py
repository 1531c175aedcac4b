"""`mentions show`: a mention's place in its thread, whether the company has answered there, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len

from smwatch.cli.views.past import MOST, Event, history, line
from smwatch.locales import Speech
from smwatch.models import DateTrust, Decision, Label, MentionRow, Note, Role, UserLabel, Why
from smwatch.models.journal import Told
from tests.cli.test_importing import LEXICON, export, said
from tests.desk import MORNING, Desk, item, rss

POST, HOUR = "https://blog.example/rappel?a=1&b=2", timedelta(hours=1)
COMPANY = '\n[company]\naccounts = ["nordelait.example"]\n[[people]]\nname = "Marie Tremblay"\nrole = "spokesperson"\n'
MARIE = 'email = "marie@nordelait.example"\n'
ADDRESS = "marie@nordelait.example (Marie)"


def remark(n: int, text: str, *, author: str = "Luc", hours: float = -3) -> str:
    return item("Re", text, link=f"{POST}#c{n}", author=author, at=MORNING + hours * HOUR)


@pytest.fixture
def talk(desk: Desk) -> Desk:
    """A post with three comments; the blog's feed of comments brings the second once more."""
    desk.config += LEXICON + COMPANY + MARIE
    feed = "/blog/rappel/feed/"
    more = f"<wfw:commentRss>{desk.server.url(feed)}</wfw:commentRss><slash:comments>3</slash:comments>"
    desk.feed("/blog/feed/", item("Un rappel chez Nordelait", "Nordelait rappelle.", link=POST, more=more))
    desk.server.serve(
        feed, rss(remark(1, "C'est une honte."), remark(2, "Bof.", hours=-2), remark(3, "Oui.", hours=-1))
    )
    assert desk.runs("scan").code == desk.later(hours=4).runs("scan --all").code == 0
    return desk


def number(desk: Desk, text: str) -> int:
    return next(int(row["id"]) for row in desk.runs("mentions --json").json if text in (row["text"], row["title"]))


def test_a_comment_has_a_place_under_what_it_answers(talk: Desk) -> None:
    post, second = number(talk, "Un rappel chez Nordelait"), number(talk, "Bof.")
    shown = talk.runs(f"mentions show {second}").out
    assert f"Comment 2 of 3 under mention {post}, “Un rappel chez Nordelait”" in shown
    assert "We have not answered there." in shown
    (command,) = [row.strip() for row in shown.splitlines() if "mentions --thread" in row]
    listed = talk.runs(command.removeprefix(f"{talk.smwatch} ") + " --json").json
    negative = sum(row["label"] == "negative" for row in listed)
    assert f"4 mentions in all, {negative} of them negative." in shown, "the command lists what was counted"
    assert len(listed) == 4 > negative > 0
    found = talk.runs(f"mentions show {second} --json").json
    assert found["thread"] == POST, "as it was"
    assert found["discussion"] == {
        "url": POST, "title": "Un rappel chez Nordelait", "mention": post, "comments": 3, "place": 2, "mentions": 4,
        "negative": negative, "answer": None,
    }  # fmt: skip
    assert "3 comments answer it." in talk.runs(f"mentions show {post}").out


def test_an_answer_of_ours_is_told_to_what_came_before_it(talk: Desk) -> None:
    ours = remark(4, "Voici ce que nous faisons.", author=ADDRESS, hours=5)
    talk.server.serve("/blog/rappel/feed/", rss(ours, remark(5, "Mouais.", hours=6)))
    assert talk.later(hours=3).runs("scan --all").code == 0
    answer = number(talk, "Voici ce que nous faisons.")
    before = talk.runs(f"mentions show {number(talk, 'Bof.')}").out
    assert f"We answered there on 17 March 2010 at 13:00: mention {answer}." in before
    assert talk.runs(f"mentions show {number(talk, 'Bof.')} --json").json["discussion"]["answer"]["id"] == answer
    assert "We have not answered there since." in talk.runs(f"mentions show {number(talk, 'Mouais.')}").out
    assert "answered there" not in talk.runs(f"mentions show {answer}").out


def test_what_nobody_answered_has_no_thread(desk: Desk) -> None:
    desk.config += LEXICON
    desk.feed("/feed/", item("Nordelait", "Bonjour.", link="http://a.example/1"))
    desk.runs("scan")
    assert "Thread" not in desk.runs("mentions show 1").out
    assert desk.runs("mentions show 1 --json").json["discussion"] is None


def test_what_was_done_is_told_in_the_order_of_time(talk: Desk) -> None:
    n = number(talk, "Bof.")
    talk.later(hours=1).runs(f"mentions label {n} negative --as 'Marie Tremblay'")
    talk.later(hours=1).runs(f"mentions assign {n} --to me --as 'Marie Tremblay'")
    talk.later(hours=1).runs(f"mentions note {n} 'On appelle.' --as 'Marie Tremblay'")
    talk.later(hours=1).runs(f"mentions ignore {n} --reason 'Rien à dire.' --as 'Marie Tremblay'")
    talk.runs(f"mentions reopen {n} --as 'Marie Tremblay'")
    told = talk.runs(f"mentions show {n} --json").json["history"]
    assert [one["what"] for one in told] == ["heard", "label", "assign", "note", "ignore", "reopen"]
    assert [one["text"] for one in told[3:5]] == ["On appelle.", "Rien à dire."]
    assert (told[2]["whom"], told[2]["who"]) == ("Marie Tremblay", "Marie Tremblay")
    shown = talk.runs(f"mentions show {n}").out
    assert "2010-03-17 15:00  Marie Tremblay: noted: “On appelle.”" in shown
    assert "Marie Tremblay: ignored: “Rien à dire.”" in shown
    assert shown.count("On appelle.") == 1


def test_of_a_long_history_the_last_is_shown_and_how_it_began(talk: Desk) -> None:
    n = number(talk, "Bof.")
    for k in range(12):
        talk.later(minutes=1).runs(f"mentions note {n} 'Note {k}.' --as 'Marie Tremblay'")
    shown = talk.runs(f"mentions show {n}").out.partition("History")[2].strip().splitlines()
    assert len(shown) == MOST + 1
    assert "found in" in shown[0]
    assert shown[1].strip() == "… and 5 earlier"
    assert "Note 11." in shown[-1]
    assert len(talk.runs(f"mentions show {n} --json").json["history"]) == 13


def test_an_edit_and_an_import_are_told(desk: Desk) -> None:
    desk.config += LEXICON
    desk.feed("/feed/", item("Nordelait", "Bonjour.", link="http://a.example/1"))
    desk.runs("scan")
    desk.feed("/feed/", item("Nordelait", "Bonsoir.", link="http://a.example/1"))
    desk.later(hours=2).runs("scan --all")
    told = desk.runs("mentions show 1 --json").json["history"]
    assert [(one["what"], one["at"]) for one in told] == [
        ("heard", "2010-03-17T08:00:00Z"),
        ("edited", "2010-03-17T10:00:00Z"),
    ]
    desk.runs(f"mentions import {export(desk, [said(1, MORNING - 24 * HOUR)])} --yes")
    assert desk.runs("mentions show 2 --json").json["history"][0]["what"] == "imported"


def events() -> Iterator[Event]:
    for what in ("heard", "imported", "edited", "story", "label", "unlabel", "assign", "note", "answer"):
        yield Event(at=MORNING, what=what, who="Jo", was="new", became="negative", whom="Ève", number=3, text="Le Soir")
    for what in ("found", "ignore", "reopen"):
        yield Event(at=MORNING, what=what)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_event_has_a_line_of_its_own(lang: str) -> None:
    lines = [line(event, Speech(lang)) for event in events()]
    assert len({*lines}) == len(lines)
    assert all(cell_len(one) < 100 and "{" not in one for one in lines)
    already = Event(at=MORNING, what="label", was="negative", became="negative")
    assert "→" not in line(already, Speech(lang))


def test_a_label_of_a_copy_and_a_note_without_its_decision() -> None:
    row = MentionRow(
        id=1, brand="Nordelait", why=Why.NAMED, published=MORNING, fetched=MORNING, date_trust=DateTrust.FEED,
        source="Le Soir", feed="http://a.example/", url="http://a.example/1", title="Nordelait", text="", author="Ève",
        author_role=Role.PUBLIC, lang="fr", score=-0.7, label=Label.NEGATIVE, scorer="x", story="s", thread="",
    )  # fmt: skip
    label = UserLabel(
        id=1, mention=7, brand="Nordelait", story="s", label=Label.NEGATIVE, at=MORNING + HOUR,
    )  # fmt: skip
    done = Decision(at=MORNING + 2 * HOUR, who="Jo", what="assign", subject="mention", number=1, whom="Ève")
    note = Note(number=1, at=MORNING + 3 * HOUR, who="", text="Oubliée")  # who noted it was forgotten
    told = history(row, Told(decisions=(done,)), [note], label)
    assert [one.what for one in told] == ["heard", "story", "assign", "note"]
    assert "mention 7" in line(told[1], Speech("en"))
    assert history(row, Told(), [], replace(label, mention=1)) == told[:1]
