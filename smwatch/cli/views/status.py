"""How the day looks: what burns, what is new, how the machinery does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import Brand, FeedRow, Health, Label, MentionRow, ScanReport
from smwatch.reports.answered import Answered, answered_said
from smwatch.reports.content import stories_of
from smwatch.sentiment.told import advice
from smwatch.text.scorers import scored_by


def brand_figures(brands: Sequence[Brand], rows: list[MentionRow]) -> list[dict[str, Any]]:
    """For each brand of the config: mentions of the last 24 hours by label, and its share of voice (0 to 1).

    Those by the company's own people are counted apart, as `own`.
    """
    apart = Counter(row.brand for row in rows if row.author_role.own)
    rows = [row for row in rows if not row.author_role.own]
    total = len(rows) or 1
    figures = []
    for brand in brands:
        own = [row for row in rows if row.brand == brand.name]
        labels = Counter(row.label for row in own)
        figures.append(
            {"brand": brand.name, "mentions": labels.total(), "stories": stories_of(own)}
            | {str(label): labels[label] for label in Label}
            | {"unscored": labels[None], "own": apart[brand.name]}
            | {"share_of_voice": round(labels.total() / total, 3)}
        )
    return figures


def show_day(terminal: Terminal, figures: list[dict[str, Any]], replies: Mapping[str, Answered]) -> None:
    """What was said of each brand today, and how many were answered lately."""
    show_brands(terminal, figures)
    show_replies(terminal, replies)


def show_brands(terminal: Terminal, figures: list[dict[str, Any]]) -> None:
    """A line a brand."""
    speech = terminal.speech
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(speech.say(N_("Last 24 hours")))
    columns = {
        "mentions": N_("mentions"),
        "stories": N_("stories"),
        "negative": N_("negative"),
        "neutral": N_("neutral"),
        "positive": N_("positive"),
        "unscored": N_("not scored"),
        "own": N_("by your people"),
    }
    for key in ("unscored", "own"):
        if not any(row[key] for row in figures):
            del columns[key]
    if all(row["stories"] == row["mentions"] for row in figures):
        del columns["stories"]  # no copies: the same number twice
    for head in (*columns.values(), N_("share of voice")):
        table.add_column(speech.say(head), justify="right")
    for row in figures:
        numbers = [speech.number(row[key]) for key in columns]
        table.add_row(row["brand"], *numbers, speech.percent(row["share_of_voice"]))
    terminal.out.print(table)


def show_replies(terminal: Terminal, replies: Mapping[str, Answered]) -> None:
    """How many of those who asked or complained lately were answered, a line a brand; nothing where nobody did."""
    for brand, found in replies.items():
        said = answered_said(found, terminal.speech)
        tell(terminal.out, terminal.speech.say(N_("{brand}, last 7 days: {said}"), brand=brand, said=said))


def answered_dict(found: Answered) -> dict[str, Any]:
    """The same as JSON; the time in seconds."""
    seconds = None if found.median is None else round(found.median.total_seconds())
    return {
        "wanted": found.wanted,
        "answered": found.answered,
        "share": round(found.share, 3),
        "median_seconds": seconds,
    }


def show_scorers(terminal: Terminal, scorers: Sequence[str]) -> None:
    """By what mentions are scored, and how to have what hears more."""
    said = scored_by(scorers, terminal.speech), advice(terminal.app.config.sentiment, terminal.speech)
    if scorers:
        tell(terminal.out, " ".join(filter(None, said)))


def machinery(feeds: list[FeedRow], last: ScanReport | None, speech: Speech) -> str:
    """How feeds and scans are doing, in a sentence each."""
    states, count = Counter(feed.status for feed in feeds), speech.count
    failing, silent, gone = (states[health] for health in (Health.FAILING, Health.SILENT, Health.GONE))
    said = count("{n} feed is fine", "{n} feeds are fine", states[Health.OK])
    said += ", " + count("{n} is failing", "{n} are failing", failing) if failing else ""
    said += ", " + count("{n} is silent", "{n} are silent", silent) if silent else ""
    said += ", " + count("{n} is gone", "{n} are gone", gone) if gone else ""
    when = speech.when(last.started) if last else None
    scanned = speech.say(N_("Last scan: {when}."), when=when) if when else speech.say(N_("No scan yet: smwatch scan"))
    return f"{said}. {scanned}"
