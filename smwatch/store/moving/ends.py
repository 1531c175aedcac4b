"""What a copy asks of either end, whichever database it is; and what is told of it. An end belongs to one thread."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from smwatch.errors import BusyError
from smwatch.locales import N_
from smwatch.models import Server
from smwatch.models.server import is_server
from smwatch.store.sql import Location

OWN: Final = ("smwatch_", "_sqlite_", "sqlite_", "entries_search")
"""How tables are called that say how a database is kept, not what is kept in it; and the full-text index."""
AT_FIRST: Final = frozenset({"forgotten_salt", "heeded"})
"""Tables that hold a row from the first moment."""
MARK: Final = "smwatch_copying"
"""The table that an unfinished copy has: where it comes from, and what is to be made at its end."""

Value: TypeAlias = "int | float | str | bytes | None"
Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as both ends have it: its columns but those that are reckoned, the key's first."""

    name: str
    columns: tuple[str, ...]
    key: int  # so many of them

    @classmethod
    def of(cls, name: str, columns: Sequence[tuple[int, str]]) -> Table:
        """Of columns with their places in the key, from 1 on; 0: not in it. Where none is, all are."""
        key = [column for place, column in sorted(columns) if place]
        others = [column for place, column in columns if not place]
        return cls(name, (*key, *others), len(key) or len(others))

    @property
    def key_columns(self) -> str:
        """The key's columns, as SQL names them."""
        return ", ".join(self.columns[: self.key])

    def in_order(self, after: Row | None, parameter: str) -> str:
        """The query for its rows in the order of the key, from behind `after` on."""
        where = f"WHERE {self._beside('>', parameter)}" if after else ""
        return f"SELECT {', '.join(self.columns)} FROM {self.name} {where} ORDER BY {self.key_columns}"  # noqa: S608 - names of ours

    def last(self) -> str:
        """The query for the last key."""
        order = ", ".join(f"{column} DESC" for column in self.columns[: self.key])
        return f"SELECT {self.key_columns} FROM {self.name} ORDER BY {order} LIMIT 1"  # noqa: S608 - likewise

    def cut(self, parameter: str) -> str:
        """The statement that takes away all rows from a key on."""
        return f"DELETE FROM {self.name} WHERE {self._beside('>=', parameter)}"  # noqa: S608 - likewise

    def _beside(self, how: str, parameter: str) -> str:
        return f"({self.key_columns}) {how} ({', '.join([parameter] * self.key)})"


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that isn't the same: of which table, by which key, in which column; '': the whole row."""

    table: str
    key: Row
    column: str = ""
    missing: bool = False  # in the copy; otherwise it is the copy that has one more


@dataclass(kw_only=True)
class Part:
    """What became of a table."""

    table: str
    rows: int = 0  # that it has
    copied: int = 0  # this time; the others were there already
    different: int = 0


@dataclass(kw_only=True)
class Copied:
    """What became of all of it."""

    source: Location
    target: Location
    resumed: bool = False
    parts: list[Part] = field(default_factory=list)
    different: list[Difference] = field(default_factory=list)  # the first of them

    @property
    def same(self) -> bool:
        """Whether every row is the same in both."""
        return not any(part.different for part in self.parts)


class End(Protocol):
    """A database that is copied from, or to."""

    name: str
    """By which the same database is known when the command is run again; no password in it."""
    identity: object
    """By which it is known now, whatever it is called."""

    def tables(self) -> Mapping[str, Table]:
        """Every table with what is kept."""
        ...

    def count(self, table: Table) -> int:
        """How many rows."""
        ...

    def rows(self, table: Table, after: Row | None = None) -> Generator[Row]:
        """Rows in the order of their key, from behind `after` on, some at a time; to be closed."""
        ...

    def numbers(self) -> dict[str, int]:
        """By table, the last number that was given to a row: it must never come back."""
        ...

    def close(self) -> None:
        """Be done with it."""
        ...


class Target(End, Protocol):
    """An unfinished copy."""

    resumed: bool
    """Whether it was begun before."""

    def last(self, table: Table) -> Row | None:
        """The key of the last row that is there."""
        ...

    def cut(self, table: Table, first: Row) -> None:
        """Take away all rows from this key on."""
        ...

    def put(self, table: Table, rows: Sequence[Row]) -> None:
        """Add them: all, or none."""
        ...

    def finish(self, numbers: Mapping[str, int]) -> None:
        """Make what hangs on the rows, and have it be a database like any other."""
        ...


SAME: Final = (N_("FROM and TO are the same database: {place}"), N_("name another one as the second"))
BUSY: Final = (
    N_("something else is at work in {place}: {what}"),
    N_("stop `smwatch watch`, let a scan or another copy finish, then run the command again"),
)
OLDER: Final = (
    N_("{file} is of an older smwatch (its schema is {version}, this program's {known})"),
    N_("bring it up to date first: `smwatch db migrate` with a config that names it"),
)


@contextmanager
def busy_told(place: Location) -> Iterator[None]:
    """Whoever has the lock of scans there has this wait."""
    try:
        yield
    except BusyError as error:
        raise BusyError(*BUSY, place=place, what=error) from error


def place_of(typed: str) -> Location:
    """A file, or a server's database, as a person names it."""
    return Server(typed) if is_server(typed) else Path(typed).expanduser()
