"""How brands and what they catch look: the text around what was found, the reason, and what a change would do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import rows
from smwatch.locales import N_
from smwatch.matching.compare import Compared
from smwatch.matching.trial import Sample, Trial, Tried, Verdict, spans_of
from smwatch.models import Brand, Span

AROUND = 70  # characters shown on each side of what was found
MOST_PIECES = 3  # of a text that are shown
BEGINNING = 160  # characters of a text in which nothing was found
MOST_REASONS = 3
MOST_BRANDS = 12  # that a summary counts
HIT = "bold underline"
MARKS = ("‹", "›")
"""Around what was found where a screen shows no bold: signs that texts hardly have, unlike “ ” « » [ ] and *."""

YES, NO, WON, LOST = "✓", "✗", "+", "−"
STYLES = {YES: "bold green", WON: "bold green", NO: "bold red", LOST: "bold red"}


def show_brands(terminal: Terminal, brands: Iterable[Brand]) -> None:
    """Each with what finds it."""
    say = terminal.speech.say
    for brand in brands:
        terminal.out.print(brand.name, style="bold", markup=False)
        for label, words in (
            (N_("found by"), brand.names or ((brand.query,) if brand.query else ())),
            (N_("not in"), brand.exclude),
            (N_("only with"), brand.context),
        ):
            if words:
                said = say(N_("{label}: {words}"), label=say(label), words=", ".join(words))
                terminal.out.print(f"   {said}", markup=False)


def show_one(terminal: Terminal, sample: Sample, judged: Sequence[Verdict], *, one: bool) -> None:
    """One text: whether it matches and why; of the config's brands a line each."""
    tried = Tried(sample, tuple(judged))
    if one:
        (verdict,) = judged
        return block(terminal, YES if verdict.match else NO, tried, [Text(verdict.why, style="dim")])
    block(terminal, "", tried, [])
    for verdict in judged:
        put(terminal, YES if verdict.match else NO, [Text(f"{verdict.brand} · {verdict.why}")])
    return None


def show_trial(terminal: Terminal, trial: Trial, *, one: bool) -> None:
    """What matches, the newest first, and how many; then why the rest doesn't."""
    for tried in trial.shown:
        block(terminal, YES, tried, _reasons(tried, one=one))
    say, number = terminal.speech.say, terminal.speech.number
    if trial.shown:
        terminal.write("")
    summary = terminal.speech.count(
        "{n} of {all} entries matches.", "{n} of {all} entries match.", trial.matching, all=number(trial.tried)
    )
    if len(trial.brands) > 1:
        most = trial.brands.most_common(MOST_BRANDS)
        words = ", ".join(f"{brand} {number(count)}" for brand, count in most)
        more = ", …" if len(trial.brands) > len(most) else ""
        summary += " " + say(N_("Of each brand: {words}."), words=words + more)
    put(terminal, "", [Text(summary)], indent=0)
    if trial.reasons:
        missed = trial.tried - trial.matching
        why = N_("Why the others don't:") if trial.asked == missed else N_("Why the newest {n} of the others don't:")
        put(terminal, "", [Text(say(why, n=number(trial.asked)), style="dim")], indent=0)
        for reason, count in trial.reasons.most_common(MOST_REASONS):
            put(terminal, f"{number(count):>5} ", [Text(reason, style="dim")])
    if trial.matching > len(trial.shown):
        _tell_rest(terminal, len(trial.shown))


def show_compared(terminal: Terminal, compared: Compared) -> None:
    """What a change would win and lose: first how much, then what."""
    speech = terminal.speech
    all_ = speech.number(compared.tried)
    counts = (
        ("=", speech.count("{n} entry of {all} is found by both", "{n} entries of {all} are found by both",
                           compared.same, all=all_)),
        (WON, speech.count("{n} entry would be won", "{n} entries would be won", compared.all_won)),
        (LOST, speech.count("{n} entry would be lost", "{n} entries would be lost", compared.all_lost)),
    )  # fmt: skip
    for sign, said in counts:
        put(terminal, sign, [Text(said)])
    for sign, shown in ((WON, compared.won), (LOST, compared.lost)):
        for tried in shown:
            terminal.write("")
            block(terminal, sign, tried, [Text(tried.verdicts[0].why, style="dim")])
    if compared.all_won > len(compared.won) or compared.all_lost > len(compared.lost):
        _tell_rest(terminal, max(len(compared.won), len(compared.lost)))


