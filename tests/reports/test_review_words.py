"""A debrief's sentences: what happened, how late an answer was, what a team asks itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.models import Alert, Role, Unheard
from smwatch.reports.quotes import quoted
from smwatch.reports.review.content import MAX_TERMS, Event, Kept, Policy, Review, Rule, Sighting
from smwatch.reports.review.lessons import learnt
from smwatch.reports.review.page import markdown
from smwatch.reports.review.values import review_dict
from smwatch.reports.review.words import late, long, numbered, said, whose, words
from tests.cli.views.seen import EN, FR, plain
from tests.reports.debrief import ALERT, OPENED, debrief
from tests.reports.story import mention

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def event(what: str, subject: str = "mention", **changes: Any) -> Event:  # noqa: ANN401 - fields
    return Event(at=OPENED, what=what, subject=subject, **changes)


@pytest.mark.parametrize(
    ("one", "english", "french"),
    [
        (
            event("first", numbers=(2,)),
            "the first mention is published: mention 2",
            "la première mention est publiée : mention 2",
        ),
        (event("opened", "alert"), "the alert opens", "l’alerte s’ouvre"),
        (event("told", "alert", whom="direction"), "smwatch tells direction", "smwatch prévient direction"),
        (
            event("assign", who="Luc", whom="Marie", numbers=(3, 4)),
            "Luc gives mentions 3, 4 to Marie",
            "Luc confie à Marie : mentions 3, 4",
        ),
        (event("note", "alert", who="Marie"), "Marie notes something", "Marie prend note de quelque chose"),
        (
            event("note", "alert", who="Marie", text="Called."),
            "Marie notes: “Called.”",
            "Marie note : « Called. »",
        ),
        (
            event("answer", numbers=(3,)),
            "somebody says that an answer was given to mention 3",
            "quelqu’un dit avoir répondu : mention 3",
        ),
        (event("a word to come"), "a word to come", "a word to come"),
    ],
)
def test_what_happened(one: Event, english: str, french: str) -> None:
    assert said(one, EN) == english
    assert plain(said(one, FR)) == french


def test_many_mentions_are_named_as_far_as_a_line_holds() -> None:
    assert numbered((12,), EN) == "mention 12"
    assert numbered(tuple(range(1, 13)), EN) == "mentions 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12"
    assert numbered(tuple(range(1, 14)), EN).endswith("11, 12, …")


@pytest.mark.parametrize(
    ("time", "english", "french"),
    [
        (timedelta(seconds=20), "less than a minute", "moins d’une minute"),
        (timedelta(seconds=40), "1 minute", "une minute"),
        (95 * MINUTE, "95 minutes", "95 minutes"),
        (119 * MINUTE, "119 minutes", "119 minutes"),
        (2 * HOUR, "2 hours", "2 heures"),
        (72 * HOUR, "3 days", "3 jours"),
    ],
)
def test_a_stretch_of_time_is_as_exact_as_people_ask_for_it(time: timedelta, english: str, french: str) -> None:
    assert (long(time, EN), plain(long(time, FR))) == (english, french)


@pytest.mark.parametrize(
    ("time", "told"),
    [
        (timedelta(), "kept, with less than a minute to spare"),
        (-5 * MINUTE, "kept, with 5 minutes to spare"),
        (5 * MINUTE, "late by 5 minutes"),
        (50 * HOUR, "late by 2 days"),
    ],
)
def test_a_promise_was_kept_or_not(time: timedelta, told: str) -> None:
    assert late(time, EN) == told


def test_words_are_the_title_else_the_text_else_none() -> None:
    quote = quoted(mention(1, title="A title", text="A text"))
    assert words(quote, EN) == "“A title”"
    assert words(replace(quote, title=""), EN) == "“A text”"
    assert words(replace(quote, title="", text=""), EN) == "(no text)"
    assert whose(quote) == "Jeanne Roy, Page Nordelait"
    assert whose(replace(quote, author="")) == "Page Nordelait"
    assert whose(replace(quote, author="Page Nordelait")) == "Page Nordelait"


def section(title: str, review: Review) -> list[str]:
    """The lines under that heading."""
    return markdown(review, EN).partition(f"## {title}\n\n")[2].partition("\n\n#")[0].split("\n")


ASKED = Policy(planned=True, kept=(), seen=None, assigned=(), answered=None)
RULE = Rule(level="confirmed", since=OPENED, who="Marie", within=HOUR, say="We know.")


@pytest.mark.parametrize(
    ("kept", "lines"),
    [
        (
            Kept(rule=RULE, answered=OPENED + 2 * HOUR, late=HOUR),
            [
                "Asked from 23 March 2010 at 12:30 on: Marie, within 1 hour.",
                "With these words: “We know.”",
                "The first answer came on 23 March 2010 at 14:30: late by 1 hour.",
            ],
        ),
        (
            Kept(rule=replace(RULE, within=None, say="", who=""), answered=None, late=None),
            ["Asked from 23 March 2010 at 12:30 on: nobody is named.", "No answer is known so far."],
        ),
        (
            Kept(rule=replace(RULE, say=""), answered=None, late=3 * HOUR),
            ["Asked from 23 March 2010 at 12:30 on: Marie, within 1 hour.", "No answer is known: late by 3 hours."],
        ),
        (
            Kept(rule=replace(RULE, say="", within=None), answered=OPENED, late=None),
            ["Asked from 23 March 2010 at 12:30 on: Marie.", "The first answer came on 23 March 2010 at 12:30."],
        ),
    ],
    ids=["late", "nothing asked", "still unanswered", "no time set"],
)
def test_what_a_rule_asked_and_whether_that_was_kept(kept: Kept, lines: list[str]) -> None:
    told = section("What the policy asked, and what was done", replace(debrief(), policy=replace(ASKED, kept=(kept,))))
    first, *others = lines
    assert told == [f"- {first}", *(f"  - {one}" for one in others), "- Nobody said that they had seen the alert."]


def test_a_list_counts_what_it_leaves_out() -> None:
    review = debrief()

    def terms(more: int) -> list[str]:
        saying = replace(review.saying, terms=(MAX_TERMS + more) * review.saying.terms)
        return section("Words that stood out", replace(review, saying=saying))

    assert terms(3) == [*terms(0), "- 3 more."]
    assert len(set(terms(0))) == 1
    assert len(terms(0)) == len(terms(-1)) + 1 == MAX_TERMS


def test_a_sighting_says_who_was_first_and_how_long_it_took_to_hear_of_it() -> None:
    review = debrief()
    (one, *_), at = review.stories[0].sightings, EN.short(review.stories[0].sightings[0].at)
    slow = replace(one, heard=one.at + HOUR, source="Le Devoir", author="", url="")
    quick = replace(slow, heard=one.at + 59 * MINUTE, source="")

    def told(*sightings: Sighting) -> list[str]:
        stories = (replace(review.stories[0], sightings=sightings),)
        return section("Where each story was told", replace(review, stories=stories))[1:]

    assert told(slow, quick) == [f"  - {at} Le Devoir · first · heard after 1 hour", f"  - {at} ?"]
    assert told(quick) == [f"  - {at} ?"], "where nobody followed, nobody was first"


def lessons(review: Review) -> str:
    return "\n".join(learnt(review, EN))


def test_five_questions_each_with_room_for_an_answer() -> None:
    told = lessons(debrief())
    assert told.count("### ") == told.count("- To fill in: …") == 5
    assert "\n".join(learnt(debrief("fr"), FR)).count("- À remplir") == 5


@pytest.mark.parametrize(
    ("policy", "told", "untold"),
    [
        (replace(ASKED, planned=False), "The config has no playbook.", "No rule of the playbook"),
        (ASKED, "No rule of the playbook fits this alert.", "has no playbook"),
        (ASKED, "No answer by the company is known.", "The first answer"),
        (
            replace(ASKED, answered=OPENED),
            "The first answer came on 23 March 2010 at 12:30.",
            "Negative mentions in the",
        ),
        (
            replace(ASKED, answered=OPENED, before=1200, after=3),
            "Negative mentions in the three hours before it: 1,200; in the three hours after: 3.",
            "No answer by",
        ),
        (
            replace(ASKED, kept=(Kept(rule=RULE, answered=OPENED, late=-HOUR),)),
            "Marie was to answer within 1 hour: kept, with 1 hour to spare.",
            "No rule",
        ),
        (
            replace(ASKED, kept=(Kept(rule=RULE, answered=None, late=None),), assigned=(DECIDED := event("assign"),)),
            "The playbook named Marie; the alert was given to nobody.",
            "was to answer",
        ),
        (
            replace(
                ASKED,
                kept=(Kept(rule=RULE, answered=None, late=None),),
                assigned=(replace(DECIDED, whom="Luc"), replace(DECIDED, whom="Luc")),
            ),
            "The playbook named Marie; the alert was given to Luc.",
            "nobody",
        ),
        (replace(ASKED, seen=event("note", "alert")), "From the alert until somebody had seen it:", "It was seen"),
    ],
)
def test_what_a_team_learns_about_its_policy(policy: Policy, told: str, untold: str) -> None:
    page = lessons(replace(debrief(), policy=policy)).replace("\\", "")
    assert told in page
    assert untold not in page


def test_feeds_that_were_silent_meanwhile_are_counted() -> None:
    deaf: Alert = replace(ALERT, unheard=(Unheard(feed="https://a.example", source="A", how="silent"),))
    assert "1 feed of the brand was silent or failing meanwhile." in lessons(replace(debrief(), alert=deaf))
    assert "silent or failing" not in lessons(debrief())


def test_what_still_waits_is_counted_with_its_copies() -> None:
    review = debrief()
    waiting = sum(one.copies for one in review.waiting)
    assert f"{waiting} mentions still wait for an answer." in lessons(review)
    assert "0 mentions still wait" in lessons(replace(review, waiting=()))


def test_employees_and_the_company_are_counted_apart() -> None:
    groups = {group.role: group.mentions for group in debrief().groups}
    told = f"Mentions by the company itself: {groups[Role.OFFICIAL]}; by employees: {groups[Role.EMPLOYEE]}."
    assert told in lessons(debrief())
    assert "by employees: 0." in lessons(replace(debrief(), groups=()))


def test_scripts_are_told_seconds_and_whole_texts() -> None:
    told = review_dict(debrief())
    assert told["alert"]["id"] == ALERT.id  # type: ignore[index]  # a document
    first = review_dict(replace(debrief(), first=None))
    assert first["first"] is None
    reply = told["answers"]["list"][0]  # type: ignore[index]  # likewise
    assert isinstance(reply["seconds"], int)
    assert {"mention", "published", "answered", "who", "found", "answer", "late_seconds"} <= reply.keys()
