"""The digest as plain text: for a terminal mail reader, a screen reader, or the standard output. Pure.

Lines are at most 72 columns, but for links, which must stay whole to be followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import TextWrapper
from unicodedata import east_asian_width

from smwatch.locales import Speech
from smwatch.reports import troubles, wording
from smwatch.reports.content import AlertPart, DigestContent, Room
from smwatch.reports.quotes import Quote, quoted
from smwatch.reports.safe import line
from smwatch.text.scorers import scored_by

COLUMNS = 72
ROOM = Room()
BAR = 20  # columns of a whole bar


def text(content: DigestContent, speech: Speech) -> str:
    """The whole digest; a single line where there is nothing to say."""
    if content.nothing:
        return wording.nothing(content, speech) + "\n"
    lines = [*_title(wording.brands(content, speech), "="), *_wrapped(wording.period(content, speech)), ""]
    for part in content.alerts[: ROOM.alerts]:
        lines += _alert(part, speech)
    lines += _more(wording.more(content.more_alerts, "smwatch alerts", speech))
    for warned in content.deaf[: ROOM.brands]:
        lines += [*_wrapped(wording.deaf(warned, speech), "  ", "! "), ""]
    for part_of in (_numbers, _voices, _themes, _stories, _todo, _questions, _feeds, _warnings, _footer):
        lines += part_of(content, speech)
    return "\n".join(lines).rstrip("\n") + "\n"


def _alert(part: AlertPart, speech: Speech) -> Iterator[str]:
    yield from _title(("" if wording.calm(part.alert) else "! ") + wording.state(part.alert, speech))
    yield from _wrapped(wording.sentences(wording.alert_facts(part, speech)))
    yield ""
    if asked := wording.asked(part, speech):
        for said in asked:
            yield from _wrapped(said)
        yield ""
    if part.first:
        yield speech.say("It began with:")
        yield from _quote(quoted(part.first), speech)
    if part.others:
        yield speech.say("What people say:")
        for other in part.others[: ROOM.quotes]:
            yield from _quote(quoted(other), speech)


def _quote(quote: Quote, speech: Speech) -> Iterator[str]:
    for said in _lines(quote, wording.quote_facts(quote), speech):
        yield from _wrapped(said, "  ")
    yield from _link(quote.url)
    yield ""


def _numbers(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.figures:
        return
    yield from _title(speech.say("Figures"))
    yield from _wrapped(wording.figures_note(content, speech))
    yield ""
    compared = content.compared
    for part in content.figures[: ROOM.brands]:
        yield from _wrapped(wording.figures(part, speech, compared=compared))
        yield from _wrapped("; ".join(said for _, _, said in wording.shades(part, speech, compared=compared)), "  ")
        yield from _wrapped(wording.answered(part.brand, content, speech), "  ")
    yield from _wrapped(wording.more(len(content.figures) - ROOM.brands, "smwatch status", speech))
    yield ""


def _voices(content: DigestContent, speech: Speech) -> Iterator[str]:
    voices = content.voices[: ROOM.brands]
    if not voices:
        return
    yield from _title(speech.say("Share of voice"))
    names = [wording.voice_name(part, speech) for part in voices]
    widest = min(max(map(_width, names)), COLUMNS - BAR - 20)
    for name, part in zip(names, voices, strict=True):
        share, change = speech.percent(part.share), wording.share_change(part, content, speech)
        bar = "#" * round(part.share * BAR)
        told = f"{bar}  ({change})" if change else bar
        said = f"{name}{' ' * (widest - _width(name))}  {share:>5}  {told}".rstrip()
        yield from [said] if _width(said) <= COLUMNS else [name, f"  {share:>5}  {told}".rstrip()]
    yield ""


def _themes(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.themes:
        return
    yield from _title(wording.themes_title(content, speech))
    for theme in content.themes[: ROOM.themes]:
        yield from _wrapped(" · ".join((line(theme.name, 60), *wording.theme_facts(theme, speech))), "  ", "- ")
    yield ""


def _stories(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.stories:
        return
    yield from _title(wording.stories_title(content, speech))
    for story in content.stories[: ROOM.stories]:
        yield from _item(story.quote, wording.story_facts(story, speech, named=len(content.brands) > 1), speech)
    yield from _more(wording.more(len(content.stories) - ROOM.stories, "smwatch mentions --label negative", speech))


def _item(quote: Quote, facts: list[str], speech: Speech, *more: str) -> Iterator[str]:
    first, *rest = _lines(quote, facts, speech)
    yield from _wrapped(first, "  ", "- ")
    for said in (*rest, *more):
        yield from _wrapped(said, "  ")
    yield from _link(quote.url)
    yield ""


def _questions(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.questions:
        return
    yield from _title(wording.questions_title(content, speech))
    for question in content.questions[: ROOM.questions]:
        facts = wording.question_facts(question, speech, named=len(content.brands) > 1)
        yield from _item(question.quote, facts, speech, wording.holder(question, speech))
    yield from _more(wording.more_questions(len(content.questions) - ROOM.questions, speech))


def _todo(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.todo:
        return
    yield from _title(speech.say("Left to do"))
    for part in content.todo[: ROOM.people]:
        yield from _wrapped(wording.person(part, speech))
        shown = [*part.overdue, *part.soon][: ROOM.todo]
        for one in shown:
            yield from _wrapped(wording.todo_facts(one, content, speech), "  ", "- ")
            yield from _link(one.quote.url if one.quote else "")
        yield from _wrapped(wording.more_todo(part, len(shown), speech), "  ")
        yield ""
    yield from _more(wording.more(len(content.todo) - ROOM.people, "smwatch todo --all", speech))


def _feeds(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.feeds:
        return
    yield from _title(speech.say("Feeds that need a look"))
    told = Counter((wording.feed_name(feed), troubles.told(feed, speech)) for feed in content.feeds[: ROOM.feeds])
    for (name, fault), n in told.items():  # comment feeds of a blog bear its name, and fail with it
        feed = f"{name} ({speech.count('{n} feed of this name', '{n} feeds of this name', n)})" if n > 1 else name
        yield from _wrapped(speech.say("{feed}: {fault}", feed=feed, fault=fault), "  ", "- ")
    yield from _wrapped(wording.more(len(content.feeds) - ROOM.feeds, "smwatch feeds --problems", speech))
    yield ""


def _warnings(content: DigestContent, speech: Speech) -> Iterator[str]:
    if not content.warnings:
        return
    yield from _title(speech.say("Warnings"))
    for warned in content.warnings[: ROOM.warnings]:
        yield from _wrapped(wording.warning(warned, speech), "  ", "- ")
    yield from _wrapped(wording.more(len(content.warnings) - ROOM.warnings, "smwatch status", speech))
    yield ""


def _footer(content: DigestContent, speech: Speech) -> Iterator[str]:
    yield from _wrapped(scored_by(content.scorers, speech))


def _lines(quote: Quote, facts: list[str], speech: Speech) -> list[str]:
    """Title, words, and who, where and when; what is empty is left out."""
    return [said for said in (quote.title, wording.said(quote, speech)) if said] + [
        " · ".join((*facts, speech.when(quote.at)))
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


def _more(said: str) -> list[str]:
    return [*_wrapped(said), ""] if said else []


def _link(url: str) -> list[str]:
    return [f"  {url}"] if url else []


def _width(said: str) -> int:
    """Columns on a terminal: wide characters take two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in said)
