"""How the demo tells its story."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from smwatch.app import App
from smwatch.cli.lines import write_lines
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.alerts import STYLES, show_details
from smwatch.cli.views.scan import alert_line
from smwatch.demo.story import VIDEO
from smwatch.digests import EVERYTHING, Digester
from smwatch.locales import N_
from smwatch.models import AlertChange, Change, ScanReport
from smwatch.reports.digest import text
from smwatch.reports.values import scan_dict

INTRODUCTION = N_(
    "A brand, Nordelait. A food blog, its fan page, two newspapers, one French, one English. Four quiet weeks, then a\n"
    "video, as in March 2010. The brand is invented; the program, the polls and the arithmetic are real."
)
NEXT = N_(
    "The story is over; its config and database stay. Look around:\n"
    "\n"
    "  smwatch --config {config} status\n"
    "  smwatch --config {config} mentions --label negative\n"
    "  smwatch --config {config} alerts show 1\n"
    "  smwatch --config {config} digest\n"
    "  smwatch --config {config} export mentions -o mentions.csv\n"
    "\n"
    "And for a brand of your own:  smwatch init"
)


class Screen:
    """Tells the story while it is played: the quiet weeks in one line, then every scan that brings something."""

    def __init__(self, terminal: Terminal, end: datetime) -> None:
        """Begin with what it is about."""
        self.terminal, self.end = terminal, end
        self.quiet, self.mentions, self.negative = True, 0, 0
        self.say, self.out = terminal.speech.say, terminal.out
        self.print(self.say(INTRODUCTION))
        self.print("")

    def print(self, text: str, style: str = "") -> None:
        """A line on the screen; not with --json, which leaves only the scans."""
        if not self.terminal.globals.json:
            self.out.print(text, style=style, markup=False, soft_wrap=True)

    def scanned(self, app: App, report: ScanReport) -> None:
        """One scan of the story."""
        if self.terminal.globals.json:
            return write_lines([scan_dict(report, self.terminal.speech)])
        video = report.started > self.end - timedelta(hours=VIDEO)
        if self.quiet and video:
            self.quiet = False
            self.print(self.say(N_("Four weeks: {counts}."), counts=self.counts(self.mentions, self.negative)))
            self.print("")
        self.mentions += report.mentions_new
        self.negative += report.mentions_negative
        if video and report.mentions_new:
            counts = self.counts(report.mentions_new, report.mentions_negative)
            self.print(f"{self.terminal.speech.short(report.started)}  {counts}", style="dim")
        for change in report.alerts:
            self.alert(app, change)
        return None

    def counts(self, mentions: int, negative: int) -> str:
        """Mentions and how many are negative."""
        count = self.terminal.speech.count
        return count("{n} mention", "{n} mentions", mentions) + ", " + count("{n} negative", "{n} negative", negative)

    def alert(self, app: App, change: AlertChange) -> None:
        """An alert that moved; all about it when it opens."""
        self.print("")
        if change.change is Change.OPENED:
            self.print(alert_line(change, self.terminal.speech), style=STYLES[change.alert.level])
            show_details(self.terminal, app.store, change.alert)
        else:
            self.print(alert_line(change, self.terminal.speech), style=STYLES[change.alert.level])
        self.print("")

    def digest(self, app: App) -> None:
        """What the morning's e-mail would say."""
        speech = self.terminal.speech
        content = Digester(store=app.store, config=app.config, now=app.clock(), speech=speech).gather(EVERYTHING)
        self.print(self.say(N_("The digest, as it is e-mailed:")), style="dim")
        self.print("")
        self.print(text(content, speech))

    def next(self, config: Path) -> None:
        """What to type next."""
        self.print(self.say(NEXT, config=config))
