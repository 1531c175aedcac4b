"""The kinds of value that a config holds, and how each is read.

A Kind has a name for the reference and a reader `(value, spot) -> value`; where the value is wrong, the reader notes
it at the spot, says how to mend it, and gives UNREAD. None raises. What a kind takes stands in its `name`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smwatch.config.durations import FOREVER, parse_duration
from smwatch.config.settings import is_reference
from smwatch.config.spot import UNREAD, closest, shown
from smwatch.locales import N_
from smwatch.models import is_server
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.config.spot import Spot

_SIZE = re.compile(r"(\d{1,12})\s*(k|m|g|)(i?)[bo]", re.ASCII | re.IGNORECASE)  # "o" is the French octet
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3}
_LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}", re.ASCII)
_DAILY = re.compile(r"daily ([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", re.ASCII)  # a token of RFC 9110, 5.6.2
_ADDRESS = re.compile(r"\[([0-9a-f:.]+(?:/\d{1,3})?)\](?::(\d{1,5}))?|([0-9.]+(?:/\d{1,2})?):(\d{1,5})", re.IGNORECASE)
HIGHEST_PORT = 65_535
_LONGEST_USER = 64  # of an e-mail address, before the @ (RFC 5321, 4.5.3.1.1)
LONGEST_PHRASE = 8  # words; longer ones are sentences, and nobody writes them twice
STRONGEST = 4  # VADER's scale


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: what the reference calls it, and its reader."""

    name: str
    read: Callable[[object, Spot], object]


def _string(value: object, spot: Spot) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, list | dict):
        return spot.wrong(N_("this must be one text"), N_("write it between quotes, without brackets"))
    return spot.wrong(N_("this must be a text"), N_('put it between quotes: "{value}"'), value=shown(value))


def _name(value: object, spot: Spot) -> object:
    said = _string(value, spot)
    if isinstance(said, str) and not said.strip():
        return spot.wrong(N_("this is empty"), N_("write something between the quotes, or remove it"))
    return said


def _database(value: object, spot: Spot) -> object:
    said = _name(value, spot)
    if not isinstance(said, str) or "://" not in said:
        return said
    if not is_server(said):
        return spot.wrong(
            N_("smwatch keeps no database there"),
            N_('write the name of a file, or "postgresql://USER@HOST/NAME"'),
        )
    if not said.partition("://")[2].partition("?")[0].partition("/")[2]:
        return spot.wrong(
            N_("this address names no database"), N_('put its name at the end: "postgresql://USER@HOST/NAME"')
        )
    return said


def _yes_no(value: object, spot: Spot) -> object:
    if isinstance(value, bool):
        return value
    return spot.wrong(N_("this must be yes or no"), N_("write true or false, without quotes"))


def whole(low: int, high: int) -> Kind:
    """A whole number from `low` to `high`, both included."""

    def read(value: object, spot: Spot) -> object:
        """The number, or a problem."""
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        mend = N_("write a number from {low} to {high}, without quotes")
        return spot.wrong(N_("this must be a whole number"), mend, low=low, high=high)

    return Kind(f"whole number, {low} to {high}", read)


def choice(values: type[StrEnum] | tuple[str, ...]) -> Kind:
    """One of a few texts, or the member of an enum that it names."""
    members = {str(value): value for value in values}
    allowed = ", ".join(f'"{name}"' for name in members)

    def read(value: object, spot: Spot) -> object:
        """The choice, or a problem that names the nearest."""
        if isinstance(value, str) and value in members:
            return members[value]
        guess = closest(value, members) if isinstance(value, str) else ""
        what = N_("{value} is not known here")
        if guess:
            return spot.wrong(what, N_('did you mean "{guess}"?'), value=shown(value), guess=guess)
        return spot.wrong(what, N_("write one of {allowed}"), value=shown(value), allowed=allowed)

    return Kind(" or ".join(allowed.rsplit(", ", 1)), read)


def list_of(item: Kind) -> Kind:
    """A list of one kind; every item that is wrong is told."""

    def read(value: object, spot: Spot) -> object:
        """The items, or a problem for each that is wrong."""
        if isinstance(value, str):
            return spot.wrong(N_("this must be a list"), N_('put it between brackets: ["{value}"]'), value=shown(value))
        if not isinstance(value, list):
            return spot.wrong(N_("this must be a list"), N_('write it as ["one", "two"]'))
        items = [item.read(one, spot.inside(index)) for index, one in enumerate(value)]
        return UNREAD if UNREAD in items else tuple(items)

    return Kind(f"list of: {item.name}", read)


def _form(name: str, fits: Callable[[str], bool], what: str, mend: str) -> Kind:
    """A text of a certain form."""

    def read(value: object, spot: Spot) -> object:
        """The text, or a problem."""
        said = _string(value, spot)
        if not isinstance(said, str) or fits(said):
            return said
        return spot.wrong(what, mend, value=shown(said))

    return Kind(name, read)


