"""The digest as plain text: for a terminal mail reader, a screen reader, or the standard output. Pure.

Lines are at most 72 columns, but for links, which must stay whole to be followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import TextWrapper
from unicodedata import east_asian_width

from smwatch.locales import Speech
from smwatch.models import AlertKind
from smwatch.reports import wording
from smwatch.reports.content import MAX_FEEDS, AlertPart, DigestContent, Quote, StoryPart, quoted
from smwatch.reports.safe import line
from smwatch.text.scorers import scored_by

COLUMNS = 72
MAX_STORIES = 40
BAR = 20  # columns of a whole bar


def text(content: DigestContent, speech: Speech) -> str:
    """The whole digest; a single line where there is nothing to say."""
    if content.nothing:
        return wording.nothing(content, speech) + "\n"
    lines = [*_title(wording.brands(content, speech), "="), *_wrapped(wording.period(content, speech)), ""]
    for warned in content.deaf:
        lines += [*_wrapped(wording.deaf(warned, speech), "  ", "! "), ""]
    for part in content.alerts:
        lines += _alert(part, speech)
    lines += _numbers(content, speech)
    lines += _voices(content, speech)
    lines += _stories(content, speech)
    lines += _feeds(content, speech)
    lines += _footer(content, speech)
    return "\n".join(lines).rstrip("\n") + "\n"


def _alert(part: AlertPart, speech: Speech) -> Iterator[str]:
    alarm = "! " if part.alert.kind is AlertKind.CRISIS else ""
    yield from _title(alarm + wording.state(part.alert, speech))
    yield from _wrapped(wording.sentences(wording.alert_facts(part, speech)))
    yield ""
    if part.first:
        yield speech.say("It began with:")
        yield from _quote(quoted(part.first), speech)
    if part.others:
        yield speech.say("What people say:")
        for said in part.others:
            yield from _quote(quoted(said), speech)


def _quote(quote: Quote, speech: Speech) -> Iterator[str]:
    for said in _lines(quote, wording.quote_facts(quote), speech):
        yield from _wrapped(said, "  ")
    yield from _link(quote.url)
    yield ""


def _numbers(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.figures:
        return
    yield from _title(speech.say("Figures"))
    yield from _wrapped(speech.say("In parentheses, the period before."))
    yield ""
    for part in content.figures:
        yield from _wrapped(wording.figures(part, speech))
        yield from _wrapped(", ".join(said for _, _, said in wording.shades(part, speech)), "  ")
    yield ""


def _voices(content: DigestContent, speech: Speech) -> Iterator[str]:
    voices = wording.voices(content)
    if not voices:
        return
    yield from _title(speech.say("Share of voice"))
    names = [line(part.brand, 40) for part in voices]
    widest = max(map(_width, names))
    for name, part in zip(names, voices, strict=True):
        share = speech.percent(part.share)
        bar = "#" * round(part.share * BAR)
        yield f"{name}{' ' * (widest - _width(name))}  {share:>5}  {bar}".rstrip()
    yield ""


def _stories(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.stories:
        return
    yield from _title(wording.stories_title(content, speech))
    for story in content.stories[:MAX_STORIES]:
        yield from _story(story, speech, named=len(content.brands) > 1)
    if (more := len(content.stories) - MAX_STORIES) > 0:
        yield from _wrapped(wording.more_stories(more, speech))
        yield ""


def _story(story: StoryPart, speech: Speech, *, named: bool) -> Iterator[str]:
    first, *rest = _lines(story.quote, wording.story_facts(story, speech, named=named), speech)
    yield from _wrapped(first, "  ", "- ")
    for said in rest:
        yield from _wrapped(said, "  ")
    yield from _link(story.quote.url)
    yield ""


def _feeds(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.feeds:
        return
    yield from _title(speech.say("Feeds that need a look"))
    for feed in content.feeds[:MAX_FEEDS]:
        fault = wording.feed_line(feed, speech)
        yield from _wrapped(speech.say("{feed}: {fault}", feed=wording.feed_name(feed), fault=fault), "  ", "- ")
    if (more := len(content.feeds) - MAX_FEEDS) > 0:
        yield from _wrapped(wording.more_feeds(more, speech))


def _footer(content: DigestContent, speech: Speech) -> Iterator[str]:
    if scored := scored_by(content.scorers, speech):
        yield from [""] * bool(content.feeds)
        yield from _wrapped(scored)


def _lines(quote: Quote, facts: list[str], speech: Speech) -> list[str]:
    """Title, words, and who, where and when; what is empty is left out."""
    return [said for said in (quote.title, wording.said(quote, speech)) if said] + [
        " · ".join((*facts, speech.short(quote.at)))
    ]


def _title(said: str, rule: str = "-") -> Iterator[str]:
    lines = _wrapped(said)
    yield from lines
    yield rule * max(map(_width, lines))


def _wrapped(said: str, indent: str = "", first: str | None = None) -> list[str]:
    """Lines of at most COLUMNS; no-break spaces and words (links too) stay whole."""
    return TextWrapper(
        width=COLUMNS,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ).wrap(said)


def _link(url: str) -> list[str]:
    return [f"  {url}"] if url else []


def _width(said: str) -> int:
    """Columns on a terminal: wide characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in said)
