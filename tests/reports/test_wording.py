"""The sentences of a digest, one by one, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.models import Alert, Level, Warned
from smwatch.reports import wording
from smwatch.reports.content import (
    AlertPart,
    Asked,
    BrandPart,
    DigestContent,
    Figures,
    QuestionPart,
    StoryPart,
    compose,
)
from smwatch.reports.quotes import quoted, with_stories
from smwatch.reports.todo import PersonPart, of_alert, of_mention
from smwatch.themes.theme import Course, Theme
from tests.cli.views.seen import EN, FR, plain
from tests.reports import story
from tests.reports.story import BUZZ, CRISIS, UNTIL, VIDEO, mention

HOUR = timedelta(hours=1)


def both(say: Any) -> tuple[str, str]:  # noqa: ANN401 - whatever says it
    return say(EN), plain(say(FR))


@pytest.mark.parametrize(
    ("alert", "english", "french"),
    [
        (CRISIS, "Nordelait: crisis confirmed", "Nordelait : crise confirmée"),
        (replace(CRISIS, level=Level.EMERGING), "Nordelait: crisis emerging", "Nordelait : crise en vue"),
        (replace(CRISIS, level=Level.COOLING), "Nordelait: crisis cooling down", "Nordelait : crise en baisse"),
        (replace(CRISIS, level=Level.CLOSED), "Nordelait: crisis over", "Nordelait : crise terminée"),
        (replace(CRISIS, status="false"), "Nordelait: false alarm", "Nordelait : fausse alerte"),
        (replace(BUZZ, status="false", brand="X"), "X: false alarm", "X : fausse alerte"),
        (BUZZ, "Laiterie du Fleuve: much talked about", "Laiterie du Fleuve : on en parle beaucoup"),
    ],
)
def test_where_an_alert_stands(alert: Alert, english: str, french: str) -> None:
    assert both(lambda speech: wording.state(alert, speech)) == (english, french)


@pytest.mark.parametrize(
    ("alert", "calm"),
    [
        (CRISIS, False),
        (replace(CRISIS, level=Level.COOLING), False),
        (replace(CRISIS, level=Level.CLOSED), True),
        (replace(CRISIS, status="false"), True),
        (BUZZ, True),
    ],
)
def test_what_alarms_nobody_is_calm(alert: Alert, calm: bool) -> None:
    assert wording.calm(alert) is calm


def test_a_headline_says_what_an_alert_is_made_of() -> None:
    assert wording.headline(CRISIS, EN) == "Nordelait: crisis confirmed, 6 negative mentions"
    assert wording.headline(BUZZ, EN) == "Laiterie du Fleuve: much talked about, 4 mentions"


def alert_facts(alert: Alert) -> list[str]:
    return wording.alert_facts(AlertPart(alert=alert, arithmetic="6 in 6 h."), EN)


def test_an_alerts_facts_begin_with_its_arithmetic() -> None:
    assert alert_facts(CRISIS) == [
        "6 in 6 h.",
        "Opened 24 March 2010 at 05:30.",
        "Loudest: Page Nordelait (3), The Eastern Post (1).",
    ]
    over = replace(CRISIS, closed=UNTIL, sources=())
    assert alert_facts(over) == ["6 in 6 h.", "Opened 24 March 2010 at 05:30.", "Closed 24 March 2010 at 11:30."]


def test_nobody_opens_or_closes_a_buzz() -> None:
    assert alert_facts(BUZZ)[1] == "Since 24 March 2010 at 09:30."
    assert alert_facts(replace(BUZZ, closed=UNTIL))[1] == "From 24 March 2010 at 09:30 to 24 March 2010 at 11:30."


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"unplanned": True}, ["No rule of the playbook fits."]),
        ({"asked": Asked()}, ["The playbook asks for an answer."]),
        ({"asked": Asked(who="Luc")}, ["The playbook asks: Luc answers."]),
        ({"asked": Asked(within="1 hour")}, ["The playbook asks: answer within 1 hour."]),
        (
            {"asked": Asked(who="Luc", within="1 hour", say="We know.")},
            ["The playbook asks: Luc answers within 1 hour.", "In these words: “We know.”"],
        ),
        ({"alert": replace(CRISIS, assignee="Marie")}, ["Assigned to Marie."]),
        (
            {"alert": replace(CRISIS, assignee="Marie"), "unplanned": True},
            ["Assigned to Marie.", "No rule of the playbook fits."],
        ),
    ],
)
def test_what_the_playbook_asks(changes: dict[str, Any], told: list[str]) -> None:
    part = replace(AlertPart(alert=CRISIS, arithmetic=""), **changes)
    assert wording.asked(part, EN) == told


@pytest.mark.parametrize(
    ("now", "before", "english", "french"),
    [
        (0, 0, "", ""),
        (5, 5, "as before", "comme avant"),
        (5, 0, "+5", "+5"),
        (0, 9, "-9", "−9"),
        (15, 10, "+5, +50%", "+5, +50 %"),
        (10, 20, "-10, -50%", "−10, −50 %"),
        (19, 9, "+10", "+10"),
    ],
)
def test_a_change_has_a_percentage_where_one_means_something(now: int, before: int, english: str, french: str) -> None:
    assert both(lambda speech: wording.changed(now, before, speech)) == (english, french)
    assert wording.changed(now, before, EN, compared=False) == ""


def brand(now: Figures, before: Figures | None = None, **changes: Any) -> BrandPart:  # noqa: ANN401 - fields
    return BrandPart(brand="Nordelait", now=now, before=before or Figures(), share=0.5, **changes)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (Figures(mentions=3, negative=1, stories=3), "Nordelait: 3 mentions (+3)"),
        (Figures(mentions=3, stories=1), "Nordelait: 3 mentions (+3), 1 story"),
        (Figures(own=2), "Nordelait: 0 mentions; besides, 2 by your own people"),
    ],
)
def test_a_brands_figures(now: Figures, told: str) -> None:
    assert wording.figures(brand(now), EN) == told


def test_what_is_compared_is_told_only_where_it_can_be() -> None:
    part = brand(Figures(mentions=30, stories=30), Figures(mentions=20))
    assert wording.figures(part, EN) == "Nordelait: 30 mentions (+10, +50%)"
    assert wording.figures(part, EN, compared=False) == "Nordelait: 30 mentions"


def test_shades_leave_out_what_is_nothing_but_for_the_negative() -> None:
    now = Figures(mentions=12, negative=0, neutral=9, positive=2)
    assert wording.shades(brand(now, Figures(negative=1)), EN) == [
        ("negative", 0, "0 negative (0%, -1)"),
        ("neutral", 9, "9 neutral"),
        ("positive", 2, "2 positive"),
        ("unscored", 1, "1 not scored"),
    ]
    assert wording.shades(brand(Figures()), EN) == []
    few = wording.shades(brand(Figures(mentions=9, negative=9)), EN, compared=False)
    assert few == [("negative", 9, "9 negative")]


def voices(*parts: BrandPart) -> DigestContent:
    return replace(compose(since=story.SINCE, until=UNTIL, mentions=()), voices=parts)


@pytest.mark.parametrize(
    ("before", "english", "french"),
    [
        (0.4, "+10 points", "+10 points"),
        (0.51, "-1 point", "−1 point"),
        (0.5, "as before", "comme avant"),
        (None, "", ""),
    ],
)
def test_a_share_changes_by_points(before: float | None, english: str, french: str) -> None:
    part = brand(Figures(mentions=10), Figures(mentions=10), share_before=before)
    assert both(lambda speech: wording.share_change(part, voices(part), speech)) == (english, french)


@pytest.mark.parametrize(("now", "before"), [(9, 10), (10, 9)])
def test_of_few_voices_no_change_is_told(now: int, before: int) -> None:
    part = brand(Figures(mentions=now), Figures(mentions=before), share_before=0.1)
    assert wording.share_change(part, voices(part), EN) == ""


def test_competitors_are_told_as_such() -> None:
    assert wording.voice_name(brand(Figures()), EN) == "Nordelait"
    assert plain(wording.voice_name(brand(Figures(), own=False), FR)) == "Nordelait (concurrent)"


def theme(course: Course, **changes: Any) -> Theme:  # noqa: ANN401 - fields
    told: dict[str, Any] = {
        "name": "palm oil", "terms": (), "stories": 2, "mentions": 3, "share": 0.1, "negative": 1, "neutral": 1,
        "positive": 1, "score": 0.0, "course": course, "before": 1200, "before_mentions": 1, "factor": None,
        "langs": ("en",), "quotes": (), "ids": (),
    }  # fmt: skip
    return Theme(**(told | changes))


@pytest.mark.parametrize(
    ("course", "english", "french"),
    [
        (Course.NEW, "new", "nouveau"),
        (Course.STEADY, "steady", "stable"),
        (Course.GROWING, "up from 1,200", "en hausse (de 1 200)"),
        (Course.FADING, "down from 1,200", "en baisse (de 1 200)"),
        (Course.UNKNOWN, "", ""),
    ],
)
def test_how_a_theme_was_before(course: Course, english: str, french: str) -> None:
    assert both(lambda speech: wording.theme_course(theme(course), speech)) == (english, french)


def test_a_themes_facts_leave_out_what_says_nothing() -> None:
    assert wording.theme_facts(theme(Course.NEW), EN) == ["3 mentions", "2 stories", "1 negative", "new"]
    plainest = theme(Course.UNKNOWN, stories=3, negative=0)
    assert wording.theme_facts(plainest, EN) == ["3 mentions"]


def question(**changes: Any) -> QuestionPart:  # noqa: ANN401 - fields
    return replace(QuestionPart(brand="Nordelait", quote=quoted(mention(1))), **changes)


@pytest.mark.parametrize(
    ("changes", "english"),
    [
        ({"assignee": "Marie", "planned": "Luc"}, "Assigned to Marie."),
        ({"planned": "Luc"}, "For Luc, by the playbook."),
        ({}, "Nobody has it yet."),
    ],
)
def test_who_has_a_question(changes: dict[str, str], english: str) -> None:
    assert wording.holder(question(**changes), EN) == english


def test_a_question_names_its_brands_where_there_are_several() -> None:
    asked = question(also=("Rivale",), copies=3)
    assert wording.question_facts(asked, EN, named=True) == [
        "Nordelait, Rivale",
        "3 copies",
        "Jeanne Roy",
        "Page Nordelait",
    ]
    assert wording.question_facts(asked, EN, named=False)[0] == "3 copies"


def test_a_blog_of_its_authors_name_is_told_once() -> None:
    part = StoryPart(brand="Nordelait", quote=quoted(mention(1, author="Le blogue", source="Le blogue")), copies=1)
    assert wording.story_facts(part, EN, named=False) == ["Le blogue"]
    assert wording.story_facts(replace(part, copies=2, also=("X",)), EN, named=True) == [
        "Nordelait, X",
        "2 copies",
        "Le blogue",
    ]


LATE = of_mention(VIDEO, who="Marie", due=UNTIL - HOUR)
SOON = of_alert(CRISIS, who="Marie", due=UNTIL + HOUR)


def test_each_persons_list_says_how_much_is_late() -> None:
    part = PersonPart(who="Marie", overdue=(LATE,), soon=(SOON,), later=2)
    assert wording.person(part, EN) == "Marie: 1 overdue, 1 due within a day, 2 more"
    assert wording.person(PersonPart(who="", soon=(SOON,)), EN) == "Nobody: 1 due within a day"
    assert wording.more_todo(part, 1, EN) == "1 more: smwatch todo --all"
    assert wording.more_todo(part, 2, EN) == ""


def test_a_thing_to_do_is_told_with_its_time_and_its_words() -> None:
    content = compose(since=story.SINCE, until=UNTIL, mentions=(), brands=("Nordelait",))
    assert wording.todo_facts(LATE, content, EN) == f"mention 2 · overdue by 1 hour · “{VIDEO.title}”"
    several = replace(content, brands=("Nordelait", "X"))
    assert wording.todo_facts(SOON, several, EN) == (
        "alert 3 · due in 1 hour, 24 March 2010 at 12:30 · Nordelait · 6 negative voices"
    )


def digest(**changes: Any) -> DigestContent:  # noqa: ANN401 - fields
    return replace(compose(since=story.SINCE, until=UNTIL, mentions=(), brands=("A", "B")), **changes)


DEAF = Warned(kind="deaf", brand="B", feed="", message="all its feeds fail", at=UNTIL)
HEARD = (brand(Figures(mentions=3, negative=1)), brand(Figures(mentions=2)))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (digest(), "A, B: nothing new"),
        (digest(figures=HEARD), "A, B: 5 mentions, 1 negative"),
        (digest(figures=HEARD, deaf=(DEAF,)), "B: not heard, the feeds are silent or failing"),
        (
            digest(alerts=(AlertPart(alert=CRISIS, arithmetic=""),), deaf=(DEAF,)),
            "Nordelait: crisis confirmed, 6 negative mentions",
        ),
        (
            digest(alerts=(AlertPart(alert=BUZZ, arithmetic=""),), figures=HEARD),
            "Laiterie du Fleuve: much talked about, 4 mentions",
        ),
        (
            digest(alerts=(AlertPart(alert=BUZZ, arithmetic=""),), figures=HEARD, deaf=(DEAF,)),
            "B: not heard, the feeds are silent or failing",
        ),
        (
            digest(alerts=(AlertPart(alert=replace(BUZZ, level=Level.CLOSED), arithmetic=""),), figures=HEARD),
            "A, B: 5 mentions, 1 negative",
        ),
    ],
)
def test_the_subject_tells_the_gravest(content: DigestContent, told: str) -> None:
    assert wording.subject(content, EN) == told


@pytest.mark.parametrize(
    ("names", "told"),
    [(("A",), "A"), (("A", "B", "C"), "A, B, C"), (("A", "B", "C", "D", "E"), "A, B, C and 2 others")],
)
def test_a_heading_names_three_brands(names: tuple[str, ...], told: str) -> None:
    assert wording.brands(digest(brands=names), EN) == told


def test_what_was_not_heard_and_what_warns_is_one_line_whatever_it_holds() -> None:
    odd = replace(DEAF, message="{feed} is silent", args={"feed": "a\nb\x1b[31m"})
    assert wording.deaf(odd, EN) == "B: a b is silent"
    assert wording.warning(odd, EN) == "a b is silent"


@pytest.mark.parametrize(("stories", "told"), [(1, "5 mentions, 1 story"), (5, "5 mentions"), (0, "5 mentions")])
def test_stories_are_told_where_some_are_copies(stories: int, told: str) -> None:
    assert with_stories("5 mentions", 5, stories, EN) == told


def test_a_link_without_a_title_says_whose_words_it_leads_to() -> None:
    quote = quoted(mention(1))
    assert wording.read_it(quote, EN) == "Read it (Jeanne Roy)"
    assert wording.read_it(replace(quote, author=""), EN) == "Read it (Page Nordelait)"
    assert wording.read_it(replace(quote, author="", source=""), EN) == "Read it"
    assert wording.said(replace(quote, text="", title="x"), EN) == ""
    assert wording.said(replace(quote, text="", title=""), EN) == "(no text)"
