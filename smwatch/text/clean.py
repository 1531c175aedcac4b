"""HTML from a feed in, plain text as a reader sees it out.

Below the rooms: feeds clean what they parse with it, and what is matched, scored and shown is its output. It keeps
the text's own characters (no NFC, no-break spaces and soft hyphens stay) and drops what could hurt a terminal or
turn text around. Tags are page.py's, entities entities.py's; all of it takes linear time on hostile input.
"""

from __future__ import annotations

import re

_BLANKS = re.compile("  +")
_EMPTY_LINES = re.compile(r"\n\n\n+")

# Terminal escapes with their arguments: CSI sequences, and OSC, DCS and the like up to their terminator (ECMA-48).
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b(?=[0-9;?]))[0-?]*+[ -/]*+[@-~]?+|\x1b[\]PX^_][^\x07\x1b]*+(?:\x07|\x1b\\)")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]",
)
_HURTFUL = re.compile(f"{_ESCAPES.pattern}|{_UNWANTED.pattern}")


def _replacements() -> dict[int, str]:
    """What becomes of each unwanted character: nothing, a blank, a line's end, or what Windows-1252 means by it."""
    table = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)), "")
    table |= dict.fromkeys((0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070)), "")
    table |= dict.fromkeys((*range(0xFFF9, 0xFFFC), 0xFFFE, 0xFFFF), "")
    for code in range(0x80, 0xA0):  # a page that lies about its encoding; HTML reads &#146; the same way
        table[code] = bytes([code]).decode("cp1252", "ignore")
    return table | {0x09: " ", 0x0B: " ", 0x0C: " ", 0x0A: "\n", 0x0D: "\n", 0x2028: "\n", 0x2029: "\n"}


_REPLACEMENTS = _replacements()


def clean(html: str) -> str:
    """Plain text of some HTML, as a reader sees it: paragraphs and lines parted by newlines, blanks tidied."""
    if not html:
        return ""
    from smwatch.text.mojibake import mend  # late: most of what is shown was cleaned when it came
    from smwatch.text.page import read

    text = html.replace("\r\n", "\n") if "\r" in html else html
    if "<" in text or "&" in text:
        text = read(text).strip(" \n")  # scrub is quicker where lines' ends are gone
    mended = mend(text)
    seen = scrub(mended)
    if seen is not mended:  # what stood between two halves of a letter is gone
        seen = scrub(mend(seen))
    return _tidy(seen)


def clean_line(html: str) -> str:
    """The same on one line: for titles, authors and sources."""
    text = clean(html)
    return re.sub(r"\n+", " ", text) if "\n" in text else text


def scrub(text: str) -> str:
    """The text without control characters, terminal escapes, marks that turn text around, or lone surrogates."""
    visible = text.replace("\n", " ").replace("\xa0", " ")  # unwanted is none of them; the rest is told quickly
    if visible.isprintable() or not _UNWANTED.search(text):  # right where it says yes
        return text
    return _ESCAPES.sub("", text).translate(_REPLACEMENTS)


def hurtful(text: str) -> list[tuple[int, int]]:
    """The places of what `scrub` takes out of a text, for who must know what moves."""
    return [] if scrub(text) is text else [match.span() for match in _HURTFUL.finditer(text)]


def escaped(document: str) -> str:
    """A JSON document with these characters as escapes: it says the same, and no terminal obeys it."""
    return _UNWANTED.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def _tidy(text: str) -> str:
    """Runs of blanks as one, lines without blanks at their ends, never two empty lines in a row."""
    if "\t" in text:
        text = text.replace("\t", " ")
    if "  " in text:
        text = _BLANKS.sub(" ", text)
    if "\n" not in text:
        return text.strip()
    text = "\n".join(map(str.strip, text.split("\n")))
    return (_EMPTY_LINES.sub("\n\n", text) if "\n\n\n" in text else text).strip()
