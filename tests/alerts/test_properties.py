"""What never opens an alert, whatever is said: copies, the order within a poll, other brands; and never two at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from smwatch.alerts.backtest import FeedEvent, backtest
from smwatch.alerts.detector import step
from smwatch.config.settings import AlertSettings
from smwatch.models import Alert, AlertKind, Heard
from smwatch.store import open_store
from tests.alerts.crowd import LABELS, MONDAY, NEGATIVE, NEUTRAL, ordinary_days, say
from tests.thorough import cases

HOUR, MINUTE, DAY = timedelta(hours=1), timedelta(minutes=1), timedelta(days=1)
NOW = MONDAY + 30 * DAY
QUIET = ordinary_days(28, 2)
SENSITIVE = AlertSettings(sensitivity="high")
BEGAN = FeedEvent(MONDAY, "blog", "added")

Post = tuple[int, int, float | None, int, int]
"""Author, story (0: none), score, minutes before NOW that it was published, minutes until it was fetched."""

POSTS = st.lists(
    st.tuples(
        st.integers(0, 9),
        st.integers(0, 4),
        st.sampled_from([NEGATIVE, NEGATIVE, NEGATIVE, NEUTRAL, None]),
        st.sampled_from([5, 5, 40, 90, 200, 900, 2000]),
        st.sampled_from([5, 5, 30]),
    ),
    max_size=14,
)


def undated(dice: Random) -> list[Post]:
    """Such as a feed without dates brings: all of one time, when it was read; by few people."""
    return [(dice.randrange(6), 1 + dice.randrange(6), NEGATIVE, 5, 5) for _ in range(dice.randint(4, 9))]


def said(posts: Sequence[Post], brand: str = "Nordelait", first: int = 0) -> list[Heard]:
    """The posts as mentions, as numbers are given when they are stored: by fetching, and within a poll as they come."""
    told = []
    for n, (author, story, score, ago, late) in enumerate(posts):
        text = f"Story {story} is told at great length, in the words of an agency, sentence by sentence."
        more = {"story": f"s{story}", "text": text} if story else {"text": f"Number {n} speaks."}
        at = NOW - ago * MINUTE
        told.append(say(first + n, at, score, author=f"author {author}", brand=brand, late=late * MINUTE, **more))
    told.sort(key=lambda h: h.fetched)
    return [replace(h, id=f"{first + n:06}") for n, h in enumerate(told)]


def asked(heard: Sequence[Heard], now: datetime = NOW) -> bool:
    """Whether somebody who was never asked before would raise an alert."""
    return bool(step("Nordelait", [*QUIET, *heard], now, None, SENSITIVE, since=MONDAY))


def played(heard: Sequence[Heard], brand: str = "Nordelait") -> list[tuple[datetime, int, float]]:
    """When a backtest opens alerts, and on what."""
    journal = sorted([*QUIET, *heard], key=lambda h: h.fetched)
    alerts = backtest(journal, [BEGAN], settings=SENSITIVE)
    return sorted((a.opened, a.negatives, a.probability) for a in alerts if a.brand == brand)


@given(POSTS, st.data())
@settings(max_examples=cases(25))
def test_a_copy_of_a_story_never_opens_an_alert(posts: list[Post], data: st.DataObject) -> None:
    """Copies by whomever, of whatever feeling is said, found last; when they bear a date of the last days."""
    heard, late = said(posts), NOW + 30 * MINUTE
    stories = [h for h in heard if h.story]
    assume(stories)
    assume(not asked(heard, late))
    assume(not played(heard))
    event(f"{len({h.author for h in heard if h.score == NEGATIVE})} angry")
    copies = [
        replace(
            data.draw(st.sampled_from(stories)),
            id=f"copy {n}",
            author=f"paper {n}",
            source=f"paper {n}",
            published=NOW - data.draw(st.integers(0, 30)) * HOUR,
            fetched=late,
        )
        for n in range(data.draw(st.integers(1, 30)))
    ]
    assert not asked([*heard, *copies], late)
    assert not played([*heard, *copies])


@given(POSTS, st.integers(0, 2**32))
@settings(max_examples=cases(25))
def test_the_order_within_a_poll_never_opens_one(posts: list[Post], seed: int) -> None:
    """Entries of one poll stand in any order, and get their numbers by it; those of one time tell no order either."""
    dice = Random(seed)
    posts = [*posts[:2], *undated(dice)]
    heard = said(posts)
    shuffled = said(dice.sample(posts, len(posts)))
    texts = {(h.author, h.published, h.fetched, h.score, h.story): h.text for h in heard}
    shuffled = [replace(h, text=texts[h.author, h.published, h.fetched, h.score, h.story]) for h in shuffled]
    assert asked(heard) == asked(shuffled)
    assert played(heard) == played(shuffled)


@given(POSTS, POSTS)
@settings(max_examples=cases(20))
def test_another_brand_never_opens_one(posts: list[Post], others: list[Post]) -> None:
    mine, theirs = said(posts), said(others * 4, "Boréal", 500)
    assert asked([*mine, *theirs]) == asked(mine)
    assert played([*mine, *theirs]) == played(mine)


@example([("A", 0, 20, True), ("A", 44, 25, True), ("B", 10, 20, False)], 24)
@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 150), st.integers(4, 30), st.booleans()), max_size=5),
       st.sampled_from([2, 24]))  # fmt: skip
@settings(max_examples=cases(6))
def test_at_most_one_is_open_for_each_brand_and_kind(waves: list[tuple[str, int, int, bool]], quiet: int) -> None:
    """Waves of anger and of joy about two brands, scan after scan, as the database has them."""
    heard = [replace(h, brand=brand, id=f"{brand}{h.id}") for h in QUIET for brand in "AB"]
    for w, (brand, start, n, angry) in enumerate(waves):
        at = NOW + start * HOUR
        score = NEGATIVE if angry else 0.6
        heard += [say(1000 * (w + 1) + i, at + i * 20 * MINUTE, score, brand=brand) for i in range(n)]
    rules, seen, opened = AlertSettings(quiet_after=quiet * HOUR), Counter[tuple[str, AlertKind]](), False
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "smwatch.db")
        for now in (NOW + n * 5 * HOUR for n in range(30)):
            for brand, kind in ((brand, kind) for brand in "AB" for kind in AlertKind):
                latest = next((a for a in store.alerts(brand=brand) if a.kind is kind), None)
                told = step(brand, heard, now, latest, rules, kind=kind, since=MONDAY, judged=now - 5 * HOUR)
                store.save_alerts(told, {brand: now})
            seen = Counter((a.brand, a.kind) for a in store.alerts(open_only=True))
            assert max(seen.values(), default=0) <= 1
            opened |= bool(seen)
        for alerts in by_kind(store.alerts()):
            assert all(a.closed and a.closed <= b.opened for a, b in pairwise(alerts))
        store.close()
    event(f"opened: {opened}")


def by_kind(alerts: list[Alert]) -> list[list[Alert]]:
    """Each brand's of each kind, the oldest first."""
    groups = dict[tuple[str, AlertKind], list[Alert]]()
    for alert in sorted(alerts, key=lambda a: a.id):
        groups.setdefault((alert.brand, alert.kind), []).append(alert)
    return list(groups.values())


def test_these_posts_do_open_alerts() -> None:
    """So that what is said above is not said of nothing."""
    posts: list[Post] = [(n, 0, NEGATIVE, 5 * n, 5) for n in range(8)]
    assert asked(said(posts), NOW + HOUR)
    assert played(said(posts))
    assert LABELS[NEGATIVE] is said(posts)[0].label
