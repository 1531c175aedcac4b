"""How feeds look: a line each, and one more for what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import urlsplit

from rich.style import Style
from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_, Speech
from smwatch.models import FeedRow, Health
from smwatch.text.links import masked

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


def show_table(terminal: Terminal, rows: list[FeedRow]) -> None:
    """A line a feed, and one more for what is wrong with it."""
    speech = terminal.speech
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column(speech.say(N_("Source")), no_wrap=True, overflow="ellipsis", ratio=1)
    table.add_column(speech.say(N_("State")), no_wrap=True)
    table.add_column(speech.say(N_("Entries")), justify="right", no_wrap=True)
    table.add_column(speech.say(N_("Mentions")), justify="right", no_wrap=True)
    table.add_column(speech.say(N_("Polled")), no_wrap=True)
    table.add_column(speech.say(N_("Next")), no_wrap=True)
    for row in under_their_parents(rows):
        name = Text(name_of(row), style=Style(link=masked(row.url)))
        health = Text(speech.say(HEALTHS[row.status]), style=STYLES[row.status])
        times = [speech.short(at)[5:] if at else "" for at in (row.last_poll, row.next_poll)]
        table.add_row(name, health, speech.number(row.entries), speech.number(row.mentions), *times)
    terminal.out.print(table)
    for row in rows:
        if row.status in {Health.FAILING, Health.GONE}:
            terminal.out.print(Text(trouble(row, speech), style="red"), soft_wrap=True)


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
        return row.source or masked(row.url)
    parts = urlsplit(row.url)
    return "  ↳ " + (f"{parts.path}?{parts.query}" if parts.query else parts.path)


def trouble(row: FeedRow, speech: Speech) -> str:
    """What is wrong with a feed, on one line."""
    return speech.say(
        N_("✗ {feed}: {message} ({times} in a row)"),
        feed=masked(row.url),
        message=speech.say(row.message, **row.args),
        times=speech.count("{n} failure", "{n} failures", row.failures),
    )
