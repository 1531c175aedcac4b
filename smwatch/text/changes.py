"""What was changed on a page, as a text: a line each, marked by what became of it. Pure.

    [−] Elle est fiable.        was taken away: shown, and found by queries, but said by nobody any more
    [+] Elle est dangereuse.    was added
    [~] La page a changé.       how, its feed doesn't tell

The marks are of no language; `worded` says them in the reader's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from smwatch.locales import N_

if TYPE_CHECKING:
    from smwatch.locales import Speech

REMOVED: Final = "[−] "
ADDED: Final = "[+] "
CHANGED: Final = "[~] "

WORDS: Final = {REMOVED: N_("Removed: {text}"), ADDED: N_("Added: {text}"), CHANGED: N_("Changed: {text}")}


_MARK: Final = re.compile("(" + "|".join(map(re.escape, WORDS)) + ")")


def is_change(text: str) -> bool:
    """Whether a text tells what was changed on a page."""
    return text.startswith((REMOVED, ADDED, CHANGED))


def said(text: str) -> str:
    """What somebody says in it by now, each word where it stood: marks and what was taken away are blanks."""
    if not is_change(text):
        return text
    return "\n".join(map(_said, text.split("\n")))


def _said(line: str) -> str:
    if line.startswith(REMOVED):
        return " " * len(line)
    return " " * len(ADDED) + line[len(ADDED) :] if line.startswith((ADDED, CHANGED)) else line


def worded(text: str, speech: Speech) -> str:
    """The same for a reader; a text that tells no change stays as it is."""
    if not is_change(text):
        return text
    return "\n".join(_worded(line, speech) for line in text.split("\n"))


def quoted(text: str, speech: Speech) -> str:
    """Somebody's words on one line, between quotation marks; of a change what became of each place."""
    if not is_change(text):
        return speech.quote(text)
    _, *parts = _MARK.split(text)
    places = zip(parts[::2], parts[1::2], strict=True)
    return "; ".join(speech.say(WORDS[mark], text=speech.quote(said.strip())) for mark, said in places)


def _worded(line: str, speech: Speech) -> str:
    mark = line[: len(ADDED)]
    return speech.say(WORDS[mark], text=speech.quote(line[len(mark) :])) if mark in WORDS else line
