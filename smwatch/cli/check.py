"""`smwatch check`: what works, what doesn't, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode, SmwatchError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import FeedSpec

HELP = N_("Try config, database and feeds; say how to mend them.")


def command(ctx: typer.Context) -> None:
    """Try each part, say how it went."""
    terminal: Terminal = ctx.obj
    app = terminal.app  # a wrong config ends here, with every mistake named
    app.check_queries()
    tried = [
        Tried(str(app.config.path), True, terminal.speech.say(N_("reads well"))),
        database(terminal),
        *(feed(terminal, spec) for spec in app.specs),
    ]
    show(terminal, tried)
    if not all(one.fine for one in tried):
        raise typer.Exit(ExitCode.FEEDS_FAILED)


class Tried(NamedTuple):
    """A part that was tried, and how it went."""

    what: str
    fine: bool
    message: str


def database(terminal: Terminal) -> Tried:
    """Whether the database opens."""
    say, path = terminal.speech.say, terminal.app.config.database
    try:
        feeds = len(terminal.app.store.feeds())
    except SmwatchError as error:
        return Tried(str(path), False, say(error.what, **error.arguments) + " → " + say(error.mend, **error.arguments))
    return Tried(str(path), True, terminal.speech.count("{n} feed in it", "{n} feeds in it", feeds))


def feed(terminal: Terminal, spec: FeedSpec) -> Tried:
    """Whether a feed answers, and with what."""
    from smwatch.models import PollFailed

    result = terminal.app.try_feed(spec)
    if isinstance(result, PollFailed):
        return Tried(spec.url, False, terminal.speech.say(result.message, **result.args))
    seen = terminal.speech.count("{n} entry", "{n} entries", result.seen)
    found = terminal.speech.count("{n} mention", "{n} mentions", len(result.mentions))
    return Tried(spec.url, True, f"{result.title}: {seen}, {found}" if result.title else f"{seen}, {found}")


def show(terminal: Terminal, tried: list[Tried]) -> None:
    """A line a part."""
    if terminal.globals.json:
        return terminal.print_json([{"what": one.what, "ok": one.fine, "message": one.message} for one in tried])
    for one in tried:
        mark, style = ("✓", "green") if one.fine else ("✗", "red")
        terminal.out.print(f"{mark} {one.what}: {one.message}", style=style, markup=False, soft_wrap=True)
    return None
