"""The messages and their French."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def catalogues() -> ModuleType:
    """tools/catalogues.py, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / "tools" / "catalogues.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def pairs(catalogues: ModuleType) -> list[tuple[str, str]]:
    """(English, French), plurals one by one."""
    return list(said(catalogues))


def said(catalogues: ModuleType) -> Iterator[tuple[str, str]]:
    for message in catalogues.updated():
        if isinstance(message.id, tuple):
            yield from zip(message.id, message.string, strict=True)
        elif message.id:
            yield message.id, message.string
