"""What one reading may cost: time by the size of the document, memory, and what is told when it was too much."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from smwatch.models import FailureKind, Feed, FeedSpec, Polled, PollFailed, PollResult, Validators
from smwatch.protocols import Fetched, Unread
from smwatch.runners.limits import (
    LIMITS,
    PRIVATE,
    TOO_BIG,
    TOO_SLOW,
    Alarm,
    Limits,
    TooSlowError,
    context,
    failed,
    limited,
    may_have_children,
    sizes,
    within,
)

NOW = datetime(2010, 3, 24, tzinfo=UTC)
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process so")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no timer of computing")


def unread(size: int = 4) -> Unread:
    feed = Feed(spec=FeedSpec(url="u"), url="u")
    answer = Fetched(url="u", status=203, body=b"x" * size)
    return Unread(feed=feed, at=NOW, answer=answer, validators=Validators())


def read(document: Unread) -> PollResult:
    return Polled(feed=document.feed, at=document.at)


@pytest.mark.parametrize(("size", "seconds"), [(0, 5.0), (1_000_000, 8.0), (10_000_000, 35.0)])
def test_a_larger_document_has_more_time(size: int, seconds: float) -> None:
    assert LIMITS.time(unread(size)) == pytest.approx(seconds)


def test_the_usual_limits_leave_room_for_a_busy_machine() -> None:
    assert LIMITS.patience > 1
    assert LIMITS.grown < LIMITS.memory


@pytest.mark.parametrize(
    ("message", "seconds", "said"),
    [
        (TOO_SLOW, 5.4, "the feed takes too long to read; it was given up after 5 s"),
        (TOO_BIG, 0, "the feed takes too much memory to read"),
    ],
)
def test_what_could_not_be_read_is_a_failed_poll_of_its_feed(message: str, seconds: float, said: str) -> None:
    result = failed(unread(), message, seconds)
    assert (result.feed.url, result.at, result.kind, result.status) == ("u", NOW, FailureKind.MALFORMED, 203)
    assert result.message.format(**result.args) == said


def test_a_document_within_its_limits_is_read_and_the_process_stays_good() -> None:
    result, good = limited(read, unread(), Limits())
    assert isinstance(result, Polled)
    assert good


def fails_with(error: BaseException) -> Callable[[Unread], PollResult]:
    def _read(_: Unread) -> PollResult:
        raise error

    return _read


@pytest.mark.parametrize(
    ("error", "message"), [(MemoryError(), TOO_BIG), (TooSlowError(), TOO_SLOW)], ids=["too big", "too slow"]
)
def test_too_much_costs_the_process(error: BaseException, message: str) -> None:
    result, good = limited(fails_with(error), unread(), Limits())
    assert isinstance(result, PollFailed)
    assert result.message == message
    assert not good


def test_another_mistake_is_nobodys_limit() -> None:
    with pytest.raises(ZeroDivisionError):
        limited(fails_with(ZeroDivisionError()), unread(), Limits())


@posix_only
def test_time_is_computing_and_no_waiting() -> None:
    with Alarm(0.05):
        time.sleep(0.1)  # nothing is computed


@posix_only
def test_who_swallows_the_alarm_is_rung_again() -> None:
    rung = 0

    def _swallows() -> None:
        nonlocal rung
        while rung < 2:
            try:
                while True:
                    sum(range(100))
            except TooSlowError:
                rung += 1

    with Alarm(0.02):
        _swallows()
    assert rung == 2


@posix_only
def test_when_it_is_over_nothing_rings() -> None:
    alarm = Alarm(60)
    with alarm:
        ring = signal.getsignal(signal.SIGPROF)
        assert callable(ring)
        with pytest.raises(TooSlowError):
            ring(signal.SIGPROF, None)
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0
    ring(signal.SIGPROF, None)  # one that was on its way


def test_no_error_handling_takes_an_alarm_for_a_flaw_of_the_document() -> None:
    assert not issubclass(TooSlowError, Exception)


@linux_only
def test_memory_is_bounded_for_a_while_and_then_as_before() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    with within(64 * 1024 * 1024):
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        assert 0 < soft - sizes()[PRIVATE] <= 64 * 1024 * 1024 + 1024 * 1024
        assert hard == before[1]
        with pytest.raises(MemoryError):
            bytearray(256 * 1024 * 1024)
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


@linux_only
def test_and_also_where_something_went_wrong() -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    with pytest.raises(KeyError), within(64 * 1024 * 1024):
        raise KeyError
    assert resource.getrlimit(resource.RLIMIT_DATA) == before


@linux_only
def test_the_memory_of_a_process_is_known_in_bytes() -> None:
    before = sizes()
    kept = bytearray(b"x" * 8 * 1024 * 1024)
    assert sizes()[PRIVATE] - before[PRIVATE] >= 4 * 1024 * 1024
    assert len(before) == 7
    del kept


def test_processes_are_made_without_what_this_one_holds() -> None:
    assert context().get_start_method() in {"forkserver", "spawn"}


def test_a_worker_of_a_cluster_may_have_children_for_a_while() -> None:
    config: dict[str, object] = multiprocessing.current_process()._config  # type: ignore[attr-defined]
    config["daemon"] = True
    try:
        with may_have_children():
            assert "daemon" not in config
        assert config["daemon"] is True
    finally:
        config.pop("daemon")
    with may_have_children():
        assert "daemon" not in config
    assert "daemon" not in config, "who was none is none"
