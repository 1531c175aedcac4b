"""What a fetch that failed is called, and how it is said to a person.

Each message tells what happened in plain words, with the host and never the whole URL: a URL may hold a password.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpcore

from smwatch.feeds.asks import LATEST, http_date
from smwatch.feeds.body import GarbledError, TooLargeError, UnknownPackingError
from smwatch.feeds.hosts import CrowdedError, PausedError
from smwatch.feeds.places import NoPlaceError
from smwatch.feeds.wire import ForbiddenAddressError, HeadersError, SecurityError, UnknownNameError
from smwatch.locales import N_
from smwatch.models import FailureKind
from smwatch.protocols import FetchFailed

PAUSE = 60.0  # seconds; for a 429 that doesn't say how long
LONGEST_HOST = 253  # characters that a name can have
MAX_PAUSE = LATEST.total_seconds()  # a server can't silence us for longer than a day at a time

_STATUS = {
    401: (
        FailureKind.UNAUTHORIZED,
        N_(
            "{host} asks for a login (401); give the feed one in the config: a header Authorization,"
            " or https://USER:PASSWORD@… as its address"
        ),
    ),
    403: (
        FailureKind.UNAUTHORIZED,
        N_(
            "{host} refuses access (403); if the address is right, the feed may need a login in the config (headers),"
            " or the site may keep programs out: [network] contact tells it who asks"
        ),
    ),
    404: (
        FailureKind.STATUS,
        N_("{host} has nothing at this address (404); `smwatch feeds discover` finds the site's feeds of today"),
    ),
    410: (
        FailureKind.GONE,
        N_("{host} says that this feed is gone for good (410); take it out of the config, or give its new address"),
    ),
}
_OTHERS = {
    4: N_("{host} refuses the request ({status})"),
    5: N_("{host} is out of order ({status}); that mostly passes by itself"),
}
_OTHER = N_("{host} gives an answer that smwatch can't use ({status})")
NO_WEB_ADDRESS = N_("this is no web address; one starts with http:// or https://")


@dataclass(frozen=True, slots=True)
class Limits:
    """What the messages name, as text."""

    seconds: str
    megabytes: str


class RedirectError(Exception):
    """A redirect that isn't followed; the argument is the message."""


class PartialError(Exception):
    """A part of the body (206), which nobody asked for."""


