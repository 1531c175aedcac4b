"""How it looks when a head was learnt for an encoder: what it is worth beside the word lists, and how to use it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smwatch.cli.terminal import Terminal
from smwatch.cli.wrapping import tell
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.sentiment.measures import Measures
    from smwatch.sentiment.training import Learnt


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
