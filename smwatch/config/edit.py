"""Changes [[feeds]] and [[searches]] in a config that somebody wrote, and not a character besides.

    opened = open_text(path)                          the bytes as they are now
    text = with_tables(opened.text, "feeds", [{"url": "https://…"}])
    text = without(opened.text, "feeds", {0, 3})      with the comment lines right above them
    save(opened, text)                                checked, then whole or not at all

Text is put in and taken out, so comments, order, quotes and ends of lines stay as they are, and what was added and is
taken out again leaves the file as it was. (tomlkit moves tables that stand apart, and takes 1.5 s for 1,000.) What
comes of it is read before it counts: it says what the config said, but for these tables.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from smwatch.config.load import load_text
from smwatch.config.places import (
    Stretch,
    Tables,
    before_break,
    end_of_line,
    end_of_tables,
    find_tables,
    start_of_line,
    with_comments,
)
from smwatch.config.settings import Config
from smwatch.config.write import fill, listed, quoted
from smwatch.errors import NothingDoneError
from smwatch.locales import N_

Value = str | bool | Sequence[str]
Table = Mapping[str, Value]

BOM = "\ufeff"
NEAR = {"feeds": ("feeds", "searches", "brands"), "searches": ("searches", "feeds", "brands")}
"""After which tables a new one is put: the first of these that there is."""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Opened:
    """A config as its file had it."""

    path: Path
    raw: bytes

    @property
    def text(self) -> str:
        """With its own ends of lines, and without the mark of byte order that some editors put first."""
        return self.raw.decode("utf-8-sig")

    def bytes_of(self, text: str) -> bytes:
        """The text as this file keeps it."""
        return (BOM + text if self.raw.startswith(BOM.encode()) else text).encode()


def open_text(path: Path) -> Opened:
    """The file as it is; load_config has read it already, and told what is wrong with it."""
    try:
        return Opened(path, path.read_bytes())
    except OSError as error:
        raise _unwritable(path, error) from error


def table_text(table: str, keys: Table) -> str:
    """A table as it is written: `[[feeds]]`, and a line for each key that says something."""
    return "\n".join([f"[[{table}]]", *_pairs(keys)])


def with_tables(text: str, table: str, added: Sequence[Table]) -> str:
    """The text with these tables after the last of their kind."""
    if not added:
        return text
    places = _tables(text, table)
    if places.array:
        return _proven(text, _with_items(text, places, added), table, added=added)
    at = end_of_tables(text, NEAR[table])
    blocks = "".join(f"\n\n{table_text(table, keys)}" for keys in added)
    return _proven(text, text[:at] + blocks.replace("\n", _break(text)) + text[at:], table, added=added)


def without(text: str, table: str, numbers: Collection[int]) -> str:
    """The text without these tables, counted from 0."""
    places, left = _tables(text, table), text
    for number in sorted(numbers, reverse=True):
        if places.array:
            left = _without_item(left, _tables(left, table), number)
            continue
        for stretch in reversed(places.each[number]):
            cut = _with_break(left, stretch)
            left = left[: cut.start] + left[cut.end :]
    return _proven(text, left, table, gone=numbers)


def written(text: str, table: str, number: int) -> str:
    """A table as it stands in the file, to show what goes."""
    return "\n".join(text[one.start : one.end].replace("\r\n", "\n") for one in _tables(text, table).each[number])


def save(opened: Opened, text: str, check: Callable[[Config], object] = lambda _: None) -> None:
    """Put the text in the file's place, whole; its mode stays, and a link goes on leading to it.

    ConfigError where it would be no config (`check` may know more), NothingDoneError where it can't be written or
    somebody else has changed the file meanwhile. Nothing is written then.
    """
    check(load_text(text, opened.path))
    path = opened.path.resolve()
    try:
        _replace(path, opened, opened.bytes_of(text))
    except OSError as error:
        raise _unwritable(path, error) from error


def _proven(before: str, after: str, table: str, *, added: Sequence[Table] = (), gone: Collection[int] = ()) -> str:
    """The text after, if it says what the one before did but for these tables; NothingDoneError where it doesn't."""
    try:
        document, changed = (tomllib.loads(text.replace("\r\n", "\n")) for text in (before, after))
    except ValueError as error:
        raise _by_hand(table) from error
    kept = [one for number, one in enumerate(document.pop(table, [])) if number not in gone]
    expected = [*kept, *(tomllib.loads("\n".join(_pairs(keys))) for keys in added)]
    if changed.pop(table, []) != expected or changed != document:
        raise _by_hand(table)
    return after


