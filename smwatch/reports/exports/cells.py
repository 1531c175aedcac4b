"""A value as one cell of a spreadsheet's text: harmless, and legible where there are several.

defuse("=1+1") -> "'=1+1";  restore takes it off again;  joined([...]) -> "Le Devoir (12) | r/montreal (3)"
"""

from __future__ import annotations

import re
from typing import Final

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")
"""What makes Excel, LibreOffice or Google Sheets run a cell; the wide and small forms count in East Asian settings."""

# after blanks too, which some programs take away when they import, and after what can't be seen
_RUNS = re.compile(r"['\s\u200b\u200c\u200d\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫]|'*[\t\r\n]").match


def defuse(text: str) -> str:
    """The text as a cell that no spreadsheet runs: an apostrophe in front where it would (OWASP, "CSV Injection").

    One is added before apostrophes too that already stand so; taking one off always gives the text back (`restore`).
    """
    return "'" + text if _RUNS(text) else text


def restore(cell: str) -> str:
    """The text that a cell was made from."""
    return cell[1:] if cell[:1] == "'" and _RUNS(cell) else cell


def joined(values: list[object]) -> str:
    """Several values in one cell."""
    return " | ".join(map(_part, values))


def _part(part: object) -> str:
    match part:
        case {"name": name, "count": count}:
            return f"{name} ({count})"
        case {"source": source, "how": how}:  # a feed that was silent or failing
            return f"{source} ({how})"
        case _:
            return str(part)
