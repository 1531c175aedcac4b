"""The tags of a web page, as browsers find them: what is commented out or inside of a script is none. Pure.

Linear in the page, whatever it holds: every piece is read once, and what doesn't close is given up for good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

MAX_TAG: Final = 8_000  # code points of a tag; longer ones are passed over

# After = a quote begins a value, elsewhere it is any sign: so "a > b" in a value ends no tag.
_WITHIN = r"""(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?!["'])))*+"""
_PIECE = re.compile(
    r"<!--(?:[^-]++|-(?!->))*+(?:-->)?"
    r"|<(?P<raw>script|style|textarea|xmp|noembed|iframe)(?=[\s/>])(?:[^<]++|<(?!/(?P=raw)))*+"
    rf"|<(?P<name>[a-z][\w:.-]*+)(?P<within>{_WITHIN})(?P<end>>?)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"""([^\s=>"'/<]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"']++)))?+""")


class Tag(NamedTuple):
    """An opening tag: its name and attributes in lower case, their values as they are meant."""

    name: str
    said: dict[str, str]


def tags(page: str, *names: str) -> Iterator[Tag]:
    """The page's opening tags of these names, in its order; of an attribute said twice, the first."""
    for piece in _PIECE.finditer(page):
        name = (piece["name"] or "").lower()
        if name in names and piece["end"] and len(piece["within"]) <= MAX_TAG:
            yield Tag(name, _attributes(piece["within"]))


def text_of(page: str, name: str) -> str:
    """What stands in the page's first tag of this name, up to the next tag; "" where there is none."""
    for piece in _PIECE.finditer(page):
        if (piece["name"] or "").lower() == name:
            return page[piece.end() : piece.end() + MAX_TAG].partition("<")[0]
    return ""


def names_of(page: str) -> Iterator[str]:
    """The names of the page's opening tags, in lower case and in its order; not of those inside of a script."""
    found = (piece["name"] or piece["raw"] for piece in _PIECE.finditer(page))
    return (name.lower() for name in found if name)


def _attributes(within: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for name, one, two, three in _ATTRIBUTE.findall(within):
        said.setdefault(name.lower(), unescape(one or two or three))
    return said
