"""`smwatch db prune` and `smwatch db forget`: what isn't kept for ever."""

from __future__ import annotations

from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.asking import agreed, somebody
from smwatch.cli.terminal import Terminal
from smwatch.errors import ExitCode, UsageError
from smwatch.locales import N_

Dry = Annotated[bool, typer.Option("--dry-run", help=N_("Only say what would go."))]


def register(app: typer.Typer) -> None:
    """Both under the noun `db`."""
    app.command("prune", help=N_("Delete what is past its time, as [retention] in the config says."))(prune)
    app.command("forget", help=N_("Take a person, or a brand that isn't watched any more, out of the database."))(
        forget
    )


def prune(
    ctx: typer.Context,
    *,
    dry_run: Dry = False,
    labels: Annotated[
        bool, typer.Option("--labels", help=N_("Delete your labels of these mentions too, with their texts."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("The clock is right, however late it is."))] = False,
) -> None:
    """Parse, call, show."""
    from smwatch import keeping
    from smwatch.cli.views.keeping import pruned_dict, show_pruned
    from smwatch.cli.views.waiting import Bar

    terminal: Terminal = ctx.obj
    now, kept = terminal.app.clock(), terminal.app.config.retention
    limits = keeping.limits(kept, now, labels=labels, sure=yes, dry_run=dry_run)
    terminal.stopped = N_("Stopped. Nothing is lost; this goes on from here: {command}")
    terminal.again = terminal.typed("db", "prune", *(["--labels"] if labels else []))
    with Bar(terminal, N_("Deleting what is past its time")) as progress:
        done = keeping.prune(terminal.app.store, limits, now, progress)
    if terminal.globals.json:
        return terminal.print_json(pruned_dict(done, dry_run=dry_run))
    show_pruned(terminal, done, kept, dry_run=dry_run)
    return None


def forget(
    ctx: typer.Context,
    *,
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help=N_("Whom: a name, an e-mail address or a page."))
    ] = "",
    brand: Annotated[
        str, typer.Option("--brand", metavar="NAME", help=N_("Which brand, once it is out of the config."))
    ] = "",
    yes: o.Yes = False,
    dry_run: Dry = False,
    undo: Annotated[bool, typer.Option("--undo", help=N_("Keep what this author writes from now on again."))] = False,
    backups: Annotated[
        bool, typer.Option("--backups", help=N_("Delete the copies of the database that smwatch made, too."))
    ] = False,
    wait: o.Wait = "",
) -> None:
    """Parse, and hand on."""
    from smwatch.cli.reading import duration

    terminal: Terminal = ctx.obj
    if bool(author.strip()) == bool(brand.strip()):
        raise UsageError(N_("name an author or a brand"), N_('as in: smwatch db forget --author "Marie Tremblay"'))
    if undo and (brand or dry_run or backups):
        raise UsageError(N_("--undo goes with --author alone"), N_("leave the other options out"))
    patience = duration(wait, "--wait") if wait else 0
    if undo:
        return remember(terminal, author)
    if brand:
        return forget_brand(terminal, brand, yes=yes, dry_run=dry_run, wait=patience)
    return forget_author(terminal, author, yes=yes, dry_run=dry_run, backups=backups, wait=patience)


def forget_author(terminal: Terminal, author: str, *, yes: bool, dry_run: bool, backups: bool, wait: float) -> None:
    """Say who that is, ask, do it, say how it went."""
    from smwatch import keeping
    from smwatch.cli.views.keeping import WHO, forgotten_dict, person_dict, show_forgotten, show_person
    from smwatch.cli.views.waiting import Bar, waiting

    app = terminal.app
    with waiting(terminal, N_("Looking through what is stored")):
        found = keeping.person(app.store, author, app.config.brands, anyway=yes and not dry_run)
    if not keeping.is_stored(found) and (names := app.store.authors_like(author)):
        terminal.warn(N_("Did you mean {names}?"), names=", ".join(terminal.speech.quote(name) for name in names))
    if dry_run and terminal.globals.json:
        return terminal.print_json(person_dict(author, found))
    if not terminal.globals.json:
        show_person(terminal, author, found)
    if dry_run:
        return None
    confirm(terminal, yes=yes)
    terminal.stopped = N_("Stopped. Run it again, so that it is proved: {command}")
    terminal.again = terminal.typed("db", "forget", "--author", author)
    with Bar(terminal, N_("Taking them out, and reading through the file")) as progress:
        done = keeping.forget(
            app.store, author, specs=app.specs, now=app.clock(), wait=wait, delete_backups=backups, progress=progress
        )
    if terminal.globals.json:
        terminal.print_json(forgotten_dict(author, done))
    else:
        show_forgotten(terminal, author, done)
    if any(not left.feed and left.where != WHO for left in done.left):
        raise typer.Exit(ExitCode.NOTHING_DONE)
    return None


def forget_brand(terminal: Terminal, brand: str, *, yes: bool, dry_run: bool, wait: float) -> None:
    """Say how much that is, ask, do it."""
    from smwatch import keeping
    from smwatch.cli.views.keeping import brand_dict, brand_line, show_thrown_away
    from smwatch.cli.views.waiting import waiting

    app = terminal.app
    found = keeping.forget_brand(app.store, brand, app.config.brands, now=app.clock(), dry_run=True)
    if not terminal.globals.json:
        terminal.write(brand_line(brand, found, terminal.speech))
    if not dry_run:
        confirm(terminal, yes=yes)
        with waiting(terminal, N_("Deleting them")):
            found = keeping.forget_brand(app.store, brand, app.config.brands, now=app.clock(), wait=wait)
    if terminal.globals.json:
        return terminal.print_json(brand_dict(brand, found, done=not dry_run))
    if not dry_run:
        show_thrown_away(terminal, found.messages)
        terminal.note(N_("They are deleted."))
    return None


def remember(terminal: Terminal, author: str) -> None:
    """Take it back for what comes from now on."""
    from smwatch import keeping

    keeping.remember(terminal.app.store, author, terminal.app.clock())
    if terminal.globals.json:
        return terminal.print_json({"author": author, "forgotten": False})
    terminal.note(N_("What {author} writes from now on is stored again. What was taken out is gone."), author=author)
    return None


def confirm(terminal: Terminal, *, yes: bool) -> None:
    """Ask where somebody is there to answer; UsageError where nobody is, and nobody said --yes."""
    if yes:
        return
    if not somebody(terminal):
        raise UsageError(N_("nobody is there to be asked"), N_("add --yes to have it done, or --dry-run to look first"))
    if not agreed(terminal, N_("This can't be undone. Go on? [y/N]")):
        terminal.note(N_("Nothing was changed."))
        raise typer.Exit
