"""`smwatch check`: what works, what doesn't, and how to mend it; each part is told as soon as it was tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from smwatch.cli.checks import Tried
from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode
from smwatch.locales import N_

BACK, ERASE = "\r", "\x1b[K"


def command(
    ctx: typer.Context,
    *,
    offline: Annotated[
        bool, typer.Option("--offline", help=N_("Try only what needs no network: no feed, no mail server."))
    ] = False,
    send_test: Annotated[
        bool,
        typer.Option("--send-test", help=N_("Send a test to yourself, the sender in [mail], and to each [[notify]].")),
    ] = False,
) -> None:
    """Try each part, say how it went."""
    terminal: Terminal = ctx.obj
    terminal.app.check_config()  # a wrong config ends here, with every mistake named
    telling = Telling(terminal)
    works = telling.all(machinery(terminal, telling, offline=offline, send_test=send_test))
    answer = telling.all(feeds(terminal, telling)) if not offline else True
    telling.end()
    if not works:
        raise typer.Exit(ExitCode.NOTHING_DONE)
    if not answer:
        raise typer.Exit(ExitCode.FEEDS_FAILED)


class Telling:
    """A line a part as it comes; on a terminal, below it, what is being tried. With --json, all at the end."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._told, self._below = terminal, list[Tried](), ""
        told = terminal.globals
        self._seen = terminal.err.file.isatty() and not terminal.err.is_dumb_terminal
        self._seen = self._seen and not (told.quiet or told.json or told.plain)

    def all(self, parts: Iterator[Tried]) -> bool:
        """Tell each; whether all are fine."""
        fine = True
        for one in parts:
            fine = fine and one.fine
            self._tell(one)
        return fine

    def on(self, message: str, **arguments: object) -> None:
        """What is being tried now."""
        if self._seen:
            self._erase()
            self._below = self._terminal.speech.say(message, **arguments)[: self._terminal.err.width - 1]
            self._terminal.err.file.write(self._below)
            self._terminal.err.file.flush()

    def end(self) -> None:
        """Nothing more comes."""
        self._erase()
        if self._terminal.globals.json:
            self._terminal.print_json(
                [
                    {"what": one.what, "ok": one.fine, "warning": one.warned and one.fine, "message": one.message}
                    for one in self._told
                ]
            )

    def _tell(self, one: Tried) -> None:
        from smwatch.cli.wrapping import tell

        self._told.append(one)
        quiet = self._terminal.globals.quiet and one.fine and not one.warned
        if self._terminal.globals.json or quiet:
            return
        mark, style = ("✗", "red") if not one.fine else ("!", "yellow") if one.warned else ("✓", "green")
        below = self._below
        self._erase()
        said = self._terminal.speech.say(N_("{mark} {what}: {how}"), mark=mark, what=one.what, how=one.message)
        tell(self._terminal.out, said, style)
        self._terminal.out.file.flush()
        if below:
            self.on("{below}", below=below)

    def _erase(self) -> None:
        if self._below:
            self._terminal.err.file.write(BACK + ERASE)
            self._terminal.err.file.flush()
            self._below = ""


def machinery(terminal: Terminal, telling: Telling, *, offline: bool, send_test: bool) -> Iterator[Tried]:
    """All but the feeds; those that take their time say so before."""
    from smwatch.cli import check_mail as mail
    from smwatch.cli import checks

    yield checks.config(terminal)
    yield from checks.queries(terminal)
    yield from checks.machine(terminal)
    telling.on(N_("reading the database …"))
    yield from checks.database(terminal)
    yield from checks.changed(terminal)
    telling.on(N_("trying what scores …"))
    yield checks.scorer(terminal)
    yield from checks.scores(terminal)
    telling.on(N_("trying the mail server …"))
    yield from mail.server(terminal, offline=offline, send_test=send_test and not offline)
    yield from mail.told_at_once(terminal, send_test=send_test and not offline)
    yield from checks.unsent(terminal)
    yield from checks.proxy(terminal)
    telling.on(N_("looking for workers …"))
    yield from checks.workers(terminal, offline=offline)
    yield from checks.policy(terminal)
    yield from checks.decider(terminal)


def feeds(terminal: Terminal, telling: Telling) -> Iterator[Tried]:
    """Every feed, as they answer; then what their servers say of the clock."""
    from smwatch.cli.check_feeds import Trial

    trial, specs = Trial(terminal), terminal.app.specs
    for number, one in enumerate(trial.each(specs)):
        telling.on(N_("trying feeds: {done} of {all} …"), done=number + 1, all=len(specs))
        yield one
    yield from trial.clock()
