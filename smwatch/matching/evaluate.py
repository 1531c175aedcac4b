"""Does an entry answer a query, and where: a tree and an entry in, spans out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final, assert_never

from smwatch.matching.hosts import host_of, is_under
from smwatch.matching.near import chains, windows
from smwatch.matching.nodes import And, Lang, Near, Node, Not, Or, Regex, Scope, Site, Tag, Window
from smwatch.matching.regexes import LinearRegex
from smwatch.matching.subject import Reading
from smwatch.matching.terms import Term, may_stand, places
from smwatch.models import Span
from smwatch.text.fold import as_written
from smwatch.text.tokens import Place, Words

READ: Final = ("title", "text")
"""Where a word is looked for unless a scope says otherwise; spans point here only."""

MOST_SPANS: Final = 200
"""Spans told of one word, phrase or NEAR in one part: more highlights than anybody looks at."""

Taken = Mapping[str, Sequence[Place]]
"""Part -> stretches that were taken out by `exclude`."""


def find(node: Node, reading: Reading, *, parts: Sequence[str] = READ, taken: Taken | None = None) -> set[Span] | None:
    """Where everything stands that makes the entry answer the query; None if it doesn't answer."""
    match node:
        case And():
            return _all(node, reading, parts, taken)
        case Or():
            found = [find(part, reading, parts=parts, taken=taken) for part in node.parts]
            return _union(found)
        case Scope():
            return find(node.inner, reading, parts=(node.part,), taken=taken)
        case Not():
            return _if(answers=find(node.part, reading, parts=parts, taken=taken) is None)
        case Term() | Tag() | Window() | Near():
            return _in_words(node, reading, parts, taken)
        case _:
            return _elsewhere(node, reading, parts)


def _elsewhere(node: Site | Lang | Regex, reading: Reading, parts: Sequence[str]) -> set[Span] | None:
    """What isn't looked for among words."""
    match node:
        case Site():
            return _if(answers=is_under(host_of(reading.subject.url), node.host))
        case Lang():
            lang = reading.subject.lang.lower().replace("_", "-")
            return _if(answers=lang == node.code or lang.startswith(node.code + "-"))
        case Regex():
            return _by_regex(node, reading, parts)
        case _:
            assert_never(node)


def _if(*, answers: bool) -> set[Span] | None:
    """An answer without a place."""
    return set() if answers else None


def _union(found: Sequence[set[Span] | None]) -> set[Span] | None:
    """The spans of those that answer; None if none does."""
    answers = [spans for spans in found if spans is not None]
    return set().union(*answers) if answers else None


def _all(node: And, reading: Reading, parts: Sequence[str], taken: Taken | None) -> set[Span] | None:
    found: set[Span] = set()
    for part in node.parts:
        spans = find(part, reading, parts=parts, taken=taken)
        if spans is None:
            return None
        found |= spans
    return found


def _in_words(
    node: Term | Tag | Window | Near, reading: Reading, parts: Sequence[str], taken: Taken | None
) -> set[Span] | None:
    spans: set[Span] = set()
    answers = False
    for part in parts:
        without = taken.get(part, ()) if taken else ()
        found = [] if without else in_head(node, reading.head(part))
        if not found:
            found = find_places(node, reading.words(part), without)
        answers = answers or bool(found)
        if part in READ:
            spans.update(Span(part, place.start, place.end) for place in found[:MOST_SPANS])
    return spans if answers else None


def in_head(node: Node, head: Words | None) -> list[Place]:
    """As many places as are told, if a long text's beginning has them and nothing behind it could change them."""
    if head is None:
        return []
    found = find_places(node, head)[:MOST_SPANS]
    enough = len(found) == MOST_SPANS and head.numbers[found[-1].last] + breadth(node) < head.numbers[-1]
    return found if enough else []


def breadth(node: Node) -> int:
    """How many words behind a place may matter to whether it is one; rather too many."""
    match node:
        case Term(words):
            return len(words) + 2
        case Or(parts):
            return sum(map(breadth, parts))
        case Window(parts, others):
            return 2 * (sum(map(breadth, parts)) + others)
        case Near(operands, reaches):
            return 2 * (sum(map(breadth, operands)) + sum(reach for reach, _ in reaches))
        case _:
            return 2


def find_places(node: Node, words: Words, taken: Sequence[Place] = ()) -> list[Place]:
    """Where one part has a word, a phrase, a tag, a window, a chain, or any of them, outside what was taken out."""
    match node:
        case Term():
            return _outside(places(node, words), taken)
        case Tag():
            return _outside(_tags(node, words), taken)
        case Or():
            return sorted({place for part in node.parts for place in find_places(part, words, taken)})
        case Window():
            distinct = Counter(node.words)
            where = _each(list(distinct), words, taken)
            return windows(where, list(distinct.values()), node.others, words.numbers)
        case Near():
            return chains(_each(node.operands, words, taken), node.reaches, words.numbers)
        case _:
            raise TypeError(node)  # the parser lets nothing else stand beside NEAR


def _each(nodes: Sequence[Node], words: Words, taken: Sequence[Place]) -> list[list[Place]]:
    """Where each of them stands; nowhere as soon as one stands nowhere: all are needed."""
    found: list[list[Place]] = []
    for node in nodes if all(may_stand(node, words) for node in nodes if isinstance(node, Term)) else ():
        found.append(find_places(node, words, taken))
        if not found[-1]:
            break
    return found if len(found) == len(nodes) and found[-1] else [[] for _ in nodes]


def _tags(node: Tag, words: Words) -> list[Place]:
    found = (tag for tag in words.tags if tag.sign == node.sign and tag.body == node.body)
    places = [Place(tag.start, tag.end, tag.index, tag.index) for tag in found]
    if not node.form:
        return places
    return [place for place in places if as_written(words.text[place.start + 1 : place.end]) == node.form]


def _outside(found: list[Place], taken: Sequence[Place]) -> list[Place]:
    """Those that touch nothing that was taken out. Both in order of their start."""
    if not taken or not found:
        return found
    kept, at = [], 0
    for place in found:
        while at < len(taken) and taken[at].end <= place.start:
            at += 1
        if at == len(taken) or taken[at].start >= place.end:
            kept.append(place)
    return kept


def merged(found: Sequence[Place]) -> list[Place]:
    """Stretches in order of their start, those that overlap made one."""
    out: list[Place] = []
    for place in sorted(found):
        if out and place.start < out[-1].end:
            before = out.pop()
            place = Place(before.start, max(before.end, place.end), before.first, max(before.last, place.last))  # noqa: PLW2901 - one with what it overlaps
        out.append(place)
    return out


@lru_cache(256)
def _regex(pattern: str) -> LinearRegex:
    return LinearRegex(pattern)


def _by_regex(node: Regex, reading: Reading, parts: Sequence[str]) -> set[Span] | None:
    regex = _regex(node.pattern)
    found = [Span(part, start, end) for part in parts for start, end in regex.find(reading.text(part))]
    return {span for span in found if span.part in READ} if found else None
