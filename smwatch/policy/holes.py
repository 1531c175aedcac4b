"""What is missing in a policy, or can't be kept. Pure.

    holes(config, speech, assigned) -> list[Hole]     each says what, and how to mend it

Nothing of it is a mistake of the config: `smwatch check` warns of it. Where nobody may speak and no playbook is
written, there is no policy yet, and nothing is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product

from smwatch.config.settings import Config, Person, Play
from smwatch.config.spot import closest
from smwatch.locales import N_, Speech
from smwatch.models import Level
from smwatch.models.names import LEVELS
from smwatch.policy.duty import longest_gap
from smwatch.policy.may import SPEAKERS, Refusal, allowed, folded, kept, lists, refusal
from smwatch.policy.may import said as refusal_said
from smwatch.policy.playbook import Case, fits, play_for
from smwatch.policy.table import alike, own
from smwatch.policy.who import called
from smwatch.policy.words import language, languages, length, of_week

PEOPLE, PLAYBOOK = "[[people]]", "[[playbook]]"

ANSWERED = (Level.EMERGING, Level.CONFIRMED)
"""Levels at which an alert is to be somebody's; once it cools, it is."""

SOON = timedelta(hours=24)
"""A promise that nobody can keep who hears of an alert from the next morning's digest."""

NAMED = 5
"""Brands that one line names."""

