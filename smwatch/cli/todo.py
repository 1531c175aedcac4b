"""`smwatch todo`: what I have to do, the longest overdue first."""

from __future__ import annotations

from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

SCREENFUL = 30
"""Things that a person is shown unless they ask for more; a script gets all."""


def command(
    ctx: typer.Context,
    *,
    all: Annotated[bool, typer.Option("--all", help=N_("Everybody's, and what the playbook gives nobody."))] = False,
    limit: o.LimitOrAll = None,
) -> None:
    """Gather, show."""
    from smwatch.cli.views.work import show_todo, todo_dict
    from smwatch.cli.work import working_of
    from smwatch.working import of_person

    terminal: Terminal = ctx.obj
    working = working_of(terminal)
    me = "" if all else terminal.app.decider.name(terminal.app.config.people)
    parts = working.todo() if all else of_person(working.todo(), me)
    if terminal.globals.json:
        return terminal.print_json([todo_dict(part, working.now) for part in parts[:limit]])
    if not parts:
        return tell_nothing(terminal, me)
    show_todo(terminal, parts[: limit or SCREENFUL], working.now, everybody=all)
    if (more := len(parts) - (limit or SCREENFUL)) > 0:
        terminal.note(terminal.speech.count("{n} more: --limit shows it", "{n} more: --limit shows them", more))
    return None


def tell_nothing(terminal: Terminal, me: str) -> None:
    """That there is nothing to do; for somebody whom the config doesn't know, why that may be."""
    people = terminal.app.config.people
    terminal.note(N_("Nothing is left to do for {name}.") if me else N_("Nothing is left to do."), name=me)
    if me and people and me not in {person.name for person in people}:
        terminal.note(N_("The config names nobody called {name}: say who you are with --as, or see --all."), name=me)
