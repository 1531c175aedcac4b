"""`smwatch db check`, `backup`, `recover`, `migrate`: whether the database is well, and what to do if it isn't."""

from __future__ import annotations

import shlex
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode, UsageError
from smwatch.locales import N_, Speech

if TYPE_CHECKING:
    from datetime import datetime

    from smwatch.models import Server
    from smwatch.store.checking import Checked
    from smwatch.store.recover import Recovered, Saved

MEGABYTE = 1_000_000


def register(app: typer.Typer) -> None:
    """Put the commands under `smwatch db`."""
    app.command("check", help=N_("Say whether the database is well, and how to mend it; exits with 4 where it isn't."))(
        check
    )
    app.command("backup", help=N_("Copy the database into one file, also while a scan runs."))(backup)
    app.command("recover", help=N_("Save what can be read of a damaged database into a new file."))(recover)
    app.command("migrate", help=N_("Bring the database to this program's schema; every command does that too."))(
        migrate
    )


def warn_of_secrets(terminal: Terminal) -> None:
    """Once a command: that others may read what the config keeps secret, or what goes to the mail server."""
    from smwatch.config.secrets import shown_secrets

    mail = terminal.app.config.mail
    if mail and mail.password and mail.security == "none":
        terminal.warn(
            N_('[mail]: with security = "none" anyone on the way can read the password: write "starttls" or "tls".')
        )
    if keys := shown_secrets(terminal.app.config):
        terminal.warn(
            N_("Others on this machine can read the secrets in {file} ({keys}): chmod 600 {file}, or write env:NAME."),
            file=terminal.app.config.path,
            keys=", ".join(keys),
        )


class Working:
    """On a terminal, says on stderr what is being done, one thing after the other."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal, self._stack = terminal, ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def on(self, message: str, **arguments: object) -> None:
        """From now on it is this."""
        self._stack.close()
        said = self._terminal.speech.say(message, **arguments)
        if not self._terminal.globals.quiet:
            shown: AbstractContextManager[object] = self._terminal.err.status(said)
            self._stack.enter_context(shown)


def check(
    ctx: typer.Context,
    *,
    mend: Annotated[
        bool, typer.Option("--mend", help=N_("Copy it first, then make anew what can be, and check again."))
    ] = False,
) -> None:
    """Ask, mend, ask again, show, exit."""
    from smwatch.store import checking

    terminal: Terminal = ctx.obj
    file, now = terminal.app.place, terminal.app.clock()
    found = examine(terminal, file)
    wrong = {one.check for one in found if one.mend == checking.MEND}
    if mend and wrong:
        with Working(terminal) as working:
            working.on(
                N_("copying the database, and making anew what is wrong …")
                if isinstance(file, Path)
                else N_("making anew what is wrong …")
            )
            copy = checking.mend(file, terminal.by_hand, now, wrong)
        if copy:
            terminal.note(N_("Mended; a copy as it was is {file}."), file=copy)
        found = examine(terminal, file)
    show(terminal, found)
    if not all(one.ok for one in found):
        raise typer.Exit(ExitCode.NOTHING_DONE)


def examine(terminal: Terminal, file: Path | Server) -> list[Checked]:
    """Every question with its answer."""
    from smwatch.store import checking

    with Working(terminal) as working:
        say = terminal.speech.say
        return list(
            checking.examine(
                file,
                terminal.app.clock(),
                lambda name: working.on(N_("looking at: {check} …"), check=say(CHECKS[name])),
            )
        )


def show(terminal: Terminal, found: list[Checked]) -> None:
    """A line a question."""
    from smwatch.cli.wrapping import tell

    say, parts = terminal.speech.say, [(one, *spoken(one, terminal.speech)) for one in found]
    if terminal.globals.json:
        return terminal.print_json(
            [{"check": one.check, "ok": one.ok, "message": message, "mend": mend} for one, message, mend in parts]
        )
    for one, *told in parts:
        said = " → ".join(filter(None, told))
        mark, style = ("✓", "green") if one.ok else ("✗", "red")
        if not (one.ok and terminal.globals.quiet):
            tell(terminal.out, say(N_("{mark} {what}: {how}"), mark=mark, what=say(CHECKS[one.check]), how=said), style)
    return None


CHECKS = {
    "clock": N_("clock"),
    "drafts": N_("drafts"),
    "drive": N_("drive"),
    "encoding": N_("encoding"),
    "hourly": N_("hourly"),
    "integrity": N_("integrity"),
    "permissions": N_("permissions"),
    "published": N_("dates"),
    "schema": N_("schema"),
    "search": N_("search"),
    "server": N_("server"),
    "size": N_("size"),
    "space": N_("space"),
    "stories": N_("stories"),
    "writing": N_("writing"),
}
"""What each check is called on the screen; in JSON it keeps its own name."""


def spoken(one: Checked, speech: Speech) -> tuple[str, str]:
    """The answer and what to do, with numbers as they are written in that language."""
    known = {name: speech.number(it) if isinstance(it, int | float) else it for name, it in one.arguments.items()}
    return speech.say(one.message, **known), speech.say(one.mend, **known)


def backup(
    ctx: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help=N_("Where to; without it, beside the database, with the day in its name.")),
    ] = None,
    *,
    force: Annotated[bool, typer.Option("--force", help=N_("Replace the file if it is there."))] = False,
) -> None:
    """Copy, say where."""
    from smwatch.store.backups import back_up, default_copy

    terminal: Terminal = ctx.obj
    database, now = terminal.app.place, terminal.app.clock()
    if not isinstance(database, Path):
        raise _dumped(database, now)
    target = file or default_copy(database, now.astimezone(terminal.app.speech.zone))
    terminal.stopped = N_("Stopped. No copy was made.")
    with Working(terminal) as working:
        working.on(N_("copying the database …"))

        def _progress(left: int, all_: int) -> None:
            working.on(N_("copying the database: {percent} % …"), percent=100 * (all_ - left) // max(1, all_))

        made = back_up(database, target, who=terminal.by_hand, now=now, force=force, progress=_progress)
    if not made.noted:
        terminal.warn(
            N_("The copy is whole, but {file} can't be written: where the copy is isn't noted there."), file=database
        )
    if terminal.globals.json:
        return terminal.print_json({"file": str(made.file), "bytes": made.bytes, "noted": made.noted})
    terminal.note(
        N_("{size} MB copied to {file}"), size=terminal.speech.number(made.bytes / MEGABYTE, 1), file=made.file
    )
    return None


def _dumped(server: Server, now: datetime) -> UsageError:
    """PostgreSQL has a command of its own for that."""
    file = f"smwatch-{now:%Y-%m-%d}.dump"
    return UsageError(
        N_("{server} is a server's database: PostgreSQL's own program makes its backups"),
        N_("type this: {command}"),
        server=server,
        command=f"pg_dump --format=custom --file={file} {shlex.quote(server.address)}",
    )


def _no_file(server: Server) -> UsageError:
    """What would be recovered is a file of SQLite's."""
    return UsageError(
        N_("{server} is a server's database: there is no file to save from"),
        N_("put back your last backup: {command}"),
        server=server,
        command=f"pg_restore --clean --if-exists --dbname={shlex.quote(server.address)} smwatch.dump",
    )


