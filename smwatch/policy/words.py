"""How the policy is said: languages by their names, how fast, and times of the week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from smwatch.config.hours import MINUTE, SOME_MONDAY
from smwatch.config.settings import Play
from smwatch.locales import N_, Speech


def language(code: str, speech: Speech) -> str:
    """A language's name, as it stands within a sentence: French, français; its code where no name is known."""
    from babel import Locale  # late: only where the policy is shown

    return str(Locale(speech.lang).languages.get(code, code))


def languages(codes: Iterable[str], speech: Speech) -> str:
    """Several of them."""
    return ", ".join(language(code, speech) for code in codes)


def length(span: timedelta, speech: Speech) -> str:
    """A promise to the minute: 90 minutes, 1 hour, 36 hours, 2 days."""
    return speech.span(span, exact=True)


def how_fast(play: Play, speech: Speech) -> str:
    """Within how long a rule asks for an answer; "" where it doesn't say."""
    return length(play.within, speech) if play.within else ""


def of_week(minute: int, speech: Speech) -> str:
    """A minute of the week, from Monday on: Friday at 18:00, vendredi à 18 h."""
    from babel.dates import format_date  # late: likewise

    at = SOME_MONDAY + minute * MINUTE
    day = str(format_date(at, "EEEE", locale=speech.lang))
    if speech.lang == "fr":
        return f"{day} à {at.hour}\u00a0h" + (f"\u00a0{at.minute:02}" if at.minute else "")
    return speech.say(N_("{day} at {time}"), day=day, time=f"{at:%H:%M}")
