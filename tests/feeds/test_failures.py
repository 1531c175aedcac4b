"""What a fetch that failed is called, and how it is said to a person."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import httpcore
import pytest

from smwatch.feeds.body import GarbledError, TooLargeError, UnknownPackingError
from smwatch.feeds.failures import (
    LONGEST_HOST,
    MAX_PAUSE,
    PAUSE,
    Limits,
    PartialError,
    RedirectError,
    answered,
    broken,
    led_inside,
    retry_after,
    retry_at,
)
from smwatch.feeds.hosts import CrowdedError, PausedError
from smwatch.feeds.places import NoPlaceError
from smwatch.feeds.wire import ForbiddenAddressError, HeadersError, SecurityError, UnknownNameError
from smwatch.models import FailureKind
from smwatch.protocols import FetchFailed

HOST = "blogue.example"
LIMITS = Limits("20", "10")
DATE = "Wed, 24 Mar 2010 10:00:00 GMT"
LATER = "Wed, 24 Mar 2010 10:02:00 GMT"


def said(failed: FetchFailed) -> str:
    return failed.message.format(**failed.args)


@pytest.mark.parametrize(
    ("status", "kind", "begins"),
    [
        (401, FailureKind.UNAUTHORIZED, "blogue.example asks for a login (401);"),
        (403, FailureKind.UNAUTHORIZED, "blogue.example refuses access (403);"),
        (404, FailureKind.STATUS, "blogue.example has nothing at this address (404);"),
        (410, FailureKind.GONE, "blogue.example says that this feed is gone for good (410);"),
        (418, FailureKind.STATUS, "blogue.example refuses the request (418)"),
        (429, FailureKind.THROTTLED, "blogue.example asks to come back later (429)"),
        (500, FailureKind.STATUS, "blogue.example is out of order (500);"),
        (503, FailureKind.STATUS, "blogue.example is out of order (503);"),
        (304, FailureKind.STATUS, "blogue.example gives an answer that smwatch can't use (304)"),
        (799, FailureKind.STATUS, "blogue.example gives an answer that smwatch can't use (799)"),
    ],
)
def test_an_answer_without_a_feed(status: int, kind: FailureKind, begins: str) -> None:
    found = answered(status, {}, HOST)
    assert (found.kind, found.status) == (kind, status)
    assert said(found).startswith(begins)
    assert (found.retry_after is None) is (status != 429)


@pytest.mark.parametrize(
    ("status", "headers", "kind", "wait"),
    [
        (429, {}, FailureKind.THROTTLED, PAUSE),
        (429, {"retry-after": "7"}, FailureKind.THROTTLED, 7.0),
        (503, {"retry-after": "7"}, FailureKind.THROTTLED, 7.0),
        (503, {"retry-after": LATER, "date": DATE}, FailureKind.THROTTLED, 120.0),
        (503, {"retry-after": LATER}, FailureKind.THROTTLED, PAUSE),  # a date, and no clock to measure it by
        (503, {"retry-after": "soon"}, FailureKind.STATUS, None),
        (500, {"retry-after": "7"}, FailureKind.STATUS, None),
    ],
)
def test_who_asks_to_come_back_later(
    status: int, headers: dict[str, str], kind: FailureKind, wait: float | None
) -> None:
    found = answered(status, headers, HOST)
    assert (found.kind, found.retry_after) == (kind, wait)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": " 30 "}, 30.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "٣٠"}, None),  # digits, but not HTTP's
        ({"retry-after": "99999999999999999999"}, MAX_PAUSE),
        ({"retry-after": LATER, "date": DATE}, 120.0),
        ({"retry-after": DATE, "date": LATER}, 0.0),
        ({"retry-after": "Thu, 24 Mar 2011 10:00:00 GMT", "date": DATE}, MAX_PAUSE),
        ({"retry-after": LATER, "date": "yesterday"}, None),
        ({"retry-after": LATER, "date": "Wed, 24 Mar 2010 10:00:00"}, None),  # one with and one without a zone
        ({"retry-after": "Fri, 31 Dec 99999 00:00:00 GMT", "date": DATE}, None),
    ],
)
def test_how_long_a_server_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_without_a_clock_of_its_own_a_date_is_a_date() -> None:
    assert retry_at({"retry-after": LATER}) == datetime(2010, 3, 24, 10, 2, tzinfo=UTC)
    assert retry_at({"retry-after": LATER, "date": DATE}) is None
    assert retry_at({"retry-after": "7"}) is None
    assert retry_at({}) is None


def certificate() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError()
    error.verify_message = "certificate has expired."
    return error


def tls(reason: str | None) -> ssl.SSLError:
    error = ssl.SSLError()
    error.reason = reason  # type: ignore[assignment]  # as OpenSSL leaves it where it has none
    return error


BROKEN: list[tuple[Exception, FailureKind, str]] = [
    (httpcore.ReadTimeout(), FailureKind.TIMEOUT, "blogue.example did not answer within 20 s"),
    (httpcore.ConnectTimeout(), FailureKind.TIMEOUT, "blogue.example did not answer within 20 s"),
    (
        ForbiddenAddressError("10.0.0.1"),
        FailureKind.FORBIDDEN_ADDRESS,
        "blogue.example leads to the private address 10.0.0.1; [network] allow_private can let it through",
    ),
    (
        UnknownNameError(HOST),
        FailureKind.DNS,
        "the name blogue.example can't be found; is it spelt right, is the network up?",
    ),
    (
        SecurityError(certificate()),
        FailureKind.TLS,
        "blogue.example can't prove that it is blogue.example: certificate has expired",
    ),
    (
        SecurityError(tls("WRONG_VERSION_NUMBER")),
        FailureKind.TLS,
        "no secure connection to blogue.example: wrong version number",
    ),
    (SecurityError(tls(None)), FailureKind.TLS, "no secure connection to blogue.example: tls"),
    (
        TooLargeError(),
        FailureKind.TOO_LARGE,
        "blogue.example sends more than 10 MB; [network] max_body sets the limit",
    ),
    (GarbledError(), FailureKind.PROTOCOL, "blogue.example sent a compressed answer that can't be unpacked"),
    (
        UnknownPackingError("lzma"),
        FailureKind.PROTOCOL,
        "blogue.example compresses its answer in a way that smwatch does not know: lzma",
    ),
    (HeadersError(), FailureKind.PROTOCOL, "blogue.example sends more headers than any web server needs"),
    (PartialError(), FailureKind.PROTOCOL, "blogue.example sends only a part of the feed"),
    (
        NoPlaceError(),
        FailureKind.TIMEOUT,
        "too many other large feeds are being read; blogue.example had no turn",
    ),
    (PausedError(41.6), FailureKind.THROTTLED, "blogue.example asked to be left alone for another 42 s"),
    (CrowdedError(), FailureKind.TIMEOUT, "too many other feeds are waiting for blogue.example"),
    (RedirectError("{host} redirects in a circle"), FailureKind.REDIRECT, "blogue.example redirects in a circle"),
    (
        httpcore.ConnectError(ConnectionRefusedError()),
        FailureKind.CONNECT,
        "blogue.example accepts no connection; its web server seems to be down",
    ),
    (httpcore.ConnectError(OSError()), FailureKind.CONNECT, "blogue.example can't be reached"),
    (httpcore.ProxyError(), FailureKind.CONNECT, "the proxy does not connect to blogue.example"),
    (httpcore.ReadError(), FailureKind.CONNECT, "blogue.example broke off the connection"),
    (
        httpcore.RemoteProtocolError("peer closed connection"),
        FailureKind.PROTOCOL,
        "blogue.example broke off in the middle of its answer",
    ),
    (
        httpcore.RemoteProtocolError("illegal status line"),
        FailureKind.PROTOCOL,
        "blogue.example does not speak HTTP as it should",
    ),
    (httpcore.UnsupportedProtocol(), FailureKind.PROTOCOL, "blogue.example does not speak HTTP as it should"),
]


@pytest.mark.parametrize(("error", "kind", "told"), BROKEN, ids=[f"{type(error).__name__}" for error, _, _ in BROKEN])
def test_what_went_wrong_is_said_in_plain_words(error: Exception, kind: FailureKind, told: str) -> None:
    found = broken(error, HOST, LIMITS)
    assert found
    assert (found.kind, said(found)) == (kind, told)


def test_a_pause_says_how_long_it_goes_on() -> None:
    found = broken(PausedError(41.6), HOST, LIMITS)
    assert found
    assert found.retry_after == 41.6
    other = broken(CrowdedError(), HOST, LIMITS)
    assert other
    assert other.retry_after is None


@pytest.mark.parametrize("error", [KeyError("x"), MemoryError(), ValueError()])
def test_a_mistake_of_ours_is_no_failure_of_a_server(error: Exception) -> None:
    assert broken(error, HOST, LIMITS) is None
    assert led_inside(error, HOST) is None


def test_a_redirect_inside_is_told_by_who_sent_there() -> None:
    found = led_inside(ForbiddenAddressError("10.0.0.1"), HOST)
    assert found
    assert found.kind is FailureKind.FORBIDDEN_ADDRESS
    assert said(found) == "blogue.example redirects to the private address 10.0.0.1, which smwatch does not follow"


def test_a_host_s_name_is_no_longer_than_names_can_be() -> None:
    for found in (
        answered(404, {}, "x" * 1_000),
        broken(GarbledError(), "x" * 1_000, LIMITS),
        led_inside(ForbiddenAddressError("10.0.0.1"), "x" * 1_000),
    ):
        assert found
        assert len(found.args["host"]) == LONGEST_HOST
