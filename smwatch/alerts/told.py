"""All that a person is told of one alert: its window counted, its curve, who began, who is loudest, what stands out.

    tell(Case(...)) -> Told

Mentions are what `mentions list` gives for the brand and the same times, copies included, so that each number can be
checked; voices are what the alert counts, each author and story once (voices.py). Pure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.figures import loudest
from smwatch.alerts.growth import Trend, doubling, trend
from smwatch.alerts.listener import Listener
from smwatch.alerts.reckoning import as_found, reckon
from smwatch.alerts.terms import telling_terms, terms_of
from smwatch.alerts.voices import Crowd, Voices, author_of, counted, hours, speaks
from smwatch.models import AlertKind, Count, Label, hour_of
from smwatch.policy import playbook
from smwatch.text.sentences import sentences

if TYPE_CHECKING:
    from smwatch.alerts.growth import Doubling
    from smwatch.alerts.reckoning import Reckoning
    from smwatch.alerts.voices import Met
    from smwatch.config.settings import Play
    from smwatch.models import Alert, Heard

STEPS = (1, 3, 6, 12, 24, 72, 168, 24 * 28)
"""Hours that a bar of the curve may stand for: ..."""

BARS = 60
"""... the first with at most so many bars, so that the curve fits on a screen of 80 columns."""

RECENT, BEFORE = 6.0, 18.0
"""Hours that are compared to say where it goes: the last ones, and those before."""

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An alert, and what there is to know about it."""

    alert: Alert
    heard: Sequence[Heard]  # the brand's mentions, with some ten weeks of its past, in the order of fetching
    now: datetime
    since: datetime | None  # when smwatch began to listen
    names: Sequence[str] = ()  # of the brand
    alerts: Sequence[Alert] = ()  # of the brand, in any order
    plays: Sequence[Play] = ()
    met: Met = field(default_factory=dict)  # the mentions that were heard already, for other alerts of the brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Mentions published in [since, until), counted; what follows `negatives` is of the speaking ones alone."""

    since: datetime
    until: datetime
    mentions: int
    speaking: int  # of the alert's kind: negative, or for a buzz those that are not
    unscored: int
    aside: int  # speaking, but by the company's own people, or history when they were found: the alert leaves them out
    stories: int
    authors: int  # that sign
    sources: int
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Voices by even steps, with what was to be expected."""

    since: datetime
    step: int  # hours
    voices: tuple[int, ...]
    expected: tuple[float, ...]

    @property
    def until(self) -> datetime:
        """Where it ends."""
        return self.since + timedelta(hours=self.step * len(self.voices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term that stands out, with somebody's words."""

    name: str
    count: int  # mentions that it stands in
    said: Heard
    quote: str  # the sentence that it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """How the alert compares with those before it."""

    alerts: int
    median: float  # of their voices
    largest: Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told; counts are sorted, the loudest first."""

    alert: Alert
    window: Stretch  # what the alert's arithmetic is about
    curve: Curve  # from its first mention until it closed, or now
    trend: Trend
    recent: int  # voices in the last RECENT hours
    before: int  # in the BEFORE hours before them
    at: datetime  # when those end, and up to when what was found is in the curve: when it closed, or now
    growth: Doubling | None
    first: Heard | None
    first_again: int  # speaking mentions of the window by who spoke first
    sources: tuple[Count, ...]
    threads: tuple[tuple[Count, str], ...]  # with their titles
    authors: tuple[Count, ...]
    terms: tuple[Term, ...]
    earlier: Earlier | None
    previous: Alert | None  # of which it is another wave
    play: Play | None
    scorers: frozenset[str]
    reckoning: Reckoning


def heard_since(alert: Alert) -> datetime:
    """From when on what was found has to be heard, to tell an alert."""
    return min(window_of(alert)[0], alert.opened) - HISTORY


def tell(case: Case, *, terms: Sequence[Count] = ()) -> Told:
    """Everything, reckoned from what is stored now; the alert's own figures are those of when it was loudest.

    `terms`: what stands out is known already, and needn't be found again in the past.
    """
    alert = case.alert
    since, until = window_of(alert)
    inside = [h for h in case.heard if since <= h.published < until]
    loud = sorted((h for h in inside if speaks(h, alert.kind)), key=lambda h: (h.published, h.id))
    first = next((h for h in case.heard if h.id == alert.first_mention), None)
    began = first.published if first else since
    voices = _Voices(case, began)
    recent, before = voices.lately()
    past = [h for h in case.heard if h.published < since]
    return Told(
        alert=alert,
        window=_stretch(since, until, inside, loud),
        curve=voices.curve(began),
        trend=voices.trend(),
        recent=recent,
        before=before,
        at=voices.end,
        growth=doubling(voices.times, hours(began), hours(until)),
        first=first,
        first_again=sum(author_of(h) == author_of(first) for h in loud) if first else 0,
        sources=loudest(h.source for h in loud),
        threads=_threads(loud, case.heard),
        authors=_authors(loud),
        terms=_terms(loud, terms or telling_terms(loud, past, case.names), case.names),
        earlier=_earlier(alert, case.alerts),
        previous=next((a for a in case.alerts if a.id == alert.previous), None),
        play=play_of(alert, inside, case.plays),
        scorers=frozenset(h.scorer for h in inside if h.label is not None),
        reckoning=reckon(alert, case.heard, case.since, case.alerts, case.met),
    )


def window_of(alert: Alert) -> tuple[datetime, datetime]:
    """The alert's window, (peak - window, peak], as whole seconds [since, until): times are stored to the second."""
    until = (alert.peak or alert.updated).astimezone(UTC)
    since = until - alert.window
    return since.replace(microsecond=0) + _SECOND, until.replace(microsecond=0) + _SECOND


