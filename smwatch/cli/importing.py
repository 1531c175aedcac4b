"""`smwatch mentions import`: what another service heard, as history; looked at first, stored once one agrees."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from smwatch.cli import options as o
from smwatch.cli.asking import agreed, somebody
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.importing import Export, Importing
    from smwatch.imports.services import Columns, Service
    from smwatch.models import AlertChange, Posted

ORDERS = {"": None, "day-first": False, "month-first": True}
EXAMPLE = '--map text="Snippet" --map published="Date (ET)"'


def register(app: typer.Typer) -> None:
    """Under the noun `mentions`."""
    app.command("import", help=N_("Take in what Brandwatch, Meltwater, Mention or Talkwalker exported, as history."))(
        import_
    )


_File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The export: CSV, in any encoding."))]
_Service = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="SERVICE",
        help=N_("brandwatch, meltwater, mention, talkwalker, or columns (any table); else told by its header."),
    ),
]
_Brand = Annotated[
    str, typer.Option("--brand", metavar="NAME", help=N_("Every row is about this brand, named or not."))
]
_Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help=N_("Read a field from this column; repeatable.")),
]
_Timezone = Annotated[
    str,
    typer.Option("--timezone", metavar="ZONE", help=N_("Zone of dates that name none; default: the config's, or UTC.")),
]
_Dates = Annotated[
    str,
    typer.Option(
        "--dates", metavar="ORDER", help=N_("How 03/04/2026 is read: day-first or month-first; else as others tell.")
    ),
]
_Dry = Annotated[bool, typer.Option("--dry-run", help=N_("Only say what is understood."))]


def import_(
    ctx: typer.Context,
    file: _File,
    *,
    service: _Service = "",
    brand: _Brand = "",
    map: _Map = None,
    timezone: _Timezone = "",
    dates: _Dates = "",
    dry_run: _Dry = False,
    yes: o.Yes = False,
    wait: o.Wait = "",
) -> None:
    """Parse, look, ask, store."""
    from smwatch.cli.reading import duration
    from smwatch.importing import Export

    terminal: Terminal = ctx.obj
    patience = duration(wait, "--wait") if wait else 0
    terminal.app.check_queries()
    export = Export(
        path=file,
        service=service_of(service),
        mapped=mapped_of(map or []),
        brand=terminal.brand(brand).name if brand else "",
        zone=zone_of(timezone or terminal.app.config.timezone or "UTC"),
        month_first=order_of(dates),
        languages=terminal.app.config.languages,
    )
    importing = importing_of(terminal)
    if dry_run or not yes:
        asked = somebody(terminal) and not dry_run
        if not looked(terminal, importing, export, dry_run=dry_run, asked=asked):
            return
    terminal.stopped = N_("Stopped. What was stored stays, and the same command goes on: {command}")
    terminal.again = again(terminal, export, service=service, timezone=timezone, dates=dates)
    take_in(terminal, importing, export, patience)


def looked(terminal: Terminal, importing: Importing, export: Export, *, dry_run: bool, asked: bool) -> bool:
    """Look, and say what is understood; whether somebody then wants it stored."""
    from smwatch.cli.views.importing import outcome_dict, show_look
    from smwatch.cli.views.waiting import Bar

    with Bar(terminal, N_("Looking through the file")) as progress:
        look = importing.look(export, progress)
    if terminal.globals.json:
        terminal.print_json(outcome_dict(look, terminal.speech, stored=False))
        return False
    show_look(terminal, look)
    new = look.read > look.known
    if asked and new and agreed(terminal, N_("Take this in? [y/N]")):
        return True
    say_why(terminal, new=new, dry_run=dry_run, asked=asked)
    return False


def take_in(terminal: Terminal, importing: Importing, export: Export, wait: float) -> None:
    """Store, and say how it went."""
    from smwatch.cli.views.importing import outcome_dict, show_stored
    from smwatch.cli.views.waiting import Bar

    with Bar(terminal, N_("Taking in what was said")) as progress:
        done = importing.store_all(export, wait, progress)
    if terminal.globals.json:
        return terminal.print_json(outcome_dict(done, terminal.speech, stored=True))
    show_stored(terminal, done)
    return None


def again(terminal: Terminal, export: Export, **typed: str) -> str:
    """The command that goes on."""
    given = ["mentions", "import", str(export.path)]
    named = {"--from": typed["service"], "--brand": export.brand} | {f"--{n}": typed[n] for n in ("timezone", "dates")}
    for option, value in named.items():
        given += [option, value] if value else []
    for name, columns in export.mapped.items():
        given += [word for column in columns for word in ("--map", f"{name}={column}")]
    return terminal.typed(*given, "--yes")


def say_why(terminal: Terminal, *, new: bool, dry_run: bool, asked: bool) -> None:
    """That nothing was stored."""
    if not new:
        terminal.note(N_("There is nothing new to take in."))
    elif dry_run or asked:
        terminal.note(N_("Nothing was stored."))
    else:
        terminal.note(N_("Nobody is there to be asked, so this was a dry run: add --yes to have it stored."))


def service_of(typed: str) -> Service | None:
    """The service of that name; None for none."""
    from smwatch.imports.services import SERVICES

    if typed and typed.casefold() not in SERVICES:
        raise UsageError(
            N_("there is no service “{typed}” to import from"),
            N_("it may be {known}"),
            typed=typed,
            known=", ".join(SERVICES),
        )
    return SERVICES[typed.casefold()] if typed else None


def mapped_of(typed: list[str]) -> Columns:
    """Fields with the columns that they are read from; UsageError for a field that there isn't."""
    from smwatch.imports.services import FIELDS

    found: dict[str, tuple[str, ...]] = {}
    for one in typed:
        name, sign, column = one.partition("=")
        if not (sign and column.strip()) or name.strip() not in FIELDS:
            raise UsageError(
                N_("--map: “{typed}” isn't FIELD=COLUMN, with a field of {fields}"),
                N_("write for example {example}"),
                typed=one,
                fields=", ".join(FIELDS),
                example=EXAMPLE,
            )
        found[name.strip()] = (*found.get(name.strip(), ()), column.strip())
    return found


def zone_of(typed: str) -> ZoneInfo:
    """The time zone of that name."""
    try:
        return ZoneInfo(typed)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError
        what, mend = N_("--timezone: there is no time zone “{typed}”"), N_("write for example {example}")
        raise UsageError(what, mend, typed=typed, example="America/Toronto") from None


def order_of(typed: str) -> bool | None:
    """Whether the month comes first; None: to be found out."""
    if typed not in ORDERS:
        raise UsageError(N_("--dates: “{typed}” is neither day-first nor month-first"), typed=typed)
    return ORDERS[typed]


def importing_of(terminal: Terminal) -> Importing:
    """The parts for the person's config."""
    from smwatch.importing import Importing
    from smwatch.policy.roles import Roles
    from smwatch.understand import Scoring

    app = terminal.app
    config = app.config
    return Importing(
        store=lambda: app.store,
        there=config.database.is_file(),
        finding=lambda: app.finding,
        scoring=Scoring(lambda: app.scorer),
        clock=app.clock,
        brands=config.brands,
        specs=app.specs,
        alerts=config.alerts,
        roles=Roles(config.company, config.people),
        notices=partial(told_of, terminal),
    )


def told_of(terminal: Terminal, changes: Sequence[AlertChange]) -> Sequence[Posted]:
    """The news of alerts by what feeds had brought before, and no scan had judged."""
    from smwatch.notices import Notices

    app = terminal.app
    return Notices(store=app.store, config=app.config, speech=app.speech, clock=app.clock)(changes)
