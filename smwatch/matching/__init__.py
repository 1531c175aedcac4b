"""Which entries are about a brand: the query language, compiled and matched. Pure."""
