"""A row becomes an entry as a feed's does, cleaned and dated; or what is wrong with it. Pure.

shape = Shape(table, ...)           which columns are read
shape.entry(row, now) -> Entry | Trouble
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Final
from zoneinfo import ZoneInfo

from smwatch.feeds.dates import FIRST, SLACK, readings
from smwatch.feeds.entries import MAX_HTML, MAX_ID, MAX_LINE, MAX_NAME, MAX_TEXT, with_language
from smwatch.feeds.identity import digest
from smwatch.feeds.links import web_url
from smwatch.imports.services import FIELDS, Columns, Service, plain
from smwatch.imports.table import Row
from smwatch.locales import N_
from smwatch.models import Entry, FeedKind
from smwatch.text.authors import address_in
from smwatch.text.clean import clean, clean_line, scrub
from smwatch.text.links import host_of, same_link
from smwatch.text.names import plain_name

SAMPLE: Final = 20_000
"""Rows whose dates are looked at, to tell whether the day or the month comes first."""

_NUMBERS = re.compile(r"\s*(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(?:\d{4}|\d{2})(?!\d)")
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+")
"""A number as a spreadsheet writes it that has no room for all of it: many have the same."""

_MONTHS: Final = 12
_LANGUAGES: Final = {
    **dict.fromkeys(("en", "eng", "english", "anglais"), "en"),
    **dict.fromkeys(("fr", "fre", "fra", "french", "français", "francais"), "fr"),
}

NO_DATE = N_("it has no date that can be read: “{said}”")
AHEAD = N_("its date lies ahead: {said}")
NOTHING = N_("it has neither a title nor a text")


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a row can't be read: a catalogue key, and what it is filled with."""

    line: int
    message: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A row that was read: an entry, and where it was said."""

    line: int
    entry: Entry
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which column is which, and how dates are written."""

    service: Service
    header: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]  # field -> columns by number
    zone: ZoneInfo
    month_first: bool = False
    languages: tuple[str, ...] = ()

    @property
    def used(self) -> dict[str, tuple[str, ...]]:
        """Fields with the columns that they are read from."""
        return {name: tuple(self.header[at] for at in places) for name, places in self.places.items()}

    @property
    def ignored(self) -> tuple[str, ...]:
        """Columns that nothing is read from."""
        used = {at for places in self.places.values() for at in places}
        return tuple(name for at, name in enumerate(self.header) if at not in used and name)

    @property
    def judged(self) -> tuple[str, ...]:
        """Columns of the service's own judgement, which is left out."""
        left = {plain(one) for one in self.service.left}
        return tuple(name for name in self.ignored if plain(name) in left)

    def entry(self, row: Row, now: datetime) -> Said | Trouble:
        """What a row says."""
        if row.trouble:
            return Trouble(row.line, row.trouble)
        said = {name: self._cell(row.cells, name) for name in self.places}
        when = self._dated(said)
        published = self.moment(when)
        if published is None or not FIRST <= published <= now + SLACK:
            message = AHEAD if published and published >= FIRST else NO_DATE
            return Trouble(row.line, message, {"said": scrub(when)[:MAX_NAME].replace("\n", " ")})
        title = clean_line(said.get("title", "")[:MAX_HTML])[:MAX_LINE]
        text = _together(said.get("text", ""), said.get("more", ""))
        if not title and not text:
            return Trouble(row.line, NOTHING)
        return self._entry(row.line, said, title, text, min(published, now))

    def _entry(self, line: int, said: Mapping[str, str], title: str, text: str, published: datetime) -> Said:
        url = web_url(said.get("url", "").strip())
        signed = clean_line(said.get("author", "")[:MAX_LINE])
        author = plain_name(signed)[:MAX_NAME]
        comment = bool(
            self.service.comments.intersection(re.findall(r"[^\W_]+", said.get("kind", "")[:200].casefold()))
        )
        entry = Entry(
            key=_key(self.service.name, said, url, author, title, text, self._dated(said)),
            id=_own_id(said),
            url=url,
            title="" if title == text else title,
            text=text,
            author=author,
            author_email="" if signed[:1] == "@" else address_in(signed),
            author_url=web_url(said.get("author_url", "").strip()),
            published=published,
            kind=FeedKind.COMMENTS if comment else FeedKind.ENTRIES,
            thread=web_url(said.get("thread", "").strip()) if comment else "",
            digest=digest(title, text),
        )
        entry = with_language(entry, self.languages)
        if not entry.lang and (lang := _LANGUAGES.get(said.get("lang", "").strip().casefold())) in self.languages:
            entry = replace(entry, lang=lang or "")
        return Said(line, entry, self._source(said.get("source", ""), url))

    def _source(self, said: str, url: str) -> str:
        """Where it was said: as the row names it, else by its link, else by the service."""
        name = clean_line(said[:MAX_LINE])[:MAX_NAME]
        name = host_of(name) or name if "://" in name else name
        return name.removeprefix("www.") or host_of(url).removeprefix("www.") or self.service.title

    def _cell(self, cells: Sequence[str], name: str) -> str:
        """The first of a field's columns that isn't empty."""
        return next((cells[at] for at in self.places[name] if at < len(cells) and cells[at].strip()), "")

    def _dated(self, said: Mapping[str, str]) -> str:
        """The date as it is written, with the time where that stands apart."""
        when, time = said.get("published", ""), said.get("time", "")
        return f"{when} {time}" if time and when and ":" not in when else when

    def moment(self, said: str) -> datetime | None:
        """When that was, in UTC; None where it is no date."""
        found = readings(said, self.zone)
        numbers = _NUMBERS.match(said)
        if not numbers or len(found) == 1:
            return next(iter(found), None)
        day, month = map(int, (numbers[2], numbers[1]) if self.month_first else (numbers[1], numbers[2]))
        # in UTC it may be the day before or after
        return min(found, key=lambda at: abs(at - datetime(at.year, month, day, tzinfo=UTC)), default=None)


