"""The report's page: valid, closed in itself, told in words as well, harmless whatever a feed sends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from base64 import b64encode
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.locales import LANGUAGES, Speech
from smwatch.models import HourCount, Label
from smwatch.reports.content import Numbers
from smwatch.reports.report import charts, slots
from smwatch.reports.report.compose import Tally
from smwatch.reports.report.content import ReportContent, Step
from smwatch.reports.report.page import html
from tests.browser import CHROMIUM, needs_chromium
from tests.hostile.content import BAD
from tests.reports import paper, story
from tests.thorough import cases

ENGLISH, FRENCH = (Speech(lang, story.MONTREAL) for lang in ("en", "fr"))
HOUR = timedelta(hours=1)
VOID = {"meta", "path", "rect"}
TAGS = VOID | set(
    "html head title style body a header h1 h2 h3 h4 p nav ol ul li main figure figcaption div svg desc g text details"
    " summary span table thead tbody tr th td bdi article strong footer".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv name content class href id aria-labelledby aria-hidden tabindex role viewbox width height"
    " x y d preserveaspectratio vector-effect scope dir rel colspan".split()
)
MORE = [
    "{{ 7*7 }}{% raw %}",
    "</style></title></script><script>alert(1)</script>",
    "\" onload=alert(1) x='",
    "&amp;lt;",
    "x" * 5_000,
    'https://a.example/"><script>alert(1)</script>',
    "javascript:alert(1)",
    "https://user:secret@a.example/?token=x",
]


@dataclass
class Page(HTMLParser):
    """What stands in a page; AssertionError where a tag or attribute is none of ours, or isn't closed."""

    text: str = ""
    links: list[dict[str, str]] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    refers: set[str] = field(default_factory=set)
    style: str = ""
    policy: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        found = {name: value or "" for name, value in attrs}
        assert set(found) <= ATTRIBUTES, found
        assert len(found) == len(attrs)
        if tag == "a":
            self.links.append(found)
        if tag == "meta" and found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        self.ids += [value for name, value in found.items() if name == "id"]
        self.refers |= set(found.get("aria-labelledby", "").split())
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"path", "rect"}
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text += data


def read(page: str) -> Page:
    """The page, as strictly as can be."""
    found = Page()
    found.feed(page)
    found.close()
    assert found.open == []
    assert len(set(found.ids)) == len(found.ids)
    assert found.refers <= set(found.ids)
    for link in found.links:
        if link["href"].startswith("#"):
            assert link["href"][1:] in found.ids
        else:
            assert re.match(r"https?://", link["href"], re.IGNORECASE)
            assert link["rel"] == "noopener noreferrer nofollow"
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False))
    assert b64encode(sha256(found.style.encode()).digest()).decode() in found.policy
    assert found.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"url\(|@import|expression", found.style)
    return found


CONTENTS = {
    "bad day": paper.bad_day(),
    "nothing": paper.nothing(),
    "fifty brands": paper.many_brands(50),
    "seventy brands": paper.many_brands(70),
}


@pytest.mark.parametrize("speech", [ENGLISH, FRENCH], ids=LANGUAGES[::-1])
@pytest.mark.parametrize("name", CONTENTS)
def test_a_page_is_well_formed_and_closed_in_itself(name: str, speech: Speech) -> None:
    read(html(CONTENTS[name], speech))


def test_it_tells_everything() -> None:
    page = read(html(paper.bad_day(), ENGLISH))
    for said in (
        "Nordelait: crisis confirmed",
        "Laiterie du Fleuve: much talked about",
        "huile de palme",
        "“Il y a de l'huile de palme.”",
        "New video asks Nordelait",
        "3 copies",
        "Page Nordelait",
        "Jeanne Roy",
        "6 negative voices in 6 hours",
        "Marie Tremblay, within 1 h",
        "Appelé le journal.",
        "Blogue laitier",
        'sensitivity = "low"',
        "false alarms are to be expected, about 0.25 a year",
        "growing: 1 story before",
        "that is told, and is no alarm",
    ):
        assert said in page.text, said


