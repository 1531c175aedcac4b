"""`smwatch feeds`: which feeds are polled, how they are doing, and which a website offers."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli import feeds_add, feeds_lists, feeds_remove
from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.feeds.discover import Found

app = typer.Typer()
feeds_add.register(app)
feeds_remove.register(app)
feeds_lists.register(app)


@app.command("list", help=N_("List every feed: when it is polled next and why then, and how it is doing."))
def list_(
    ctx: typer.Context,
    *,
    problems: Annotated[bool, typer.Option("--problems", help=N_("Only those that somebody should look at."))] = False,
    tag: o.Tag = "",
) -> None:
    """Parse, call, show."""
    terminal: Terminal = ctx.obj
    tags = tags_of(terminal, tag)
    rows = terminal.app.store.feeds()
    if tag:
        rows = [row for row in rows if tag.casefold() in map(str.casefold, tags.get(row.parent or row.url, ()))]
    if problems:
        from smwatch.reports.troubles import needs_a_look

        rows = [row for row in rows if needs_a_look(row)]
    if terminal.globals.json:
        from smwatch.reports.values import feed_dict

        return terminal.print_json(
            [feed_dict(row, terminal.speech, tags.get(row.parent or row.url, ())) for row in rows]
        )
    if not rows:
        terminal.note(
            N_("Every feed is fine.") if problems else N_("No feed yet. `{smwatch} scan` polls those of the config.")
        )
        return None
    from smwatch.cli.views.feeds import show_table, show_troubles

    if not problems:
        show_table(terminal, rows)
    show_troubles(terminal, rows)
    return None


@app.command("discover", help=N_("Find the feeds and comment feeds that a website offers."))
def discover(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(metavar="ADDRESS", help=N_("The website's address."))],
    *,
    allow_private: o.Private = None,
) -> None:
    """Parse, call, show."""
    from smwatch.cli.views.offers import as_dicts, show_offers, tell_failure, tell_nothing

    terminal: Terminal = ctx.obj
    found = look_at(terminal, url, tuple(allow_private or ()))
    if found.failed and not found.offers:
        raise tell_failure(found.failed, url)
    if found.failed:
        terminal.warn(found.failed.message, **found.failed.args)
    if terminal.globals.json:
        return terminal.print_json(as_dicts(found.offers))
    if found.offers:
        show_offers(terminal, found.offers)
    else:
        tell_nothing(terminal, url, found)
    return None


@app.command(
    "presets", help=N_("List the sites that [[searches]] in the config can search or follow; or explain one of them.")
)
def presets(
    ctx: typer.Context,
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help=N_("Explain this one: what it takes, gives and needs."))
    ] = None,
) -> None:
    """Parse, call, show."""
    from smwatch.cli.views.presets import as_dict, known, show_one, show_presets
    from smwatch.feeds.presets import preset_named

    terminal: Terminal = ctx.obj
    if name is not None:
        preset = preset_named(name)
        return terminal.print_json(as_dict(terminal, preset)) if terminal.globals.json else show_one(terminal, preset)
    found = known(terminal)
    if terminal.globals.json:
        return terminal.print_json([as_dict(terminal, preset) for preset in found])
    return show_presets(terminal, found)


def tags_of(terminal: Terminal, asked: str = "") -> dict[str, tuple[str, ...]]:
    """The tags of each feed of the config, by its address; UsageError where none bears the one that is asked for."""
    tags = {feed.url: feed.tags for feed in terminal.app.config.feeds if feed.tags}
    known = dict.fromkeys(tag for each in tags.values() for tag in each)
    if asked and asked.casefold() not in map(str.casefold, known):
        mend = N_("these are there: {known}") if known else N_('write tags = ["…"] under a [[feeds]] of the config')
        raise UsageError(N_("no feed bears the tag “{tag}”"), mend, tag=asked, known=", ".join(known))
    return tags


def look_at(terminal: Terminal, url: str, allow_private: tuple[str, ...]) -> Found:
    """What a website offers. Needs no config."""
    from smwatch.cli.looking import offered
    from smwatch.config.settings import Network
    from smwatch.feeds.fetch import HttpFetcher

    with closing(HttpFetcher(Network(allow_private=allow_private))) as fetcher:
        return offered(terminal, fetcher, url)