def shaped(
    service: Service, header: tuple[str, ...], mapped: Columns, zone: ZoneInfo, languages: tuple[str, ...]
) -> Shape:
    """Which columns are read; those that were mapped by hand before the service's."""
    by_name: dict[str, int] = {}
    for at, name in enumerate(header):
        by_name.setdefault(plain(name), at)
    columns = {**service.columns, **mapped}
    places = {
        name: tuple(dict.fromkeys(by_name[plain(one)] for one in columns.get(name, ()) if plain(one) in by_name))
        for name in FIELDS
    }
    found = {name: where for name, where in places.items() if where}
    return Shape(service=service, header=header, places=found, zone=zone, languages=languages)


def month_first(shape: Shape, rows: Iterable[Row]) -> bool | None:
    """Whether 03/04/2026 is the fourth of March, as the other dates tell; None: there are such, and nothing tells."""
    votes = Counter[bool]()
    doubtful = False
    for row in rows:
        said = shape._cell(row.cells, "published") if "published" in shape.places else ""  # noqa: SLF001 - its neighbour
        if not (found := _NUMBERS.match(said)):
            continue
        one, two = int(found[1]), int(found[2])
        if one > _MONTHS or two > _MONTHS:
            votes[two > _MONTHS] += 1
        elif one != two:
            doubtful = True
    if not votes:
        return None if doubtful else False
    return votes[True] > votes[False]


def _together(text: str, more: str) -> str:
    """The text, and what else was quoted of it."""
    text = clean(text[:MAX_HTML])[:MAX_TEXT]
    more = clean(more[:MAX_HTML])[:MAX_TEXT]
    if not more or more.strip(" .…") in text:
        return text
    return f"{text}\n{more}" if text and text.strip(" .…") not in more else more


def _own_id(said: Mapping[str, str]) -> str:
    """Its id; none where a spreadsheet has rounded it."""
    own = clean_line(said.get("id", "")[:MAX_ID])
    return "" if _ROUNDED.fullmatch(own) else own


def _key(service: str, said: Mapping[str, str], url: str, author: str, title: str, text: str, when: str) -> str:  # noqa: PLR0913, PLR0917 - what may tell it
    """What it is known by, in any export of this service: its id, else who said it where and when, as written there."""
    if own := _own_id(said):
        return f"{service}:{own}"
    parts = [same_link(url), author, when] if url else [title, text, author, when]
    if url and not (author and ":" in when):  # others may stand under that page, of the same day
        parts += [title, text]
    return f"{service}#{blake2b(chr(0).join(parts).encode('utf-8', 'replace'), digest_size=16).hexdigest()}"
