"""The pager, in a pseudo-terminal: when it opens, and what leaving it early means."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from smwatch.cli.paging import FEW, PIPE, pieces
from smwatch.store import open_store
from tests.cli.test_importing import LEXICON
from tests.desk import Desk, item

if sys.platform == "win32":
    pytest.skip("terminals as POSIX has them", allow_module_level=True)

from tests.pseudo import Pseudo

LONG, SHORT, ROWS = 60, 3, 12
EACH = """
import os, sys
from smwatch.cli import run
for typed in sys.argv[2:]:
    sys.stdout.flush()
    print(f"\\n=== {typed}", flush=True)
    pager, *words = typed.split()
    os.environ["PAGER"] = f"sh {pager}"
    code = run(["--config", sys.argv[1], *words])
    sys.stdout.flush()
    print(f"\\ncode {int(code)}", flush=True)
"""
"""Several commands in one process: it takes as long to start as all of them."""


@pytest.fixture
def long(desk: Desk) -> Desk:
    """More than a screen of mentions, with two pagers at hand, and somebody who listed none of them."""
    for name, does in (("all", 'echo "PAGED $(wc -l)"'), ("left", "read line\necho LEFT")):
        (desk.folder / name).write_text(f"{does}\n", encoding="utf-8")
    desk.config += LEXICON
    assert desk.runs("mentions --since last --as Jo").code == 0
    links = [f"http://a.example/{n}" for n in range(LONG)]
    desk.feed("/feed/", *(item(f"Nordelait {n}", "Bonjour.", link=link) for n, link in enumerate(links)))
    assert desk.later(hours=1).runs("scan --all").code == 0
    return desk


def told(desk: Desk, *typed: str) -> list[str]:
    """What each of these commands writes, in a terminal of twelve rows."""
    command = [sys.executable, "-c", EACH, str(desk.write_config()), *typed]
    with Pseudo(command, rows=ROWS, environ={"PWD": str(desk.folder), "NO_COLOR": "1"}) as screen:
        assert screen.ended() == 0
        return re.split(r"(?m)^=== .*$", screen.text)[1:]


def place(desk: Desk) -> int:
    store = open_store(desk.folder / "smwatch.db")
    found = store.places.of("Jo")
    store.close()
    return found.reached if found else 0


def test_it_opens_for_what_is_longer_than_the_screen_and_somebody_looks_at(
    long: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(long.folder)
    whole, short, asked, plain, json, left, again, rest = told(
        long,
        "all mentions",
        f"all mentions --limit {SHORT}",
        "all mentions --no-pager",
        "all --plain mentions",
        "all --json mentions",
        "left mentions --since last --as Jo",
        "all mentions --since last --as Jo",
        "all mentions --since last --as Jo",
    )
    (bare,) = told(long, "/dev/null;nowhere mentions")
    assert "Nordelait" in bare, "a pager that isn't there hides nothing"
    assert "PAGED" in whole
    for unpaged in (short, asked, plain, json):
        assert "PAGED" not in unpaged
        assert "Nordelait" in unpaged
        assert "code 0" in unpaged
    assert "LEFT" in left
    assert "code 0" in left, "to leave it is no mistake"
    assert "is listed again" in " ".join(left.split())
    assert int(re.search(r"PAGED +(\d+)", again)[1]) > LONG, "nothing of it was lost"  # type: ignore[index]
    assert "Nothing is new." in rest
    assert place(long) == LONG


def test_a_pipe_has_no_pages(long: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", f"sh {long.folder / 'all'}")
    monkeypatch.setenv("TERM", "xterm")
    assert "PAGED" not in long.runs("mentions --limit 60").out


def test_pieces_are_small_and_lose_nothing(tmp_path: Path) -> None:
    told = "".join(f"ligne {n} — {'é' * n}\n" for n in range(400)) + "fin"
    found = [*pieces(told)]
    assert b"".join(found).decode() == told
    assert max(map(len, found)) <= PIPE
    assert found[-1] == b"fin", "who has not come to the last line has not read it"
    assert len([*pieces("a\n" * (FEW + 1))]) == 2
    assert [*pieces("")] == []
