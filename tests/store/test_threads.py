"""Comments find what they answer, and their twins, by an index; comments that answer each other prove nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from smwatch.matching.brands import compile_brands
from smwatch.models import Brand, Entry, FeedKind, Mention, MentionFilter, Why
from smwatch.rematch import Again, rematch, settle
from smwatch.sentiment.scorers import scorer_named
from smwatch.store import Store, open_store
from smwatch.understand import Finding, Scoring
from tests.store.examining import plans_of
from tests.store.examples import BLOG, HOUR, MONDAY, NEWS, comments_of, entry, mention, polled, save

PAGE = "https://blog.example/a"
SITE = comments_of("https://blog.example/comments/feed/")
POST = comments_of("https://blog.example/a/feed/", PAGE)
DELL, OTHER = Brand(name="Dell"), Brand(name="Dell", names=("Latitude",))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "smwatch.db")
    yield store
    store.close()


def opened(path: Path) -> Store:
    store = open_store(path)
    store.sync_feeds([BLOG, NEWS], MONDAY)
    save(store, polled(BLOG, comment_feeds=(SITE, POST)))
    return store


def again(store: Store, *brands: Brand) -> Again:
    def load() -> Finding:
        return Finding(matcher=compile_brands(brands))

    return Again(store=store, brands=brands, specs=(), load=load, scoring=Scoring(lambda: scorer_named("lexicon")))


def comment(name: str, text: str = "Bof", thread: str = PAGE, **more: str) -> Entry:
    fields = {"url": f"{thread}#{name}", "title": "", "author": "x", **more}
    return entry(name, text, thread=thread, kind=FeedKind.COMMENTS, **fields)


def told(entries: Sequence[Entry], why: Why = Why.NAMED) -> list[Mention]:
    return [mention(each.key, "Dell", why=why) for each in entries]


def whys(store: Store) -> dict[str, Why]:
    return {row.text: row.why for row in store.mentions(MentionFilter())}


def crowd(store: Store, n: int) -> Callable[[], object]:
    """So many entries of one page, and then as many comments on it."""
    posts = [entry(f"e{k}", f"Dell dit {k}", url=PAGE) for k in range(n)]
    save(store, polled(BLOG, posts, told(posts)))
    answers = [comment(f"c{k}", f"Bof {k}") for k in range(n)]
    return lambda: (save(store, polled(SITE, answers)), store.unsettled())


def one_text(store: Store, n: int) -> Callable[[], object]:
    """So many comments of one text and author by two feeds, which have nothing to do with each other."""
    one, other = ([comment(f"{feed}-{k}", "Dell bof", id=f"{feed}-{k}") for k in range(n)] for feed in "ab")
    save(store, polled(SITE, one, told(one)))
    return lambda: save(store, polled(POST, other, told(other)))


def one_address(store: Store, n: int) -> Callable[[], object]:
    """The same, and all of one address; those of the one feed are no mentions."""
    one, other = ([comment(f"{feed}-{k}", "+1", id=f"{feed}-{k}", url=PAGE + "#c") for k in range(n)] for feed in "ab")
    save(store, polled(SITE, one))
    return lambda: save(store, polled(POST, other, told(other)))


def edited(store: Store, n: int) -> Callable[[], object]:
    """All of many entries of one page, with as many comments, are edited to mention nobody."""
    crowd(store, n)()
    posts = [entry(f"e{k}", f"Rien {k}", url=PAGE) for k in range(n)]
    return lambda: save(store, polled(BLOG, posts, at=MONDAY + HOUR))


def answers(store: Store, n: int) -> Callable[[], object]:
    """Who was answered in a chain names the brand no more."""
    some = circle(store, n)
    save(store, polled(SITE, [replace(some[0], text="Rien", digest="rien")], at=MONDAY + HOUR))
    return lambda: settle(again(store, DELL))


@pytest.mark.parametrize(
    ("case", "joins", "twins"),
    [(crowd, 2, 1), (one_text, 12, 2), (one_address, 12, 2), (edited, 2, 0), (answers, 20, 0)],
)
def test_no_table_is_read_whole_nor_all_mentions_of_a_brand(
    store: Store, case: Callable[[Store, int], Callable[[], object]], joins: int, twins: int
) -> None:
    """By no statement; `joins`: those that take many steps, so many at least; `twins`: those that look for twins."""
    plans = plans_of(store, case(store, 10))
    assert sum(len(plan) > 5 for plan in plans.values()) >= joins
    steps = [(step, sql) for sql, plan in plans.items() for step in plan if "story_texts" not in step]
    for step, sql in steps:
        assert not re.search(r"SCAN (e|c|p|t|m|f|parent|own|noted|feeds|entries|mentions)\b(?! VIRTUAL)", step), sql
        assert "mentions_by_" not in step, sql
        assert "kind=?" not in step, sql
    told = [
        sum(f"USING INDEX comments_by_{what} " in " ".join(plan) for what in ("url", "own_id"))
        for plan in plans.values()
    ]
    assert [each for each in told if each] == [2] * twins, "twins are told by both, wherever they are"


@pytest.mark.parametrize("case", [crowd, one_text, one_address, edited])
def test_four_times_as_much_takes_four_times_as_long(
    tmp_path: Path, case: Callable[[Store, int], Callable[[], object]]
) -> None:
    """Quadratic would be sixteen times."""
    ratios = []
    for turn in range(3):
        costs = []
        for n in (100, 400):
            store = opened(tmp_path / f"{turn}-{n}.db")
            run = case(store, n)
            began = time.process_time()
            run()
            costs.append(time.process_time() - began)
            store.close()
        ratios.append(costs[1] / costs[0])
    assert median(ratios) < 7, ratios


def test_a_comment_by_two_feeds_is_one_mention_by_its_id_or_its_address(store: Store) -> None:
    one = [comment("1", "Dell, un", id="urn:1"), comment("2", "Dell, deux", id="urn:2"), comment("3", "Dell, trois")]
    save(store, polled(SITE, one, told(one)))
    page = PAGE + "?utm_source=rss"
    same = [replace(one[0], url=page), replace(one[1], id="urn:other"), replace(one[2], author="y")]
    assert save(store, polled(POST, same, told(same))).mentions == 1, "another author's is another comment"


def circle(store: Store, n: int) -> list[Entry]:
    """Comments with pages of their own, each of which answers the next; the first names the brand."""
    pages = [f"https://blog.example/c{k}" for k in range(n)]
    some = [comment(f"c{k}", "Dell!" if k == 0 else f"Ah {k}", pages[(k + 1) % n], url=pages[k]) for k in range(n)]
    save(store, polled(SITE, some, told(some[:1])))
    settle(again(store, DELL))
    assert len(whys(store)) == n
    return some


@pytest.mark.parametrize("n", [2, 3, 6])
@pytest.mark.parametrize("how", ["edit", "query"])
def test_answers_in_a_circle_are_no_mentions_once_nobody_names_the_brand(store: Store, n: int, how: str) -> None:
    rematch(again(store, DELL), MONDAY)
    some = circle(store, n)
    if how == "edit":
        save(store, polled(SITE, [replace(some[0], text="Rien", digest="rien")], at=MONDAY + HOUR))
        settle(again(store, DELL))
    else:
        rematch(again(store, OTHER), MONDAY + HOUR)
        settle(again(store, OTHER))
    assert whys(store) == {}
    assert store.unsettled() == [], "and that is the end of it"


def test_comments_that_were_followed_no_more_are_followed_when_all_are(store: Store) -> None:
    post = entry("a", "Dell dit")
    save(store, polled(BLOG, [post], told([post]), comment_feeds=(POST,)))
    nobody = replace(post, text="Rien", digest="rien")
    save(store, polled(BLOG, [nobody], at=MONDAY + HOUR))
    later = MONDAY + 9 * HOUR

    def due() -> bool:
        return POST.url in {feed.url for feed in store.due(later)}

    assert not due()
    every = replace(BLOG, comments="all")
    store.sync_feeds([every, NEWS], later)
    save(store, polled(every, comment_feeds=(POST,), at=later))
    assert due()
