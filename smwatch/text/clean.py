"""HTML from a feed in, plain text as a reader sees it out.

Below the rooms: feeds clean what they parse with it, and what is matched, scored and shown is its output. It keeps
the text's own characters (no NFC, no-break spaces and soft hyphens stay) and drops what could hurt a terminal or
turn text around. Everything here takes linear time on hostile input: each regular expression is possessive or fails
at once, and a search that failed is never tried again further on.

Where browsers and readers differ (a `<` that opens no tag, a tag cut off at the end), text is kept rather than lost.
"""

from __future__ import annotations

import re
from html import unescape

from smwatch.text.mojibake import mend

# Elements that stand on lines of their own; those of PARAGRAPHS have an empty line around them
# (HTML Living Standard, "Rendering": flow content, tables, lists, form controls).
PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table figure hr".split())
BLOCKS = PARAGRAPHS | frozenset(
    "address article aside body caption center dd details dialog dir div dt fieldset figcaption footer form"
    " header hgroup html legend li main menu nav optgroup option section summary tbody tfoot thead tr".split(),
)
CELLS = frozenset(("td", "th", "rt", "rp", "select", "button", "textarea"))  # part words, not lines
RAISED = frozenset(("sup", "sub"))
PICTURES = frozenset(("img", "area", "input"))  # elements with alternative texts
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW = frozenset(("script", "style", "iframe", "noframes", "noembed", "title"))  # never shown, hold no tags
CODE = frozenset(("script", "style"))  # of these, what no reader wants to see even where it has no end
UNSHOWN = frozenset(("template", "audio", "video", "canvas", "object", "datalist"))  # what they hold is never shown
INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label map mark meter nobr noscript output"
    " picture progress q ruby s samp slot small span strike strong svg time tt u var".split(),
)
_PLAIN = (BLOCKS | CELLS | RAISED | INLINE | {"br"}) - UNSHOWN  # nothing to do but to part lines or words
KNOWN = BLOCKS | CELLS | RAISED | PICTURES | VOID | RAW | UNSHOWN | INLINE

_OPENING = re.compile(r"<(?=/?[A-Za-z]|![A-Za-z\[]|!--|\?[A-Za-z])")
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)>""")
_LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)([^>]*+)>")
_NEXT = re.compile(f"{_TAG.pattern}|{_OPENING.pattern}")  # a whole tag, else where something odd opens
_CUT_OFF = re.compile(r"</?([A-Za-z][A-Za-z0-9]*+)(?:[\s/]*+\Z|\s++[\w:.-]++\s*+=)")
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""")
_COMMENT_END = re.compile(r"--!?>")
_SECOND_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BR = re.compile(r"(<br\b[^<>]*+>)</br>")  # one line's end, as XHTML spells it
_EMPTY = (" /", '"/', "'/")  # how attributes end in <iframe src="x"/>, which holds nothing, whatever browsers say
_LONG_NUMBER = re.compile(r"&#([0-9]{8,}+);?")

_BREAK, _SEAM = "\x1e", "\x1f"  # stand for a line's end and a <sup>'s edge while a text is put together
_SEAMS = re.compile(rf"(?<=\w){_SEAM}++(?=\w)")
_BLANKS = re.compile(r"[ \t]{2,}|\t")

# Terminal escapes with their arguments: CSI sequences, and OSC, DCS and the like up to their terminator (ECMA-48).
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b(?=[0-9;?]))[0-?]*+[ -/]*+[@-~]?+|\x1b[\]PX^_][^\x07\x1b]*+(?:\x07|\x1b\\)")
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]",
)


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
    text = html.replace("\r\n", "\n") if "\r" in html else html
    if "<" in text or "&" in text:
        if _BREAK in text or _SEAM in text:
            text = text.replace(_BREAK, "").replace(_SEAM, "")
        if "</br>" in text:
            text = _BR.sub(r"\1", text)
        text = _Page(text).read()
    return _tidy(scrub(mend(text)))


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


def decode_entities(text: str) -> str:
    """Entities decoded; one that is left after that (`&amp;eacute;`) is decoded once more."""
    if "&" not in text:
        return text
    if "&#" in text:  # Python refuses to read numbers of thousands of digits
        text = _LONG_NUMBER.sub(_short_number, text)
    text = unescape(text)
    return _SECOND_ENTITY.sub(lambda entity: unescape(entity[0]), text) if "&" in text else text


def _short_number(found: re.Match[str]) -> str:
    digits = found[1].lstrip("0")
    return f"&#{digits};" if 0 < len(digits) <= len("1114111") else "\ufffd"


def _tidy(text: str) -> str:
    """Runs of blanks as one, lines without blanks at their ends, never two empty lines in a row."""
    if "  " in text or "\t" in text:
        text = _BLANKS.sub(" ", text)
    if "\n" not in text:
        return text.strip()
    lines: list[str] = []
    for line in map(str.strip, text.split("\n")):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()


