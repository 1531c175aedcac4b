"""Texts kept as files, to be read by people. SMWATCH_UPDATE_GOLDEN=1 writes them anew: read the difference then."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path


def kept(file: Path, lines: Iterable[str]) -> tuple[str, str]:
    """The lines as a text, and the text that is kept."""
    text = "\n".join(lines) + "\n"
    if os.environ.get("SMWATCH_UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    return text, file.read_text(encoding="utf-8")


def json_lines(facts: Mapping[str, object]) -> list[str]:
    """One JSON object, a line for each fact, and for each row where one is a list of objects."""
    told = [f"  {_json(name)}: {_rows(fact)}" for name, fact in facts.items()]
    return ["{", *",\n".join(told).split("\n"), "}"]


def _rows(fact: object) -> str:
    if not (isinstance(fact, list) and fact and isinstance(fact[0], dict)):
        return _json(fact)
    return "[\n    " + ",\n    ".join(map(_json, fact)) + "\n  ]"


def _json(fact: object) -> str:
    return json.dumps(fact, ensure_ascii=False)
