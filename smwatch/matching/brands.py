"""Brands made ready to be found in entries, all in one pass.

    matcher = compile_brands(config.brands)
    matcher.find(Subject(title="…", text="…"))  ->  [Found("Nordelait", spans, words)]

A brand is a query, or names with text that doesn't count (`exclude`) and words one of which must be there (`context`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from smwatch.matching.anchors import Finder, Group, requirements
from smwatch.matching.evaluate import READ, Taken, find, find_places, merged
from smwatch.matching.leaves import parse_name
from smwatch.matching.nodes import Node, Or
from smwatch.matching.parser import parse
from smwatch.matching.subject import Reading, Subject
from smwatch.models import Brand, Span

MANY_PARTS: Final = 10
"""An OR of so many parts has them looked for roughly first, each for itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """A brand that an entry is about by name: where its names stand, and how they are written there."""

    brand: str
    spans: tuple[Span, ...]
    words: tuple[str, ...]


_shared_requirements = lru_cache(64)(requirements)  # of context words, which brands have in common


@dataclass(frozen=True)
class CompiledBrand:
    """A brand ready to be matched."""

    name: str
    query: Node
    exclude: Node | None = None
    context: Node | None = None

    def requirements(self) -> list[Group]:
        """What must stand in an entry for the brand to be in it (`anchors.py`)."""
        return requirements(self.query) + (_shared_requirements(self.context) if self.context else [])

    def taken(self, reading: Reading) -> Taken:
        """What `exclude` takes out of each part."""
        if self.exclude is None:
            return {}
        return {part: merged(find_places(self.exclude, reading.words(part))) for part in READ}

    @cached_property
    def _finder(self) -> Finder:
        return Finder([self.requirements()])

    def find(self, reading: Reading) -> set[Span] | None:
        """Where the brand is named; None if it isn't, which a first look tells for most texts."""
        if id(self) not in reading.known:
            found = self.find_closely(reading) if self._finder.candidates(reading.prepared) else None
            reading.known[id(self)] = (self, found)
        return reading.known[id(self)][1]

    @cached_property
    def _part_finder(self) -> Finder | None:
        if not isinstance(self.query, Or) or len(self.query.parts) < MANY_PARTS:
            return None
        return Finder([requirements(part) for part in self.query.parts])

    def narrowed(self, reading: Reading) -> Node:
        """The query, of many parts only those that the entry may answer."""
        if not isinstance(self.query, Or) or self._part_finder is None:
            return self.query
        return Or(tuple(self.query.parts[i] for i in self._part_finder.candidates(reading.prepared)))

    def find_closely(self, reading: Reading) -> set[Span] | None:
        """The same without a first look."""
        spans = find(self.narrowed(reading), reading, taken=self.taken(reading))
        if spans is None or (self.context and not _has_context(self.context, reading)):
            return None
        return spans


def _has_context(context: Node, reading: Reading) -> bool:
    """Looked for once an entry: brands share their context words, one tree for all."""
    if id(context) not in reading.known:
        reading.known[id(context)] = (context, find(context, reading))
    return reading.known[id(context)][1] is not None


def compile_query(query: str, name: str = "") -> CompiledBrand:
    """One query; QueryError if it doesn't parse."""
    return CompiledBrand(name, parse(query))


@lru_cache(16_384)  # a config is checked first and compiled then
def compile_brand(brand: Brand) -> CompiledBrand:
    """One brand; QueryError if its query or a name doesn't parse. Without either, its own name is looked for."""
    if brand.query:
        return compile_query(brand.query, brand.name)
    names = _any(brand.names or (brand.name,))
    return CompiledBrand(
        brand.name,
        names,
        _any(brand.exclude) if brand.exclude else None,
        _any(brand.context) if brand.context else None,
    )


@lru_cache(4096)  # brands share context words
def _any(names: tuple[str, ...]) -> Node:
    parsed = tuple(dict.fromkeys(parse_name(name) for name in names))
    return parsed[0] if len(parsed) == 1 else Or(parsed)


class Matcher:
    """Many brands at once. Pickled as its brands and compiled again where it arrives."""

    def __init__(self, brands: Sequence[Brand]) -> None:
        """QueryError for the first brand that doesn't parse."""
        self.brands = tuple(brands)
        self.compiled = tuple(map(compile_brand, self.brands))
        self._finder = Finder([brand.requirements() for brand in self.compiled])

    def __reduce__(self) -> tuple[type[Matcher], tuple[tuple[Brand, ...]]]:
        return type(self), (self.brands,)

    def find(self, subject: Subject) -> list[Found]:
        """The brands that are named in an entry, in the order of the config."""
        reading = Reading(subject)
        found = []
        for i in self._finder.candidates(reading.prepared):
            spans = self.compiled[i].find_closely(reading)
            if spans is not None:
                found.append(found_in(subject, self.compiled[i].name, spans))
        return found


def compile_brands(brands: Sequence[Brand]) -> Matcher:
    """All brands; QueryError for the first that doesn't parse (`compile_brand` tells of each)."""
    return Matcher(brands)


def found_in(subject: Subject, brand: str, spans: set[Span]) -> Found:
    """Spans in reading order, and the words under them as written, each once."""
    ordered = tuple(sorted(spans, key=lambda span: (READ.index(span.part), span.start, span.end)))
    texts = {"title": subject.title, "text": subject.text}
    words = dict.fromkeys(texts[span.part][span.start : span.end] for span in ordered)
    return Found(brand, ordered, tuple(words))
