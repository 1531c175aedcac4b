"""What smwatch says, in the user's language: gettext catalogues, and dates and numbers as they are written there.

English text stands in the code and is its own key; `fr/LC_MESSAGES/smwatch.po` holds the French. Pass a `Speech`
along; nothing here is global. `N_` marks a text that is translated later, at the edge.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path

LANGUAGES = ("fr", "en")

Day = date
"""Of a calendar, wherever that hangs."""

REASONS = ("answer", "reason", "why")
"""Arguments that hold another program's words, mostly the system's; in the catalogue are those that people meet."""

COUNTS = ("most", "count", "limit")
"""Arguments that say how many: whole numbers, to be written as such. Others are numbers by which a thing is called."""

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate me later"
    """Mark a message for the catalogue; it is said in the user's language at the edge."""
    return message


def locale_language(environ: Mapping[str, str]) -> str:
    """The language of the environment: "fr" or "en"."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "fr" if environ[name].lower().startswith("fr") else "en"
    return "en"


@lru_cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("smwatch", Path(__file__).parent, [lang], fallback=lang == "en")


@dataclass(frozen=True, slots=True)
class Speech:
    """A language ("fr" or "en") and a time zone (None: the machine's) to speak in.

    `program`: how a command begins that somebody is told to type, with the options that hold here: {smwatch} in a
    message. What is read elsewhere too, such as help and digests, says smwatch.
    """

    lang: str = "en"
    zone: tzinfo | None = field(default=None)
    program: str = "smwatch"

    def say(self, message: str, /, **arguments: object) -> str:
        """The message in this language, with its {arguments} filled in; "" stays ""."""
        said = _catalogue(self.lang).gettext(message) if message else ""
        for name in REASONS:
            if isinstance(reason := arguments.get(name), str):
                arguments[name] = self.say(reason)
        for name in COUNTS:
            if isinstance(number := arguments.get(name), int):
                arguments[name] = self.number(number)
        for name, value in arguments.items():
            if isinstance(value, str) and value.endswith(".") and f"{{{name}}}." in said:
                said = re.sub(rf"(\{{{name}\}})\.(?!\S)", r"\1", said)  # nothing of Simon L. is left; no second one
            if self.lang == "fr" and isinstance(value, str) and value.startswith("une "):
                said = said.replace(f"de {{{name}}}", f"d’{{{name}}}")  # en moins d’une heure
        if "{smwatch}" in said:
            arguments.setdefault("smwatch", self.program)
        return said.format(**arguments) if arguments else said

    def count(self, one: str, many: str, n: int, /, **arguments: object) -> str:
        """The message for `n` things ({n} in the text); French takes the singular for 0, as it should."""
        said = _catalogue(self.lang).ngettext(one, many, n)
        return said.format(n=self.number(n), smwatch=self.program, **arguments)

    def span(self, time: timedelta, *, exact: bool = False) -> str:
        """A length of time: 45 minutes, 6 hours, 3 days; one hour is « une heure ».

        `exact`: to the minute, as a promise is: 90 minutes, and not 2 hours.
        """
        if time >= 2 * _DAY and not (exact and time % _DAY):
            return self.count("{n} day", "{n} days", round(time / _DAY))
        if time % _HOUR == timedelta() if exact else time >= _HOUR:
            hours = round(time / _HOUR)
            return self.say("1 hour") if hours == 1 else self.count("{n} hour", "{n} hours", hours)
        minutes = -(-time // _MINUTE) if exact else max(1, round(time / _MINUTE))
        return self.say("1 minute") if minutes == 1 else self.count("{n} minute", "{n} minutes", minutes)

    def number(self, value: float, digits: int = 0) -> str:
        """A number as it is written: -1,234.5 or −1 234,5 (minus sign, narrow no-break space); no -0."""
        said = f"{value:z,.{digits}f}"
        return said.replace(",", "\u202f").replace(".", ",").replace("-", "−") if self.lang == "fr" else said

    def signed(self, value: float, digits: int = 0) -> str:
        """The same with its sign, a plus too: +1.5, −0,3, and 0.0."""
        return ("+" if round(value, digits) > 0 else "") + self.number(value, digits)

    def percent(self, share: float) -> str:
        """A share of 0 to 1 as 45% or 45 %."""
        return self.number(100 * share) + ("\u00a0%" if self.lang == "fr" else "%")

    def quote(self, text: str) -> str:
        """Somebody's words between the quotation marks of this language: « mots » (no-break spaces), “words”."""
        return f"«\u00a0{text}\u00a0»" if self.lang == "fr" else f"“{text}”"

    def when(self, at: datetime) -> str:
        """A date and time in a sentence: « le 24 mars 2010 à 14 h 05 », "24 March 2010 at 14:05"."""
        local = at.astimezone(self.zone)
        if self.lang == "fr":
            return self.date(at) + f" à {local.hour}\u00a0h" + (f"\u00a0{local.minute:02}" if local.minute else "")
        return f"{self.date(at)} at {local:%H:%M}"

    def date(self, at: datetime) -> str:
        """A date in a sentence: « le 24 mars 2010 », "24 March 2010"."""
        return self.day(at.astimezone(self.zone))

    def day(self, day: Day) -> str:
        """The same of a day, wherever that is."""
        from babel.dates import format_date  # late: heavy: only where dates are said

        if self.lang == "fr":
            said = str(format_date(day, "d MMMM y", locale="fr_CA"))
            return "le " + said.replace("1 ", "1er ", 1) if day.day == 1 else "le " + said
        return str(format_date(day, "d MMMM y", locale="en_CA"))

    def short(self, at: datetime) -> str:
        """A date and time for a column: 2010-03-24 14:05, alike in both languages (and in Québec's norm)."""
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"
