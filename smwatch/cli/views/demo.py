"""How the demo tells its story."""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from rich.padding import Padding
from rich.text import Text

from smwatch.alerts.detector import HISTORY
from smwatch.alerts.explain import arithmetic, not_scored
from smwatch.alerts.figures import quotes, scorers, unscored
from smwatch.app import App
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.alerts import shortened, style, title
from smwatch.cli.views.scan import alert_line, mark
from smwatch.cli.wrapping import tell
from smwatch.demo.story import VIDEO
from smwatch.digests import EVERYTHING, Digester
from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertChange, Change, Heard, ScanReport
from smwatch.reports.digest import text as digest_text
from smwatch.reports.values import Values, scan_dict
from smwatch.store import Store
from smwatch.text import changes
from smwatch.text.scorers import scored_by

INTRODUCTION = N_(
    "A brand, Nordelait. A food blog, its fan page, two newspapers, one French, one English. Four quiet weeks, then a "
    "video, as in March 2010. The brand is invented; the program, the polls and the arithmetic are real."
)
NEXT = N_(
    "The story is over; its config and database stay. Look around:\n"
    "\n"
    "  {smwatch} --config {config} status\n"
    "  {smwatch} --config {config} mentions --label negative\n"
    "  {smwatch} --config {config} alerts show 1\n"
    "  {smwatch} --config {config} digest\n"
    "  {smwatch} --config {config} export mentions -o mentions.csv\n"
    "\n"
    "And for a brand of your own:  {smwatch} init"
)


STEP = timedelta(hours=2)
"""Once the video is out, what scans bring is summed up so often."""

DIGEST_LINES = 48
"""As much of the digest as fits a screen, at most."""


@dataclass
class Tally:
    """What scans brought since it was last told."""

    since: datetime
    mentions: int = 0
    negative: int = 0

    def add(self, report: ScanReport) -> None:
        """One more scan."""
        self.mentions += report.mentions_new
        self.negative += report.mentions_negative

    def said(self, speech: Speech) -> str:
        """Mentions and how many are negative."""
        mentions = speech.count("{n} mention", "{n} mentions", self.mentions)
        return mentions + ", " + speech.count("{n} negative", "{n} negative", self.negative)


class Screen:
    """Tells the story while it is played: the quiet weeks in one line, then the crisis as it grows."""

    def __init__(self, terminal: Terminal, end: datetime) -> None:
        """Begin with what it is about; `end` is when the story ends."""
        self.terminal, self.speech, self.end = terminal, terminal.speech, end
        self.video = end - timedelta(hours=VIDEO)
        self.tally, self.quiet = Tally(self.video), True
        self.scans: list[Values] = []  # for --json
        self.waiting = terminal.err.status(self.speech.say(N_("Four quiet weeks")))
        if not terminal.globals.json:
            terminal.out.print(self.speech.say(INTRODUCTION), markup=False)
            self.waiting.start()
        self.print("")

    def print(self, text: str, style: str = "") -> None:
        """A line on the screen; not with --json, which tells all at the end."""
        if not self.terminal.globals.json:
            self.terminal.out.print(text, style=style, markup=False, soft_wrap=True)

    def tell(self, text: str, style: str) -> None:
        """The same, broken between words."""
        if not self.terminal.globals.json:
            tell(self.terminal.out, text, style)

    def scanned(self, app: App, report: ScanReport) -> None:
        """One scan of the story."""
        self.scans.append(scan_dict(report, self.speech))
        if self.quiet and report.started > self.video:
            self.quiet = False
            self.waiting.stop()
            self.print(self.speech.say(N_("Four weeks: {counts}."), counts=self.tally.said(self.speech)))
            self.print("")
            self.tally = Tally(self.video)
        self.tally.add(report)
        if not self.quiet and (report.alerts or report.started - self.tally.since >= STEP):
            self.print(f"{self.speech.short(report.started)}  {self.tally.said(self.speech)}", style="dim")
            self.tally = Tally(report.started)
        for change in report.alerts:
            self.alert(app, change)

    def alert(self, app: App, change: AlertChange) -> None:
        """An alert that moved; all about it when it opens."""
        color = style(change.alert)
        self.print("")
        if change.change is not Change.OPENED:
            self.tell(alert_line(change, self.speech), style=color)
        elif not self.terminal.globals.json:
            self.print(f"{mark(change.alert)} {title(change.alert, self.speech)}", style=color)
            show_details(self.terminal, app.store, change.alert)
        self.print("")

    def digest(self, app: App) -> None:
        """What the morning's e-mail would say, as far as it fits a screen."""
        speech = self.speech
        content = Digester(store=app.store, config=app.config, now=app.clock(), speech=speech).gather(EVERYTHING)
        lines = digest_text(content, speech).splitlines()
        shown = cut(lines)
        self.print("")
        self.print(speech.say(N_("The digest, as it is e-mailed:")), style="dim")
        self.print("")
        self.print("\n".join(lines[:shown]))
        if shown < len(lines):
            more = N_("… and {n} lines more.")
            self.print(speech.say(more, n=speech.number(len(lines) - shown)), style="dim")
        self.print("")

    def next(self, config: Path) -> None:
        """What to type next; for a script, what was left where, and all scans."""
        if self.terminal.globals.json:
            return self.terminal.print_json({"config": str(config), "scans": self.scans})
        self.print(self.speech.say(NEXT, smwatch=program(), config=quoted(config)))
        return None

    def close(self) -> None:
        """Leave the screen as it was, whatever happened."""
        self.waiting.stop()


def cut(lines: list[str], most: int = DIGEST_LINES) -> int:
    """How many of the lines to show: at most so many, up to the end of a paragraph."""
    if len(lines) <= most:
        return len(lines)
    return next((n for n in range(most, 0, -1) if not lines[n]), most)


def quoted(path: Path) -> str:
    """The path as a shell takes it."""
    return shlex.quote(str(path))


def program() -> str:
    """What to type for this program: its name, or its path as it was typed where no shell would find it by name."""
    typed = sys.argv[0]
    return typed if Path(typed).name == "smwatch" and shutil.which("smwatch") is None else "smwatch"


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
