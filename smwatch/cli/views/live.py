"""How the live screen of `smwatch watch` looks: rows of text for a width and a height; no borders that could break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from rich.text import Text

from smwatch.cli.views.alerts import style as alert_style
from smwatch.cli.views.alerts import title as alert_title
from smwatch.cli.views.mentions import SIGNS, STYLES, headline
from smwatch.cli.views.scan import mark
from smwatch.locales import N_, Speech
from smwatch.models import Alert, Health, HourCount, MentionRow, hour_of
from smwatch.reports.troubles import counted

DAY: Final = 24  # hours of a sparkline
BLOCKS, PLAIN = "▁▂▃▄▅▆▇█", "._-=+*%#"
"""Heights of a sparkline, and what stands for them where a terminal lacks them."""

LOW: Final = 10
"""Rows below which only the mentions are shown."""

WIDE: Final = 110
"""Columns from which on sources are shown whole."""

Item = tuple[str, int]
"""Something that can be chosen: ("alert", 3), ("mention", 12)."""

KEYS = N_("↑↓ move · ⏎ open · l label · a assign · i ignore · ? help · q quit")
IN_A_PAGE = N_("↑↓ scroll · esc back")
IN_A_CHOICE = N_("↑↓ move · ⏎ choose · esc back")
HELP = (
    N_("↑ ↓ or j k: move; page up, page down, home, end"),
    N_("⏎ or o: all about the mention or the alert"),
    N_("l, then n, 0 or p: it is negative, neutral or positive; your word is kept"),
    N_("a: who is to see to it, as far as the policy lets them"),
    N_("i: it needs no answer, and why"),
    N_("esc: back"),
    N_("q or Ctrl-C: stop after the feeds under way; again: at once"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A brand and its last day, hour by hour, the oldest first."""

    name: str
    hours: tuple[int, ...]
    bad: tuple[int, ...]  # of these, how many were negative


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is on the screen: all of it from the store, at one moment."""

    now: datetime
    brands: tuple[Heard, ...] = ()
    alerts: tuple[Alert, ...] = ()
    rows: tuple[MentionRow, ...] = ()
    feeds: Mapping[Health, int] = field(default_factory=dict)  # how many are how
    last: datetime | None = None  # when the last scan began

    @property
    def items(self) -> list[Item]:
        """What can be chosen, from top to bottom."""
        return [*(("alert", one.id) for one in self.alerts), *(("mention", row.id) for row in self.rows)]


@dataclass(kw_only=True)
class View:
    """What the person has done to the screen so far."""

    figures: Figures
    chosen: Item | None = None  # None: the first
    message: Text = field(default_factory=Text)
    page: tuple[Text, ...] | None = None  # shown instead of all that
    top: int = 0  # of its rows, the first that is seen
    choices: tuple[Text, ...] = ()  # of which one is to be chosen
    choice: int = 0
    prompt: str = ""  # what is to be typed,
    typed: str = ""
    next: datetime | None = None
    scanning: bool = False
    stopping: bool = False
    blocks: str = BLOCKS

    @property
    def place(self) -> int:
        """Where in the items the chosen one stands; the first where it went away."""
        items = self.figures.items
        return items.index(self.chosen) if self.chosen in items else 0

    @property
    def item(self) -> Item | None:
        """The chosen one; None where there is nothing."""
        items = self.figures.items
        return items[self.place] if items else None


def heard(name: str, counts: Sequence[HourCount], now: datetime) -> Heard:
    """A brand's last 24 hours, this one included."""
    begin = hour_of(now) - timedelta(hours=DAY - 1)
    known = {count.hour: count for count in counts}
    hours = [known.get(begin + timedelta(hours=n)) for n in range(DAY)]
    return Heard(
        name=name,
        hours=tuple(one.mentions if one else 0 for one in hours),
        bad=tuple(one.negative if one else 0 for one in hours),
    )