def recover(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.new", help=N_("The new file; the damaged one isn't touched."))],
    *,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help=N_("The damaged file; without it, the config's database.")),
    ] = None,
) -> None:
    """Save, say what."""
    from smwatch.store.recover import recover as save

    terminal: Terminal = ctx.obj
    damaged = source or terminal.app.place
    if not isinstance(damaged, Path):
        raise _no_file(damaged)
    terminal.stopped = N_("Stopped. No file was made.")
    with Working(terminal) as working:
        working.on(N_("copying the damaged database …"))
        done = save(
            damaged, file, who=terminal.by_hand, now=terminal.app.clock(),
            begins=lambda table: working.on(N_("reading {table} …"), table=table),
        )  # fmt: skip
    if terminal.globals.json:
        return terminal.print_json(as_json(done))
    for saved in done.tables:
        if saved.saved or saved.lost or saved.gaps or saved.missing:
            terminal.write(line_of(terminal, saved))
    if done.unknown:
        terminal.warn(
            N_("A newer smwatch wrote it; these tables are left behind, as this one doesn't know them: {tables}"),
            tables=", ".join(done.unknown),
        )
    if done.first_page:
        terminal.note(N_("Its first page could not be read; what it leads to was found without it."))
    terminal.note(
        N_("Saved as {file}. To use it: move {damaged}, {damaged}-wal and {damaged}-shm away, and name it so."),
        file=done.file,
        damaged=damaged,
    )
    return None


def line_of(terminal: Terminal, saved: Saved) -> str:
    """What became of a table, on one line."""
    speech = terminal.speech
    said = [speech.count("{n} row saved", "{n} rows saved", saved.saved)]
    if saved.missing:
        said = [speech.say(N_("could not be found"))]
    if saved.lost:
        said.append(speech.count("{n} lost", "{n} lost", saved.lost))
    elif saved.gaps:
        said.append(speech.say(N_("some could not be read; how many can't be told")))
    if saved.given:
        said.append(
            speech.count(
                "for {n} of them one stands in its place: the next scan fills in what feeds still show",
                "for {n} of them one stands in its place: the next scan fills in what feeds still show",
                saved.given,
            )
        )
    if saved.cut:
        said.append(speech.count("the text of {n} is cut off", "the texts of {n} are cut off", saved.cut))
    return speech.say(N_("{what}: {how}"), what=saved.table, how=", ".join(said))


def as_json(done: Recovered) -> dict[str, object]:
    """The same for programs; gaps are numbers between which nothing could be read."""
    tables = [
        {
            "table": saved.table, "saved": saved.saved, "lost": saved.lost, "given": saved.given, "cut": saved.cut,
            "found": not saved.missing, "gaps": saved.gaps,
        } for saved in done.tables
    ]  # fmt: skip
    return {
        "file": str(done.file), "schema": done.version, "first_page_read": not done.first_page, "tables": tables,
        "unknown_tables": list(done.unknown),
    }  # fmt: skip


def migrate(ctx: typer.Context) -> None:
    """Say which schema it had, and which it has."""
    from smwatch.store.connection import VERSION
    from smwatch.store.sql import bring_up_to_date

    terminal: Terminal = ctx.obj
    file = terminal.app.place
    was = bring_up_to_date(file)
    if terminal.globals.json:
        return terminal.print_json({"file": str(file), "was": was, "is": VERSION})
    if was == VERSION:
        return terminal.write(terminal.speech.say(N_("{file} is at schema {known}, as it was."), file=file, known=was))
    said = N_("{file} was at schema {version}, and is at schema {known} now.")
    return terminal.write(terminal.speech.say(said, file=file, version=was, known=VERSION))
