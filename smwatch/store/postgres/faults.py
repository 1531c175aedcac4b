"""What can happen to a PostgreSQL server and to us with it, told so that somebody can mend it; a bug stays a bug."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

import psycopg
from psycopg import errors

from smwatch.errors import NothingDoneError
from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.models import Server
    from smwatch.store.postgres.connection import Connection

_AWAY = (
    N_("the database {server} can't be reached: {reason}"),
    N_("check that the server runs and that its address in the config is right; what was stored is safe"),
)
_REFUSED = (
    N_("the database {server} doesn't let this user in: {reason}"),
    N_("check the user and the password: PGPASSWORD, ~/.pgpass, or `database` in the config"),
)
_NONE = (
    N_("there is no database {server}: {reason}"),
    N_("have it made (createdb), or check its name in the config"),
)
_FULL = (
    N_("the server's disk is full: {server} can't grow"),
    N_("free some space there and run the command again; nothing stored so far is lost"),
)
_MAY_NOT = (
    N_("this user may not do that in the database {server}: {reason}"),
    N_("have its owner grant that, or use the owner's name in the config"),
)
_BUSY = (
    N_("the database {server} has no connection left for this program: {reason}"),
    N_("run fewer programs at once, or raise max_connections on the server"),
)
_FAULTS: Final = (  # the first that fits: SQLSTATEs of https://www.postgresql.org/docs/current/errcodes-appendix.html
    (errors.InvalidPassword, _REFUSED),
    (errors.InvalidAuthorizationSpecification, _REFUSED),
    (errors.InvalidCatalogName, _NONE),
    (errors.TooManyConnections, _BUSY),
    (errors.DiskFull, _FULL),
    (errors.InsufficientPrivilege, _MAY_NOT),
    (errors.ReadOnlySqlTransaction, _MAY_NOT),
    (psycopg.OperationalError, _AWAY),
    (psycopg.InterfaceError, _AWAY),
)


@contextmanager
def faults_told(server: Server) -> Iterator[None]:
    """Errors about the server, its disk and who may use it become NothingDoneError."""
    try:
        yield
    except psycopg.Error as error:
        found = next((said for kind, said in _FAULTS if isinstance(error, kind)), None)
        if found is None:
            raise
        what, mend = found
        raise NothingDoneError(what, mend, server=server, reason=_reason(error)) from error


def _reason(error: psycopg.Error) -> str:
    """What the server, or the library, says about it: its first line."""
    said = (error.diag.message_primary or str(error)).strip().splitlines()
    return said[0] if said else type(error).__name__


@contextmanager
def transaction(connection: Connection) -> Iterator[None]:
    """All or nothing, and the only writer from its first statement on."""
    # pinned: its second half on another connection would be done alone
    with faults_told(connection.server), connection.pinning():
        try:
            connection.begin()
            yield
        except BaseException:
            if connection.in_transaction:
                with suppress(psycopg.Error):  # the server has gone, and has undone it
                    connection.native("ROLLBACK")
            raise
        connection.native("COMMIT")
