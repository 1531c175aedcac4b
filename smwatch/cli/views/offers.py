"""How the feeds that a website offers look, and what is said where it offers none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError
from smwatch.feeds.discover import Found, Offer
from smwatch.feeds.refusals import JUST_PAGES
from smwatch.locales import N_
from smwatch.models import FailureKind, FeedKind
from smwatch.protocols import FetchFailed
from smwatch.text.links import masked

MOST_TOLD = 6  # of the places where nothing was found
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
        terminal.note(N_("To follow one: smwatch feeds add ADDRESS"))


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
