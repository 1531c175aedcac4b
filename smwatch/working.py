"""Who has what to do: from what is stored and what the policy says to cases, lists and answers that were found.

Working(store=..., config=..., now=...)
.case(row) .of_alert(alert)     what the policy is asked about a mention or an alert
.todo() -> tuple[TodoPart, ...] what is open, and whose it is; the longest overdue first
heed(store, config, now)          marks what the company's own voice has answered
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from smwatch.models import CLOSED_BY_HAND, IMPORTED, AlertKind, Level, MentionFilter
from smwatch.policy.may import given_by
from smwatch.policy.playbook import due, play_for
from smwatch.reports.answered import Waiting, wants_an_answer
from smwatch.reports.questions import Team
from smwatch.reports.todo import in_order, of_alert, of_mention, once

if TYPE_CHECKING:
    from smwatch.config.settings import Config
    from smwatch.models import Alert, MentionRow, Task
    from smwatch.policy.playbook import Case
    from smwatch.reports.answered import Answered
    from smwatch.reports.todo import TodoPart
    from smwatch.store import Store

LATELY: Final = timedelta(days=7)
"""For how long a mention that the playbook gives somebody is on their list, and `status` tells whether it is answered;
by then nobody waits for it any more."""


def team_of(config: Config) -> Team:
    """The company's own voices, for all of its own brands."""
    own = [brand.name for brand in config.brands if brand.kind == "own"]
    return Team(brands=own, playbook=config.playbook, people=config.people)


def heed(store: Store, config: Config, now: datetime) -> list[Task]:
    """Mark what the company's own voice has answered since the last time; mentions of one's own brands alone."""
    team = team_of(config)
    return store.work.heed(lambda row: row.brand in team.brands and team.speaks(row), now)


@dataclass(frozen=True, kw_only=True)
class Working:
    """The work of everybody, as of `now`."""

    store: Store
    config: Config
    now: datetime

    @cached_property
    def crises(self) -> list[Alert]:
        """Open ones that somebody is to answer, of the brands that the config names."""
        names = {brand.name for brand in self.config.brands}
        found = self.store.alerts(kind=AlertKind.CRISIS, open_only=True)
        return [alert for alert in found if alert.brand in names and alert.status not in CLOSED_BY_HAND]

    @cached_property
    def team(self) -> Team:
        """The company's own voices, and what they have on their hands."""
        return replace(team_of(self.config), alerts=self.crises)

    @cached_property
    def gone(self) -> tuple[str, ...]:
        """Brands that are stored and that the config doesn't name any more."""
        return tuple(sorted(self.store.watched().keys() - {brand.name for brand in self.config.brands}))

    def case(self, row: MentionRow) -> Case:
        """A mention as the policy asks about it."""
        return self.team.case(row)

    def of_alert(self, alert: Alert) -> Case:
        """An alert, likewise."""
        from smwatch.alerts.told import to_answer, window_of

        since, until = window_of(alert)
        heard = self.store.heard(alert.brand, since)
        return to_answer(alert, [one for one in heard if since <= one.published < until])

    def due(self, case: Case, since: datetime) -> datetime | None:
        """By when the playbook wants it answered."""
        return due(play_for(case, self.config.playbook), since)

    def todo(self) -> tuple[TodoPart, ...]:
        """What is open: assigned to somebody, or theirs by the playbook."""
        return in_order([*self._alerts(), *self._assigned(), *once(self._planned())])

    def _alerts(self) -> Iterator[TodoPart]:
        tasks = self.store.work.of("alert", [alert.id for alert in self.crises])
        for alert in self.crises:
            task, case = tasks[alert.id], self.of_alert(alert)
            play = play_for(case, self.config.playbook)
            if alert.assignee:
                yield of_alert(alert, who=alert.assignee, due=task.due, version=task.version)
            elif play:
                since = alert_since(alert)
                who = given_by(play, case, self.config.people)
                yield of_alert(alert, who=who, planned=True, due=due(play, since), version=task.version)

    def _assigned(self) -> Iterator[TodoPart]:
        rows = list(self.store.mentions(MentionFilter(status="assigned", gone=self.gone)))
        tasks = self.store.work.of("mention", [row.id for row in rows])
        for row in rows:
            yield of_mention(row, who=row.assignee, due=tasks[row.id].due, version=tasks[row.id].version)

    def _planned(self) -> Iterator[TodoPart]:
        """What nobody has, and the playbook gives somebody: what asks or complains, of one's own brands."""
        if not self.config.playbook:
            return
        team = self.team
        for row in self.store.mentions(replace(self._lately, status="new")):
            if heard_elsewhere(row) or not wants_an_answer(row) or team.speaks(row):
                continue
            if play := play_for(case := self.case(row), self.config.playbook):
                who = given_by(play, case, self.config.people)
                yield of_mention(row, who=who, planned=True, due=due(play, row.fetched))

    @property
    def _lately(self) -> MentionFilter:
        """What came lately of one's own brands and may want an answer."""
        others = self.store.watched().keys() - set(team_of(self.config).brands)
        return MentionFilter(fetched_since=self.now - LATELY, waits=True, gone=tuple(sorted(others)))

    def lately_answered(self) -> dict[str, Answered]:
        """How many of the last days' mentions that want an answer have one, by brand."""
        lately = self.store.mentions(replace(self._lately, brief=True))
        return self.answered(row for row in lately if not heard_elsewhere(row))

    def answered(self, rows: Iterable[MentionRow]) -> dict[str, Answered]:
        """How many of these are answered, by brand, and how soon; one's own brands alone."""
        waiting, own = self.waiting(), set(team_of(self.config).brands)
        for row in rows:
            if row.brand in own:
                waiting.take(row)
        return self.of_waiting(waiting)

    def waiting(self) -> Waiting:
        """What counts mentions that want an answer, as they go by."""
        return Waiting(team_of(self.config).speaks)

    def of_waiting(self, waiting: Waiting) -> dict[str, Answered]:
        """What came of it."""
        return waiting.answered(self.store.work.of("mention", waiting.touched))


def heard_elsewhere(row: MentionRow) -> bool:
    """Whether another service heard it and nobody took it up here: who wanted an answer there was seen to there."""
    return row.feed.startswith(IMPORTED) and row.status == "new"


def alert_since(alert: Alert) -> datetime:
    """From when on an alert's time runs: since it is as grave as it is."""
    return alert.confirmed if alert.level is Level.CONFIRMED and alert.confirmed else alert.opened


def of_person(parts: Sequence[TodoPart], name: str) -> tuple[TodoPart, ...]:
    """Those that are this person's."""
    return tuple(part for part in parts if part.who.casefold() == name.casefold())