def _duration(value: object, spot: Spot, *, forever: bool = False) -> object:
    """A timedelta; None is "forever" where that is allowed."""
    if forever and value == FOREVER:
        return None
    try:
        if isinstance(value, str):
            return parse_duration(value)
    except ValueError:
        pass
    what = N_("{value} is no length of time")
    if forever:
        mend = N_('write it as "30d", "2w" or "forever" (s, m, h, d, w)')
    elif value == FOREVER:
        what, mend = N_("this can't last forever"), N_('write it as "20s", "15m", "24h" or "30d"')
    else:
        mend = N_('write it as "20s", "15m", "24h" or "30d" (s, m, h, d, w), longer than nothing')
    return spot.wrong(what, mend, value=shown(value))


def _keep_for(value: object, spot: Spot) -> object:
    return _duration(value, spot, forever=True)


def _size(value: object, spot: Spot) -> object:
    """In bytes."""
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    if match and int(match[1]):
        return int(match[1]) * (1024 if match[3] else 1000) ** _POWERS[match[2].casefold()]
    return spot.wrong(N_("{value} is no size"), N_('write it as "10 MB" or "500 kB"'), value=shown(value))


def _zone(value: object, spot: Spot) -> object:
    from zoneinfo import ZoneInfo, available_timezones  # late: only where a zone is set

    said = _string(value, spot)
    if not isinstance(said, str) or not said:
        return said
    try:
        ZoneInfo(said)
    except (ValueError, OSError, LookupError):  # a bad key, a folder of the database, an unknown zone
        known = available_timezones()
    else:
        return said
    what, guess = N_("there is no time zone {value}"), _nearest_zone(said, known)
    if guess:
        return spot.wrong(what, N_('did you mean "{guess}"?'), value=shown(said), guess=guess)
    mend = N_('write it as "America/Toronto"') if known else N_("this machine knows no time zones: install tzdata")
    return spot.wrong(what, mend, value=shown(said))


def _nearest_zone(said: str, known: Iterable[str]) -> str:
    """A zone called nearly so, or one of a city called nearly so: "Toronto", "Canada/Montréal"."""
    cities = {zone.rpartition("/")[2]: zone for zone in sorted(known, reverse=True)}
    city = closest(said.strip().rpartition("/")[2].replace(" ", "_"), cities)
    return cities.get(city, "") or closest(said, known)


def _feed_url(value: object, spot: Spot) -> object:
    said = _name(value, spot)
    if not isinstance(said, str):
        return said
    url = said.strip()
    if is_web_address(url):
        return url
    written = shown(masked(url))
    if "://" not in url and is_web_address(f"https://{url}"):
        return spot.wrong(
            N_("{value} is no whole address"),
            N_('write it with what comes first: "https://{value}"'),
            value=written,
        )
    return spot.wrong(
        N_("{value} is no web address"),
        N_("it must begin with https:// or http:// and a host"),
        value=written,
    )


def is_web_address(url: str) -> bool:
    """Whether it is an http(s) URL with a host, and without spaces or control characters."""
    try:
        parts = urlsplit(url)
        readable = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        readable and parts.scheme in {"http", "https"} and bool(parts.hostname) and url.isprintable() and " " not in url
    )


def is_network(text: str) -> bool:
    """Whether `allow_private` can hold it: an address or network, or "address:port", an IPv6 one then in brackets."""
    match = _ADDRESS.fullmatch(text.strip())
    network, port = (match[1] or match[3], match[2] or match[4]) if match else (text.strip(), None)
    try:
        ip_network(network, strict=False)
    except ValueError:
        return False
    return port is None or 0 < int(port) <= HIGHEST_PORT


def _table(value: object, spot: Spot) -> object:
    if isinstance(value, dict):
        return value
    return spot.wrong(
        N_("this must be a table"), N_('write it between braces: {{ name = "value" }}'), value=shown(value)
    )


def _table_of(name: str, read_one: Callable[[str, object, Spot], object]) -> Kind:
    """A table of one kind; every value that is wrong is told."""

    def read(value: object, spot: Spot) -> object:
        """What is read of each, or a problem for each that is wrong."""
        if not isinstance(value, dict):
            return _table(value, spot)
        found = {key: read_one(key, content, spot.inside(key)) for key, content in value.items()}
        return UNREAD if UNREAD in found.values() else found

    return Kind(name, read)


def _header(name: str, value: object, spot: Spot) -> object:
    said = _string(value, spot)
    if not _HEADER_NAME.fullmatch(name):
        return spot.wrong(N_("{name} is no name of an HTTP header"), N_("use letters and dashes"), name=shown(name))
    if isinstance(said, str) and not said.isprintable():
        return spot.wrong(N_("this holds characters that can't be sent"), N_("keep it on one line, without tabs"))
    return said


