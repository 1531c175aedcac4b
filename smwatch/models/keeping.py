"""What isn't kept any longer: what a pruning took away, who is to be forgotten, and what of them is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is past its time: what came before these; None: nothing is."""

    mentions: datetime | None = None
    entries: datetime | None = None  # the texts of those that mention nobody
    labels: bool = False  # the labels of these mentions go too
    sure: bool = False  # the clock is right, however late it is
    dry_run: bool = False  # only count


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was past its time, and went (or would go)."""

    mentions: int = 0
    entries: int = 0  # texts of those that mention nobody
    labels: int = 0  # labels that went with their mentions
    labels_kept: int = 0  # or that keep the text that they were given to
    free: int | None = 0  # bytes that the file holds for reuse by now; None: a server's are its own business


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Somebody is to be forgotten."""

    author: str  # a name, an address or a page
    declared: frozenset[str] = frozenset()  # URLs of the config's feeds: these stay
    delete_backups: bool = False  # copies of the database that smwatch made


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is to be forgotten, and what is stored of them."""

    names: tuple[str, ...] = ()  # as they stand in the entries
    addresses: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    entries: int = 0  # of theirs
    mentions: int = 0  # that these are
    others: int = 0  # entries of other people that tell them
    labels: int = 0  # labels given to what they wrote
    elsewhere: int = 0  # texts beside the entries that tell them: labels, alerts, feeds, messages that wait
    known: bool = False  # as forgotten already
    signs: bool = False  # asked for by what tells entries that come later
    full: bool = False  # asked for by what is one person's anywhere: a full name, an address, a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Where something of a forgotten person still stands."""

    where: str  # table and column; "file": in the bytes of the database's files
    count: int
    feed: str = ""  # the URL of a feed of the config that tells them


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What became of the request."""

    number: int
    person: Person
    messages: int = 0  # that waited to be sent and told them: thrown away
    feeds: int = 0  # discovered comment feeds whose address told them: never polled again
    left: tuple[Left, ...] = ()
    read: int = 0  # bytes of the files that were read through
    out_of_reach: bool = False  # a server keeps it, with a log and backups that smwatch can't see to
    backups: tuple[Path, ...] = ()  # copies that may still hold them
    backups_deleted: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandForgotten:
    """What went with a brand."""

    mentions: int = 0
    alerts: int = 0
    labels: int = 0
    messages: int = 0  # that waited to be sent, told it, and were thrown away