def test_a_buzz_is_no_alarm() -> None:
    page = html(paper.bad_day(), ENGLISH)
    assert re.findall(r'<article class="alert (\w+)" aria-labelledby="alert-(\d+)"', page) == [
        ("buzz", "4"),
        ("crisis", "3"),
    ]
    assert "1 crisis in this period." in page
    false = replace(story.CRISIS, status="false")
    told = html(replace(paper.bad_day(), alerts=(false,), pages=()), ENGLISH)
    assert "No crisis in this period." in told
    assert "1 was a false alarm." in told


def test_nothing_said_is_said() -> None:
    text = read(html(paper.nothing(), ENGLISH)).text
    assert text.count("Nothing was said in this period.") >= 2
    assert "No crisis in this period." in text
    assert "smwatch hasn't listened yet" in text


def test_french_is_french() -> None:
    text = read(html(paper.bad_day("fr"), FRENCH)).text
    assert "Entre le 23 mars 2010 à 7\u00a0h\u00a030 et le 24 mars 2010 à 7\u00a0h\u00a030" in text
    assert "«\u00a0La forêt brûle.\u00a0»" in text
    assert not re.findall(r"\w [:»]|« \w", text.replace("répondre :", "")), "no-break spaces"
    assert "50\u00a0%" in text


@pytest.mark.parametrize("text", [*BAD.values(), *MORE], ids=[*BAD, *map(str, range(len(MORE)))])
def test_nothing_evil_gets_through(text: str) -> None:
    page = html(paper.evil(text), ENGLISH)
    read(page)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]", page)
    assert len(page.encode()) < 200_000


@given(text=st.text(max_size=60))
@settings(max_examples=cases(15), deadline=None)
def test_nothing_anybody_writes_gets_through(text: str) -> None:
    read(html(paper.evil(text), FRENCH))


def test_charts_say_in_numbers_what_they_draw() -> None:
    content = paper.bad_day()
    page = html(content, ENGLISH)
    rows = re.findall(r'<tr><th scope="row">(2010[^<]*)</th><td class="n">(\d+)</td><td class="n">(\d+)</td>', page)
    told = [(int(n), int(negative)) for _, n, negative in rows[:16]]
    assert told == [(slot.numbers.mentions, slot.numbers.negative) for slot in content.slots if slot.numbers.mentions]


def test_bars_are_as_high_as_what_they_stand_for() -> None:
    tall = [float(v) for v in re.findall(r"h[\d.]+v([\d.]+)z", charts.bars([0, 1, 4], 4))]
    assert tall == [38.5, 154.0]
    assert charts.bars([], 1) == charts.line([], 1) == ""
    mark = charts.mark("crisis", 1, (0.999, 1.0), "")
    assert float(mark.x) + float(mark.width) <= charts.WIDTH


