"""Documentation that is true: what pages show is run, what they list is complete, where they point to exists."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import sqlite3
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from smwatch.cli import run
from smwatch.config.load import load_text
from smwatch.errors import ExitCode
from smwatch.matching.brands import compile_query
from smwatch.matching.lines import answer_one
from smwatch.models import FailureKind
from smwatch.sentiment.installed import installed
from tests.delivery.server import Postbox, serving
from tests.desk import item, rss
from tests.pages import DOCS, PAGES, ROOT, Block, Command, anchors, blocks, commands, is_french, links, name
from tests.server import FeedServer

END = "2010-03-18T12:00:00"
NOW = datetime(2010, 3, 18, 12, 5, tzinfo=UTC)
UNRUN = 6
"""Blocks that a test can't run, over all pages and languages but for translations."""

ASIDE = re.compile(r"^<!-- run in: a copy of the demo, (\w+)(, with its tables)? -->$", re.MULTILINE)
"""What a page says that is read in a copy of its own of the demo: what it decides there, other pages don't see."""
LANGUAGE = re.compile(r"^language .*", re.MULTILINE)

CONFIG = """\
database = "smwatch.db"
language = "{lang}"
[[brands]]
name = "Nordelait"
[[feeds]]
url = "{feed}"
[network]
allow_private = ["127.0.0.0/8"]
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
from = "smwatch <rp@example.com>"
[[digests]]
name = "{digest}"
to = ["rp@example.com", "{boss}@example.com"]
"""


class Reader:
    """Two who type what the pages show, each in their language and in a folder with a config and what the demo left."""

    def __init__(self, capture: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.capture, self.patch = capture, patch
        self.home, self.french = Path.cwd(), Path.cwd() / "fr"
        code, self.demo = self.types(f"smwatch demo --lang en --end {END}")
        assert code == 0
        self.copy(self.home / "smwatch-demo", self.french / "smwatch-demo", "fr")

    def opens(self, page: Path) -> None:
        """Go where the page is read: beside one's own config or, where it says so, in a copy of the demo."""
        told = ASIDE.search(page.read_text("utf-8"))
        place = self.french if is_french(page) else self.home
        if told:
            place = place / f"as-{page.stem}"
            tables = [block.text for block in blocks("toml", [page]) if told[2]]
            if not place.exists():
                self.copy(self.home / "smwatch-demo", place, told[1], *tables)
        self.patch.chdir(place)

    @staticmethod
    def copy(demo: Path, place: Path, lang: str, *tables: str) -> None:
        """What the demo left, speaking a language, with more tables in its config."""
        shutil.copytree(demo, place)
        spoken = LANGUAGE.sub(f'language = "{lang}"', (place / "smwatch.toml").read_text("utf-8"))
        (place / "smwatch.toml").write_text("\n".join([spoken, *tables]), "utf-8")

    def types(self, typed: str) -> tuple[int, str]:
        """The exit code, and all that is printed."""
        if typed == "smwatch demo --lang en":
            return 0, self.demo
        given, _, line = typed.rpartition(" | ")
        said = shlex.split(given)[1] if given else ""  # echo '…' | smwatch …
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said.encode()), "utf-8"))
        self.capture.readouterr()
        code = run(shlex.split(line.replace("~/", ""))[1:], clock=lambda: NOW)
        return code, "".join(self.capture.readouterr())


