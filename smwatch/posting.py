"""What is to go out is kept, and what is kept goes out: one message after the other, each until somebody has taken it.

    poster.digest(name, make)   -> what became of the digests of this name
    poster.send_due()           -> warnings: after each scan, whatever is due, of any kind
    poster.troubles()           -> warnings: what lasts, for `status` and `check`

On the floor of scan.py: it knows the store and whatever sends, which don't know one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from smwatch.errors import BusyError, SmwatchError, UnsentError
from smwatch.locales import N_
from smwatch.models import Post, Trouble, Warned, Way

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import Posted
    from smwatch.protocols import Channel, Clock, Handed
    from smwatch.store import Store

PATIENCE = 120.0
"""Seconds to wait while another smwatch sends: a few times what a mail server may take for one answer."""

MEMORY = timedelta(days=7)
"""For how long it is told that a message was given up, or that somebody didn't get it: a week's work has seen it."""

REFUSED = N_("the mail server takes nothing for {addresses}: {answer}")
LATER = N_("the mail server takes nothing for {addresses} at present: {answer}")
RECIPIENTS = N_("check `to` in the config")
WAITS = N_("{what} has not left, and is tried again from {when} on: {why}")
GIVEN_UP = N_("{what} is given up: {why}")
PARTLY = N_("{what} did not reach everybody: {why}")
FORGOTTEN = N_("it told of somebody who is forgotten")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What became of a message; `error`: why it left for nobody. `taken`: who got it this time."""

    subject: str
    posted: Posted
    taken: tuple[str, ...] = ()
    error: SmwatchError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Sends what is in the outbox, for a run that began at `now`."""

    store: Store
    channel: Callable[[Posted], Channel]  # what it leaves by; SmwatchError where that can't be had
    now: datetime
    clock: Clock
    speech: Speech
    _tried: set[int] = field(default_factory=set)  # in this run: each once

    def digest(self, name: str, make: Callable[[], Posted | None]) -> Iterator[Tried]:
        """Send what was left waiting of this name, due or not, then the digest that `make` gives; told as they leave.

        None is given where it has nothing to say, and isn't wanted then.

        None comes back where another smwatch has sent it while this one waited; what another has kept meanwhile, and
        was killed before it was sent, is sent, and no second one tells the same. A digest is kept before it is tried.
        The first that leaves for nobody ends it: it waits, with the time that it tells of; or it is given up, and the
        next digest tells that time again.
        """
        with self.store.outbox.sending(PATIENCE):
            if self._sent_meanwhile(name):
                return
            for new in (False, True):
                if new and self._kept_meanwhile(name):
                    return
                if new:
                    if (made := make()) is None:
                        return
                    self.store.outbox.post(made)
                for tried in self._each([one for one in self.store.outbox.waiting() if is_digest(one, name)]):
                    yield tried
                    if tried.error:
                        return

    def send_due(self) -> list[Warned]:
        """Send whatever is due, the news of alerts first; back with what didn't leave. Raises nothing that it may meet.

        Where something stands in the way of one message, it isn't tried with the others that go the same way.
        """
        try:
            if not self._due():
                return []
            with self.store.outbox.sending():
                blocked, tried = set[tuple[Way, str]](), list[Tried]()
                for posted in sorted(self._due(), key=lambda one: (one.kind == "digest", one.number)):
                    way = (posted.way, "" if posted.way is Way.MAIL else posted.name)
                    done = list(self._each([posted] if way not in blocked else []))
                    blocked |= {way for one in done if one.error and one.posted.state is Post.WAITING}
                    tried += done
        except BusyError:  # who sends meanwhile leaves the rest to the next scan
            return []
        except SmwatchError as error:
            return [self._warned(error.what, {name: str(value) for name, value in error.arguments.items()})]
        return [warned for one in tried if (warned := self.trouble(one.posted))]

    def troubles(self) -> list[Warned]:
        """What has been tried in vain, and who didn't get the last of a name."""
        posted = self.store.outbox.troubled(self.now - MEMORY)
        return [warned for one in posted if (warned := self.trouble(one))]

    def trouble(self, posted: Posted) -> Warned | None:
        """A message that didn't leave, or didn't reach everybody, as a warning; None: all is well."""
        say, trouble = self.speech.say, posted.trouble
        if posted.state is Post.SENT and not posted.refused:
            return None
        what, name = N_("Digest {name}"), self.speech.quote(posted.name)
        if posted.kind == "notice":
            what = N_("The news of alert {id} for {name}") if posted.alert else N_("The note for {name}")
        why = " → ".join(say(part, **trouble.args) for part in (trouble.what or FORGOTTEN, trouble.mend) if part)
        message = {Post.WAITING: WAITS, Post.GIVEN_UP: GIVEN_UP}.get(posted.state, PARTLY)
        if posted.state is Post.WAITING and posted.taken:
            message = PARTLY
        when = self.speech.when(posted.due or self.now)
        warned = self._warned(message, {"what": say(what, name=name, id=posted.alert), "when": when, "why": why})
        return replace(warned, again=posted.state is Post.WAITING and posted.tries > 1)

    def _warned(self, message: str, args: dict[str, str]) -> Warned:
        return Warned(kind="unsent", brand="", feed="", message=message, args=args, at=self.now)

    def _sent_meanwhile(self, name: str) -> bool:
        """Whether the last one left after this run had begun."""
        last = self.store.outbox.last(name)
        return bool(last and last.sent and self.now.replace(microsecond=0) <= last.sent <= self.clock())

    def _kept_meanwhile(self, name: str) -> bool:
        """Whether the last one, which was left waiting, tells of all that this run's would."""
        last = self.store.outbox.last(name)
        return bool(
            last and last.number in self._tried and self.now.replace(microsecond=0) <= last.until <= self.clock()
        )

    def _due(self) -> list[Posted]:
        """What waits, and whose time has come."""
        now = self.clock()
        waiting = [one for one in self.store.outbox.waiting() if one.number not in self._tried]
        return [one for one in waiting if one.due_at(now) <= now]

    def _each(self, waiting: list[Posted]) -> Iterator[Tried]:
        """Try each of these, once in a run."""
        for one in waiting:
            if one.number in self._tried:
                continue
            self._tried.add(one.number)
            if posted := self.store.outbox.take(one, self.clock()):
                yield self._try(posted)

    def _try(self, posted: Posted) -> Tried:
        """Hand it over to those who are yet to get it, and keep what became of that."""
        from smwatch.delivery.mime import subject_of

        subject = subject_of(posted.letter.content) if posted.way is Way.MAIL else posted.name
        error: SmwatchError | None = None
        try:
            handed = self.channel(posted).send(replace(posted.letter, to=posted.missing))
        except SmwatchError as caught:
            error, done = caught, missed(posted, caught)
        else:
            done = handed_over(posted, handed)
        now = self.clock()
        done = replace(done, state=state_of(done, now), sent=now)
        done = replace(done, sent=now if done.state is Post.SENT else None)
        if done.state is not Post.WAITING:  # nobody is left to wait for
            done = replace(done, refused=(*done.refused, *done.missing))
        self.store.outbox.settle(done, now)
        taken = done.taken[len(posted.taken) :]
        return Tried(subject=subject, posted=done, taken=taken, error=None if done.taken else error)


