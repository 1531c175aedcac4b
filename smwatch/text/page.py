r"""A page of HTML, tag by tag: what is seen between them, lines and words parted where tags part them. Pure.

    read("<p>un</p><p>deux <b>trois</b></p>") == "\n\nun\n\n\n\ndeux trois\n\n"        clean.py tidies blanks

There are two ways to the same: `_quickly` for pages that hold nothing odd, as nearly all do, and `_Walk` for any. Both
take linear time on hostile input: each regular expression is possessive or fails at once, and a search that failed is
never tried again further on.

Where browsers and readers differ (a `<` that opens no tag, a tag cut off at the end), text is kept rather than lost.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from smwatch.text import elements
from smwatch.text.elements import BLOCKS, CELLS, INLINE, PARAGRAPHS, PICTURES, PREFORMATTED, RAISED, RAW, UNSHOWN, VOID
from smwatch.text.entities import decode_entities

_ATTRIBUTES = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+"""
_OPENING = re.compile(r"<(?=/?[A-Za-z]|![A-Za-z\[]|!--|\?[A-Za-z]|[!/?][^<>]*+>)")
_TAG = re.compile(rf"<(/?)([A-Za-z][^\s/>]*+)({_ATTRIBUTES})>")
_LOOSE_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)([^>]*+)>")
_NEXT = re.compile(f"{_TAG.pattern}|{_OPENING.pattern}")  # a whole tag, else where something odd opens
_PIECES = re.compile(rf"<(?:(/?[A-Za-z][^\s/>]*+)({_ATTRIBUTES})>|(?=[/!?A-Za-z])(?s:.*))")  # something odd ends it all
_CUT_OFF = re.compile(r"</?([A-Za-z][A-Za-z0-9]*+)(?:[\s/]*+\Z|\s++[\w:.-]++\s*+=)")
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT_STEP = re.compile(r"<!--|-->|<(/?)script(?=[\s/>])[^>]*+>?", re.IGNORECASE)
_ANY_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)[^>]*+>")
_MOST_UNCLOSED: Final = 20  # each took a search to the end of the page
_BR = re.compile(r"(<br\b[^<>]*+>)</br>")  # one line's end, as XHTML spells it
_EMPTY = (" /", '"/', "'/")  # how attributes end in <iframe src="x"/>

# What stands for an element's edge while a text is put together: that of a paragraph, a block, a <br> and a <sup>.
_PARAGRAPH, _BLOCK, _LINE, _SEAM = _MARKS = "\x1c\x1d\x1e\x1f"
_SEAMS = re.compile(rf"(?<=\w){_SEAM}++(?=\w)")
_SCRAMBLED = re.compile(f"[{_MARKS}]")


def _edges() -> dict[str, str]:
    """What stands for each tag that does nothing but part lines or words, by its name and a / where it ends one."""
    names = (BLOCKS | CELLS | RAISED | INLINE | {"br", "wbr"}) - UNSHOWN - elements.LITERAL - {"dialog", "listing"}
    found = {name: _edge(name) for name in sorted(names)}
    return found | {f"/{name}": edge for name, edge in found.items()}


def _edge(name: str) -> str:
    if name == "br":
        return _LINE
    if name in BLOCKS:
        return _PARAGRAPH if name in PARAGRAPHS else _BLOCK
    return " " if name in CELLS else _SEAM if name in RAISED else ""


_EDGES: Final = _edges()
_COUNTED: Final = frozenset(("pre", "table"))
_UNTOLD: Final = "<"  # what stands for a tag that takes more than that
_ODD: Final = RAW | UNSHOWN | elements.DRAWN | elements.LITERAL | PREFORMATTED | {"dialog", "input", "area"}


def read(html: str) -> str:
    """The text of a page that is seen, with the blanks of its source where it isn't known better."""
    if _PARAGRAPH in html or _BLOCK in html or _LINE in html or _SEAM in html:
        html = _SCRAMBLED.sub("", html)
    if "</br>" in html:
        html = _BR.sub(r"\1", html)
    text = _quickly(html) if "<" in html else decode_entities(html)
    return _Walk(html).read() if text is None else text


def _quickly(html: str) -> str | None:
    """The same for a page without anything odd; None where there is something."""
    last_end = html.rfind(">") + 1  # past it no tag is closed
    pieces = _PIECES.split(html[:last_end])  # text, tag, attributes, text, …, text
    names, attributes = pieces[1::3], pieces[2::3]
    if None in names or elements.may_hide("".join(attributes)):
        return None
    pieces[1::3] = edges = _edges_of(names, attributes)
    if _UNTOLD in edges:
        return None
    del pieces[2::3]
    pieces[-1] += html[last_end:]
    if "<" in "".join(pieces):
        return None
    if "&" in html:
        pieces[::2] = [decode_entities(text) if "&" in text else text for text in pieces[::2]]
    if "pre" in names:
        _keep_lines(names, pieces)
    return _put_together("".join(pieces))


