"""A page that is shown in the browser, from a file that only its owner can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from smwatch.errors import NothingDoneError
from smwatch.locales import N_


def in_browser(page: str) -> Path:
    """The file that the browser was given; it stays, as the browser may ask for it later: the system clears it away.

    NothingDoneError where there is no browser, and then no file stays.
    """
    import webbrowser  # late: it looks for browsers

    handle, name = tempfile.mkstemp(prefix="smwatch-", suffix=".html")  # readable by its owner only
    path = Path(name)
    with os.fdopen(handle, "wb") as out:
        out.write(page.encode("utf-8", "replace"))
    if webbrowser.open(path.as_uri()):
        return path
    path.unlink()
    raise NothingDoneError(N_("no browser could be opened"), N_("write it into a file with -o, and open that"))