@pytest.mark.parametrize(
    ("days", "step", "most"),
    [
        (1, Step.HOUR, 25),
        (3, Step.HOUR, 73),
        (30, Step.DAY, 32),
        (400, Step.WEEK, 59),
        (1096, Step.MONTH, 38),
        (7300, Step.YEAR, 22),
    ],
)
@pytest.mark.parametrize("zone", ["America/Toronto", "America/St_Johns", "UTC"])
def test_a_period_of_any_length_fits_on_a_screen(days: int, step: Step, most: int, zone: str) -> None:
    until = datetime(2026, 11, 26, 12, 5, tzinfo=UTC)
    begin, end = slots.whole(until - timedelta(days=days), until, ZoneInfo(zone))
    assert begin <= until - timedelta(days=days) + HOUR
    assert end - until < HOUR
    assert slots.step_of(begin, end) is step
    counts = [HourCount(hour=begin + n * HOUR, mentions=1, negative=1) for n in range((end - begin) // HOUR)]
    found = slots.slots(counts, begin, end, ZoneInfo(zone))
    assert len(found) <= most
    assert sum(slot.numbers.mentions for slot in found) == len(counts)
    starts = [slot.at for slot in found]
    assert starts == sorted(set(starts))
    if step is not Step.HOUR:
        assert {at.astimezone(ZoneInfo(zone)).hour for at in starts[1:]} <= {0}, "also where clocks were changed"
    assert slots.place(begin, starts, end) == 0
    assert slots.place(end, starts, end) == 1


def test_hours_of_a_day_are_counted_with_the_day_where_the_reader_is() -> None:
    zone, since = timezone(timedelta(hours=-4)), datetime(2010, 3, 20, 4, tzinfo=UTC)
    late = HourCount(hour=datetime(2010, 3, 22, 3, tzinfo=UTC), mentions=2, negative=1, positive=1)
    found = slots.slots([late], since, since + timedelta(days=5), zone)
    assert [slot.numbers for slot in found] == [
        Numbers(),
        Numbers(mentions=2, negative=1, positive=1),
        *[Numbers()] * 3,
    ]


def test_stories_are_told_by_who_was_first_and_not_if_ignored() -> None:
    tally, rows = Tally(), {row.id: row for row in paper.ROWS}
    ignored = story.mention(70, story="ignored", status="ignored")
    for row in sorted((*rows.values(), ignored), key=lambda row: row.published, reverse=True):
        tally.take(row)
    stories = tally.stories((rows | {70: ignored}).get)
    assert (stories.negative[0].quote.source, stories.negative[0].copies) == ("Le Quotidien", 3)
    assert stories.total_negative == len(stories.negative) == 4
    assert stories.total == len({row.story for row in rows.values()}) + 1
    assert stories.others == ()


def test_one_of_so_many_is_kept_for_themes() -> None:
    tally = Tally(every=3)
    for row in paper.ROWS:
        tally.take(row)
    assert [row.id for row in tally.kept] == [row.id for row in paper.ROWS[::3]]
    assert tally.voices().total_sources == len({row.source for row in paper.ROWS})


def test_a_story_with_one_negative_copy_is_negative() -> None:
    tally = Tally()
    rows = {n: story.mention(n, label, story="one") for n, label in ((1, Label.NEUTRAL), (2, Label.NEGATIVE))}
    for number in (2, 1):
        tally.take(rows[number])
    (told,) = tally.stories(rows.get).negative
    assert (told.copies, told.negative, told.quote.at) == (2, 1, rows[1].published)


def axe() -> str:
    """Where axe-core's script is, if anywhere: SMWATCH_AXE, or a global npm install."""
    places = (f"/usr{local}/lib/node_modules/axe-core/axe.min.js" for local in ("", "/local"))
    found = [os.environ.get("SMWATCH_AXE", ""), *places]
    return next((path for path in found if path and Path(path).is_file()), "")


@needs_chromium
@pytest.mark.skipif(not axe(), reason="no axe-core here (npm install -g axe-core, or SMWATCH_AXE=…/axe.min.js)")
@pytest.mark.parametrize("content", [paper.bad_day(), paper.nothing()], ids=["bad day", "nothing"])
def test_axe_finds_nothing(content: ReportContent, tmp_path: Path) -> None:
    assert CHROMIUM
    show = "document.body.innerHTML = '<pre>' + JSON.stringify(r.violations.map(v => v.id)) + '</pre>'"
    run = f"axe.run().then(r => {{{show}}})"
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html(content, FRENCH))
    page = page.replace("</body>", f"<script>{Path(axe()).read_text('utf-8')}</script><script>{run}</script></body>")
    (tmp_path / "page.html").write_text(page, "utf-8")
    options = [
        "--headless",
        "--disable-gpu",
        "--no-first-run",
        "--virtual-time-budget=20000",
        f"--user-data-dir={tmp_path}/p",
    ]
    options += ["--no-sandbox"] if os.getuid() == 0 else []
    ran = subprocess.run(
        [CHROMIUM, *options, "--dump-dom", (tmp_path / "page.html").as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )
    shown = re.search(r"<pre>(.*?)</pre>", ran.stdout.decode())
    assert shown
    assert json.loads(shown[1]) == []


@pytest.mark.skipif(
    not (shutil.which("java") and os.environ.get("SMWATCH_VNU")), reason="no validator (SMWATCH_VNU=…/vnu.jar)"
)
@pytest.mark.parametrize("content", [paper.bad_day(), paper.evil("x<y>")], ids=["bad day", "evil"])
def test_the_validator_finds_no_error(content: ReportContent, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(html(content, FRENCH), "utf-8")
    command = [
        "java",
        "-jar",
        os.environ["SMWATCH_VNU"],
        "--also-check-css",
        "--errors-only",
        str(tmp_path / "page.html"),
    ]
    ran = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert ran.stderr.decode() == ""
