"""How it looks what labels teach: figures before and after, texts that are still wrong, and the heads that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_, Speech
from smwatch.models import Head, Label, Relearnt
from smwatch.models.names import LABELS
from smwatch.relearn import Lesson, figures_of, unusable
from smwatch.reports.values import iso, relearnt_dict
from smwatch.sentiment.labelled import LEAST

if TYPE_CHECKING:
    from smwatch.sentiment.learning import Learnt, Said, Wrong

WRONG: Final = 5
"""Texts that are shown of those that are heard otherwise."""
TELLING: Final = 10
"""Texts from which on an interval is told: fewer are often all right, or all wrong, and say nothing of others."""
SHOWN: Final = 120
"""Characters of such a text."""

FIGURES: Final = {"macro": N_("F1, mean of the labels"), "f1": N_("F1, negative"), "recall": N_("recall, negative")}
WHY: Final = {
    "helps": N_("It helps: texts that it hadn't seen are heard better, by more than chance would do."),
    "chance": N_("It isn't clear that it helps: what it gains, or loses, may be chance. More labels may tell."),
    "worse": N_("It doesn't help: on the whole your texts are heard better, but rarer labels pay for it."),
    "one_kind": N_("All labels are alike. Nothing can be learnt from one kind."),
}
STATES: Final = {"helps": N_("helps"), "chance": N_("no clear gain"), "worse": N_("rarer labels fall")}


def relearnt_line(relearnt: Relearnt, speech: Speech) -> str:
    """What a scan learnt, in a line."""
    said = speech.say(
        N_("Learnt from {labels}: F1 {before} → {after} on texts that it hadn't seen."),
        labels=speech.count("{n} labelled text", "{n} labelled texts", relearnt.texts),
        before=_points(relearnt.before, speech),
        after=_points(relearnt.after, speech),
    )
    if relearnt.helps:
        return f"{said} {_fate(relearnt, speech)}"
    kept = N_("Head {number} is kept, and not used; to see why: {smwatch} sentiment evaluate")
    return f"{said} {speech.say(kept, number=str(relearnt.version))}"


def _fate(relearnt: Relearnt, speech: Speech) -> str:
    """Whether the head is used, and how to have it otherwise."""
    number = str(relearnt.version)
    if relearnt.active:
        used = N_("Head {number} is in use. To score stored mentions with it: {smwatch} sentiment rescore")
        return speech.say(used, number=number)
    if relearnt.helps:
        waits = N_("Head {number} waits, as you chose what is in use: {smwatch} sentiment heads --use {number}")
        return speech.say(waits, number=number)
    return speech.say(N_("Head {number} is kept, and not used."), number=number)


def unusable_lines(terminal: Terminal) -> Iterator[str]:
    """Heads in use that can't be used: after an update, or as their bytes are spoilt."""
    from smwatch.sentiment.installed import hears

    app = terminal.app
    for head, other in unusable(app.store) if hears(app.config.sentiment) else ():
        spoilt = N_("what was learnt from your labels (head {number}) can't be read: {smwatch} sentiment evaluate")
        older = N_("what was learnt from your labels was for {scorer}; to learn it anew: {smwatch} sentiment evaluate")
        yield terminal.speech.say(older if other else spoilt, number=head.version, scorer=head.scorer)


def tell_how_to_label(terminal: Terminal) -> None:
    """What to do first."""
    terminal.note(N_("Nothing is labelled yet: {smwatch} mentions label NUMBER negative"))
    learns = N_("From {least} labelled texts on, smwatch learns from them, and this shows what it is worth.")
    terminal.note(learns, least=LEAST)


