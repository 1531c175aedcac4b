"""What another service heard before: looked through first, then stored as history, in batches of one transaction each.

    export = Export(path=..., ...)
    importing.look(export) -> Outcome         what is understood of it; stores nothing
    importing.store_all(export) -> Outcome    and stored; twice the same adds nothing, and a kill loses nothing

Rows take the way of a feed's entries: recognised, matched, scored, put into stories and threads. But they count as
fetched when they were published: so the detector's usual rests on them, and nobody is told of them as news. Brands are
judged first, on what feeds brought by then; what is stored after that opens no alert, as it is older than the judging.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from smwatch.config.settings import AlertSettings
from smwatch.errors import UsageError
from smwatch.identify import with_role
from smwatch.imports.entries import SAMPLE, Said, Shape, Trouble, month_first, shaped
from smwatch.imports.lines import decoded, is_workbook
from smwatch.imports.services import COLUMNS, SERVICES, Columns, Service
from smwatch.imports.table import ConfusedError, Row, read_table
from smwatch.judging import judge
from smwatch.locales import N_
from smwatch.models import IMPORTED, AlertChange, Brand, Brought, Entry, Feed, FeedSpec, Mention, Polled, Posted, Saved
from smwatch.policy.roles import Roles
from smwatch.protocols import Clock
from smwatch.rematch import Again, rematch, settle
from smwatch.store import Store
from smwatch.text.links import same_link
from smwatch.understand import Finding, Found, Scoring, with_story

BATCH: Final = 1_000
"""Rows of a transaction: a few tenths of a second of writing, and as much as a kill makes to be done again."""

TOLD: Final = 20
"""Rows that can't be read which are told one by one; the others are counted."""

SAMPLES: Final = 5
PLACES: Final = 2_000
"""Places that are told apart in one import; what was said elsewhere is told under the service's name."""

SHOWN: Final = 30  # columns that a message names

Progress = Callable[[int, int], None]
"""Told after each batch: how many bytes were read, of how many."""


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file, and what is said about it on the command line."""

    path: Path
    service: Service | None = None  # None: to be recognised
    mapped: Columns = field(default_factory=dict)  # field -> columns, by hand
    brand: str = ""  # every row is about it
    zone: ZoneInfo
    month_first: bool | None = None  # None: as the dates themselves tell
    languages: tuple[str, ...] = ()

    @contextmanager
    def opened(self) -> Iterator[Opened]:
        """The file from its beginning; UsageError where it can't be read or understood."""
        try:
            file = self.path.open("rb")
        except OSError as error:
            what = N_("the file {file} can't be read: {reason}")
            raise UsageError(what, file=self.path, reason=error.strerror or "?") from error
        with file:
            if not file.seekable():
                what = N_("{file} can be read but once, and an import reads it several times")
                raise UsageError(what, N_("save it as a file first; then import that"), file=self.path)
            if is_workbook(file.read(8)):
                raise UsageError(
                    N_("{file} is an Excel workbook, which can't be read here"),
                    N_("open it in Excel or LibreOffice and save it as CSV (UTF-8); then import that file"),
                    file=self.path,
                )
            file.seek(0)
            encoding, lines = decoded(file)
            wanted = [name for names in self.mapped.values() for name in names]
            try:
                table = read_table(lines, self.service, wanted)
            except ConfusedError as error:
                raise self._confused(error) from error
            service = table.service or COLUMNS
            shape = shaped(service, table.header, self.mapped, self.zone, self.languages)
            if "published" not in shape.places or not {"title", "text", "more"}.intersection(shape.places):
                raise self._confused(ConfusedError(table.header))
            yield Opened(shape, table.rows, encoding, table.sign, file.tell)

    def _confused(self, error: ConfusedError) -> UsageError:
        """Which columns there are, and how one says what is in them."""
        if self.mapped:
            return UsageError(
                N_("{file} has no line with the columns that --map names, a date and a text; nearest: {columns}"),
                N_("write them as the header does: {example}"),
                file=self.path,
                columns=", ".join(error.header[:SHOWN]) or "-",
                example='--map text="Snippet" --map published="Date (ET)"',
            )
        return UsageError(
            N_("{file}: no header that smwatch knows ({services}); nearest: {columns}"),
            N_("say which column is which, as in {example}"),
            file=self.path,
            services=", ".join(one.title for one in SERVICES.values() if one is not COLUMNS),
            columns=", ".join(error.header[:SHOWN]) or "-",
            example='--map text="Snippet" --map published="Date (ET)" --map url="Link"',
        )

    def order(self) -> bool | None:
        """Whether months come first in its dates; None: some may be read either way, and nothing tells."""
        if self.month_first is not None:
            return self.month_first
        with self.opened() as opened:
            return month_first(opened.shape, islice(opened.rows, SAMPLE))


