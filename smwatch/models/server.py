"""A database that a server keeps, as the config names it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

SCHEMES: Final = ("postgresql://", "postgres://")


def is_server(place: str) -> bool:
    """Whether a database's place is a server's, and no file's."""
    return place.startswith(SCHEMES)


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database: postgresql://user@host/name, as libpq reads it; or where that is said: env:NAME."""

    url: str

    def __str__(self) -> str:
        """As people are told of it: without its password."""
        parts = urlsplit(self.url)
        user, at, host = parts.netloc.rpartition("@")
        return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}{at}{host}", query=""))

    @property
    def address(self) -> str:
        """For other programs, which ask for a password in their own ways: all of it but that."""
        told = [(name, value) for name, value in parse_qsl(urlsplit(self.url).query) if "password" not in name]
        return str(self) + (f"?{urlencode(told)}" if told else "")

    @staticmethod
    def is_file() -> bool:
        """Whether something may be kept there already, as of a file; a server is asked when it is needed."""
        return True
