"""Where what is written goes: a file that is whole or isn't there, readable by its owner only; stdout; the browser.

with destination(output) as place:      place.out is open for bytes; place.spool is a folder for what waits
put(output, text)                       the same for a text that is there at once
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import N_

STDOUT = "-"
"""What -o takes for it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to write."""

    out: BinaryIO
    spool: Path  # its owner's alone, and gone at the end


def file_of(output: Path | None) -> Path | None:
    """The file that -o names; None for stdout, which - means too."""
    return None if output == Path(STDOUT) else output


def check_stdout(output: str, *, also: bool) -> None:
    """UsageError where a page goes to stdout, and `also` something else would."""
    if output == STDOUT and also:
        raise UsageError(N_("-o - writes the page to stdout, and nothing else"), N_("name a file, or leave out -o"))


@contextmanager
def destination(output: Path | None) -> Iterator[Place]:
    """The file, or stdout. NothingDoneError where it can't be written."""
    if output is None:
        with tempfile.TemporaryDirectory() as spool:
            yield from _standard(Path(spool))
        return
    try:
        with in_its_place(output) as (place, spool):
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as out:
                yield Place(out, spool)
    except OSError as error:  # a folder that is closed to us, a disk that is full
        raise NothingDoneError(
            N_("{file} can't be written: {why}"), N_("choose another place with -o"), file=output, why=error.strerror
        ) from error


def put(output: Path | None, text: str) -> int:
    """A text into the file, or to stdout: how many bytes it took. NothingDoneError where it can't be written."""
    content = text.encode("utf-8", "replace")
    with destination(output) as place:
        place.out.write(content)
    return len(content)


def _standard(spool: Path) -> Iterator[Place]:
    """Stdout as bytes; where it is a text alone, as in a notebook, what was written is put there at the end."""
    if (out := getattr(sys.stdout, "buffer", None)) is not None:
        sys.stdout.flush()
        yield Place(out, spool)
        out.flush()
        return
    kept = BytesIO()
    yield Place(kept, spool)
    sys.stdout.write(kept.getvalue().decode("utf-8", "replace"))


@contextmanager
def in_its_place(output: Path) -> Iterator[tuple[Path, Path]]:
    """Where to write what takes the name of `output` once it is whole, so that nobody takes half of it for all.

    What is no file (a pipe, a device), or a file in a folder that is closed to us, is written as it stands. Beside it
    a folder for what waits.
    """
    from smwatch.store.drafts import drafting

    output = output.resolve()  # a link goes on leading there
    if output.exists() and not (output.is_file() and os.access(output.parent, os.W_OK)):
        with tempfile.TemporaryDirectory() as spool:
            yield output, Path(spool)
        return
    with drafting(output) as folder:
        yield (draft := folder / output.name), folder
        if output.exists():
            draft.chmod(output.stat().st_mode & 0o777)  # whoever could read the last one goes on reading it
        draft.replace(output)


def in_browser(page: str) -> Path:
    """The file that the browser was given; it stays, as the browser may ask for it later: the system clears it away."""
    handle, name = tempfile.mkstemp(prefix="smwatch-", suffix=".html")  # readable by its owner only
    path = Path(name)
    with os.fdopen(handle, "wb") as out:
        out.write(page.encode("utf-8", "replace"))
    show(path)
    return path


def show(file: Path) -> None:
    """A file in the browser. NothingDoneError where there is none; the file stays, and is told."""
    import webbrowser  # late: it looks for browsers

    if not webbrowser.open(file.resolve().as_uri()):
        raise NothingDoneError(N_("no browser could be opened"), N_("open {file} in one"), file=file)
