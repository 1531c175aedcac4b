"""JSON Lines in, JSON Lines out: what `sentiment score`, `brands test` and `alerts backtest` have in common."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from smwatch.errors import NothingDoneError
from smwatch.locales import N_

_encode = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps makes an encoder for each line


@contextmanager
def lines_of(file: Path | None) -> Iterator[Iterable[str]]:
    """The lines of a file, or of stdin; UTF-8, with a BOM or without. NothingDoneError where it can't be read."""
    if file is None:
        yield (line.decode("utf-8-sig", "replace") for line in sys.stdin.buffer)
        return
    try:
        stream = file.open(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        what, mend = N_("{file} can't be read: {why}"), N_("check its name, and who may read it")
        raise NothingDoneError(what, mend, file=file, why=error.strerror) from error
    with stream:
        yield stream


def write_lines(answers: Iterable[dict[str, Any] | str]) -> None:
    """An answer a line on stdout, each flushed only when the pipe is full: a million lines are no trouble."""
    out = sys.stdout.buffer
    for answer in answers:
        line = answer if isinstance(answer, str) else _encode(answer)
        out.write(line.encode("utf-8", "replace") + b"\n")
    out.flush()
