"""For ever: each feed when it is due, each digest at its time, what waits in the outbox when it may be tried again.

    Watch(...).run()        until it is told to stop

Every round opens the database anew and gives everything back, as a scan that cron starts does: so nothing grows, and
what others did meanwhile (labels, a database put back from a copy) is seen. When the next round is, agenda.py says.
On the floor above scan.py, posting.py and digests.py; the clock, sleeping and telling are passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from smwatch.agenda import first, nap, next_sending, next_try
from smwatch.channels import Channels
from smwatch.config.settings import Config, DigestSettings
from smwatch.digests import Digester
from smwatch.errors import BusyError, SmwatchError
from smwatch.locales import Speech
from smwatch.models import Posted, ScanReport, Warned
from smwatch.posting import Poster, Tried
from smwatch.protocols import Clock
from smwatch.store import Store

PACE: Final = timedelta(minutes=1)
"""From one scan to the next: what comes due meanwhile is polled together, and newly found feeds take their turns."""

TURN: Final = timedelta(seconds=5)
"""How soon one tries again while another scan, or another sender, is at work."""

SETBACK: Final = timedelta(seconds=15)
"""How soon one tries again when a round could not be done; twice as long each time,"""

LONGEST_SETBACK: Final = timedelta(minutes=15)
"""but never longer."""

LOOK: Final = timedelta(minutes=5)
"""How often one asks what is due: others may have changed it."""


class Office(Protocol):
    """What a round works with: the parts for a config (app.py)."""

    @property
    def config(self) -> Config:
        """As it stands."""
        ...

    @property
    def store(self) -> Store:
        """The database."""
        ...

    @property
    def speech(self) -> Speech:
        """Language and time zone."""
        ...

    @property
    def channels(self) -> Channels:
        """By what messages leave."""
        ...

    def poster(self) -> Poster:
        """Who sends, for a run that begins now."""
        ...

    def scan(self, *, stopped: Callable[[], bool]) -> ScanReport:
        """Poll what is due, and send what is due."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A scan is done."""

    report: ScanReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A digest's time had come; `tried`: what became of it, and of those before it. () where it had nothing to say."""

    name: str
    tried: tuple[Tried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsent:
    """Messages that were tried again, and didn't leave."""

    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Another scan, or another sender, is at work: told once, however long that takes."""

    error: BusyError


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Something could not be done, and is tried again at `again`; None: not before its next time."""

    error: SmwatchError
    again: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """The config was edited; `error`: it has mistakes, and the one before goes on."""

    error: SmwatchError | None = None


News = Scanned | Sent | Unsent | Waits | Failed | Reread


@dataclass(kw_only=True)
class Watch:
    """Rounds, one after the other, in one thread."""

    config: Config
    opened: Callable[[Config], AbstractContextManager[Office]]
    edited: Callable[[], Config | SmwatchError | None]  # what the config's file has become; None: it is as it was
    clock: Clock
    pause: Callable[[float], object]  # may end early
    stopped: Callable[[], bool]
    tell: Callable[[News], None]
    lang: str = ""  # from the command line: digests too are in it
    next: datetime | None = None  # when something is due
    scanning: bool = False  # right now
    _began: datetime | None = None
    _looked: datetime | None = None
    _scanned: datetime | None = None
    _sent: datetime | None = None
    _tried: dict[str, datetime] = field(default_factory=dict)  # digests, by name
    _fresh: bool = True  # the config is new: its feeds are to be made known
    _failures: int = 0
    _waits: bool = False

    def run(self) -> None:
        """Until it is stopped; what is under way then is done first."""
        while not self.stopped():
            self.step()
            if self.stopped():
                return
            now = self.clock()
            self.pause(nap(now, self.next or now + LOOK))

    def step(self) -> None:
        """A round, where something may be due."""
        self._reread()
        now = self.clock()
        self._set_back(now)
        if self.next and now < self.next and self._looked and now < self._looked + LOOK:
            return
        self._looked, waits = now, self._waits
        try:
            with self.opened(self.config) as office:
                self.next = self._round(office)
            self._failures, self._waits = 0, False
        except BusyError as error:
            self._waits, self.next = True, now + TURN
            if not waits:
                self.tell(Waits(error=error))
        except SmwatchError as error:
            self.next = self.clock() + min(SETBACK * 2 ** min(self._failures, 10), LONGEST_SETBACK)
            self._failures += 1
            self.tell(Failed(error=error, again=self.next))

    def _reread(self) -> None:
        """The config is that of its file, unless that has mistakes."""
        found = self.edited()
        if isinstance(found, Config):
            self.config, self._fresh, self.next = found, True, None
            self.tell(Reread())
        elif found:
            self.tell(Reread(error=found))

    def _set_back(self, now: datetime) -> None:
        """Where the clock was set back, nothing waits for the time that it showed."""
        if self._looked and now < self._looked:
            self.next = None
            self._scanned = self._sent = None
        self._began = min(self._began or now, now)

    def _round(self, office: Office) -> datetime | None:
        """Whatever is due; back with when something is next."""
        now = self.clock()
        due = self._feeds(office, now)
        if self._fresh or (due and due <= now):
            report = self._scan(office)
            self._scanned, self._fresh = now, False
            self.tell(Scanned(report=report))
        for digest, at in self._digests(office):
            if at <= self.clock() and not self.stopped():
                self._send(office, digest)
        if not self.stopped():
            self._send_waiting(office)
        now = self.clock()
        return first(self._feeds(office, now), self._outbox(office, now), *(at for _, at in self._digests(office)))

    def _scan(self, office: Office) -> ScanReport:
        self.scanning = True
        try:
            return office.scan(stopped=self.stopped)
        finally:
            self.scanning = False

    def _feeds(self, office: Office, now: datetime) -> datetime | None:
        """When the next scan is."""
        return _paced(office.store.next_due(now), self._scanned)

    def _outbox(self, office: Office, now: datetime) -> datetime | None:
        """When what waits is tried the next time; a scan tries it too."""
        return _paced(next_try(office.store.outbox.waiting(), now), self._sent)

    def _digests(self, office: Office) -> Iterator[tuple[DigestSettings, datetime]]:
        """Each with when it is to go out: before now where it was missed."""
        now = self.clock()
        for digest in office.config.digests:
            last = office.store.outbox.last(digest.name)
            known = [self._tried.get(digest.name), last.until if last else None]
            told = max((at for at in known if at and at <= now), default=self._began or now)
            if at := next_sending(digest.when, told, now, office.speech.zone):
                yield digest, at

    def _send(self, office: Office, digest: DigestSettings) -> None:
        """Send it; what can't leave is kept, or told and left until the next time."""
        try:
            office.channels.digest(digest)  # ends here where there is no way
            poster = office.poster()
            lang = self.lang or digest.language or office.speech.lang
            speech = replace(office.speech, lang=lang)

            def _made() -> Posted | None:
                warnings = tuple(replace(poster, speech=speech).troubles())
                return Digester(
                    store=office.store, config=office.config, now=poster.now, speech=speech, warnings=warnings
                ).posted(digest)

            tried = tuple(poster.digest(digest.name, _made))
        except BusyError:
            raise
        except SmwatchError as error:
            self._tried[digest.name] = self.clock()
            self.tell(Failed(error=error, again=None))
            return
        self._tried[digest.name] = self.clock()
        self.tell(Sent(name=digest.name, tried=tried))

    def _send_waiting(self, office: Office) -> None:
        """What may be tried again."""
        now = self.clock()
        if (at := self._outbox(office, now)) and at <= now:
            self._sent = now
            if warnings := tuple(office.poster().send_due()):
                self.tell(Unsent(warnings=warnings))


def _paced(at: datetime | None, last: datetime | None) -> datetime | None:
    """The same, but not too soon after the last time."""
    return max(at, last + PACE) if at and last else at
