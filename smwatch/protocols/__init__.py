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
        LOST,
        WORKER,
        Answers,
        Asked,
        Away,
        Batch,
        Channel,
        Clock,
        Crew,
        Fetched,
        Fetcher,
        FetchFailed,
        Handed,
        LeftError,
        Message,
        Passage,
        Post,
        Runner,
        Scorer,
        Sending,
        Unread,
        Work,
    )

_HOMES = {
    "outbox": "Outbox",
    "places": "Places",
    "roles": "RolesKept",
    "store": "NEWCOMERS Store",
    "tasks": "Tasks",
    "work": "LOST WORKER Answers Asked Away Batch Channel Clock Crew FetchFailed Fetched Fetcher Handed LeftError "
    "Message Passage Post Runner Scorer Sending Unread Work",
}
if not TYPE_CHECKING:  # for whom there is no name but those above
    __getattr__ = one_of(__name__, _HOMES)

__all__ = [
    "LOST",
    "NEWCOMERS",
    "WORKER",
    "Answers",
    "Asked",
    "Away",
    "Batch",
    "Channel",
    "Clock",
    "Crew",
    "FetchFailed",
    "Fetched",
    "Fetcher",
    "Handed",
    "LeftError",
    "Message",
    "Outbox",
    "Passage",
    "Places",
    "Post",
    "RolesKept",
    "Runner",
    "Scorer",
    "Sending",
    "Store",
    "Tasks",
    "Unread",
    "Work",
]
