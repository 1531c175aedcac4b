"""What is to go out is kept, and what is kept goes out: one message after the other, each until a server has taken it.

On the floor of scan.py: it knows store and delivery, which don't know one another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from smwatch.delivery.mime import subject_of
from smwatch.errors import UnsentError
from smwatch.models import Post, Posted
from smwatch.protocols import Channel, Clock, Store

PATIENCE = 120.0
"""Seconds to wait while another smwatch sends: a few times what a mail server may take for one answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A digest that a mail server took."""

    subject: str
    posted: Posted


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Sends what is in the outbox, for a run that began at `now`."""

    store: Store
    now: datetime
    clock: Clock

    def digest(self, channel: Channel, name: str, make: Callable[[], Posted]) -> Iterator[Sent]:
        """Send what was left waiting of this name, then the digest that `make` gives; told as they leave.

        None comes back where another smwatch has sent it while this one waited. A digest is kept before it is tried:
        UnsentError leaves it waiting, with the time that it tells of; or, for good, gives it up, and the next digest
        tells that time again.
        """
        with self.store.outbox.sending(PATIENCE):
            if self._sent_meanwhile(name):
                return
            yield from self._send_waiting(channel, name)
            self.store.outbox.post(make())
            yield from self._send_waiting(channel, name)

    def _sent_meanwhile(self, name: str) -> bool:
        """Whether the last one left after this run had begun."""
        last = self.store.outbox.last(name)
        return bool(last and last.sent and self.now.replace(microsecond=0) <= last.sent <= self.clock())

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