def _tell_rest(terminal: Terminal, shown: int) -> None:
    terminal.note(
        terminal.speech.count(
            "Only the newest is shown; --limit shows more.", "Only the newest {n} are shown; --limit shows more.", shown
        )
    )


def _reasons(tried: Tried, *, one: bool) -> list[Text]:
    if one:
        return [Text(verdict.why, style="dim") for verdict in tried.verdicts]
    return [Text(f"{verdict.brand} · {verdict.why}", style="dim") for verdict in tried.verdicts]


def block(terminal: Terminal, sign: str, tried: Tried, reasons: list[Text]) -> None:
    """An entry: when and where, its title, the text around what was found, and the reason."""
    subject, spans = tried.sample.subject, spans_of(tried)
    at = tried.sample.published
    head = " · ".join(
        part for part in (terminal.speech.short(at) if at else "", subject.source, subject.author) if part
    )
    marks = ("", "") if terminal.out.is_terminal and terminal.out.color_system else MARKS
    lines = [Text(head, style="dim")] if head else []
    if subject.title:
        lines.append(lit(subject.title, [(0, len(subject.title))], _of("title", spans), marks))
    if subject.text:
        places = _of("text", spans)
        lines.append(lit(subject.text, pieces(subject.text, places), places, marks))
    put(terminal, sign, [*lines, *reasons])


def _of(part: str, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Stretches of a part, those that overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans if span.part == part):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def pieces(text: str, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of a text to show: around what was found, else its beginning; cut between words."""
    if not places:
        return [(0, _cut(text, BEGINNING, -1))]
    found: list[tuple[int, int]] = []
    for start, end in places:
        left, right = _cut(text, start - AROUND, 1), _cut(text, end + AROUND, -1)
        left, right = min(left, start), max(right, end)
        if found and left <= found[-1][1]:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        elif len(found) == MOST_PIECES:
            break
        else:
            found.append((left, right))
    return found


def _cut(text: str, at: int, step: int) -> int:
    """A place between two words, at most twenty characters from `at` in a direction."""
    if at <= 0 or at >= len(text):
        return max(0, min(at, len(text)))
    near = range(at, max(0, min(len(text) - 1, at + 20 * step)), step)
    return next((place + (step > 0) for place in near if text[place].isspace()), at)


def lit(text: str, shown: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]], marks: tuple[str, str]) -> Text:
    """Stretches of a text on one line, with what was found in bold or between marks."""
    line = Text()
    for number, (start, end) in enumerate(shown):
        line.append(" … " if number else "… " if start else "")
        at = start
        for left, right in places:
            if start <= left and right <= end:
                line.append(_flat(text[at:left])).append(marks[0] + _flat(text[left:right]) + marks[1], HIT)
                at = right
        line.append(_flat(text[at:end]))
    return line.append(" …" if shown and shown[-1][1] < len(text) else "")


def _flat(text: str) -> str:
    """On one line."""
    return re.sub(r"\s*\n\s*", " ", text)


def put(terminal: Terminal, sign: str, lines: Iterable[Text], *, indent: int = 2) -> None:
    """Lines under each other, wrapped to the screen, with a sign before the first."""
    first = Text(f"{sign} " if indent and len(sign) < indent else sign, style=STYLES.get(sign, "dim"))
    room = max(20, terminal.out.width - max(indent, len(first)))
    for line in lines:
        for row in rows(line, terminal.out, room):
            lead = first if first.plain.strip() else Text(" " * indent)
            terminal.out.print(Text.assemble(lead, row), soft_wrap=True)
            first = Text("")
