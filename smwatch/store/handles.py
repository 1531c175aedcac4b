"""The parts of the store that are promised apart, each behind a name."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from smwatch.store.sql import Connection, Location

if TYPE_CHECKING:
    from smwatch.store.imports import Imports
    from smwatch.store.outbox import Outbox
    from smwatch.store.past import Past
    from smwatch.store.places import PlacesKept
    from smwatch.store.roles import RolesKept
    from smwatch.store.tasks import Tasks


class Handles:
    """What SqliteStore hands out."""

    path: Location
    _connection: Connection
    _decider: str | Callable[[], str]

    @cached_property
    def _who(self) -> str:
        """Who decides: asked where something is decided and not before, so that no scan stumbles over a name."""
        return self._decider if isinstance(self._decider, str) else self._decider()

    @property
    def outbox(self) -> Outbox:
        """The messages that go out."""
        from smwatch.store.outbox import Outbox

        return Outbox(self._connection, self.path)

    @property
    def imports(self) -> Imports:
        """What other services' exports bring."""
        from smwatch.store.imports import Imports

        return Imports(self._connection, self.path)

    @property
    def places(self) -> PlacesKept:
        """How far somebody has listed what is new."""
        from smwatch.store.places import PlacesKept

        return PlacesKept(self._connection, self.path)

    @property
    def past(self) -> Past:
        """What became of a mention."""
        from smwatch.store.past import Past

        return Past(self._connection, self.path)

    @property
    def roles(self) -> RolesKept:
        """Who authors are."""
        from smwatch.store.roles import RolesKept

        return RolesKept(self._connection, self.path)

    @property
    def work(self) -> Tasks:
        """What people do about mentions and alerts."""
        from smwatch.store.tasks import Tasks

        return Tasks(self._connection, self.path, lambda: self._who)
