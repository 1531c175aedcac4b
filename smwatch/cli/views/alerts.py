"""How alerts look in a list: a title and its arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from smwatch.alerts.explain import arithmetic
from smwatch.alerts.saying import status
from smwatch.locales import N_
from smwatch.models import AlertKind, Level
from smwatch.models.names import LEVELS

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal
    from smwatch.locales import Speech
    from smwatch.models import Alert

_STYLES = {Level.EMERGING: "bold yellow", Level.CONFIRMED: "bold red", Level.COOLING: "cyan", Level.CLOSED: "dim"}
BUZZ = {
    Level.EMERGING: N_("{id}  {brand}: much talked about since {opened}"),
    Level.CONFIRMED: N_("{id}  {brand}: much talked about since {opened}"),
    Level.COOLING: N_("{id}  {brand}: less talked about again, much since {opened}"),
    Level.CLOSED: N_("{id}  {brand}: talked about as usual again, much from {opened}"),
}
"""A buzz is told, never an alarm: it is neither an emerging one nor confirmed."""


def style(alert: Alert) -> str:
    """Yellow and red are for crises."""
    if alert.kind is AlertKind.BUZZ:
        return "dim" if alert.level is Level.CLOSED else "cyan"
    return _STYLES[alert.level]


def show_lines(terminal: Terminal, alerts: list[Alert]) -> None:
    """Two lines an alert."""
    for alert in alerts:
        terminal.out.print(title(alert, terminal.speech), style=style(alert), markup=False)
        terminal.out.print(Padding(Text(arithmetic(alert, terminal.speech)), (0, 0, 0, 3), expand=False))


def title(alert: Alert, speech: Speech) -> str:
    """Number, brand, level and since when, on one line; of which alert it is another wave, and what people say."""
    what = BUZZ[alert.level] if alert.kind is AlertKind.BUZZ else N_("{id}  {brand}: {level}, since {opened}")
    said = speech.say(
        what,
        id=alert.id,
        brand=alert.brand,
        level=speech.say(LEVELS[alert.level]),
        opened=speech.short(alert.opened),
    )
    parts = [said]
    if alert.previous:
        parts.append(speech.say(N_("after no. {id}"), id=alert.previous))
    if alert.status != "new":
        parts.append(status(alert, speech))
    return " · ".join(parts)


def shortened(text: str, longest: int = 160) -> str:
    """The text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + "…"
