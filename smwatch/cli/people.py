"""`smwatch people`: who speaks for the company, and the whole policy as a table for the wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.config.settings import Person
    from smwatch.policy.table import Table

app = typer.Typer()

FORMATS = ("markdown", "html")
SUFFIXES = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}

Format = Annotated[
    str, typer.Option("--format", metavar="FORMAT", help=N_("markdown or html; default: as FILE ends, else html."))
]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("Where to; - for stdout."))]


@app.command("list", help=N_("List the config's people: what they answer, and who is on duty."))
def list_(ctx: typer.Context) -> None:
    """Look, show."""
    terminal: Terminal = ctx.obj
    people, there = terminal.app.config.people, on_duty_now(terminal)
    if terminal.globals.json:
        return terminal.print_json([person_dict(person, there) for person in people])
    if not people:
        return terminal.note(N_("The config names nobody: add [[people]], as in config.example.toml."))
    from smwatch.cli.views.people import show_people

    return show_people(terminal, people, there)


@app.command(
    "policy", help=N_("The whole policy as one table for the wall: who answers what, how fast, in which words.")
)
def policy(ctx: typer.Context, *, format: Format = "", output: Output = None) -> None:
    """Gather, lay out, show or write."""
    from smwatch.errors import NothingDoneError
    from smwatch.policy.table import table
    from smwatch.reports.policy import wall

    terminal: Terminal = ctx.obj
    chosen = layout(terminal, format, output)
    config = terminal.app.config
    if not config.people:
        raise NothingDoneError(
            N_("the config names nobody, so there is no policy yet"), N_("add [[people]], as in config.example.toml")
        )
    found = table(config)
    if chosen:
        return write(terminal, chosen, output, wall(found, terminal.app.speech, terminal.app.clock()))
    if terminal.globals.json:
        return terminal.print_json(table_dict(found))
    from smwatch.cli.views.people import show_wall

    return show_wall(terminal, wall(found, terminal.app.speech, terminal.app.clock()))


def on_duty_now(terminal: Terminal) -> list[str] | None:
    """Who is; None where the config doesn't say who is when."""
    from smwatch.policy.duty import on_duty

    duties = terminal.app.config.duty
    return on_duty(duties, terminal.app.clock(), terminal.app.speech.zone) if duties else None


def person_dict(person: Person, there: list[str] | None) -> dict[str, Any]:
    """One of [[people]]; where they are reached on duty is a secret."""
    return {
        "name": person.name,
        "role": person.role,
        "languages": list(person.languages),
        "topics": list(person.topics),
        "brands": list(person.brands),
        "email": person.email,
        "handles": list(person.handles),
        "on_duty": None if there is None else person.name in there,
    }


def table_dict(found: Table) -> dict[str, Any]:
    """The policy."""
    return {
        "answers": [
            {"brands": part.brands, "topics": row.topics, "languages": row.languages, "who": row.who}
            for part in found.parts
            for row in part.rows
        ],
        "playbook": [
            {"when": play.when, "who": play.who, "say": play.say}
            | {"within_seconds": play.within and play.within.total_seconds()}
            for play in found.plays
        ],
        "never": found.never,
        "ask": [person.name for person in found.ask],
    }


def layout(terminal: Terminal, format: str, output: Path | None) -> str:
    """How it is to be written; "": for the screen. UsageError for what doesn't go together."""
    from smwatch.errors import UsageError

    if format and format not in FORMATS:
        raise UsageError(N_("there is no format {name}"), N_("choose markdown or html"), name=format)
    to_stdout = output in {None, Path("-")}
    if terminal.globals.json and to_stdout and (format or output):
        raise UsageError(N_("--json is a format of its own"), N_("leave out --format, or name a file with -o"))
    return format or (SUFFIXES.get(output.suffix.lower(), "html") if output else "")


def write(terminal: Terminal, format: str, output: Path | None, page: Any) -> None:  # noqa: ANN401 - a Wall
    """Into the file, or to stdout."""
    from smwatch.cli.destination import file_of, put
    from smwatch.reports.policy import html, markdown

    file = file_of(output)
    size = put(file, html(page) if format == "html" else markdown(page))
    if not file:
        return None
    if terminal.globals.json:
        return terminal.print_json({"file": str(file), "format": format, "bytes": size})
    return terminal.note(N_("Policy written to {file}"), file=file)
