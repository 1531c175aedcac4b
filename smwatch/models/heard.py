"""A mention as the detector hears it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from smwatch.models.words import Label, Role, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A mention as the detector hears it."""

    id: str
    brand: str
    fetched: datetime  # when smwatch learnt of it
    published: datetime
    score: float | None  # -1 to 1; None where nothing could be scored
    label: Label | None = None
    scorer: str = ""  # who says so: "encoder/1", or "user"
    source: str = ""
    author: str = ""
    thread: str = ""
    story: str = ""  # copies share it; "" counts as a story of its own
    title: str = ""
    text: str = ""
    url: str = ""
    lang: str = ""
    why: Why = Why.NAMED
    role: Role = Role.PUBLIC
    person: str = ""  # alike for mentions by one author, as far as all that is heard tells; "": only the name does
    sign: str = ""  # the address or page that it is signed with, where no name is told
