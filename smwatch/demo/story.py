"""When everything in the demo's story is said: a timeline counted back from the end. Pure.

Four quiet weeks, then an NGO's video (about a day before the end), the company's clumsy answer, the flood of comments,
the press. Hours before the end, so that the story always ends now and `status` and `digest` have something to tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from smwatch.demo import texts

QUIET_DAYS = 28
VIDEO = 22.0
"""Hours before the end at which the video comes out; what follows is counted from there."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody says at some time in one of the demo's places."""

    at: datetime
    place: str  # "page", "blog", "blog-comments", "news-fr", "news-en"
    author: str
    title: str
    text: str
    number: int  # unique in its place


def story(end: datetime) -> list[Said]:
    """Everything that is said, oldest first."""
    said = [*quiet_weeks(end), *crisis(end)]
    said.sort(key=lambda s: (s.at, s.place, s.number))
    return said


def quiet_weeks(end: datetime) -> Iterator[Said]:
    """About a comment a day on the page, a post or a brief every few days."""
    first = end - timedelta(hours=VIDEO + 2, days=QUIET_DAYS)

    def _spread(count: int) -> Iterator[tuple[int, datetime]]:
        for n in range(count):  # uneven but repeatable: the golden ratio scatters without clumps
            yield n, first + timedelta(days=QUIET_DAYS) * ((n + n * 0.618 % 1) / (count + 1))

    for n, at in _spread(len(texts.QUIET)):
        author, text = texts.QUIET[n]
        yield Said(at, "page", author, "", text, n)
    for place, author, rows in (
        ("blog", "Le garde-manger", texts.BLOG_QUIET),
        ("news-fr", "Rédaction", texts.NEWS_FR_QUIET),
        ("news-en", "Newsroom", texts.NEWS_EN_QUIET),
    ):
        for n, at in _spread(len(rows)):
            yield Said(at, place, author, *rows[n], n)


def crisis(end: datetime) -> Iterator[Said]:
    """The video, the answer, the flood, the press."""
    start = end - timedelta(hours=VIDEO)

    def _at(hours: float) -> datetime:
        return start + timedelta(hours=hours)

    for n, (title, text) in enumerate(texts.NEWS_EN_CRISIS):
        yield Said(_at((0.5, 11, 18)[n]), "news-en", "Newsroom", title, text, 100 + n)
    for n, (title, text) in enumerate(texts.NEWS_FR_CRISIS):
        yield Said(_at((5, 12, 17)[n]), "news-fr", "Rédaction", title, text, 100 + n)
    for n, (title, text) in enumerate(texts.BLOG_CRISIS):
        yield Said(_at(6), "blog", "Le garde-manger", title, text, 100 + n)
    for n, (author, text) in enumerate(texts.BLOG_COMMENTS):
        yield Said(_at(7 + 1.7 * n), "blog-comments", author, texts.BLOG_CRISIS[0][0], text, n)
    yield Said(_at(4), "page", texts.REPLY[0], "", texts.REPLY[1], 999)
    for n, (author, text) in enumerate(texts.FLOOD):
        # a trickle for three hours, then the flood, ebbing toward the end
        yield Said(_at(1 + 20 * (n / len(texts.FLOOD)) ** 0.75), "page", author, "", text, 100 + n)
