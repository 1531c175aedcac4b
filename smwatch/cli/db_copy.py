"""`smwatch db copy`: the whole database to another place; for a team, from a file to a PostgreSQL server, and back."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Annotated, Final

import typer

from smwatch.cli.care import Working
from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.store.moving import Copied, Difference

HELP: Final = N_(
    "Copy the whole database, compare every row, and say what is left to do: smwatch db copy smwatch.db"
    " postgresql://pr@db.example/smwatch. Stopped or killed, it goes on when you run the same command again."
)
_QUIET: Final = 2.0  # seconds without a word; then how far it is,
_EVERY: Final = 0.5  # so often
_DOING: Final = {
    "copy": N_("copying {table}: {done} of {all} rows …"),
    "compare": N_("comparing {table}: {done} of {all} rows …"),
    "finish": N_("making the indexes …"),
}
COMPARED = N_("They aren't the same; so many rows differ: {n}.")
UNLIKE = N_("{to} can't be used yet; so many rows differ: {n}. Run the same command again: they are copied anew.")


def copy(
    ctx: typer.Context,
    source: Annotated[
        str,
        typer.Argument(metavar="FROM", help=N_("A file or postgresql://USER@HOST/NAME; it is only read.")),
    ],
    target: Annotated[
        str,
        typer.Argument(metavar="TO", help=N_("A file that isn't there yet, or an empty database of a server.")),
    ],
    *,
    compare: Annotated[
        bool, typer.Option("--compare", help=N_("Copy nothing: say whether both hold the same."))
    ] = False,
) -> None:
    """Copy or compare, say what."""
    from smwatch.store import moving

    terminal: Terminal = ctx.obj
    one, other = moving.place_of(source), moving.place_of(target)
    terminal.stopped = N_("Stopped. Run the same command again: it goes on where it was.")
    with Working(terminal) as working:
        said = Said(working, terminal)
        done = moving.compare(one, other, said) if compare else moving.copy(one, other, said)
    show(terminal, done, compared=compare)
    if not done.same:
        raise typer.Exit(ExitCode.NOTHING_DONE if compare else ExitCode.BUG)


class Said:
    """How far it is, on a terminal, now and then."""

    def __init__(self, working: Working, terminal: Terminal) -> None:
        self._working, self._number = working, terminal.speech.number
        self._next = time.monotonic() + _QUIET

    def __call__(self, what: str, table: str, done: int, of: int) -> None:
        """It is there."""
        if (now := time.monotonic()) >= self._next:
            self._next = now + _EVERY
            self._working.on(_DOING[what], table=table, done=self._number(done), all=self._number(of))


def show(terminal: Terminal, done: Copied, *, compared: bool) -> None:
    """What became of each table, whether all is the same, and what comes next."""
    if terminal.globals.json:
        return terminal.print_json(as_json(done))
    speech = terminal.speech
    if done.resumed:
        terminal.note(N_("This copy was begun before; it went on where it was."))
    for part in done.parts:
        if part.rows or part.different:
            rows = speech.count("{n} row", "{n} rows", part.rows)
            terminal.write(speech.say(N_("{what}: {how}"), what=part.table, how=rows))
    for one in done.different:
        terminal.warn(N_("{what}: {how}"), what=named(one), how=speech.say(_how(one), column=one.column))
    if done.same and compared:
        terminal.note(N_("Compared: every row is the same."))
    elif done.same:
        terminal.note(N_("Verified: every row is the same."))
        terminal.note(
            N_('Next: write database = "{to}" in the config; keep {source} until you trust the copy, then delete it.'),
            to=done.target, source=done.source,
        )  # fmt: skip
    else:
        said = COMPARED if compared else UNLIKE
        terminal.warn(said, to=done.target, n=speech.number(sum(part.different for part in done.parts)))
    return None


def named(one: Difference) -> str:
    """Its table and its key."""
    key = ", ".join(value.hex() if isinstance(value, bytes) else str(value) for value in one.key)
    return f"{one.table} {key}"


def _how(one: Difference) -> str:
    if one.column:
        return N_("{column} isn't the same")
    return N_("is missing in the copy") if one.missing else N_("stands in the copy alone")


def as_json(done: Copied) -> dict[str, object]:
    """The same for programs."""
    tables = [
        {"table": part.table, "rows": part.rows, "copied": part.copied, "different": part.different}
        for part in done.parts
    ]
    different = [
        {
            "table": one.table,
            "key": [value.hex() if isinstance(value, bytes) else value for value in one.key],
            "column": one.column or None,
            "in": "both" if one.column else "from" if one.missing else "to",
        }
        for one in done.different
    ]
    return {
        "from": str(done.source), "to": str(done.target), "resumed": done.resumed, "verified": done.same,
        "tables": tables, "differences": different,
    }  # fmt: skip