@pytest.fixture(scope="module")
def zone() -> Iterator[None]:
    """The pages were written in Montréal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "America/Toronto")
        patch.setenv("LC_ALL", "en_CA.UTF-8")
        patch.setenv("COLUMNS", "80")
        patch.delenv("SMWATCH_CONFIG", raising=False)
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def reader(
    zone: None,
    tmp_path: Path,
    server: FeedServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Reader]:
    monkeypatch.chdir(tmp_path)
    server.serve("/feed/", rss(item("Nordelait", "Bonjour Nordelait", link="http://a.example/1")))
    with serving(Postbox()) as port:
        for place, lang, digest, boss in (("", "en", "morning", "boss"), ("fr", "fr", "matin", "direction")):
            own = CONFIG.format(lang=lang, feed=server.url("/feed/"), port=port, digest=digest, boss=boss)
            Path(place).mkdir(exist_ok=True)
            Path(place, "smwatch.toml").write_text(own, "utf-8")
        yield Reader(capsys, monkeypatch)


@pytest.mark.skipif(not installed(), reason="the pages show what the encoder says: the extra [neural] isn't here")
def test_commands_and_questions_do_what_the_pages_show(reader: Reader) -> None:
    """One test, because all look at one demo: it takes as long as everything else."""
    wrong, tried = [], 0
    for command in commands():
        if not command.block.reason:
            reader.opens(command.block.page)
            code, printed = reader.types(command.typed)
            tried += 1
            if (code != 0) != command.fails or not command.prints(printed):
                wrong.append(f"{command.block} $ {command.typed}\n{code}: {printed}")
    reader.opens(DOCS / "index.md")
    with closing(sqlite3.connect("smwatch-demo/smwatch.db")) as db:
        for block in blocks("sql"):
            tried += 1
            if not block.reason and not db.execute(block.text).fetchall():
                wrong.append(f"{block} finds nothing")
    wrong += list(untold(reader))
    assert not wrong, "\n\n".join(wrong)
    assert tried > 30


def untold(reader: Reader) -> Iterator[str]:
    """Keys that JSON holds and the reference doesn't tell."""
    page = (DOCS / "reference" / "json.md").read_text("utf-8")
    for section, typed in (
        ("Scan", "scan"), ("Mentions", "mentions --limit 1"), ("Alerts", "alerts"), ("Feeds", "feeds"),
        ("Other commands", "status"), ("Other commands", "check"), ("Other commands", "digest"),
        ("Other commands", "brands"), ("Other commands", "feeds presets"), ("Other commands", "db path"),
    ):  # fmt: skip
        told = page.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
        found = json.loads(reader.types(f"smwatch --config smwatch-demo/smwatch.toml {typed} --json")[1])
        assert found, typed
        for key in found[0] if isinstance(found, list) else found:
            if f"`{key}`" not in told:
                yield f"json.md doesn't tell {key} of {typed}"


