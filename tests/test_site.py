"""The documentation as a site: every page in a menu of its language, nothing from elsewhere, for everybody.

What needs the built site (`make docs`) is left out where there is none, or an old one; `make test` builds it first.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.axe import needs_axe, violations
from tests.browser import CHROMIUM, needs_chromium
from tests.pages import DOCS, PAGES, ROOT, links
from tools.site import INDEXES, language, listed, outward

SITE = ROOT / "build" / "site"
INSIDE = [page.relative_to(DOCS).as_posix() for page in PAGES if page.is_relative_to(DOCS)]
SOURCES = [*(DOCS / page for page in INSIDE), *(DOCS / "assets").iterdir(), ROOT / "mkdocs.yml", ROOT / "tools/site.py"]
_START = SITE / "index.html"
built = pytest.mark.skipif(
    not _START.exists() or _START.stat().st_mtime < max(path.stat().st_mtime for path in SOURCES),
    reason="no site, or one older than its pages: make docs",
)


class Lenient(yaml.SafeLoader):
    """Reads mkdocs.yml without carrying out what it names."""


Lenient.add_multi_constructor("", lambda loader, suffix, node: None)
TRANSLATIONS: dict[str, str] = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Lenient)["extra"]["translations"]


@pytest.mark.parametrize("page", INSIDE)
def test_every_page_is_in_the_menu_of_its_language_once(page: str) -> None:
    """The index is the menu: an item of a list there, under a heading."""
    index = INDEXES[language(page)]
    assert [target for *_, target in listed(index)].count(page) == (page != index), f"list it in docs/{index}"


def test_who_reads_french_finds_every_page_in_a_translation_or_in_english() -> None:
    found = {TRANSLATIONS.get(target, target) for *_, target in listed(INDEXES["fr"])}
    assert {page for page in INSIDE if language(page) == "en"} - found == {"index.md"}


def test_both_indexes_have_the_four_kinds() -> None:
    kinds = {lang: list(dict.fromkeys(section for section, *_ in listed(index))) for lang, index in INDEXES.items()}
    assert kinds["en"] == ["Tutorial", "How-to", "Reference", "Explanation"]
    assert len(kinds["fr"]) == 4


def test_every_french_page_says_what_it_translates() -> None:
    """In mkdocs.yml; a page that only one language has would say so here."""
    assert set(TRANSLATIONS) == {page for page in INSIDE if language(page) == "fr"}
    assert set(TRANSLATIONS.values()) <= {page for page in INSIDE if language(page) == "en"}
    assert len(set(TRANSLATIONS.values())) == len(TRANSLATIONS)


def test_french_pages_lead_to_french_ones_where_there_are_any() -> None:
    """But to a part of an English page, or to the whole that one's own page tells more shortly."""
    english = {(DOCS / page).resolve(): french for french, page in TRANSLATIONS.items() if french != "fr/index.md"}
    lost = [
        f"{page}: {target}, but there is {english[there]}"
        for page in TRANSLATIONS
        for target in links(DOCS / page)
        if (there := (DOCS / page).parent.joinpath(target).resolve()) in english and english[there] != page
    ]
    assert not lost


@pytest.mark.parametrize(
    ("page", "link", "there"),
    [
        ("how-to/a.md", "../../config.example.toml", "web/config.example.toml"),
        ("fr/reference/a.md", "../../../corpus/README.md#x", "web/corpus/README.md#x"),
        ("fr/a.md", "../how-to/a.md", "../how-to/a.md"),
        ("how-to/a.md", "../metadata.yml", "../metadata.yml"),
        ("a.md", "https://example.com/../x", "https://example.com/../x"),
    ],
)
def test_links_out_of_the_pages_lead_to_the_web(page: str, link: str, there: str) -> None:
    assert outward(f"[x]({link}), [y]({link})", page, "web/") == f"[x]({there}), [y]({there})"


