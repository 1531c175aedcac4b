"""Which brands may be in a text at all, however many there are: a first look that never misses any.

Each query has anchors: letters of which at least one must stand in an entry that answers it (the whole of a name,
the start of `rappel*`, one of an AND's sides). They are looked for in a rough form of the text (`fold_roughly`), in
two steps. One RE2 expression tells whether there is anything to look for; most texts go no further. Where there is,
an Aho-Corasick automaton tells for whom; they are matched properly. A query without anchors (`site:x`, a regular
expression) is always matched.

The only file that knows pyahocorasick (BSD-3-Clause).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import filterfalse
from typing import Any, Final, NamedTuple

from smwatch.matching.nodes import And, Near, Node, Or, Scope, Tag, Window
from smwatch.matching.regexes import AnyOf
from smwatch.matching.terms import Term, make_term
from smwatch.text.fold import fold_roughly

LONGEST_TAG: Final = 300
"""Folded letters looked back for the # of a hashtag that holds an anchor; tags are shorter (`text/tags.py`)."""
SHORTEST: Final = 2
"""Letters of an anchor that the automaton looks for. A single letter is found everywhere: it is only looked whether
it is there at all."""
BETWEEN: Final = "\0"
"""Stands between the parts of an entry while they are looked at together: no word, no blank."""

_RUN_TOGETHER: Final = re.compile(r"[#@＃＠]\w\S*")  # tags and more; where they have _, names run over it


class Anchor(NamedTuple):
    """Letters to look for, and whether a word must begin or end with them (but in tags)."""

    letters: str
    starts: bool = True
    ends: bool = True


Group = frozenset[Anchor]


def rough(text: str) -> str:
    """The text folded, with one space for all that may stand between the words of a name."""
    return _tidy(fold_roughly(text))


def _tidy(folded: bytes) -> str:
    while b"  " in folded:  # four times as fast as split and join; runs are short, and halved each time
        folded = folded.replace(b"  ", b" ")
    if b"'" in folded:
        folded = folded.replace(b"' ", b"'")
    if b"&" in folded:
        folded = folded.replace(b"& ", b"&").replace(b" &", b"&")
    return folded.strip().decode()


def prepare(*texts: str) -> bytes:
    """Parts of an entry as `Finder` looks at them."""
    text = BETWEEN.join(texts)
    if "_" in text:
        runs = (tag[0].replace("_", "") for tag in _RUN_TOGETHER.finditer(text) if "_" in tag[0])
        text = BETWEEN.join((text, *runs))
    return fold_roughly(text)


def requirements(node: Node) -> list[Group]:
    """Groups of anchors; in an entry that answers the query each has one that stands there. [] if nothing is sure."""
    match node:
        case Term():
            found = _of_term(node)
        case Tag():
            found = _usable(Anchor(_rough_word(node.body)))
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
    if len(term.words) == 1 and _is_plain(word := term.words[0]):
        return frozenset((Anchor(word),))
    gaps = _sure_gaps()
    if all(gap in gaps for gap in term.gaps) and not any(char in word for word in term.words for char in "*?+"):
        whole = term.words[0] + "".join(gaps[gap] + word for gap, word in zip(term.gaps, term.words[1:], strict=True))
        return _usable(*{Anchor(_rough_word(whole)), Anchor(_rough_word(term.joined))})
    pieces = [piece for word in term.words for piece in _literal_pieces(word)]
    return _usable(max(pieces, key=lambda piece: len(piece.letters))) if pieces else None


@lru_cache(1)
def _sure_gaps() -> Mapping[str, str]:
    """What a term has between words -> all that a rough text can have there."""
    examples = (("a b", " "), ("a'b", "'"), ("a&b", ""))
    terms = ((make_term(example), between) for example, between in examples)
    return {term.gaps[0]: between for term, between in terms if term}


def _rough_word(folded: str) -> str:
    """`rough` of what is folded already."""
    return folded if folded.isascii() and folded.replace(" ", "").isalnum() else rough(folded)


def _literal_pieces(word: str) -> Iterable[Anchor]:
    """The runs of letters in a word with wildcards."""
    at = 0
    for piece in word.replace("?", "*").split("*"):
        if piece not in "&+":  # nor empty
            yield Anchor(_rough_word(piece), starts=at == 0, ends=at + len(piece) == len(word))
        at += len(piece) + 1


