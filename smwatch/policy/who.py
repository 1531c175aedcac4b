"""Whom a name means: one of [[people]], by name, account or address. Pure.

called(typed, people) -> Person | None
recognised(login, people) -> Person | None      a system's user, where it can be one person only
nobody(typed, people) -> UsageError             says whom there is
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from smwatch.config.spot import closest
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.text.fold import fold

if TYPE_CHECKING:
    from smwatch.config.settings import Person


def called(typed: str, people: Sequence[Person]) -> Person | None:
    """The first who bears this name, else this account or address; case and accents don't matter."""
    wanted = _plain(typed)
    by_name = (person for person in people if _plain(person.name) == wanted)
    return next(by_name, None) or next((person for person in people if wanted in _ways(person)), None)


def recognised(login: str, people: Sequence[Person]) -> Person | None:
    """Whose user of the system this is: by name or account, or by what stands before the @ of one person's address."""
    if found := called(login, people):
        return found
    wanted = _plain(login)
    theirs = [person for person in people if wanted and _plain(person.email.partition("@")[0]) == wanted]
    return theirs[0] if len(theirs) == 1 else None


def nobody(typed: str, people: Sequence[Person], what: str = N_("the config has nobody called “{name}”")) -> UsageError:
    """That nobody is called so, whom that may have meant, and whom there is."""
    ways = {way: person.name for person in people for way in (person.name, *_ways(person))}
    close = ways.get(closest(typed, ways), "")
    return UsageError(
        what,
        N_("did you mean “{close}”? it has: {known}") if close else N_("it has: {known}"),
        name=" ".join(typed.split()),
        close=close,
        known=", ".join(person.name for person in people),
    )


def _ways(person: Person) -> Iterator[str]:
    yield from filter(None, map(_plain, (*person.handles, person.email)))


def _plain(name: str) -> str:
    return " ".join(fold(name).split()).removeprefix("@")
