"""Batches in processes of this machine: what is sent and what comes back, and what a process that is lost costs."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from queue import SimpleQueue

import pytest

from smwatch.models import FailureKind, Polled, PollFailed, PollResult
from smwatch.protocols import Answers, Asked, Away, Batch, LeftError
from smwatch.runners.batches import SIZE, TRIES, Batches, chains
from smwatch.runners.hands import Hands
from smwatch.runners.limits import BROKE_DOWN, TOO_BIG, TOO_SLOW, Limits
from smwatch.text.links import server_of
from tests.runners.toy import NOW, feed, lanes, toy, work

TIGHT = Limits(seconds=0.3, seconds_a_megabyte=0, patience=5, memory=100_000_000)


@pytest.fixture(scope="module")
def crew() -> Iterator[Hands]:
    with Hands(1, 8, TIGHT) as found:
        yield found


def by_url(results: list[PollResult]) -> dict[str, PollResult]:
    assert max(Counter(one.feed.url for one in results).values()) == 1, "none twice"
    return {one.feed.url: one for one in results}


def test_each_feed_is_worked_on_once_elsewhere_with_what_is_known_of_it(crew: Hands) -> None:
    wanted = lanes(*(f"http://h{n % 30}/{'same' if n % 3 else 'news'}{n}" for n in range(90)))
    found = by_url(list(Batches(crew).run(work(), wanted)))
    assert found.keys() == {lane[0].url for lane in wanted}
    news = found["http://h0/news0"]
    assert isinstance(news, Polled)
    deed, marks, header, process = news.title.split()
    assert (deed, marks, header) == ("news0", "known", "resolved")
    assert int(process) != os.getpid()


def test_neither_secrets_nor_what_is_known_come_back(crew: Hands) -> None:
    [result] = Batches(crew).run(work(), lanes("http://h/news"))
    assert result.feed == feed("http://h/news")


class Forgetful:
    """A crew that leaves each task once."""

    lost, room = False, 1

    def __init__(self) -> None:
        self.sent = list[Batch]()

    def submit(
        self, setup: bytes, packed: bytes, count: int, heard: Callable[[Answers | BaseException], object]
    ) -> Callable[[], object]:
        """The second time it is done."""
        self.sent.append(pickle.loads(packed))
        lanes, at = self.sent[-1].lanes, self.sent[-1].at
        done = [pickle.dumps(Polled(feed=one, at=at)) for lane in lanes for one in lane]
        time.sleep(0.02)
        heard(LeftError() if len(self.sent) % 2 else list(enumerate(done)))
        return lambda: None

    def warnings(self) -> list[tuple[str, dict[str, str]]]:
        """None."""
        return []


class Leaving(Forgetful):
    """It leaves the first task for good, and is lost over the second."""

    @property
    def lost(self) -> bool:  # type: ignore[override]
        return len(self.sent) > TRIES

    def submit(
        self, setup: bytes, packed: bytes, count: int, heard: Callable[[Answers | BaseException], object]
    ) -> Callable[[], object]:
        """None is done."""
        self.sent.append(pickle.loads(packed))
        heard(LeftError())
        return lambda: None


def test_what_is_left_is_told_once_though_the_crew_is_lost_after_that() -> None:
    told = list[str]()
    runner = Batches(Leaving(), where="there")
    assert list(runner.run(work(told), lanes(*(f"http://h{n}/news" for n in range(SIZE + 5))))) == []
    assert told == [
        "the way to there was lost; feeds left for the next scan: 5",
        "no news came in time from there; feeds left for the next scan: 25",
    ]


def test_what_is_sent_once_more_is_sent_with_the_time_that_it_is() -> None:
    crew = Forgetful()
    [result] = Batches(crew).run(work(), lanes("http://h/news"))
    first, second = crew.sent
    assert first.lanes == second.lanes
    assert timedelta(seconds=0.01) < second.at - first.at < timedelta(seconds=10)
    assert result.at == second.at


def test_a_feed_that_lacks_its_secret_fails_here(crew: Hands) -> None:
    found = by_url(
        list(Batches(crew).run(work(), lanes("http://h/secretless", "http://h/news", "http://i/secretless")))
    )
    assert {url: type(one) for url, one in found.items()} == {
        "http://h/secretless": PollFailed,
        "http://h/news": Polled,
        "http://i/secretless": PollFailed,
    }


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        ("compute", TOO_SLOW),
        pytest.param(
            "hoard", TOO_BIG, marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits that so")
        ),
        ("vanish", BROKE_DOWN),
    ],
)
def test_a_document_that_takes_too_much_fails_alone(crew: Hands, deed: str, message: str) -> None:
    urls = [*(f"http://h{n}/news" for n in range(20)), f"http://bad/{deed}", "http://bad/news"]
    found = by_url(list(Batches(crew).run(work(), lanes(*urls))))
    bad = found.pop(f"http://bad/{deed}")
    assert isinstance(bad, PollFailed)
    assert (bad.kind, bad.message) == (FailureKind.MALFORMED, message)
    assert bad.message.format(**bad.args)
    assert len(found) == 21
    assert all(isinstance(one, Polled) for one in found.values())


def test_a_bug_comes_out(crew: Hands) -> None:
    with pytest.raises(ZeroDivisionError):
        list(Batches(crew).run(work(), lanes("http://h/mistake")))


def test_a_process_that_is_killed_is_replaced_and_what_it_had_is_done_once(crew: Hands) -> None:
    results = Batches(crew).run(work(), lanes(*(f"http://h{n}/{'nap' if n % 4 == 0 else 'news'}" for n in range(60))))
    found = [next(results)]
    process = crew.hands[0].process
    assert process
    os.kill(process, signal.SIGKILL)
    found += results
    assert len(by_url(found)) == 60
    assert all(isinstance(one, Polled) for one in found)


@contextmanager
def no_more_files_than(more: int) -> Iterator[None]:
    """As if the system had given all others away; it is so for the whole process, with all its threads."""
    import resource

    opened = [os.dup(0) for _ in range(more + 1)]
    for handle in opened:
        os.close(handle)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (opened[-1], hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.skipif(sys.platform != "linux", reason="files are counted as Linux does")
def test_where_the_system_gives_no_process_it_is_told_and_the_next_task_has_one(tmp_path: Path) -> None:
    heard = SimpleQueue[Answers | BaseException]()
    asked = pickle.dumps(Asked("score", [1]))
    napping = pickle.dumps(Batch(at=NOW, lanes=lanes("http://h/hang")))
    with Hands(1, 2) as crew:
        setup = pickle.dumps(toy)
        with no_more_files_than(2), pytest.raises(OSError, match="Too many open files"):
            crew.submit(setup, asked, 1, heard.put)
        crew.submit(setup, asked, 1, heard.put)
        assert isinstance(heard.get(timeout=20), list)
        crew.submit(setup, napping, 1, heard.put)
        process = crew.hands[0].process
        assert process
        with no_more_files_than(0):
            os.kill(process, signal.SIGKILL)
            assert isinstance(heard.get(timeout=20), LeftError)
        crew.submit(setup, asked, 1, heard.put)
        assert isinstance(heard.get(timeout=20), list)
        assert heard.empty(), "nothing is answered twice"


@pytest.mark.skipif(sys.platform != "linux", reason="files are counted as Linux does")
def test_where_one_process_can_not_be_replaced_the_others_do_its_work() -> None:
    urls = [f"http://h{n}/{'nap' if n >= SIZE and n % 2 else 'news'}" for n in range(SIZE * 3)]
    with Hands(2, 8) as crew:
        results = Batches(crew).run(work(), lanes(*urls))
        found = [next(results)]  # of the first batch: those after it take a second
        dies = next(hand for hand in crew.hands if hand.busy)
        process = dies.process
        assert process
        with no_more_files_than(0):
            os.kill(process, signal.SIGKILL)
            found += results
            assert dies.process is None
    assert len(by_url(found)) == len(urls)
    assert all(isinstance(one, Polled) for one in found)


def test_what_is_not_heard_of_in_time_is_tried_again_and_left_and_holds_up_nobody() -> None:
    told = list[str]()
    with Hands(1, 8) as crew:
        begun = time.monotonic()
        runner = Batches(crew, where="processes", timeout=0, grace=1.5)
        urls = ["http://slow/hang", *(f"http://h{n}/same" for n in range(SIZE * 3))]
        found = by_url(list(runner.run(work(told), lanes(*urls))))
        assert time.monotonic() - begun < 12
    assert len(found) >= SIZE * 2
    assert "http://slow/hang" not in found
    assert told == [f"no news came in time from processes; feeds left for the next scan: {len(urls) - len(found)}"]


def test_a_server_that_asked_for_a_pause_is_left_alone_by_the_batches_after(crew: Hands, tmp_path: Path) -> None:
    log = tmp_path / "log"
    many = [[feed(f"http://h/{'pause' if n == 0 else 'same'}{n}") for n in range(SIZE * 3)]]
    found = by_url(list(Batches(crew).run(work(log=str(log)), many)))
    throttled = [url for url, one in found.items() if isinstance(one, PollFailed)]
    assert len(throttled) == 1 + SIZE * 2, "all but the rest of the first batch, whose process knows by itself"


def test_once_it_is_stopped_what_is_under_way_is_done_and_nothing_is_begun(crew: Hands) -> None:
    found = list[PollResult]()
    wanted = lanes(*(f"http://h{n}/same" for n in range(SIZE * 20)))
    for result in Batches(crew).run(work(stopped=lambda: bool(found)), wanted):
        found.append(result)
    assert 0 < len(found) <= SIZE * crew.room
    assert len(found) % SIZE == 0, "whole batches"


def test_questions_are_answered_elsewhere_in_their_order(crew: Hands) -> None:
    answers = list(Batches(crew).ask(toy, "score", [[n] for n in range(50)]))
    assert [answer[:2] for answer in answers] == [["score", n] for n in range(50)]
    assert os.getpid() not in {answer[2] for answer in answers}


def test_hosts_are_kept_together_and_large_ones_come_piece_by_piece() -> None:
    many = [[feed(f"http://big/{n}") for n in range(half, 130, 2)] for half in (0, 1)]
    found = list(chains([*many, *lanes(*(f"http://h{n // 2}/{n}" for n in range(60)))]))
    hosts = [{server_of(one.url) for batch in chain.batches for lane in batch for one in lane} for chain in found]
    assert sum(map(len, hosts)) == len(set.union(*hosts)), "a host is in one chain alone"
    assert hosts[0] == {"big"}
    assert [sum(map(len, batch)) for batch in found[0].batches] == [26, 26, 26, 26, 26]
    assert all(sum(map(len, batch)) <= SIZE for chain in found[1:] for batch in chain.batches)
    assert sum(len(lane) for chain in found for batch in chain.batches for lane in batch) == 190


def test_a_server_that_wants_time_between_requests_is_one_batch() -> None:
    [chain] = chains([[feed(f"http://paced/{n}") for n in range(200)]], {"paced"})
    assert len(chain.batches) == 1


def test_a_setup_that_can_not_be_made_is_told(crew: Hands) -> None:
    with pytest.raises(FileNotFoundError):
        list(Batches(crew).ask(partial(unmade, 1), "score", [[1]]))


def unmade(_: int) -> Away:
    raise FileNotFoundError
