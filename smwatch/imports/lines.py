"""A file's bytes as lines of text, in whichever encoding it is written; streamed.

    with open(path, "rb") as file: encoding, lines = decoded(file)

UTF-16 and UTF-8 tell themselves by their first bytes. Without these a line is UTF-8 where it can be, and Windows-1252
where it can't: exports are put together from texts of many sources.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import BinaryIO, Final

LONGEST: Final = 1_000_000
"""Characters of a line that are read. What is longer is no row that can be read, and a cell of more stands for it."""

_TOO_LONG: Final = "x" * (LONGEST + 1) + "\n"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ZIPPED: Final = b"PK\x03\x04"
"""How workbooks (.xlsx) and other zip archives begin."""

OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0"
_PEEK: Final = 4_000
_ENDS: Final = frozenset({"\n", "\r", b"\n"})


def is_workbook(start: bytes) -> bool:
    """Whether it is Excel's own format, which isn't read here."""
    return start.startswith((ZIPPED, OLD_EXCEL))


def decoded(file: BinaryIO) -> tuple[str, Iterator[str]]:
    """What it is written in, and its lines with their ends."""
    start = file.read(_PEEK)
    file.seek(0)
    encoding = next((name for mark, name in _MARKS if start.startswith(mark)), "") or _unmarked(start)
    if not encoding and b"\r" in start and b"\n" not in start:
        encoding = _of_old_mac(start)
    if encoding and encoding != "utf-8-sig":
        return encoding, _read(io.TextIOWrapper(file, encoding=encoding, errors="replace", newline=""))
    return encoding or "utf-8", _mixed(file)


def _unmarked(start: bytes) -> str:
    """UTF-16 without a mark: every other byte of plain letters is nothing."""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if max(even, odd) * 4 < len(start) or not start:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _of_old_mac(start: bytes) -> str:
    """What is written in where lines end with a carriage return alone, as Excel's “CSV (Macintosh)” does."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "mac-roman"
    return "utf-8"


def _read(text: io.TextIOWrapper) -> Iterator[str]:
    try:
        while line := text.readline(LONGEST):
            yield line if _whole(line, text) else _TOO_LONG
    finally:
        text.detach()  # else it would close a file that isn't its own


def _whole(line: str | bytes, file: BinaryIO | io.TextIOWrapper) -> bool:
    """Whether that is all of a line; else the rest is passed over."""
    if len(line) < LONGEST or line[-1:] in _ENDS:
        return True
    while (line := file.readline(LONGEST)) and line[-1:] not in _ENDS:
        pass
    return False


def _mixed(file: BinaryIO) -> Iterator[str]:
    first = True
    while line := file.readline(LONGEST):
        if first:
            line, first = line.removeprefix(codecs.BOM_UTF8), False
        if not _whole(line, file):
            yield _TOO_LONG
            continue
        try:
            yield line.decode()
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")
