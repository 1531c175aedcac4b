"""`smwatch feeds add|preview`: feeds, those of a website or a preset's, looked at, then written into the config."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from smwatch.cli.asking import somebody
from smwatch.cli.choosing import (
    Chosen,
    Wanted,
    choose,
    is_new,
    is_preset,
    parameters,
    searched,
    whole_address,
    with_login,
)
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.cli.editing import Editing
    from smwatch.models import FeedSpec


class Comments(StrEnum):
    """Which comment feeds are followed."""

    MENTIONS = "mentions"
    ALL = "all"
    NONE = "none"


Words = Annotated[
    list[str],
    typer.Argument(
        metavar="ADDRESS|PRESET...",
        help=N_(
            "Addresses of feeds or websites; or a preset (`smwatch feeds presets`), with KEY=VALUE for what it takes."
        ),
    ),
]
Source = Annotated[str, typer.Option("--source", metavar="NAME", help=N_("What it is called; default: its title."))]
About = Annotated[
    list[str] | None,
    typer.Option("--about", metavar="BRAND", help=N_("A brand that all of it is about: each entry is a mention.")),
]
Followed = Annotated[
    Comments | None, typer.Option("--comments", help=N_("Follow the comments under: mentions, all or none."))
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", metavar="TAG", help=N_("A word to group it by; may be repeated."))
]
Brand = Annotated[
    str, typer.Option("--brand", metavar="NAME", help=N_("With a preset: the brand that is searched for."))
]
Lang = Annotated[str, typer.Option("--lang", metavar="LANG", help=N_("With a preset: in which language."))]
Region = Annotated[
    str, typer.Option("--region", metavar="REGION", help=N_("With a preset: in which country's edition, as CA."))
]
NoLook = Annotated[bool, typer.Option("--no-look", help=N_("Add it as it is, and ask no server."))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("Ask nothing: take all that a website offers."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Write nothing: show the lines that would be written."))]


def register(app: typer.Typer) -> None:
    """Put these under the noun `feeds`."""
    app.command("add", help=N_("Follow feeds: look at them, and write them into the config."))(add)
    app.command("preview", help=N_("Show what a feed would bring, and store nothing."))(preview)


def add(
    ctx: typer.Context,
    words: Words,
    *,
    source: Source = "",
    about: About = None,
    comments: Followed = None,
    tag: Tags = None,
    brand: Brand = "",
    lang: Lang = "",
    region: Region = "",
    no_look: NoLook = False,
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Parse, look, write, show."""
    from smwatch.cli.editing import Editing

    terminal: Terminal = ctx.obj
    editing = Editing(terminal)
    wanted = Wanted(
        words=tuple(words),
        source=source.strip(),
        about=tuple(terminal.brand(name).name for name in about or ()),
        comments=comments or "",
        tags=tuple(dict.fromkeys(tag or ())),
        brand=terminal.brand(brand).name if brand else "",
        lang=lang,
        region=region.upper(),
        look=not no_look,
        asks=not yes and somebody(terminal),
        yes=yes,
    )
    known: list[FeedSpec] = []
    chosen = [one for one in choose(terminal, editing, wanted) if is_new(editing, one, known)]
    if chosen:
        editing.add((one.added for one in chosen), dry_run=dry_run)
    tell(terminal, editing, chosen, known, dry_run=dry_run)


def tell(
    terminal: Terminal, editing: Editing, chosen: Sequence[Chosen], known: Sequence[FeedSpec], *, dry_run: bool
) -> None:
    """What was added, with what it brings; what was there already; what is next."""
    from smwatch.cli.looking import brought, looked_dict

    pairs = [(one, spec, polled) for one in chosen for spec, polled in zip(one.specs, one.polled, strict=True)]
    if terminal.globals.json:
        added = [
            {"url": masked(spec.url), "source": spec.source, "table": one.added[0], **looked_dict(polled)}
            for one, spec, polled in pairs
        ]
        there = [masked(spec.url) for spec in known]
        return terminal.print_json(
            {
                "config": str(editing.opened.path),
                "added": added,
                "known": there,
                "written": bool(chosen and not dry_run),
            }
        )
    say = terminal.note if dry_run else terminal.write
    for _, spec, polled in pairs:
        title = spec.source or (polled.title if polled else "")
        say("\n    ".join(filter(None, (masked(spec.url), title, brought(terminal, polled) if polled else ""))))
    for spec in known:
        terminal.note(N_("Followed already: {url}"), url=masked(spec.url))
    if chosen and dry_run:
        terminal.note(N_("Nothing was written: that is what --dry-run asks for."))
    elif chosen:
        terminal.note(N_("Written: {file}. `{smwatch} scan` polls what is new."), file=editing.opened.path)
    return None


def preview(
    ctx: typer.Context,
    words: Words,
    *,
    brand: Brand = "",
) -> None:
    """Look, show."""
    from smwatch.cli.looking import Look
    from smwatch.models import FeedSpec

    terminal: Terminal = ctx.obj
    look, given = Look.of(terminal), parameters(words) | ({"brand": brand} if brand else {})
    specs: list[FeedSpec] = []
    places = [word for word in words if "=" not in word or not is_preset(word)]
    if not places:
        what, mend = N_("{key} belongs to a preset, and none is named"), N_("`smwatch feeds presets` lists them")
        raise UsageError(what, mend, key=next(iter(given)))
    for word in places:
        if is_preset(word):
            specs += searched(terminal, word, given)[1]
            continue
        found = look.found(whole_address(word))
        itself = found.refused is None and found.failed is None
        specs += [
            FeedSpec(url=with_login(offer.url, whole_address(word))) for offer in found.offers[: 1 if itself else None]
        ]
    from smwatch.cli.views.offers import preview_dict, show_preview

    polled = [look.polled(spec) for spec in specs]
    if terminal.globals.json:
        return terminal.print_json([preview_dict(one) for one in polled])
    for one in polled:
        show_preview(terminal, one)
    return None
