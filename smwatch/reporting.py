"""From the store to a report: gathers what it tells of a period, and has it counted.

On the floor of scan.py: it knows store, alerts, themes and reports, which don't know one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property

from smwatch.alerts.explain import arithmetic
from smwatch.alerts.listener import RULES
from smwatch.alerts.reckoned import reckoned
from smwatch.alerts.saying import asides, compared, counts, growth, of_curve, status
from smwatch.alerts.told import Case, Told, heard_since, tell
from smwatch.alerts.unheard import deaf
from smwatch.alerts.voices import Met
from smwatch.config.settings import Config
from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, Brand, Heard, HourCount, MentionFilter, MentionRow
from smwatch.policy.words import how_fast
from smwatch.reports.answered import Waiting
from smwatch.reports.content import Numbers
from smwatch.reports.report import slots
from smwatch.reports.report.compose import Tally, themed
from smwatch.reports.report.content import (
    MAX_FEEDS,
    MAX_PAGES,
    MAX_THEMES,
    AlertPage,
    BrandNumbers,
    CurvePart,
    Health,
    ReportContent,
    Slot,
    TermPart,
    ThemeLine,
    total,
)
from smwatch.reports.troubles import needs_a_look
from smwatch.store import Store
from smwatch.themes import find
from smwatch.working import Working

PERIOD = timedelta(days=30)
"""What a report tells of unless a beginning is given."""

SAMPLE, READ = 1_000, 400
"""Mentions in which themes are looked for, and as many of the period before, evenly over the time; and how much of each
text, from its beginning: a report is to come at once. `smwatch mentions themes` looks at all."""

HOUR, MOMENT = timedelta(hours=1), timedelta(seconds=1)

TERMS = 5
"""Terms of an alert that are told, as on the screen."""


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until), in whole hours, as mentions are counted."""

    since: datetime
    until: datetime

    @property
    def before(self) -> Period:
        """The period before, as long."""
        return Period(self.since - (self.until - self.since), self.since)

    def holds(self, alert: Alert) -> bool:
        """Whether an alert was open at some time in it."""
        return alert.opened < self.until and (alert.closed is None or alert.closed >= self.since)


