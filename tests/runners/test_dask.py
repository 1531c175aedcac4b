"""A Dask cluster as the crew: workers that die, are slow, or have another smwatch; and a scheduler that goes away."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from smwatch import __version__
from smwatch.errors import NothingDoneError
from smwatch.machine import extra
from smwatch.models import FailureKind, Polled, PollFailed, PollResult
from smwatch.runners import dask
from smwatch.runners.batches import Batches
from smwatch.runners.dask import Cluster, Tls
from smwatch.runners.limits import BROKE_DOWN
from tests.cluster import DaskCluster
from tests.runners.toy import lanes, toy, work

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with DaskCluster(tmp_path_factory.mktemp("dask")) as found:
        found.worker(nanny=True)
        yield found


@pytest.fixture(scope="module")
def crew(cluster: DaskCluster) -> Iterator[Cluster]:
    found = Cluster(cluster.at, Tls(), 8)
    yield found
    found.close()


def by_url(results: list[PollResult]) -> dict[str, PollResult]:
    assert set(Counter(one.feed.url for one in results).values()) <= {1}, "none twice"
    return {one.feed.url: one for one in results}


def test_batches_are_worked_on_by_workers_and_documents_can_not_hurt_them(crew: Cluster) -> None:
    urls = [*(f"http://h{n}/{'same' if n % 3 else 'news'}" for n in range(90)), "http://bad/vanish"]
    found = by_url(list(Batches(crew).run(work(), lanes(*urls))))
    assert found.keys() == set(urls)
    bad = found.pop("http://bad/vanish")
    assert isinstance(bad, PollFailed)
    assert (bad.kind, bad.message) == (FailureKind.MALFORMED, BROKE_DOWN)
    assert all(isinstance(one, Polled) for one in found.values())
    assert crew.size == 1


def test_a_bug_on_a_worker_comes_out_and_leaves_nothing_in_its_log(cluster: DaskCluster, crew: Cluster) -> None:
    """Dask logs what a task that fails was given: secrets among it."""
    with pytest.raises(ZeroDivisionError):
        list(Batches(crew).run(work(), lanes("http://h/mistake")))
    logs = [file.read_text("utf-8") for file in cluster.folder.glob("*.log")]
    assert len(logs) == len(cluster.processes)
    assert not any("pickle" in log or "Compute Failed" in log for log in logs)


def test_questions_are_answered_by_workers_in_their_order(crew: Cluster) -> None:
    answers = list(Batches(crew).ask(toy, "score", [[n] for n in range(20)]))
    assert [answer[:2] for answer in answers] == [["score", n] for n in range(20)]


def test_a_worker_that_dies_in_the_middle_costs_nothing(cluster: DaskCluster, crew: Cluster) -> None:
    second = cluster.worker()
    crew._client.wait_for_workers(2, timeout=60)
    crew._looked = 0
    results = Batches(crew).run(work(), lanes(*(f"http://h{n}/{'nap' if n % 5 == 0 else 'news'}" for n in range(150))))
    found = [next(results)]
    assert {sent.worker for sent in crew._open.values()} == set(crew._workers), "both have something to do"
    second.kill()
    found += results
    assert len(by_url(found)) == 150
    assert all(isinstance(one, Polled) for one in found)


def test_a_slow_worker_is_not_waited_for_and_nothing_of_it_is_taken_later(cluster: DaskCluster, crew: Cluster) -> None:
    told = list[str]()
    runner = Batches(crew, where=cluster.at, timeout=0, grace=1.5)
    found = by_url(list(runner.run(work(told), lanes("http://slow/hang", "http://h/same"))))
    assert found == {}
    assert told == [f"no news came in time from {cluster.at}; feeds left for the next scan: 2"]
    assert crew._open == {}


def test_workers_with_another_smwatch_are_refused(cluster: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "__version__", "99.1")
    with pytest.raises(NothingDoneError) as refused:
        Cluster(cluster.at, Tls(), 8)
    assert __version__ in str(refused.value)
    assert "99.1" in str(refused.value)


def test_one_that_joins_later_is_refused_by_its_first_task(
    cluster: DaskCluster, crew: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str]()
    monkeypatch.setattr(dask, "__version__", "99.1")
    monkeypatch.setattr(crew, "_refused", set[str]())
    assert list(Batches(crew).run(work(told), lanes("http://h/same"))) == []
    assert __version__ in told[0]
    assert "99.1" in told[0]
    assert len(told) == 2, "and that its feeds are left"


def test_where_no_scheduler_answers_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask, "CONNECT", 0.5)
    with pytest.raises(NothingDoneError, match=r"no Dask scheduler answers at dask://127\.0\.0\.1:1"):
        Cluster("dask://127.0.0.1:1", Tls(), 8)


def test_where_distributed_is_missing_what_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(NothingDoneError) as missing:
        Cluster("dask://127.0.0.1:1", Tls(), 8)
    assert missing.value.arguments["command"] == extra("cluster")


def test_a_scheduler_that_goes_away_ends_the_run_and_keeps_what_came(cluster: DaskCluster, crew: Cluster) -> None:
    """The last one: the cluster is gone afterwards."""
    told = list[str]()
    results = Batches(crew, where="dask://here").run(work(told), lanes(*(f"http://h{n}/nap" for n in range(400))))
    found = [next(results)]
    threading.Timer(0.2, cluster.scheduler.send_signal, [signal.SIGKILL]).start()
    begun = time.monotonic()
    found += results
    assert time.monotonic() - begun < 20
    assert 0 < len(by_url(found)) < 400
    assert told == [f"the way to dask://here was lost; feeds left for the next scan: {400 - len(found)}"]


def test_a_scheduler_with_tls_lets_in_who_has_a_certificate_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, other = trustme.CA(), trustme.CA()
    files = {"ca": tmp_path / "ca.pem", "cert": tmp_path / "cert.pem", "key": tmp_path / "key.pem"}
    authority.cert_pem.write_to_path(str(files["ca"]))
    mine = authority.issue_cert("127.0.0.1")
    mine.cert_chain_pems[0].write_to_path(str(files["cert"]))
    mine.private_key_pem.write_to_path(str(files["key"]))
    stranger = other.issue_cert("127.0.0.1")
    stranger.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "stranger.pem"))
    options = ("--tls-ca-file", files["ca"], "--tls-cert", files["cert"], "--tls-key", files["key"])
    with DaskCluster(tmp_path, [str(option) for option in options]) as cluster:
        cluster.worker()
        assert cluster.at.startswith("tls://")
        crew = Cluster(cluster.at, Tls(*map(str, files.values())), 8)
        assert len(list(Batches(crew).run(work(), lanes("http://h/news", "http://i/same")))) == 2
        crew.close()
        monkeypatch.setattr(dask, "CONNECT", 1.0)
        with pytest.raises(NothingDoneError, match="no Dask scheduler answers"):
            Cluster(cluster.at, Tls(str(files["ca"]), *[str(tmp_path / "stranger.pem")] * 2), 8)
