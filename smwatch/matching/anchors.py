"""Which brands may be in a text at all: one pass with an Aho-Corasick automaton, however many brands.

Each query has anchors: letters of which at least one must stand in an entry that answers it (the whole of a name,
the start of `rappel*`, one of an AND's sides). They are looked for in a rough form of the text; whoever has an
anchor there is matched properly. A query without anchors (`site:x`, a regular expression) is always matched.

The only file that knows pyahocorasick (BSD-3-Clause).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from smwatch.matching.nodes import And, Near, Node, Or, Scope, Tag, Window
from smwatch.matching.terms import Term
from smwatch.text.fold import fold

LONGEST_TAG: Final = 300
"""Folded letters looked back for the # of a hashtag that holds an anchor; tags are shorter (`text/tags.py`)."""
SHORTEST: Final = 2
"""Letters of an anchor: single letters would be found everywhere."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Letters to look for, and whether a word must begin or end with them (but in tags)."""

    letters: str
    starts: bool = True
    ends: bool = True


def rough(text: str) -> str:
    """The text folded, with one space for all that may stand between the words of a name."""
    folded = fold(text).replace("-", " ").replace("_", " ")
    folded = " ".join(folded.split())
    if "'" in folded:
        folded = folded.replace("' ", "'")
    if "&" in folded:
        folded = folded.replace("& ", "&").replace(" &", "&")
    return folded


def anchors(node: Node) -> frozenset[Anchor] | None:
    """Anchors of a query; None if it has none, so that every entry must be matched."""
    match node:
        case Term():
            return _of_term(node)
        case Tag():
            return _usable(Anchor(rough(node.body)))
        case Or():
            found = [anchors(part) for part in node.parts]
            some = [each for each in found if each is not None]
            return frozenset().union(*some) if len(some) == len(found) else None
        case And() | Near() | Window():
            inner: Sequence[Node] = (
                node.parts if isinstance(node, And) else node.operands if isinstance(node, Near) else node.words
            )
            sure = [each for part in inner if (each := anchors(part))]
            return max(sure, key=lambda each: min(len(anchor.letters) for anchor in each), default=None)
        case Scope(part, scoped) if part in {"title", "text"}:
            return anchors(scoped)
        case _:
            return None


def _usable(*found: Anchor) -> frozenset[Anchor] | None:
    return frozenset(found) if all(len(anchor.letters) >= SHORTEST for anchor in found) else None


def _of_term(term: Term) -> frozenset[Anchor] | None:
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

    def __init__(self, sets: Sequence[frozenset[Anchor] | None]) -> None:
        """`sets[i]` are the anchors of query i."""
        self.always = [i for i, each in enumerate(sets) if each is None]
        by_letters: dict[str, list[tuple[bool, bool, int]]] = {}
        for i, each in enumerate(sets):
            for anchor in each or ():
                by_letters.setdefault(anchor.letters, []).append((anchor.starts, anchor.ends, i))
        self._automaton: Any = None
        if by_letters:
            import ahocorasick

            self._automaton = ahocorasick.Automaton()
            for letters, users in by_letters.items():
                self._automaton.add_word(letters, (len(letters), tuple(users)))
            self._automaton.make_automaton()

    def candidates(self, *texts: str) -> list[int]:
        """Queries that the texts may answer, in order."""
        found = set(self.always)
        if self._automaton is not None:
            for text in texts:
                if text:
                    self._look(rough(text), found)
        return sorted(found)

    def _look(self, text: str, found: set[int]) -> None:
        has_tags = "#" in text or "@" in text
        for last, (length, users) in self._automaton.iter(text):
            start = last - length + 1
            begins = start == 0 or not text[start - 1].isalnum()
            finishes = last + 1 == len(text) or not text[last + 1].isalnum()
            if not (begins and finishes) and has_tags and _in_tag(text, start):
                begins = finishes = True
            found.update(i for starts, ends, i in users if (begins or not starts) and (finishes or not ends))


def _in_tag(text: str, at: int) -> bool:
    """Whether the letters before `at` may be a hashtag's or handle's; underscores are spaces here: look past them."""
    since = max(0, at - LONGEST_TAG)
    return "#" in text[since:at] or "@" in text[since:at]