NO_ONE = N_("nobody may answer in {lang} for {brands}")
NO_ONE_MEND = N_("give somebody the role spokesperson or pr who speaks it, or add it to their languages")
NO_TOPIC = N_("nobody may answer on “{topic}” in {lang} for {brands}")
NO_TOPIC_MEND = N_("add the topic to somebody who answers in that language")
IDLE = N_("{names} lists “{topic}”, and may not answer: it is kept for nobody")
IDLE_MEND = N_("add it to a spokesperson, or give {names} the role")
UNREACHED = N_("nobody who answers on “{topic}” can be reached: {names}")
UNREACHED_MEND = N_("add their email or notify, or keep the topic for somebody else")
LEFT = N_("{name} has work, and isn't in the config: {numbers}")
LEFT_MEND = N_("assign it to somebody else, or add them to [[people]]")
NO_PLAYBOOK = N_("alerts are nobody's: there is no playbook")
NO_PLAYBOOK_MEND = N_("add [[playbook]], as in config.example.toml")
UNPLANNED = N_("no rule fits an alert on {brands} in {lang} that is {levels}")
UNPLANNED_MEND = N_("add a rule that does; one without `when`, as the last, fits all")
NAMELESS = N_("names nobody who answers")
NAMELESS_MEND = N_("add who = “…”")
STRANGER = N_("names {name}, and [[people]] doesn't")
GUESS, STRANGER_MEND = N_("did you mean “{close}”?"), N_("add them to [[people]], or name somebody else")
UNUSED = N_("is never reached: those above fit all that it does")
UNUSED_BY = N_("is never reached: rule {number} fits all that it does")
UNUSED_MEND = N_("move it up, or remove it")
UNMANNED = N_("within {within} can't be kept: nobody is on duty between {start} and {end} ({length})")
UNMANNED_MEND = N_("add hours to [[duty]], or allow more time")
UNTOLD = N_("within {within} can't be kept: nothing tells anybody at once")
UNTOLD_MEND = N_("add [[notify]], as in config.example.toml, or allow more time")
NO_WAY = N_("within {within} can't be kept: {name} has neither email nor notify")
NO_WAY_MEND = N_("add one of them to [[people]]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """Something that is missing: where, what, and how to mend it, as messages with their arguments."""

    where: str
    message: str
    mend: str = ""
    args: Mapping[str, str] = field(default_factory=dict)


def said(hole: Hole, speech: Speech) -> str:
    """A hole on one line."""
    return " → ".join(speech.say(part, **hole.args) for part in (hole.message, hole.mend) if part)


def holes(config: Config, speech: Speech, assigned: Mapping[str, str] | None = None) -> list[Hole]:
    """All of them; `assigned`: who has work that isn't done, and its numbers as they are to be said."""
    found = [*_left(config, assigned or {})]
    if config.playbook or any(person.role in SPEAKERS for person in config.people):
        found += _Look(config, speech).all() if config.people else _Look(config, speech).of_rules()
    return found


def _left(config: Config, assigned: Mapping[str, str]) -> Iterator[Hole]:
    """Work of somebody whom the config doesn't name any more."""
    for name, numbers in assigned.items():
        if config.people and not called(name, config.people):
            yield Hole(where=PEOPLE, message=LEFT, mend=LEFT_MEND, args={"name": name, "numbers": numbers})


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a policy."""

    config: Config
    speech: Speech

    def all(self) -> list[Hole]:
        """Of people, then of alerts, then rule by rule."""
        return [*self.unspoken(), *self.topics(), *self.unplanned(), *self.of_rules()]

    def unspoken(self) -> Iterator[Hole]:
        """Languages, and topics in a language, in which nobody may answer."""
        people = self.config.people
        for lang in dict.fromkeys(self.config.languages):
            silent = self._brands(lang, "")
            if silent:
                yield self._hole(NO_ONE, NO_ONE_MEND, lang=lang, brands=silent)
            for topic in kept(people):
                if some := [name for name in self._brands(lang, topic) if name not in silent]:
                    yield self._hole(NO_TOPIC, NO_TOPIC_MEND, lang=lang, brands=some, topic=topic)

    def _brands(self, lang: str, topic: str) -> list[str]:
        """Those for which nobody may answer that."""
        people = self.config.people
        groups = alike(own(self.config), people)
        mute = (some for some in groups if not allowed(Case(brand=some[0], lang=lang, text=topic), people))
        return [name for some in mute for name in some]

    def _hole(self, message: str, mend: str, *, lang: str, brands: list[str], topic: str = "") -> Hole:
        args = {"lang": language(lang, self.speech), "brands": _some(brands), "topic": topic}
        return Hole(where=PEOPLE, message=message, mend=mend, args=args)

    def topics(self) -> Iterator[Hole]:
        """Topics that are kept for somebody who may not speak, or whom nobody can reach."""
        people = self.config.people
        known = {folded(topic) for topic in kept(people)}
        for person in people:
            for topic in person.topics if person.role not in SPEAKERS else ():
                if folded(topic) not in known:
                    args = {"names": person.name, "topic": topic}
                    yield Hole(where=PEOPLE, message=IDLE, mend=IDLE_MEND, args=args)
        for topic in kept(people):
            keepers = [person for person in people if person.role in SPEAKERS and lists(person, topic)]
            if not any(map(_reached, keepers)):
                args = {"topic": topic, "names": ", ".join(person.name for person in keepers)}
                yield Hole(where=PEOPLE, message=UNREACHED, mend=UNREACHED_MEND, args=args)

    def unplanned(self) -> Iterator[Hole]:
        """Alerts that no rule fits; those of a brand and language that lack the same levels on one line."""
        plays = self.config.playbook
        if not plays:
            yield Hole(where=PLAYBOOK, message=NO_PLAYBOOK, mend=NO_PLAYBOOK_MEND)
            return
        config, speech = self.config, self.speech
        lacking = dict[tuple[int, tuple[Level, ...]], list[str]]()
        groups = alike((brand.name for brand in config.brands if brand.alerts), (), plays)
        for (n, brands), lang in product(enumerate(groups), dict.fromkeys(config.languages)):
            cases = [Case(brand=brands[0], lang=lang, level=level) for level in ANSWERED]
            if levels := tuple(Level(case.level) for case in cases if not play_for(case, plays)):
                lacking.setdefault((n, levels), []).append(lang)
        for (n, levels), langs in lacking.items():
            said = _either([speech.say(LEVELS[level]) for level in levels], speech)
            args = {"brands": _some(groups[n]), "lang": languages(langs, speech), "levels": said}
            yield Hole(where=PLAYBOOK, message=UNPLANNED, mend=UNPLANNED_MEND, args=args)

    def of_rules(self) -> list[Hole]:
        """What is wrong with each rule: it is never reached, or names nobody who may, or promises too much."""
        found = list[Hole]()
        for index, play in enumerate(self.config.playbook):
            reached = self._reached_by(index)
            more = self._of_play(play, reached) if reached else [self._unused(index)]
            found += (Hole(where=f"{PLAYBOOK} {index + 1}", message=m, mend=e, args=a) for m, e, a in more)
        return found

    def _reached_by(self, index: int) -> list[Case]:
        """What comes to a rule, past those above it."""
        config, play = self.config, self.config.playbook[index]
        names = dict.fromkeys(
            (*own(config), *(brand.name for brand in config.brands))
        )  # one's own speak for those alike
        asked = (other.when.get("lang", "") for other in config.playbook)
        cases = (
            Case(brand=brands[0], lang=lang, level=level)
            for brands in alike(names, config.people, config.playbook)
            for lang in dict.fromkeys((*config.languages, *asked, ""))
            for level in (*Level, "")
        )
        return [case for case in cases if fits(play, case) and play_for(case, config.playbook[:index]) is None]

    def _unused(self, index: int) -> _Found:
        plays = self.config.playbook
        above = (n for n in range(index) if plays[n].when.items() <= plays[index].when.items())
        number = next(above, None)
        if number is None:
            return UNUSED, UNUSED_MEND, {}
        return UNUSED_BY, UNUSED_MEND, {"number": str(number + 1)}

    def _of_play(self, play: Play, cases: Iterable[Case]) -> Iterator[_Found]:
        people = self.config.people
        person = called(play.who, people)
        if not play.who.strip():
            yield NAMELESS, NAMELESS_MEND, {}
        elif people and not person:
            close = closest(play.who, [one.name for one in people])
            yield STRANGER, GUESS if close else STRANGER_MEND, {"name": play.who, "close": close}
        if person:
            yield from self._refused(person, cases)
        if play.within:
            yield from self._late(play.within, person)

    def _refused(self, person: Person, cases: Iterable[Case]) -> Iterator[_Found]:
        """Why they may not answer what a rule gives them; each reason once."""
        reasons = dict[str, Refusal]()
        wanted = {*own(self.config)}
        for case in cases:
            listened = case.brand in wanted and case.lang in (*self.config.languages, "")
            if listened and (found := refusal(person, case, self.config.people)):
                reasons.setdefault(self.speech.say(found.message, **found.args), found)
        for found in reasons.values():
            yield "{why}", "", {"why": refusal_said(found, self.speech)}

    def _late(self, within: timedelta, person: Person | None) -> Iterator[_Found]:
        """Why an answer can't come in time."""
        args = {"within": length(within, self.speech)}
        if person and not _reached(person):
            yield NO_WAY, NO_WAY_MEND, args | {"name": person.name}
        if not self.config.notify and within < SOON:
            yield UNTOLD, UNTOLD_MEND, args
        gap = longest_gap(self.config.duty)
        if gap and within < gap.length:
            start, end = of_week(gap.start, self.speech), of_week(gap.end, self.speech)
            yield (
                UNMANNED,
                UNMANNED_MEND,
                args | {"start": start, "end": end, "length": length(gap.length, self.speech)},
            )


_Found = tuple[str, str, dict[str, str]]
"""A message, how to mend it, and their arguments."""


def _reached(person: Person) -> bool:
    return bool(person.email or person.notify)


def _some(names: list[str]) -> str:
    """The first of many."""
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _either(names: list[str], speech: Speech) -> str:
    """One, or one of two."""
    return speech.say(N_("{one} or {other}"), one=names[0], other=names[1]) if len(names) > 1 else names[0]
