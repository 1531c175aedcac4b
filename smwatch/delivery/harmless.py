"""Text, made fit for a chat: what a feed wrote may call nobody, link to nothing, and look like nothing but text. Pure.

Slack reads <!here> and *bold*, Discord @everyone and [words](address), Telegram _, Teams Markdown and HTML; what one of
them doesn't heed today, the next may tomorrow. So the few characters that mean something become others that look the
same to a person: escaping would need to know who reads, and Apprise speaks to over a hundred.
"""

from __future__ import annotations

import re

from smwatch.text.clean import scrub

_ALIKE = str.maketrans(
    {
        "@": "＠",
        "<": "‹",
        ">": "›",
        "*": "∗",
        "_": "＿",
        "~": "∼",
        "`": "ˋ",
        "|": "¦",
        "[": "［",
        "]": "］",
        "\\": "＼",
        "&": "＆",
    }
)
_LINE_START = re.compile(r"(?m)^(\s*)([#>+\-=]|\d+[.)](?=\s))")  # headings, quotes and lists of Markdown
_HIDDEN = re.compile("[\u200b-\u200d\u2060-\u2065\ufeff\u00ad]")  # an @ and a name could be put together with these
_SCHEME = re.compile(r":(?=//)")
_DOTTED = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_]{2})|(?<=\d)\.(?=[^\W\d_]{2})")  # example.com, not "1.2" or "M. X"
ONE_DOT = "\u2024"


def harmless(text: str) -> str:
    """The text as any chat shows it, and nothing more."""
    plain = _HIDDEN.sub("", scrub(text)).translate(_ALIKE)
    plain = _LINE_START.sub(lambda match: f"{match[1]}\u200b{match[2]}", plain)
    return _DOTTED.sub(ONE_DOT, _SCHEME.sub("\uff1a", plain))
