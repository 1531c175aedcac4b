"""How values stand in columns: times, lists, and text that SQLite can hold. Pure.

stored(datetime) <-> read(str)     2010-03-24T14:05:00Z, to the second: sorts as text, and every tool reads it
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any

from smwatch.models import Span

if TYPE_CHECKING:
    from smwatch.models import Count


_SECOND = timedelta(seconds=1)
_JSON = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), default=str
)  # once: making it takes as long as its work
decoded = json.JSONDecoder().decode  # likewise


def stored(at: datetime) -> str:
    """A time as it is written: UTC, cut to the second. `at` is aware."""
    at = at.astimezone(UTC)
    return "%04d-%02d-%02dT%02d:%02d:%02dZ" % (at.year, at.month, at.day, at.hour, at.minute, at.second)  # noqa: UP031 - twice as quick as isoformat or an f-string


def stored_or_none(at: datetime | None) -> str | None:
    """The same where it may not have happened."""
    return None if at is None else stored(at)


def stored_later(at: datetime) -> str:
    """A time not to be early for, the next full second: a server that asks to wait is never asked too soon."""
    return stored(at + _SECOND if at.microsecond else at)


def read(text: str) -> datetime:
    """A written time, aware UTC."""
    return datetime.fromisoformat(text)


def read_or_none(text: str | None) -> datetime | None:
    """The same where it may not have happened."""
    return None if text is None else datetime.fromisoformat(text)


def listed(value: object) -> str:
    """JSON text for a list or mapping; accents stay legible."""
    return _JSON.encode(value) if value else "[]"


def listed_texts(texts: Iterable[str]) -> str:
    """The same for a list of texts, in a fifth of the time."""
    return f"[{','.join(map(encode_basestring, texts))}]"


def counts(text: str) -> tuple[Count, ...]:
    """[name, count] pairs back from JSON."""
    from smwatch.models import Count

    return tuple(Count(name=name, count=count) for name, count in decoded(text))


def spans(text: str) -> tuple[Span, ...]:
    """Where names stand, back from JSON."""
    return () if text == "[]" else tuple([Span(*span) for span in decoded(text)])


def plain(text: str) -> str:
    """Text that SQLite can hold and every tool can read: no lone surrogates (JSON feeds have them), no NUL."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\0", "") if "\0" in text else text


def plain_row(row: tuple[str, ...]) -> tuple[str, ...]:
    """The same for a whole row, most of which are in order: they are looked at as one text."""
    try:
        if b"\0" not in "".join(row).encode():
            return row
    except UnicodeEncodeError:
        pass
    return tuple(map(plain, row))


Row = dict[str, Any]
"""A row by column name; what stands in it is checked by the STRICT schema, not by types."""
