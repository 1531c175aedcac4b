"""By what a message of the outbox leaves: finds the address and the secrets in the config, when it is to leave.

A message is kept with the name of whom it is for, never with an address that is secret; so what is mended in the config
holds for what waits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from smwatch.errors import NothingDoneError, UnsentError
from smwatch.locales import N_
from smwatch.models import Way

if TYPE_CHECKING:
    from smwatch.config.settings import Config, DigestSettings, Notify, Person
    from smwatch.delivery.chat import ChatChannel
    from smwatch.delivery.email import SmtpChannel
    from smwatch.models import Posted
    from smwatch.protocols import Channel, Clock
    from smwatch.protocols import Post as PostTo


def duty_name(notify: Notify, person: Person) -> str:
    """What a message to who is on duty is kept as."""
    return f"{notify.known_as}: {person.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """What the config says of where messages go; each is made when it is used."""

    config: Config
    secret: Callable[[str, str], str]  # resolves a value of the config, for the key that needs it
    post: Callable[[], PostTo]  # the one HTTP client's, made when it is used
    clock: Clock

    def of(self, posted: Posted) -> Channel:
        """What this message leaves by; SmwatchError where a secret, a table or a package is missing."""
        if posted.way is Way.MAIL:
            return self.mail()
        if posted.way is Way.WEBHOOK:
            return self._webhook(posted.name)
        return self._chat(posted.name)

    def digest(self, digest: DigestSettings) -> Channel:
        """What a digest leaves by; NothingDoneError where the config names no server, or nobody to send it to."""
        if self.config.mail and not digest.to:
            raise NothingDoneError(
                N_("nobody is named to send this digest to"),
                N_('add a [[digests]] table with to = ["name@example.com"]'),
            )
        return self.mail()

    def mail(self) -> SmtpChannel:
        """The server that [mail] names."""
        from smwatch.delivery.email import SmtpChannel

        if (mail := self.config.mail) is None:
            raise NothingDoneError(
                N_("the config has no [mail] table"), N_("add one as in config.example.toml, or leave out --send")
            )
        return SmtpChannel(mail, self.secret(mail.password, "mail.password"))

    def ready(self, notify: Notify) -> None:
        """SmwatchError where what a [[notify]] needs isn't there, for anybody whom it may tell."""
        if notify.webhook:
            self._webhook(notify.known_as)
        elif notify.to:
            self.mail()
        elif notify.url:
            self._chat(notify.known_as).ready()
        on_duty = {duty.who for duty in self.config.duty} if notify.duty else set()
        for person in self.config.people:
            if person.name in on_duty and person.notify:
                self._chat(duty_name(notify, person)).ready()
            elif person.name in on_duty:
                self.mail()

    def _webhook(self, name: str) -> Channel:
        from smwatch.delivery.webhook import WebhookChannel

        found = next((one for one in self.config.notify if one.webhook and one.known_as == name), None)
        if found is None:
            raise _unknown(name)
        url, secret = self.secret(found.webhook, "notify.webhook"), self.secret(found.secret, "notify.secret")
        return WebhookChannel(url, secret, name, self.post(), self.clock)

    def _chat(self, name: str) -> ChatChannel:
        from smwatch.delivery.chat import ChatChannel

        urls = {one.known_as: one.url for one in self.config.notify if one.url}
        urls |= {
            duty_name(one, person): person.notify
            for one in self.config.notify
            if one.duty
            for person in self.config.people
            if person.notify
        }
        if name not in urls:
            raise _unknown(name)
        return ChatChannel(self.secret(urls[name], "notify.url"), name)


def _unknown(name: str) -> UnsentError:
    return UnsentError(
        N_("the config has no [[notify]] called {name} any more"),
        N_("what it is called may have changed with its address: give it a name"),
        for_good=True,
        name=name,
    )
