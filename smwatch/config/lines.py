"""On which line of a TOML text each key stands, which tomllib doesn't tell.

    find_lines(text) -> {"brands": 4, "brands.0": 4, "brands.0.names": 6, "brands.0.names.1": 7, ...}

A light scan, linear in the text, of what tomllib has already read: it looks for keys, and trusts the rest. Should it
lose its way nevertheless, the keys from there on have no line of their own, and `line_of` gives that of their table.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cached_property

# no possessive groups of alternatives: early releases of Python 3.11 lose their way in these
_SPACE = re.compile(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}'  # up to two quotes may stand before the three that close
    r"|'''(?:[^']|'(?!''))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*+'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\n]++")  # numbers, dates, true, false

_ESCAPED_BREAK = re.compile(r"\\[ \t]*\n|\\n")

TEXT = "."
"""After the key of a text of several lines: the line on which the text begins, where its lines are the file's."""


def find_lines(text: str) -> dict[str, int]:
    """Each key, table and list item of a valid TOML text with its line, counted from 1."""
    scan = Scan(text)
    with suppress(LostError):
        scan.document()
    return scan.found


def line_of(lines: Mapping[str, int], key: str) -> int:
    """The line of `key`, or of the nearest table around it; 0 where there is none."""
    while key and key not in lines:
        key = key.rpartition(".")[0]
    return lines.get(key, 0)


def line_within(lines: Mapping[str, int], key: str, breaks: int) -> int:
    """The line of what stands after so many line breaks in the text of a key; that of the key if it isn't known."""
    text = f"{key}{TEXT}"
    return lines[text] + breaks if text in lines else line_of(lines, key)


class Lines(Mapping[str, int]):
    """The same, found when the first is asked for: a config without mistakes needs none."""

    def __init__(self, text: str) -> None:
        """`text` is valid TOML."""
        self.text = text

    @cached_property
    def _found(self) -> dict[str, int]:
        try:
            return find_lines(self.text)
        except RecursionError:  # brackets within brackets, as deep as tomllib just reads them
            return {}

    def __getitem__(self, key: str) -> int:
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class LostError(Exception):
    """The scan met something that it doesn't understand."""


class Scan:
    """A place in the text that only moves on, and what was found up to there."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]
        self.table = ""  # what the last [header] opened
        self.last: dict[str, int] = {}  # [[array of tables]] -> index of its last table
        self.found: dict[str, int] = {}

    def document(self) -> None:
        """The whole file."""
        while self.peek():
            if self.peek() == "[":
                self.header()
            else:
                self.key_and_value(self.table)

    def header(self) -> None:
        """[table] or [[array of tables]]."""
        here, many = self.at, self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *above, name = self.key()
        self.at += 2 if many else 1
        path = ""
        for part in above:
            path = self.in_last(_join(path, part))
        path = _join(path, name)
        self.note(path, here)
        if many:
            self.last[path] = self.last.get(path, -1) + 1
        self.table = self.in_last(path)
        self.note(self.table, here)

    def in_last(self, path: str) -> str:
        """The path, with the index of the last table where it is an array of tables."""
        return f"{path}.{self.last[path]}" if path in self.last else path

    def key_and_value(self, path: str) -> None:
        """One `key = value`."""
        self.peek()
        here = self.at
        for part in self.key():
            path = _join(path, part)
            self.note(path, here)
        self.expect("=")
        self.value(path)

    def key(self) -> list[str]:
        """A key, perhaps dotted, as its parts."""
        parts = [self.key_part()]
        while self.peek() == ".":
            self.at += 1
            parts.append(self.key_part())
        return parts

    def key_part(self) -> str:
        """One part of a key, quoted or bare."""
        quoted = self.peek() in {'"', "'"}
        raw = self.take(_STRING if quoted else _BARE_KEY)
        return str(tomllib.loads(f"key = {raw}")["key"]) if quoted else raw

    def value(self, path: str) -> None:
        """Any value; only its end matters, and the keys in it."""
        match self.peek():
            case "[":
                self.items(path)
            case "{":
                self.inline_table(path)
            case '"' | "'":
                self.text_of(path)
            case _:
                self.take(_SCALAR)

    def text_of(self, path: str) -> None:
        """A text; of one of several lines it is told where it begins, which may be after the quotes' line."""
        here, raw = self.at, self.take(_STRING)
        if "\n" in raw and not (raw[0] == '"' and _ESCAPED_BREAK.search(raw)):
            body = raw[3:].removeprefix("\r").removeprefix("\n")  # a line break after the quotes is no part of it
            self.note(path + TEXT, here + len(raw) - len(body))

    def items(self, path: str) -> None:
        """An array."""
        self.expect("[")
        index = 0
        while self.peek() != "]":
            self.note(f"{path}.{index}", self.at)
            self.value(f"{path}.{index}")
            index += 1
            self.comma()
        self.expect("]")

    def inline_table(self, path: str) -> None:
        """A table between braces."""
        self.expect("{")
        while self.peek() != "}":
            self.key_and_value(path)
            self.comma()
        self.expect("}")

    def comma(self) -> None:
        """A comma, where one stands."""
        if self.peek() == ",":
            self.at += 1

    def note(self, path: str, at: int) -> None:
        """Remember the line of a path; the first time counts."""
        self.found.setdefault(path, bisect_right(self.breaks, at) + 1)

    def peek(self) -> str:
        """The next character that is neither space nor comment; "" at the end."""
        self.take(_SPACE)
        return self.text[self.at : self.at + 1]

    def expect(self, character: str) -> None:
        """This character, or the scan is lost."""
        if self.peek() != character:
            raise LostError
        self.at += 1

    def take(self, pattern: re.Pattern[str]) -> str:
        """What the pattern matches here, or the scan is lost."""
        match = pattern.match(self.text, self.at)
        if match is None:
            raise LostError
        self.at = match.end()
        return match[0]


def _join(path: str, part: str) -> str:
    return f"{path}.{part}" if path else part
