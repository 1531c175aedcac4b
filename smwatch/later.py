"""What is loaded when it is first needed: half of the time that a short command takes is making classes.

polls = Later("smwatch.store.polls")                    a module, of which something is asked for sooner or later
__getattr__ = one_of(__name__, {"polling": "Feed ..."})   a package that hands out what its modules hold
with unfound("numpy"):                                  others that load a module where they find one don't

Beside each of the first two stands the plain import under TYPE_CHECKING: that is what types and import contracts go by.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any


class Later:
    """A module that is loaded when something of it is first asked for."""

    def __init__(self, name: str) -> None:
        self.__dict__[""] = name

    def __getattr__(self, what: str) -> Any:  # noqa: ANN401 - whatever the module holds
        if what.startswith("__"):  # asked by what looks at any object: copy, pickle, inspect
            raise AttributeError(what)
        found = self.__dict__[what] = getattr(import_module(self.__dict__[""]), what)
        return found


def one_of(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """A package's `__getattr__`. `homes`: what each of its modules holds, by the module."""
    home_of = {name: home for home, names in homes.items() for name in names.split()}

    def _get(name: str) -> object:
        if (home := home_of.get(name)) is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        found = getattr(import_module(f"{package}.{home}"), name)
        setattr(sys.modules[package], name, found)
        return found

    return _get


@contextmanager
def unfound(name: str) -> Iterator[None]:
    """Meanwhile a module isn't found, in no thread, unless it is loaded already."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]  # as the import system's reference says
    try:
        yield
    finally:
        sys.modules.pop(name, None)
