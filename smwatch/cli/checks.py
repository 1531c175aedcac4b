"""What `smwatch check` tries without a server: config, queries, database, scorer, policy, terminal; a Tried each."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from smwatch.cli import failures
from smwatch.cli.terminal import Terminal
from smwatch.errors import ConfigError, NothingDoneError, SmwatchError
from smwatch.locales import N_

MANY = 1000
"""Megabytes that are said as gigabytes."""
_NEEDED = frozenset({"integrity", "schema", "server", "encoding", "writing"})
"""Questions about the database without which nothing works."""
NARROW = 80
"""Columns that tables are made for."""


class Tried(NamedTuple):
    """A part that was tried, and how it went."""

    what: str
    fine: bool
    message: str
    warned: bool = False  # it works, and somebody should look at it all the same


def config(terminal: Terminal) -> Tried:
    """That it reads well, and whether it shows a secret to others."""
    from smwatch.config.secrets import plain_secrets, readable_by_others

    say, found, path = terminal.speech.say, terminal.app.config, terminal.app.config.path
    if path and (shown := plain_secrets(found)) and readable_by_others(path):
        warning = N_(
            "others on this machine can read its secrets: {keys}; chmod 600 it, or write env:NAME or file:PATH"
        )
        return Tried(str(path), True, say(warning, keys=", ".join(shown)), warned=True)
    if not found.feeds and not found.searches:
        return Tried(
            str(path), True, say(N_("reads well, but names no feed: see `smwatch feeds discover`")), warned=True
        )
    return Tried(str(path), True, say(N_("reads well")))


def queries(terminal: Terminal) -> Iterator[Tried]:
    """What a query or name may not mean as it stands, with the place; none of it is a mistake."""
    from smwatch.matching.errors import picture, said
    from smwatch.matching.hints import brand_hints

    for brand in terminal.app.config.brands:
        for hint in brand_hints(brand):
            shown = "\n".join(f"    {line}" for line in picture(hint).splitlines())
            yield Tried(brand.name, True, f"{' → '.join(said(hint, terminal.speech))}\n{shown}", warned=True)


def unsent(terminal: Terminal) -> Iterator[Tried]:
    """Messages that don't leave, or that somebody doesn't get."""
    try:
        troubles = terminal.app.poster().troubles()
    except SmwatchError:
        return  # told by `database`
    for warned in troubles:
        said = terminal.speech.say(warned.message, **warned.args)
        yield Tried(terminal.speech.say(N_("messages")), True, said, warned=True)


def proxy(terminal: Terminal) -> Iterator[Tried]:
    """Who has the last word about the addresses that are connected to; the proxy's own is secret."""
    if terminal.app.config.network.proxy:
        said = N_(
            "names are looked up here as far as they can be, and private addresses are refused;"
            " which address is connected to is the proxy's decision"
        )
        yield Tried("[network] proxy", True, terminal.speech.say(said))


def workers(terminal: Terminal, *, offline: bool) -> Iterator[Tried]:
    """Whether the scheduler that [run] names lets this machine in, and has workers with this smwatch."""
    from smwatch.runners.dask import Cluster

    where, speech = terminal.app.config.run.on, terminal.speech
    if offline or "://" not in where:
        return
    try:
        crew = terminal.app.running.crew
    except SmwatchError as error:
        yield Tried("[run] on", False, spoken(terminal, error))
        return
    assert isinstance(crew, Cluster)  # noqa: S101 - for the type checker
    for message, args in crew.warnings():
        yield Tried("[run] on", True, speech.say(message, **args), warned=True)
    yield Tried(
        "[run] on", True, speech.count("{n} worker at {where}", "{n} workers at {where}", crew.size, where=where)
    )


def policy(terminal: Terminal) -> Iterator[Tried]:
    """What nobody may answer, whom nobody told, what can't be kept."""
    from smwatch.policy.holes import holes, said

    for hole in holes(terminal.app.config, terminal.speech, assigned(terminal)):
        yield Tried(hole.where, True, said(hole, terminal.speech), warned=True)


def assigned(terminal: Terminal) -> dict[str, str]:
    """Who has alerts that are open or mentions that nobody answered, and how many or which."""
    from smwatch.models import MentionFilter

    speech = terminal.speech
    alerts, mentions = dict[str, list[int]](), Counter[str]()
    try:
        store = terminal.app.store
        for alert in store.alerts(open_only=True):
            alerts.setdefault(alert.assignee, []).append(alert.id)
        mentions.update(row.assignee for row in store.mentions(MentionFilter(status="assigned")))
    except SmwatchError:
        return {}  # told by `database`
    told = dict[str, str]()
    for name in filter(None, (*alerts, *mentions)):
        numbers = ", ".join(map(str, alerts.get(name, ())))
        parts = [speech.say(N_("alerts {numbers}"), numbers=numbers)] if numbers else []
        parts += [speech.count("{n} mention", "{n} mentions", mentions[name])] if mentions[name] else []
        told[name] = "; ".join(parts)
    return told


def decider(terminal: Terminal) -> Iterator[Tried]:
    """Whether whom $SMWATCH_USER names may decide anything."""
    from smwatch.deciding import VARIABLE

    try:
        terminal.decider.name(terminal.app.config.people)
    except SmwatchError as error:
        yield Tried(f"${VARIABLE}", True, spoken(terminal, error), warned=True)


