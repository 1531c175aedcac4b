"""Pages that are shown in the browser; one that has no file of its own gets one that only its owner can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from smwatch.errors import NothingDoneError
from smwatch.locales import N_


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