def _edges_of(names: list[str], attributes: list[str]) -> list[str]:
    """What stands for each tag."""
    edges = [_EDGES.get(name, _UNTOLD) for name in names]
    if _UNTOLD in edges:
        for at, edge in enumerate(edges):
            if edge == _UNTOLD:
                edges[at] = _other_edge(names[at].lower(), attributes[at])
    return edges


def _keep_lines(names: list[str], pieces: list[str]) -> None:
    """Make the newlines in <pre> lines of the text."""
    depth = 0
    for at, name in enumerate(names):
        if name == "pre":
            depth += 1
        elif name == "/pre" and depth:
            depth -= 1
        if depth:
            pieces[2 * at + 2] = pieces[2 * at + 2].replace("\n", _LINE)


def _other_edge(name: str, attributes: str) -> str:
    """What stands for a picture, or for a tag that isn't known or is in capitals; _UNTOLD for an odd one."""
    if name == "img":
        alternative = decode_entities(elements.alternative(name, attributes))
        return f" {alternative} " if alternative else ""
    return _EDGES.get(name, _UNTOLD if name.removeprefix("/") in _ODD else "")


def _put_together(text: str) -> str:
    """The text with its marks made lines and blanks."""
    if _SEAM in text:
        text = _SEAMS.sub(" ", text).replace(_SEAM, "")
    if _PARAGRAPH in text or _BLOCK in text or _LINE in text:  # else newlines in the source are its lines
        text = text.replace("\n", " ")
        if _BLOCK in text:
            text = text.replace(f"{_BLOCK}{_LINE}", _PARAGRAPH).replace(f"{_BLOCK} {_LINE}", _PARAGRAPH)
        text = text.replace(_PARAGRAPH, "\n\n").replace(_LINE, "\n")
        if _BLOCK in text:
            text = "\n".join([_lines(line) if _BLOCK in line else line for line in text.split("\n")])
    return text


def _lines(line: str) -> str:
    """A line, or those that blocks make of it: it has an end already."""
    return "\n".join(filter(None, map(str.strip, line.split(_BLOCK))))


