"""What is known of HTML's elements: what parts lines or words, what is never shown, how attributes hide one. Pure.

After the HTML Living Standard, "Rendering", and what browsers do without scripts, as feed readers have none.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from smwatch.text.entities import decode_entities

# Elements that stand on lines of their own; those of PARAGRAPHS have an empty line around them.
PREFORMATTED: Final = frozenset(("pre", "listing", "xmp", "plaintext"))
PARAGRAPHS: Final = PREFORMATTED | frozenset("p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table figure hr".split())
BLOCKS: Final = PARAGRAPHS | frozenset(
    "address article aside body caption center dd details dialog dir div dt fieldset figcaption footer form"
    " header hgroup html legend li main menu nav optgroup option section summary tbody tfoot thead tr".split(),
)
CELLS: Final = frozenset(  # part words, not lines
    "td th rt rp select button textarea svg text math mi mn mo ms mtext".split()
)
TABLE: Final = frozenset("td th tr tbody thead tfoot caption colgroup".split())  # nothing outside of a table
RAISED: Final = frozenset(("sup", "sub"))
PICTURES: Final = frozenset(("img", "area", "input"))  # elements with alternative texts
VOID: Final = frozenset("area base br col embed hr img input link meta param source track wbr".split())
RAW: Final = frozenset("script style iframe noframes noembed title".split())  # never shown, hold no tags
LITERAL: Final = frozenset(("textarea", "xmp", "plaintext"))  # shown, hold no tags
UNSHOWN: Final = frozenset(  # what they hold is never shown
    "template audio video canvas object datalist progress meter rp".split()
)
DRAWN: Final = frozenset("desc metadata annotation annotation-xml".split())  # nor in these, where there are drawings
INLINE: Final = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label map mark nobr noscript output"
    " picture q ruby s samp slot small span strike strong time tt u var".split(),
)
KNOWN: Final = BLOCKS | CELLS | RAISED | PICTURES | VOID | RAW | UNSHOWN | INLINE

# Elements that may have no end tag: where one of these begins or ends they end, but for those inside of these.
_CELL: Final = ("td", "th", "tr", "tbody", "thead", "tfoot")
_OMITTED: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "p": (tuple(sorted(BLOCKS)), ()),
    "li": (("li",), ("ul", "ol", "menu", "dir")),
    "dt": (("dt", "dd"), ("dl",)),
    "dd": (("dt", "dd"), ("dl",)),
    "td": (_CELL, ("table",)),
    "th": (_CELL, ("table",)),
    "tr": (_CELL[2:], ("table",)),
    "rt": (("rt", "rp"), ("ruby",)),
    "rp": (("rt", "rp"), ("ruby",)),
    "option": (("option", "optgroup"), ("select",)),
}

_ATTRIBUTE = re.compile(r"""([^\s=/"'>]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]*+)))?+""")
_ROWS = frozenset("table tr tbody thead tfoot".split())
_HIDING = ("hidden", "style", "popover")
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)  # one that isn't closed goes on to the end
_DISPLAY = re.compile(  # values; what is none of them doesn't count
    r"(none)|(block|flow-root|flex|grid|list-item|table(?:-[a-z-]+)?|-webkit-box)|contents|inline(?:-[a-z]+)?|ruby"
)
_VISIBILITY = re.compile(r"(hidden|collapse)|visible")

Look = Literal["gone", "hidden", "block", ""]


def attributes(source: str) -> dict[str, str]:
    """Names in lower case, and values, entities left; the first of a name counts, as in browsers."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), double or single or bare)
    return found


def alternative(name: str, source: str) -> str:
    """The text that stands for a picture, entities left; "" where there is none."""
    if "alt" not in source.lower():
        return ""
    found = attributes(source)
    if name == "input" and found.get("type", "").strip().lower() != "image":
        return ""
    return found.get("alt", "").strip()


def ends(name: str) -> tuple[str, ...]:
    """The tags that tell where an element ends, those of `containers` among them."""
    closers, inside = _OMITTED.get(name, ((), (name,)))
    return closers + inside


def containers(name: str) -> tuple[str, ...]:
    """The elements that hold others of the kind which don't end it: itself, unless it may have no end tag."""
    return _OMITTED[name][1] if name in _OMITTED else (name,)


def may_hide(sources: str) -> bool:
    """Whether some attributes may hide something, or make a line of it: a quick look."""
    if not sources:
        return False
    low = sources.lower()
    if "hidden" in low or "popover" in low:
        return True
    return "style" in low and ("display" in low or "visibility" in low or "&#" in low)


def look(name: str, source: str) -> Look:
    """How attributes make an element look: gone, hidden where it stands, a block, or ("") as it is by itself."""
    low = source.lower()
    if name == "dialog":
        hidden = "open" not in attributes(low)
    elif not any(word in low for word in _HIDING):
        return ""
    else:
        hidden = False
    found = attributes(low)
    hidden |= "popover" in found
    if "hidden" in found:  # only blocks, and not the parts of tables, can be hidden until they are found
        hidden |= found["hidden"].strip() != "until-found" or (name in BLOCKS | CELLS and name not in _ROWS)
    display, invisible = _styled(found.get("style", ""))
    if display == "none" if display else hidden:
        return "gone"
    return "hidden" if invisible else "block" if display == "block" else ""


def _styled(style: str) -> tuple[str, bool]:
    """What a style says of display ("none", "block", "inline", or "": nothing), and whether it makes invisible."""
    display, visibility = "", False
    important = {"display": False, "visibility": False}
    for declaration in _CSS_COMMENT.sub("", decode_entities(style)).split(";"):
        name, _, value = declaration.partition(":")
        name, (value, bang, _) = name.strip(), value.partition("!")
        if name not in important or (important[name] and not bang):
            continue
        said = (_DISPLAY if name == "display" else _VISIBILITY).fullmatch(value.strip())
        if said is None:
            continue
        important[name] = bool(bang)
        if name == "display":
            display = "none" if said[1] else "block" if said[2] else "inline"
        else:
            visibility = bool(said[1])
    return display, visibility
