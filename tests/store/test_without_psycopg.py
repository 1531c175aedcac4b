"""A server's database where nothing speaks to servers: it is told what installs it."""

from __future__ import annotations

import sys

import pytest

from smwatch.errors import NothingDoneError
from smwatch.machine import extra
from smwatch.models import Server
from smwatch.store import open_store


@pytest.mark.parametrize("missing", ["psycopg", "sqlglot"])
def test_what_installs_it_is_told(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    for name in [name for name in sys.modules if name.startswith("smwatch.store.postgres")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(NothingDoneError) as caught:
        open_store(Server("postgresql:///smwatch"))
    assert str(caught.value.arguments["command"]) == extra("postgres")
