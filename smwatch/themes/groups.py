"""Terms that stand in the same stories, put together; and each story to the group that claims it most.

group(terms, stories in all) -> list[Group]       greedily, the most telling term first; always the same
Sharer(groups).share(stories) -> list[int | None]   the group of each story
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from smwatch.themes.gather import Story
from smwatch.themes.terms import Finder, Term
from smwatch.themes.words import stub

INSIDE, TOGETHER = 0.5, 3.0
"""A term belongs to a group where so many of its stories hold the group's first term or the other way round, counted
from what chance would give; and more than chance would have it by so many standard deviations."""

BRIDGE, PILLARS = 1 / 3, 3
"""A name joins groups of different languages where it stands in so many of the stories of each, at least in three."""


@dataclass(slots=True)
class Group:
    """Terms of one subject, the most telling first."""

    terms: list[Term]
    stories: int  # a bit for each that holds one of them

    @property
    def seed(self) -> Term:
        """What it began with."""
        return self.terms[0]


def group(terms: Sequence[Term], total: int) -> list[Group]:
    """Each term joins the group that it overlaps with most, or begins one."""
    groups, seeds = list[Group](), list[int]()
    for term in terms:
        near = [(_overlap(term.stories, one, total), -at) for at, one in enumerate(seeds)]
        best, at = max(near, default=(0.0, 0))
        if best >= INSIDE:
            groups[-at].terms.append(term)
            groups[-at].stories |= term.stories
        else:
            groups.append(Group([term], term.stories))
            seeds.append(term.stories)
    return groups


def _overlap(a: int, b: int, total: int) -> float:
    """What part of the smaller is in the larger, above what would be there anyhow; 0 where chance would do."""
    both = (a & b).bit_count()
    if both < 2:  # noqa: PLR2004 - one story shows nothing
        return 0.0
    n_a, n_b = a.bit_count(), b.bit_count()
    expected = n_a * n_b / total
    spread = sqrt(max(expected * (1 - n_a / total) * (1 - n_b / total), 1e-9))
    if both - expected < TOGETHER * spread:
        return 0.0
    inside, anyhow = both / min(n_a, n_b), max(n_a, n_b) / total
    return (inside - anyhow) / (1 - anyhow)


def bridge(groups: Sequence[Group], langs: Mapping[str, int], total: int) -> list[Group]:
    """Groups of different languages that share a name are one. `langs`: the stories of each, a bit for each."""
    kept: list[tuple[str, Group]] = []
    for one in groups:
        lang = _main(one, langs)
        other = next((g for spoken, g in kept if spoken != lang and _shared(g, one, total)), None)
        if other:
            other.terms += one.terms
            other.stories |= one.stories
        else:
            kept.append((lang, one))
    return [one for _, one in kept]


def _main(one: Group, langs: Mapping[str, int]) -> str:
    return max(sorted(langs), key=lambda lang: (langs[lang] & one.seed.stories).bit_count(), default="")


def _shared(a: Group, b: Group, total: int) -> bool:
    for term in (*a.terms, *b.terms):
        if term.name and _crosses(term, a) and _crosses(term, b) and 2 * term.count <= total:
            return True
    return False


def _crosses(term: Term, one: Group) -> bool:
    both = (term.stories & one.seed.stories).bit_count()
    return both >= max(PILLARS, BRIDGE * one.seed.count)


class Sharer:
    """Gives each story to the group whose terms claim it most."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self._of: dict[str, list[tuple[str, int, float]]] = {}
        for at, one in enumerate(groups):
            for term in one.terms:
                for key in (term.key, *term.also):
                    self._of.setdefault(key, []).append((term.key, at, term.z))
        self._finder = Finder(self._of)
        self.stubs = frozenset(stub(key.split()[0]) for key in self._of)

    def share(self, stories: Iterable[Story | None]) -> list[int | None]:
        """The group of each story; None: of none."""
        return [self._claimed(story) if story else None for story in stories]

    def _claimed(self, story: Story) -> int | None:
        claims: dict[int, float] = {}
        for _, at, z in sorted({claim for key in self._finder.find(story) for claim in self._of[key]}):
            claims[at] = claims.get(at, 0.0) + z
        return min(claims, key=lambda at: (-claims[at], at)) if claims else None
