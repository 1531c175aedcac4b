"""What a brand isn't heard by: feeds that were silent or failing, as an alert and a warning tell it. Pure.

unheard(brand, ears) -> tuple[Unheard, ...]        what an alert had to do without
did_without(alert, speech) -> str                  the same in a sentence; "" where all of its feeds were heard
deaf(brands, ears, now) -> list[Warned]            brands that nothing is heard of: no peace, but a fault
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from smwatch.locales import N_
from smwatch.models import Ear, Unheard, Warned

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import Alert

MOST = 50
"""Feeds that are kept with an alert; nobody reads more."""

NAMED = 3
"""Feeds that a sentence names."""

DEAF = N_("none of the feeds that tell of it brings anything (silent or failing: {feeds}); so no alert is no peace")
HOW = {"silent": N_("{source} (silent since {when})"), "failing": N_("{source} (failing since {when})")}


def own(brand: str, ears: Mapping[str, Sequence[Ear]]) -> Sequence[Ear]:
    """The feeds by which a brand is heard: its own, or all where none has told of it yet.

    Comments under single entries, found on the way, only count where there is nothing else.
    """
    theirs = ears.get(brand) or ears.get("", ())
    return [ear for ear in theirs if not ear.found] or theirs


def unheard(brand: str, ears: Sequence[Ear]) -> tuple[Unheard, ...]:
    """Those that have told of the brand, or are about it, and are silent or failing; the longest first."""
    missing = [ear for ear in ears if ear.brand == brand and ear.how]
    missing.sort(key=lambda ear: (ear.found, ear.since is None, ear.since, ear.feed))
    return tuple(Unheard(feed=e.feed, source=e.source, how=e.how, since=e.since) for e in missing[:MOST])


def did_without(alert: Alert, speech: Speech) -> str:
    """In a sentence, which feeds an alert had to do without."""
    told = [_one(feed, speech) for feed in alert.unheard[:NAMED]]
    if (more := len(alert.unheard) - NAMED) > 0:
        told.append(speech.count("{n} more", "{n} more", more))
    if not told:
        return ""
    return speech.say(N_("Not heard meanwhile: {feeds}. There may be more than was counted."), feeds=", ".join(told))


def _one(feed: Unheard, speech: Speech) -> str:
    name = feed.source or feed.feed
    return speech.say(HOW[feed.how], source=name, when=speech.when(feed.since)) if feed.since else name


def deaf(brands: Iterable[str], ears: Iterable[Ear], now: datetime) -> list[Warned]:
    """A warning for each of these brands all of whose feeds are silent or failing."""
    warnings, by_brand = [], dict[str, list[Ear]]()
    for ear in ears:
        by_brand.setdefault(ear.brand, []).append(ear)
    for brand in brands:
        theirs = own(brand, by_brand)
        if theirs and all(ear.how for ear in theirs):
            names = [ear.source for ear in theirs[:NAMED]] + ["…"] * (len(theirs) > NAMED)
            since = max((ear.since for ear in theirs if ear.since), default=now)
            args = {"feeds": ", ".join(names)}
            warnings.append(Warned(kind="deaf", brand=brand, feed="", message=DEAF, args=args, at=since))
    return warnings
