"""`smwatch feeds add|preview`: feeds, those of a website or a preset's, looked at, then written into the config."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.text.links import masked, same_address

if TYPE_CHECKING:
    from smwatch.cli.editing import Added, Editing
    from smwatch.cli.looking import Look
    from smwatch.config.settings import Search
    from smwatch.feeds.discover import Found, Offer
    from smwatch.models import FeedSpec, Polled


class Comments(StrEnum):
    """Which comment feeds are followed."""

    MENTIONS = "mentions"
    ALL = "all"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed."""

    words: tuple[str, ...]
    source: str = ""
    about: tuple[str, ...] = ()
    comments: str = ""
    tags: tuple[str, ...] = ()
    brand: str = ""
    lang: str = ""
    region: str = ""
    look: bool = True
    asks: bool = False  # somebody is there to answer
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """A table to write, and what its feeds would bring; None: they weren't looked at."""

    added: Added
    specs: tuple[FeedSpec, ...]
    polled: tuple[Polled | None, ...]


Words = Annotated[
    list[str],
    typer.Argument(
        metavar="ADDRESS|PRESET...",
        help=N_(
            "Addresses of feeds or websites; or a preset (`smwatch feeds presets`), with KEY=VALUE for what it takes."
        ),
    ),
]
Brand = Annotated[
    str, typer.Option("--brand", metavar="NAME", help=N_("With a preset: the brand that is searched for."))
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Write nothing: show the lines that would be written."))]


def register(app: typer.Typer) -> None:
    """Put these under the noun `feeds`."""
    app.command("add", help=N_("Follow feeds: look at them, and write them into the config."))(add)
    app.command("preview", help=N_("Show what a feed would bring, and store nothing."))(preview)


def add(
    ctx: typer.Context,
    words: Words,
    *,
    source: Annotated[
        str, typer.Option("--source", metavar="NAME", help=N_("What it is called; default: its title."))
    ] = "",
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="BRAND", help=N_("A brand that all of it is about: each entry is a mention.")),
    ] = None,
    comments: Annotated[
        Comments | None, typer.Option("--comments", help=N_("Follow the comments under: mentions, all or none."))
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="TAG", help=N_("A word to group it by; may be repeated."))
    ] = None,
    brand: Brand = "",
    lang: Annotated[str, typer.Option("--lang", metavar="LANG", help=N_("With a preset: in which language."))] = "",
    region: Annotated[
        str, typer.Option("--region", metavar="REGION", help=N_("With a preset: in which country's edition, as CA."))
    ] = "",
    no_look: Annotated[bool, typer.Option("--no-look", help=N_("Add it as it is, and ask no server."))] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("Ask nothing: take all that a website offers."))] = False,
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
        asks=not yes and not terminal.globals.json and sys.stdin.isatty(),
        yes=yes,
    )
    known: list[FeedSpec] = []
    chosen = [one for one in choose(terminal, editing, wanted) if _is_new(editing, one, known)]
    if chosen:
        editing.add((one.added for one in chosen), dry_run=dry_run)
    tell(terminal, editing, chosen, known, dry_run=dry_run)


def choose(terminal: Terminal, editing: Editing, wanted: Wanted) -> Iterator[Chosen]:
    """The tables that the words stand for, each looked at."""
    from smwatch.cli.looking import Look

    look, given = Look.of(terminal), parameters(wanted.words)
    presets = [word for word in wanted.words if is_preset(word) and word.partition("=")[0] not in given]
    addresses = [word for word in wanted.words if not is_preset(word)]
    more = {name: value for name in ("brand", "lang", "region") if (value := getattr(wanted, name))} | given
    if more and not presets:
        what, mend = N_("{key} belongs to a preset, and none is named"), N_("`smwatch feeds presets` lists them")
        raise UsageError(what, mend, key=next(iter(more)))
    alone = {"--source": wanted.source, "--comments": wanted.comments, "--tag": wanted.tags}
    if presets and not addresses and (names := [name for name, value in alone.items() if value]):
        what, mend = N_("{option} belongs to an address, and none is given"), N_("leave it out for a preset")
        raise UsageError(what, mend, option=names[0])
    for preset in presets:
        yield _of_preset(terminal, look, preset, more, wanted)
    for word in addresses:
        address = whole_address(word)
        for spec in _of_address(terminal, editing, look, address, wanted):
            keys = {"url": spec.url, "source": spec.source, "about": wanted.about, "comments": wanted.comments}
            yield Chosen(
                ("feeds", keys | {"tags": wanted.tags}), (spec,), (look.polled(spec) if wanted.look else None,)
            )


def is_preset(word: str) -> bool:
    """Whether a word can't be an address: a name, or KEY=VALUE."""
    key, equals, _ = word.partition("=")
    return bool(equals and key.isidentifier()) or not ({".", ":", "/"} & set(word) or word == "localhost")


def parameters(words: Sequence[str]) -> dict[str, str]:
    """What KEY=VALUE words say; UsageError for a key that no preset takes."""
    from smwatch.config.settings import Search

    given = {
        key: value for key, equals, value in (word.partition("=") for word in words) if equals and key.isidentifier()
    }
    known = [each.name for each in fields(Search) if each.name != "preset"]
    if unknown := [key for key in given if key not in known]:
        what = N_("no preset takes {key}")
        raise UsageError(what, N_("these are known: {known}"), key=unknown[0], known=", ".join(known))
    return given


