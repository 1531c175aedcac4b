"""The themes of a period.

    themes(mentions, before) -> tuple[Theme, ...]      the largest first

Stories are read (gather.py), terms that stand out are found (terms.py) and grouped (groups.py), and the largest groups
are told (telling.py) in people's words (naming.py). No chance is in it: the same mentions give the same themes, in any
order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import sqrt

from smwatch.models import MentionRow
from smwatch.themes.gather import Reading, Story
from smwatch.themes.groups import Group, Sharer, bridge, group
from smwatch.themes.telling import tell
from smwatch.themes.terms import terms
from smwatch.themes.theme import Theme

MOST = 8
"""How many themes are told."""

LEAST = 2
"""Stories that a theme needs."""

COMPANY, ROOT = 3, 4
"""Terms that make a theme surer, up to so many; and its least stories, in a part of the root of all: 3 of 150."""


def themes(
    mentions: Iterable[MentionRow],
    before: Iterable[MentionRow] = (),
    *,
    names: Iterable[str] = (),
    most: int = MOST,
) -> tuple[Theme, ...]:
    """What these mentions talk about, the largest first; against `before`, those of the period before, as long.

    One brand's mentions or several's. `names`: by what else the brands are known; neither they nor what the queries
    mostly matched is a theme. A mention belongs to one theme at most; those of no theme are what `ids` leave out.
    """
    reading = Reading(mentions, before, names)
    groups = _groups(reading.sample(reading.now), reading.sample(reading.past), most)
    sharer = Sharer(groups)
    now, past = (_shared(sharer, reading, stories) for stories in (reading.now, reading.past))
    totals = len(reading.now), len(reading.past)
    told = [tell(one, now[at], past[at], totals, reading.readers) for at, one in enumerate(groups) if at in now]
    large = [theme for theme in told if theme.stories >= LEAST]
    return tuple(sorted(large, key=lambda theme: (-theme.stories, -theme.mentions, theme.name)))


def _shared(sharer: Sharer, reading: Reading, stories: Sequence[Story]) -> defaultdict[int, list[Story]]:
    """The stories of each group."""
    found = defaultdict[int, list[Story]](list)
    for story, at in zip(stories, sharer.share(reading.holding(sharer.stubs, stories)), strict=True):
        if at is not None:
            found[at].append(story)
    return found


def _groups(now: Sequence[Story], past: Sequence[Story], most: int) -> list[Group]:
    """What these stories have in common."""
    langs = dict[str, int]()
    for at, story in enumerate(now):
        langs[story.first.lang] = langs.get(story.first.lang, 0) | 1 << at
    return largest(bridge(group(terms(now, past), len(now)), langs, len(now)), now, past, most)


def largest(groups: Sequence[Group], now: Sequence[Story], past: Sequence[Story], most: int) -> list[Group]:
    """The groups to tell: those that claim the most stories, more so if several terms say it or if they are news."""
    sharer = Sharer(groups)
    counts, before = (Counter(sharer.share(stories)) for stories in (now, past))
    scale = len(now) / max(1, len(past))
    least = max(LEAST, round(sqrt(len(now)) / ROOT))

    def weight(at: int) -> float:
        """How much it is worth telling."""
        news = max(0.0, 1 - before[at] * scale / counts[at]) if past else 0.0
        return counts[at] * (1 + min(COMPANY, len(groups[at].terms))) * (1 + news / 2)

    large = [at for at in range(len(groups)) if counts[at] >= least]
    ranked = sorted(large, key=lambda at: (-weight(at), at))
    return [groups[at] for at in sorted(ranked[: max(0, most)])]
