"""What the parts promise one another. One paragraph of prose each; `tests/contracts/` holds everyone to it.

`app.py` alone knows which class keeps which promise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smwatch.later import one_of

if TYPE_CHECKING:
    from smwatch.protocols.outbox import Outbox
    from smwatch.protocols.places import Places
    from smwatch.protocols.roles import RolesKept
    from smwatch.protocols.store import NEWCOMERS, Store
    from smwatch.protocols.tasks import Tasks
    from smwatch.protocols.work import (
        Channel,
        Clock,
        Fetched,
        Fetcher,
        FetchFailed,
        Handed,
        Message,
        Passage,
        Post,
        Runner,
        Scorer,
        Unread,
        Work,
    )

_HOMES = {
    "outbox": "Outbox",
    "places": "Places",
    "roles": "RolesKept",
    "store": "NEWCOMERS Store",
    "tasks": "Tasks",
    "work": "Channel Clock FetchFailed Fetched Fetcher Handed Message Passage Post Runner Scorer Unread Work",
}
if not TYPE_CHECKING:  # for whom there is no name but those above
    __getattr__ = one_of(__name__, _HOMES)

__all__ = [
    "NEWCOMERS",
    "Channel",
    "Clock",
    "FetchFailed",
    "Fetched",
    "Fetcher",
    "Handed",
    "Message",
    "Outbox",
    "Passage",
    "Places",
    "Post",
    "RolesKept",
    "Runner",
    "Scorer",
    "Store",
    "Tasks",
    "Unread",
    "Work",
]
