"""Several pollers on one database: a feed polled by one, a host by one at a time; who dies holds nothing for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from smwatch.errors import BusyError, NothingDoneError
from smwatch.models import FeedSpec, Server
from smwatch.store.postgres import leases
from smwatch.store.postgres.leases import ENOUGH, HOSTS, OF_A_HOST
from smwatch.store.postgres.store import PostgresStore, open_server
from smwatch.text.links import server_of
from tests.postgres import Server as Running
from tests.store.examples import HOUR, MONDAY, SOON, polled, save

pytestmark = pytest.mark.postgres


@pytest.fixture
def pollers(postgres_made: str) -> Iterator[list[PostgresStore]]:
    opened = [open_server(Server(postgres_made)) for _ in range(3)]
    yield opened
    for one in opened:
        one.close()


def config(store: PostgresStore, hosts: int, each: int) -> None:
    specs = [FeedSpec(url=f"https://h{host}.example/{n}") for host in range(hosts) for n in range(each)]
    store.sync_feeds(specs, MONDAY)


def urls(store: PostgresStore, *, everything: bool = False) -> set[str]:
    return {feed.url for feed in store.due(MONDAY, everything=everything)}


def done(store: PostgresStore, which: set[str]) -> None:
    for url in which:
        save(store, polled(FeedSpec(url=url)), SOON)


def test_none_is_given_to_two_and_all_are_given(pollers: list[PostgresStore], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "ENOUGH", 60)
    config(pollers[0], hosts=HOSTS * 2, each=2)
    given: list[set[str]] = []
    while some := [found for store in pollers if (found := urls(store))]:
        for n, found in enumerate(some):
            assert not any(found & other for other in some[:n])
            assert not {*map(server_of, found)} & {server for other in some[:n] for server in map(server_of, other)}
        for store, found in zip(pollers, some, strict=False):
            done(store, found)
        given += some
    assert sum(map(len, given)) == len(set().union(*given)) == HOSTS * 2 * 2
    assert len(given) > 1


def test_a_host_with_very_many_is_lent_some_at_a_time(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=1, each=OF_A_HOST + 5)
    found = urls(first)
    assert len(found) == OF_A_HOST
    assert urls(second) == set(), "no host is asked by two"
    done(first, found)
    assert len(urls(first)) == 5
    assert len(urls(second)) == 0


def test_a_share_is_bounded(pollers: list[PostgresStore]) -> None:
    config(pollers[0], hosts=ENOUGH // OF_A_HOST * 3, each=OF_A_HOST)
    assert ENOUGH <= len(urls(pollers[0])) < ENOUGH + HOSTS * OF_A_HOST


def test_what_others_have_polled_meanwhile_hides_nothing_that_is_due(
    pollers: list[PostgresStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "HOSTS", 1)
    monkeypatch.setattr(leases, "ENOUGH", 2)
    first, second, _ = pollers
    config(first, hosts=8, each=1)
    mine, theirs = urls(first), urls(second)
    done(second, theirs)
    assert len(theirs | urls(second)) == 4
    done(first, mine)
    assert len(urls(first)) == 2, "the last two, behind two that the other had by then"


def test_what_a_scan_held_is_free_when_it_ends(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=3, each=2)
    with first.scanning(shared=True), second.scanning(shared=True):
        assert len(urls(first)) == 6
        assert urls(second) == set()
    assert len(urls(second)) == 6


def test_a_lease_ends_by_itself(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=3, each=2)
    assert len(urls(first)) == 6
    second._connection.native("UPDATE smwatch_leases SET until = now() - interval '1 second'")
    assert len(urls(second)) == 6


def test_a_lease_ends_with_its_holder(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=3, each=2)
    assert len(urls(first)) == 6
    assert urls(second) == set()
    first._connection.close()
    assert len(urls(second)) == 6, "at once: nobody waits for who is no more"
    assert len(urls(first)) == 0, "and who comes back has to ask anew"


def test_who_works_on_renews(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=3, each=2)
    found = urls(first)
    second._connection.native("UPDATE smwatch_leases SET until = now() - interval '1 second'")
    first._claims.renewed -= 1e6
    done(first, {min(found)})
    assert urls(second) == set()


def test_a_moved_feed_belongs_to_the_host_where_it_is_polled(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    first.sync_feeds([FeedSpec(url="https://old.example/feed"), FeedSpec(url="https://new.example/other")], MONDAY)
    first._connection.native("UPDATE feeds SET moved_to = 'https://new.example/feed' WHERE url LIKE '%%old%%'")
    assert len(urls(first)) == 2
    assert urls(second) == set()


def test_scans_go_on_beside_one_another_and_nothing_else_does(pollers: list[PostgresStore]) -> None:
    first, second, third = pollers
    with first.scanning(shared=True), second.scanning(shared=True):
        with pytest.raises(BusyError) as caught, third.scanning():
            pass
        assert str(caught.value.arguments["process"]).isdecimal()
    with third.scanning(), pytest.raises(BusyError), first.scanning(shared=True):
        pass


def test_one_at_a_time_judges(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    with first.alone("judging") as mine, second.alone("judging", wait=0) as theirs:
        assert (mine, theirs) == (True, False)
    with second.alone("judging", wait=0) as mine:
        assert mine


def test_a_connection_that_is_lost_takes_its_locks_along_and_no_scan_goes_on_without(
    pollers: list[PostgresStore],
) -> None:
    first, second, _ = pollers
    config(first, hosts=1, each=1)
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'idle'"
    with first.scanning(shared=True):
        second._connection.native(end)
        with pytest.raises(NothingDoneError, match="can't be reached"):
            first.due(MONDAY)
    assert first.enabled_count() == 1, "the next connects anew"
    with second.scanning():
        pass


def test_a_server_that_was_started_anew_is_found(postgres_server: Running, pollers: list[PostgresStore]) -> None:
    if postgres_server.folder is None:
        pytest.skip("the server isn't ours to stop")
    (store, *_) = pollers
    config(store, hosts=2, each=1)
    found = urls(store)
    done(store, {min(found)})
    postgres_server.stop()
    with pytest.raises(NothingDoneError, match="can't be reached"):
        store.next_due(MONDAY)
    postgres_server.start()
    assert store.next_due(MONDAY) == MONDAY, "one is due still"
    assert store.next_due(MONDAY + HOUR + timedelta(minutes=1)) is not None


def test_what_others_poll_is_no_reason_to_scan(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=3, each=2)
    found = urls(first)
    assert first.next_due(MONDAY) == MONDAY, "its own is due to it still"
    later = second.next_due(MONDAY)
    assert later
    assert MONDAY + timedelta(minutes=leases.MINUTES - 1) < later <= MONDAY + timedelta(minutes=leases.MINUTES)
    done(first, {min(found)})
    assert second.next_due(MONDAY + timedelta(hours=0.99)) == MONDAY + HOUR, "another is due before that"
    first._claims.give_back()
    assert second.next_due(MONDAY) == MONDAY
    done(first, found)
    assert second.next_due(MONDAY) == MONDAY + HOUR


def test_what_is_free_beside_what_others_poll_is_a_reason_to_scan(pollers: list[PostgresStore]) -> None:
    first, second, _ = pollers
    config(first, hosts=3, each=2)
    assert len(urls(first)) == 6
    config(second, hosts=4, each=2)
    assert second.next_due(MONDAY) == MONDAY
    assert {*map(server_of, urls(second))} == {"h3.example"}
