"""All of one alert on one screen: what a PR director reads at seven in the morning."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from smwatch.alerts.explain import arithmetic
from smwatch.alerts.reckoned import reckoned
from smwatch.alerts.saying import TRENDS, asides, compared, counts, growth, of_curve, status
from smwatch.alerts.told import Curve, Stretch, Told
from smwatch.cli.terminal import Terminal
from smwatch.cli.views.alerts import shortened, style, title
from smwatch.config.settings import Play
from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, Count, Heard, Note
from smwatch.policy.words import how_fast
from smwatch.reports.values import iso
from smwatch.text import changes

BLOCKS = " ▁▂▃▄▅▆▇█"
TERMS, LOUDEST = 5, 3
"""How many of each are shown; --json has them all."""

_ONE_LINE, _QUOTE = 74, 140
"""Characters of a quote that is to fit on one line, and of one that may take two."""


def show_told(terminal: Terminal, told: Told, notes: Sequence[Note] = ()) -> None:
    """The whole screen, with what people noted."""
    speech, out = terminal.speech, terminal.out
    head, where = title(told.alert, speech), TRENDS[told.trend]
    out.print(Text(speech.say(N_("{head}, {where}"), head=head, where=speech.say(where)) if where else head,
                   style(told.alert)))  # fmt: skip
    for text in (arithmetic(told.alert, speech), *growth(told, speech), *compared(told, speech)):
        out.print(Text(text))
    out.print()
    out.print(Text(sparkline(told.curve), "bold"), overflow="crop", no_wrap=True)
    out.print(Text(of_curve(told, speech), "dim"))
    out.print()
    for label, text in (*_facts(told, speech), *_playbook(told.play, speech)):
        out.print(Text.assemble((label, "bold"), " ", text))
    if told.alert.status != "new":
        out.print(Text.assemble((speech.say(N_("Status:")), "bold"), " ", status(told.alert, speech)))
    for note in notes:
        who = speech.say(N_("Note by {who}, {at}:"), who=note.who or "?", at=speech.short(note.at))
        out.print(Text.assemble((who, "bold"), " ", note.text))
    for text in asides(told, speech):
        out.print(Text(text, "dim"))
    for label, lines in commands(told, speech):
        show_command(terminal, label, lines)
    out.print()
    out.print(Text(speech.say(N_("How this was reckoned")), "bold"))
    for text in reckoned(told.alert, told.reckoning, speech):
        out.print(Text(text, "dim"))
    show_command(terminal, speech.say(N_("All that it rests on:")), everything(told))


def show_command(terminal: Terminal, label: str, lines: Sequence[str]) -> None:
    """A command that can be pasted, for the same config, and what it lists."""
    terminal.out.print(Text(label, "dim"))
    if terminal.globals.config:
        lines = (f"{shlex.join(terminal.globals.program)} \\", lines[0].removeprefix("smwatch "), *lines[1:])
    for line in lines:
        terminal.out.print(Text(f"  {line}"), soft_wrap=True)


def sparkline(curve: Curve) -> str:
    """A bar for each step: a blank for none, the fullest for the most."""
    most = max(*curve.voices, 1)
    return "".join(BLOCKS[-(-n * (len(BLOCKS) - 1) // most)] for n in curve.voices)


def _facts(told: Told, speech: Speech) -> Iterator[tuple[str, str]]:
    """Label and text of each fact that there is to tell."""
    yield speech.say(N_("In that window:")), counts(told.alert, told.window, speech)
    if told.first:
        yield speech.say(N_("First mention:")), _first(told.first, told.first_again, speech)
    for label, found in (
        (N_("Loudest sources:"), _named(told.sources, speech)),
        (N_("Loudest threads:"), [f"{_thread(c, name)} ({speech.number(c.count)})" for c, name in told.threads]),
        (N_("Loudest authors:"), _named(told.authors, speech)),
    ):
        if found:
            yield speech.say(label), ", ".join(found[:LOUDEST])
    if told.terms:
        yield speech.say(N_("Words that stand out:")), ""
        for term in told.terms[:TERMS]:
            head = f"{speech.quote(term.name)} ({speech.number(term.count)})"
            yield f"  {head}", speech.quote(around(term.quote, term.name, max(20, _ONE_LINE - len(head) - 6)))


def _first(first: Heard, again: int, speech: Speech) -> str:
    """Who began, when and where, with what words; and how often they spoke in the window."""
    who = ", ".join(part for part in (first.author, first.source) if part)
    words = changes.quoted(shortened(first.text or first.title, _QUOTE), speech)
    what = N_("no. {id}, {at}: {who}\n  {words}\n  {url}")
    if first.author and again > 1:
        what = N_("no. {id}, {at}: {who} ({again} mentions in that window)\n  {words}\n  {url}")
    told = speech.say(
        what, id=first.id, at=speech.short(first.published), who=who, words=words, url=first.url, again=again
    )
    return told.rstrip()


def _named(counts: Sequence[Count], speech: Speech) -> list[str]:
    return [f"{shortened(count.name, 40)} ({speech.number(count.count)})" for count in counts]


def _thread(count: Count, name: str) -> str:
    """A thread by its title, else by where it stands."""
    return shortened(name, 60) or count.name


def around(text: str, term: str, longest: int) -> str:
    """As much of a sentence as may be, with the term in it."""
    at = text.casefold().find(term)
    if len(text) <= longest or at < 0 or at + len(term) < longest:
        return shortened(text, longest)
    start = text.find(" ", max(0, at - longest // 3)) + 1
    return "…" + shortened(text[min(start, at) :], longest - 1)


def _playbook(play: Play | None, speech: Speech) -> Iterator[tuple[str, str]]:
    """Who answers, how fast, with what words."""
    if not play:
        return
    who = play.who or speech.say(N_("nobody is named"))
    said = speech.say(N_("{who}, within {time}"), who=who, time=how_fast(play, speech)) if play.within else who
    yield speech.say(N_("The playbook says:")), said + (f"\n  {speech.quote(play.say)}" if play.say else "")


def commands(told: Told, speech: Speech) -> Iterator[tuple[str, tuple[str, str]]]:
    """What lists the same mentions, each broken so that it can be pasted."""
    window, curve = told.window, told.curve
    yield (
        speech.say(N_("These mentions (a voice: an author or story not heard for three days):")),
        command(told.alert, window),
    )
    yield speech.say(N_("Those of the curve:")), command(told.alert, curve)


def command(alert: Alert, stretch: Stretch | Curve) -> tuple[str, str]:
    """`mentions list` for what was said against the brand in a stretch of time."""
    label = " --label negative" if alert.kind is AlertKind.CRISIS else ""
    return _listing(alert, label, stretch.since, stretch.until)


def everything(told: Told) -> tuple[str, str]:
    """The same for all from which its numbers come, of any feeling: the past, the window, the curve."""
    rests = told.reckoning
    return _listing(told.alert, "", rests.since, max(rests.until, told.curve.until))


def _listing(alert: Alert, label: str, since: datetime, until: datetime) -> tuple[str, str]:
    """In two lines of a shell."""
    return (
        f"smwatch mentions list --brand {shlex.quote(alert.brand)}{label} \\",
        f"--since {iso(since)} --until {iso(until)}",
    )