def _by_hand(table: str) -> NothingDoneError:
    what = N_("the [[{table}]] of this config are written in a way that can't be changed safely")
    return NothingDoneError(
        what, N_("change them with a text editor; `{smwatch} check` says whether all is well"), table=table
    )


def _tables(text: str, table: str) -> Tables:
    try:
        return find_tables(text, table)
    except ValueError as error:
        raise _by_hand(table) from error


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else quoted(name)


def _value(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return quoted(value)
        case _:
            return listed(value)


def _break(text: str) -> str:
    """How lines end in this file."""
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _with_items(text: str, places: Tables, added: Sequence[Table]) -> str:
    """The text with tables put into an array: each on a line of its own, if the last one stands so."""
    items = ["{ " + ", ".join(_pairs(keys)) + " }" for keys in added]
    if not places.each:
        at = (places.array or Stretch(0, 0)).start + 1
        return text[:at] + ", ".join(items) + text[at:]
    last, comma = places.each[-1][-1], places.commas[-1]
    if not _stands_alone(text, last, comma):
        return text[: last.end] + "".join(f", {item}" for item in items) + text[last.end :]
    indent = text[start_of_line(text, last.start) : last.start]
    at = end_of_line(text, last.end if comma is None else comma)
    lines = f",{_break(text)}{indent}".join(items) + ("" if comma is None else ",")
    after_last = "," if comma is None else ""
    return text[: last.end] + after_last + text[last.end : at] + _break(text) + indent + lines + text[at:]


def _stands_alone(text: str, item: Stretch, comma: int | None) -> bool:
    """Whether nothing else stands on an item's lines but a comment."""
    after = item.end if comma is None else comma + 1
    rest = text[after : end_of_line(text, after)].strip()
    return not text[start_of_line(text, item.start) : item.start].strip() and (not rest or rest.startswith("#"))


def _without_item(text: str, places: Tables, number: int) -> str:
    """The text without an item of the array; what is said about others stays."""
    item, comma = places.each[number][0], places.commas[number]
    end = item.end if comma is None else comma + 1
    if _stands_alone(text, item, comma):
        start = before_break(text, with_comments(text, item.start))
        before = places.commas[number - 1] if number and comma is None else None
        head = text[:start] if before is None else text[:before] + text[before + 1 : start]
        return head + text[end_of_line(text, end) :]
    if number and "\n" not in text[(start := places.each[number - 1][0].end) : item.start]:
        return text[:start] + text[item.end :]
    if number + 1 < len(places.each) and "\n" not in text[item.end : (start := places.each[number + 1][0].start)]:
        return text[: item.start] + text[start:]
    return text[: item.start] + text[end:]


def _pairs(keys: Table) -> list[str]:
    """A key and its value each; what says nothing is left out."""
    return [f"{_key(name)} = {_value(value)}" for name, value in keys.items() if value not in ("", (), [])]


def _with_break(text: str, stretch: Stretch) -> Stretch:
    """A block, with its own break of line and a blank line above it, so that what is left stands as it did."""
    start = before_break(text, stretch.start)
    if start == stretch.start:  # nothing stands before it
        return Stretch(start, len(text) - len(text[stretch.end :].lstrip("\r\n")))
    line = start_of_line(text, start)
    return Stretch(before_break(text, line) if line and not text[line:start].strip() else start, stretch.end)


def _replace(path: Path, opened: Opened, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        fill(handle, content)
        known = path.stat()
        Path(name).chmod(known.st_mode & 0o7777)
        with suppress(OSError, AttributeError):  # only root may give it to whom it belongs
            os.chown(name, known.st_uid, known.st_gid)
        if path.read_bytes() != opened.raw:
            raise changed_meanwhile(path)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    with suppress(OSError, AttributeError):  # the folder too, where it can be: then a power cut can't take it back
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def changed_meanwhile(path: Path) -> NothingDoneError:
    """Somebody else has written the file since it was read."""
    what = N_("{path} was changed meanwhile by somebody else; nothing was written")
    return NothingDoneError(what, N_("look at it, then try again"), path=path)


def _unwritable(path: Path, error: OSError) -> NothingDoneError:
    what, mend = (
        N_("{path} can't be written ({reason})"),
        N_("see who may write there, or name another config with --config"),
    )
    return NothingDoneError(what, mend, path=path, reason=error.strerror or error)
