"""Entry by entry, id, link, title, date, author and text are what feedparser's would be after our cleaning.

feedparser by itself is the measure, sanitizing and resolving; over a folder of odd feeds of our own, and over feeds as
they were found on the web where a folder of them is at hand (SMWATCH_SHARED, or ../shared). Where we mean to differ,
ON_PURPOSE says why, and how often we do is counted.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from smwatch.feeds.dates import FIRST
from smwatch.feeds.links import web_url
from smwatch.text.names import plain_name
from tests.feeds.beside import NOW, Difference, differences, ours

CASES = sorted((Path(__file__).parent / "cases").iterdir())
SHARED = Path(os.environ.get("SMWATCH_SHARED") or Path(__file__).parents[3] / "shared") / "data" / "feeds"
FOUND = sorted(path for path in SHARED.glob("*") if path.suffix in {".xml", ".json"}) if SHARED.is_dir() else []

MADE_UP = re.compile(r"(?:by|par)\s?:\s|(?:comments?|commentaires?) (?:on|sur) .* (?:by|par) ", re.IGNORECASE)
MISREAD = re.compile(r"\bH[AN][A-Z]\b|[ap]\.?m\b|^\d{9,}$|^20\d{2}[/.]", re.IGNORECASE)

ON_PURPOSE: Final[dict[str, Callable[[Difference], bool]]] = {
    "feedparser reads no JSON Feed": lambda d: d.field == "entries" and d.theirs == 0,
    "a title that WordPress makes up is no text": lambda d: (
        d.field == "title" and d.ours == "" and bool(MADE_UP.match(d.theirs))
    ),
    "it names the author": lambda d: d.field == "author" and d.theirs == "",
    "all its authors": lambda d: d.field == "author" and d.theirs in re.split("[,;] ", d.ours),
    "a byline is told as a name": lambda d: (
        d.field == "author" and d.ours == plain_name(d.theirs.replace("mailto:", "")).lstrip("(")
    ),
    "a date that feedparser can't read": lambda d: d.field == "date" and d.theirs is None,
    "a date or a zone that it misreads": lambda d: (
        d.field == "date" and d.ours is not None and bool(MISREAD.search(d.said.strip()))
    ),
    "a date that can't be is not the feed's": lambda d: (
        d.field == "date" and d.ours is None and not FIRST <= d.theirs <= NOW + timedelta(hours=1)
    ),
    "a link that leads nowhere on the web is none": lambda d: (
        d.field == "link" and d.ours == "" and not web_url(d.theirs)
    ),
    "a blank in a link is written as the web has it": lambda d: (
        d.field == "link" and d.ours == d.theirs.replace(" ", "%20")
    ),
}
TEXTS: Final = {  # what only a look into the file explains
    "atom10-content-image.xml": "a picture in base64 is no text",
    "controls.xml": "control characters go before the document is read, so that it is well-formed",
    "enc-utf-8-strays.xml": "a byte in another encoding doesn't spoil the others",
    "entities.xml": "an entity that nobody knows stays as it is written",
    "hidden-and-scripts.xml": "feedparser's sanitizer drops an <iframe> but not what it holds",
    "rss091-netscape.xml": "entities of HTML are read although the document names a DTD",
    "feed-rs-rss-2-0-ghost-2.xml": "feedparser's sanitizer gives a picture with an empty alt the text « alt »",
    "picofeed-planete-jquery.xml": "feedparser's sanitizer loses the rest of a text behind a broken <script>",
}
OF_CASES: Final = {
    "feedparser reads no JSON Feed": 2,
    "a title that WordPress makes up is no text": 2,
    "it names the author": 3,
    "all its authors": 3,
    "a byline is told as a name": 2,
    "a date that feedparser can't read": 8,
    "a date or a zone that it misreads": 2,
    "a date that can't be is not the feed's": 2,
    "a link that leads nowhere on the web is none": 10,
    "a blank in a link is written as the web has it": 1,
    **{reason: 1 for name, reason in TEXTS.items() if name in {path.name for path in CASES}},
}
OF_FOUND: Final = {
    "feedparser reads no JSON Feed": 1,
    "a title that WordPress makes up is no text": 210,
    "it names the author": 140,
    "all its authors": 15,
    "a byline is told as a name": 3,
    **{reason: 1 for name, reason in TEXTS.items() if name in {path.name for path in FOUND}},
}


def reason_for(path: Path, difference: Difference) -> str:
    for reason, holds in ON_PURPOSE.items():
        if holds(difference):
            return reason
    return TEXTS.get(path.name, "") if difference.field in {"title", "text"} else ""


def compared(path: Path) -> list[Difference]:
    return list(differences(path.read_bytes(), "application/feed+json" if path.suffix == ".json" else "text/xml"))


@pytest.mark.parametrize("path", [*CASES, *FOUND], ids=lambda path: path.name)
def test_an_entry_is_what_feedparser_makes_of_it(path: Path) -> None:
    assert [difference for difference in compared(path) if not reason_for(path, difference)] == []


@pytest.mark.parametrize(("paths", "counts"), [(CASES, OF_CASES), (FOUND, OF_FOUND)], ids=["cases", "found"])
def test_every_difference_on_purpose_is_counted(paths: list[Path], counts: dict[str, int]) -> None:
    if not paths:
        pytest.skip("no folder of real feeds here")
    reasons = Counter(reason_for(path, difference) for path in paths for difference in compared(path))
    for name in TEXTS:  # of one file, however many of its fields
        if reasons[TEXTS[name]]:
            reasons[TEXTS[name]] = 1
    assert +reasons == counts


def test_the_measure_is_not_empty() -> None:
    assert len(CASES) > 100
    assert sum(len(ours(path.read_bytes())) for path in CASES) > 150
