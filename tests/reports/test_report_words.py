"""A report's sentences, bars and charts, one by one."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smwatch.models import Alert, Count, HourCount, Level, Note, Role
from smwatch.reports.answered import Answered
from smwatch.reports.content import Numbers
from smwatch.reports.report import charts, figures, method
from smwatch.reports.report.alerts import kind_of, listed, page_of
from smwatch.reports.report.content import (
    AlertPage,
    BrandNumbers,
    CurvePart,
    Health,
    Method,
    ReportContent,
    Slot,
    Step,
    Stories,
    ThemeLine,
    Voice,
    Voices,
    total,
)
from smwatch.reports.report.page import html
from smwatch.reports.report.slots import numbers, place
from smwatch.themes.theme import Course
from tests.cli.views.seen import EN, FR, plain
from tests.reports import paper, story
from tests.reports.story import BUZZ, CRISIS, SINCE, UNTIL

HOUR = timedelta(hours=1)
NOBODY = Numbers()
FALSE = replace(CRISIS, id=9, status="false")
OVER = replace(CRISIS, id=5, level=Level.CLOSED, closed=UNTIL)


def brand(now: Numbers, before: Numbers = NOBODY) -> BrandNumbers:
    return BrandNumbers(brand="Nordelait", competitor=False, now=now, before=before, share=1.0)


def report(*brands: BrandNumbers, **changes: Any) -> ReportContent:  # noqa: ANN401 - fields
    told: dict[str, Any] = {
        "brands": brands or (brand(Numbers(mentions=10, negative=4, neutral=2)),), "since": SINCE, "until": UNTIL,
        "made": UNTIL, "step": Step.HOUR, "slots": (), "method": Method(listening=SINCE - timedelta(days=9)),
        "health": Health(enabled=3), "stories": Stories(total=10),
    }  # fmt: skip
    return ReportContent(**(told | changes))


def test_numbers_add_up_ones_own_people_included() -> None:
    parts = [Numbers(mentions=3, negative=1, neutral=1, positive=1, own=2), Numbers(mentions=2, negative=1, own=5)]
    assert total(parts) == parts[0] + parts[1] == Numbers(mentions=5, negative=2, neutral=1, positive=1, own=7)
    assert (total(parts).unscored, total(parts).judged) == (1, 4)
    assert total([]) == Numbers()
    hour = HourCount(hour=SINCE, mentions=4, negative=1, neutral=1, positive=1, own=2)
    assert numbers(hour) == Numbers(mentions=4, negative=1, neutral=1, positive=1, own=2)


def test_at_a_glance_ones_own_people_are_told_besides() -> None:
    said = figures.glance(report(brand(Numbers(mentions=10, own=1))), EN)
    assert "Besides, 1 mention by your own people, who are counted apart." in said
    assert not any("own people" in line for line in figures.glance(report(), EN))


def test_at_a_glance_the_period_before_is_compared_where_it_was_heard() -> None:
    before = Numbers(mentions=8, negative=1, neutral=1)
    both = figures.glance(report(brand(Numbers(mentions=10, negative=4, neutral=2), before)), EN)
    assert both[:2] == [
        "10 mentions; 8 in the period before, of the same length.",
        "67% of those that could be scored are negative; in the period before, 50%.",
    ]
    late = Method(listening=SINCE - HOUR)
    assert figures.glance(report(method=late), EN)[0] == (
        "10 mentions; 0 in the period before, which can't be compared: "
        "smwatch has listened since 23 March 2010 at 10:30."
    )
    assert "smwatch hasn't listened yet" in figures.glance(report(method=Method()), EN)[0]


@pytest.mark.parametrize(
    ("stories", "begins"), [(0, "10 mentions;"), (10, "10 mentions;"), (4, "10 mentions that tell 4 stories;")]
)
def test_copies_are_told_where_there_are_some(stories: int, begins: str) -> None:
    assert figures.glance(report(stories=Stories(total=stories)), EN)[0].startswith(begins)


@pytest.mark.parametrize(
    ("alerts", "told"),
    [
        ((), "No crisis in this period."),
        ((OVER,), "1 crisis in this period."),
        ((CRISIS,), "1 crisis in this period. It is still open."),
        ((CRISIS, OVER), "2 crises in this period. 1 is still open."),
        ((CRISIS, replace(CRISIS, id=8)), "2 crises in this period. 2 are still open."),
        ((FALSE,), "No crisis in this period. 1 was a false alarm."),
        (
            (BUZZ, BUZZ),
            "No crisis in this period. 2 times much was said without being negative; that is told, and is no alarm.",
        ),
        ((replace(BUZZ, status="false"),), "No crisis in this period. 1 was a false alarm."),
    ],
)
def test_how_many_alarms_there_were(alerts: tuple[Alert, ...], told: str) -> None:
    assert figures.of_alerts(report(alerts=alerts), EN) == told


@pytest.mark.parametrize(
    ("health", "told"),
    [
        (Health(), "No feed is polled, so nothing can be heard."),
        (Health(enabled=1), "Polled: 1 feed; none of them fails or is silent."),
        (Health(enabled=1200, troubled=2), "Polled: 1,200 feeds; 2 need a look."),
    ],
)
def test_how_the_feeds_did(health: Health, told: str) -> None:
    assert figures.of_feeds(health, EN) == told


def test_answers_name_the_brand_where_there_are_several() -> None:
    answered = {"Nordelait": Answered(wanted=1)}
    one, two = report(answered=answered), report(brand(Numbers()), brand(Numbers()), answered=answered)
    assert figures.of_answers(one, EN) == ["1 mention wants an answer; it has none yet."]
    assert figures.of_answers(two, EN) == ["Nordelait: 1 mention wants an answer; it has none yet."]


def test_themes_say_of_how_many_mentions_they_are() -> None:
    themes = (ThemeLine(theme=paper.theme("palme", story.VIDEO)),)
    assert figures.of_themes(report(), EN).startswith("No theme stands out")
    assert "Found in" not in figures.of_themes(report(themes=themes), EN)
    some = figures.of_themes(report(themes=themes, method=Method(sampled=3)), EN)
    assert some.endswith("Found in one mention of 3, evenly over the time: the numbers are of those.")


def test_marks_are_the_loudest_crises_first_in_the_order_of_time() -> None:
    many = [replace(CRISIS, id=n, negatives=n, opened=SINCE + n * HOUR) for n in range(25)]
    shown = figures.marked(report(alerts=(BUZZ, *many)))
    assert len(shown) == figures.MAX_MARKS
    assert BUZZ not in shown
    assert [alert.id for alert in shown] == list(range(5, 25))


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (Step.HOUR, "2010-03-24 11:30"),
        (Step.DAY, "2010-03-24"),
        (Step.WEEK, "2010-03-24"),
        (Step.MONTH, "2010-03"),
        (Step.YEAR, "2010"),
    ],
)
def test_a_bar_is_named_as_shortly_as_may_be(step: Step, name: str) -> None:
    assert figures.slot_name(Slot(UNTIL, Numbers()), step, EN) == name


SLOTS = tuple(
    Slot(SINCE + n * HOUR, Numbers(mentions=n, negative=n // 2, neutral=n // 4)) for n in (0, 4, 8, 0)
)  # fmt: skip


def test_a_timeline_is_told_in_words_and_in_numbers() -> None:
    chart = figures.timeline(report(slots=SLOTS), EN)
    assert chart.scale == "Mentions by hour; the highest bar is 8."
    assert chart.told.startswith(
        "12 mentions between 23 March 2010 and 24 March 2010; most of all at 2010-03-23 19:30: 8."
    )
    assert chart.table.rows == (("2010-03-23 15:30", "4", "2", "0"), ("2010-03-23 19:30", "8", "4", "0"))
    assert chart.axis == ("2010-03-23 11:30", "2010-03-23 19:30", "2010-03-23 11:30")
    assert [name for name, _ in chart.keys] == ["all", "voices"]
    nothing = figures.timeline(report(), EN)
    assert (nothing.told, nothing.axis) == ("Nothing was said in this period.", ())


def test_how_it_feels_is_told_of_what_could_be_scored() -> None:
    now = Numbers(mentions=12, negative=6, neutral=3)
    chart = figures.feeling(report(brand(now), slots=SLOTS), FR)
    assert plain(chart.told).startswith("Mentions évaluées : 9 mentions, dont négatives : 6, neutres : 3")
    assert [name for name, _ in chart.paths] == ["negative", "neutral", "positive"]
    assert figures.feeling(report(brand(Numbers(mentions=3))), EN).told == "Nothing could be scored in this period."


@pytest.mark.parametrize(("at", "where"), [(0, 0.0), (0.5, 0.25), (1, 0.5), (2.5, 0.75), (4, 1.0), (9, 1.0), (-1, 0.0)])
def test_a_time_has_its_place_among_bars_that_are_as_wide_but_not_as_long(at: float, where: float) -> None:
    starts, until = [SINCE, SINCE + HOUR], SINCE + 4 * HOUR
    assert place(SINCE + at * HOUR, starts, until) == pytest.approx(where)


def test_marks_stay_on_the_chart_however_short_or_late() -> None:
    short = charts.mark("crisis", 3, (0.5, 0.5), "x")
    assert (short.x, short.width, short.left) == ("500.0", "4.0", "50.2%")
    late = charts.mark("crisis", 3, (1.0, 1.0), "x")
    assert (late.x, late.width, late.left) == ("996.0", "4.0", "98.0%")


def test_lying_bars_are_parts_of_a_whole() -> None:
    assert charts.percents((("a", 1), ("b", 0), ("c", 3)), 8) == (("a", "0.00", "12.50"), ("c", "12.50", "37.50"))
    assert charts.percents((("a", 1),), 0) == ()


@pytest.mark.parametrize(("values", "path"), [((), ""), ((0, 0), ""), ((2,), "M75.0 160.0v-154.0h850.0v154.0z")])
def test_bars_stand_on_the_ground(values: tuple[float, ...], path: str) -> None:
    assert charts.bars(values, 2) == path
    assert charts.line((), 1) == ""
    assert charts.line((1, 0), 1) == "M0 6.0V6.0H500.0V160.0H1000.0"


@pytest.mark.parametrize(("alert", "kind"), [(CRISIS, "crisis"), (OVER, "crisis"), (FALSE, "buzz"), (BUZZ, "buzz")])
def test_what_is_an_alarm_is_red(alert: Alert, kind: str) -> None:
    assert kind_of(alert) == kind


def test_the_list_says_which_alerts_have_a_page() -> None:
    content = report(alerts=(CRISIS, OVER), pages=(AlertPage(alert=OVER, arithmetic="x"),))
    first, second = listed(content.alerts, content, EN)
    assert (first["page"], first["closed"], first["expected"]) == (False, "still open", "0.3")
    assert (second["page"], second["closed"], second["voices"]) == (True, "2010-03-24 11:30", "6")
    (many,) = listed([replace(CRISIS, expected=12.4)], content, FR)
    assert many["expected"] == "12"


@pytest.mark.parametrize(
    ("alert", "when"),
    [
        (CRISIS, "No. 3. Opened 24 March 2010 at 05:30. Confirmed 24 March 2010 at 06:30."),
        (
            replace(OVER, confirmed=None),
            "No. 5. Opened 24 March 2010 at 05:30. Closed 24 March 2010 at 11:30.",
        ),
        (BUZZ, "No. 4. Since 24 March 2010 at 09:30."),
        (replace(BUZZ, closed=UNTIL), "No. 4. From 24 March 2010 at 09:30 to 24 March 2010 at 11:30."),
    ],
)
def test_when_an_alert_was(alert: Alert, when: str) -> None:
    assert page_of(AlertPage(alert=alert, arithmetic="x"), EN)["when"] == when


def test_an_alerts_page_tells_who_was_loudest_and_what_was_done() -> None:
    page = AlertPage(
        alert=CRISIS, arithmetic="6 in 6 h.", facts=("It doubles.", ""), window="In the window: 9.",
        threads=((Count(name="https://a.example/p", count=3), ""), (Count(name="javascript:x", count=1), "Title")),
        authors=(Count(name="Jo", count=1200),), status="seen by Luc", asides=("An aside.",), reckoned=("As usual.",),
        notes=(Note(number=3, at=UNTIL, who="", text="Called."),),
        curve=CurvePart(since=SINCE, step=6, voices=(0, 3), expected=(0.5, 0.5), told="A curve."),
    )  # fmt: skip
    told = page_of(page, EN)
    assert told["facts"] == ["It doubles.", "In the window: 9."]
    assert told["loudest"] == [
        (
            "Threads:",
            [
                {"name": "a.example/p", "url": "https://a.example/p", "count": "3"},
                {"name": "Title", "url": "", "count": "1"},
            ],
        ),
        ("Authors:", [{"name": "Jo", "url": "", "count": "1,200"}]),
    ]
    assert told["handled"] == ["seen by Luc", "Note by ?, 24 March 2010 at 11:30: Called."]
    assert told["reckoned"] == ["As usual.", "An aside."]
    assert told["curve"].table.rows == (("2010-03-23 17:30", "3", "0.5"),)
    assert told["play"] == []


def test_the_method_says_only_what_holds_of_this_period() -> None:
    found, scored, alarms, *_ = method.told(report(method=Method(promised=0.25, sensitivity="low")), EN)
    assert len(found[1]) == len(method.FOUND)
    assert len(scored[1]) == len(method.FEELING) + 1
    assert 'sensitivity = "low": false alarms are to be expected, about 0.25 a year and brand.' in alarms[1][-1]
    langs = (Count(name="fr", count=3), Count(name="", count=1))
    whole = Method(listening=SINCE, named=3, threads=1, langs=langs, corrected=2, scorers=("vader/1",))
    told = method.told(report(brand(Numbers(mentions=4, negative=3)), method=whole), EN)
    assert told[0][1][-3:] == [
        "smwatch has listened since 23 March 2010 at 11:30.",
        "In this period, 3 name the brand, 1 answer such a text, and 0 stand on the brand's pages.",
        "Languages: French (3), ? (1).",
    ]
    assert told[1][1][-2:] == [
        "2 mentions have a person's label.",
        "1 mention could not be scored: another language, or too short.",
    ]


def section(name: str, content: ReportContent) -> str:
    """What stands on the page under that heading."""
    return html(content, EN).partition(f'<h2 id="{name}">')[2].partition("<h2")[0]


@pytest.mark.parametrize(
    ("names", "told"), [([], "–"), (["A", "B", "C"], "A, B, C"), (["A", "B", "C", "D"], "A, B, C and 1 other")]
)
def test_the_heading_names_three_brands(names: list[str], told: str) -> None:
    brands = tuple(replace(brand(NOBODY), brand=name) for name in names)
    assert f"<h1>What was said of {told}</h1>" in html(report(brands=brands), EN)


def test_who_spoke_most_is_ranked_and_the_rest_counted() -> None:
    found = (Voice(name="A", mentions=8, negative=2), Voice(name="B", mentions=4, negative=4, role=Role.PRESS))
    told = section("sources", report(voices=Voices(sources=found, total_sources=5)))
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', told)
    assert [re.sub("<[^>]+>", " ", row).split() for row in rows] == [["A", "8", "2"], ["B", "press", "4", "4"]]
    assert [re.findall(r'<rect class="(neg\w+|neu\w+)" x="(.*?)" width="(.*?)"', row) for row in rows] == [
        [("negative", "0.00", "25.00"), ("neutral", "25.00", "75.00")],
        [("negative", "0.00", "50.00")],
    ]
    assert "and 3 others" in told
    assert "other" not in section("sources", report(voices=Voices(sources=found, total_sources=2)))


def test_a_theme_says_how_it_was_before_and_of_which_brands_it_is() -> None:
    one = ThemeLine(theme=paper.theme("palme", story.VIDEO), brands=(Count(name="Nordelait", count=3),))
    told = section("themes", report(brand(NOBODY), brand(NOBODY), themes=(one,)))
    figures_told = "5 mentions · 3 stories · 40% of all stories · 3 negative · growing: 1 story before"
    assert f"<p>{figures_told} · Nordelait (3)</p>" in told
    assert '<h3 dir="auto" lang="fr">palme</h3>' in told
    assert "also: forêt" in told
    alone = replace(one.theme, stories=5, terms=(), course=Course.UNKNOWN, langs=())
    told = section("themes", report(themes=(replace(one, theme=alone),)))
    assert "<p>5 mentions · 40% of all stories · 3 negative · nothing is stored of the period before</p>" in told
    assert '<h3 dir="auto">palme</h3>' in told
    assert "also:" not in told
