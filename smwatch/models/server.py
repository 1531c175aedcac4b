"""A database that a server keeps, as the config names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, urlencode

SCHEMES: Final = ("postgresql://", "postgres://")

# as libpq takes it apart, to which any letter but these two is part of a password
_PARTS: Final = re.compile(r"(\w+://)(?:([^:@/]*)(?::[^@/]*)?(@))?([^?]*)(?:\?(.*))?", re.DOTALL)


def is_server(place: str) -> bool:
    """Whether a database's place is a server's, and no file's."""
    return place.startswith(SCHEMES)


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL database: postgresql://user@host/name, as libpq reads it; or where that is said: env:NAME."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        """As people are told of it: without its password."""
        if not (parts := _PARTS.fullmatch(self.url)):
            return self.url
        scheme, user, at, place, _ = parts.groups("")
        return f"{scheme}{user}{at}{place.rpartition('@')[2]}"  # what is before a second @ is of a password

    @property
    def sound(self) -> bool:
        """Whether no part of a password is taken for a host."""
        parts = _PARTS.fullmatch(self.url)
        return parts is not None and "@" not in parts[4]

    @property
    def address(self) -> str:
        """For other programs, which ask for a password in their own ways: all of it but that."""
        query = parts[5] if (parts := _PARTS.fullmatch(self.url)) else ""
        told = [(name, value) for name, value in parse_qsl(query or "") if "password" not in name]
        return str(self) + (f"?{urlencode(told)}" if told else "")

    @staticmethod
    def is_file() -> bool:
        """Whether something may be kept there already, as of a file; a server is asked when it is needed."""
        return True
