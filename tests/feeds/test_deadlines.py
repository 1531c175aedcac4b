"""One deadline for all of a request, how much may come until then, and which addresses may be connected to."""

from __future__ import annotations

import time
from collections.abc import Callable

import httpcore
import pytest

from smwatch.feeds.guard import Guard
from smwatch.feeds.wire import (
    MAX_HEAD,
    READ,
    Deadline,
    ForbiddenAddressError,
    HeadersError,
    UnknownNameError,
    judge,
    judge_all,
    resolve,
)

PUBLIC, PRIVATE = "93.184.216.34", "10.0.0.1"


class FloodError(Exception):
    """Too much."""


def test_what_is_left_grows_less() -> None:
    deadline = Deadline.after(5)
    first = deadline.left()
    assert 4 < first <= 5
    assert deadline.left() <= first


def test_when_nothing_is_left_it_is_a_timeout() -> None:
    with pytest.raises(httpcore.ReadTimeout):
        Deadline.after(0).left()


def test_waiting_in_a_queue_puts_it_off() -> None:
    deadline = Deadline.after(-1)
    deadline.moved += 3
    assert 1 < deadline.left() <= 2


def test_it_can_be_brought_forward_and_never_put_off_by_that() -> None:
    soon, late = Deadline.after(1), Deadline.after(60)
    soon.hasten(10)
    late.hasten(10)
    assert soon.left() <= 1
    assert 9 < late.left() <= 10


def test_before_anything_is_expected_only_headers_may_come() -> None:
    deadline = Deadline.after(5)
    deadline.took(MAX_HEAD + READ)
    with pytest.raises(HeadersError):
        deadline.took(1)


def test_so_much_may_come_and_no_more() -> None:
    deadline = Deadline.after(5)
    deadline.expect(10, FloodError)
    deadline.took(6)
    deadline.took(4)
    with pytest.raises(FloodError):
        deadline.took(1)


def test_it_is_a_point_in_time() -> None:
    before = time.monotonic()
    assert before + 7 <= Deadline.after(7) <= time.monotonic() + 7
    assert Deadline.after(7).connected is False


def test_of_several_addresses_those_that_are_let_through_stay_in_their_order() -> None:
    assert judge([PRIVATE, PUBLIC, "8.8.8.8"], 80, Guard()) == [PUBLIC, "8.8.8.8"]
    assert judge([PRIVATE], 8080, Guard(["10.0.0.1:8080"])) == [PRIVATE]
    assert judge([], 80, Guard()) == []


def test_where_none_is_the_first_is_told() -> None:
    with pytest.raises(ForbiddenAddressError, match=r"10\.0\.0\.1"):
        judge([PRIVATE, "127.0.0.1"], 80, Guard())


def test_where_a_proxy_chooses_each_must_be() -> None:
    judge_all([PUBLIC, "8.8.8.8"], 80, Guard())
    with pytest.raises(ForbiddenAddressError, match=r"10\.0\.0\.1"):
        judge_all([PUBLIC, PRIVATE], 80, Guard())


@pytest.mark.parametrize(
    ("host", "address"),
    [("127.0.0.1", "127.0.0.1"), ("127.1", "127.0.0.1"), ("0x7f000001", "127.0.0.1"), ("::1", "::1")],
)
def test_an_address_is_read_as_the_system_reads_it(host: str, address: str) -> None:
    assert resolve(host, 80, Deadline.after(5)) == [address]


@pytest.mark.parametrize("host", ["x" * 300, "a..b", "\udcff.example"])
def test_what_can_be_no_name_is_none(host: str) -> None:
    with pytest.raises(UnknownNameError):
        resolve(host, 80, Deadline.after(5))


@pytest.mark.parametrize("make", [float, lambda seconds: None])
def test_only_deadlines_are_taken_for_timeouts(make: Callable[[float], float | None]) -> None:
    from smwatch.feeds.wire import GuardedBackend

    with pytest.raises(TypeError, match="Deadline"):
        GuardedBackend(None).connect_tcp("127.0.0.1", 9, timeout=make(5.0))
