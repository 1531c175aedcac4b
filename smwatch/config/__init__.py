"""TOML in, a typed Config out; every mistake names file, line, key and a way to mend it."""
