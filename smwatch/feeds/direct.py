"""From expat straight to feedparser's handlers, for parse.py: what every tag of every feed passes through.

feedparser is driven by xml.sax, which makes objects of names and attributes that feedparser then puts together to its
own names. Most tags are of namespaces that it knows and have plain attributes: their names are put together once.
Tags inside of XHTML are text to feedparser, and go there without looking for a handler first. Whatever is less
common takes feedparser's own way; a test holds both ways to the same result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.parsers import expat
from xml.sax.xmlreader import AttributesNSImpl

PIECE = 65_536  # bytes of text that come at once
_SPECIAL = {"xml:base", "base", "xml:lang", "lang", "xmlns"}  # attributes that mean something in any tag

Attributes = list[tuple[str, str]]


class Direct:
    """A mixin for feedparser's strict parser. `admit` may refuse a tag by raising."""

    _matchnamespaces: Mapping[str, str]
    decls: dict[str, str]
    contentparams: Mapping[str, Any]
    incontent: int
    depth: int
    basestack: list[str]
    langstack: list[str | None]
    baseuri: str
    lang: str | None

    def read(self, data: bytes) -> None:
        """Read a document in UTF-8; ExpatError where it isn't well-formed."""
        reader = expat.ParserCreate("utf-8", " ")
        reader.namespace_prefixes = True
        reader.buffer_text, reader.buffer_size = True, PIECE
        reader.StartElementHandler, reader.EndElementHandler = self._opened, self._closed
        reader.StartNamespaceDeclHandler = self.startPrefixMapping  # type: ignore[attr-defined]  # feedparser's
        reader.CharacterDataHandler = self.handle_data  # type: ignore[attr-defined]  # feedparser's
        reader.EntityDeclHandler = self.declared
        reader.ExternalEntityRefHandler = lambda *_: 1  # stands for nothing
        self._names: dict[str, str] = {}  # as expat says them -> as feedparser does; "" where that depends
        reader.Parse(data, True)

    def admit(self, attributes: int) -> None:
        """Whether a tag with so many attributes may come now."""

    def declared(self, name: str, parameter: int, value: str | None, *rest: object) -> None:
        """Whether an entity may be declared."""

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        self.admit(len(attributes))
        tag = self._names.get(name)
        if tag is None:
            tag = self._names[name] = self._name(name)
        if tag and not self.decls and not any(" " in said for said in attributes):
            self.unknown_starttag(tag, [(said.lower(), value) for said, value in attributes.items()])
        else:
            found = _by_namespace(attributes)
            self.startElementNS(_pair(name), None, found)  # type: ignore[attr-defined]  # feedparser's

    def _closed(self, name: str) -> None:
        if tag := self._names.get(name):
            self.unknown_endtag(tag)
        else:
            self.endElementNS(_pair(name), None)  # type: ignore[attr-defined]  # feedparser's

    def _name(self, name: str) -> str:
        uri, tag = _pair(name.lower())
        prefix = self._matchnamespaces.get(uri or "")
        if prefix is None or tag in {"math", "svg"} or "backend.userland.com/rss" in (uri or ""):
            return ""
        return f"{prefix.lower()}:{tag}" if prefix else tag

    def unknown_starttag(self, tag: str, attributes: Attributes) -> None:
        """A tag begins; inside of XHTML it is text."""
        if not self._is_text(tag) or any(name in _SPECIAL or name.startswith("xmlns:") for name, _ in attributes):
            super().unknown_starttag(tag, attributes)  # type: ignore[misc]  # feedparser's, by inheritance
            return
        self.depth += 1
        self.basestack.append(self.baseuri)
        self.langstack.append(self.lang)
        said = self.strattrs([self._normalize_attributes(one) for one in attributes])  # type: ignore[attr-defined]  # feedparser's
        self.handle_data(f"<{tag[6:]}{said}>", escape=0)  # type: ignore[attr-defined]  # feedparser's

    def unknown_endtag(self, tag: str) -> None:
        """It ends, likewise."""
        if not self._is_text(tag) or len(self.basestack) < 2:  # noqa: PLR2004 - the last one, and one to go back to
            super().unknown_endtag(tag)  # type: ignore[misc]  # feedparser's, by inheritance
            return
        self.handle_data(f"</{tag[6:]}>", escape=0)  # type: ignore[attr-defined]  # feedparser's
        self.basestack.pop()
        self.baseuri = self.basestack[-1] or self.baseuri
        self.langstack.pop()
        self.lang = self.langstack[-1]
        self.depth -= 1

    def _is_text(self, tag: str) -> bool:
        return (
            bool(self.incontent)
            and tag.startswith("xhtml:")
            and tag not in {"xhtml:body", "xhtml:svg", "xhtml:math"}
            and self.contentparams.get("type") == "application/xhtml+xml"
        )


def _pair(name: str) -> tuple[str | None, str]:
    """A name as expat says it, "URI tag prefix", "URI tag" or "tag", by its parts."""
    parts = name.split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 else (None, name)


def _by_namespace(attributes: Mapping[str, str]) -> AttributesNSImpl:
    """Attributes as xml.sax has them."""
    values, names = dict[tuple[str | None, str], str](), dict[tuple[str | None, str], str]()
    for name, value in attributes.items():
        pair, parts = _pair(name), name.split(" ")
        values[pair] = value
        names[pair] = f"{parts[2]}:{parts[1]}" if len(parts) > 2 else parts[-1]  # noqa: PLR2004 - the prefix comes third
    return AttributesNSImpl(values, names)