def _valence(word: str, value: object, spot: Spot) -> object:
    if not 0 < len(word.split()) <= LONGEST_PHRASE:
        mend = N_("write one to {most} words between the quotes")
        return spot.wrong(N_("{word} is no word or phrase"), mend, word=shown(word), most=LONGEST_PHRASE)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= STRONGEST:
        return float(value)
    return spot.wrong(
        N_("{value} is no valence"),
        N_("write a number from -4 (worst) to 4 (best), without quotes; 0 silences the word"),
        value=shown(value),
    )


def _hours(value: object, spot: Spot) -> object:
    from smwatch.config.hours import parse_hours  # late: only where somebody is told at once

    said = _string(value, spot)
    if not isinstance(said, str):
        return said
    try:
        return parse_hours(said)
    except ValueError:
        mend = N_('write them as "22:00-07:00", "mon-fri 08:00-18:00" or "sat,sun"')
        return spot.wrong(N_("{value} is no hours of the week"), mend, value=shown(said))


def _mail(value: object, spot: Spot) -> object:
    said = _string(value, spot)
    if not isinstance(said, str) or _is_mail(said):
        return said
    if _is_mail("".join(char if char.isascii() else "x" for char in said)) and not said.rpartition("@")[0].isascii():
        return spot.wrong(
            N_("{value} has letters before the @ that many mail servers don't know"),
            N_("use an address in plain letters, a to z"),
            value=shown(said),
        )
    return spot.wrong(N_("{value} is no e-mail address"), N_('write it as "name@example.com"'), value=shown(said))


def _hook(value: object, spot: Spot) -> object:
    """A web address, or where it stands."""
    return _name(value, spot) if isinstance(value, str) and is_reference(value) else _feed_url(value, spot)


def _robot(value: object, spot: Spot) -> object:
    """An address of Apprise, or where it stands: which of them there are is Apprise's business."""
    said = _name(value, spot)
    if not isinstance(said, str) or is_reference(said) or "://" in said.strip()[1:]:
        return said
    what, mend = N_("this is no address of Apprise"), N_('write it as "slack://…", or say where it is: "env:NAME"')
    return spot.wrong(what, mend)  # without the value: most of it may be a token


def _is_mail(text: str) -> bool:
    """Whether it is one address, as it can travel: parsers leave out blanks, and would write to somebody else."""
    from email.errors import MessageError  # late: only where mail is set up
    from email.headerregistry import Address
    from email.utils import getaddresses

    addresses = getaddresses([text])
    spec = addresses[0][1] if len(addresses) == 1 else ""
    user, _, host = spec.rpartition("@")
    if not (user and host and text.isprintable() and spec in text and len(user) <= _LONGEST_USER):
        return False
    try:
        Address(addr_spec=spec)
        host.encode("idna")
    except (ValueError, IndexError, MessageError):
        return False
    return True


TEXT = Kind("text", _string)  # may be empty, as if it were not there
NAME = Kind("text", _name)
NAMES = list_of(NAME)
DATABASE = Kind("text", _database)
YES_NO = Kind("true or false", _yes_no)
DURATION = Kind("length of time", _duration)
KEEP_FOR = Kind('length of time, or "forever"', _keep_for)
SIZE = Kind("size", _size)
ZONE = Kind("time zone", _zone)
HOURS = list_of(Kind("hours of the week", _hours))
FEED_URL = Kind("web address", _feed_url)
HOOK = Kind("web address", _hook)
ROBOT = Kind("address of Apprise", _robot)
TABLE = Kind("table", _table)
HEADERS = _table_of("table of texts", _header)
VALENCES = _table_of("table of numbers, -4 to 4", _valence)
LANGUAGE = _form(
    "language code",
    lambda text: bool(_LANGUAGE.fullmatch(text)),
    N_("{value} is no language code"),
    N_('write "fr" for French, "en" for English'),
)
REGION = _form(
    "country code",
    lambda text: bool(_REGION.fullmatch(text)),
    N_("{value} is no country code"),
    N_('write two capitals, as "CA" or "FR"'),
)
WHEN = _form(
    'text as "daily 07:30"',
    lambda text: not text or bool(_DAILY.fullmatch(text)),
    N_("{value} is no time of day that comes back"),
    N_('write it as "daily 07:30"'),
)
MAIL = Kind("e-mail address", _mail)
NETWORK = _form(
    "address or network, with a port or without",
    is_network,
    N_("{value} is no address or network"),
    N_('write it as "127.0.0.0/8", "10.1.2.3", "127.0.0.1:8080" or "[::1]:8080"'),
)
PORT = whole(1, HIGHEST_PORT)
