"""`smwatch check`: what works, what doesn't, and how to mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import ConfigError, ExitCode, NothingDoneError, SmwatchError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import FeedSpec


def command(ctx: typer.Context) -> None:
    """Try each part, say how it went."""
    terminal: Terminal = ctx.obj
    app = terminal.app  # a wrong config ends here, with every mistake named
    app.check_config()
    machinery = [config(terminal), *queries(terminal), database(terminal), *changed(terminal), scorer(terminal)]
    machinery += [*scores(terminal), *mail(terminal), *told_at_once(terminal), *unsent(terminal), *proxy(terminal)]
    machinery += [*policy(terminal), *decider(terminal)]
    feeds = [feed(terminal, spec) for spec in app.specs]
    show(terminal, machinery + feeds)
    if not all(one.fine for one in machinery):
        raise typer.Exit(ExitCode.NOTHING_DONE)
    if not all(one.fine for one in feeds):
        raise typer.Exit(ExitCode.FEEDS_FAILED)


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


def mail(terminal: Terminal) -> Iterator[Tried]:
    """Whether the password for [mail] is there; the server itself is tried by sending."""
    say, settings = terminal.speech.say, terminal.app.config.mail
    if settings is None:
        return
    try:
        terminal.app.channels.mail()
    except SmwatchError as error:
        yield Tried("[mail]", False, spoken(terminal, error))
    else:
        yield Tried("[mail]", True, say(N_("is complete; `smwatch digest --send` tries {host}"), host=settings.host))


def told_at_once(terminal: Terminal) -> Iterator[Tried]:
    """Whether each [[notify]] has what it needs; nothing is sent."""
    say, found = terminal.speech.say, terminal.app.config
    for notify in found.notify:
        try:
            terminal.app.channels.ready(notify)
        except SmwatchError as error:
            yield Tried(f"[[notify]] {notify.known_as}", False, spoken(terminal, error))
        else:
            yield Tried(f"[[notify]] {notify.known_as}", True, say(N_("is complete; the next alert tries it")))
    if found.duty and not any(notify.duty for notify in found.notify):
        said = N_("nobody under it is told anything: no [[notify]] has duty = true")
        yield Tried("[[duty]]", True, say(said), warned=True)


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


def policy(terminal: Terminal) -> Iterator[Tried]:
    """What nobody may answer, whom nobody told, what can't be kept."""
    from smwatch.policy.holes import holes, said

    for hole in holes(terminal.app.config, terminal.speech, assigned(terminal)):
        yield Tried(hole.where, True, said(hole, terminal.speech), warned=True)


def assigned(terminal: Terminal) -> dict[str, str]:
    """Who has alerts that are open or mentions that nobody answered, and how many or which."""
    from smwatch.models import MentionFilter

    store, speech = terminal.app.store, terminal.speech
    alerts, mentions = dict[str, list[int]](), Counter[str]()
    try:
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
    say = terminal.speech.say
    return " → ".join(say(part, **error.arguments) for part in (error.what, error.mend) if part)


def database(terminal: Terminal) -> Tried:
    """Whether the database opens."""
    from smwatch.store.checking import others_may_read

    path = terminal.app.config.database
    try:
        feeds = len(terminal.app.store.feeds())
    except SmwatchError as error:
        return Tried(str(path), False, spoken(terminal, error))
    if others_may_read(path):
        shown = N_("others on this machine can read it; if nobody else should: chmod 600 {file}")
        return Tried(str(path), True, terminal.speech.say(shown, file=path), warned=True)
    return Tried(str(path), True, terminal.speech.count("{n} feed in it", "{n} feeds in it", feeds))


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


def feed(terminal: Terminal, spec: FeedSpec) -> Tried:
    """Whether a feed answers, and with what."""
    from smwatch.models import PollFailed
    from smwatch.text.links import masked

    result, name = terminal.app.try_feed(spec), masked(spec.url)
    if isinstance(result, PollFailed):
        return Tried(name, False, terminal.speech.say(result.message, **result.args))
    seen = terminal.speech.count("{n} entry", "{n} entries", result.seen)
    found = terminal.speech.count("{n} mention", "{n} mentions", len(result.mentions))
    if not result.title:
        return Tried(name, True, f"{seen}, {found}")
    brought = N_("{title}: {entries}, {mentions}")
    return Tried(name, True, terminal.speech.say(brought, title=result.title, entries=seen, mentions=found))


def show(terminal: Terminal, tried: list[Tried]) -> None:
    """A line a part."""
    if terminal.globals.json:
        return terminal.print_json(
            [{"what": one.what, "ok": one.fine, "warning": one.warned, "message": one.message} for one in tried]
        )
    from smwatch.cli.wrapping import tell

    for one in tried:
        mark, style = ("!", "yellow") if one.warned else ("✓", "green") if one.fine else ("✗", "red")
        said = terminal.speech.say(N_("{mark} {what}: {how}"), mark=mark, what=one.what, how=one.message)
        tell(terminal.out, said, style)
    return None
