"""A user's labels as JSON Lines: what `sentiment export-labels` writes and `sentiment score --labels` reads.

    {"text", "lang"?, "label", "title"?, "brand"?}

A text is taken as it is scored: of one that names its brand, what is about it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Label
from smwatch.sentiment.named import passage_of
from smwatch.text.language import detect

if TYPE_CHECKING:
    from smwatch.protocols import Passage

TEXTS: Final = ("text", "lang", "label", "title", "brand")
NEEDED: Final = ("text", "label")
LEAST: Final = 50  # labelled texts: on fewer, nobody can tell whether what was learnt from them helps


class Labelled(NamedTuple):
    """A text, and how somebody says that it feels about its brand."""

    passage: Passage
    label: Label
    number: int = 0  # of its line, or whatever the caller knows it by


def label_lines(lines: Iterable[str], file: str, languages: Sequence[str] = ("fr", "en")) -> list[Labelled]:
    """Every line that isn't blank; UsageError names a bad one, or a file that holds none."""
    found = list(_lines(lines, file, languages))
    if not found:
        example = "smwatch sentiment export-labels -o labels.jsonl"
        raise UsageError(
            N_("{file} holds no label"), N_("write your labels with: {example}"), file=file, example=example
        )
    return found


def _lines(lines: Iterable[str], file: str, languages: Sequence[str]) -> Iterator[Labelled]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = _row(line, file, number)
            title, text = row["title"] or "", row["text"]
            lang = (row["lang"] or "")[:2].lower() or detect(f"{title}\n{text}", languages)
            yield Labelled(passage_of(title, text, lang, row["brand"] or ""), Label(row["label"].lower()), number)


def _row(line: str, file: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise _bad(N_("line {number} of {file} is not JSON"), file, number) from None
    if not isinstance(row, dict):
        raise _bad(N_("line {number} of {file} is not a JSON object"), file, number)
    for key in TEXTS:
        value = row.get(key)
        if not isinstance(value, str) and (value is not None or key in NEEDED):
            raise _bad(N_("line {number} of {file}: {key} is missing or is no text"), file, number, key=f'"{key}"')
    if row["label"].lower() not in set(Label):
        what = N_("line {number} of {file}: “{label}” is no label; labels are {labels}")
        raise _bad(what, file, number, label=" ".join(row["label"][:40].split()), labels=", ".join(Label))
    return {key: row.get(key) for key in TEXTS}


def _bad(what: str, file: str, number: int, **arguments: object) -> UsageError:
    example = '{"text": "…", "lang": "fr", "label": "negative"}'
    return UsageError(what, N_("each line is like {example}"), file=file, number=number, example=example, **arguments)
