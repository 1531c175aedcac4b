"""Reads a digest's HTML as strictly as a test needs it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br"}
ALLOWED = VOID | set("html head title style body div table thead tbody tr td th p h1 h2 h3 a span".split())
ATTRIBUTES = set("lang charset name content role class style href scope colspan aria-hidden".split())


@dataclass
class Page(HTMLParser):
    """What stands in a page; AssertionError where a tag or attribute is none of ours, or isn't closed."""

    links: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    langs: list[tuple[str, str]] = field(default_factory=list)
    styles: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ALLOWED, tag
        found = dict(attrs)
        assert set(found) <= ATTRIBUTES, found
        assert len(found) == len(attrs)
        if href := found.get("href"):
            self.links.append(href)
        if tag != "html" and (lang := found.get("lang")):
            self.langs.append((tag, lang))
        if tag in ("h1", "h2", "h3"):
            self.headings.append(tag)
        self.styles += (found.get("style") or "") + "\n"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles += data
        elif data.strip():
            self.texts.append(data.strip())

    def handle_comment(self, data: str) -> None:
        assert data.startswith(("[if mso]>", "[if mso]><"))

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def read(html: str) -> Page:
    """The page, its tags all closed."""
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page
