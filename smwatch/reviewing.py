"""From the store to the debrief of one alert: gathers what is stored about it, and has it told.

On the floor of scan.py: it knows store, alerts, the policy and reports, which don't know one another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from smwatch.alerts.explain import arithmetic
from smwatch.alerts.saying import asides, compared, counts, growth
from smwatch.alerts.told import Case, Told, heard_since, tell, window_of
from smwatch.config.settings import Config
from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, Decision, Level, MentionFilter, MentionRow, Note, Posted
from smwatch.policy import playbook
from smwatch.reports.content import counted
from smwatch.reports.questions import READ
from smwatch.reports.report.content import TermPart
from smwatch.reports.review.compose import compose
from smwatch.reports.review.content import Matter, Review, Rule, Saying
from smwatch.store import Store
from smwatch.working import Working, team_of

MOMENT = timedelta(seconds=1)

NOTED = frozenset({"note", "answer", "ignore"})
"""Decisions about mentions that a note may come with."""


@dataclass(frozen=True, kw_only=True)
class Reviewer:
    """Makes debriefs of what is stored, as of `now`, in the language of `speech`."""

    store: Store
    config: Config
    now: datetime
    speech: Speech

    def gather(self, alert: Alert) -> Review:
        """All that there is to tell of an alert, from its first mention until it closed, or until now."""
        told = self._told(alert)
        first = self.store.mention(int(alert.first_mention)) if alert.first_mention.isdecimal() else None
        since = first.published if first else min(window_of(alert)[0], alert.opened)
        until = min(alert.closed or self.now, self.now) + MOMENT
        rows = self._rows(alert.brand, since, until)
        tasks = self.store.work.of("mention", [row.id for row in rows if row.status != "new"])
        decisions, posted = self._journal(alert, since, {row.id for row in rows})
        team = team_of(self.config)
        return compose(
            Matter(
                alert=alert,
                now=self.now,
                since=since,
                until=until - MOMENT,
                quiet_after=self.config.alerts.quiet_after,
                saying=self._saying(told),
                first=first,
                rows=rows,
                tasks=tasks,
                notes=self._notes(alert, decisions),
                decisions=decisions,
                posted=posted,
                rules=tuple(self._rules(told)),
                planned=bool(self.config.playbook),
                ours=team.speaks,
                due=lambda row: self._due(alert, row),
            )
        )

    def _told(self, alert: Alert) -> Told:
        brand = next((one for one in self.config.brands if one.name == alert.brand), None)
        return tell(
            Case(
                alert=alert,
                heard=self.store.heard(alert.brand, heard_since(alert)),
                now=self.now,
                since=self.store.listening_since(),
                names=brand.names if brand else (),
                alerts=self.store.alerts(brand=alert.brand),
                plays=self.config.playbook,
            )
        )

    def _saying(self, told: Told) -> Saying:
        speech, alert = self.speech, told.alert
        window = f"{speech.say(N_('In that window:'))} {counts(alert, told.window, speech)}"
        return Saying(
            arithmetic=arithmetic(alert, speech),
            facts=(window, *growth(told, speech), *compared(told, speech)),
            asides=tuple(asides(told, speech)),
            terms=tuple(TermPart(name=t.name, count=t.count, quote=t.quote, said=t.said) for t in told.terms),
        )

    def _rows(self, brand: str, since: datetime, until: datetime) -> Sequence[MentionRow]:
        """The oldest first; of a long text only as much as is looked at."""
        wanted = MentionFilter(brand=brand, since=since, until=until)
        rows = [
            replace(row, text=row.text[:READ]) if len(row.text) > READ else row for row in self.store.mentions(wanted)
        ]
        return counted(sorted(rows, key=lambda row: (row.published, row.id)))

    def _journal(self, alert: Alert, since: datetime, mentions: set[int]) -> tuple[list[Decision], list[Posted]]:
        """What was decided about it and its mentions, and which news of it went out; the oldest first."""
        decisions, posted = list[Decision](), list[Posted]()
        for one in self.store.journal(since):
            if isinstance(one, Posted):
                posted += [one] if one.alert == alert.id else []
            elif (one.subject, one.number) == ("alert", alert.id) or (
                one.subject == "mention" and one.number in mentions
            ):
                decisions.append(one)
        return decisions[::-1], posted[::-1]

    def _notes(self, alert: Alert, decisions: Sequence[Decision]) -> Mapping[tuple[str, int], Sequence[Note]]:
        mentions = {one.number for one in decisions if one.subject == "mention" and one.what in NOTED}
        asked = [("alert", alert.id), *(("mention", number) for number in mentions if number is not None)]
        return defaultdict(list, {key: self.store.work.notes(*key) for key in asked})

    def _rules(self, told: Told) -> Iterator[Rule]:
        """What the playbook asked as the alert opened, and where it asked otherwise, as it was confirmed."""
        alert, before = told.alert, None
        if alert.kind is AlertKind.BUZZ:
            return
        case = Working(store=self.store, config=self.config, now=self.now).of_alert(alert)
        for level, at in ((Level.EMERGING, alert.opened), (Level.CONFIRMED, alert.confirmed)):
            play = playbook.play_for(replace(case, level=level.value), self.config.playbook)
            if at and play and play != before:
                yield Rule(level=level.value, since=at, who=play.who, within=play.within, say=play.say)
                before = play

    def _due(self, alert: Alert, row: MentionRow) -> datetime | None:
        """By when the playbook wanted a mention answered, by how grave the alert was when it was heard."""
        level = ""
        if row.fetched >= alert.opened:
            level = (Level.CONFIRMED if alert.confirmed and row.fetched >= alert.confirmed else Level.EMERGING).value
        case = playbook.Case(brand=row.brand, lang=row.lang, level=level, text=f"{row.title}\n{row.text}")
        return playbook.due(playbook.play_for(case, self.config.playbook), row.fetched)