@dataclass(frozen=True)
class Opened:
    """An export that is being read."""

    shape: Shape
    rows: Iterator[Row]
    encoding: str
    sign: str
    done: Callable[[], int]  # bytes


@dataclass(slots=True)
class Outcome:
    """What an export holds, as far as it was read, and what was stored of it."""

    shape: Shape
    encoding: str
    sign: str
    doubtful: bool = False  # dates such as 03/04/2026 could be read either way
    rows: int = 0
    read: int = 0
    known: int = 0  # were stored already, or stand in it twice
    nobody: int = 0  # new ones that mention no brand
    brands: Counter[str] = field(default_factory=Counter)  # of the new ones
    first: datetime | None = None
    last: datetime | None = None
    unread: int = 0
    troubles: list[Trouble] = field(default_factory=list)  # the first of them
    samples: list[Said] = field(default_factory=list)
    places: set[str] = field(default_factory=set)
    saved: Saved | None = None  # None: nothing was to be stored

    def add(self, one: Said | Trouble) -> bool:
        """Count a row; whether it is one that says something."""
        self.rows += 1
        if isinstance(one, Trouble):
            self.unread += 1
            if len(self.troubles) < TOLD:
                self.troubles.append(one)
            return False
        at = one.entry.published
        self.read += 1
        self.first, self.last = min(self.first or at, at), max(self.last or at, at)
        if len(self.samples) < SAMPLES:
            self.samples.append(one)
        return True

    def place(self, said: Said) -> str:
        """Where it was said, among no more places than can be told apart."""
        if said.source in self.places or len(self.places) < PLACES:
            self.places.add(said.source)
            return said.source
        return self.shape.service.title

    def keep(self, saved: Saved) -> None:
        """So much more was stored."""
        had = self.saved or Saved()
        self.saved = Saved(
            entries=had.entries + saved.entries,
            mentions=had.mentions + saved.mentions,
            negative=had.negative + saved.negative,
            unscored=had.unscored + saved.unscored,
        )