def is_digest(posted: Posted, name: str) -> bool:
    """Whether it is a digest of this name."""
    return posted.kind == "digest" and posted.name == name


def missed(posted: Posted, error: SmwatchError) -> Posted:
    """The same after a try in which nobody took it."""
    for_good = isinstance(error, UnsentError) and error.for_good
    refused = posted.missing if for_good else error.refused if isinstance(error, UnsentError) else ()
    args = {name: str(value) for name, value in error.arguments.items()}
    trouble = Trouble(what=error.what, mend=error.mend, args=args)
    return replace(posted, refused=(*posted.refused, *refused), trouble=trouble)


def handed_over(posted: Posted, handed: Handed) -> Posted:
    """The same after a try in which somebody took it."""
    not_taken = {*handed.refused, *handed.later}
    taken = tuple(to for to in posted.missing if to not in not_taken)
    trouble = posted.trouble if posted.refused else Trouble()
    if not_taken:
        what, named = (REFUSED, handed.refused) if handed.refused else (LATER, handed.later)
        trouble = Trouble(what=what, mend=RECIPIENTS, args={"addresses": ", ".join(named), "answer": handed.answer})
    return replace(posted, taken=(*posted.taken, *taken), refused=(*posted.refused, *handed.refused), trouble=trouble)


def state_of(posted: Posted, now: datetime) -> Post:
    """Sent, when nobody is left to get it; given up, when nobody got it and nobody will."""
    if posted.missing and not (posted.expires and posted.expires <= now):
        return Post.WAITING
    return Post.SENT if posted.taken else Post.GIVEN_UP
