"""Feed text, made fit to be shown in a report: one line, bounded, without what could turn or break it.

Escaping for HTML is the template's work; here goes what hurts everywhere: control characters, terminal escapes,
marks that turn text around, links that are no links. Pure, and linear in `limit`, not in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urlsplit

from smwatch.text.clean import scrub
from smwatch.text.clusters import border

if TYPE_CHECKING:
    from smwatch.models import Span

MAX_LINK = 1000  # characters; a longer link is left out: it would fill the mail

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")  # not the no-break space: it belongs to French punctuation
_UNSEEN = re.compile(
    "[\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U000e0000-\U000e0fff]*"
)
_SLACK = 4  # how much more than `limit` is looked at, so that runs of blanks don't use it up
_PARTS = "!$&'()*+,;=:@/%~-._"  # that may stand in a path as they are (RFC 3986); a query has ? too
_PLAIN = re.compile(r"[A-Za-z0-9_.~!$&'()*+,;=:@/-]*")
_NO_HOST = frozenset('"<>\\^`{|}%')
_ENDS = (". ", "! ", "? ", "… ", "\n")


def line(text: str, limit: int = 120) -> str:
    """The text on one line of at most `limit` characters; what is cut ends with an ellipsis; "" if unseen."""
    window = text[: limit * _SLACK]
    said = _BLANKS.sub(" ", scrub(window)).strip(" ")
    if _UNSEEN.fullmatch(said):
        said = ""
    if len(said) > limit:
        return _cut(said, limit)
    return said + "…" if len(window) < len(text) and said and len(said) < limit else said


def excerpt(text: str, spans: Sequence[Span] = (), limit: int = 220) -> str:
    """A quote of at most `limit` characters, around the first name found where the text's start doesn't show it."""
    at, end = next(((span.start, span.end) for span in spans if span.part == "text"), (0, 0))
    if at < limit - limit // 4 and end < limit:  # else it may be cut off
        return line(text, limit)
    start = _sentence_start(text, at, limit // 2)
    return ("…" if start else "") + line(text[start : start + limit * _SLACK], limit - 1)


def link(url: str) -> str:
    """The link if it may be followed (http or https, printable, not endless), as a valid IRI (RFC 3987); else ""."""
    if len(url) > MAX_LINK or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not _names_a_server(parts):
        return ""
    whole = parts._replace(
        path=_iri(parts.path), query=_iri(parts.query, "?"), fragment=_iri(parts.fragment, "?")
    ).geturl()
    return whole if len(whole) <= MAX_LINK else ""


def language(lang: str) -> str:
    """A language code fit for a `lang` attribute, else ""."""
    return lang if lang.isascii() and lang.isalpha() and lang.islower() and len(lang) in (2, 3) else ""


def _names_a_server(parts: SplitResult) -> bool:
    """Whether there stands nothing in the host and the port that can't."""
    try:
        _ = parts.port  # reading it tells
    except ValueError:
        return False
    return bool(parts.hostname) and not set(parts.netloc) & _NO_HOST


def _iri(part: str, more: str = "") -> str:
    """What may not stand there, and a % that begins no escape, as an escape; letters of any alphabet may."""
    if _PLAIN.fullmatch(part):  # as most are
        return part
    pieces = part.split("%")
    kept = [pieces[0]]
    for piece in pieces[1:]:
        escape = len(piece) > 1 and all(char in "0123456789abcdefABCDEF" for char in piece[:2])
        kept.append(("%" if escape else "%25") + piece)
    return "".join(char if not char.isascii() else quote(char, safe=_PARTS + more) for char in "".join(kept))


def _cut(said: str, limit: int) -> str:
    space = said.rfind(" ", limit // 2, limit)
    return said[: space if space > 0 else border(said, limit - 1)].rstrip(" ,;:") + "…"


def _sentence_start(text: str, at: int, reach: int) -> int:
    """Where the sentence begins that holds `at`, or a word border at most `reach` before it."""
    low = max(0, at - reach)
    ends = [found + len(end) for end in _ENDS if (found := text.rfind(end, low, at)) >= 0]
    return max(ends) if ends else text.find(" ", low, at) + 1 or border(text, low)
