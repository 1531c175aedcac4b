"""What every Runner promises: each feed's result once, few under way at a time, and a mistake that is not swallowed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from smwatch.models import Feed, FeedSpec, Polled, PollResult, Validators
from smwatch.protocols import Fetched, Runner, Unread, Work
from smwatch.runners.threads import AHEAD, Here, Threads

NOW = datetime(2010, 3, 24, tzinfo=UTC)
RUNNERS = {"here": Here(), "one thread": Threads(1), "four threads": Threads(4), "no threads": Threads(0)}


@pytest.fixture(params=RUNNERS.values(), ids=list(RUNNERS))
def runner(request: pytest.FixtureRequest) -> Runner:
    found: Runner = request.param
    return found


def feed(name: str) -> Feed:
    return Feed(spec=FeedSpec(url=name), url=name)


def fetch(one: Feed) -> PollResult | Unread:
    """Feeds whose name begins with a U have something to read."""
    if one.url.startswith("u"):
        answer = Fetched(url=one.url, status=200, body=b"news")
        return Unread(feed=one, at=NOW, answer=answer, validators=Validators())
    return Polled(feed=one, at=NOW, unchanged=True)


def know(one: Feed, at: datetime) -> Feed:
    assert at == NOW
    return Feed(spec=one.spec, url=one.url, marks=b"known")


def read(unread: Unread) -> PollResult:
    assert unread.feed.marks == b"known", "asked of the store on the way"
    return Polled(feed=unread.feed, at=unread.at, title=unread.answer.body.decode())


WORK = Work(fetch=fetch, know=know, read=read)


def lanes(*names: Sequence[str]) -> list[list[Feed]]:
    return [[feed(name) for name in lane] for lane in names]


def test_each_feed_gets_its_result_once(runner: Runner) -> None:
    wanted = lanes(*([f"a{n}", f"u{n}"] for n in range(50)))
    results = list(runner.run(WORK, wanted))
    assert Counter(r.feed.url for r in results) == {one.url: 1 for lane in wanted for one in lane}
    assert all(isinstance(r, Polled) and r.title == "news" * r.feed.url.startswith("u") for r in results)


def test_nothing_in_nothing_out(runner: Runner) -> None:
    assert list(runner.run(WORK, [])) == []
    assert list(runner.run(WORK, [[]])) == []


def test_the_feeds_of_a_lane_come_one_after_the_other(runner: Runner) -> None:
    results = runner.run(WORK, lanes("abcdefgh", "ijklmnop"))
    order = [r.feed.url for r in results]
    assert [url for url in order if url < "i"] == list("abcdefgh")
    assert [url for url in order if url >= "i"] == list("ijklmnop")


def test_little_is_begun_before_what_is_done_was_taken(runner: Runner) -> None:
    """A million feeds are no million bodies in memory."""
    begun = list[str]()

    def noted(one: Feed) -> PollResult | Unread:
        begun.append(one.url)
        return fetch(one)

    results = runner.run(Work(fetch=noted, know=know, read=read), lanes(*([f"u{n}"] for n in range(1_000))))
    for _ in range(5):
        next(results)
    results.close()
    assert len(begun) <= 5 + 4 + AHEAD + 1


def test_once_it_is_stopped_what_is_under_way_is_done_and_nothing_is_begun(runner: Runner) -> None:
    begun = list[str]()

    def noted(one: Feed) -> PollResult | Unread:
        begun.append(one.url)
        return fetch(one)

    work = Work(fetch=noted, know=know, read=read, stopped=lambda: len(begun) >= 5)
    done = [result.feed.url for result in runner.run(work, lanes(*([f"u{n}", f"a{n}"] for n in range(100))))]
    assert 5 <= len(begun) < 5 + 4
    assert sorted(done) == sorted(begun)


@pytest.mark.parametrize("half", ["fetch", "know", "read"])
def test_a_mistake_in_the_work_comes_out(runner: Runner, half: str) -> None:
    """Work turns what feeds do into values; what it raises all the same is a bug, and must be seen."""

    def mistaken(*_: object) -> PollResult:
        raise ZeroDivisionError

    work = Work(**{"fetch": fetch, "know": know, "read": read, half: mistaken})  # type: ignore[arg-type]  # by name
    with pytest.raises(ZeroDivisionError):
        list(runner.run(work, lanes("aub")))
