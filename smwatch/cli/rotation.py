"""A log file that doesn't grow for ever, though several programs write to it at once."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from smwatch.errors import SmwatchError
from smwatch.store.lock import locked

PATIENCE = 2.0
"""Seconds in which another has put the older files where they belong."""


class Rotating(RotatingFileHandler):
    """Puts the full file aside when nobody else has done so; what others have put aside isn't written to."""

    def line(self, text: str) -> None:
        """One more."""
        self.handle(logging.makeLogRecord({"msg": text}))

    def emit(self, record: logging.LogRecord) -> None:
        """A line, at the end of what has this name now."""
        with suppress(OSError):
            if self.stream is not None and not _same(self.stream.fileno(), self.baseFilename):
                self._reopen()
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802 - logging's own name
        """Once, whoever comes first."""
        with suppress(SmwatchError), locked(Path(f"{self.baseFilename}.lock"), PATIENCE):
            self._reopen()
            if os.stat(self.baseFilename).st_size:  # noqa: PTH116 - a name as logging has it
                super().doRollover()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """A log that can't be written to stops nothing."""

    def _reopen(self) -> None:
        if self.stream:
            self.stream.close()
        self.stream = self._open()

    def _open(self) -> TextIOWrapper:
        """Made for its owner alone."""
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        return super()._open()


def _same(handle: int, name: str) -> bool:
    opened, there = os.fstat(handle), os.stat(name)  # noqa: PTH116 - beside fstat
    return (opened.st_dev, opened.st_ino) == (there.st_dev, there.st_ino)


def handler(file: Path, largest: int, kept: int) -> Rotating:
    """That of a file, opened; OSError where it can't be. Only its owner may read it."""
    made = Rotating(file, maxBytes=largest, backupCount=kept, encoding="utf-8", errors="backslashreplace")
    made.setFormatter(logging.Formatter("%(message)s"))
    return made
