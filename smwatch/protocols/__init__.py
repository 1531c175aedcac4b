"""What the parts promise one another. One paragraph of prose each; `tests/contracts/` holds everyone to it.

`app.py` alone knows which class keeps which promise.
"""

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