def answered(status: int, headers: Mapping[str, str], host: str) -> FetchFailed:
    """The failure that an answer without a feed stands for."""
    args = {"host": host[:LONGEST_HOST], "status": str(status)}
    wait, until = retry_after(headers), retry_at(headers)
    told = wait is not None or until is not None
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and told):
        return FetchFailed(
            kind=FailureKind.THROTTLED,
            message=N_("{host} asks to come back later ({status})"),
            args=args,
            status=status,
            retry_after=PAUSE if wait is None else wait,
            retry_at=until,
        )
    kind, message = _STATUS.get(status, (FailureKind.STATUS, _OTHERS.get(status // 100, _OTHER)))
    return FetchFailed(kind=kind, message=message, args=args, status=status)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that the server asks to wait (RFC 9110, 10.2.3), at most a day; None where it doesn't say.

    A date is measured against the answer's own Date, so that neither clock need be right.
    """
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(float(said[:9]), MAX_PAUSE)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("date", ""))
    except (ValueError, TypeError, OverflowError):  # no date; one with and one without a zone; the year 99999
        return None
    return min(max(wait.total_seconds(), 0.0), MAX_PAUSE)


def retry_at(headers: Mapping[str, str]) -> datetime | None:
    """The date until which a server asks to wait, where it doesn't tell what time it has itself; aware UTC."""
    return None if "date" in headers else http_date(headers.get("retry-after", ""))


def led_inside(error: Exception, host: str) -> FetchFailed | None:
    """The failure of a redirect by `host` to where nobody may go; None for other errors."""
    if not isinstance(error, ForbiddenAddressError):
        return None
    said = N_("{host} redirects to the private address {inside}, which smwatch does not follow")
    args = {"host": host[:LONGEST_HOST], "inside": str(error)}
    return FetchFailed(kind=FailureKind.FORBIDDEN_ADDRESS, message=said, args=args)


def broken(error: Exception, host: str, limits: Limits) -> FetchFailed | None:
    """The failure that an exception of a fetch stands for; None where it is none of them."""
    kind, message, more = _broken(error, limits)
    if not kind:
        return None
    wait = error.args[0] if isinstance(error, PausedError) else None
    return FetchFailed(kind=kind, message=message, args={"host": host[:LONGEST_HOST]} | more, retry_after=wait)


def _broken(error: Exception, limits: Limits) -> tuple[FailureKind | None, str, dict[str, str]]:  # noqa: C901, PLR0911, PLR0912 - one line an exception reads best
    match error:
        case httpcore.TimeoutException():
            return FailureKind.TIMEOUT, N_("{host} did not answer within {seconds} s"), {"seconds": limits.seconds}
        case ForbiddenAddressError():
            said = N_("{host} leads to the private address {address}; [network] allow_private can let it through")
            return FailureKind.FORBIDDEN_ADDRESS, said, {"address": str(error)}
        case UnknownNameError():
            return FailureKind.DNS, N_("the name {host} can't be found; is it spelt right, is the network up?"), {}
        case SecurityError():
            return FailureKind.TLS, *_insecure(error.args[0])
        case TooLargeError():
            said = N_("{host} sends more than {megabytes} MB; [network] max_body sets the limit")
            return FailureKind.TOO_LARGE, said, {"megabytes": limits.megabytes}
        case GarbledError():
            return FailureKind.PROTOCOL, N_("{host} sent a compressed answer that can't be unpacked"), {}
        case UnknownPackingError():
            said = N_("{host} compresses its answer in a way that smwatch does not know: {name}")
            return FailureKind.PROTOCOL, said, {"name": str(error)}
        case HeadersError():
            return FailureKind.PROTOCOL, N_("{host} sends more headers than any web server needs"), {}
        case PartialError():
            return FailureKind.PROTOCOL, N_("{host} sends only a part of the feed"), {}
        case NoPlaceError():
            return FailureKind.TIMEOUT, N_("too many other large feeds are being read; {host} had no turn"), {}
        case PausedError():
            said = N_("{host} asked to be left alone for another {seconds} s")
            return FailureKind.THROTTLED, said, {"seconds": f"{error.args[0]:.0f}"}
        case CrowdedError():
            return FailureKind.TIMEOUT, N_("too many other feeds are waiting for {host}"), {}
        case RedirectError():
            return FailureKind.REDIRECT, str(error), {}
        case _:
            return _unreachable(error)


def _insecure(cause: ssl.SSLError) -> tuple[str, dict[str, str]]:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return N_("{host} can't prove that it is {host}: {reason}"), {"reason": cause.verify_message.rstrip(".")}
    reason = (cause.reason or "TLS").replace("_", " ").lower()
    return N_("no secure connection to {host}: {reason}"), {"reason": reason}


def _unreachable(error: Exception) -> tuple[FailureKind | None, str, dict[str, str]]:  # noqa: PLR0911 - likewise
    match error:
        case httpcore.ConnectError(args=(ConnectionRefusedError(), *_)):  # httpcore drops the cause, not the argument
            return FailureKind.CONNECT, N_("{host} accepts no connection; its web server seems to be down"), {}
        case httpcore.ConnectError():
            return FailureKind.CONNECT, N_("{host} can't be reached"), {}
        case httpcore.ProxyError():
            return FailureKind.CONNECT, N_("the proxy does not connect to {host}"), {}
        case httpcore.NetworkError():
            return FailureKind.CONNECT, N_("{host} broke off the connection"), {}
        case httpcore.RemoteProtocolError() if "closed connection" in str(error):
            return FailureKind.PROTOCOL, N_("{host} broke off in the middle of its answer"), {}
        case httpcore.ProtocolError() | httpcore.UnsupportedProtocol():
            return FailureKind.PROTOCOL, N_("{host} does not speak HTTP as it should"), {}
        case _:
            return None, "", {}
