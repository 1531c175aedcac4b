"""Values as TOML, for tests that make configs: nothing but what tomllib reads back the same."""

from __future__ import annotations

import json
from collections.abc import Mapping


def as_toml(value: object) -> str:
    """A value on one line. JSON's strings are TOML's, but for DEL, which TOML wants escaped."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{as_toml(key)} = {as_toml(item)}" for key, item in value.items()) + " }"
    return str(value).lower()


def document(tables: Mapping[str, object]) -> str:
    """A document: a key of the top is one line, and so is each key of a [table] or [[table]]."""
    lines = [f"{name} = {as_toml(value)}" for name, value in tables.items() if not _is_table(value)]
    for name, value in tables.items():
        for table in value if isinstance(value, list) else [value]:
            if _is_table(value) and isinstance(table, dict):
                lines.append(f"[[{name}]]" if isinstance(value, list) else f"[{name}]")
                lines += [f"{as_toml(key)} = {as_toml(item)}" for key, item in table.items()]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)
    )
