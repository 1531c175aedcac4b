"""From the store to a digest: gathers what it tells, and has it composed. posting.py keeps and sends it.

On the floor of scan.py: it knows store, alerts, reports and delivery, which don't know one another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.explain import arithmetic, not_scored
from smwatch.alerts.figures import quotes, unscored
from smwatch.alerts.unheard import deaf
from smwatch.config.settings import Config, DigestSettings
from smwatch.delivery.message import digest_message
from smwatch.delivery.mime import letter_of
from smwatch.errors import UsageError
from smwatch.locales import N_, Speech
from smwatch.models import Alert, MentionFilter, Posted
from smwatch.protocols import Message, Store
from smwatch.reports import digest as reports
from smwatch.reports.digest import AlertPart, DigestContent, compose

FIRST_PERIOD = timedelta(hours=24)
"""What the first digest of a name tells of; later ones tell what came since the last."""

MOMENT = timedelta(seconds=1)
"""What was fetched at this very moment belongs to this digest."""

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

    def gather(self, digest: DigestSettings, since: datetime | None = None) -> DigestContent:
        """What a digest tells of the time since it was last sent, or since `since`."""
        store, begin = self.store, since or self._begin(digest.name)
        names = tuple(brand.name for brand in self.config.brands)
        brands, gone = digest.brands or names, tuple(sorted(store.watched().keys() - {*names}))
        told = [a for a in store.alerts() if a.brand in brands and (a.closed is None or a.closed >= begin)]
        return compose(
            since=begin,
            until=self.now,
            mentions=store.mentions(MentionFilter(fetched_since=begin, fetched_until=self.now + MOMENT, gone=gone)),
            before=store.mentions(
                MentionFilter(fetched_since=begin - (self.now - begin), fetched_until=begin, gone=gone)
            ),
            alerts=tuple(self.alert_part(alert) for alert in told),
            feeds=store.feeds(),
            brands=brands,
            name=digest.name,
            deaf=deaf([brand.name for brand in self.config.brands if brand.alerts], store.ears(), self.now),
        )

    def _begin(self, name: str) -> datetime:
        """Up to when the last digest of this name told; not where the clock was set back since, behind that."""
        last = self.store.outbox.last(name)
        return last.until if last and last.until <= self.now else self.now - FIRST_PERIOD

    def alert_part(self, alert: Alert) -> AlertPart:
        """An alert with its arithmetic, its first mention and a few quotes."""
        heard = [h for h in self.store.heard(alert.brand, alert.opened - HISTORY) if h.fetched <= alert.updated]
        first = next((h for h in heard if h.id == alert.first_mention), None)
        silent = not_scored(unscored(alert, heard), alert, self.speech)
        why = " ".join(filter(None, (arithmetic(alert, self.speech), silent)))
        return AlertPart(alert=alert, arithmetic=why, first=first, quotes=quotes(alert, heard))

    def posted(self, digest: DigestSettings, since: datetime | None = None) -> Posted:
        """The digest of the time since, as it is to go out; NothingDoneError where an address is none."""
        content, sender = self.gather(digest, since), self.config.mail.author if self.config.mail else ""
        letter = letter_of(self._message(sender, digest, content), sender)
        return Posted(name=digest.name, since=content.since, until=content.until, letter=letter)

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
