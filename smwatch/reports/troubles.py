"""What is wrong with a feed and what to do about it, half a sentence each: for the digest and the listings. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from smwatch.locales import N_
from smwatch.models import FailureKind, Health, Origin
from smwatch.reports.safe import line
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import FeedRow

UNAUTHORIZED, MISSING, SERVER_ERRORS = 401, 404, 500

FIND = N_("look for its new address: smwatch feeds discover {host}")
WAIT = N_("it is tried again by itself; if it lasts, see whether the site opens in a browser")
ADVICE = {
    FailureKind.NOT_A_FEED: N_("look for its feed: smwatch feeds discover {host}"),
    FailureKind.MALFORMED: N_("tell the site, or look for another of its feeds: smwatch feeds discover {host}"),
    FailureKind.DNS: N_("see whether it is spelt right in the config, or has a new name"),
    FailureKind.TLS: N_("tell the site; it is tried again by itself"),
    FailureKind.REDIRECT: FIND,
    FailureKind.TOO_LARGE: "",  # the message says what to do
    FailureKind.FORBIDDEN_ADDRESS: "",  # likewise
}
LOGIN = N_("give what it asks for with headers in the config, or remove the feed there")
REFUSED = N_("ask the site to let smwatch in, or remove the feed from the config")
SECRET = N_("set it, or change headers in the config")
OFFERED = N_("put that address into the config")
REMOVE = N_("remove it from the config, or give its new address")
STOPPED = N_("if the site shows something newer, look for another of its feeds: smwatch feeds discover {host}")
MOVED = N_("give that address in the config")


def needs_a_look(row: FeedRow) -> bool:
    """Whether somebody should look at this feed: it fails, is gone, has fallen silent, or has moved for good."""
    if not row.enabled:
        return False
    return row.status not in {Health.OK, Health.DISABLED} or has_moved(row)


def counted(states: Mapping[Health, int], speech: Speech) -> str:
    """How many are fine, and how many aren't, each kind that there is."""
    said = [speech.count("{n} feed is fine", "{n} feeds are fine", states.get(Health.OK, 0))]
    if failing := states.get(Health.FAILING):
        said.append(speech.count("{n} is failing", "{n} are failing", failing))
    if silent := states.get(Health.SILENT):
        said.append(speech.count("{n} is silent", "{n} are silent", silent))
    if gone := states.get(Health.GONE):
        said.append(speech.count("{n} is gone", "{n} are gone", gone))
    return ", ".join(said)


def has_moved(row: FeedRow) -> bool:
    """Whether the config should have another address; nobody is asked to keep up feeds found on the way."""
    return bool(row.moved_to) and row.origin is not Origin.DISCOVERED


def fault(row: FeedRow, speech: Speech) -> str:
    """What is wrong with a feed, without its name; "" where nothing is."""
    match row.status:
        case Health.SILENT if row.silent == "shrunk" and row.silent_since:
            since = speech.when(row.silent_since)
            return speech.say("it shows far fewer entries than ever before, and nothing new since {since}", since=since)
        case Health.SILENT if last := row.silent_since or row.last_new:
            return speech.say("nothing new since {when}, against its habit", when=speech.when(last))
        case Health.SILENT:
            return speech.say("nothing so far")
        case Health.GONE:
            return speech.say("gone for good, says its server")
        case Health.FAILING:
            failed = speech.count("the last poll failed", "the last {n} polls failed", row.failures)
            reason = line(speech.say(row.message, **row.args))
            return speech.say("{failed}: {reason}", failed=failed, reason=reason) if reason else failed
        case _:
            address = line(masked(row.moved_to), 300)
            return speech.say("moved for good to {address}", address=address) if has_moved(row) else ""


def advice(row: FeedRow, speech: Speech) -> str:
    """What somebody may do about it; "" where nothing can or need be done."""
    return speech.say(_advice(row), host=_site(row.moved_to or row.url))


def _site(url: str) -> str:
    """The site of a feed as it can be typed: its host, with what https:// and its usual port don't say."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return masked(url)
    place = parts.netloc.rpartition("@")[2]
    return place if parts.scheme == "https" else f"{parts.scheme}://{place}"


def _advice(row: FeedRow) -> str:
    if row.origin is Origin.DISCOVERED and row.status is not Health.SILENT:
        return ""
    match row.status:
        case Health.SILENT:
            return STOPPED
        case Health.GONE:
            return REMOVE
        case Health.FAILING:
            return _mending(row)
        case _:
            return MOVED if has_moved(row) else ""


def _mending(row: FeedRow) -> str:
    if row.failure_kind is FailureKind.UNAUTHORIZED:
        return SECRET if row.failure_status is None else LOGIN if row.failure_status == UNAUTHORIZED else REFUSED
    if row.failure_kind is FailureKind.NOT_A_FEED and "feed" in row.args:
        return OFFERED
    if row.failure_kind is FailureKind.STATUS and MISSING <= (row.failure_status or 0) < SERVER_ERRORS:
        return FIND
    return ADVICE.get(row.failure_kind, WAIT) if row.failure_kind else ""


def told(row: FeedRow, speech: Speech) -> str:
    """Both on one line."""
    return "; ".join(filter(None, (fault(row, speech), advice(row, speech))))
