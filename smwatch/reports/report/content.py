"""What a report says, before it is put in words. What an alert tells of itself comes said: alerts/ knows how. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from smwatch.config.settings import Play
from smwatch.models import Alert, AlertKind, Count, FeedRow, Heard, Note, Role, Warned
from smwatch.reports.answered import Answered
from smwatch.reports.content import Numbers
from smwatch.reports.quotes import Quote
from smwatch.themes.theme import Theme

MAX_PAGES, MAX_ALERTS = 12, 60
"""Alerts that have a page of their own, and that are listed: nobody reads more of either."""

MAX_BRANDS, MAX_SOURCES, MAX_AUTHORS, MAX_FEEDS = 60, 15, 15, 30
MAX_NEGATIVE, MAX_OTHERS, MAX_THEMES = 20, 10, 8
"""What else is listed at most; how many there are besides is told."""


class Step(StrEnum):
    """What one bar stands for."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the period: its beginning, and what was said in it."""

    at: datetime
    numbers: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandNumbers:
    """A brand's figures now and in the period before; `share` of voice from 0 to 1."""

    brand: str
    competitor: bool
    now: Numbers
    before: Numbers
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A source or an author, and how much is theirs."""

    name: str
    mentions: int
    negative: int
    role: Role = Role.PUBLIC


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """A story in the words of who told it first in the period."""

    brand: str
    quote: Quote
    copies: int
    negative: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeLine:
    """A theme, and which brands are spoken of in it."""

    theme: Theme
    brands: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePart:
    """Voices of an alert by even steps, with what was to be expected, and the same in words."""

    since: datetime
    step: int  # hours
    voices: tuple[int, ...]
    expected: tuple[float, ...]
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPart:
    """A term that stands out, with somebody's sentence."""

    name: str
    count: int
    quote: str
    said: Heard


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPage:
    """All that is told of one alert; sentences in the reader's language."""

    alert: Alert
    arithmetic: str
    facts: tuple[str, ...] = ()  # growth, where it goes, how it compares
    curve: CurvePart | None = None
    window: str = ""
    first: Heard | None = None
    sources: tuple[Count, ...] = ()
    threads: tuple[tuple[Count, str], ...] = ()  # with their titles
    authors: tuple[Count, ...] = ()
    terms: tuple[TermPart, ...] = ()
    reckoned: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    play: Play | None = None
    within: str = ""
    status: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stories:
    """The stories of a period, and how many there are."""

    negative: tuple[StoryLine, ...] = ()  # the most repeated first
    others: tuple[StoryLine, ...] = ()
    total: int = 0
    total_negative: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """Who spoke most, and how many did."""

    sources: tuple[Voice, ...] = ()
    authors: tuple[Voice, ...] = ()
    total_sources: int = 0
    total_authors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """What the figures rest on."""

    scorers: tuple[str, ...] = ()
    corrected: int = 0  # mentions that a person labelled
    named: int = 0
    threads: int = 0
    pages: int = 0
    langs: tuple[Count, ...] = ()
    sensitivity: str = "normal"
    promised: float = 1.0  # false alarms a year and brand
    listening: datetime | None = None  # since when
    sampled: int = 1  # themes were looked for in one of so many mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How well the feeds are heard."""

    feeds: tuple[FeedRow, ...] = ()  # that need a look
    troubled: int = 0  # how many do
    enabled: int = 0
    deaf: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportContent:
    """Everything a report says of a period (`since` included, `until` not)."""

    brands: tuple[BrandNumbers, ...]
    since: datetime
    until: datetime
    made: datetime
    step: Step
    slots: tuple[Slot, ...]
    alerts: tuple[Alert, ...] = ()  # newest first
    pages: tuple[AlertPage, ...] = ()  # in the same order; not all have one
    voices: Voices = field(default_factory=Voices)
    themes: tuple[ThemeLine, ...] = ()
    stories: Stories = field(default_factory=Stories)
    answered: Mapping[str, Answered] = field(default_factory=dict)  # by brand, where an answer was wanted
    health: Health = field(default_factory=Health)
    method: Method = field(default_factory=Method)

    @property
    def now(self) -> Numbers:
        """All brands together."""
        return total(part.now for part in self.brands)

    @property
    def before(self) -> Numbers:
        """The same of the period before."""
        return total(part.before for part in self.brands)

    @property
    def listed(self) -> Sequence[Alert]:
        """Alerts that there is room for."""
        return self.alerts[:MAX_ALERTS]

    @property
    def crises(self) -> Sequence[Alert]:
        """Alerts that are alarms; those that people found to be false are none."""
        return [alert for alert in self.alerts if alert.kind is AlertKind.CRISIS and alert.status != "false"]


def total(parts: Iterable[Numbers]) -> Numbers:
    """The sum."""
    return sum(parts, Numbers())
