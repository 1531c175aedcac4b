"""The digest in words: what the golden files can't say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smwatch.alerts.unheard import DEAF
from smwatch.locales import Speech
from smwatch.models import AlertKind, Health, Label, Level, MentionRow, Warned
from smwatch.reports import wording
from smwatch.reports.content import AlertPart, Asked, DigestContent, Heeded, QuestionPart, compose
from smwatch.reports.digest import html, subject, text
from smwatch.reports.quotes import quoted
from smwatch.reports.safe import line
from smwatch.reports.todo import by_person, of_mention
from smwatch.reports.wording import STATES, changed
from smwatch.themes.find import themes
from tests.hostile.content import BAD
from tests.reports import story
from tests.reports.markup import read
from tests.thorough import cases

ENGLISH = Speech("en", story.MONTREAL)
GMAIL_CUTS_AT = 102 * 1024
EVIL = [
    "<script>alert(1)</script>",
    "</td></table><h1>Owned</h1>",
    "{{ 7*7 }}{% raw %}",
    '" onmouseover="alert(1)',
    "' style='position:fixed",
    "<img src=x onerror=alert(1)>",
    "<!--[if mso]><p>owned</p><![endif]-->",
    "&lt;script&gt; &amp;amp; &#60;b&#62;",
    "\x1b]0;owned\x07\x1b[2Jgone",
    "user\u202egpj.exe \u2066x\u2069",
    "Subject: x\r\nBcc: thief@evil.example\r\n\r\nbody",
    "]]>\x00\ufffe\ud800 end",
    "=cmd|' /C calc'!A0",
    "🥛" * 300,
    "א" * 40,
    "a" * 1_000_000,
]
TURNING = "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]"
"""What breaks a line or a terminal, or turns text around."""
LINKS = ["javascript:alert(1)", "data:text/html,x", 'https://a.example/"><script>', "https://a.example/\u202ex", "//x"]


def evil_day(said: str, url: str) -> DigestContent:
    """Every field that a feed fills says the same evil thing."""
    row = story.mention(
        1, title=said, text=said + " \n" + said, source=said, author=said, url=url, lang=said[:20], story=said, feed=url
    )
    comment = replace(row, id=2, kind="comment", title="")
    feed = story.feed(url, Health.FAILING, source=said, message=said.replace("{", "").replace("}", ""), failures=2)
    alert = replace(story.CRISIS, brand=said[:50], sources=tuple(replace(c, name=said) for c in story.CRISIS.sources))
    asked = Asked(who=said, within=said[:50], say=said)
    part = AlertPart(alert=alert, arithmetic=said, asked=asked, first=row, quotes=(comment,))
    question = QuestionPart(brand=said, quote=quoted(comment), assignee=line(said, 60))
    warned = Warned(kind="unsent", brand=said, feed=url, message="{why}", args={"why": said}, at=story.UNTIL)
    theme = themes([replace(comment, id=n, story=f"s{n}", text=f"the palm oil {n}") for n in range(9)])[0]
    rows = [replace(row, brand=said[:50]), replace(comment, brand="Nordelait", story="")]
    return compose(
        name=said,
        since=story.SINCE,
        until=story.UNTIL,
        mentions=rows,
        alerts=[part],
        feeds=[feed, replace(feed, source="")],
        deaf=[replace(warned, brand="Nordelait")],
        heeded=Heeded(
            themes=[replace(theme, name=said)],
            questions=[question],
            todo=by_person([of_mention(comment, who=said, due=story.UNTIL)], story.UNTIL),
            warnings=[warned],
            competitors=[said],
        ),
    )


@pytest.mark.parametrize("url", LINKS)
@pytest.mark.parametrize("said", EVIL, ids=lambda said: repr(said[:20]))
def test_whatever_a_feed_says_is_shown_and_does_nothing(said: str, url: str) -> None:
    content = evil_day(said, url)
    page, plain = html(content, ENGLISH), text(content, ENGLISH)
    seen = read(page)  # knows our tags and attributes only
    assert seen.links == [link for link in seen.links if link.startswith("https://a.example/")]
    assert seen.headings == read(html(evil_day("harmless", url), ENGLISH)).headings
    assert "://" not in seen.styles
    assert "url(" not in seen.styles
    for shown in (page, plain, subject(content, ENGLISH)):
        assert not re.search(TURNING, shown)
        assert len(shown.encode()) < GMAIL_CUTS_AT
    assert "\n" not in subject(content, ENGLISH)
    assert len(subject(content, ENGLISH)) < 200


@pytest.mark.parametrize("said", BAD.values(), ids=BAD)
def test_what_feeds_are_known_to_send_does_nothing_either(said: str) -> None:
    """The entries that the poller is tried with, as if nothing had cleaned them on the way."""
    content = evil_day(said, "https://a.example/")
    page, plain = html(content, ENGLISH), text(content, ENGLISH)
    seen = read(page)
    assert seen.headings == read(html(evil_day("harmless", "https://a.example/"), ENGLISH)).headings
    assert "://" not in seen.styles
    for shown in (page, plain):
        assert not re.search(TURNING, shown)
        assert len(shown.encode()) < GMAIL_CUTS_AT


@settings(max_examples=cases(25), suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_text_makes_a_sound_page(said: str, url: str) -> None:
    content = evil_day(said, url)
    page = read(html(content, ENGLISH))
    assert all(link.lower().startswith(("http://", "https://")) for link in page.links)
    assert "\x1b" not in text(content, ENGLISH)


def test_markup_in_a_title_is_shown_as_it_was_written() -> None:
    row = story.mention(1, title="<b>Nordelait</b> & {{ co }}", text="")
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=[row])
    assert "<b>Nordelait</b> & {{ co }}" in read(html(content, ENGLISH)).texts


@pytest.mark.parametrize("count", [1, 39, 40, 41, 200, 2000])
def test_gmail_shows_the_whole_of_it(count: int) -> None:
    content = story.many_mentions(count)
    page = html(content, ENGLISH)
    assert len(page.encode()) < GMAIL_CUTS_AT
    shown = min(count, 40)
    assert page.count('<p class="ink"') > shown
    for said in (page, text(content, ENGLISH)):
        assert ("smwatch mentions --label negative" in said) == (count > 40)
        assert f"{count:,} new negative stor" in said


def test_where_stories_are_endless_fewer_are_shown_and_all_are_counted() -> None:
    url = "https://a.example/" + "'" * 900
    rows = [
        story.mention(n, title="'" * 200, text='"' * 900, source="'" * 90, author="<" * 90, url=url) for n in range(60)
    ]
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=rows)
    page = html(content, ENGLISH)
    assert len(page.encode()) < GMAIL_CUTS_AT
    shown = page.count('class="rule" style="padding:10px')
    assert 0 < shown < 40
    assert f"{60 - shown} more: smwatch" in page


def test_comment_feeds_that_fail_with_their_blog_are_one_line() -> None:
    feeds = [story.feed(f"https://b.example/{n}", Health.FAILING, source="Blogue", failures=3) for n in range(4)]
    said = text(compose(since=story.SINCE, until=story.UNTIL, mentions=[], feeds=feeds, brands=["A"]), ENGLISH)
    assert said.count("Blogue") == 1
    assert "- Blogue (4 feeds of this name): " in said


def test_whatever_is_endless_is_bounded() -> None:
    """Two hundred of everything, each as long as it may be, in both languages."""
    url = "https://a.example/" + "'" * 900
    row = story.mention(1, title="é'" * 300, text="<é>" * 900, source="&" * 90, author="<" * 90, url=url)
    rows = [replace(row, id=n, story=f"s{n}", brand=f"Brand {n % 60}") for n in range(200)]
    part = AlertPart(
        alert=story.CRISIS, arithmetic="&" * 900, asked=Asked(say="<" * 900), first=row, quotes=(*rows[:3],)
    )
    deaf = Warned(kind="deaf", brand="Brand 1", feed="", message=DEAF, args={"feeds": "&" * 900}, at=story.UNTIL)
    content = compose(
        since=story.SINCE,
        until=story.UNTIL,
        mentions=rows,
        alerts=[part, *[replace(part, alert=replace(story.CRISIS, brand=f"Brand {n}")) for n in range(40)]],
        feeds=[story.feed(url, Health.FAILING, source="&" * 90, message="<" * 400, failures=3)] * 200,
        deaf=[deaf] * 40,
        heeded=Heeded(
            questions=[QuestionPart(brand="B", quote=quoted(row), assignee="&" * 60)] * 200,
            warnings=[deaf] * 200,
            competitors=[f"Rival {n}" for n in range(200)],
        ),
    )
    for speech in (ENGLISH, Speech("fr", story.MONTREAL)):
        page = html(content, speech)
        assert len(page.encode()) < GMAIL_CUTS_AT
        assert "smwatch alerts" in page
        assert read(page).headings[:2] == ["h1", "h2"], "alerts are told still"
        assert len(text(content, speech).encode()) < 200_000


def test_lines_of_text_fit_a_terminal() -> None:
    for content in (story.bad_day(), story.many_mentions(50)):
        lines = [line for line in text(content, ENGLISH).splitlines() if "://" not in line]
        assert max(map(len, lines)) <= 72
        assert [line for line in lines if line != line.rstrip()] == []


def test_alerts_come_first_with_their_arithmetic() -> None:
    said = text(story.bad_day(), ENGLISH)
    order = [
        "! Nordelait: crisis confirmed",
        "6 negative voices in 6 hours",
        "Figures",
        "Share of voice",
        "What people talk about",
        "8 new negative",
        "2 questions",
        "Feeds that need",
        "Warnings",
    ]
    assert [said.index(part) for part in order] == sorted(said.index(part) for part in order)
    assert said.index(order[0]) < 120


def test_nothing_to_say_is_one_line() -> None:
    said = text(story.quiet_day(), ENGLISH)
    assert said == "Nothing new about Nordelait, Laiterie du Fleuve since 23 March 2010 at 07:30.\n"
    assert read(html(story.quiet_day(), ENGLISH)).headings == ["h1"]


def test_headings_go_down_step_by_step() -> None:
    headings = read(html(story.bad_day(), ENGLISH)).headings
    assert headings[:2] == ["h1", "h2"]
    assert headings.count("h1") == 1
    assert all(int(b[1]) - int(a[1]) <= 1 for a, b in pairwise(headings))


def test_a_quote_in_another_language_says_so() -> None:
    english, french = (read(html(story.bad_day(), Speech(lang, story.MONTREAL))).langs for lang in ("en", "fr"))
    assert set(english) == {("p", "fr")}
    assert set(french) == {("p", "en")}


def test_a_buzz_is_the_subject_where_nothing_is_graver() -> None:
    deaf = Warned(kind="deaf", brand="Nordelait", feed="", message="all its feeds are silent", at=story.UNTIL)
    buzz = AlertPart(alert=replace(story.BUZZ, brand="Nordelait"), arithmetic="37 of 44.")
    crisis = AlertPart(alert=replace(story.CRISIS, level=Level.COOLING), arithmetic="37 of 44.")

    def told(*alerts: AlertPart, deaf: Sequence[Warned] = ()) -> str:
        content = compose(since=story.SINCE, until=story.UNTIL, mentions=(), alerts=alerts, deaf=deaf)
        return subject(content, ENGLISH)

    assert told(buzz) == "Nordelait: much talked about, 4 mentions"
    assert "not heard" in told(buzz, deaf=[deaf])
    assert "crisis" in told(buzz, crisis)


@pytest.mark.parametrize("kind", AlertKind)
@pytest.mark.parametrize("level", Level)
def test_each_state_of_an_alert_has_its_words(kind: AlertKind, level: Level) -> None:
    alert = replace(story.CRISIS, kind=kind, level=level, closed=story.UNTIL if level is Level.CLOSED else None)
    content = compose(
        since=story.SINCE, until=story.UNTIL, mentions=(), alerts=[AlertPart(alert=alert, arithmetic="37 of 44.")]
    )
    state = STATES[kind, level].format(brand="Nordelait")
    for said in (text(content, ENGLISH), html(content, ENGLISH)):
        assert state in said
    passed = kind is AlertKind.BUZZ and level is Level.CLOSED
    assert (state in subject(content, ENGLISH)) is not passed
    until = "Closed 24 March 2010" if kind is AlertKind.CRISIS else "to 24 March 2010"
    assert (until in " ".join(text(content, ENGLISH).split())) == (level is Level.CLOSED)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Nordelait: nothing new"),
        ([story.mention(1)], "Nordelait: 1 mention, 1 negative"),
        ([story.mention(1), story.mention(2, Label.NEUTRAL)], "Nordelait: 2 mentions, 1 negative"),
    ],
)
def test_a_quiet_subject_counts(rows: list[MentionRow], said: str) -> None:
    assert subject(compose(since=story.SINCE, until=story.UNTIL, mentions=rows, brands=["Nordelait"]), ENGLISH) == said


def test_many_brands_are_counted_not_listed() -> None:
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=(), brands=list("ABCDE"))
    assert subject(content, ENGLISH) == "A, B, C and 2 others: nothing new"


@pytest.mark.parametrize(
    ("counts", "percents"),
    [
        ((1, 1, 0, 0), [50, 50]),
        ((1, 1, 1, 0), [34, 33, 33]),
        ((1, 0, 1, 198), [1, 1, 98]),
        ((0, 1, 0, 0), [100]),
        ((0, 0, 0, 0), []),
    ],
)
def test_bars_are_whole(counts: tuple[int, ...], percents: list[int]) -> None:
    labels = [label for label, n in zip((*Label, None), counts, strict=True) for _ in range(n)]
    rows = [story.mention(n, label) for n, label in enumerate(labels)] + [story.mention(999, brand="Other")]
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=rows, brands=["Nordelait", "Other"])
    bars = r'<td class="bar (?:negative|neutral|positive|unscored)" style="width:(\d+)%'
    widths = [int(width) for width in re.findall(bars, html(content, ENGLISH))]
    assert widths == [*percents, 100], "and those of the other brand, of which all are negative"


@dataclass(frozen=True, slots=True)
class Backwards(Speech):
    """A language in which every message is marked, and its arguments come in another order."""

    def say(self, message: str, /, **arguments: object) -> str:
        named = " ".join(f"{{{name}}}" for name in sorted(arguments, reverse=True))
        return "⟦" + named.format(**arguments) + "⟧" if message else ""

    def count(self, one: str, many: str, n: int, /, **arguments: object) -> str:
        assert "{n}" in one + many
        return self.say(many, n=self.number(n), **arguments)


@pytest.mark.parametrize("content", [story.bad_day(), story.quiet_day(), story.many_mentions(50)])
def test_every_word_comes_from_the_catalogue(content: DigestContent) -> None:
    """Without messages and without what feeds and people wrote, no word is left."""
    known = " ".join((text(content, ENGLISH), *read(html(content, ENGLISH)).texts))
    ours = set(re.findall(r"[^\W\d_]{2,}", known)) - _words_of_feeds(content)
    speech = Backwards("en", story.MONTREAL)
    said = text(content, speech) + read(html(content, speech)).text
    left = set(re.findall(r"[^\W\d_]{2,}", said)) & ours
    assert left <= {"March", "at", "smwatch", "mentions", "label", "negative", "vader"}  # dates, a command, a scorer


def _words_of_feeds(content: DigestContent) -> set[str]:
    quotes = [told.quote for told in content.stories]
    quotes += [told.quote for told in content.questions]
    quotes += [one.quote for part in content.todo for one in (*part.overdue, *part.soon) if one.quote]
    quotes += [quoted(said) for part in content.alerts for said in (part.first, *part.quotes) if said]
    parts = [part for alert in content.alerts for part in (alert.arithmetic, alert.alert.brand)]
    written = [*content.brands, *parts, *(f"{q.title} {q.text} {q.source} {q.author} {q.url}" for q in quotes)]
    written += [f"{feed.source} {feed.url}" for feed in content.feeds] + ["Page Nordelait The Eastern Post"]
    written += [theme.name for theme in content.themes] + [
        "Marie Tremblay hour",
        story.SAY,
        *story.UNSENT.args.values(),
    ]
    return set(re.findall(r"[^\W\d_]{2,}", " ".join(written)))


def test_times_are_the_readers() -> None:
    content = replace(story.quiet_day(), since=story.SINCE - timedelta(hours=8))
    assert "22 March 2010 at 23:30" in text(content, ENGLISH)


def test_a_false_alarm_is_told_as_one() -> None:
    false = replace(story.CRISIS, level=Level.CLOSED, closed=story.UNTIL, status="false")
    content = compose(
        since=story.SINCE, until=story.UNTIL, mentions=(), alerts=[AlertPart(alert=false, arithmetic="37 voices.")]
    )
    assert subject(content, ENGLISH).startswith("Nordelait: false alarm")
    assert "crisis" not in text(content, ENGLISH)


def test_a_brand_that_is_not_heard_is_no_calm_one() -> None:
    deaf = Warned(kind="deaf", brand="Nordelait", feed="", message=DEAF, args={"feeds": "Le Soir"}, at=story.UNTIL)
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=(), brands=["Nordelait", "B"], deaf=[deaf])
    assert not content.nothing
    assert subject(content, ENGLISH) == "Nordelait: not heard, the feeds are silent or failing"
    assert "Nordelait: none of the feeds" in " ".join(text(content, ENGLISH).split())
    assert "Nordelait: none of the feeds" in html(content, ENGLISH)
    assert not compose(since=story.SINCE, until=story.UNTIL, mentions=(), brands=["B"], deaf=[deaf]).deaf


def test_percentages_are_told_where_they_mean_something() -> None:
    def said(now: int, before: int) -> str:
        return changed(now, before, ENGLISH)

    assert [said(9, 4), said(4, 9), said(4, 4), said(0, 0)] == ["+5", "-5", "as before", ""]
    assert [said(25, 10), said(5, 20), said(1100, 100)] == ["+15, +150%", "-15, -75%", "+1,000, +1,000%"]
    assert changed(25, 10, ENGLISH, compared=False) == ""
    assert changed(5, 20, Speech("fr", story.MONTREAL)) == "−15, −75\u00a0%"


def test_nothing_is_compared_with_a_time_in_which_nobody_listened() -> None:
    content = compose(
        since=story.SINCE,
        until=story.UNTIL,
        mentions=[story.mention(1)],
        heeded=Heeded(compared=False, competitors=["B"]),
    )
    for said in (text(content, ENGLISH), html(content, ENGLISH)):
        assert "has not listened long enough" in " ".join(said.split())
        assert "(+1)" not in said


def test_voices_are_compared_with_competitors_that_the_digest_is_not_about() -> None:
    rows = [story.mention(n, brand="Nordelait" if n < 15 else "Rival") for n in range(20)]
    old = [story.mention(100 + n, brand="Rival") for n in range(10)]
    heeded = Heeded(competitors=["Rival"])
    content = compose(
        since=story.SINCE, until=story.UNTIL, mentions=rows, before=old, brands=["Nordelait"], heeded=heeded
    )
    assert [(part.brand, part.share) for part in content.voices] == [("Nordelait", 0.75), ("Rival", 0.25)]
    assert [part.brand for part in content.figures] == ["Nordelait"]
    said = " ".join(text(content, ENGLISH).split())
    assert "Nordelait 75% ############### (+75 points) Rival (competitor) 25% ##### (-75 points)" in said
    assert all(told.brand == "Nordelait" for told in content.stories)


def test_what_the_playbook_asks_stands_with_its_alert() -> None:
    def told(asked: Asked | None, **changes: Any) -> str:  # noqa: ANN401 - fields of any type
        part = AlertPart(alert=replace(story.CRISIS, **changes), arithmetic="37.", asked=asked, unplanned=not asked)
        content = compose(since=story.SINCE, until=story.UNTIL, mentions=(), alerts=[part])
        page, plain = read(html(content, ENGLISH)).text, text(content, ENGLISH)
        said = " ".join(plain.partition("Figures")[0].split())
        assert all(" ".join(line.split()) in said for line in wording.asked(part, ENGLISH))
        assert all(line in page for line in wording.asked(part, ENGLISH))
        return " ".join(wording.asked(part, ENGLISH))

    assert told(Asked(who="Marie", within="1 hour", say="Sorry.")) == (
        "The playbook asks: Marie answers within 1 hour. In these words: “Sorry.”"
    )
    assert told(Asked(within="1 hour")) == "The playbook asks: answer within 1 hour."
    assert told(Asked(who="Marie")) == "The playbook asks: Marie answers."
    assert told(None, assignee="Jean") == "Assigned to Jean. No rule of the playbook fits."


def test_a_buzz_is_no_alarm() -> None:
    content = compose(since=story.SINCE, until=story.UNTIL, mentions=(), alerts=story.alerts("en")[:1])
    assert "! " not in text(content, ENGLISH)
    assert 'class="alert"' not in html(content, ENGLISH)
