"""The store in a PostgreSQL database, for which the extra [postgres] is needed; who lacks it is told so here."""

from __future__ import annotations

from importlib import import_module

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.machine import extra

try:
    import_module("psycopg")
    import_module("sqlglot")
except ImportError as error:
    raise NothingDoneError(
        N_("what speaks to PostgreSQL is not installed"),
        N_("install it with: {command}"),
        command=extra("postgres"),
    ) from error
