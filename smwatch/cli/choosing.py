"""From addresses and presets as they were typed to tables of a config, each looked at: for `smwatch feeds add`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from smwatch.cli.asking import Asker
from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_
from smwatch.text.links import masked, same_address, with_scheme

if TYPE_CHECKING:
    from smwatch.cli.editing import Added, Editing
    from smwatch.cli.looking import Look
    from smwatch.config.settings import Search
    from smwatch.feeds.discover import Found, Offer
    from smwatch.models import FeedSpec, Polled


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


def choose(terminal: Terminal, editing: Editing, wanted: Wanted) -> Iterator[Chosen]:
    """The tables that the words stand for, each looked at."""
    from smwatch.cli.looking import Look

    look, given = Look.of(terminal), parameters(wanted.words)
    presets = [word for word in wanted.words if is_preset(word) and "=" not in word]
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
            looks = wanted.look and same_address(spec.url) not in editing.known  # what is followed needs no look
            yield Chosen(("feeds", keys | {"tags": wanted.tags}), (spec,), (look.polled(spec) if looks else None,))


def is_preset(word: str) -> bool:
    """Whether a word can't be an address: a name, or KEY=VALUE."""
    key, equals, _ = word.partition("=")
    return bool(equals and key.isidentifier()) or not ({".", ":", "/"} & set(word) or word == "localhost")


def parameters(words: Sequence[str]) -> dict[str, Any]:
    """What KEY=VALUE words say, about= a brand each; UsageError for a key that no preset takes."""
    from smwatch.config.settings import Search

    said = [(key, value) for key, equals, value in (word.partition("=") for word in words)
            if equals and key.isidentifier()]  # fmt: skip
    given: dict[str, Any] = {key: value.strip() for key, value in said}
    if "about" in given:
        given["about"] = tuple(dict.fromkeys(value.strip() for key, value in said if key == "about"))
    known = [each.name for each in fields(Search) if each.name != "preset"]
    if unknown := [key for key in given if key not in known]:
        what = N_("no preset takes {key}")
        raise UsageError(what, N_("these are known: {known}"), key=unknown[0], known=", ".join(known))
    return given


def whole_address(word: str) -> str:
    """The address; https:// is put before one that lacks it. UsageError where it is none."""
    from smwatch.config.kinds import is_web_address

    address = with_scheme(word)
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
        N_("take one: {smwatch} feeds add {offer}; or --yes takes all"),
        url=masked(address),
        offer=masked(found.offers[0].url),
    )


def is_new(editing: Editing, one: Chosen, known: list[FeedSpec]) -> bool:
    """Whether any of its feeds isn't followed yet; those that are, are noted. What is new is known from then on."""
    there = [spec for spec in one.specs if same_address(spec.url) in editing.known]
    known += there
    editing.known.update({same_address(spec.url): spec for spec in one.specs})
    return len(there) < len(one.specs)