class _Page:
    """One pass over a page's tags, collecting what is seen between them."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.last_end = html.rfind(">")  # past it no tag is closed
        self.out: list[str] = []
        self.breaks = 0  # line ends that are due before the next word
        self.has_lines = False  # tags part its lines, so newlines in the source are mere blanks
        self.preformatted = 0
        self.careful = True  # quotes of attributes are respected until they are found to be broken
        self.unclosed: set[str] = set()  # unshown elements that are known to have no end

    def read(self) -> str:
        """The text, still with the blanks of its source."""
        html, at, end = self.html, 0, len(self.html)
        hides = "hidden" in html or "display" in html  # else no attribute needs to be looked at
        while at < end:
            whole = self.careful and at <= self.last_end
            opening = (_NEXT if whole else _OPENING).search(html, at)
            if opening is None:
                break
            start, after = opening.span()
            if start > at:
                piece = html[at:start]
                if self.breaks or self.preformatted or "&" in piece:
                    self.text(piece)
                else:
                    self.out.append(piece)
            name = opening[2] if whole else None
            if name is None or hides or name not in _PLAIN:
                at = self.markup(start)
                continue
            if name not in INLINE:
                self.part(name, closing=bool(opening[1]))
            at = after
        if at < end:
            self.text(html[at:])
        text = "".join(self.out)
        if _SEAM in text:
            text = _SEAMS.sub(" ", text).replace(_SEAM, "")
        return text.replace("\n", " ").replace(_BREAK, "\n") if self.has_lines else text

    def text(self, piece: str) -> None:
        """Some characters between two tags."""
        if self.breaks:
            if not self.preformatted and not piece.strip():
                return
            self.out.append(_BREAK * self.breaks)
            self.breaks = 0
        if "&" in piece:
            piece = decode_entities(piece).replace(_BREAK, "").replace(_SEAM, "")
        self.out.append(piece.replace("\n", _BREAK) if self.preformatted else piece)

    def markup(self, at: int) -> int:
        """Take the comment or tag that begins at `at`; where to go on."""
        if self.html.startswith("<!--", at):
            closing = _COMMENT_END.search(self.html, at + 2)
            return closing.end() if closing else len(self.html)
        if at > self.last_end:
            return self.cut_off(at)
        return self.html.index(">", at) + 1 if self.html[at + 1] in "!?" else self.tag(at)

    def tag(self, at: int) -> int:
        """Take the tag that begins at `at`; where to go on."""
        tag = _TAG.match(self.html, at) if self.careful else None
        if tag is None:
            self.careful = False
            tag = _LOOSE_TAG.match(self.html, at)
        if tag is None:  # a name that runs up to the end
            return self.cut_off(at)
        name = tag[2].lower()
        self.part(name, closing=bool(tag[1]))
        if tag[1]:
            return tag.end()
        if name in RAW and not (tag[3] == "/" or tag[3].endswith(_EMPTY)):
            return self.skip_raw(name, tag.end())
        return self.element(name, tag)

    def element(self, name: str, tag: re.Match[str]) -> int:
        """Take an opening tag's alternative text, or skip what isn't shown."""
        attributes, unshown = tag[3], name in UNSHOWN
        if "hidden" in attributes or "display" in attributes:
            values = _attributes(attributes)
            unshown |= "hidden" in values or "display:none" in "".join(values.get("style", "").lower().split())
        if unshown:
            return tag.end() if name in VOID else self.skip_element(name, tag.end())
        if name in PICTURES and "alt" in attributes.lower():
            alternative = _attributes(attributes).get("alt", "")
            if alternative.strip():
                self.text(f" {alternative} ")
        return tag.end()

    def part(self, name: str, *, closing: bool) -> None:
        """Part lines or words where this tag stands."""
        if name == "br":
            self.breaks = min(self.breaks + 1, 2)
            self.has_lines = True
        elif name in BLOCKS:
            if self.breaks < 2:  # noqa: PLR2004 - as an empty line takes two
                self.breaks = 2 if name in PARAGRAPHS else 1
            self.has_lines = True
            if name == "pre":
                self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
        elif name in CELLS:
            self.out.append(" ")
        elif name in RAISED:
            self.out.append(_SEAM)

    def skip_raw(self, name: str, at: int) -> int:
        """Past the end tag of an element whose content is no HTML; where there is none to the end of a script."""
        if name in self.unclosed:
            return at
        closing = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE).search(self.html, at)
        if closing:
            return closing.end()
        if name in CODE:
            return len(self.html)
        self.unclosed.add(name)
        return at

    def skip_element(self, name: str, at: int) -> int:
        """Past the end tag that belongs to an unshown element; nowhere if there is none."""
        if name in self.unclosed:
            return at
        depth = 1
        for tag in re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^>]*+>", re.IGNORECASE).finditer(self.html, at):
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end()
        self.unclosed.add(name)
        return at

    def cut_off(self, at: int) -> int:
        """A `<` that nothing closes: the rest of a tag that was cut off, or a text's own character."""
        tag = _CUT_OFF.match(self.html, at)
        if tag and tag[1].lower() in KNOWN:
            return len(self.html)
        self.text("<")
        return at + 1


def _attributes(source: str) -> dict[str, str]:
    """Names in lower case and decoded values; the first of a name counts, as in browsers."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), double or single or bare)
    return found
