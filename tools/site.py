"""What the site of the documentation has beyond its pages: an order, two languages, links that leave docs/.

mkdocs calls the functions `on_…`; mkdocs.yml names this file and says which page translates which. The order is that
of the two index pages: headings and lists there are the menu, so a page is written down once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

DOCS = Path(__file__).parent.parent / "docs"
INDEXES = {"en": "index.md", "fr": "fr/index.md"}
NAMES = {"en": "English", "fr": "Français"}
HOME = {"en": "Home", "fr": "Accueil"}
PALETTE = {"en": ("Dark", "Light"), "fr": ("Sombre", "Clair")}
DESCRIPTION = {
    "en": "Hear what feeds and comments say about your company, in French and English, before it becomes a crisis.",
    "fr": "Entendre ce que les fils et les commentaires disent de votre entreprise, avant que ce soit une crise.",
}
_SECTION = re.compile(r"^(###?) (.+)$")
_ITEM = re.compile(r"^- \[([^\]]+)\]\(([^)#\s]+)\)")
_LINK = re.compile(r"(?<=\]\()(\.\.?/[^)\s]+)(?=\))")
_WIDE = re.compile(r"(<table|<pre><span></span><code)>")
_log = logging.getLogger("mkdocs.hooks.site")
_menus: dict[str, Navigation] = {}


def language(page: str) -> str:
    """Which language a page, by its path under docs/, is written in."""
    return "fr" if page.startswith("fr/") else "en"


def listed(index: str) -> Iterator[tuple[str, str, str, str]]:
    """What an index page lists: section, group in it ("": none), title, and the page by its path under docs/."""
    section = group = ""
    for line in (DOCS / index).read_text("utf-8").splitlines():
        if found := _SECTION.match(line):
            section, group = (found[2], "") if found[1] == "##" else (section, found[2])
        elif section and (found := _ITEM.match(line)):
            yield section, group, found[1], normpath(str(PurePosixPath(index).parent / found[2]))


def outward(markdown: str, page: str, repository: str) -> str:
    """A page whose links to files beside docs/ lead to where these can be read on the web."""

    def _lead(found: re.Match[str]) -> str:
        there = normpath(str(PurePosixPath("docs", page).parent / found[1]))
        return found[1] if there.startswith("docs/") else repository + there

    return _LINK.sub(_lead, markdown)


def on_nav(_: Navigation, *, files: Files, **_more: object) -> Navigation:
    """Make a menu for each language; that of the page is chosen when it is written."""
    pages = {page.src_uri: page.page for page in files.documentation_pages() if page.page}
    for lang, index in INDEXES.items():
        _menus[lang] = _menu(lang, index, pages)
    for lost in pages.keys() - {page.file.src_uri for menu in _menus.values() for page in menu.pages}:
        _log.warning("%s is in no menu: list it in docs/%s", lost, INDEXES[language(lost)])
    return _menus["en"]


def _menu(lang: str, index: str, pages: dict[str, Page]) -> Navigation:
    home = pages[index]
    home.title = HOME[lang]
    own, sections = [home], dict[str, Section]()
    for section, group, title, target in listed(index):
        if target not in pages:
            continue  # no page of the site: strict mode speaks up where it is linked
        if language(target) == lang:
            item: Page | Link = pages[target]
            item.title = title
            own.append(pages[target])
        else:  # not translated
            item = Link(f"{title} ({language(target)})", pages[target].url)
        above = sections.setdefault(section, Section(section, []))
        if item.is_link and not above.children:  # a tab leads to the first page in it: not to one in another language
            _put(Link(f"{section}…", f"{home.url}#{section.lower()}"), above)
        if group and (not above.children or above.children[-1].title != group):
            _put(Section(group, []), above)
        _put(item, cast("Section", above.children[-1]) if group else above)
    for before, page, after in zip([None, *own[:-1]], own, [*own[1:], None], strict=True):
        page.previous_page, page.next_page = before, after
    for top in (home, *sections.values()):
        top.parent = None
    menu = Navigation([home, *sections.values()], own)
    menu.homepage = home
    return menu


def _put(item: Page | Link | Section, above: Section) -> None:
    above.children.append(item)
    item.parent = above


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_more: object) -> str:
    """Let links leave docs/ as they do on GitHub; the start pages are the menu, and need none beside them."""
    if page.file.src_uri in INDEXES.values():
        page.meta["hide"] = ["navigation"]
    return outward(markdown, page.file.src_uri, config.extra["repository"])


def on_page_content(html: str, **_more: object) -> str:
    """Let the keyboard reach what may be wider than the screen, so that it can be moved to and fro."""
    return _WIDE.sub(r'\1 tabindex="0">', html)


def on_page_context(context: dict[str, Any], *, page: Page, config: MkDocsConfig, **_more: object) -> dict[str, Any]:
    """Speak the page's language around it, and lead to its translation, or else to the other language's start."""
    lang = language(page.file.src_uri)
    twins: dict[str, str] = config.extra["translations"]
    twins = {**twins, **{english: french for french, english in twins.items()}}
    twin = twins.get(page.file.src_uri, INDEXES["en" if lang == "fr" else "fr"])
    config.theme["language"] = lang
    config.site_description = DESCRIPTION[lang]
    for palette, name in zip(config.theme["palette"], PALETTE[lang], strict=True):
        palette["toggle"]["name"] = name
    config.extra["alternate"] = [
        {"lang": code, "name": NAMES[code], "link": str(PurePosixPath(path).with_suffix(".html"))}
        for code, path in sorted({lang: page.file.src_uri, language(twin): twin}.items())
    ]
    if page.file.src_uri in INDEXES.values():
        for heading in (heading for title in page.toc for heading in title.children):
            heading.children = []  # the menu has these groups, and a landmark has a name of its own
    context["nav"] = _menus[lang]
    return context
