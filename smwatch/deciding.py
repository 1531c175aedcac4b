"""Who decides what is decided in this run, as the journal and notes have it.

What was typed (`--as NAME`) wins over $SMWATCH_USER, and that over the system's user. Where the config names people,
the first two must be among them, or nothing is decided; the system's user is taken as it is, unless it is one of them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from smwatch.locales import N_
from smwatch.machine import login
from smwatch.policy.who import called, nobody, recognised

if TYPE_CHECKING:
    from smwatch.config.settings import Person

VARIABLE = "SMWATCH_USER"
UNKNOWN = N_("$SMWATCH_USER says “{name}”, and the config has nobody called so")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who somebody says that they are."""

    typed: str = ""  # --as
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def name(self, people: Sequence[Person], *, strict: bool = True) -> str:
        """Who it is, as the config has the name; UsageError where it has people, and nobody of that name.

        Not `strict`: what the environment says is taken as it is, for what a machine does by itself.
        """
        if self.typed.strip():
            return _one_of(self.typed, people, N_("the config has nobody called “{name}”"))
        if named := " ".join(self.environment.get(VARIABLE, "").split()):
            return _one_of(named, people, UNKNOWN if strict else "")
        user = login()
        found = recognised(user, people)
        return found.name if found else user


def _one_of(name: str, people: Sequence[Person], unknown: str) -> str:
    if found := called(name, people):
        return found.name
    if people and unknown:
        raise nobody(name, people, unknown)
    return " ".join(name.split())