def frame(view: View, width: int, height: int, speech: Speech) -> list[Text]:
    """As many rows as the screen has, each as wide as it is."""
    foot = [view.message.copy(), status_row(view, speech), keys_row(view, speech)]
    foot = foot[max(0, len(foot) - max(1, height // 4)) :]  # of a small screen, the last ones
    head = [title_row(view, width, speech)] if height > len(foot) + 1 else []
    room = max(0, height - len(head) - len(foot))
    body = body_rows(view, width, room, speech)
    body += [Text()] * (room - len(body))
    return [fit(row, width) for row in (*head, *body[:room], *foot)][:height]


def fit(row: Text, width: int) -> Text:
    """Cut to the width, and filled up to it."""
    row = row.copy()
    row.no_wrap = True
    row.truncate(width, overflow="ellipsis", pad=True)
    return row


def title_row(view: View, width: int, speech: Speech) -> Text:
    """Its name, and the time."""
    left, right = f" smwatch · {speech.say(N_('watching'))}", f"{speech.short(view.figures.now)} "
    return Text(left + " " * max(1, width - len(left) - len(right)) + right, style="reverse")


def body_rows(view: View, width: int, room: int, speech: Speech) -> list[Text]:
    """Between title and foot."""
    if view.page is not None:
        return list(view.page[view.top : view.top + room])
    if view.choices:
        rows = [pointed(row, chosen=n == view.choice) for n, row in enumerate(view.choices)]
        return window(rows, view.choice, room)
    rows = [] if room < LOW else [*brand_rows(view, width, room // 4, speech), *alert_rows(view, room // 4, speech)]
    return rows + mention_rows(view, width, room - len(rows), speech)


def brand_rows(view: View, width: int, most: int, speech: Speech) -> list[Text]:
    """A line a brand: its last day hour by hour, and what that comes to."""
    brands = view.figures.brands
    longest = min(max((len(one.name) for one in brands), default=0), max(8, width - DAY - 32))
    rows = [heading(N_("Last 24 hours"), speech)]
    for one in brands[: max(1, most)] if len(brands) <= max(1, most) else brands[: max(1, most - 1)]:
        row = fit(Text(one.name), longest)
        row.append("  ").append(spark(one, view.blocks)).append("  ")
        row.append(speech.count("{n} mention", "{n} mentions", sum(one.hours)))
        if bad := sum(one.bad):
            row.append(", ").append(speech.count("{n} negative", "{n} negative", bad), "bold red")
        rows.append(row)
    if left := len(brands) - len(rows) + 1:
        rows.append(Text(speech.count("and {n} more brand", "and {n} more brands", left), style="dim"))
    return rows


def spark(one: Heard, blocks: str = BLOCKS) -> Text:
    """A sign an hour, as high as the busiest hour makes it; red where half of what was said is negative."""
    most, row = max((*one.hours, 1)), Text()
    for count, bad in zip(one.hours, one.bad, strict=True):
        sign = blocks[min(len(blocks) - 1, (count * len(blocks) - 1) // most)] if count else " "
        row.append(sign, "bold red" if count and 2 * bad >= count else "cyan")
    return row


def alert_rows(view: View, most: int, speech: Speech) -> list[Text]:
    """What burns; where nothing does, that."""
    alerts = view.figures.alerts
    if not alerts:
        return [Text(speech.say(N_("Nothing is burning.")), style="green")]
    rows = []
    for alert in alerts:
        row = Text(f"{mark(alert)} {alert_title(alert, speech)}", style=alert_style(alert))
        rows.append(pointed(row, chosen=view.item == ("alert", alert.id)))
    place = view.place if view.place < len(alerts) else 0
    return [heading(N_("Open alerts"), speech), *window(rows, place, max(1, most - 1))]


def mention_rows(view: View, width: int, room: int, speech: Speech) -> list[Text]:
    """The last ones, as many as there is room for."""
    figures = view.figures
    if not figures.rows:
        return [Text(speech.say(N_("No mention yet.")), style="dim")]
    place = max(0, view.place - len(figures.alerts))
    first, rows = start(len(figures.rows), place, room - 1), []
    for row in figures.rows[first : first + max(1, room - 1)]:
        said = mention_row(row, figures, width, speech)
        rows.append(pointed(said, chosen=view.item == ("mention", row.id)))
    return [heading(N_("Last mentions"), speech), *rows] if room > 1 else rows


def mention_row(row: MentionRow, figures: Figures, width: int, speech: Speech) -> Text:
    """A line: how it feels, when, whose, where, what; and who has it."""
    local, now = row.published.astimezone(speech.zone), figures.now.astimezone(speech.zone)
    when = f"{local:%H:%M}" if local.date() == now.date() else f"{local:%m-%d}"
    said = Text(f"{SIGNS[row.label]} {when} ")
    if len(figures.brands) > 1:
        said.append_text(fit(Text(row.brand), 12)).append(" ")
    said.append_text(fit(Text(row.source), 30 if width >= WIDE else 14)).append(" ")
    if row.status == "assigned":
        said.append(f"→ {row.assignee}: ", "bold")
    elif row.status != "new":
        said.append("✓ ")
    said.append_text(headline(row))
    said.stylize_before(STYLES[row.label] if row.status not in {"answered", "ignored"} else "dim")
    return said


def status_row(view: View, speech: Speech) -> Text:
    """How the feeds do, and when they are polled."""
    feeds = view.figures.feeds
    parts = [counted(feeds, speech)]
    if view.figures.last:
        parts.append(speech.say(N_("last scan {time}"), time=clock(view.figures.last, view, speech)))
    if view.stopping:
        parts.append(speech.say(N_("stopping after the feeds under way")))
    elif view.scanning:
        parts.append(speech.say(N_("polling now")))
    elif view.next:
        parts.append(speech.say(N_("next {time}"), time=clock(view.next, view, speech)))
    bad = feeds.get(Health.FAILING) or feeds.get(Health.SILENT)
    return Text(" · ".join(parts), style="yellow" if bad or view.stopping else "dim")


def clock(at: datetime, view: View, speech: Speech) -> str:
    """The time; with its day where that is another."""
    local, now = at.astimezone(speech.zone), view.figures.now.astimezone(speech.zone)
    return f"{local:%H:%M}" if local.date() == now.date() else speech.short(at)


def keys_row(view: View, speech: Speech) -> Text:
    """What can be pressed, or what is to be typed."""
    if view.prompt:
        return Text.assemble((f"{view.prompt} ", "bold"), view.typed, ("▏" if view.blocks == BLOCKS else "_", "blink"))
    keys = IN_A_PAGE if view.page is not None else IN_A_CHOICE if view.choices else KEYS
    return Text(speech.say(keys), style="reverse")


def heading(message: str, speech: Speech) -> Text:
    """Over a list."""
    return Text(speech.say(message), style="dim underline")


def pointed(row: Text, *, chosen: bool) -> Text:
    """The chosen one stands out, without colours too."""
    return Text.assemble("› " if chosen else "  ", row, style="reverse" if chosen else "")


def window(rows: Sequence[Text], place: int, room: int) -> list[Text]:
    """As many of these as there is room for, the chosen one among them."""
    first = start(len(rows), place, room)
    return list(rows[first : first + room])


def start(n: int, place: int, room: int) -> int:
    """The first of `n` that is seen, so that `place` is in the middle where that can be."""
    return min(max(place - room // 2, 0), max(n - room, 0))
