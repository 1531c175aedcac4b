"""How feeds look: a line each, then why they are polled when they are, and what is wrong with some of them."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.views.mentions import linked
from smwatch.cli.wrapping import tell
from smwatch.feeds import timing
from smwatch.locales import N_, Speech
from smwatch.models import FeedRow, Health
from smwatch.reports.troubles import advice, fault, needs_a_look
from smwatch.store.feeds import AT_ONCE, COMMENTED, OFFLINE
from smwatch.store.health import UNFOLLOWED
from smwatch.text.links import masked, plain_address

STYLES = {
    Health.OK: "default",
    Health.FAILING: "red",
    Health.SILENT: "yellow",
    Health.GONE: "dim",
    Health.DISABLED: "dim",
}
HEALTHS = {
    Health.OK: N_("fine"),
    Health.FAILING: N_("failing"),
    Health.SILENT: N_("silent"),
    Health.GONE: N_("gone"),
    Health.DISABLED: N_("disabled"),
}


WHYS = {  # what `next_why` says, in a word
    timing.ASKED: N_("asked to wait"),
    timing.LIVELY: N_("lively"),
    timing.LEARNING: N_("learning"),
    timing.USUAL: N_("as usual"),
    timing.QUIET: N_("quiet"),
    timing.EMPTY: N_("empty so far"),
    timing.MENTIONS: N_("mentions"),
    timing.ALERTING: N_("alert"),
    timing.FOLLOWED: N_("followed"),
    timing.CONFIGURED: N_("config"),
    timing.FAILING: N_("backs off"),
    timing.PAUSED: N_("paused"),
    timing.GONE: N_("gone"),
    timing.RETIRED: N_("retired"),
    AT_ONCE: N_("new"),
    OFFLINE: N_("no network"),
    COMMENTED: N_("comments"),
    UNFOLLOWED: N_("no mention"),
}


def show_table(terminal: Terminal, rows: list[FeedRow]) -> None:
    """A line a feed: its state, what it brought, when it is polled next and why then; then what these words mean."""
    speech = terminal.speech
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column(speech.say(N_("Source")), no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column(speech.say(N_("State")), no_wrap=True)
    table.add_column(speech.say(N_("Entries")), justify="right", no_wrap=True)
    table.add_column(speech.say(N_("Mentions")), justify="right", no_wrap=True)
    table.add_column(speech.say(N_("Next")), no_wrap=True)
    table.add_column(speech.say(N_("Why then")), no_wrap=True)
    for row in under_their_parents(rows):
        name = Text(name_of(row), style=Style(link=linked(masked(row.url), terminal) or None))
        health = Text(speech.say(HEALTHS[row.status]), style=STYLES[row.status])
        numbers = speech.number(row.entries), speech.number(row.mentions)
        why = speech.say(WHYS[row.next_why]) if row.enabled and row.next_why in WHYS else ""
        table.add_row(name, health, *numbers, next_of(row, speech), why)
    terminal.out.print(table)
    said = dict.fromkeys(row.next_why for row in rows if row.enabled and row.next_why in WHYS)
    for why in said:
        legend = speech.say(N_("{what}: {how}"), what=speech.say(WHYS[why]), how=speech.say(why))
        tell(terminal.out, legend, "dim")


def next_of(row: FeedRow, speech: Speech) -> str:
    """When a feed is polled next, in a table."""
    if row.next_poll:
        return speech.short(row.next_poll)[5:]
    if not row.enabled:
        return ""
    return speech.say(N_("never") if row.retired or row.status is Health.GONE else N_("at once"))


def show_troubles(terminal: Terminal, rows: list[FeedRow]) -> None:
    """What is wrong with some feeds, and what to do about it."""
    speech = terminal.speech
    for row in rows:
        if needs_a_look(row):
            bad = row.status in {Health.FAILING, Health.GONE}
            style, mark = ("red", "✗") if bad else ("yellow", "⚠")
            said = speech.say(N_("{what}: {how}"), what=masked(row.url), how=fault(row, speech))
            terminal.out.print(Text(f"{mark} {said}", style=style), soft_wrap=True)
            if said := advice(row, speech):
                advised, _, command = said.partition(": smwatch ")  # a command stays whole, to be copied
                terminal.out.print(Padding(Text(f"→ {advised.rstrip()}"), (0, 0, 0, 2)))
                if command:
                    terminal.out.print(Text(f"    smwatch {command}"), soft_wrap=True)


def under_their_parents(rows: list[FeedRow]) -> list[FeedRow]:
    """The same rows, comment feeds after the feed that led to them."""
    known = {row.url for row in rows if not row.parent}
    found = defaultdict[str, list[FeedRow]](list)
    for row in rows:
        found[row.parent if row.parent in known else ""].append(row)
    return [one for row in found[""] for one in (row, *found[row.url])]


def name_of(row: FeedRow) -> str:
    """What a feed is called in a list: its source; a comment feed that was found, where it stands on its site."""
    if not row.parent:
        return row.source if row.source and row.source not in row.url else plain_address(row.url)
    parts = urlsplit(row.url)
    return "  ↳ " + (f"{parts.path}?{parts.query}" if parts.query else parts.path)
