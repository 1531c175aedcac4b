"""What every room's tests may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.desk import Desk, Kept, Ready
from tests.scratch import choose
from tests.server import FeedServer
from tests.template import copied
from tests.thorough import USUAL

if TYPE_CHECKING:
    from tests.postgres import Server

# in CI the same cases each time: what is new is found at home, where somebody looks; machines may be busy
settings.register_profile("smwatch", max_examples=USUAL, derandomize=bool(os.environ.get("CI")), deadline=None)
settings.load_profile("smwatch")


def pytest_configure() -> None:
    """Before anything asks for a folder."""
    choose()


@pytest.fixture(scope="session", autouse=True)
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Of which new ones are copies, in the process of the tests."""
    with copied(tmp_path_factory.mktemp("template")):
        yield


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, in whatever language: smwatch speaks English unless a test says otherwise."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "en")  # taken back after a test that had Typer speak French
    for name in ("SMWATCH_CONFIG", "COLUMNS", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    """A loopback HTTP server that serves nothing yet."""
    with FeedServer() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, server: FeedServer, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A PR desk: a config, feeds, a clock and commands."""
    return Desk(tmp_path, server, capsys)


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Desks that are made ready once in each process."""
    with closing(Kept(tmp_path_factory.mktemp("kept"))) as desks:
        yield desks


@pytest.fixture
def readied(kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[Ready], Desk]:
    """A PR desk as a function makes it ready, which it does for the first test that says so."""
    return lambda ready: kept.again(ready, tmp_path, capsys)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server, one for each process that runs tests of it; skips where there is none."""
    pytest.importorskip("psycopg", reason="no psycopg here: the extra [postgres] brings it", exc_type=ImportError)
    from tests.postgres import serving, why_none

    if why := why_none():
        pytest.skip(why)
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_schema(postgres_server: Server) -> Iterator[str]:
    """The URL of a database with the schema and nothing in it, made once: to be copied, never opened."""
    from smwatch.models import Server as Location
    from smwatch.store import open_store

    url = postgres_server.database()
    open_store(Location(url)).close()
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def postgres_kept(postgres_server: Server, postgres_schema: str) -> Iterator[str]:
    """The URL of a database that tests use one after the other: a fresh one for each would take ten times as long."""
    url = postgres_server.database(postgres_schema)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def postgres_made(postgres_server: Server, postgres_kept: str) -> Iterator[str]:
    """postgresql://... of a database with the schema and nothing in it; who changes the schema takes `postgres_own`."""
    yield postgres_kept
    postgres_server.empty(postgres_kept)


@pytest.fixture
def postgres_own(postgres_server: Server, postgres_schema: str) -> Iterator[str]:
    """postgresql://... of a fresh database that has the schema already, and is thrown away."""
    url = postgres_server.database(postgres_schema)
    yield url
    postgres_server.drop(url)


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """postgresql://... of a fresh database, empty."""
    url = postgres_server.database()
    yield url
    postgres_server.drop(url)
