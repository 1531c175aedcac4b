"""SQLite and PostgreSQL: schema, migrations, writes, reads, search. The only room that knows SQL.

steps/001_first.sql is the schema, to be read as documentation; what the store promises stands in store.py.
"""

from smwatch.store.scanned import NEWCOMERS
from smwatch.store.store import Store, open_store

__all__ = ["NEWCOMERS", "Store", "open_store"]