def show_learnt(terminal: Terminal, learnt: Learnt, *, of_file: bool = False) -> None:
    """How many labels, the figures, whether they help, and what is still wrong."""
    speech, out = terminal.speech, terminal.out
    tell(out, _counted(learnt, speech))
    if not learnt.texts:
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("")
    for figure in FIGURES.values():
        table.add_column(speech.say(figure), justify="right")
    table.add_row(speech.say(N_("as it comes")), *_cells(learnt.before, speech))
    if learnt.after:
        table.add_row(speech.say(N_("with your labels")), *_cells(learnt.after, speech))
    out.print()
    out.print(table)
    if learnt.texts >= TELLING:
        brackets = N_("In brackets: where 95 of 100 such samples would lie. No text was judged by what it had taught.")
        terminal.note(brackets)
    out.print()
    tell(out, _verdict(learnt, speech))
    if of_file and learnt.head:
        terminal.note(N_("`smwatch sentiment score --labels FILE` uses these labels, for one run, either way."))
    for line in _still_wrong(learnt.wrong, speech, of_file=of_file):
        tell(out, line)


def _counted(learnt: Learnt, speech: Speech) -> str:
    """183 labelled texts: 102 negative, 41 neutral, 40 positive."""
    said = speech.count("{n} labelled text", "{n} labelled texts", learnt.texts)
    counts = ((label, learnt.counts.get(label, 0)) for label in Label)
    kinds = [of_kind(label, n, speech) for label, n in counts if n]
    if kinds:
        said = speech.say(N_("{what}: {how}"), what=said, how=", ".join(kinds))
    if learnt.unheard:
        said += "; " + speech.count(
            "{n} more can't be scored: another language, or too short",
            "{n} more can't be scored: other languages, or too short",
            learnt.unheard,
        )
    return f"{said}."


def of_kind(label: Label, n: int, speech: Speech) -> str:
    """So many texts of a label: in French, the word agrees with how many, and with texts (mentions are feminine)."""
    texts = speech.number(n)
    match label:
        case Label.NEGATIVE:
            return speech.count("{texts} negative", "{texts} negative", n, texts=texts)
        case Label.NEUTRAL:
            return speech.count("{texts} neutral", "{texts} neutral", n, texts=texts)
        case Label.POSITIVE:
            return speech.count("{texts} positive", "{texts} positive", n, texts=texts)


def _verdict(learnt: Learnt, speech: Speech) -> str:
    if learnt.why.value in WHY:
        return speech.say(WHY[learnt.why.value])
    missing = LEAST - learnt.texts
    return speech.count(
        "{n} more labelled text is needed before something is learnt from them.",
        "{n} more labelled texts are needed before something is learnt from them.",
        missing,
    )


def _cells(said: Said, speech: Speech) -> list[str]:
    """62 (55 to 69), for each figure."""
    cells = []
    for figure in FIGURES:
        if figure != "macro" and not any(label is Label.NEGATIVE for label, _ in said.pairs):
            cells.append("–")
            continue
        value = _points(float(getattr(said.measures, figure)), speech)
        if between := _between(said, figure):
            value += f" ({_points(between[0], speech)}–{_points(between[1], speech)})"
        cells.append(value)
    return cells


def _between(said: Said, figure: str) -> tuple[float, float] | None:
    """Where a figure lies by what such samples do; None for so few texts that they can't tell."""
    return said.between(figure) if len(said.pairs) >= TELLING else None


def _points(value: float, speech: Speech) -> str:
    return speech.number(100 * value)


def _still_wrong(wrong: Sequence[Wrong], speech: Speech, *, of_file: bool) -> Iterator[str]:
    """A few, the least likely first."""
    if not wrong:
        return
    yield ""
    yield speech.count("{n} text is still heard otherwise:", "{n} texts are still heard otherwise:", len(wrong))
    for one in wrong[:WRONG]:
        passage, number = one.labelled.passage, str(one.labelled.number)
        text = " ".join(f"{passage.title} {passage.text}".split())
        text = text if len(text) <= SHOWN else text[:SHOWN].rsplit(" ", 1)[0] + " …"
        label, said = speech.say(LABELS[one.labelled.label]), speech.say(LABELS[one.said])
        told = N_("you say {label}, it says {said}. {text}")
        line = speech.say(told, label=label, said=said, text=speech.quote(text))
        if one.labelled.number:
            where = speech.say(N_("line {number}") if of_file else N_("mention {number}"), number=number)
            line = speech.say(N_("{what}: {how}"), what=where, how=line)
        yield f"  {line}"


