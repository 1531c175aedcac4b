"""Templates of this room: everything that is put into one is escaped, and what is missing is an error."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment, Template


@lru_cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # late: only a page needs it

    return Environment(
        loader=PackageLoader("smwatch.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str) -> Template:
    """A file of templates/."""
    return _environment().get_template(name)


def source(name: str) -> str:
    """Its text, as it stands there."""
    loader = _environment().loader
    return loader.get_source(_environment(), name)[0] if loader else ""
