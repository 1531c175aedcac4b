"""The digest's page, as browsers and checkers see it, where they are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from smwatch.locales import LANGUAGES, Speech
from smwatch.reports.digest import html
from tests.axe import needs_axe, violations
from tests.reports import story
from tests.reports.test_digest import EVIL, evil_day

VNU = Path(os.environ.get("SMWATCH_VNU", "node_modules/vnu-jar/build/dist/vnu.jar"))


def pages() -> dict[str, str]:
    """Digests of all kinds."""
    found = {f"evil {n}": html(evil_day(said, "https://a.example/"), Speech("en")) for n, said in enumerate(EVIL[:12])}
    for lang in LANGUAGES:
        speech = Speech(lang, story.MONTREAL)
        found[f"bad day {lang}"] = html(story.bad_day(lang), speech)
        found[f"nothing {lang}"] = html(story.quiet_day(), speech)
    return found


GREY = '<!doctype html><html lang="en"><title>t</title><main><h1 style="color:#aaa;background:#ccc">Grey</h1></main>'


@needs_axe
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everybody_can_read_it(dark: bool) -> None:
    found = violations({"grey": GREY} | {k: page for k, page in pages().items() if "evil" not in k}, dark=dark)
    (told,) = found.pop("grey")
    assert told.startswith("color-contrast"), "what is hard to read is found"
    assert found == {name: [] for name in found}
    assert len(found) == 4


@pytest.mark.skipif(not (shutil.which("java") and VNU.is_file()), reason="no Java, or no vnu.jar ($SMWATCH_VNU), here")
def test_it_is_valid_html(tmp_path: Path) -> None:
    for name, page in pages().items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8", errors="replace")
    ran = subprocess.run(
        ["java", "-jar", str(VNU), "--stdout", "--exit-zero-always", str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert not ran.stdout


def test_french_is_typeset_as_in_quebec() -> None:
    page = html(story.bad_day("fr"), Speech("fr", story.MONTREAL)).partition("<body")[2]
    said = re.sub("<[^>]+>", "\n", page.replace("</span>", "").replace("&nbsp;", "\u00a0"))
    ours = "\n".join(row for row in said.splitlines() if "c'est honteux" not in row)  # a comment's own
    assert not re.search(r"[^\s\u00a0\u202f]:(?!//)(?=\s)", ours), "a no-break space before a colon"
    assert not re.search(r"[\s\u00a0\u202f];", ours), "none before a semicolon"
    assert not re.search(r"«[^\u00a0]|[^\u00a0]»", ours)
    assert not re.search(r"\d %", ours)
    assert "le 24 mars 2010 à 1\u00a0h\u00a030" in ours
    assert not re.search(r"\b(the|and|mentions? of|copies|new|within|since)\b", _ours_alone(ours))


def _ours_alone(said: str) -> str:
    """Without what people wrote, most of it in English: what stands between guillemets, and the linked title."""
    return re.sub(r"(?s)«.*?»", "", said).replace(story.VIDEO.title, "")
