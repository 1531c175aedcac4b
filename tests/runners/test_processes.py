"""Processes that read: what a document that takes too much costs, and that the next one is read all the same."""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from smwatch.models import FailureKind, Feed, FeedSpec, KnownEntry, Polled, PollFailed, PollResult, Validators
from smwatch.protocols import Fetched, Unread
from smwatch.runners.limits import BROKE_DOWN, TOO_BIG, TOO_SLOW, Limits, Read
from smwatch.runners.processes import Readers, serve

NOW = datetime(2010, 3, 24, tzinfo=UTC)
TIGHT = Limits(seconds=0.3, seconds_a_megabyte=0, patience=5, memory=100_000_000)

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process so")


def unread(body: bytes = b"news") -> Unread:
    feed = Feed(spec=FeedSpec(url="u"), url="u", known=(KnownEntry(key="k", id="", url="", digest="d"),))
    return Unread(feed=feed, at=NOW, answer=Fetched(url="u", status=200, body=body), validators=Validators())


def misreading() -> Read:
    """Does what the body says."""
    return carry_out


def carry_out(document: Unread) -> PollResult:
    for word in document.answer.body.decode().split():
        if word in DEEDS:
            DEEDS[word]()
    return Polled(feed=document.feed, at=document.at, title=str(os.getpid()))


def compute() -> None:
    while True:
        sum(range(1_000))


def compute_and_swallow() -> None:
    """As careless code on the way might."""
    for _ in range(3):
        try:
            compute()
        except BaseException:  # noqa: BLE001 - that is the point
            continue
    compute()


def vanish() -> None:
    os._exit(11)


KEPT: list[bytes] = []

DEEDS: dict[str, Callable[[], object]] = {
    "compute": compute,
    "swallow": compute_and_swallow,
    "sleep": lambda: time.sleep(60),
    "hoard": lambda: bytes(500_000_000),
    "vanish": vanish,
    "keep": lambda: KEPT.append(b"x" * 40_000_000),
    "nap": lambda: time.sleep(0.5),
}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(misreading, 1, TIGHT) as found:
        yield found


def test_a_document_is_read_elsewhere(readers: Readers) -> None:
    result = readers(unread())
    assert isinstance(result, Polled)
    assert result.feed == unread().feed
    assert result.title != str(os.getpid())
    assert readers(unread()) == result, "by the same process"


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        ("compute", TOO_SLOW),
        ("swallow", TOO_SLOW),
        ("sleep", TOO_SLOW),
        pytest.param("hoard", TOO_BIG, marks=linux_only),
        ("vanish", BROKE_DOWN),
    ],
)
def test_one_that_takes_too_much_fails_alone(readers: Readers, deed: str, message: str) -> None:
    begun = time.monotonic()
    result = readers(unread(deed.encode()))
    assert isinstance(result, PollFailed)
    assert (result.kind, result.message, result.status) == (FailureKind.MALFORMED, message, 200)
    assert result.message.format(**result.args)
    assert time.monotonic() - begun < 10
    assert isinstance(readers(unread()), Polled), "the next one is read"


def test_as_many_read_at_once_as_there_are_processes() -> None:
    with Readers(misreading, 2, Limits()) as two, ThreadPoolExecutor(2) as threads:
        first = list(threads.map(two, [unread(b"nap"), unread(b"nap")]))
        assert len({result.title for result in first if isinstance(result, Polled)}) == 2
        alone = {two(unread()).title for _ in range(5)}  # type: ignore[union-attr]  # nothing fails here
        assert len(alone) == 1, "one is enough where one comes after the other"


def test_nothing_is_started_before_it_is_needed_and_closing_ends_all() -> None:
    before = multiprocessing.active_children()
    readers = Readers(misreading, 2)
    assert multiprocessing.active_children() == before
    readers.close()
    with Readers(misreading, 1) as one:
        result = one(unread())
        assert isinstance(result, Polled)
        process = int(result.title)
        os.kill(process, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


@linux_only
def test_a_process_that_has_grown_is_replaced() -> None:
    with Readers(misreading, 1, Limits(grown=20_000_000)) as one:
        first, second, third = (one(unread(deed)) for deed in (b"keep", b"", b""))
        assert isinstance(first, Polled)
        assert isinstance(second, Polled)
        assert isinstance(third, Polled)
        assert first.title != second.title == third.title


def test_a_process_that_died_while_it_had_nothing_to_do_costs_nothing() -> None:
    """As when the system is short of memory and looks for something to end."""
    with Readers(misreading, 1) as one:
        result = one(unread())
        assert isinstance(result, Polled)
        os.kill(int(result.title), 9)
        time.sleep(0.1)
        again = one(unread())
        assert isinstance(again, Polled)
        assert again.title != result.title


def test_a_process_whose_scan_was_killed_before_it_was_ready_says_nothing() -> None:
    here, there = multiprocessing.Pipe()
    here.close()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(there, misreading, Limits()))
    process.start()
    there.close()
    process.join(60)
    assert process.exitcode == 0