def tell_of_head(terminal: Terminal, lesson: Lesson, used: Head | None) -> None:
    """What scores from now on."""
    terminal.out.print()
    if lesson.relearnt:
        return tell(terminal.out, _fate(lesson.relearnt, terminal.speech))
    if used:
        return tell(terminal.out, terminal.speech.say(N_("Head {number} is in use."), number=str(used.version)))
    none = N_("None of your heads is in use.")
    if lesson.learnt.helps and terminal.app.store.heads_refused():
        none = N_("None of your heads is in use, as you chose: `{smwatch} sentiment heads` lists them.")
    return tell(terminal.out, terminal.speech.say(none))


def lesson_dict(learnt: Learnt, relearnt: Relearnt | None = None, used: Head | None = None) -> dict[str, Any]:
    """The document of `sentiment evaluate --json`."""
    return {
        "texts": learnt.texts,
        "counts": {label.value: learnt.counts.get(label, 0) for label in Label},
        "unheard": learnt.unheard,
        "needed": max(0, LEAST - learnt.texts),
        "before": _said_dict(learnt.before) if learnt.texts else None,
        "after": _said_dict(learnt.after) if learnt.after else None,
        "helps": learnt.helps,
        "why": learnt.why.value,
        "learnt": relearnt_dict(relearnt) if relearnt else None,
        "in_use": used.version if used else None,
        "wrong": [
            {
                "id": one.labelled.number or None,
                "text": one.labelled.passage.text,
                "label": one.labelled.label.value,
                "said": one.said.value,
                "chance": one.chance,
            }
            for one in learnt.wrong
        ],
    }


def _said_dict(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for figure in FIGURES:
        low, high = _between(said, figure) or (None, None)
        found[figure] = {
            "value": round(float(getattr(said.measures, figure)), 4),
            "low": None if low is None else round(low, 4),
            "high": None if high is None else round(high, 4),
        }
    return found


def show_heads(terminal: Terminal, heads: Sequence[Head]) -> None:
    """A line a head, the newest first."""
    speech, kept = terminal.speech, [head for head in heads if not head.removed]
    if not kept:
        none = N_("Nothing was learnt yet. From {least} labelled texts on, a scan learns from them.")
        gone = N_("What was learnt is removed. A scan learns again when a tenth of the labels have changed.")
        terminal.note(gone if heads else none, least=LEAST)
        return
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in (N_("No."), N_("learnt"), N_("for"), N_("texts"), N_("F1"), N_("state")):
        table.add_column(speech.say(heading), justify="right" if heading in {"No.", "texts"} else "left")
    for head in kept:
        said = head_dict(head)
        gain = "" if said["before"] is None else f"{_points(said['before'], speech)} → {_points(said['after'], speech)}"
        state = [speech.say(STATES[said["why"]])] if said["why"] in STATES else []
        state += [speech.say(N_("in use"))] if head.active else []
        texts = speech.number(head.labels)
        table.add_row(str(head.version), speech.short(head.made_at), head.scorer, texts, gain, ", ".join(state))
    terminal.out.print(table)
    terminal.note(N_("F1: mean of the labels, without the head and with it, on texts that it hadn't seen."))


def head_dict(head: Head) -> dict[str, Any]:
    """One of `sentiment heads --json`."""
    figures = figures_of(head)
    before, after = (figures.get(name) for name in ("before", "after"))
    return {
        "version": head.version,
        "scorer": head.scorer,
        "made": iso(head.made_at),
        "texts": head.labels,
        "before": before.get("macro") if isinstance(before, dict) else None,
        "after": after.get("macro") if isinstance(after, dict) else None,
        "why": figures.get("why"),
        "in_use": head.active,
    }
