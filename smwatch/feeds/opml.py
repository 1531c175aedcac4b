"""Lists of feeds as other programs keep them: OPML 1.0 and 2.0 in and out, and plain addresses, a line each. Pure.

    read_list(raw) -> Listed(feeds, flaws)      folders become tags; a feed that stands in several has all of theirs
    opml_text(specs, title, at) -> OPML 2.0     tags become folders; read_list gives the same feeds back

What is read comes from anywhere: entities that a document declares itself are refused, nothing is fetched, and size,
depth and number are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from smwatch.errors import UsageError
from smwatch.feeds.links import web_url
from smwatch.locales import N_
from smwatch.models import FeedSpec
from smwatch.text.clean import scrub
from smwatch.text.links import same_address

MAX_BYTES: Final = 10_000_000  # a thousand feeds take some 200 kB
MAX_FEEDS: Final = 20_000
MAX_DEPTH: Final = 50  # folders in folders
MAX_TAGS: Final = 50  # of one feed that stands in many folders
LONGEST_NAME: Final = 200  # of a feed or a folder, in code points

_BARE = re.compile(rb"&(?!#?\w{1,32};)")  # as in feed?a=1&b=2, which many programs write
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what no XML 1.0 document may hold
_SCHEMES = {"feed://": "https://", "feed:": ""}  # feed:https://… and feed://host/… both mean a web address


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that names no feed: where it stands, and what it is."""

    line: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list names, each feed once."""

    feeds: tuple[FeedSpec, ...] = ()
    twice: int = 0  # addresses that stood there again
    flaws: tuple[Flaw, ...] = ()


def read_list(raw: bytes) -> Listed:
    """The feeds of an OPML document or of a text with an address a line; UsageError where it is neither."""
    if len(raw) > MAX_BYTES:
        raise UsageError(N_("this is longer than any list of feeds (10 MB)"), N_("see whether it is the right file"))
    if _is_xml(raw):
        return _read_opml(raw)
    try:
        return _read_lines(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(N_("this isn't a list of feeds"), _wanted()) from error


def opml_text(specs: Sequence[FeedSpec], title: str, at: datetime) -> str:
    """The feeds as OPML 2.0; one with several tags stands in each of their folders, one that isn't polled is marked."""
    folders = dict.fromkeys(tag for spec in specs for tag in spec.tags)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title><dateCreated>{format_datetime(at)}</dateCreated></head>",
        "  <body>",
        *(f"    {_outline(spec)}" for spec in specs if not spec.tags),
    ]
    for folder in folders:
        lines.append(f"    <outline text={_attribute(folder)}>")
        lines += [f"      {_outline(spec)}" for spec in specs if folder in spec.tags]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _outline(spec: FeedSpec) -> str:
    name, url = _attribute(spec.source or spec.url), _attribute(spec.url)
    off = "" if spec.enabled else ' isComment="true"'
    titled = f" title={name}" if spec.source else ""
    return f'<outline type="rss" text={name}{titled} xmlUrl={url}{off}/>'


def _attribute(text: str) -> str:
    return quoteattr(_UNSAYABLE.sub("\N{REPLACEMENT CHARACTER}", text), {'"': "&quot;", "\n": "&#10;", "\r": "&#13;"})


def _is_xml(raw: bytes) -> bool:
    start = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") or raw[:2] in {b"\xff\xfe", b"\xfe\xff"}


def _wanted() -> str:
    return N_("give an OPML file, as feed readers export it, or a text with an address a line")


def _read_opml(raw: bytes) -> Listed:
    """As it is, else with bare & as they were meant."""
    encoding = None
    try:
        if raw[:2] in {b"\xff\xfe", b"\xfe\xff"}:  # here, so that & can be mended in it as in others
            raw, encoding = raw.decode("utf-16").encode(), "utf-8"
        raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
        return _Outlines(encoding).read(raw)
    except (LookupError, ValueError) as error:  # an encoding that expat can't have, or that there isn't
        raise UsageError(N_("this isn't UTF-8 text"), N_("save the file as UTF-8 in your editor")) from error
    except expat.ExpatError as error:
        try:
            return _Outlines(encoding).read(_BARE.sub(b"&amp;", raw))
        except expat.ExpatError:
            what = N_("this OPML breaks off or is broken at line {line} ({reason})")
            mend = N_("export it anew, or write the addresses into a text, a line each")
            raise UsageError(what, mend, line=error.lineno, reason=expat.ErrorString(error.code)) from error


