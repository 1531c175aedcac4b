"""The whole policy as one table, for the wall. Pure; how it is said and laid out is in reports/policy.py.

    table(config) -> Table          who may answer on what, in which language, for which brand; and who never may

Cell for cell it is what may.refusal says: a property test holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smwatch.config.settings import Config, Person, Play
from smwatch.policy.may import SPEAKERS, allowed, kept
from smwatch.policy.playbook import Case

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerers:
    """Who may answer on some topics, in some languages."""

    topics: Names  # (): whatever nobody keeps
    languages: Names
    who: Names  # (): nobody


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Who may answer for some brands, for all of which the same people may."""

    brands: Names
    rows: tuple[Answerers, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What hangs on the wall."""

    parts: tuple[Part, ...]
    topics: Names  # that are kept
    plays: tuple[Play, ...]
    never: Names  # people of the config who never answer for the company
    ask: tuple[Person, ...]  # whom everybody else passes it to


def table(config: Config) -> Table:
    """The policy of a config."""
    people, topics = config.people, kept(config.people)
    parts = dict[tuple[Answerers, ...], list[str]]()
    for brands in alike(own(config), people):
        parts.setdefault(_rows(brands[0], topics, config.languages, people), []).extend(brands)
    return Table(
        parts=tuple(Part(brands=tuple(brands), rows=rows) for rows, brands in parts.items()),
        topics=topics,
        plays=config.playbook,
        never=tuple(person.name for person in people if person.role not in SPEAKERS),
        ask=to_ask(people),
    )


def own(config: Config) -> list[str]:
    """The brands for which somebody answers: one's own; all where there are only competitors."""
    mine = [brand.name for brand in config.brands if brand.kind != "competitor"]
    return mine or [brand.name for brand in config.brands]


def alike(brands: Iterable[str], people: Sequence[Person], plays: Sequence[Play] = ()) -> list[list[str]]:
    """Brands together that the policy tells apart nowhere: there may be hundreds, and few are named in it."""
    found = dict[tuple[bool, ...], list[str]]()
    for name in brands:
        named = (*(name in person.brands for person in people), *(play.when.get("brand") == name for play in plays))
        found.setdefault(named, []).append(name)
    return list(found.values())


def to_ask(people: Sequence[Person]) -> tuple[Person, ...]:
    """Whom somebody passes a mention to who may not answer it: PR people, else spokespeople, else the agency."""
    for role in ("pr", "spokesperson", "agency"):
        if found := tuple(person for person in people if person.role == role):
            return found
    return ()


def _rows(brand: str, topics: Names, languages: Names, people: Sequence[Person]) -> tuple[Answerers, ...]:
    """By topic and language; topics and languages in which the same people may share a row."""
    rows = dict[tuple[bool, Names, Names], list[str]]()
    for topic in (*topics, ""):
        spoken = dict[Names, list[str]]()
        for lang in dict.fromkeys(languages):
            able = allowed(Case(brand=brand, lang=lang, text=topic), people)
            spoken.setdefault(tuple(person.name for person in able), []).append(lang)
        for who, langs in spoken.items():
            rows.setdefault((bool(topic), tuple(langs), who), []).append(topic)
    return tuple(
        Answerers(topics=tuple(filter(None, some)), languages=langs, who=who) for (_, langs, who), some in rows.items()
    )
