"""Which brands may be in a text at all: one pass with an Aho-Corasick automaton, however many brands.

Each query has anchors: letters of which at least one must stand in an entry that answers it (the whole of a name,
the start of `rappel*`, one of an AND's sides). They are looked for in a rough form of the text; whoever has an
anchor there is matched properly. A query without anchors (`site:x`, a regular expression) is always matched.

The only file that knows pyahocorasick (BSD-3-Clause).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import Any, Final

from smwatch.matching.nodes import And, Near, Node, Or, Scope, Tag, Window
from smwatch.matching.terms import Term
from smwatch.text.fold import fold_roughly

LONGEST_TAG: Final = 300
"""Folded letters looked back for the # of a hashtag that holds an anchor; tags are shorter (`text/tags.py`)."""
SHORTEST: Final = 2
"""Letters of an anchor that the automaton looks for. A single letter is found everywhere: it is only looked whether
it is there at all."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Letters to look for, and whether a word must begin or end with them (but in tags)."""

    letters: str
    starts: bool = True
    ends: bool = True


Group = frozenset[Anchor]
_UNDERSCORED: Final = re.compile(r"[#@]\w*+")


def rough(text: str) -> str:
    """The text folded, with one space for all that may stand between the words of a name."""
    folded = fold_roughly(text)
    if "_" in folded and ("#" in folded or "@" in folded):  # #L_Oréal is L'Oréal: run together as well
        folded = " ".join((folded, *(tag.replace("_", "") for tag in _UNDERSCORED.findall(folded))))
    folded = folded.replace("-", " ").replace("_", " ")
    while "  " in folded:  # four times as fast as split and join; runs are short, and halved each time
        folded = folded.replace("  ", " ")
    if "'" in folded:
        folded = folded.replace("' ", "'")
    if "&" in folded:
        folded = folded.replace("& ", "&").replace(" &", "&")
    return folded.strip()


def requirements(node: Node) -> list[Group]:
    """Groups of anchors; in an entry that answers the query each has one that stands there. [] if nothing is sure."""
    match node:
        case Term():
            found = _of_term(node)
        case Tag():
            found = _usable(Anchor(rough(node.body)))
        case Or(parts):
            found = _of_any(parts)
        case And(parts) | Near(parts) | Window(parts):
            return [group for part in parts for group in requirements(part)]
        case Scope(part, inner) if part in {"title", "text"}:
            return requirements(inner)
        case _:
            return []
    return [found] if found else []


def _of_any(parts: Sequence[Node]) -> Group | None:
    """One group for all sides of an OR, made of the surest group of each; None if a side has none."""
    groups: set[Anchor] = set()
    for part in parts:
        sides = requirements(part)
        if not sides:
            return None
        groups |= max(sides, key=lambda group: min(len(anchor.letters) for anchor in group))
    return frozenset(groups)


def _usable(*found: Anchor) -> Group | None:
    return frozenset(found) if all(anchor.letters for anchor in found) else None


def _of_term(term: Term) -> Group | None:
    """The whole name, spelt out and run together, where its rough form is sure; else its longest run of letters."""
    whole = rough(term.written)
    if _is_sure(term, whole):
        return _usable(Anchor(whole), Anchor(term.joined))
    pieces = [piece for word in term.words for piece in _literal_pieces(word)]
    return _usable(max(pieces, key=lambda piece: len(piece.letters))) if pieces else None


def _is_sure(term: Term, whole: str) -> bool:
    """Whether nothing but the term's words, with spaces, apostrophes and & between, is in its rough form."""
    letters = "".join(char for char in whole if char.isalnum() or char == "&")
    plain = all(char.isalnum() or char in " '&" for char in whole)
    return plain and whole[0].isalnum() and whole[-1].isalnum() and letters == "".join(term.words)


def _literal_pieces(word: str) -> Iterable[Anchor]:
    """The runs of letters in a word with wildcards."""
    at = 0
    for piece in word.replace("?", "*").split("*"):
        if piece and piece not in "&+":
            yield Anchor(piece, starts=at == 0, ends=at + len(piece) == len(word))
        at += len(piece) + 1


class Finder:
    """All anchors of many queries in one automaton."""

    def __init__(self, queries: Sequence[Sequence[Group]]) -> None:
        """`queries[i]` are the groups that query i requires; queries share groups."""
        users = Counter(group for groups in queries for group in set(groups))
        ids = {group: i for i, group in enumerate(users)}
        self.always = [i for i, groups in enumerate(queries) if not groups]
        self.others = [frozenset(ids[group] for group in groups) for groups in queries]
        self.led_by: dict[int, list[int]] = {}  # group -> queries for which it is the rarest of theirs
        for i, groups in enumerate(queries):
            if groups:
                self.led_by.setdefault(ids[min(groups, key=users.__getitem__)], []).append(i)
        self._automaton = _automaton(ids)
        self._single = [(anchor.letters, i) for group, i in ids.items() for anchor in group if _is_single(anchor)]

    def candidates(self, *texts: str) -> list[int]:
        """Queries that the texts may answer, in order."""
        there: set[int] = set()
        if self._automaton is not None or self._single:
            for text in filter(None, texts):
                self._look(rough(text), there)
        found = [i for group in there if group in self.led_by for i in self.led_by[group] if self.others[i] <= there]
        return sorted(found + self.always)

    def _look(self, text: str, there: set[int]) -> None:
        """Add the groups of which an anchor stands in the text."""
        there.update(group for letter, group in self._single if letter in text)
        if self._automaton is None:
            return
        has_tags = "#" in text or "@" in text
        for last, (length, users) in self._automaton.iter(text):
            start = last - length + 1
            begins = start == 0 or not text[start - 1].isalnum()
            finishes = last + 1 == len(text) or not text[last + 1].isalnum()
            if not (begins and finishes) and has_tags and _in_tag(text, start):
                begins = finishes = True
            for starts, ends, group in users:
                if (begins or not starts) and (finishes or not ends):
                    there.add(group)


def _automaton(ids: Mapping[Group, int]) -> Any:  # noqa: ANN401 - the library has no types
    """Letters -> their number, and for each group that has them whether a word must begin and end there."""
    import ahocorasick

    by_letters: defaultdict[str, list[tuple[bool, bool, int]]] = defaultdict(list)
    for group, i in ids.items():
        for anchor in filterfalse(_is_single, group):
            by_letters[anchor.letters].append((anchor.starts, anchor.ends, i))
    if not by_letters:
        return None
    automaton = ahocorasick.Automaton()
    for letters, users in by_letters.items():
        automaton.add_word(letters, (len(letters), tuple(users)))
    automaton.make_automaton()
    return automaton


def _is_single(anchor: Anchor) -> bool:
    return len(anchor.letters) < SHORTEST


def _in_tag(text: str, at: int) -> bool:
    """Whether the letters before `at` may be a hashtag's or handle's; underscores are spaces here: look past them."""
    since = max(0, at - LONGEST_TAG)
    return "#" in text[since:at] or "@" in text[since:at]
