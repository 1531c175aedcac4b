"""What a preset is: where a site has its feeds, what one must say to get them, what they give. Nothing but data.

An address is a template: {base}, {account}, ... are what the parameters' forms find in what was written;
{query}, {any}, {tag}, {page}, {lang}, {region} and {country} come of the brand's names, the language and the region.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from smwatch.locales import N_

BY_NAME: Final = ("{query}", "{any}", "{tag}", "{page}")

# How what presets ask for may be written: patterns whose groups stand in their addresses.
TAIL: Final = r"(?:[/?#]\S*)?"  # what comes after what is looked for in an address that somebody copied
WEB: Final = r"(?:https?://)?(?:www\.|m\.)?"
PLACE: Final = r"(?:(?P<scheme>https?)://)?(?P<host>[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?)"
SITE: Final = rf"{PLACE}(?P<path>/[^\s?#]*)?(?:[?#]\S*)?"
SERVER: Final = PLACE + TAIL
HASHTAG: Final = r"#?(?P<tag>[\w-]+)"

FEEDSCOUT: Final = "github.com/macieklamberski/feedscout: docs/feeds/platform.md, src/feeds/platform/handlers/"


class Group(StrEnum):
    """Under which heading a preset is listed; the values are catalogue messages."""

    NEWS = N_("News and the web")
    NETWORKS = N_("Social networks")
    FORUMS = N_("Forums and questions")
    SITES = N_("Blogs and sites")
    CUSTOMERS = N_("What customers say")
    CLOSED = N_("Without a public feed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A key of [[searches]] that a preset takes beside brand, lang and region.

    What was written must fit one of the `forms` as a whole; its groups are what the addresses hold. Of a form with a
    group `host`, {base} is made too: scheme, host and path.
    """

    name: str  # one of config.settings.PARAMETERS
    about: str  # what to write: a catalogue message
    example: str
    forms: tuple[str, ...]
    wrong: str  # what is said of a {value} that fits none: a catalogue message
    required: bool = True
    default: str = ""  # where it isn't required: what is taken instead
    instead: bool = False  # it stands for the brand's names: one of the two must be there


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A site that has feeds of what is searched for, or of what one follows there."""

    name: str
    title: str  # the site's name, and the source of what its feeds bring unless they have `titles`
    group: Group
    about: str  # what it gives: a catalogue message
    limits: str  # how much, how late, how often: a catalogue message
    source: str  # who says that its addresses are so
    entries: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()  # feeds of comments
    parameters: tuple[Parameter, ...] = ()
    each: bool = False  # one feed a name: the site knows no OR
    edits: bool = False  # of the page that bears the first name: its entries are changes, all of them about the brand
    whole: bool = False  # all of its entries are about the brand, named or not
    titles: bool = False  # its feeds' own titles say more than the site's name
    joint: str = ""  # what stands between the words of a name in a tag; where it isn't empty, tags are in lower case
    spaced: bool = False  # the site takes nothing but letters and digits in a query: blanks stand for the rest
    experimental: bool = False  # no public source says that its addresses work
    needs: str = ""  # what one must have beside smwatch: a catalogue message
    former: tuple[str, ...] = ()  # names that it had; configs that say these go on working

    @property
    def addresses(self) -> tuple[str, ...]:
        """All templates; none: there is no way to follow it by feed."""
        return self.entries + self.comments

    @property
    def searches(self) -> bool:
        """Whether it looks for a brand's names."""
        return self._has(*BY_NAME)

    @property
    def branded(self) -> bool:
        """Whether it takes a brand."""
        return self.searches or self.whole or self.edits

    @property
    def speaks(self) -> bool:
        """Whether it asks for a language."""
        return self._has("{lang}")

    @property
    def regional(self) -> bool:
        """Whether it asks for a country."""
        return self._has("{region}", "{country}")

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name."""
        return next((one for one in self.parameters if one.name == name), None)

    def _has(self, *marks: str) -> bool:
        return any(mark in address for address in self.addresses for mark in marks)
