"""How feeds look before they are followed: those that a website offers, and what one would bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from rich.text import Text

from smwatch.cli.looking import brought, looked_dict
from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError
from smwatch.feeds.discover import Found, Offer
from smwatch.feeds.refusals import JUST_PAGES
from smwatch.locales import N_
from smwatch.models import Entry, FailureKind, FeedKind, Polled
from smwatch.protocols import FetchFailed
from smwatch.reports.values import iso
from smwatch.text.links import masked

MOST_TOLD = 6  # of the places where nothing was found
MOST = 10  # entries that are shown: what a screen holds
CLOSED = {FailureKind.UNAUTHORIZED, FailureKind.STATUS, FailureKind.GONE, FailureKind.THROTTLED}


def as_dicts(offers: Sequence[Offer]) -> list[dict[str, Any]]:
    """The offers for --json."""
    return [
        {"url": masked(offer.url), "title": offer.title, "kind": offer.kind, "entries": offer.entries}
        for offer in offers
    ]


def show_offers(terminal: Terminal, offers: Sequence[Offer], *, how: bool = True) -> None:
    """An address a line, as it can be copied; under it what is there. Then `how` to follow one."""
    room = max(40, terminal.out.width) - 4
    for offer in offers:
        terminal.write(f"{masked(offer.url)}\n    {_described(terminal, offer, room)}")
    if how:
        terminal.note(N_("To follow one: {smwatch} feeds add ADDRESS"))


def _described(terminal: Terminal, offer: Offer, room: int) -> str:
    """How much it holds, and its title as far as there is room."""
    if offer.kind is FeedKind.COMMENTS:
        much = terminal.speech.count("{n} comment", "{n} comments", offer.entries)
    else:
        much = terminal.speech.count("{n} entry", "{n} entries", offer.entries)
    line = f"{much} · {offer.title}" if offer.title else much
    return line if len(line) <= room else f"{line[: room - 1].rstrip()}…"


def tell_nothing(terminal: Terminal, url: str, found: Found) -> None:
    """That no feed was found: why, where it was looked for, and what can be done."""
    terminal.note(N_("No feed was found at {url}."), url=masked(url))
    if found.failed:
        terminal.note(N_("The reason: {why}"), why=terminal.speech.say(found.failed.message, **found.failed.args))
    elif found.refused and found.refused.message not in JUST_PAGES:
        terminal.note(N_("The reason: {why}"), why=terminal.speech.say(found.refused.message, **found.refused.said))
    if found.tried:
        places = [urlsplit(place)._replace(scheme="", netloc="").geturl() or "/" for place in found.tried]
        more = ", …" if len(places) > MOST_TOLD else ""
        terminal.note(N_("Tried: {places}"), places=", ".join(places[:MOST_TOLD]) + more)
    if not found.failed:
        terminal.note(N_("If the site has a link called RSS, Atom or feed, give its address."))
        terminal.note(N_("Otherwise a search may find what it says: `smwatch feeds presets` lists them."))


THROUGH = N_("--allow-private {address} lets it through this once")


def tell_failure(failed: FetchFailed, url: str, opens: str = THROUGH) -> NothingDoneError:
    """The error that ends the command where the page itself could not be had; `opens` lets an address through."""
    mend = N_("see whether {url} opens in a browser")
    if failed.kind is FailureKind.FORBIDDEN_ADDRESS and "address" in failed.args:
        mend = opens
    elif failed.kind in CLOSED:
        mend = N_("if a browser opens it, give the address of its link called RSS, Atom or feed")
    return NothingDoneError(failed.message, mend, **{**failed.args, "url": masked(url)})


def preview_dict(polled: Polled) -> dict[str, Any]:
    """One of `feeds preview --json`, with all its entries."""
    brands = _brands(polled)
    entries = [
        {"url": masked(one.url), "title": one.title, "published": iso(one.published), "brands": brands[one.key]}
        for one in _newest(polled)
    ]
    return {"url": masked(polled.feed.spec.url), **looked_dict(polled), "newest": entries}


def show_preview(terminal: Terminal, polled: Polled) -> None:
    """Its address, title and numbers, then an entry a line: when, what, and whom it mentions."""
    speech, brands = terminal.speech, _brands(polled)
    terminal.write(masked(polled.feed.spec.url))
    for line in filter(None, (polled.title, brought(terminal, polled))):
        terminal.out.print(Text(f"    {line}"), soft_wrap=True)
    for entry in _newest(polled)[:MOST]:
        title = entry.title or " ".join(entry.text.split()) or masked(entry.url)
        named = f"[{', '.join(brands[entry.key])}] " if brands[entry.key] else ""
        shown = Text(f"    {speech.short(entry.published)}  {named}{title}", no_wrap=True, overflow="ellipsis")
        terminal.out.print(shown)
    terminal.note(N_("Nothing was stored. To follow it: {smwatch} feeds add {url}"), url=masked(polled.feed.spec.url))


def _newest(polled: Polled) -> list[Entry]:
    return sorted(polled.entries, key=lambda entry: entry.published, reverse=True)


def _brands(polled: Polled) -> defaultdict[str, list[str]]:
    """Which brands each entry mentions, by its key."""
    found = defaultdict[str, list[str]](list)
    for mention in polled.mentions:
        found[mention.entry_key].append(mention.brand)
    return found