class _Outlines:
    """The outlines of a document, as expat tells them."""

    def __init__(self, encoding: str | None) -> None:
        """`encoding`: whatever the document says of itself."""
        self.reader = expat.ParserCreate(encoding)
        self.reader.StartElementHandler = self.start
        self.reader.EndElementHandler = self.end
        self.reader.EntityDeclHandler = self.entity
        self.folders = list[str]()  # of each element that is open: the folder that it is, or ""
        self.found = _Found()

    def read(self, raw: bytes) -> Listed:
        """What they name."""
        self.reader.Parse(raw, True)
        return self.found.listed()

    def entity(self, *_: object) -> None:
        """No list of feeds needs any; what declares them may be out to fill the memory, or to read files."""
        raise UsageError(N_("this document declares entities, which no list of feeds needs"), _wanted())

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """<outline …>: a feed, or a folder."""
        name = name.rpartition(":")[2].lower()
        if not self.folders and name != "opml":
            raise UsageError(N_("this is <{name}>, not OPML"), _wanted(), name=name[:20])
        if len(self.folders) >= MAX_DEPTH:
            raise UsageError(N_("folders stand within folders, too many of them"), _wanted())
        said = {key.lower(): value for key, value in attributes.items()} if name == "outline" else {}
        title = " ".join(scrub((said.get("title") or said.get("text") or "")[:LONGEST_NAME]).split())
        address = said.get("xmlurl") or (said.get("url", "") if said.get("type", "").lower() in {"rss", "atom"} else "")
        self.folders.append("" if address else title)
        if address:
            off = said.get("iscomment", "").lower() == "true"
            tags = tuple(dict.fromkeys(filter(None, self.folders)))
            url = address.strip()
            self.found.add(url, FeedSpec(url=url, source="" if title == url else title, tags=tags, enabled=not off),
                           self.reader.CurrentLineNumber)  # fmt: skip

    def end(self, _: str) -> None:
        """</outline>."""
        self.folders.pop()


def _read_lines(text: str) -> Listed:
    """An address a line; lines that are empty or begin with # say nothing."""
    found = _Found()
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said and not said.startswith("#"):
            url = said if "://" in said or "." not in said.partition("/")[0] else f"https://{said}"
            found.add(said, FeedSpec(url=url), number)
    if found.flaws and not found.feeds:
        raise UsageError(N_("this isn't a list of feeds"), _wanted())
    return found.listed()


class _Found:
    """What has been named so far."""

    def __init__(self) -> None:
        self.feeds = dict[str, FeedSpec]()  # by same_address
        self.flaws = list[Flaw]()
        self.twice = 0
        self.length = 0  # of all that is kept: folders within folders make much of few bytes

    def add(self, said: str, spec: FeedSpec, line: int) -> None:
        """A feed, unless its address leads nowhere; one that is known gets this one's tags too."""
        url = _meant(spec.url)
        if not url:
            self.flaws.append(Flaw(line, " ".join(scrub(said[:LONGEST_NAME]).split())))
            return
        key = same_address(url)
        known = self.feeds.get(key)
        if known is None:
            if len(self.feeds) >= MAX_FEEDS:
                raise UsageError(
                    N_("this names more feeds than smwatch takes at once (20,000)"), N_("import it in parts")
                )
            self.feeds[key] = replace(spec, url=url)
            self.length += sum(map(len, (url, spec.source, *spec.tags)))
            if self.length > MAX_BYTES:
                raise UsageError(N_("folders stand within folders, too many of them"), _wanted())
            return
        tags = tuple(dict.fromkeys((*known.tags, *spec.tags)))[:MAX_TAGS]
        self.twice += tags == known.tags
        self.feeds[key] = replace(known, tags=tags)

    def listed(self) -> Listed:
        """All of it."""
        return Listed(feeds=tuple(self.feeds.values()), twice=self.twice, flaws=tuple(self.flaws))


def _meant(url: str) -> str:
    for scheme, instead in _SCHEMES.items():
        if url.lower().startswith(scheme):
            url = instead + url[len(scheme) :]
            break
    return web_url(url) if not any(map(str.isspace, url)) else ""
