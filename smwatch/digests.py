"""From the store to a digest, and out: gathers what a digest tells, has it composed, keeps it, and sends what is kept.

On the floor of scan.py: it knows store, alerts, reports and delivery, which don't know one another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.explain import arithmetic, not_scored
from smwatch.alerts.figures import quotes, unscored
from smwatch.alerts.unheard import deaf
from smwatch.config.settings import Config, DigestSettings
from smwatch.delivery.message import digest_message
from smwatch.delivery.mime import subject_of
from smwatch.errors import UnsentError, UsageError
from smwatch.locales import N_, Speech
from smwatch.models import Alert, MentionFilter, Post, Posted
from smwatch.protocols import Channel, Clock, Message, Store
from smwatch.reports import digest as reports
from smwatch.reports.digest import AlertPart, DigestContent, compose

FIRST_PERIOD = timedelta(hours=24)
"""What the first digest of a name tells of; later ones tell what came since the last."""

MOMENT = timedelta(seconds=1)
"""What was fetched at this very moment belongs to this digest."""

PATIENCE = 120.0
"""Seconds to wait while another smwatch sends: a few times what a mail server may take for one answer."""

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
class Sent:
    """A digest that a mail server took."""

    subject: str
    posted: Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Digester:
    """Makes digests of what is stored, as of `now`, in the language of `speech`."""

    store: Store
    config: Config
    now: datetime
    clock: Clock
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

    def send(
        self, channel: Channel, sender: str, digest: DigestSettings, since: datetime | None = None
    ) -> Iterator[Sent]:
        """Send what was left waiting of this name, then a digest of the time since; told as they leave.

        None comes back where another smwatch has sent it while this one waited. A digest is kept before it is tried:
        UnsentError leaves it waiting, with the time that it tells of; or, for good, gives it up, and the next digest
        tells that time again.
        """
        with self.store.outbox.sending(PATIENCE):
            if self._sent_meanwhile(digest.name):
                return
            yield from self._send_waiting(channel, digest.name)
            content = self.gather(digest, since)
            letter = channel.write(self._message(sender, digest, content))
            self.store.outbox.post(Posted(name=digest.name, since=content.since, until=content.until, letter=letter))
            yield from self._send_waiting(channel, digest.name)

    def _sent_meanwhile(self, name: str) -> bool:
        """Whether the last one left after this run had begun."""
        last = self.store.outbox.last(name)
        return bool(last and last.sent and self.now.replace(microsecond=0) <= last.sent <= self.clock())

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

    def _send_waiting(self, channel: Channel, name: str) -> Iterator[Sent]:
        """The oldest first; the first that doesn't leave stops it."""
        while posted := self.store.outbox.next(name, self.clock()):
            try:
                refused = channel.send(posted.letter)
            except UnsentError as error:
                if error.for_good:
                    self.store.outbox.settle(replace(posted, state=Post.GIVEN_UP), self.clock())
                raise
            done = replace(posted, state=Post.SENT, refused=refused, sent=self.clock())
            self.store.outbox.settle(done, self.clock())
            yield Sent(subject=subject_of(posted.letter.content), posted=done)
