"""JSON Lines in, JSON Lines out: `smwatch sentiment score`.

    {"id", "text", "lang"?, "title"?, "brand"?}  ->  {"id", "lang", "score", "label", "scorer", "scored"}

In order, a bounded number of lines at a time. Where a brand is given and named in the text, what is about it is scored;
otherwise the whole text: who asks for a score of a text has chosen the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Final

from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.models import Label, Sentiment
from smwatch.protocols import Passage, Scorer
from smwatch.sentiment.named import passage_of
from smwatch.text.language import detect

BATCH: Final = 256  # lines scored at a time,
TEXT: Final = 1_000_000  # or characters: of long lines fewer are held
UNKNOWN: Final = frozenset(("", "un", "xx", "zx"))  # "und", "zxx" and the like say that the language isn't known


def score_lines(lines: Iterable[str], scorer: Scorer) -> Iterator[str]:
    """A line of JSON (without its line break) for each line that isn't blank; raises UsageError naming a bad one."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    for batch in batches(numbered):
        rows = [_row(line, number) for number, line in batch]
        answers = scorer.score([passage for _, passage in rows])
        for (key, passage), answer in zip(rows, answers, strict=True):
            yield _line(key, passage.lang, answer)


def batches(numbered: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The lines in their order, as many at a time as are scored at once."""
    batch, size = list[tuple[int, str]](), 0
    for number, line in numbered:
        batch.append((number, line))
        size += len(line)
        if len(batch) == BATCH or size >= TEXT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _row(line: str, number: int) -> tuple[object, Passage]:
    """A line's id and what is to be scored."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise _bad(number, N_("line {number} is not JSON")) from None
    if not isinstance(row, dict):
        raise _bad(number, N_("line {number} is not a JSON object"))
    for key in ("text", "lang", "title", "brand"):
        if not isinstance(row.get(key) or "", str) or (key == "text" and row.get(key) is None):
            raise _bad(number, N_("line {number}: {key} is missing or is no text"), key=f'"{key}"')
    text, title = row["text"], row.get("title") or ""
    lang = (row.get("lang") or "").strip()[:2].lower()
    if lang in UNKNOWN:
        lang = detect(f"{title}\n{text}")
    return row.get("id"), passage_of(title, text, lang, row.get("brand") or "")


def _bad(number: int, what: str, **arguments: object) -> UsageError:
    example = '{"id": 1, "text": "…"}'
    return UsageError(what, N_("each line is like {example}"), number=number, example=example, **arguments)


def _line(key: object, lang: str, answer: Sentiment) -> str:
    scored = answer.score is not None
    return json.dumps(
        {
            "id": None if isinstance(key, float) and not isfinite(key) else key,  # 1e999 reads as infinite: no JSON
            "lang": lang,
            "score": answer.score or 0.0,
            "label": (answer.label or Label.NEUTRAL).value,
            "scorer": answer.scorer,
            "scored": scored,
        }
    )