@dataclass(frozen=True, kw_only=True)
class Importing:
    """What an export is read with."""

    store: Callable[[], Store]  # opened, and made, when it is needed
    there: bool  # the database; a look makes none
    finding: Callable[[], Finding]
    scoring: Scoring
    clock: Clock
    brands: tuple[Brand, ...]
    specs: tuple[FeedSpec, ...]
    alerts: AlertSettings
    roles: Roles
    notices: Callable[[Sequence[AlertChange]], Sequence[Posted]]

    def look(self, export: Export, progress: Progress | None = None) -> Outcome:
        """What is understood; nothing is stored."""
        store = self.store() if self.there else None
        for outcome, found, _ in self._batches(export, store, self.clock(), progress):
            count(outcome, found)
        return outcome

    def store_all(self, export: Export, wait: float = 0, progress: Progress | None = None) -> Outcome:
        """Store what is new; BusyError where a scan is running and doesn't end within `wait` seconds."""
        store = self.store()
        with store.scanning(wait):
            begun = self._begin(store)
            for outcome, found, homes in self._batches(export, store, begun, progress):
                scored = self.scoring.found(found)
                count(outcome, scored)
                outcome.keep(store.imports.save(polls(scored, homes, self.clock())) if scored else Saved())
            for shift in settle(self._again(store)):
                outcome.keep(Saved(mentions=shift.new, negative=shift.new and shift.negative))
        return outcome

    def _again(self, store: Store) -> Again:
        return Again(store=store, brands=self.brands, specs=self.specs, load=self.finding, scoring=self.scoring)

    def _begin(self, store: Store) -> datetime:
        """All that feeds brought is judged: what comes now is no news to the detector, even if it is killed; when."""
        now, names = self.clock(), [brand.name for brand in self.brands if brand.alerts]
        if not store.watched():  # nothing is stored that would have to be matched again
            rematch(self._again(store), now)
        if store.listening_since():
            judge(names, store=store, now=now, settings=self.alerts, ears=store.ears(), notices=self.notices)
        else:
            store.save_alerts([], dict.fromkeys(names, now))
        return now

    def _batches(
        self, export: Export, store: Store | None, now: datetime, progress: Progress | None
    ) -> Iterator[tuple[Outcome, list[Found], Mapping[str, FeedSpec]]]:
        """The new entries with their mentions, and the feeds that stand for where they were said; at least once.

        None is dated later than `now`, when brands were judged.
        """
        order, size, finding = export.order(), export.path.stat().st_size, self.finding()
        with export.opened() as opened:
            shape = replace(opened.shape, month_first=bool(order))
            outcome = Outcome(shape, opened.encoding, opened.sign, doubtful=order is None)
            while rows := list(islice(opened.rows, BATCH)):
                said = [one for row in rows if outcome.add(one := shape.entry(row, now)) and isinstance(one, Said)]
                homes = {one.entry.key: home(shape.service, export.brand, outcome.place(one)) for one in said}
                brought = [Brought(homes[one.entry.key].url, one.entry) for one in said]
                new = store.imports.new(brought) if store else list({one.entry.key: one for one in brought}.values())
                outcome.known += len(said) - len(new)
                yield outcome, self._found(finding, store, new, homes), homes
                if progress:
                    progress(min(opened.done(), size), size)
            if not outcome.rows:
                yield outcome, [], {}

    def _found(
        self, finding: Finding, store: Store | None, new: Sequence[Brought], homes: Mapping[str, FeedSpec]
    ) -> list[Found]:
        threads = {same_link(one.entry.thread) for one in new if one.entry.thread}
        told = store.imports.threads(threads) if store and threads else {}
        found = list[Found]()
        for one in new:
            spec, entry = homes[one.entry.key], with_role(one.entry, self.roles) if self.roles.on else one.entry
            above = told.get(same_link(entry.thread), ()) if entry.thread else ()
            found.append(with_story(finding.find(entry, source=spec.source, about=spec.about, thread_brands=above)))
        return found


def home(service: Service, brand: str, source: str) -> FeedSpec:
    """The feed that stands for a place: never polled. Apart for each brand that was declared, as that stays so."""
    url = f"{IMPORTED}{service.name}/{quote(brand, safe='')}/{quote(source, safe='')}"
    return FeedSpec(url=url, source=source, about=(brand,) if brand else (), comments="none", enabled=False)


def count(outcome: Outcome, found: Sequence[Found]) -> None:
    """Whom the new ones mention."""
    for one in found:
        outcome.brands.update(mention.brand for mention in one.mentions)
        outcome.nobody += not one.mentions


def polls(found: Sequence[Found], homes: Mapping[str, FeedSpec], now: datetime) -> list[Polled]:
    """What each place brought."""
    by_home = defaultdict[str, list[Found]](list)
    for one in found:
        by_home[homes[one.entry.key].url].append(one)
    return [_poll(some, homes[some[0].entry.key], now) for some in by_home.values()]


def _poll(found: Sequence[Found], spec: FeedSpec, now: datetime) -> Polled:
    entries: tuple[Entry, ...] = tuple(one.entry for one in found)
    mentions: tuple[Mention, ...] = tuple(mention for one in found for mention in one.mentions)
    return Polled(
        feed=Feed(spec=spec, url=spec.url),
        at=now,
        title=spec.source,
        seen=len(entries),
        entries=entries,
        mentions=mentions,
        prints={one.entry.key: one.printed for one in found if one.mentions},
        history=True,
    )
