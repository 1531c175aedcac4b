"""How the words of the lexicons look, and what a head is worth that was learnt for an encoder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_
from smwatch.sentiment.readers import Entry

if TYPE_CHECKING:
    from smwatch.sentiment.measures import Measures
    from smwatch.sentiment.training import Learnt

SCREENFUL: Final = 40
"""Words that a person is shown unless they ask for more."""

LAYERS: Final = {"base": N_("list"), "pr": N_("smwatch"), "own": N_("yours")}


def show_words(terminal: Terminal, found: Sequence[tuple[str, Entry]], limit: int | None) -> None:
    """The words, and how many more there are."""
    speech = terminal.speech
    if not found:
        terminal.note(N_("No such word: texts that hold only unknown words count as neutral."))
        return
    shown = found[: limit or SCREENFUL]
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False)
    for heading in (N_("word"), N_("valence"), N_("language"), N_("from"), N_("note")):
        table.add_column(speech.say(heading), justify="right" if heading == "valence" else "left")
    for lang, entry in shown:
        valence = speech.signed(entry.valence, 1) if entry.valence else "0"
        table.add_row(Text(entry.word), valence, lang, speech.say(LAYERS[entry.layer]), entry.note)
    terminal.out.print(table)
    if rest := len(found) - len(shown):
        said = speech.count(
            "… and {n} more; --search TEXT finds it, --limit N shows more.",
            "… and {n} more; --search TEXT finds one, --limit N shows more.",
            rest,
        )
        terminal.note(N_("{said}"), said=said)


def show_learnt(terminal: Terminal, learnt: Learnt, name: str) -> None:
    """How many texts taught it, what that is worth, where it is, what to write into the config."""
    say, speech, out = terminal.speech.say, terminal.speech, terminal.out
    line = N_("Learnt from {texts} labelled texts to weigh the {size} numbers of {encoder}.")
    tell(out, say(line, texts=speech.number(learnt.texts), size=speech.number(learnt.size), encoder=name))
    tell(out, say(N_("On texts of writers that it hadn't read, and in brackets by the word lists alone:")))
    for what, figure in (
        (N_("macro-F1 {figure} [{lists}]"), "macro"),
        (N_("of the negative label: F1 {figure} [{lists}]"), "f1"),
        (N_("negative texts heard: {figure} [{lists}]"), "recall"),
    ):
        mine, lists = (speech.percent(getattr(one, figure)) for one in (learnt.measured, learnt.lists))
        tell(out, "  " + say(what, figure=mine, lists=lists))
    tell(out, say(N_("Kept in {file}"), file=learnt.file))
    line = N_('To use it, write fr = "encoder:{name}" and en = "encoder:{name}" under [sentiment] in the config.')
    tell(out, say(line, name=name))


def learnt_dict(learnt: Learnt) -> dict[str, Any]:
    """`sentiment train --json`."""
    return {
        "encoder": learnt.head.encoder,
        "version": learnt.head.version,
        "file": str(learnt.file),
        "texts": learnt.texts,
        "size": learnt.size,
        "measured": _measures(learnt.measured),
        "lists": _measures(learnt.lists),
    }


def _measures(one: Measures) -> dict[str, float]:
    names = {"macro_f1": one.macro, "negative_f1": one.f1, "precision": one.precision, "recall": one.recall}
    return {name: round(value, 4) for name, value in names.items()}