def _stretch(since: datetime, until: datetime, inside: Sequence[Heard], loud: Sequence[Heard]) -> Stretch:
    return Stretch(
        since=since,
        until=until,
        mentions=len(inside),
        speaking=len(loud),
        unscored=sum(h.label is None for h in inside),
        aside=sum(not counted(h) for h in loud),
        stories=len({h.story or h.id for h in loud}),
        authors=len({author_of(h) for h in loud if h.author}),
        sources=len({h.source for h in loud if h.source}),
        threads=len({h.thread for h in loud if h.thread}),
    )


class _Voices:
    """The voices that an alert counts, as a listener heard them, and what it expected."""

    def __init__(self, case: Case, began: datetime) -> None:
        self.end = min(case.now, case.alert.closed or case.now)
        kind, times = case.alert.kind, list[float]()
        listener = Listener(kind, case.since, Voices(kind, Crowd(met=case.met)))
        for heard in as_found(case.heard, heard_since(case.alert), self.end):
            if listener.take(heard) and began <= heard.published:
                times.append(hours(heard.published))
        self.times = sorted(times)
        self.usual = listener.usual(hours(self.end), case.alert)
        self.open = case.alert.closed is None

    def count(self, since: float, until: float) -> int:
        """Voices in (since, until]."""
        return bisect_right(self.times, until) - bisect_right(self.times, since)

    def lately(self) -> tuple[int, int]:
        """Voices of the last hours, and of those before."""
        end = hours(self.end)
        return self.count(end - RECENT, end), self.count(end - RECENT - BEFORE, end - RECENT)

    def trend(self) -> Trend:
        """Where it goes, as busy as these hours usually are; nowhere once it closed."""
        end = hours(self.end)
        last, all_of_it = (self.usual.expected(end - span, end) for span in (RECENT, RECENT + BEFORE))
        return trend(*self.lately(), last / all_of_it if all_of_it else 0.0) if self.open else Trend.UNKNOWN

    def curve(self, began: datetime) -> Curve:
        """By the hour, or by more where that would be too many bars."""
        start = hour_of(began)
        a, z = round(hours(start)), hours(self.end)
        step = next((step for step in STEPS if z - a <= step * BARS), STEPS[-1])
        starts = range(a, max(a + 1, -int(-z // 1)), step)
        return Curve(
            since=start,
            step=step,
            voices=tuple(sum(s <= at < s + step for at in self.times) for s in starts),
            expected=tuple(self.usual.expected(s, s + step) for s in starts),
        )


def _threads(loud: Iterable[Heard], heard: Iterable[Heard]) -> tuple[tuple[Count, str], ...]:
    """The loudest threads, with the title of what began each, where that is a mention."""
    found = loudest(h.thread for h in loud)
    wanted = {count.name for count in found}
    titles = {h.url: h.title for h in heard if h.url in wanted}
    return tuple((count, titles.get(count.name, "")) for count in found)


def _authors(loud: Sequence[Heard]) -> tuple[Count, ...]:
    """Who spoke most often, by the name that each bore last; two who bear one name stay two."""
    signed = [h for h in loud if h.author]
    names = {author_of(h): h.author for h in signed}
    return tuple(Count(name=names[c.name], count=c.count) for c in loudest(author_of(h) for h in signed))


def _terms(loud: Sequence[Heard], terms: Iterable[Count], names: Sequence[str]) -> tuple[Term, ...]:
    """The terms that stand out, each in the words of somebody who isn't quoted yet, if possible."""
    holds = {h.id: terms_of(h, names) for h in loud}
    told, quoted = list[Term](), set[str]()
    for count in terms:
        saying = [h for h in loud if count.name in holds[h.id]]
        if not saying:
            continue  # what was known of them is not true any more, or it is a name of the brand
        said = min(saying, key=lambda h: (h.id in quoted, h.published, h.id))
        quoted.add(said.id)
        told.append(Term(name=count.name, count=len(saying), said=said, quote=sentence_with(count.name, said)))
    return tuple(told)


def sentence_with(term: str, said: Heard) -> str:
    """The sentence of a mention in which a term stands; where it is cut in two by a line's end, the first word's."""
    for text in (said.text, said.title):
        for start, end in sentences(text):
            if term in " ".join(text[start:end].casefold().split()):
                return " ".join(text[start:end].split())
    return " ".join((said.text or said.title).split())


def _earlier(alert: Alert, alerts: Iterable[Alert]) -> Earlier | None:
    """The brand's alerts of this kind that opened before; those marked as false don't count."""
    older = [a for a in alerts if a.kind is alert.kind and a.opened < alert.opened and a.status != "false"]
    if not older:
        return None
    sizes = [a.negatives for a in older]
    return Earlier(alerts=len(older), median=median(sizes), largest=max(older, key=lambda a: (a.negatives, a.opened)))


def play_of(alert: Alert, inside: Iterable[Heard], plays: Iterable[Play]) -> Play | None:
    """What the playbook asks for an alert, given the mentions of its window. A buzz is to be answered by nobody."""
    return None if alert.kind is AlertKind.BUZZ else playbook.play_for(to_answer(alert, inside), plays)


def to_answer(alert: Alert, inside: Iterable[Heard]) -> playbook.Case:
    """An alert as the policy asks about it: its language is that of most of its mentions, its text what stands out."""
    spoken = Counter(h.lang for h in inside if h.lang and (h.label is Label.NEGATIVE or speaks(h, alert.kind)))
    return playbook.Case(
        brand=alert.brand,
        lang=max(sorted(spoken), key=spoken.__getitem__, default=""),
        level=alert.level.value,
        text="\n".join(term.name for term in alert.terms),
    )
