"""Texts kept as files, to be read by people. SMWATCH_UPDATE_GOLDEN=1 writes them anew: read the difference then."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def kept(file: Path, lines: Iterable[str]) -> tuple[str, str]:
    """The lines as a text, and the text that is kept."""
    text = "\n".join(lines) + "\n"
    if os.environ.get("SMWATCH_UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    return text, file.read_text(encoding="utf-8")