class Finder:
    """All anchors of many queries, looked for at once."""

    def __init__(self, queries: Sequence[Sequence[Group]]) -> None:
        """`queries[i]` are the groups that query i requires; queries share groups."""
        users = Counter(group for groups in queries for group in set(groups))
        self._ids = {group: i for i, group in enumerate(users)}
        self.always = [i for i, groups in enumerate(queries) if not groups]
        self.others = [frozenset(self._ids[group] for group in groups) for groups in queries]
        self.led_by: dict[int, list[int]] = {}  # group -> queries for which it is the rarest of theirs
        for i, groups in enumerate(queries):
            if groups:
                self.led_by.setdefault(self._ids[min(groups, key=users.__getitem__)], []).append(i)
        self._all = set(self._ids.values())
        rarest = {min(groups, key=users.__getitem__) for groups in queries if groups}
        shared = {max(groups, key=users.__getitem__) for groups in queries if groups}
        self.gates = [Gate(groups) for groups in ([shared, rarest] if shared != rarest else [rarest]) if groups]
        self._single = [(anchor.letters, i) for group, i in self._ids.items() for anchor in group if _is_single(anchor)]

    def candidates(self, prepared: bytes) -> list[int]:
        """Queries that an entry may answer, in order; `prepared` as `prepare` gives it."""
        if not all(gate.lets_through(prepared) for gate in self.gates):
            return self.always
        there: set[int] = set()
        if self._ids:
            self._look(_tidy(prepared), there)
        found = [i for group in there if group in self.led_by for i in self.led_by[group] if self.others[i] <= there]
        return sorted(found + self.always)

    @cached_property
    def _automaton(self) -> Any:  # noqa: ANN401 - the library has no types
        return _automaton(self._ids)

    def _look(self, text: str, there: set[int]) -> None:
        """Add the groups of which an anchor stands in the text."""
        there.update(group for letter, group in self._single if letter in text)
        if self._automaton is None or there == self._all:
            return
        has_tags = "#" in text or "@" in text
        for last, (length, groups, users) in self._automaton.iter(text):
            if groups <= there:
                continue
            start = last - length + 1
            begins = start == 0 or not text[start - 1].isalnum()
            finishes = last + 1 == len(text) or not text[last + 1].isalnum()
            if not (begins and finishes) and has_tags and _in_tag(text, start):
                begins = finishes = True
            for starts, ends, group in users:
                if (begins or not starts) and (finishes or not ends):
                    there.add(group)
            if len(there) == len(self._all):
                return


class Gate:
    """Whether any anchor of some groups is in a text; in each text that answers a query one is."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.anchors = sorted({anchor for group in groups for anchor in group})

    @cached_property
    def _strict(self) -> AnyOf:
        return AnyOf(_expression(anchor, strict=True) for anchor in self.anchors)

    @cached_property
    def _loose(self) -> AnyOf:
        """For texts with hashtags or handles, in which names stand run together with other words."""
        return AnyOf(_expression(anchor, strict=False) for anchor in self.anchors)

    def lets_through(self, prepared: bytes) -> bool:
        """Whether the text has to be looked at more closely."""
        return (self._loose if b"#" in prepared or b"@" in prepared else self._strict).is_in(prepared)


def _expression(anchor: Anchor, *, strict: bool) -> str:
    r"""The anchor as a regular expression for a text that isn't tidied yet. RE2's \b knows words of ASCII only."""
    letters = anchor.letters
    found = re.escape(letters).replace("\\ ", " +").replace("'", "' *").replace("\\&", " *& *")
    before = r"\b" if strict and anchor.starts and _is_plain(letters[0]) else ""
    return before + found + (r"\b" if strict and anchor.ends and _is_plain(letters[-1]) else "")


def _is_plain(char: str) -> bool:
    return char.isascii() and char.isalnum()


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
        automaton.add_word(letters, (len(letters), frozenset(group for *_, group in users), tuple(users)))
    automaton.make_automaton()
    return automaton


def _is_single(anchor: Anchor) -> bool:
    return len(anchor.letters) < SHORTEST


def _in_tag(text: str, at: int) -> bool:
    """Whether the letters before `at` may be a hashtag's or handle's; underscores are spaces here: look past them."""
    since = max(0, at - LONGEST_TAG)
    return "#" in text[since:at] or "@" in text[since:at]
