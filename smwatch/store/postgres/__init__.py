"""The store in a PostgreSQL database, for a team: what the SQLite store does, said to a server."""
