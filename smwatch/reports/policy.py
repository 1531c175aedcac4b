"""The policy as a page for the wall: its words, as Markdown and as HTML. Pure.

Names and words of the config are evened out to one line each; what HTML would obey is the template's work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from smwatch.config.settings import Person, Play
from smwatch.locales import N_, Speech
from smwatch.policy.table import Answerers, Table
from smwatch.policy.words import how_fast, language, languages
from smwatch.reports.safe import line
from smwatch.reports.templating import styled

NAME, WORDS = 80, 1_000
"""Characters of a name and of the words to answer with that are shown."""

ASKED = 3
"""People to ask who are named: whoever isn't sure needs one."""

ALERTS = {
    "": N_("any alert"),
    "emerging": N_("an emerging alert"),
    "confirmed": N_("a confirmed alert"),
    "cooling": N_("an alert that is cooling"),
    "closed": N_("an alert that is closed"),
}
MARKS = re.compile(r"([\\`*_\[\]<>|~&])")
"""What Markdown would obey within a line."""


@dataclass(frozen=True, slots=True)
class Section:
    """Some rows of the table, all of three cells or of one that is as wide as the table."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """All words of the page."""

    title: str
    heads: tuple[str, str, str]
    sections: tuple[Section, ...]
    sentences: tuple[str, ...]
    made: str
    lang: str


def wall(table: Table, speech: Speech, now: datetime) -> Wall:
    """The policy in the language of `speech`."""
    say = speech.say
    names = listed((brand for part in table.parts for brand in part.brands), speech)
    sections = [
        Section(
            say(N_("Somebody writes about {brands}"), brands=listed(part.brands, speech)),
            tuple(_answerers(row, table, speech) for row in part.rows),
        )
        for part in table.parts
    ]
    if table.plays:
        title = N_("smwatch raises an alert: the first line that fits counts")
        sections.append(Section(say(title), tuple(_play(play, speech) for play in table.plays)))
    never = (*(line(name, NAME) for name in table.never), say(N_("whoever isn't on this page")))
    sections.append(Section(say(N_("These never answer for the company, and pass it on")), ((", ".join(never),),)))
    return Wall(
        title=say(N_("Who answers for {brands}"), brands=names),
        heads=(say(N_("What about")), say(N_("In")), say(N_("Who answers"))),
        sections=tuple(sections),
        sentences=tuple(_sentences(table, speech)),
        made=say(N_("Made by smwatch on {when}, from its config."), when=speech.date(now)),
        lang=speech.lang,
    )


def listed(names: Iterable[str], speech: Speech, last: str = N_("{names} and {last}")) -> str:
    """Names in a sentence: A, B and C."""
    *some, end = [line(name, NAME) for name in names] or [""]
    return speech.say(last, names=", ".join(some), last=end) if some else end


def markdown(page: Wall) -> str:
    """For a wiki, or a printer by way of any other program."""
    rows: list[tuple[str, ...]] = [page.heads, ("---",) * 3]
    for section in page.sections:
        rows.append((f"**{_plain(section.title)}**", "", ""))
        rows += (tuple(map(_plain, (*row, "", "")[:3])) for row in section.rows)
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    more = "\n".join(f"- {_plain(said)}" for said in page.sentences)
    return f"# {_plain(page.title)}\n\n{table}\n\n{more}\n\n{_plain(page.made)}\n"


def html(page: Wall) -> str:
    """One page that loads nothing, for the printer."""
    return styled("policy", page=page)


def _answerers(row: Answerers, table: Table, speech: Speech) -> tuple[str, str, str]:
    kept = ", ".join(speech.quote(line(topic, NAME)) for topic in row.topics)
    others = speech.say(N_("anything else") if table.topics else N_("anything"))
    who = ", ".join(line(name, NAME) for name in row.who)
    return kept or others, languages(row.languages, speech), who or _nobody(table, speech)


def _nobody(table: Table, speech: Speech) -> str:
    if not table.ask:
        return speech.say(N_("nobody"))
    return speech.say(N_("nobody: ask {names}"), names=_asked(table.ask, speech))


def _asked(people: Iterable[Person], speech: Speech) -> str:
    return listed([person.name for person in people][:ASKED], speech, N_("{names} or {last}"))


def _play(play: Play, speech: Speech) -> tuple[str, str, str]:
    """What a rule is about, in which language, and what it asks for."""
    what, brand, lang = (
        speech.say(ALERTS[play.when.get("level", "")]),
        play.when.get("brand", ""),
        play.when.get("lang"),
    )
    who, within = line(play.who, NAME) or speech.say(N_("whoever may")), how_fast(play, speech)
    asks = speech.say(N_("{who}, within {within}"), who=who, within=within) if within else who
    if play.say:
        asks = speech.say(N_("{who}, in these words: {say}"), who=asks, say=speech.quote(line(play.say, WORDS)))
    about = speech.say(N_("{alert} on {brand}"), alert=what, brand=line(brand, NAME)) if brand else what
    return about, language(lang, speech) if lang else speech.say(N_("any language")), asks


def _sentences(table: Table, speech: Speech) -> Iterable[str]:
    """For whoever isn't sure."""
    say = speech.say
    if not table.ask:
        yield say(
            N_("Not on this page? Don't answer for the company; pass it on to whoever looks after communication.")
        )
    else:
        ways = (f"{p.name} ({p.email})" if p.email else p.name for p in table.ask[:ASKED])
        names = listed(ways, speech, N_("{names} or {last}"))
        yield say(N_("Not on this page? Don't answer for the company; pass it on to {names}."), names=names)
    yield say(N_("Not sure what it is about, or who may? Ask first: a late answer is better than two."))
    if len(table.topics) > 1:
        yield say(N_("About two topics at once? Who has both answers; where nobody has both, who has one of them."))
    if table.topics:
        own = N_(
            "Writing in your own name? Say that you work here and speak for yourself, and leave out the topics above."
        )
    else:
        own = N_("Writing in your own name? Say that you work here and speak for yourself.")
    yield say(own)
    yield say(
        N_("Is a page wrong that anybody may change, on Wikipedia for one? Don't change it; tell the same people.")
    )


def _plain(cell: str) -> str:
    """A cell in which nothing is Markdown."""
    return MARKS.sub(r"\\\1", cell)
