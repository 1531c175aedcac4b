"""`--since last`: what a person has not listed yet, and their place, moved on when they have.

A place is a number: that of the last mention that was stored when they listed. There is one for each set of filters.
What was fetched long before that is no news, whenever it came to be stored: a history that was imported, mentions that
a changed query finds among old entries.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from smwatch.errors import SmwatchError, UsageError
from smwatch.locales import N_
from smwatch.text.fold import fold

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal
    from smwatch.models import MentionFilter, Place

LAST: Final = frozenset({"last", "derniere", "derniere fois"})
FIRST: Final = timedelta(hours=24)
"""What somebody is listed who never listed before; the same as a first digest."""
_APART: Final = frozenset({"since", "limit", "gone", "best", "after", "up_to", "fetched_since", "brief"})
"""Fields of a filter that don't say which mentions are of interest."""


def is_last(typed: str) -> bool:
    """Whether somebody asks for what they haven't listed."""
    return fold(typed).strip() in LAST


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """Where somebody stopped, and where they are after this listing."""

    person: str
    filters: str
    before: Place | None
    place: Place

    def of(self, wanted: MentionFilter) -> MentionFilter:
        """What they haven't listed, of what was stored by now."""
        if self.before:
            heard = self.before.heard_since(self.place.at)  # an imported history has new numbers, and is no news
            return replace(wanted, after=self.before.reached, up_to=self.place.reached, fetched_since=heard)
        return replace(wanted, fetched_since=self.place.at - FIRST, up_to=self.place.reached)


def lately(terminal: Terminal, wanted: MentionFilter, until: str) -> Lately:
    """Where whoever lists stands; UsageError with --until, which would leave out what is never listed then."""
    from smwatch.models import Place

    if until:
        raise UsageError(N_("--since last goes up to now"), N_("leave --until out, or give --since a time"))
    app = terminal.app
    person, filters, places = app.decider.name(app.config.people), filters_of(wanted), app.store.places
    place = Place(reached=places.last(), at=app.clock())  # first: what comes meanwhile is new
    return Lately(person=person, filters=filters, before=places.of(person, filters), place=place)


def filters_of(wanted: MentionFilter) -> str:
    """The filters as a place is kept with: JSON, those that were given, in their order."""
    given = {one.name: getattr(wanted, one.name) for one in fields(wanted) if one.name not in _APART}
    return json.dumps({name: value for name, value in given.items() if value}, ensure_ascii=False)


def move_on(terminal: Terminal, found: Lately) -> None:
    """They have listed all of it. Where that can't be kept, it is listed once more, and they are told."""
    try:
        terminal.app.store.places.keep(found.person, found.place, found.filters)
    except SmwatchError as error:
        said = terminal.speech.say(error.what, **error.arguments)
        terminal.warn(N_("How far you have read could not be kept, so this is listed again: {reason}"), reason=said)


def tell_first(terminal: Terminal, found: Lately) -> None:
    """What is listed where nothing was before."""
    if not found.before:
        terminal.note(
            N_("{name} lists what is new for the first time, with these filters: what came in the last 24 hours."),
            name=found.person or terminal.speech.say(N_("Somebody")),
        )
