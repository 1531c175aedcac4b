"""Templates of this room: everything that is put into one is escaped, and what is missing is an error."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
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


def styled(name: str, **words: object) -> str:
    """The page NAME.html with the one style sheet that it allows itself, NAME.css, by its hash."""
    from markupsafe import Markup  # what jinja2 escapes with; late, as that is

    loader = _environment().loader
    css = loader.get_source(_environment(), f"{name}.css")[0] if loader else ""
    mark = b64encode(sha256(css.encode()).digest()).decode()
    return template(f"{name}.html").render(css=Markup(css), hash=mark, **words)  # noqa: S704 - a file of ours
