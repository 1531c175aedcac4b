"""Which words and phrases of a period stand out, and in which stories each stands.

    terms(stories, before) -> list[Term]      the most telling first

A phrase is told where its words mostly stand in it, and then not its words: « rappel de yogourts », not « rappel ».
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from smwatch.text.odds import Odds
from smwatch.themes.gather import Story
from smwatch.themes.usual import usual
from smwatch.themes.words import JOINS, NUMBER, WORD, Word

LEAST, ONE_IN = 2, 500
"""Stories that a term must stand in; more where a period has many: one in so many."""

CLEAR, CLEAR_WORD = 2.0, 3.0
"""z-score from which a phrase stands out, and a word: there are many words, and some of them are frequent by chance."""

MOST = 250
"""Terms that are grouped, the most telling ones; bounds the time it takes."""

CONTENT, JOINERS = 4, 2
"""Telling words of a phrase at most, and joining words between two of them."""

COHESION, NAMED = 0.5, 0.3
"""A phrase holds together where so many of the stories of its rarest word have it; a name, so many."""

SAME, SAME_NAME, SAME_PHRASE = 2 / 3, 0.4, 0.9
"""A word is told by a phrase where so many of its stories have it; by a name, so many: Legault is François Legault; and
a phrase by a longer one only where nearly all have that: not the employees of a plant, but the plant."""

USUAL, GREW = 0.25, 2.0
"""A word that stood in such a part of the stories before is the brand's usual talk, unless it grew or faded
so many times."""

MOST_USUAL = 0.9
"""Part of the texts in which a word may be expected, at most."""

FEW = 60
"""Phrases that are looked for one by one before a text is gone through; of more, one is mostly there."""

ENOUGH, OWN = 20, 0.1
"""From so many stories before, the brand's own past is that part of what is usual: little, so that a theme that fades
is told, too."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase; as keys, what is written is looked for later (naming.py)."""

    key: str  # the keys of its telling words, parted by blanks
    stories: int  # a bit for each story
    z: float
    name: bool = False  # mostly written with capitals
    also: tuple[str, ...] = ()  # keys of what it tells as well: Legault, of François Legault

    @property
    def count(self) -> int:
        """In how many stories it stands."""
        return self.stories.bit_count()


