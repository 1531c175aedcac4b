"""How the words of the lexicons look: one a line, with valence, layer and note."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_
from smwatch.sentiment.readers import Entry

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
