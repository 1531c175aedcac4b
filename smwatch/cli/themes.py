"""`smwatch mentions themes`: what people talk about."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from smwatch.cli import options as o
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_

PERIOD = "7d"
"""What is looked at unless --since says otherwise."""

MOST = 8
"""Themes that are told unless --limit says otherwise."""


def themes(
    ctx: typer.Context,
    *,
    brand: o.Brand = "",
    since: o.Since = PERIOD,
    until: o.Until = "",
    source: o.Source = "",
    lang: o.Lang = "",
    label: o.LabelOption = "",
    search: o.Search = "",
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=50, help=N_("At most so many."))] = MOST,
) -> None:
    """Parse, call, show."""
    from smwatch.cli.reading import check_period, mention_filter
    from smwatch.cli.views.themes import show_themes, theme_dict
    from smwatch.themes import find

    terminal: Terminal = ctx.obj
    wanted = mention_filter(
        terminal, brand=brand, since=since, until=until, label_typed=label, source=source, lang=lang, search=search
    )
    store, now, start = terminal.app.store, terminal.app.clock(), wanted.since
    end = min(wanted.until or now, now)
    check_period(start, end, now)
    earlier = replace(wanted, since=start - (end - start), until=start) if start else None
    brands = [one for one in terminal.app.config.brands if wanted.brand in {"", one.name}]
    told = find.themes(
        store.mentions(wanted),
        store.mentions(earlier) if earlier else (),
        names=[name for one in brands for name in one.names],
        most=limit,
    )
    if terminal.globals.json:
        return terminal.print_json([theme_dict(theme) for theme in told])
    return show_themes(terminal, told)


def register(app: typer.Typer) -> None:
    """The command."""
    what = N_("What people talk about: terms that stand out, against the period before.")
    app.command("themes", help=what)(themes)
