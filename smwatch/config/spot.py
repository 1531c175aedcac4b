"""Where a value of the config stands, and where the mistakes found there go. Nothing here raises.

spot.inside("brands").inside(0).wrong("...")    adds the problem of key brands.0, with its line
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from smwatch.config.lines import line_of
from smwatch.errors import Problem

UNREAD: Final = object()  # what a reader gives for a value that it can't read; its problem is noted

_LONGEST_SHOWN = 60  # characters of a value in a message


class Spot:
    """A key of the config; "" is the whole file. There is one for each value: made quickly, named when need be."""

    __slots__ = ("above", "lines", "part", "problems")

    def __init__(self, lines: Mapping[str, int], part: str | int = "", above: Spot | None = None) -> None:
        """The key, table or list item `part` of the one above."""
        self.lines, self.part, self.above = lines, part, above
        self.problems: list[Problem] = [] if above is None else above.problems  # shared by all spots of a file

    @property
    def key(self) -> str:
        """Its path: "brands.0.name"."""
        above = self.above.key if self.above else ""
        return f"{above}.{self.part}" if above else str(self.part)

    def inside(self, part: str | int) -> Spot:
        """The key, table or list item `part` of this one."""
        return Spot(self.lines, part, self)

    def wrong(self, what: str, mend: str = "", **arguments: object) -> object:
        """Note a mistake at this place; back comes UNREAD."""
        self.problems.append(Problem(line_of(self.lines, self.key), self.key, what, mend, arguments))
        return UNREAD


def closest(wrong: str, known: Iterable[str]) -> str:
    """What was meant, most likely, case and accents aside; "" where nothing known is near."""
    from difflib import get_close_matches  # late: only who makes a mistake needs it

    folded = {_fold(name): name for name in known}
    near = get_close_matches(_fold(wrong[:_LONGEST_SHOWN]), folded, n=1, cutoff=0.66)
    return folded[near[0]] if near else ""


def shown(value: object) -> str:
    """A value short enough, and harmless enough, to stand in a message on the screen."""
    try:
        text = str(value).lower() if isinstance(value, bool) else str(value)
    except ValueError:  # an integer of more digits than Python writes
        text = "…"
    if len(text) > _LONGEST_SHOWN:
        text = text[: _LONGEST_SHOWN - 1] + "…"
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
