"""A PostgreSQL server of our own for tests: started where its programs are installed, gone with the tests.

    with serving() as server:
        url = server.database()          postgresql://... of a fresh, empty database
        server.stop(); server.start()    as when a machine is started anew

SMWATCH_POSTGRES=postgresql://... has the tests use a server that runs already, whose user may make databases.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import compress, count
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from tests.scratch import MEMORY, in_memory

OURS: Final = "SMWATCH_POSTGRES"
_PATIENCE: Final = 30.0  # seconds for a server to start on a busy machine
_SETTINGS: Final = {
    "listen_addresses": "",  # its socket alone
    "fsync": "off",  # what a test wrote is lost with it
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}
_NUMBERS = count(1)
_ALONE: Final = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES: Final = """
SELECT tablename::text FROM pg_tables
WHERE schemaname = 'public' AND tablename NOT IN ('smwatch_schema', 'forgotten_salt') ORDER BY 1
"""
_AS_IT_WAS: Final = """
SELECT DISTINCT format('ALTER TABLE %s ENABLE TRIGGER USER', tgrelid::regclass) FROM pg_trigger
WHERE NOT tgisinternal AND tgenabled = 'D'
UNION ALL
SELECT format('DROP TABLE %I', tablename) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'notes'
"""
"""What some test turned off, or made."""
_FIRST: Final = "SELECT setval(format('%I.%I', schemaname, sequencename), 1, false) FROM pg_sequences"


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; Debian keeps it out of PATH, one for each version."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name.split(".")[0]))
    found = shutil.which("initdb")
    for folder in [*reversed(debian), *([Path(found).resolve().parent] if found else [])]:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    return None


def why_none() -> str | None:
    """Why there is no server to test with; None where there is one."""
    if os.environ.get(OURS) or programs():
        return None
    return f"no PostgreSQL here (Debian: apt install postgresql); or name a server in {OURS}"


@dataclass
class Server:
    """A server, and the databases that tests made on it."""

    url: str
    folder: Path | None = None
    settings: dict[str, str] = field(default_factory=dict)
    _running: subprocess.Popen[bytes] | None = None

    def database(self, template: str | None = None) -> str:
        """The URL of a new database: empty, or as the one of that name or URL, to which nobody may be connected."""
        name = f"smwatch_{os.getpid()}_{next(_NUMBERS)}"
        like = name_of(template) if template else "template0"
        made = sql.SQL(
            "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' STRATEGY file_copy"
        )  # fsync is off: the quickest
        self._do(made.format(sql.Identifier(name), sql.Identifier(like)))
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def drop(self, url: str) -> None:
        """Be rid of a database, whoever is connected to it."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name_of(url))))

    def empty(self, url: str) -> None:
        """Leave a database as it was made, whoever is connected to it: nothing in it, and numbers begin at 1."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(_ALONE)
            connection.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            for (mending,) in connection.execute(_AS_IT_WAS).fetchall():
                connection.execute(str(mending).encode())
            tables = [name for (name,) in connection.execute(_TABLES).fetchall()]
            told = ", ".join(f"EXISTS (SELECT 1 FROM {name})" for name in tables)
            (full,) = connection.execute(f"SELECT {told}".encode()).fetchall()
            for name in compress(tables, full):
                connection.execute(f"DELETE FROM {name}".encode())
            connection.execute(_FIRST)

    def start(self) -> None:
        """Have it run; back when it answers."""
        assert self.folder is not None, "not ours to start"
        given = [f"--{name.replace('_', '-')}={value}" for name, value in (_SETTINGS | self.settings).items()]
        command = [*_as_another(), str(_program("postgres")), "-D", str(self.folder / "data"), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self._running = subprocess.Popen([*command, *given], stdout=log, stderr=log, cwd="/")
        ends = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if self._running.poll() is not None or time.monotonic() > ends:
                    raise
                time.sleep(0.02)
            else:
                return

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends its sessions at once, SIGQUIT is as a power cut."""
        if self._running is not None and self._running.poll() is None:
            self._running.send_signal(how)
            self._running.wait(_PATIENCE)
        self._running = None

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def name_of(url: str) -> str:
    """The database that a URL names; a name is one already."""
    return urlsplit(url).path.lstrip("/")


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """A server for as long as that lasts: the one that SMWATCH_POSTGRES names, else one of our own."""
    if url := os.environ.get(OURS):
        yield Server(url)
        return
    place = MEMORY if in_memory() else "/tmp"  # short: a socket's name has 107 bytes at most
    folder = Path(tempfile.mkdtemp(prefix="smwatch-pg-", dir=place))
    try:
        if os.geteuid() == 0:
            os.chown(folder, *_owner())
        server = Server(f"postgresql://smwatch@/postgres?host={quote(str(folder), safe='')}", folder, settings)
        _made(folder / "data")
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(data: Path) -> None:
    how = ["-U", "smwatch", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    command = [*_as_another(), str(_program("initdb")), "-D", str(data), *how]
    subprocess.run(command, check=True, capture_output=True, cwd="/")


def _program(name: str) -> Path:
    folder = programs()
    assert folder is not None, why_none()
    return folder / name


def _as_another() -> Sequence[str]:
    """PostgreSQL refuses to run as root; and it ends with the tests, should these be killed."""
    if not (setpriv := shutil.which("setpriv")):
        return []
    if os.geteuid() != 0:
        return [setpriv, "--pdeathsig", "INT"]
    user, group = _owner()
    return [setpriv, f"--reuid={user}", f"--regid={group}", "--clear-groups", "--pdeathsig", "INT"]


def _owner() -> tuple[int, int]:
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return found.pw_uid, found.pw_gid
    raise LookupError("neither postgres nor nobody is a user here")