def spoken(terminal: Terminal, error: SmwatchError) -> str:
    """An error and its mending on one line."""
    return " → ".join(filter(None, failures.said(error, terminal.speech)))


def database(terminal: Terminal) -> Iterator[Tried]:
    """Whether the database opens, is whole, and has room; how much is in it."""
    from smwatch.store.checking import glance, others_may_read

    speech = terminal.speech
    path: object = terminal.app.config.database
    try:
        path = place = terminal.app.place
        feeds = len(terminal.app.store.feeds())
        looked = list(glance(place))
    except SmwatchError as error:
        yield Tried(str(path), False, spoken(terminal, error))
        return
    for one in looked:
        if not one.ok:
            told = " → ".join(speech.say(part, **one.arguments) for part in (one.message, one.mend) if part)
            yield Tried(str(path), one.check not in _NEEDED, told, warned=True)
    if isinstance(place, Path) and others_may_read(place):
        shown = N_("others on this machine can read it; if nobody else should: chmod 600 {file}")
        yield Tried(str(path), True, speech.say(shown, file=path), warned=True)
    parts = [speech.count("{n} feed in it", "{n} feeds in it", feeds)]
    for one in looked:
        if one.check == "size":
            parts.append(speech.say(one.message, **one.arguments))
        elif one.check == "space" and one.ok:
            free = speech.number(int(str(one.arguments["free"])) // MANY)
            parts.append(speech.say(N_("{free} GB are free on its disk"), free=free))
    yield Tried(str(path), True, ", ".join(parts))


def changed(terminal: Terminal) -> Iterator[Tried]:
    """Brands whose query has changed since the last scan: the next one matches what is stored again."""
    from smwatch.rematch import changed_brands

    try:
        watched = terminal.app.store.watched()
    except SmwatchError:
        return  # told by `database`
    for name in changed_brands(terminal.app.config.brands, watched):
        if name in watched:
            said = N_("its query has changed: the next scan matches what is stored again")
            yield Tried(name, True, terminal.speech.say(said))


def scorer(terminal: Terminal) -> Tried:
    """What scores, tried on a word; where a better one could be had, that too."""
    from smwatch.protocols import Passage
    from smwatch.sentiment.told import advice
    from smwatch.text.scorers import scored_by

    app, speech = terminal.app, terminal.speech
    try:
        said, better = scored_by(app.scorers, speech), advice(app.config.sentiment, speech)
        app.scorer.score([Passage(text="ok", lang=lang) for lang in app.config.languages])
    except ConfigError:
        raise  # a name that isn't
    except SmwatchError as error:
        return Tried("[sentiment]", False, spoken(terminal, error))
    except Exception as error:  # noqa: BLE001 - whatever a plug-in or a library for another machine does
        broken = speech.say(N_("scoring fails: {error}"), error=f"{type(error).__name__}: {error}")
        return Tried("[sentiment]", False, broken)
    return Tried("[sentiment]", True, " ".join(filter(None, (said, better))), warned=bool(better))


def scores(terminal: Terminal) -> Iterator[Tried]:
    """What was learnt from labels and can't be used, and mentions that something else scored than what scores now."""
    from smwatch.cli.views.labels import outdated_line
    from smwatch.cli.views.teaching import unusable_lines

    try:
        number, unusable = terminal.app.outdated(), list(unusable_lines(terminal))
    except NothingDoneError:
        return  # told by `database`
    for line in unusable:
        yield Tried("[sentiment]", True, line, warned=True)
    if number:
        yield Tried("[sentiment]", True, outdated_line(number, terminal.speech), warned=True)


def machine(terminal: Terminal) -> Iterator[Tried]:
    """What the person sees with: the language, the clock's zone, the terminal."""
    say, config = terminal.speech.say, terminal.app.config
    because = N_("as --lang says") if terminal.globals.lang else N_("as the config says") if config.language else ""
    spoken_here = {"fr": N_("French"), "en": N_("English")}[terminal.speech.lang]
    zone = config.timezone or say(N_("this machine"))
    said = N_("{language}, {why}; times are those of {zone}; feeds speak {languages}")
    listed = ", ".join(config.languages)
    why = because or N_("as the locale says")
    yield Tried(
        say(N_("language")), True, say(said, language=say(spoken_here), why=say(why), zone=zone, languages=listed)
    )
    yield from screen(terminal)


def screen(terminal: Terminal) -> Iterator[Tried]:
    """How wide the terminal is, whether it has colours, and all letters."""
    say, out, name = terminal.speech.say, terminal.out, terminal.speech.say(N_("terminal"))
    encoding = (getattr(sys.stdout, "encoding", "") or "").lower()
    if encoding.replace("-", "") != "utf8":
        said = N_("shows {encoding}, which lacks letters and signs → set LANG=fr_CA.UTF-8 or LANG=C.UTF-8")
        yield Tried(name, True, say(said, encoding=encoding or "?"), warned=True)
    if not out.file.isatty():
        return
    if out.width < NARROW:
        said = N_("{width} columns: tables want {least} → widen the window, or use --plain")
        yield Tried(name, True, say(said, width=out.width, least=NARROW), warned=True)
    colours = N_("colours") if out.color_system and not out.no_color else N_("no colours")
    if "NO_COLOR" in os.environ:
        colours = N_("no colours, as NO_COLOR says")
    said = N_("{width} × {height}, {colours}")
    yield Tried(name, True, say(said, width=out.width, height=out.height, colours=say(colours)))
