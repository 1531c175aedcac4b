"""What the names that scores carry say to people.

scored_by(("encoder/1",), speech)              "Scored by the encoder (encoder/1)."
scored_by(("vader/2", "vader-fr/2"), speech)   "Scored by word lists only (vader/2, vader-fr/2)."
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.locales import Speech

SCORED: Final = ("fr", "en")  # languages that scorers read
ENCODER: Final = "encoder"
LISTS: Final = {"en": "vader", "fr": "vader-fr"}  # the word lists by language, as `lexicon` uses them
USER: Final = "user"  # a person said so
_WORD_LISTS: Final = frozenset({"lexicon", "vader-stock", *LISTS.values()})


def scored_by(scorers: Iterable[str], speech: Speech) -> str:
    """By what mentions were scored, in a sentence; "" where nothing scored them."""
    names = sorted(set(scorers) - {"", USER})
    kinds = {name.partition("/")[0].partition(":")[0] for name in names}
    said = N_("Scored by {names}.")  # a plug-in, or both
    if kinds == {ENCODER}:
        said = N_("Scored by the encoder ({names}).")
    elif kinds <= _WORD_LISTS:
        said = N_("Scored by word lists only ({names}).")
    return speech.say(said, names=", ".join(names)) if names else ""
