"""How an import looks: what was understood of the file, before it is stored and after."""

from __future__ import annotations

from typing import Any, Final

from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.importing import Outcome
from smwatch.imports.entries import Trouble
from smwatch.locales import N_, Speech
from smwatch.models import Saved
from smwatch.reports.values import iso

MOST: Final = 12
"""Columns that nothing is read from which are named."""

TITLE: Final = 60  # characters of what a sample says
SIGNS: Final = {",": ",", ";": ";", "\t": N_("tabs")}


def outcome_dict(outcome: Outcome, speech: Speech, *, stored: bool) -> dict[str, Any]:
    """`mentions import --json`."""
    shape, saved = outcome.shape, outcome.saved or Saved()
    return {
        "service": shape.service.name,
        "experimental": shape.service.experimental,
        "encoding": outcome.encoding,
        "delimiter": outcome.sign,
        "timezone": shape.zone.key,
        "month_first": None if outcome.doubtful else shape.month_first,
        "columns": {name: list(columns) for name, columns in shape.used.items()},
        "ignored": list(shape.ignored),
        "since": iso(outcome.first),
        "until": iso(outcome.last),
        "rows": {"all": outcome.rows, "read": outcome.read, "unreadable": outcome.unread, "known": outcome.known},
        "brands": dict(sorted(outcome.brands.items())),
        "no_brand": outcome.nobody,
        "troubles": [{"line": one.line, "message": speech.say(one.message, **one.args)} for one in outcome.troubles],
        "samples": [
            {
                "line": one.line,
                "published": iso(one.entry.published),
                "source": one.source,
                "author": one.entry.author,
                "title": one.entry.title,
                "text": one.entry.text[: 4 * TITLE],
                "url": one.entry.url,
            }
            for one in outcome.samples
        ],
        "stored": stored,
        "entries": {"new": saved.entries},
        "mentions": {"new": saved.mentions, "negative": saved.negative},
    }


def show_look(terminal: Terminal, outcome: Outcome) -> None:
    """What was understood, what wasn't, and some rows."""
    speech, shape = terminal.speech, outcome.shape
    sign, encoding = speech.say(SIGNS[outcome.sign]), outcome.encoding.upper().replace("-SIG", "")
    how = N_("{service} export, {encoding}, parted by {sign}.")
    tell(terminal.out, speech.say(how, service=shape.service.title, encoding=encoding, sign=sign))
    if shape.service.experimental:
        said = N_("Experimental: how {service} names its columns could not be confirmed. Look at the rows below.")
        terminal.warn(said, service=shape.service.title)
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False)
    for heading in (N_("field"), N_("columns")):
        table.add_column(speech.say(heading))
    for name, columns in shape.used.items():
        table.add_row(name, Text(", ".join(columns)))
    terminal.out.print(table)
    for line in _about(outcome, speech):
        tell(terminal.out, line)
    if outcome.doubtful:
        said = N_("Dates such as 03/04/2026 are read day first, and nothing tells; --dates month-first reads them so.")
        terminal.warn(said)
    _show_troubles(terminal, outcome)
    _show_samples(terminal, outcome)


def _about(outcome: Outcome, speech: Speech) -> list[str]:
    """Columns left out, period, rows by brand."""
    lines, shape = list[str](), outcome.shape
    if judged := shape.judged:
        said = N_("Left out: {columns}. smwatch scores by its own scorer, so that all mentions can be compared.")
        lines.append(speech.say(said, columns=", ".join(judged)))
    if other := [name for name in shape.ignored if name not in judged]:
        named = ", ".join(other[:MOST]) + (", …" if len(other) > MOST else "")
        lines.append(speech.say(N_("Nothing is read from: {columns}."), columns=named))
    if outcome.first and outcome.last:
        said = N_("From {since} until {until} (dates without a zone are {zone}).")
        since, until = speech.date(outcome.first), speech.date(outcome.last)
        lines.append(speech.say(said, since=since, until=until, zone=shape.zone.key))
    return [*lines, *_counted(outcome, speech)]


def _counted(outcome: Outcome, speech: Speech) -> list[str]:
    """Rows, and whom they are about; what may be done about that, while nothing is stored."""
    lines = [speech.count("{n} row.", "{n} rows.", outcome.rows)]
    if outcome.known:
        lines.append(speech.count("{n} is stored already.", "{n} are stored already.", outcome.known))
    for brand, number in sorted(outcome.brands.items()):
        lines.append(speech.count("{brand}: {n} mention.", "{brand}: {n} mentions.", number, brand=brand))
    if outcome.nobody and outcome.saved:
        lines.append(
            speech.count("{n} row names no brand of yours.", "{n} rows name no brand of yours.", outcome.nobody)
        )
    elif outcome.nobody:
        lines.append(
            speech.count(
                "{n} row names no brand of yours; --brand NAME says that all are about one.",
                "{n} rows name no brand of yours; --brand NAME says that all are about one.",
                outcome.nobody,
            )
        )
    return lines


def _show_troubles(terminal: Terminal, outcome: Outcome) -> None:
    if not outcome.unread:
        return
    speech = terminal.speech
    terminal.tell(speech.count("{n} row can't be read:", "{n} rows can't be read:", outcome.unread), "yellow")
    for one in outcome.troubles:
        terminal.tell(_trouble(one, speech))
    if more := outcome.unread - len(outcome.troubles):
        terminal.tell(speech.count("… and {n} more", "… and {n} more", more))


def _trouble(one: Trouble, speech: Speech) -> str:
    return speech.say(N_("line {line}: {why}"), line=one.line, why=speech.say(one.message, **one.args))


def _show_samples(terminal: Terminal, outcome: Outcome) -> None:
    if not outcome.samples:
        return
    speech = terminal.speech
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False)
    for heading in (N_("published"), N_("source"), N_("author"), N_("what was said")):
        table.add_column(speech.say(heading), overflow="ellipsis", no_wrap=True)
    for one in outcome.samples:
        text = " ".join((one.entry.title or one.entry.text).split())[:TITLE]
        table.add_row(speech.short(one.entry.published), Text(one.source), Text(one.entry.author), Text(text))
    terminal.out.print(table)


def show_stored(terminal: Terminal, outcome: Outcome) -> None:
    """What was stored."""
    speech, saved = terminal.speech, outcome.saved or Saved()
    for line in _about(outcome, speech):
        tell(terminal.out, line)
    _show_troubles(terminal, outcome)
    mentions = speech.count("{n} new mention", "{n} new mentions", saved.mentions)
    negative = speech.count("{n} negative", "{n} negative", saved.negative)
    tell(terminal.out, speech.say(N_("Stored: {mentions} ({negative})."), mentions=mentions, negative=negative))
    if saved.mentions:
        terminal.note(N_("They are history: alerts learn from them what is usual, and nobody is told of them as news."))
