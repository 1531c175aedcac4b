"""What an export brings, stored as what feeds bring is, but as fetched when it was published: history, and no news.

Each place where something was said is a feed that is never polled (`import:SERVICE/BRAND/PLACE`): so a mention has its
source, and what was declared to be about a brand stays so. They are disabled, and no listing of feeds shows them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from smwatch.models import Brought, FeedKind, Saved, Timing
from smwatch.store.feeds import make
from smwatch.store.polls import save_poll
from smwatch.store.sql import Kept
from smwatch.store.values import listed, plain, stored
from smwatch.text.links import same_link

if TYPE_CHECKING:
    from smwatch.models import Polled

_KNOWN: Final = """
SELECT c.key AS place FROM json_each(?) AS c
WHERE EXISTS (SELECT 1 FROM feeds AS f CROSS JOIN entries AS e ON e.feed_id = f.id AND e.key = c.value ->> 1
              WHERE f.url = c.value ->> 0)
   OR EXISTS (SELECT 1 FROM entries AS e CROSS JOIN feeds AS f ON f.id = e.feed_id
              WHERE e.link = c.value ->> 2 AND e.link <> '' AND f.url <> c.value ->> 0
                AND (e.kind = 'entry' AND c.value ->> 4 = 'entry'
                     OR e.kind = c.value ->> 4 AND e.author COLLATE NOCASE = c.value ->> 3))
"""
"""An entry under a link is the page, whoever is said to have written it; under one page stand many comments."""

_THREADS: Final = """
SELECT DISTINCT e.link, m.brand FROM json_each(?) AS c CROSS JOIN entries AS e ON e.link = c.value AND e.link <> ''
CROSS JOIN mentions AS m ON m.entry_id = e.id AND m.current ORDER BY m.id
"""


class Imports(Kept):
    """What was said before anybody listened, as other services' exports have it."""

    def new(self, brought: Sequence[Brought]) -> list[Brought]:
        """Those that aren't stored yet: not by an import, nor by a feed that brought the same page or comment.

        Of those that bring the same page among themselves, the first.
        """
        asked, first = list[tuple[str, ...]](), list[Brought]()
        keys, pages = set[tuple[str, str]](), dict[str, str]()  # page -> the place that brought it
        for one in brought:
            entry, link = one.entry, _telling(one.entry.url)
            kind = "comment" if entry.kind is FeedKind.COMMENTS else "entry"
            elsewhere = kind == "entry" and link and pages.setdefault(link, one.feed) != one.feed
            if (one.feed, entry.key) in keys or elsewhere:
                continue
            keys.add((one.feed, entry.key))
            first.append(one)
            asked.append((plain(one.feed), plain(entry.key), plain(link), plain(entry.author), kind))
        with self._reading():
            known = {int(row["place"]) for row in self._connection.execute(_KNOWN, (listed(asked),))}
        return [one for place, one in enumerate(first) if place not in known]

    def threads(self, links: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The brands that stored entries at these links (`same_link`) mention."""
        found: dict[str, tuple[str, ...]] = {}
        with self._reading():
            for link, brand in self._connection.execute(_THREADS, (listed(sorted(map(plain, links))),)):
                found[link] = (*found.get(link, ()), brand)
        return found

    def save(self, polls: Sequence[Polled]) -> Saved:
        """What an export says of some places, together or not at all; each entry as if fetched when it was published.

        The feeds that stand for the places are made where need be. They are never polled, nor listed.
        """
        entries = mentions = negative = unscored = 0
        with self._writing():
            for polled in polls:
                self._connection.execute("SAVEPOINT place")
                make(self._connection, polled.feed.spec, stored(min(entry.published for entry in polled.entries)))
                saved = save_poll(self._connection, polled, Timing(at=polled.at + timedelta(days=1), why=""))
                if not saved.entries:  # all by people who are forgotten: perhaps the place is named after them
                    self._connection.execute("ROLLBACK TO place")
                self._connection.execute("RELEASE place")
                entries += saved.entries
                mentions += saved.mentions
                negative += saved.negative
                unscored += saved.unscored
        return Saved(entries=entries, mentions=mentions, negative=negative, unscored=unscored)


def _telling(url: str) -> str:
    """What a page is compared by; "" for a link that leads to a whole site, or to none."""
    link = same_link(url)
    return link if "/" in link else ""
