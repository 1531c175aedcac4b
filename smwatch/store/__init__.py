"""SQLite: schema, migrations, writes, reads, search. The only room that knows SQL.

steps/001_first.sql is the schema, to be read as documentation; sqlite.py says which module keeps which promise.
"""

from smwatch.store.sqlite import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