def whole_address(word: str) -> str:
    """The address; https:// is put before one that lacks it. UsageError where it is none."""
    from smwatch.config.kinds import is_web_address

    address = word.strip() if "://" in word else f"https://{word.strip()}"
    if not is_web_address(address):
        mend = N_("it must begin with https:// or http:// and a host")
        raise UsageError(N_("{value} is no web address"), mend, value=masked(word))
    return address


def _of_preset(terminal: Terminal, look: Look, preset: str, given: dict[str, str], wanted: Wanted) -> Chosen:
    search, specs = searched(terminal, preset, given | ({"about": wanted.about} if wanted.about else {}))
    keys = {each.name: getattr(search, each.name) for each in fields(search)}
    polled = tuple(look.polled(spec) if wanted.look else None for spec in specs)
    return Chosen(("searches", keys), specs, polled)


def searched(terminal: Terminal, preset: str, given: dict[str, Any]) -> tuple[Search, tuple[FeedSpec, ...]]:
    """The search that a preset makes of what is given, and its feeds; UsageError where that makes none."""
    from smwatch.cli.editing import as_typed
    from smwatch.feeds.presets import UnknownPresetError, make_search, search_feeds

    app = terminal.app
    try:
        search = make_search(preset, given)
    except UnknownPresetError as error:  # typed, and not of the config
        raise UsageError(error.what, error.mend, **error.arguments) from error
    if isinstance(search, list):
        first = search[0]
        if first.key == "brand" and not given.get("brand"):
            known = ", ".join(each.name for each in app.config.brands)
            raise UsageError(N_("name the brand: --brand NAME"), N_("the config has: {known}"), known=known)
        raise as_typed(terminal, first)
    if search.brand:
        search = replace(search, brand=terminal.brand(search.brand).name)
    brand = app.brand(search.brand)
    names = (brand.names or (brand.name,)) if brand else ()
    return search, search_feeds(search, names, app.config.languages)


def _of_address(terminal: Terminal, editing: Editing, look: Look, address: str, wanted: Wanted) -> Iterator[FeedSpec]:
    """The feeds to follow: the one at the address, or those of the page there that are taken."""
    from smwatch.models import FeedSpec

    known = editing.known.get(same_address(address))
    if known or not wanted.look:
        yield known or FeedSpec(url=address, source=wanted.source, about=wanted.about)
        return
    found = look.found(address)
    if found.refused is None and found.failed is None:  # it is a feed itself
        yield FeedSpec(url=with_login(found.offers[0].url, address), source=wanted.source, about=wanted.about)
        return
    for offer in taken_of(terminal, editing, address, found, wanted):
        yield FeedSpec(url=offer.url, source=wanted.source, about=wanted.about)


def with_login(url: str, typed: str) -> str:
    """The address as it was typed, login included, where it leads to what was found; what moved gets no login."""
    from smwatch.feeds.links import without_login

    return typed if same_address(without_login(typed)) == same_address(url) else url


def taken_of(terminal: Terminal, editing: Editing, address: str, found: Found, wanted: Wanted) -> Sequence[Offer]:
    """Those of a page's feeds that are wanted; where nobody can be asked, NothingDoneError says how to take one."""
    if wanted.yes:
        return found.offers
    if wanted.asks:
        from smwatch.cli.init import Asker

        asker = Asker(terminal, silent=False)
        taken: list[Offer] = []
        for offer in found.offers:
            terminal.note(N_("Found: {title} ({url})"), title=offer.title or "?", url=masked(offer.url))
            if same_address(offer.url) in editing.known or asker.yes(N_("Follow it?")):
                taken.append(offer)
        return taken
    if not terminal.globals.json:
        from smwatch.cli.views.offers import show_offers

        show_offers(terminal, found.offers, how=False)
    raise NothingDoneError(
        N_("{url} is a page that offers feeds: nothing was added"),
        N_("take one: smwatch feeds add {offer}; or --yes takes all"),
        url=masked(address),
        offer=masked(found.offers[0].url),
    )


def _is_new(editing: Editing, one: Chosen, known: list[FeedSpec]) -> bool:
    """Whether any of its feeds isn't followed yet; those that are, are noted. What is new is known from then on."""
    there = [spec for spec in one.specs if same_address(spec.url) in editing.known]
    known += there
    editing.known.update({same_address(spec.url): spec for spec in one.specs})
    return len(there) < len(one.specs)


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
        terminal.note(N_("Written: {file}. `smwatch scan` polls what is new."), file=editing.opened.path)
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
    for word in words:
        if "=" in word and is_preset(word):
            continue
        if is_preset(word):
            specs += searched(terminal, word, given)[1]
            continue
        found = look.found(whole_address(word))
        itself = found.refused is None and found.failed is None
        specs += [
            FeedSpec(url=with_login(offer.url, whole_address(word))) for offer in found.offers[: 1 if itself else None]
        ]
    from smwatch.cli.views.previews import preview_dict, show_preview

    polled = [look.polled(spec) for spec in specs]
    if terminal.globals.json:
        return terminal.print_json([preview_dict(one) for one in polled])
    for one in polled:
        show_preview(terminal, one)
    return None