def terms(stories: Sequence[Story], before: Sequence[Story]) -> list[Term]:
    """The terms that stand out against what is usual, and against the period before."""
    least = max(LEAST, len(stories) // ONE_IN)
    words = Counter[str]()
    for story in stories:
        words.update(story.keys)
    frequent = {key: n for key, n in words.items() if n >= least}
    phrases, named = _phrases(stories, frequent, least)
    counts = {**frequent, **phrases}
    standing = _Standing(stories, before, counts)
    scores = {key: standing.z(key, n, named=key in named) for key, n in counts.items()}
    clear = {key: z for key, z in scores.items() if z >= (CLEAR if " " in key else CLEAR_WORD)}
    told = _told(clear, counts, named)
    best = sorted(told, key=lambda key: (-clear[key], key))[:MOST]
    where = _where(stories, {key: {key, *told[key]} for key in best})
    return [Term(key, where[key], clear[key], name=key in named, also=tuple(told[key])) for key in best]


def runs(words: Sequence[Word], frequent: Mapping[str, int] | frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Each phrase of a text: where it begins and ends in `words`, and its key."""
    run = list[int]()
    joined = 0
    for at, word in enumerate(words):
        if word.kind == JOINS:
            joined += 1
        elif word.kind >= NUMBER and (word.kind == NUMBER or word.key in frequent):
            if joined > JOINERS:
                run.clear()
            if run and (word.kind == WORD or not joined):
                keys = word.key
                for start in reversed(run):
                    keys = f"{words[start].key} {keys}"
                    yield start, at + 1, keys
            if word.kind == NUMBER:
                run.clear()
            else:
                run = [*run[2 - CONTENT :], at]
            joined = 0
        else:
            run.clear()


def _phrases(stories: Sequence[Story], frequent: Mapping[str, int], least: int) -> tuple[dict[str, int], set[str]]:
    """The phrases that hold together, with their stories; and which of them and of the words are names."""
    counts, capital = Counter[str](), Counter[str]()
    for story in stories:
        words, found, names = story.words, set[str](), set[str]()
        for start, end, key in runs(words, frequent):
            found.add(key)
            if words[start].name and words[end - 1].name:
                names.add(key)
        counts.update(found)
        capital.update(names)
        capital.update({word.key for word in words if word.name and word.key in frequent})
    named = {key for key, n in capital.items() if 2 * n >= (counts[key] or frequent.get(key, 0)) > 0}
    kept = {
        key: n
        for key, n in counts.items()
        if n >= least
        and n >= (NAMED if key in named else COHESION) * min(frequent[k] for k in key.split() if k in frequent)
    }
    return kept, named


class _Standing:
    """How far terms stand out from what is usual: in any texts of these languages, and in the period before."""

    def __init__(self, stories: Sequence[Story], before: Sequence[Story], counts: Iterable[str]) -> None:
        self._n, self._n_before = len(stories), len(before)
        self._own = min(1.0, len(before) / ENOUGH) * OWN
        self._past = Finder(counts).count(before)
        langs = Counter(story.first.lang for story in stories)
        self._lists = [(usual(lang), share / self._n) for lang, share in langs.items()]
        words = sum(len(story.keys) for story in stories) / max(1, self._n)
        listed = sum(share * one.words for one, share in self._lists)
        self._longer = max(1.0, words / listed) if listed else 1.0  # a long text holds more words
        self._texts = sum(one.texts for one in {one.texts: one for one, _ in self._lists}.values()) + len(before)
        self._odds = Odds(self._n, self._texts, 1)

    def z(self, key: str, count: int, *, named: bool) -> float:
        """How far a term stands out that is in so many stories; 0 for what is always said of the brand."""
        part = self._past[key] / self._n_before if self._n_before else 0.0
        word = " " not in key
        if word and not named and part >= USUAL and part / GREW < count / self._n < GREW * part:
            return 0.0
        any_text = sum(share * one.counts.get(key, 1) / one.texts for one, share in self._lists) if word else 0.0
        expected = (1 - self._own) * min(MOST_USUAL, self._longer * any_text) + self._own * part
        return self._odds.z(count, self._texts * expected)


class Finder:
    """Looks for terms in stories."""

    def __init__(self, wanted: Iterable[str]) -> None:
        keys = set(wanted)
        self._phrases = {key for key in keys if " " in key}
        self._words = keys - self._phrases
        self._needed = [frozenset(part for part in phrase.split() if part[0].isalpha()) for phrase in self._phrases]
        self._parts = frozenset[str]().union(*self._needed)
        self._few = len(self._needed) <= FEW

    def find(self, story: Story) -> set[str]:
        """Those that stand in it."""
        found = self._words & story.keys
        here = self._parts & story.keys
        if here and not (self._few and not any(needed <= here for needed in self._needed)):
            found |= self._phrases.intersection([key for _, _, key in runs(story.words, self._parts)])
        return found

    def count(self, stories: Iterable[Story]) -> Counter[str]:
        """In how many stories each stands."""
        counts = Counter[str]()
        for story in stories:
            counts.update(self.find(story))
        return counts


def _told(clear: Mapping[str, float], counts: Mapping[str, int], named: set[str]) -> dict[str, list[str]]:
    """The terms to tell, each with those that it tells as well: parts that mostly stand in it."""
    told: dict[str, list[str]] = {}
    covered = set[str]()
    for key in sorted(clear, key=lambda key: (-key.count(" "), -counts[key], key)):
        if key not in covered:
            told[key] = [part for part in _parts(key) if counts[key] >= _same(key, part, named) * counts.get(part, inf)]
            covered.update(told[key])
    return told


def _same(key: str, part: str, named: set[str]) -> float:
    if " " in part:
        return SAME_PHRASE
    return SAME_NAME if key in named and part in named else SAME


def _parts(key: str) -> list[str]:
    """The words and shorter phrases within a phrase."""
    words = key.split()
    n = len(words)
    return [" ".join(words[a:z]) for a in range(n) for z in range(a + 1, n + 1) if z - a < n]


def _where(stories: Sequence[Story], wanted: Mapping[str, set[str]]) -> dict[str, int]:
    """The stories of each term, and of those that it tells: a bit for each."""
    of = defaultdict[str, list[str]](list)
    for key, parts in wanted.items():
        for part in parts:
            of[part].append(key)
    found, finder = dict.fromkeys(wanted, 0), Finder(of)
    for at, story in enumerate(stories):
        for part in finder.find(story):
            for key in of[part]:
                found[key] |= 1 << at
    return found
