"""A server's database that can't be used is refused with words that help; one that is lost is not used by halves."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from smwatch.errors import NothingDoneError
from smwatch.models import MentionFilter, Server
from smwatch.store.connection import VERSION
from smwatch.store.postgres.connection import WRITING
from smwatch.store.postgres.store import PostgresStore, open_server
from tests.postgres import Server as Running
from tests.store.examples import BLOG, MONDAY

pytestmark = pytest.mark.postgres


def refused(url: str) -> NothingDoneError:
    with pytest.raises(NothingDoneError) as caught:
        open_server(Server(url))
    assert caught.value.mend
    return caught.value


def as_reader(url: str, rights: str) -> str:
    """The address for a user who has these rights alone."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP ROLE IF EXISTS smwatch_reader")
        owner.execute("CREATE ROLE smwatch_reader LOGIN")
        owner.execute(f"GRANT {rights} TO smwatch_reader".encode())
    return asked(url, "user=smwatch_reader")


def asked(url: str, how: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{how}"


def no_more_reader(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("DROP OWNED BY smwatch_reader")
        owner.execute("DROP ROLE smwatch_reader")


@pytest.mark.parametrize("password", ["100%hush", "hu@sh", "hu/sh"])
def test_an_address_that_cannot_be_read_is_not_shown(password: str) -> None:
    error = refused(f"postgresql://pr:{password}@db.invalid/smwatch")
    assert error.what == "the address of the database {server} can't be read"
    assert "hush" not in f"{error} {error.arguments}"
    assert error.__cause__ is None


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
def test_letters_that_it_could_not_keep(postgres_server: Running, encoding: str) -> None:
    name = f"smwatch_{encoding.lower()}"
    url = urlunsplit(urlsplit(postgres_server.url)._replace(path=f"/{name}"))
    with psycopg.connect(postgres_server.url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'".encode())
    try:
        assert refused(url).arguments["encoding"] == encoding
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT to_regclass('smwatch_schema')").fetchone() == (None,), "nothing is made"
    finally:
        postgres_server.drop(url)


def test_who_may_only_read_reads_and_is_told_so_where_more_is_wanted(postgres_made: str) -> None:
    url = as_reader(postgres_made, "SELECT ON ALL TABLES IN SCHEMA public")
    store = open_server(Server(url))
    try:
        assert list(store.mentions(MentionFilter())) == []
        assert store.next_due(MONDAY) is None
        with pytest.raises(NothingDoneError, match="this user may not do that"):
            store.sync_feeds([BLOG], MONDAY)
    finally:
        store.close()
        no_more_reader(postgres_made)


def test_a_schema_of_another_name(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as owner:
        owner.execute("CREATE SCHEMA pr")
    there = Server(asked(postgres_url, "options=-csearch_path%3Dpr"))
    for _ in range(2):
        store = open_server(there)
        store.sync_feeds([BLOG], MONDAY)
        with store.scanning(shared=True):
            assert [feed.url for feed in store.due(MONDAY)] == [BLOG.url]
        store.close()


def test_no_transaction_goes_on_with_another_connection(postgres_made: str) -> None:
    store = open_server(Server(postgres_made))
    connection = store._connection

    def lost_half_way() -> None:
        with store._writing():
            written(store, "a")
            with psycopg.connect(postgres_made) as other:
                other.execute("SELECT pg_terminate_backend(%s)", (connection._inner.info.backend_pid,))
            with suppress(psycopg.OperationalError):
                connection.execute("SELECT 1")
            written(store, "b")

    with pytest.raises(NothingDoneError, match="can't be reached"):
        lost_half_way()
    assert connection.native("SELECT * FROM smwatch_leases").fetchall() == [], "the next connects anew"
    store.close()


def test_a_newer_program_that_begins_before_is_not_undone(postgres_own: str) -> None:
    with ThreadPoolExecutor(1) as other, psycopg.connect(postgres_own) as newer:
        newer.execute("UPDATE smwatch_schema SET version = %s", (VERSION - 1,))
        newer.commit()
        newer.execute("SELECT pg_advisory_xact_lock(%s)", (WRITING,))
        newer.execute("UPDATE smwatch_schema SET version = %s", (VERSION + 1,))
        older = other.submit(lambda: open_server(Server(postgres_own)).close())
        until = time.monotonic() + 30
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        waits = f"SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND {here})"
        while newer.execute(waits.encode()).fetchone() == (False,):
            assert not older.done()
            assert time.monotonic() < until
            time.sleep(0.01)
        newer.commit()
        with pytest.raises(NothingDoneError, match="newer smwatch"):
            older.result()
        assert newer.execute("SELECT version FROM smwatch_schema").fetchone() == (VERSION + 1,)


def written(store: PostgresStore, name: str) -> None:
    store._connection.native("INSERT INTO smwatch_leases (host) VALUES (%s)", (name,))


def test_what_the_database_is_set_to_changes_no_transaction(postgres_made: str) -> None:
    usual = "-cdefault_transaction_isolation%3Dserializable%20-cstatement_timeout%3D300"
    store, other = (open_server(Server(asked(postgres_made, f"options={usual}"))) for _ in range(2))
    with store._writing():
        assert store._connection.native("SHOW transaction_isolation").fetchall()[0][0] == "read committed"
        with pytest.raises(NothingDoneError, match="statement timeout"):
            other.use_head("encoder", None)
    assert not other._connection.in_transaction, "and nothing is left half begun"
    other.use_head("encoder", None)
    for one in (store, other):
        one.close()
