"""Who may answer for the company, on what. Pure.

    refusal(person, case, people) -> Refusal | None      None: they may
    allowed(case, people) -> tuple[Person, ...]
    given_by(play, case, people) -> str                  whose something is by a rule of the playbook
    topics(text, people) -> tuple[str, ...]              kept for spokespeople, that a text touches

An employee never answers for the company. Others do for their brands, in their languages. A topic that a spokesperson
lists is kept for those who list it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from smwatch.locales import N_
from smwatch.policy.who import called
from smwatch.text.fold import fold

if TYPE_CHECKING:
    from smwatch.config.settings import Person, Play
    from smwatch.locales import Speech
    from smwatch.policy.playbook import Case

SPEAKERS: Final = frozenset({"spokesperson", "pr", "agency"})
"""Roles of [[people]] who answer for the company; other employees don't."""

LANGUAGES: Final = {"fr": N_("{name} doesn't answer in French"), "en": N_("{name} doesn't answer in English")}
EMPLOYEE: Final = N_("{name} doesn't answer for the company: an employee passes it on")
BRAND: Final = N_("{name} doesn't answer for {brand}, only for {brands}")
LANGUAGE: Final = N_("{name} doesn't answer in “{lang}”")
TOPIC: Final = N_("it is about “{topics}”, on which {name} doesn't answer")
INSTEAD: Final = N_("ask {instead}")
NOBODY: Final = N_("nobody may; `{smwatch} people policy` shows who answers what")

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why somebody may not answer, as a message of the catalogue with its arguments, and who may."""

    why: str  # role | brand | language | topic
    message: str
    args: Mapping[str, str]
    instead: tuple[str, ...] = ()  # names

    @property
    def mend(self) -> str:
        """What to do instead, as a message; `instead` is among the arguments."""
        return INSTEAD if self.instead else NOBODY


def refusal(person: Person, case: Case, people: Sequence[Person]) -> Refusal | None:
    """Why this person may not answer that; None: they may."""
    touched = _asked(case, people)
    if (found := _why_not(person, case)) is None:
        if not touched or _speaks_on(person, touched):
            return None
        found = "topic", TOPIC
    why, message = found
    instead = tuple(one.name for one in allowed(case, people))
    args = {
        "name": person.name,
        "brand": case.brand,
        "brands": ", ".join(person.brands),
        "lang": case.lang,
        "topics": ", ".join(topic for topic in topics(case.text, people) if not lists(person, topic)),
        "instead": ", ".join(instead),
    }
    return Refusal(why=why, message=message, args=args, instead=instead)


def allowed(case: Case, people: Sequence[Person]) -> tuple[Person, ...]:
    """All who may answer that, in the order of the config."""
    touched = _asked(case, people)
    able = (person for person in people if _why_not(person, case) is None)
    return tuple(person for person in able if not touched or _speaks_on(person, touched))


def given_by(play: Play, case: Case, people: Sequence[Person]) -> str:
    """Whose something is by a rule: whom it names; where they may not answer that, the first who may, if anybody."""
    if (named := called(play.who, people)) is None:
        return play.who
    able = allowed(case, people)
    return (named if named in able or not able else able[0]).name


def said(refused: Refusal, speech: Speech) -> str:
    """A refusal on one line: why, and who may."""
    return " → ".join(speech.say(part, **refused.args) for part in (refused.message, refused.mend))


def kept(people: Iterable[Person]) -> tuple[str, ...]:
    """The topics that are kept for spokespeople, as they are written first."""
    found = dict[str, str]()
    for person in people:
        for topic in person.topics if person.role == "spokesperson" else ():
            found.setdefault(folded(topic), topic)
    found.pop("", None)  # a topic of no words is found nowhere
    return tuple(found.values())


def topics(text: str, people: Iterable[Person]) -> tuple[str, ...]:
    """The topics kept for spokespeople that a text touches: their words, in that order, in the singular or plural."""
    if not text or not (listed := kept(people)):
        return ()
    read = f" {_words(text)} "
    return tuple(topic for topic in listed if _sought(folded(topic)).search(read))


def lists(person: Person, topic: str) -> bool:
    """Whether a topic is one of theirs; case and accents don't matter."""
    return folded(topic) in map(folded, person.topics)


@lru_cache(maxsize=1024)  # a config's, over and over
def folded(topic: str) -> str:
    """A topic as topics are compared: its words without case and accents, a space between each two."""
    return _words(topic)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=1024)
def _sought(words: str) -> re.Pattern[str]:
    return re.compile(" " + " ".join(f"{word}[sx]?" for word in words.split()) + " ")


def _why_not(person: Person, case: Case) -> tuple[str, str] | None:
    """What speaks against a person whatever the topic: the word for it, and the message."""
    if person.role not in SPEAKERS:
        return "role", EMPLOYEE
    if person.brands and case.brand not in person.brands:
        return "brand", BRAND
    if person.languages and case.lang and case.lang not in person.languages:
        return "language", LANGUAGES.get(case.lang, LANGUAGE)
    return None


def _asked(case: Case, people: Sequence[Person]) -> tuple[frozenset[str], ...]:
    """Sets of topics, of which somebody must list one whole: all that are touched, or each where nobody lists all.

    A text on two topics of which nobody has both is not left to nobody.
    """
    touched = frozenset(map(folded, topics(case.text, people)))
    if len(touched) < 2 or any(_speaks_on(one, (touched,)) for one in people if _why_not(one, case) is None):  # noqa: PLR2004
        return (touched,) if touched else ()
    return tuple(frozenset((topic,)) for topic in sorted(touched))


def _speaks_on(person: Person, some: Iterable[frozenset[str]]) -> bool:
    own = frozenset(map(folded, person.topics))
    return any(wanted <= own for wanted in some)
