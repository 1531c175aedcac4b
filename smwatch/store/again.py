"""Stored entries that were matched again: mentions won, kept and lost, in one transaction with how far that has come.

Nothing is deleted: a mention that its query no longer finds is hidden, with what people noted on it, and may come back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from smwatch.models import FeedKind, Label, Shift, Why
from smwatch.store import threads
from smwatch.store.feeds import discover
from smwatch.store.labels import labels_of
from smwatch.store.polls import HIDE, INSERT_MENTION, UPDATE_MENTION, feeling
from smwatch.store.sql import Connection
from smwatch.store.stories import join_stories
from smwatch.store.unkept import let_go
from smwatch.store.values import listed, plain, stored
from smwatch.text.changes import is_change

if TYPE_CHECKING:
    from smwatch.models import Mention, Understood

_CURRENT = "SELECT brand, current, why FROM mentions WHERE entry_id = ?"
_FEED = "SELECT id, url, source, enabled FROM feeds WHERE url = ?"


def save_again(connection: Connection, understood: Sequence[Understood], brands: Collection[str]) -> list[Shift]:
    """Store what these entries mention by now, and hide what they don't, of these brands; back with what changed."""
    gone = let_go(connection, (one.stored.number for one in understood))  # pruned while they were matched
    understood = [one for one in understood if one.stored.number not in gone]
    shifts = [(one.stored.number, shift) for one in understood for shift in _save_one(connection, one, brands)]
    threads.changed(connection, {number for number, _ in shifts})
    joined = _join(connection, understood)
    _follow(connection, understood)
    labels = labels_of(connection, [(number, shift.brand) for number, shift in shifts if shift.won])
    return [
        replace(
            shift,
            negative=labels.get((number, shift.brand)) is Label.NEGATIVE,
            unscored=labels.get((number, shift.brand), Label.NEUTRAL) is None,
            story=joined.get(shift.story, shift.story),
        )
        for number, shift in shifts
    ]


def _join(connection: Connection, understood: Sequence[Understood]) -> dict[str, str]:
    """Copies of one text are one story, whenever they came to be mentions: as if each had been told when it came."""
    told = [one for one in understood if one.mentions]
    if not told:
        return {}
    prints = {one.stored.number: one.printed for one in told}
    return join_stories(connection, prints, min(one.stored.fetched for one in told))


def _save_one(connection: Connection, one: Understood, brands: Collection[str]) -> list[Shift]:
    number, shifts = one.stored.number, list[Shift]()
    before = {brand: bool(current) for brand, current, _ in connection.execute(_CURRENT, (number,))}
    for mention in one.mentions:
        brand = plain(mention.brand)
        if brand in before:
            connection.execute(UPDATE_MENTION, (False, *feeling(mention), number, brand))
            if not before[brand]:
                shifts.append(Shift(brand, won=True))
        elif not threads.twins(connection, [(number, brand)]):
            connection.execute(INSERT_MENTION, (number, brand, *_told(one, mention), *feeling(mention)))
            shifts.append(Shift(brand, won=True, new=True, story=mention.story or f"of entry {number}"))
    wanted = {plain(mention.brand) for mention in one.mentions}
    for brand in (before.keys() & set(brands)) - wanted:
        if connection.execute(HIDE, (False, number, brand)).rowcount:
            shifts.append(Shift(brand, won=False))
    return shifts


def _told(one: Understood, mention: Mention) -> tuple[str, str, str]:
    """Kind, published and fetched: as if it had been told when the entry came, or when the one that it answers did."""
    entry, fetched = one.stored.entry, one.stored.fetched
    if mention.why is Why.THREAD:
        fetched = max(fetched, one.stored.thread_brands.get(mention.brand, fetched))
    kind = "comment" if entry.kind is FeedKind.COMMENTS else "edit" if is_change(entry.text) else "entry"
    return kind, stored(entry.published), stored(fetched)


def _follow(connection: Connection, understood: Sequence[Understood]) -> None:
    """Comment feeds of entries that are mentions by now; known since the entry is, so that quiet ones rest soon."""
    for url, some in groupby((one for one in understood if one.comment_feeds), lambda one: one.stored.feed):
        parent = connection.execute(_FEED, (plain(url),)).fetchone()
        for one in some:
            worth = defaultdict[str, float](float)
            for spec in one.comment_feeds:
                worth[spec.thread] = _worth(one)
            discover(connection, parent, one.comment_feeds, one.stored.fetched, worth)


def _worth(one: Understood) -> float:
    return sum(1.0 + (mention.sentiment.label is Label.NEGATIVE) for mention in one.mentions)


def settled(connection: Connection, numbers: Collection[int]) -> None:
    """These comments were matched again."""
    connection.execute(
        "DELETE FROM unsettled WHERE entry_id IN (SELECT value FROM json_each(?))", (listed([*numbers]),)
    )
