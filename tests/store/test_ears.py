"""By which feeds a brand is heard: what is asked in brief tells the same brands to be deaf."""

from __future__ import annotations

import json
from random import Random

import pytest

from smwatch.alerts.unheard import deaf
from smwatch.store import Store
from tests.store.examples import MONDAY

BRANDS = ("Nordelait", "Rivale", "Polar")


def heard_by_chance(store: Store, random: Random) -> None:
    """A few feeds, fine, silent or failing, that told of these brands long ago, lately, or never."""
    execute = store._connection.execute
    execute("BEGIN")
    for table in ("hourly", "feeds", "brands"):
        execute(f"DELETE FROM {table}")
    for name in random.sample(BRANDS, random.randint(0, 3)):
        execute("INSERT INTO brands (name, since) VALUES (?, ?)", (name, "2010-01-01T00:00:00Z"))
    for feed in range(1, random.randint(2, 5)):
        how = random.choice(["ok", "ok", "silent", "failing", "gone"])
        about = json.dumps(random.sample(BRANDS, random.choice([0, 0, 1])))
        execute(
            """INSERT INTO feeds (id, url, source, origin, about, enabled, gone, failures, silent, polls)
               VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?)""",
            (
                feed, f"http://{feed}.example/", random.choice(["config", "config", "discovered"]), about,
                random.random() < 0.9, how == "gone", how == "failing", "stopped" if how == "silent" else "",
                random.randint(0, 1),
            ),
        )  # fmt: skip
        for brand in random.sample(BRANDS, random.randint(0, 2)):
            day = random.choice(["2010-03-24", "2010-03-20", "2009-12-01", "2008-01-01"])
            execute("INSERT INTO hourly VALUES (?, ?, 8, 'fr', ?, 1, 0, 1, 0, 1, 0)", (day, brand, feed))
    execute("COMMIT")


@pytest.mark.parametrize("seed", [1, 2])
def test_in_brief_the_same_brands_are_deaf(store: Store, seed: int) -> None:
    random, found = Random(seed), set[tuple[str, ...]]()
    for _ in range(150):
        heard_by_chance(store, random)
        whole, brief = (deaf(BRANDS, store.ears(brief=brief), MONDAY) for brief in (False, True))
        assert brief == whole
        found.add(tuple(one.brand for one in whole))
    assert () in found
    assert len(found) > 4


def test_a_feed_is_listed_without_counting(store: Store) -> None:
    whole, brief = store.feeds(), store.feeds(counted=False)
    assert whole
    assert whole == brief, "nothing was brought yet"
    store._connection.execute("INSERT INTO hourly VALUES ('2010-03-24', 'Polar', 8, 'fr', 1, 3, 0, 3, 0, 3, 0)")
    assert [row.mentions for row in store.feeds()].count(3) == 1
    assert store.feeds(counted=False) == brief