@pytest.mark.parametrize("page", INSIDE)
def test_what_belongs_to_an_item_of_a_list_is_indented_by_four(page: str) -> None:
    """GitHub is content with three; the site takes the block out of its list, and numbers begin again."""
    assert not re.findall(r"^(?: {1,3}| {5,7})```.*", (DOCS / page).read_text("utf-8"), re.MULTILINE)


@built
def test_the_site_loads_nothing_from_elsewhere() -> None:
    fetched = r"""<(?:script|img|iframe|source)\b[^>]*\bsrc="?(?:https?:)?//[^>]*>"""
    fetched += r"""|<link\b(?=[^>]*rel="?(?:stylesheet|icon|preconnect|preload))[^>]*href="?(?:https?:)?//[^>]*>"""
    fetched += r"""|url\(["']?(?:https?:)?//[^)]*\)|@import[^;]*//[^;]*;"""
    pages = [*SITE.rglob("*.html"), *SITE.rglob("*.css"), *SITE.rglob("*.svg")]
    assert len(pages) > len(INSIDE)
    assert [(page.name, found) for page in pages for found in re.findall(fetched, page.read_text("utf-8"))] == []


@built
@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("index.html", ('<html lang="en"', 'href="fr/index.html" hreflang="fr"', 'placeholder="Search"')),
        ("how-to/cron.html", ('href="../fr/planifier.html" hreflang="fr"', 'href="../index.html"')),
        ("how-to/plug-in-a-scorer.html", ('href="../fr/index.html" hreflang="fr"',)),
        ("fr/planifier.html", ('<html lang="fr"', 'href="../how-to/cron.html" hreflang="en"', "Guides pratiques",
                               'placeholder="Rechercher"', 'href="index.html"')),
    ],
)  # fmt: skip
def test_a_page_of_the_site_speaks_its_language_and_leads_to_the_other(page: str, words: tuple[str, ...]) -> None:
    html = (SITE / page).read_text("utf-8")
    assert [word for word in words if word not in html] == []


@built
@needs_axe
def test_start_and_reference_are_for_everybody() -> None:
    pages = [SITE / name for name in ("index.html", "fr/reference/exit-codes.html")]
    found = violations({
        str(page.relative_to(SITE)): page.read_text("utf-8").replace("<head>", f'<head><base href="{page.as_uri()}">')
        for page in pages
    })  # fmt: skip
    assert found == {str(page.relative_to(SITE)): [] for page in pages}


@built
@needs_chromium
def test_the_search_finds_without_a_server(tmp_path: Path) -> None:
    """It hangs on docs/assets/iframe-worker.js: a browser lets no file start the theme's own worker."""
    assert CHROMIUM
    sandbox = ["--no-sandbox"] if hasattr(os, "getuid") and os.getuid() == 0 else []
    ran = subprocess.run(
        [
            *(CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", *sandbox),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={tmp_path}", "--virtual-time-budget=8000"),
            *("--dump-dom", _START.as_uri() + "?q=bulletin"),
        ],
        capture_output=True,
        check=True,
        timeout=120,
    )
    results = re.findall(r'<a href="([^"]+)" class="md-search-result__link"', ran.stdout.decode())
    assert any("/fr/" in result for result in results)


CODE = re.compile(r"^```.*?^```[^\n]*$|`[^`\n]*`|<!--.*?-->|https?://\S+|\]\([^)]*\)", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(
    "page", [ROOT / "README.fr.md", *sorted((ROOT / "docs" / "fr").rglob("*.md"))], ids=lambda path: path.stem
)
def test_a_french_page_is_set_as_french_is(page: Path) -> None:
    """Real apostrophes; no-break spaces inside « » and before a colon, none before the other signs, outside of code."""
    prose = CODE.sub("x", page.read_text("utf-8"))
    assert re.findall(r".{0,20}(?:«[^\u00a0]|[^\u00a0]»|\S [:;!?](?:\s|$)|[a-zà-ÿ]'[a-zà-ÿ]).{0,20}", prose) == []