FEATURE = re.compile(r"^- \*\*.*?(?=^- |\n\n)", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`smwatch ([a-z]+(?: [a-z]+)?)`")


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_each_feature_names_commands_that_a_page_shows_with_what_they_print(readme: str) -> None:
    """A page in its language shows each with what comes of it, which the test above holds it to."""
    page = ROOT / readme
    shown = [
        re.sub(r" --?\S+ (?=[a-z])| --(?:config|as|lang) (?:\"[^\"]*\"|\S+)", "", command.typed)
        for command in commands()
        if is_french(command.block.page) == is_french(page) and not command.block.reason and says_something(command)
    ]
    features = [found[0] for found in FEATURE.finditer(page.read_text("utf-8"))]
    assert len(features) == 6
    for feature in features:
        named = NAMED.findall(feature)
        assert named, feature
        assert [one for one in named if not any(f"smwatch {one}" in typed for typed in shown)] == []


def says_something(command: Command) -> bool:
    return bool(command.shown.replace("…", "").strip())


def test_few_commands_are_not_run() -> None:
    unrun = [str(block) for kind in ("console", "sh") for block in blocks(kind)
             if block.reason and not is_french(block.page)]  # fmt: skip
    assert len(unrun) <= UNRUN, unrun


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_settings_that_pages_show_are_right(block: Block, tmp_path: Path) -> None:
    if "[[case]]" in block.text:
        return the_case_holds(block.text)
    brand = "" if "[[brands]]" in block.text else '\n[[brands]]\nname = "Nordelait"\n'
    assert load_text(block.text + brand, tmp_path / "smwatch.toml").brands
    return None


def the_case_holds(text: str) -> None:
    """A case as CONTRIBUTING shows one; what ⟦ ⟧ means is the business of tests/matching."""
    (case,) = tomllib.loads(text)["case"]
    for match, sample in [*((True, one) for one in case["finds"]), *((False, one) for one in case["misses"])]:
        line = json.dumps({"id": 1, "text": sample.replace("⟦", "").replace("⟧", "")})
        (answer,) = answer_one([line], compile_query(case["query"]))
        assert answer["match"] is match, sample


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for target in links(page):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert not lost


def test_every_page_is_found_from_the_index() -> None:
    """By one click, or by the table that the index points to."""
    listed = {(DOCS / target.partition("#")[0]).resolve() for target in links(DOCS / "index.md")}
    english = {page for page in PAGES if page.is_relative_to(DOCS) and not page.is_relative_to(DOCS / "fr")}
    assert english - listed == {DOCS / "index.md"}


def helped(words: list[str], capture: pytest.CaptureFixture[str]) -> tuple[str, list[str], list[str]]:
    """How a command is typed, as its help has it, and the subcommands and options that this lists."""
    capture.readouterr()
    assert run(["--lang", "en", *words, "--help"]) == 0
    head, _, tail = capture.readouterr().out.partition("\nCommands:\n")
    listed = tail.partition("\n\n")[0]
    usage = " ".join(head.partition("\n\n")[0].removeprefix("Usage: ").replace("[OPTIONS] ", "").split())
    options = re.findall(r"^ +(?:-\w, )?(--[\w-]+)", head, re.MULTILINE)
    return usage.removesuffix(" [OPTIONS]"), re.findall(r"^  ([\w-]+) ", listed, re.MULTILINE), options


def test_every_command_and_option_is_in_the_reference(capsys: pytest.CaptureFixture[str]) -> None:
    page = (DOCS / "reference" / "commands.md").read_text("utf-8")
    sections = dict(re.findall(r"^#+ `([^`]+)`\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
    waiting, seen = [[word] for word in helped([], capsys)[1]], 0
    while waiting:
        words = waiting.pop()
        usage, children, options = helped(words, capsys)
        waiting += [[*words, child] for child in children]
        title = " ".join(["smwatch", *words])
        body = sections[title if children else usage]
        assert [option for option in options if option != "--help" and f"`{option}" not in body] == [], title
        seen += len(options)
    assert seen > 50


def test_every_exit_code_and_every_kind_of_failure_is_in_the_reference() -> None:
    codes = (DOCS / "reference" / "exit-codes.md").read_text("utf-8")
    assert [code.name for code in ExitCode if f"| {int(code)} |" not in codes] == []
    errors = (DOCS / "reference" / "errors.md").read_text("utf-8")
    assert [kind for kind in FailureKind if f"| `{kind}` |" not in errors] == []
    told = set(re.findall(r'kind(?: = |": )"(\w+)"', "".join(
        (ROOT / "smwatch" / file).read_text("utf-8")
        for file in ("errors.py", "cli/failures.py", "config/secrets.py", "feeds/presets.py")
    )))  # fmt: skip
    assert [kind for kind in told - {"error"} if f"| `{kind}` |" not in errors] == []
    assert {"usage", "config", "query", "busy", "stopped", "bug", "secret"} <= told


@pytest.mark.parametrize(
    ("picture", "words"),
    [("demo.svg", ("negative voices in", "expected", "First mention:")),
     ("demo.fr.svg", ("voix négatives en", "Première mention", "«"))],
)  # fmt: skip
def test_the_pictures_show_the_alert_and_fetch_nothing(picture: str, words: tuple[str, ...]) -> None:
    source = (DOCS / picture).read_text("utf-8")
    shown = " ".join("".join(ET.fromstring(source).itertext()).split())
    assert [word for word in words if word not in shown] == []
    assert len(source) < 100_000
    assert not re.search(r"@font-face|url\((?!#)|<image|<script|127\.0\.0\.1", source)
