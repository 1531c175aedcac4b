"""The playbook: who answers what, how fast, with what words. The first rule that fits is taken. Pure.

play_for(Case(brand="Nordelait", lang="fr", level="confirmed"), config.playbook) -> Play | None
due(play, since) -> datetime | None
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.config.settings import Play


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is to be answered: a mention or an alert, as far as the policy asks about it."""

    brand: str
    lang: str = ""  # "": not known
    level: str = ""  # of its brand's alert; "": there is none
    text: str = ""  # in which topics are looked for


def fits(play: Play, case: Case) -> bool:
    """Whether all that a rule asks for is so."""
    known = {"brand": case.brand, "lang": case.lang, "level": case.level}
    return all(known[key] == value for key, value in play.when.items())


def play_for(case: Case, plays: Iterable[Play]) -> Play | None:
    """The first rule that fits."""
    return next((play for play in plays if fits(play, case)), None)


def due(play: Play | None, since: datetime) -> datetime | None:
    """By when what came at `since` is to be answered; None where the rule says nothing, or there is none."""
    return since + play.within if play and play.within else None
