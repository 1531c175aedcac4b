"""What a first config could follow, each tried before it is written: what it would catch of the brand today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smwatch.cli.looking import brands_in
from smwatch.errors import SmwatchError
from smwatch.locales import N_, Speech
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.cli.looking import Look
    from smwatch.cli.terminal import Terminal
    from smwatch.config.settings import Search
    from smwatch.models import FeedSpec, Polled

SHOWN = 2  # titles of what a feed would catch: enough to see whether it is the brand that is meant


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed of the website, or a search, and the feeds that are polled for it."""

    what: FeedSpec | Search
    specs: tuple[FeedSpec, ...]

    def name(self, speech: Speech) -> str:
        """As the person reads it: « Nordelait (https://…) », « google-news, fr »."""
        from smwatch.config.settings import Search

        if isinstance(self.what, Search):
            return ", ".join(filter(None, (self.what.preset, self.what.site or self.what.tag, self.what.lang)))
        said = N_("{title}, comments ({url})") if self.what.kind == "comments" else N_("{title} ({url})")
        return speech.say(said, title=_short(self.what.source) or "?", url=masked(self.what.url))


@dataclass(frozen=True, slots=True)
class Tried:
    """What trying a candidate has shown."""

    candidate: Candidate
    polled: tuple[Polled, ...] = ()
    failure: str = ""  # in the person's words; "": all could be read

    @property
    def entries(self) -> int:
        """How many there are now."""
        return sum(one.seen for one in self.polled)

    @property
    def mentions(self) -> int:
        """How many of them are about the brand."""
        return sum(sum(brands_in(one).values()) for one in self.polled)

    @property
    def titles(self) -> list[str]:
        """The newest that it would catch."""
        caught = [
            (entry.published, entry.title or " ".join(entry.text.split()))
            for one in self.polled
            for entry in one.entries
            if entry.key in {mention.entry_key for mention in one.mentions}
        ]
        return [title for _, title in sorted(caught, reverse=True)[:SHOWN]]


def tried(look: Look, candidates: Iterable[Candidate]) -> Iterator[Tried]:
    """Each of them, as it comes; one that fails stops none of the others."""
    for candidate in candidates:
        polled: list[Polled] = []
        failure = ""
        for spec in candidate.specs:
            try:
                polled.append(look.polled(spec))
            except SmwatchError as error:
                failure = look.terminal.speech.say(error.what, **error.arguments)
        yield Tried(candidate, tuple(polled), failure)


def show(terminal: Terminal, number: int, one: Tried) -> None:
    """A candidate under its number, with what it would catch."""
    if not terminal.globals.quiet:
        terminal.tell("\n".join(lines(number, one, terminal.speech)))


def lines(number: int, one: Tried, speech: Speech) -> Iterator[str]:
    """The same, as lines."""
    yield f"{number:>3}  {one.candidate.name(speech)}"
    if one.polled:
        entries = speech.count("{n} entry", "{n} entries", one.entries)
        yield f"     {entries}, {speech.count('{n} about the brand', '{n} about the brand', one.mentions)}"
    for title in one.titles:
        yield f"     {speech.quote(_short(title))}"
    if one.failure:
        yield f"     {speech.say(N_('not to be had now: {why}'), why=one.failure)}"


LONGEST = 66  # characters of a title, so that it stays on a line of 80 in its quotes


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else title[:LONGEST] + "…"


ALL = N_("all")
NONE = N_("none")


def picked(typed: str, tries: Sequence[Tried], speech: Speech) -> list[Tried] | None:
    """Those that an answer names: all, none, or numbers; None where it says nothing of the kind."""
    said = typed.strip().casefold()
    if not said or said in {ALL, speech.say(ALL)}:
        return list(tries)
    if said in {NONE, speech.say(NONE)}:
        return []
    numbers = said.replace(",", " ").split()
    if numbers and all(number.isdecimal() and 1 <= int(number) <= len(tries) for number in numbers):
        return [tries[number - 1] for number in sorted({int(number) for number in numbers})]
    return None
