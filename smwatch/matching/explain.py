"""Why an entry is a mention of a brand, or why it isn't: one sentence for a person who tries a query."""

from __future__ import annotations

from collections.abc import Iterable

from smwatch.locales import N_, Speech
from smwatch.matching.brands import CompiledBrand, found_in
from smwatch.matching.evaluate import READ, find
from smwatch.matching.nodes import And, Lang, Near, Node, Not, Or, Regex, Scope, Site, written
from smwatch.matching.subject import Reading
from smwatch.matching.terms import Term
from smwatch.models import Span


def explain(brand: CompiledBrand, reading: Reading, speech: Speech) -> str:
    """What was found, or the first thing that is missing."""
    spans = brand.find(reading)
    if spans is not None:
        return _found(brand, reading, spans, speech)
    if brand.context and find(brand.query, reading, taken=brand.taken(reading)) is not None:
        words = _quoted(_alternatives(brand.context), speech)
        return speech.say(N_("the name is there, but none of its context words: {words}"), words=words)
    named = find(brand.query, reading) if brand.exclude else None
    if brand.exclude and named is not None:
        names = _quoted(_words(reading, named), speech)
        excluded = _quoted(_words(reading, find(brand.exclude, reading) or set()), speech)
        return speech.say(N_("{names} only where it doesn't count: {excluded}"), names=names, excluded=excluded)
    return _missing(brand.query, reading, READ, speech)


def _found(brand: CompiledBrand, reading: Reading, spans: set[Span], speech: Speech) -> str:
    words = _words(reading, spans)
    if not words:
        return speech.say(N_("it answers the query: {query}"), query=written(brand.query))
    told = speech.say(N_("found: {words}"), words=_quoted(words, speech))
    if brand.context:
        context = _words(reading, find(brand.context, reading) or set())
        told += speech.say(N_("; its context: {words}"), words=_quoted(context, speech))
    return told


def _missing(node: Node, reading: Reading, parts: tuple[str, ...], speech: Speech) -> str:
    """The first part of the query that isn't answered."""
    match node:
        case And():
            failing = next(part for part in node.parts if find(part, reading, parts=parts) is None)
            return _missing(failing, reading, parts, speech)
        case Not():
            there = _words(reading, find(node.part, reading, parts=parts) or set())
            what = _quoted(there, speech) if there else written(node.part)
            return speech.say(N_("the query says NOT, and it is there: {words}"), words=what)
        case Scope(part, inner) if isinstance(inner, And):
            return _missing(inner, reading, (part,), speech)
        case Or():
            return speech.say(N_("none is there: {words}"), words=_quoted(_alternatives(node), speech))
        case Near() | Scope() | Site() | Lang() | Regex():
            return speech.say(N_("not there: {query}"), query=written(node))
        case _:
            return speech.say(N_("not there: {query}"), query=_quoted(_alternatives(node), speech))


def _alternatives(node: Node) -> list[str]:
    parts = node.parts if isinstance(node, Or) else (node,)
    return [part.written if isinstance(part, Term) and not part.exact else written(part) for part in parts]


def _words(reading: Reading, spans: set[Span]) -> tuple[str, ...]:
    return found_in(reading.subject, "", spans).words


def _quoted(words: Iterable[str], speech: Speech) -> str:
    return ", ".join(speech.quote(word) for word in words)
