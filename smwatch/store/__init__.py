"""SQLite: schema, migrations, writes, reads, search. The only room that knows SQL."""