@dataclass(kw_only=True)
class Reporter:
    """Makes a report of what is stored, as of `now`, in the language of `speech`; of all brands, or of these."""

    store: Store
    config: Config
    now: datetime
    speech: Speech
    brands: Sequence[Brand]
    _hours: dict[tuple[str, Period], list[HourCount]] = field(default_factory=dict)
    _heard: dict[str, list[Heard]] = field(default_factory=dict)

    def gather(self, since: datetime | None = None, until: datetime | None = None) -> ReportContent:
        """All that is told of the time from `since` to `until`."""
        end = min(until or self.now + MOMENT, self.now + MOMENT)  # what is to come is not compared with what was
        period = Period(*slots.whole(since or end - PERIOD, end, self.speech.zone))
        working = Working(store=self.store, config=self.config, now=self.now)
        tally = self._tally(period, waiting := working.waiting())
        alerts = self._alerts(period)
        rules = RULES[self.config.alerts.sensitivity]
        return ReportContent(
            brands=self._brands(period),
            since=period.since,
            until=min(period.until, self.now),
            made=self.now,
            step=slots.step_of(period.since, period.until),
            slots=self._slots(period),
            alerts=alerts,
            pages=self._pages(alerts),
            voices=tally.voices(),
            themes=self._themes(tally.kept, self._past(period.before, tally.every)),
            stories=tally.stories(self.store.mention),
            answered=working.of_waiting(waiting),
            health=self._health(),
            method=tally.method(
                sensitivity=self.config.alerts.sensitivity,
                promised=rules.false_alarms,
                listening=self._listening,
            ),
        )

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(brand.name for brand in self.brands)

    @cached_property
    def _listening(self) -> datetime | None:
        return self.store.listening_since()

    def _counted(self, name: str, period: Period) -> list[HourCount]:
        """A brand's hours, read once."""
        key = name, period
        if key not in self._hours:
            self._hours[key] = self.store.counts(name, period.since, period.until)
        return self._hours[key]

    def _numbers(self, name: str, period: Period) -> Numbers:
        return total(map(slots.numbers, self._counted(name, period)))

    def _brands(self, period: Period) -> tuple[BrandNumbers, ...]:
        """The loudest first."""
        found = [(brand, self._numbers(brand.name, period)) for brand in self.brands]
        everything = sum(numbers.mentions for _, numbers in found)
        parts = (
            BrandNumbers(
                brand=brand.name,
                competitor=brand.kind == "competitor",
                now=numbers,
                before=self._numbers(brand.name, period.before),
                share=numbers.mentions / everything if everything else 0.0,
            )
            for brand, numbers in found
        )
        return tuple(sorted(parts, key=lambda part: -part.now.mentions))

    def _slots(self, period: Period) -> tuple[Slot, ...]:
        hours = (count for name in self._names for count in self._counted(name, period))
        return slots.slots(hours, period.since, period.until, self.speech.zone)

    def _tally(self, period: Period, waiting: Waiting) -> Tally:
        """Every mention of the period counted, and some of them kept for their themes."""
        many = sum(self._numbers(name, period).mentions for name in self._names)
        tally = Tally(every=max(1, -(-many // SAMPLE)))
        brief = tally.every > 1  # what is only counted needn't be read whole
        own = {brand.name for brand in self.brands if brand.kind == "own"}
        for row in self.store.mentions(replace(self._wanted(period.since, period.until), brief=brief)):
            tally.take(row)
            if row.brand in own:
                waiting.take(row)
        if brief:
            tally.kept = [whole for row in tally.kept if (whole := self.store.mention(row.id))]
        return tally

    def _past(self, before: Period, every: int) -> list[MentionRow]:
        """The same part of the period before, for its themes: of one hour in so many, so that few others are read."""
        if every == 1:
            return [r for r in self.store.mentions(self._wanted(before.since, before.until)) if not r.author_role.own]
        spoken = sorted({c.hour for name in self._names for c in self._counted(name, before) if c.mentions})
        rows = (row for at in spoken[::every] for row in self.store.mentions(self._wanted(at, at + HOUR)))
        return [row for row in rows if not row.author_role.own]

    def _wanted(self, since: datetime, until: datetime) -> MentionFilter:
        return MentionFilter(
            brand=self._names[0] if len(self._names) == 1 else "", since=since, until=until, gone=self._gone
        )

    @cached_property
    def _gone(self) -> tuple[str, ...]:
        """Brands that are no part of the report, of which something is stored."""
        return tuple(sorted(self.store.watched().keys() - {*self._names}))

    def _themes(self, rows: Sequence[MentionRow], past: Sequence[MentionRow]) -> tuple[ThemeLine, ...]:
        names = [name for brand in self.brands for name in brand.names]
        now, before = ([replace(row, text=row.text[:READ]) for row in some] for some in (rows, past))
        return themed(find.themes(now, before, names=names, most=MAX_THEMES), rows)

    def _health(self) -> Health:
        feeds = self.store.feeds()
        troubled = [feed for feed in feeds if needs_a_look(feed)]
        watched = [brand.name for brand in self.brands if brand.alerts]
        return Health(
            feeds=tuple(troubled[:MAX_FEEDS]),
            troubled=len(troubled),
            enabled=sum(feed.enabled for feed in feeds),
            deaf=tuple(deaf(watched, self.store.ears(), self.now)),
        )

    def _alerts(self, period: Period) -> tuple[Alert, ...]:
        return tuple(alert for alert in self.store.alerts() if alert.brand in self._names and period.holds(alert))

    def _pages(self, alerts: Sequence[Alert]) -> tuple[AlertPage, ...]:
        """Of the gravest, in the order of the list."""
        grave = sorted(alerts, key=lambda a: (a.status == "false", a.kind is AlertKind.BUZZ, -a.negatives, -a.id))
        chosen = {alert.id for alert in grave[:MAX_PAGES]}
        pages = [alert for alert in alerts if alert.id in chosen]
        earliest = dict[str, datetime]()
        for alert in pages:
            earliest[alert.brand] = min(heard_since(alert), earliest.get(alert.brand, heard_since(alert)))
        self._heard = {name: self.store.heard(name, since) for name, since in earliest.items()}
        of_brand = defaultdict[str, list[Alert]](list)
        for alert in self.store.alerts() if pages else ():
            of_brand[alert.brand].append(alert)
        met = defaultdict[str, Met](dict)
        return tuple(self._page(alert, of_brand[alert.brand], met[alert.brand]) for alert in pages)

    def _page(self, alert: Alert, alerts: Sequence[Alert], met: Met) -> AlertPage:
        brand = next((brand for brand in self.brands if brand.name == alert.brand), None)
        since = heard_since(alert)
        told = tell(
            Case(
                alert=alert,
                heard=[heard for heard in self._heard[alert.brand] if heard.fetched >= since],
                now=self.now,
                since=self._listening,
                names=brand.names if brand else (),
                alerts=alerts,
                plays=self.config.playbook,
                met=met,
            ),
            terms=alert.terms,  # as they stood out when it was loudest; `alerts show` reads the past again
        )
        return self._said(told)

    def _said(self, told: Told) -> AlertPage:
        """An alert's page, its sentences in the reader's language."""
        speech, alert, curve, play = self.speech, told.alert, told.curve, told.play
        return AlertPage(
            alert=alert,
            arithmetic=arithmetic(alert, speech),
            facts=(*growth(told, speech), *compared(told, speech)),
            curve=CurvePart(
                since=curve.since,
                step=curve.step,
                voices=curve.voices,
                expected=curve.expected,
                told=of_curve(told, speech),
            ),
            window=f"{speech.say(N_('In that window:'))} {counts(alert, told.window, speech)}",
            first=told.first,
            sources=told.sources,
            threads=told.threads,
            authors=told.authors,
            terms=tuple(TermPart(name=t.name, count=t.count, quote=t.quote, said=t.said) for t in told.terms[:TERMS]),
            reckoned=tuple(reckoned(alert, told.reckoning, speech)),
            asides=tuple(asides(told, speech)),
            play=play,
            within=how_fast(play, speech) if play else "",
            status=status(alert, speech) if alert.status != "new" else "",
            notes=tuple(self.store.work.notes("alert", alert.id)),
        )
