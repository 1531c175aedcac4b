"""Text, made fit for Markdown: what a feed wrote stays text, in CommonMark and where GitHub reads more into it. Pure.

plain(text)           on one line, escaped; never a heading, a list, a table, HTML or a link
linked(text, url)     a link to http or https, or the text alone
"""

from __future__ import annotations

import re
from typing import Final

from smwatch.reports.safe import line, link

LONGEST: Final = 1_000
"""Characters of a sentence."""

_MARKS = re.compile(r"[\\`*_\[\]<>#|~&$]")  # emphasis, code, links, HTML, entities, tables; $ is mathematics on GitHub
_START = re.compile(r"^(?:[+\-=]|(\d{1,9})(?=[.)]))")  # lists, rules and the line under a heading
_SCHEME = re.compile(r":(?=//)")  # GitHub makes links of addresses that stand in a text, ...
_WWW = re.compile(r"(?i)\b(www)\.")
_ADDRESS = re.compile(r"(?<=[\w.+-])@(?=[\w-]+\.)")  # ... and of mail's even where they are escaped
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")


def plain(text: str, limit: int = LONGEST) -> str:
    """The text as a reader of Markdown sees it, and nothing more."""
    said = _MARKS.sub(r"\\\g<0>", _ADDRESS.sub("＠", line(text, limit)))
    said = _START.sub(lambda found: f"{found[1]}\\" if found[1] else f"\\{found[0]}", said)
    return _WWW.sub(r"\1\\.", _SCHEME.sub(r"\\:", said))


def linked(text: str, url: str, limit: int = LONGEST) -> str:
    """The text, leading there if that may be followed."""
    said, to = plain(text, limit), _ENTITY.sub(r"\\&", link(url))
    return f"[{said}](<{to}>)" if to and said else said
