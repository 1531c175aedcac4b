"""`smwatch feeds import|export`: lists of feeds from and for other programs, as OPML."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.feeds_add import DryRun
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.text.links import masked, same_address

if TYPE_CHECKING:
    from smwatch.config.edit import Table
    from smwatch.feeds.opml import Listed
    from smwatch.models import FeedSpec

MOST_TOLD = 10
"""Lines without a feed that are told one by one."""


class Format(StrEnum):
    """In which form feeds go out."""

    OPML = "opml"


def register(app: typer.Typer) -> None:
    """Put these under the noun `feeds`."""
    app.command("import", help=N_("Take over feeds from an OPML file, or from a text with an address a line."))(import_)
    app.command("export", help=N_("Write the feeds as OPML, for a feed reader or another smwatch."))(export)


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("OPML, or addresses a line each; - is stdin."))],
    *,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help=N_("A tag for all of them, besides their folders."))
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("Ask each feed first; those that don't answer are told and left out."))
    ] = False,
    dry_run: DryRun = False,
) -> None:
    """Read, compare, write, show."""
    from dataclasses import replace

    from smwatch.cli.editing import Editing
    from smwatch.feeds.opml import read_list

    terminal: Terminal = ctx.obj
    editing = Editing(terminal)
    listed = read_list(_bytes_of(file))
    tags = tuple(one for one in tag or () if one.strip())
    new = [
        replace(feed, tags=tuple(dict.fromkeys((*tags, *feed.tags))))
        for feed in listed.feeds
        if same_address(feed.url) not in editing.known
    ]
    known = [feed for feed in listed.feeds if same_address(feed.url) in editing.known]
    if check:
        new = answering(terminal, new)
    if new:
        editing.add((("feeds", keys_of(feed)) for feed in new), dry_run=dry_run)
    _tell(terminal, editing.opened.path, listed, new, known, dry_run=dry_run)


def _bytes_of(file: Path) -> bytes:
    """What the file holds, or stdin; not more than it takes to see that it is too long."""
    from smwatch.feeds.opml import MAX_BYTES

    try:
        if file == Path("-"):
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        what, mend = N_("{file} can't be read ({reason})"), N_("check its name and who may read it")
        raise UsageError(what, mend, file=file, reason=error.strerror or error) from error


def keys_of(feed: FeedSpec) -> Table:
    """A feed as the config says it."""
    keys: dict[str, str | tuple[str, ...] | bool] = {"url": feed.url, "source": feed.source, "tags": feed.tags}
    return keys if feed.enabled else keys | {"enabled": False}


def answering(terminal: Terminal, feeds: Sequence[FeedSpec]) -> list[FeedSpec]:
    """Those that are feeds, asked with a scan's manners; the others are told."""
    from smwatch.cli.check_feeds import Trial

    trial = Trial(terminal)
    with terminal.busy(N_("Asking each feed")):
        for tried in trial.each(feeds):
            if not tried.fine:
                terminal.warn(N_("Left out: {url}: {why}"), url=tried.what, why=tried.message)
    return [feed for feed in feeds if feed.url not in trial.failed]


def _tell(
    terminal: Terminal,
    path: Path,
    listed: Listed,
    new: Sequence[FeedSpec],
    known: Sequence[FeedSpec],
    *,
    dry_run: bool,
) -> None:
    """How many came, how many were there already or named no feed, and what is next."""
    if terminal.globals.json:
        return terminal.print_json(
            {
                "config": str(path),
                "added": [{"url": masked(one.url), "source": one.source, "tags": list(one.tags)} for one in new],
                "known": [masked(one.url) for one in known],
                "twice": listed.twice,
                "flaws": [{"line": flaw.line, "text": masked(flaw.text)} for flaw in listed.flaws],
                "written": bool(new and not dry_run),
            }
        )
    count = terminal.speech.count
    for flaw in listed.flaws[:MOST_TOLD]:
        terminal.warn(N_("Line {line} names no feed: {text}"), line=flaw.line, text=masked(flaw.text))
    if (more := len(listed.flaws) - MOST_TOLD) > 0:
        terminal.tell(count("{n} more line names none.", "{n} more lines name none.", more), "yellow")
    if known:
        terminal.note(count("{n} feed was followed already.", "{n} feeds were followed already.", len(known)))
    if listed.twice:
        terminal.note(count("{n} address stood there twice.", "{n} addresses stood there twice.", listed.twice))
    if not new:
        terminal.note(N_("No feed is new: nothing was written."))
    elif dry_run:
        terminal.note(N_("Nothing was written: that is what --dry-run asks for."))
    else:
        added = count("{n} feed was added to {file}.", "{n} feeds were added to {file}.", len(new), file=path)
        terminal.note("{said}", said=added)
        terminal.note(N_("Next: `{smwatch} check` asks each of them, `{smwatch} scan` polls."))
    return None


def export(
    ctx: typer.Context,
    *,
    format: Annotated[Format, typer.Option("--format", help=N_("In which form: opml."))] = Format.OPML,  # noqa: ARG001 - there is one
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help=N_("The file; default: standard output."))
    ] = None,
    tag: o.Tag = "",
) -> None:
    """Gather, write, say what a reader should know."""
    from smwatch.cli.destination import file_of, put
    from smwatch.cli.feeds import tags_of
    from smwatch.feeds.opml import opml_text

    terminal: Terminal = ctx.obj
    terminal.app.check_config()
    tags_of(terminal, tag)  # tells a tag that nobody bears
    specs = [one for one in terminal.app.specs if not tag or tag.casefold() in map(str.casefold, one.tags)]
    title = terminal.speech.say(N_("Feeds of smwatch"))
    put(file_of(output), opml_text(specs, title, terminal.app.clock()))
    if any(masked(one.url) != one.url for one in specs):
        terminal.warn(N_("Some addresses hold a login or a key: whoever gets this list gets these too."))
    if file_of(output):
        count = terminal.speech.count
        said = count("{n} feed was written to {file}.", "{n} feeds were written to {file}.", len(specs), file=output)
        terminal.note("{said}", said=said)
