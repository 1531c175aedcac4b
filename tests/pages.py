"""The documentation as tests read it: pages, the blocks in them, the commands in these and what should come of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
"""Every page, in every language."""

_BLOCK = re.compile(
    r"(?:^ *<!-- not run: (?P<reason>[^\n]+) -->\n)?^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_CRON = re.compile(r"^[\d*/]+(?: +[\d*/]+){4} +\S*(smwatch .+)$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """What stands between two fences."""

    page: Path
    line: int
    kind: str  # "console", "sql", "toml" ...
    text: str
    reason: str  # why a test can't run it; "": it can

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Command:
    """A command line that a page shows, and what it says comes of it ("": nothing is said)."""

    block: Block
    typed: str  # without the prompt
    shown: str

    @property
    def fails(self) -> bool:
        """Whether the page shows it as a mistake."""
        return self.shown.startswith("smwatch: ")

    def prints(self, printed: str) -> bool:
        """Whether that is what the page shows: from the first line on; an ellipsis stands for anything."""
        pattern = re.escape(self.shown.strip()).replace("…", ".*")
        return re.match(pattern, _tidy(printed), re.DOTALL) is not None


def _tidy(printed: str) -> str:
    return "\n".join(line.rstrip() for line in printed.strip().splitlines())


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def is_french(page: Path) -> bool:
    return name(page).startswith(("docs/fr/", "README.fr"))


def blocks(kind: str, pages: list[Path] = PAGES) -> list[Block]:
    """The blocks of this kind, indentation taken off."""
    return [
        Block(page, text.count("\n", 0, found.start()) + 1, kind, dedent(found["text"]), found["reason"] or "")
        for page in pages
        for text in [page.read_text("utf-8")]
        for found in _BLOCK.finditer(text)
        if found["kind"] == kind
    ]


def commands() -> Iterator[Command]:
    """Every smwatch command line that a page shows, in order; cron's lines as well."""
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            typed, _, shown = part.partition("\n")
            if re.search(r"(?:^|\| )smwatch ", typed):
                yield Command(block, typed, shown)
    for block in blocks("text"):
        yield from (Command(block, found[1], "") for found in _CRON.finditer(block.text))


def links(page: Path) -> list[str]:
    """The targets of a page's links, but for those that lead to the web."""
    text = _BLOCK.sub("", page.read_text("utf-8"))
    return [target for target in _LINK.findall(text) if "://" not in target and not target.startswith("mailto:")]


def anchors(page: Path) -> set[str]:
    """What can stand after # in a link to a page: its headings, as GitHub spells them."""
    headings = _HEADING.findall(_BLOCK.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