class _Walk:
    """One pass over a page's tags, collecting what is seen between them and what parts it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.last_end = html.rfind(">")  # past it no tag is closed
        self.out: list[str] = []
        self.preformatted = self.tables = 0  # how deep in
        self.careful = True  # quotes of attributes are respected until they are found to be broken
        self.unclosed: set[str] = set()  # elements that are known to have no end further on
        self.blocks: dict[str, list[bool]] = {}  # open inline elements: whether a style makes them blocks
        low = html.lower()
        self.hides = elements.may_hide(low)
        self.drawings = "<svg" in low or "<math" in low

    def read(self) -> str:
        """The text."""
        html, at, end = self.html, 0, len(self.html)
        while at < end:
            whole = self.careful and at <= self.last_end
            opening = (_NEXT if whole else _OPENING).search(html, at)
            if opening is None:
                break
            start, after = opening.span()
            if start > at:
                piece = html[at:start]
                if self.preformatted or "&" in piece:
                    self.text(piece)
                else:
                    self.out.append(piece)
            name = opening[2] if whole else None
            if name is None:
                after = self.markup(start)
            elif (self.hides and opening[3]) or name not in _EDGES or name in _COUNTED or name in self.blocks:
                after = self.tag(opening)
            else:
                self.out.append(_EDGES[name])
            at = after
        if at < end:
            self.text(html[at:])
        return _put_together("".join(self.out))

    def text(self, piece: str) -> None:
        """Some characters between two tags."""
        if "&" in piece:
            piece = decode_entities(piece)
        self.out.append(piece.replace("\n", _LINE) if self.preformatted else piece)

    def markup(self, at: int) -> int:
        """Take the comment or tag that begins at `at`; where to go on."""
        if self.html.startswith("<!--", at):
            closing = _COMMENT_END.search(self.html, at + 2)
            return closing.end() if closing else len(self.html)
        if at > self.last_end:
            return self.cut_off(at)
        odd = not self.html[at + 1 : at + 3].removeprefix("/")[:1].isalpha()  # <!DOCTYPE>, <?xml?>, </3>
        if odd:
            return self.html.index(">", at) + 1
        self.careful = False  # else it were a whole tag
        tag = _LOOSE_TAG.match(self.html, at)
        return self.tag(tag) if tag else self.cut_off(at)  # a name that runs up to the end

    def tag(self, tag: re.Match[str]) -> int:
        """Take a tag; where to go on."""
        name = tag[2].lower()
        if tag[1]:
            self.part(name, closing=True)
            return tag.end()
        look = elements.look(name, tag[3]) if self.hides or name == "dialog" else ""
        if look and name in elements.TABLE and not self.tables:  # browsers take no notice of such a tag
            look = ""
        if look in {"gone", "hidden"}:
            end = tag.end() if name in VOID else self.skip_element(name, tag.end())
            if look == "hidden":
                self.out.append(_edge(name))
            if end > tag.end() or name in VOID:
                return end
        self.part(name, closing=False)
        if name in RAW:
            return self.skip_raw(name, tag)
        return self.element(name, tag, look)

    def element(self, name: str, tag: re.Match[str], look: elements.Look) -> int:
        """Take an opening tag's alternative text, or skip what is never shown."""
        if name in UNSHOWN or (self.drawings and name in elements.DRAWN):
            return tag.end() if name in VOID else self.skip_element(name, tag.end())
        if name in elements.LITERAL:
            return self.literal(name, tag.end())
        if name in PICTURES and (alternative := elements.alternative(name, tag[3])):
            self.text(f" {alternative} ")
        if look == "block" and name not in VOID and name not in BLOCKS:
            self.out.append(_BLOCK)
            self.blocks.setdefault(name, []).append(True)
        elif name in self.blocks:
            self.blocks[name].append(False)
        return tag.end()

    def part(self, name: str, *, closing: bool) -> None:
        """Part lines or words where this tag stands."""
        self.out.append(_edge(name))
        if closing and name in self.blocks:
            if self.blocks[name].pop():
                self.out.append(_BLOCK)
            if not self.blocks[name]:
                del self.blocks[name]
        if name == "table":
            self.tables = max(0, self.tables + (-1 if closing else 1))
        elif name in PREFORMATTED:
            self.preformatted = max(0, self.preformatted + (-1 if closing else 1))

    def literal(self, name: str, at: int) -> int:
        """Take an element whose tags are text; where it has no end they are tags."""
        closing = None if name in self.unclosed else _end_tag(name).search(self.html, at)
        if closing is None and name != "plaintext":
            self.unclosed.add(name)
            return at
        self.preformatted += 1
        self.text(self.html[at : closing.start() if closing else len(self.html)])
        self.preformatted -= 1
        self.part(name, closing=True)
        return closing.end() if closing else len(self.html)

    def skip_raw(self, name: str, tag: re.Match[str]) -> int:
        """Past the end tag of an element whose content is no HTML; where there is none to the end of a script.

        <iframe src="x"/> holds nothing, whatever browsers say, unless an end tag comes before the next of its kind.
        """
        at, attributes = tag.end(), tag[3]
        if name in self.unclosed:
            return at
        if "<" not in attributes and (attributes == "/" or attributes.endswith(_EMPTY)):
            closing = _either_tag(name).search(self.html, at)
            if closing:
                return closing.end() if closing[1] else at
        elif name == "script":
            return self.script_end(at)
        elif (closing := _end_tag(name).search(self.html, at)) or name == "style":
            return closing.end() if closing else len(self.html)
        self.unclosed.add(name)
        return at

    def script_end(self, at: int) -> int:
        """Past a script; one that is written inside of a comment inside of it has an end tag of its own."""
        commented = nested = False
        for step in _SCRIPT_STEP.finditer(self.html, at):
            if step[0] == "<!--":
                commented = True
            elif step[0] == "-->":
                commented = nested = False
            elif step[1] and not nested:
                return step.end()
            else:
                nested = commented and not step[1]
        return len(self.html)

    def skip_element(self, name: str, at: int) -> int:
        """Past the end of an element that isn't shown; nowhere if there is none."""
        if name in self.unclosed or len(self.unclosed) > _MOST_UNCLOSED:
            return at
        inside, ends, depth = elements.containers(name), elements.ends(name), 0
        for tag in _ANY_TAG.finditer(self.html, at):
            other = tag[2].lower()
            if other not in ends:
                continue
            if other in inside:
                depth += -1 if tag[1] else 1
                if depth >= 0:
                    continue
            if depth <= 0:
                return tag.end() if tag[1] and other == name else tag.start()
        if name == "p":
            return len(self.html)
        self.unclosed.add(name)
        return at

    def cut_off(self, at: int) -> int:
        """A `<` that nothing closes: the rest of a tag that was cut off, or a text's own character."""
        tag = _CUT_OFF.match(self.html, at)
        if tag and tag[1].lower() in elements.KNOWN:
            return len(self.html)
        self.text("<")
        return at + 1


@lru_cache(64)
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE)


@lru_cache(64)
def _either_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}(?=[\s/>])[^>]*+>?", re.IGNORECASE)
