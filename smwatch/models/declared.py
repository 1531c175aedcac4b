"""What is declared: feeds, by the config, a preset or a discovery, and the brands that are watched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from smwatch.models.words import FeedKind, Origin, Role

IMPORTED: Final = "import:"
"""How the URL of a feed begins that stands for a place in another service's export: it is never polled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSpec:
    """A feed as the config, a preset or a discovery declares it; no state."""

    url: str
    source: str = ""  # "": the feed's own title
    kind: FeedKind = FeedKind.ENTRIES
    origin: Origin = Origin.CONFIG
    about: tuple[str, ...] = ()  # brands: every entry is a PAGE mention of these
    comments: str = "mentions"  # follow comment feeds of: mentions | all | none
    every: timedelta | None = None  # shortest time between polls; None: adapts to the feed
    headers: Mapping[str, str] = field(default_factory=dict)  # values may be secrets: env:, file:, keyring:
    enabled: bool = True
    author_role: Role = Role.PUBLIC
    edits: bool = False  # its entries tell what was changed on a page
    tags: tuple[str, ...] = ()  # words to group feeds by; the config's alone, and not stored
    parent: str = ""  # discovered: URL of the feed that led here
    thread: str = ""  # discovered, comments of one entry: that entry's URL; "" when of a whole site
    brand: str = ""  # a search: the brand that is searched for


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What is watched. Either `query`, or `names` with `exclude` and `context`."""

    name: str
    kind: str = "own"  # own | competitor
    names: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    query: str = ""
    alerts: bool = True  # raises crises; default False for competitors
