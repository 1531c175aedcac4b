"""From the store to a digest: gathers what it tells, and has it composed. posting.py keeps and sends it.

On the floor of scan.py: it knows store, alerts, reports and delivery, which don't know one another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.explain import arithmetic, not_scored
from smwatch.alerts.figures import in_window, quotes, unscored
from smwatch.alerts.told import play_of
from smwatch.alerts.unheard import deaf
from smwatch.config.settings import Config, DigestSettings
from smwatch.delivery.message import digest_message
from smwatch.delivery.mime import letter_of
from smwatch.errors import UsageError
from smwatch.locales import N_, Speech
from smwatch.models import CLOSED_BY_HAND, Alert, AlertKind, Heard, MentionFilter, MentionRow, Posted, Warned
from smwatch.policy.words import how_fast
from smwatch.protocols import Message
from smwatch.reports import digest as reports
from smwatch.reports.content import Asked, Heeded, QuestionPart, counted
from smwatch.reports.digest import AlertPart, DigestContent, compose
from smwatch.reports.questions import open_questions
from smwatch.reports.todo import PersonPart, by_person
from smwatch.store import Store
from smwatch.themes.find import themes
from smwatch.themes.theme import Theme
from smwatch.working import Working, heard_elsewhere

FIRST_PERIOD = timedelta(hours=24)
"""What the first digest of a name tells of; later ones tell what came since the last."""

LATE = timedelta(minutes=10)
"""How long before a digest what it couldn't know of may have been fetched: it was being read or scored, or waited for
another writer, when the digest was written. What is older, and found since a query has changed, is no news."""

QUESTIONS = timedelta(days=7)
"""For how long a question is told that nobody answers; by then nobody waits for it any more."""

THEMES = 5
"""How many a digest tells: the report has more."""

EVERYTHING = DigestSettings(name="")
"""Where the config has no [[digests]]: one for all brands."""


def chosen(config: Config, names: list[str]) -> tuple[DigestSettings, ...]:
    """The digests of these names, by default all; UsageError names those there are."""
    known = {digest.name: digest for digest in config.digests}
    for name in names:
        if name not in known:
            raise UsageError(
                N_("the config has no digest “{name}”"),
                N_("it has: {known}") if known else N_("add a [[digests]] table, as in config.example.toml"),
                name=name,
                known=", ".join(known),
            )
    return tuple(known[name] for name in names) or config.digests or (EVERYTHING,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digester:
    """Makes digests of what is stored, as of `now`, in the language of `speech`."""

    store: Store
    config: Config
    now: datetime
    speech: Speech
    warnings: tuple[Warned, ...] = ()  # of what others know: messages that did not leave

    def gather(self, digest: DigestSettings, since: datetime | None = None) -> DigestContent:
        """What a digest tells of the time since it was last sent, or since `since`."""
        store, last = self.store, self.store.outbox.last(digest.name)
        begin, told_before = since or self._begin(last), last.reached if last and not since else None
        names = tuple(brand.name for brand in self.config.brands)
        brands = digest.brands or names
        told = [a for a in store.alerts() if a.brand in brands and (a.closed is None or a.closed >= begin)]
        came, earlier = self._came(begin, told_before), begin - (self.now - begin)
        mentions, before = counted(came), self._before(earlier, begin, told_before)
        compared = self._heard_since(earlier)
        competitors = tuple(brand.name for brand in self.config.brands if brand.kind == "competitor")
        content = compose(
            since=begin,
            until=self.now,
            mentions=mentions,
            before=before if compared else (),
            alerts=tuple(self.alert_part(alert) for alert in told),
            feeds=store.feeds(),
            brands=brands,
            name=digest.name,
            deaf=deaf([brand.name for brand in self.config.brands if brand.alerts], store.ears(), self.now),
            heeded=Heeded(
                themes=self._themes(_own(brands, competitors), mentions, before if compared else ()),
                questions=self._questions([brand for brand in brands if brand not in competitors], mentions, begin),
                todo=self._todo(brands),
                answered=self._working.answered(mentions),
                warnings=self.warnings,
                competitors=competitors,
                compared=compared,
            ),
        )
        reached = max((last.reached if last else None) or 0, *(row.id for row in came), 0)
        return replace(content, reached=reached)

    def _fetched(self, since: datetime, until: datetime | None = None) -> list[MentionRow]:
        """What came in a stretch of time, of the brands that the config names."""
        asked = MentionFilter(fetched_since=since, fetched_until=until, gone=self._working.gone)
        return list(self.store.mentions(asked))

    def _came(self, begin: datetime, told_before: int | None) -> list[MentionRow]:
        """What came since the last digest; by number, where it says up to which it knew of them.

        Times don't tell: while one is written, a scan may have fetched what it stores a moment later.
        """
        if told_before is None:
            return self._fetched(begin)
        return [row for row in self._fetched(begin - LATE) if row.id > told_before]

    def _before(self, since: datetime, begin: datetime, told_before: int | None) -> list[MentionRow]:
        """What came in the period before, and counts."""
        rows = counted(self._fetched(since, begin))
        return rows if told_before is None else [row for row in rows if row.id <= told_before]

    def _heard_since(self, at: datetime) -> bool:
        """Whether smwatch listened by then: else a period is compared with one of which nothing is known."""
        begun = self.store.listening_since()
        return bool(begun and begun <= at)

    def _themes(
        self, own: Sequence[str], mentions: Sequence[MentionRow], before: Sequence[MentionRow]
    ) -> tuple[Theme, ...]:
        """What people talk about who speak of these brands."""
        return themes(
            [row for row in mentions if row.brand in own and not row.author_role.own],
            [row for row in before if row.brand in own and not row.author_role.own],
            names=[name for brand in self.config.brands if brand.name in own for name in brand.names],
            most=THEMES,
        )

    def _questions(
        self, own: Sequence[str], mentions: Sequence[MentionRow], begin: datetime
    ) -> tuple[QuestionPart, ...]:
        """What was asked in this period, or lately, and is left unanswered."""
        if (lately := self.now - QUESTIONS) < begin:
            mentions = counted(self._fetched(lately))
        here = [row for row in mentions if not heard_elsewhere(row) or row.author_role.own]  # whoever answered, did
        return open_questions(here, replace(self._working.team, brands=own))

    @property
    def _working(self) -> Working:
        return Working(store=self.store, config=self.config, now=self.now)

    def _todo(self, brands: Sequence[str]) -> tuple[PersonPart, ...]:
        """Who has something overdue, or due soon."""
        parts = by_person((part for part in self._working.todo() if part.brand in brands), self.now)
        return tuple(part for part in parts if part.overdue or part.soon)

    def _begin(self, last: Posted | None) -> datetime:
        """Up to when the last digest of this name told; not where the clock was set back since, behind that."""
        return last.until if last and last.until <= self.now else self.now - FIRST_PERIOD

    def alert_part(self, alert: Alert) -> AlertPart:
        """An alert with its arithmetic, its first mention and a few quotes."""
        heard = [h for h in self.store.heard(alert.brand, alert.opened - HISTORY) if h.fetched <= alert.updated]
        first = next((h for h in heard if h.id == alert.first_mention), None)
        silent = not_scored(unscored(alert, heard), alert, self.speech)
        why = " ".join(filter(None, (arithmetic(alert, self.speech), silent)))
        asked = self._asked(alert, heard)
        return AlertPart(
            alert=alert,
            arithmetic=why,
            asked=asked,
            unplanned=bool(self.config.playbook and not asked and _wants_an_answer(alert)),
            first=first,
            quotes=quotes(alert, heard),
        )

    def _asked(self, alert: Alert, heard: Sequence[Heard]) -> Asked | None:
        """What the first rule of the playbook that fits asks for; None where nobody need answer."""
        play = play_of(alert, in_window(alert, heard), self.config.playbook) if _wants_an_answer(alert) else None
        if not play:
            return None
        return Asked(who=play.who, within=how_fast(play, self.speech), say=play.say)

    def posted(self, digest: DigestSettings, since: datetime | None = None) -> Posted | None:
        """The digest of the time since, as it is to go out; NothingDoneError where an address is none.

        None where it has nothing to say, and `empty = "skip"`; the next one tells of the same time again.
        """
        content, sender = self.gather(digest, since), self.config.mail.author if self.config.mail else ""
        if content.nothing and digest.empty == "skip":
            return None
        letter = letter_of(self._message(sender, digest, content), sender)
        since, until, reached = content.since, content.until, content.reached
        return Posted(name=digest.name, since=since, until=until, reached=reached, letter=letter)

    def _message(self, sender: str, digest: DigestSettings, content: DigestContent) -> Message:
        return digest_message(
            name=digest.name,
            to=digest.to,
            sender=sender,
            since=content.since,
            until=content.until,
            subject=reports.subject(content, self.speech),
            text=reports.text(content, self.speech),
            html=reports.html(content, self.speech),
            lang=self.speech.lang,
        )


def _wants_an_answer(alert: Alert) -> bool:
    """Whether the playbook has to do with it: a crisis that is open, and that nobody has set aside."""
    return alert.kind is AlertKind.CRISIS and alert.closed is None and alert.status not in CLOSED_BY_HAND


def _own(brands: Sequence[str], competitors: Sequence[str]) -> tuple[str, ...]:
    """One's own brands of a digest; all of them where it is about competitors alone."""
    return tuple(brand for brand in brands if brand not in competitors) or tuple(brands)
