"""How alerts look: a line with its arithmetic, or all that a PR director reads at seven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.text import Text

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.explain import arithmetic, not_scored
from smwatch.alerts.figures import quotes, scorers, unscored
from smwatch.alerts.saying import status
from smwatch.locales import N_
from smwatch.models import AlertKind, Level
from smwatch.text import changes
from smwatch.text.scorers import scored_by

if TYPE_CHECKING:
    from smwatch.cli.terminal import Terminal
    from smwatch.locales import Speech
    from smwatch.models import Alert, Heard
    from smwatch.store import Store

_STYLES = {Level.EMERGING: "bold yellow", Level.CONFIRMED: "bold red", Level.COOLING: "cyan", Level.CLOSED: "dim"}
LEVELS = {
    Level.EMERGING: N_("emerging"),
    Level.CONFIRMED: N_("confirmed"),
    Level.COOLING: N_("cooling"),
    Level.CLOSED: N_("closed"),
}
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
        show_title(terminal, alert)
        terminal.out.print(Padding(Text(arithmetic(alert, terminal.speech)), (0, 0, 0, 3), expand=False))


def show_title(terminal: Terminal, alert: Alert) -> None:
    """Number, brand, level and since when."""
    terminal.out.print(title(alert, terminal.speech), style=style(alert), markup=False)


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


def show_details(terminal: Terminal, store: Store, alert: Alert) -> None:
    """What a PR director reads at seven: arithmetic, first mention, loudest sources, quotes."""
    speech, out = terminal.speech, terminal.out
    heard = store.heard(alert.brand, alert.opened - HISTORY)
    heard = [h for h in heard if h.fetched <= alert.updated]
    out.print(Text(arithmetic(alert, speech)))
    if silent := not_scored(unscored(alert, heard), alert, speech):
        out.print(Text(silent))
    if scored := scored_by(scorers(alert, heard), speech):
        out.print(Text(scored, "dim"))
    for label, text in details(alert, heard, speech):
        out.print(Text.assemble((label, "dim"), " ", text))
    for quote in quotes(alert, heard):
        who = ", ".join(part for part in (quote.author, quote.source) if part)
        words = quote.text or quote.title
        said = Text.assemble((changes.quoted(shortened(words), speech), "italic"), " ", (f"— {who}", "dim"))
        out.print(Padding(said, (0, 0, 0, 2), expand=False))


def details(alert: Alert, heard: list[Heard], speech: Speech) -> list[tuple[str, str]]:
    """Label and text of each fact that there is to tell."""
    told = []
    first = next((h for h in heard if h.id == alert.first_mention), None)
    if first:
        where = ", ".join(part for part in (first.author, first.source) if part)
        told.append((speech.say(N_("First mention:")), f"{where}, {speech.when(first.published)}"))
    if alert.sources:
        loudest = ", ".join(f"{c.name} ({speech.number(c.count)})" for c in alert.sources[:3])
        told.append((speech.say(N_("Loudest sources:")), loudest))
    if alert.terms:
        told.append(
            (speech.say(N_("Words that stand out:")), ", ".join(speech.quote(term.name) for term in alert.terms))
        )
    return told


def shortened(text: str, longest: int = 160) -> str:
    """The text on one line, cut between words."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0] + "…"
