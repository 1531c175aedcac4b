"""What fields are made of: labels, levels, kinds, roles; and where something stands in a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """Why an entry is a mention of a brand."""

    NAMED = "NAMED"  # the brand's query matched its text
    THREAD = "THREAD"  # it answers an entry that is a mention
    PAGE = "PAGE"  # its feed is declared to be about the brand


class Label(StrEnum):
    """What a sentiment score amounts to."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class DateTrust(StrEnum):
    """How far an entry's published time can be believed."""

    FEED = "feed"  # as the feed says
    GUESSED = "guessed"  # the feed says nothing readable; the time of the poll stands in
    CLAMPED = "clamped"  # the feed says something impossible (future, 1970); moved to the poll


class FeedKind(StrEnum):
    """What a feed carries."""

    ENTRIES = "entries"
    COMMENTS = "comments"


class Origin(StrEnum):
    """Where a feed in the database came from."""

    CONFIG = "config"
    SEARCH = "search"  # made by a preset from a [[searches]] table
    DISCOVERED = "discovered"  # a comment feed found on the way


class Health(StrEnum):
    """How a feed is doing."""

    OK = "ok"
    FAILING = "failing"
    SILENT = "silent"  # answers, but stopped bringing anything, against its own habit
    GONE = "gone"  # 410: never polled again
    DISABLED = "disabled"


class FailureKind(StrEnum):
    """Why a poll failed (interface: failure kinds)."""

    DNS = "dns"
    CONNECT = "connect"
    TIMEOUT = "timeout"
    TLS = "tls"
    STATUS = "status"
    TOO_LARGE = "too_large"
    REDIRECT = "redirect"
    FORBIDDEN_ADDRESS = "forbidden_address"
    NOT_A_FEED = "not_a_feed"
    MALFORMED = "malformed"
    GONE = "gone"
    THROTTLED = "throttled"
    UNAUTHORIZED = "unauthorized"
    PROTOCOL = "protocol"


class Level(StrEnum):
    """Where an alert is in its life."""

    EMERGING = "emerging"
    CONFIRMED = "confirmed"
    COOLING = "cooling"
    CLOSED = "closed"


class AlertKind(StrEnum):
    """What an alert is about."""

    CRISIS = "crisis"  # too many negative mentions
    BUZZ = "buzz"  # too many mentions that are not negative: told, never an alarm


class Change(StrEnum):
    """What a scan did to an alert."""

    OPENED = "opened"
    CONFIRMED = "confirmed"
    COOLING = "cooling"
    REOPENED = "reopened"
    CLOSED = "closed"
    GREW = "grew"  # same level, louder: its figures are stored, and nobody is told


class Role(StrEnum):
    """Who an author is to the company."""

    OFFICIAL = "official"
    EMPLOYEE = "employee"
    PARTNER = "partner"
    PRESS = "press"
    PUBLIC = "public"

    @property
    def own(self) -> bool:
        """Whether it is one of the company's own people: counted apart, and never a crisis."""
        return self == "official" or self == "employee"  # noqa: PLR1714 - asked of each mention: a set hashes it first


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in an entry's cleaned text: code points, end not included."""

    part: str  # "title" or "text"
    start: int
    end: int
