"""How a feed looks before it is followed: what it is, and its newest entries with the brands that they mention."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rich.text import Text

from smwatch.cli.looking import brought, looked_dict
from smwatch.cli.terminal import Terminal
from smwatch.locales import N_
from smwatch.models import Entry, Polled
from smwatch.reports.values import iso
from smwatch.text.links import masked

MOST = 10  # entries that are shown: what a screen holds


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
    terminal.note(N_("Nothing was stored. To follow it: smwatch feeds add {url}"), url=masked(polled.feed.spec.url))


def _newest(polled: Polled) -> list[Entry]:
    return sorted(polled.entries, key=lambda entry: entry.published, reverse=True)


def _brands(polled: Polled) -> defaultdict[str, list[str]]:
    """Which brands each entry mentions, by its key."""
    found = defaultdict[str, list[str]](list)
    for mention in polled.mentions:
        found[mention.entry_key].append(mention.brand)
    return found
