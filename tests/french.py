"""Whether a text that should be French holds English words."""

from __future__ import annotations

import re

ENGLISH = frozenset(
    """add already and are be being by can choose done each every few for from give given has have here how if in
    into is it its last least leave makes many more most name needed new newest not nothing of one only
    other own print read remove say shown since so still take takes than that the their then there these they
    this those to too two until was what when where which who whose will with without you your""".split()
)
"""Common English words that no French sentence holds, and that no file, key or command of ours is called."""
SPELT = re.compile(
    r"`[^`]*`|\"[^\"]*\"|“[^”]*”|«[^»]*»|https?://\S+|(?<!\w)--?[\w-]+|smwatch(?: [a-z-]+){0,2}"
    r"|<[^<>]*>|\[par défaut[^\]]*\]|[\w-]+(?= \()|\w+ = |\b\d{3} \d\.\d\.\d .*|[\w./-]*[/.=_][\w./-]*"
)
"""What is typed or quoted as it is: options, commands, addresses, values, paths, keys, a server's answer."""


def english(text: str) -> dict[str, set[str]]:
    """Lines with English words, and the words."""
    words = {line: set(re.findall(r"[^\W\d_]+", SPELT.sub(" ", line).lower())) & ENGLISH for line in text.splitlines()}
    return {line: found for line, found in words.items() if found}
