"""`smwatch brands test` as a person types it: on a text, a file, a web address, and on what is stored."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from pathlib import Path

import pytest
from rich.console import Console

from smwatch.cli import run
from smwatch.cli.arguments import Globals
from smwatch.cli.brands import tell_hints
from smwatch.cli.terminal import Terminal
from smwatch.models import Brand
from tests.desk import Desk, Ran, item, rss

BRANDS = """
[[brands]]
name = "Nordelait"
exclude = ["rue Nordelait"]
[[brands]]
name = "Rivale"
query = "rivale NOT concours"
"""


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bare:
    """Somebody without a config."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("SMWATCH_CONFIG", raising=False)
    return Bare(capsys)


class Bare:
    """Types words, each as it is."""

    def __init__(self, capture: pytest.CaptureFixture[str]) -> None:
        self.capture = capture

    def __call__(self, *words: str) -> Ran:
        self.capture.readouterr()
        code = run(["brands", "test", *words])
        return Ran(int(code), *self.capture.readouterr())


def test_a_text_shows_what_was_found_and_why(bare: Bare) -> None:
    ran = bare("--query", "nestle", "Nestlé répond aux critiques")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "✓ ‹Nestlé› répond aux critiques\n  found: “Nestlé”\n"


def test_a_text_that_does_not_match_says_what_is_missing(bare: Bare) -> None:
    ran = bare("--query", "nestle NEAR/2 kitkat", "Nestlé répond aux critiques")
    assert ran.code == 0
    assert ran.out.startswith("✗ Nestlé répond aux critiques\n  ")
    assert "kitkat" in ran.out
    assert "‹" not in ran.out


def test_in_french(bare: Bare) -> None:
    ran = bare("--lang", "fr", "--query", "nestle", "Nestlé répond")
    assert "trouvé\u00a0: «\u00a0Nestlé\u00a0»" in ran.out


def test_a_script_gets_one_document(bare: Bare) -> None:
    (found,) = bare("--json", "--query", "nestle", "<p>Chez <b>Nestlé</b>").json
    assert {key: found[key] for key in ("match", "spans", "text", "lang", "published")} == {
        "match": True, "spans": [["text", 5, 11]], "text": "Chez Nestlé", "lang": "fr", "published": None,
    }  # fmt: skip
    assert found["why"] == "found: “Nestlé”"


def test_every_brand_of_the_config_says_whether_and_why(desk: Desk) -> None:
    desk.config = BRANDS
    ran = desk.runs("brands test 'Un concours de Rivale, 3 rue Nordelait'")
    head, *told = ran.out.splitlines()
    assert head.strip() == "Un concours de Rivale, 3 rue Nordelait"
    assert told[0].startswith("✗ Nordelait · “Nordelait” only where it doesn't count")
    assert told[1] == "✗ Rivale · the query says NOT, and it is there: “concours”"
    assert desk.runs("brands test 'Nordelait et Rivale' --json").json[0]["brands"] == ["Nordelait", "Rivale"]
    assert desk.runs("brands test --brand rivale 'Rivale ouvre'").out.startswith("✓ ‹Rivale› ouvre")


def test_long_texts_are_shown_around_what_was_found(bare: Bare, tmp_path: Path) -> None:
    far = " ".join(f"mot{n}" for n in range(100))
    (tmp_path / "texte.txt").write_text(f"{far}\n\nNordelait est ici. {far} et là Nordelait. {far}", encoding="utf-8")
    lines = bare("--query", "nordelait", "--input", "texte.txt").out.splitlines()
    assert max(map(len, lines)) <= 80
    told = " ".join(line.strip() for line in lines)
    assert told.startswith("✓ … mot")
    assert told.count("‹Nordelait›") == 2
    assert told.count("…") == 3
    assert len(lines) <= 7


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        (
            "page.html",
            "<!doctype html><title>Un titre</title><script>rivale</script><p>Nor<b>delait</b>",
            "‹Nordelait›",
        ),
        ("texte", "Dans la rue, Nordelait & cie".encode("utf-16"), "‹Nordelait› & cie"),
        ("note.json", "Nordelait, en latin : déjà".encode("latin-1"), "‹Nordelait›, en latin : déjà"),
        ("accolade.txt", "[Vidéo] Nordelait", "[Vidéo] ‹Nordelait›"),
    ],
)
def test_files_are_what_they_hold_whatever_their_name(
    bare: Bare, tmp_path: Path, name: str, content: str | bytes, shown: str
) -> None:
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    ran = bare("--query", "nordelait -rivale", "--input", name)
    assert ran.out.startswith("✓ ")
    assert shown in ran.out


POSTS = (
    item("Nordelait ouvre", "Une usine.", link="http://a.example/1"),
    item("Rien à voir", "Il pleut rue Nordelait.", link="http://a.example/2"),
    item("Un titre", "Rivale, puis Nordelait.", link="http://a.example/3"),
)
FEED = rss(*POSTS, title="Le fil")


def test_a_feed_is_its_entries(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "x.bin").write_bytes(FEED)
    ran = bare("--query", "nordelait NOT rue", "--input", "x.bin")
    shown = re.sub(r"\d\d:\d\d", "08:00", ran.out)  # wherever the machine stands
    assert shown.startswith("✓ 2010-03-17 08:00 · Le fil\n  ‹Nordelait› ouvre\n  Une usine.\n  found: “Nordelait”\n")
    tail = ran.out.partition("\n\n")[2]
    assert tail.splitlines() == [
        "2 of 3 entries match.", "Why the others don't:", "    1 the query says NOT, and it is there: “rue”",
    ]  # fmt: skip
    answers = bare("--query", "nordelait NOT rue", "--input", "x.bin", "--json").json
    assert [(a["id"], a["match"]) for a in answers] == [("1", True), ("2", False), ("3", True)]
    assert answers[0]["source"] == "Le fil"
    assert answers[0]["url"] == "http://a.example/1"
    assert answers[0]["published"] == "2010-03-17T08:00:00Z"


def test_a_json_feed_in_one_line_is_no_json_lines(bare: Bare, tmp_path: Path) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Fil", "items": [{"id": "1", "content_text": "N"}]}
    for number, text in enumerate((json.dumps(feed), json.dumps(feed, indent=1))):
        (tmp_path / f"{number}.json").write_text(text, encoding="utf-8")
        assert "1 of 1 entries" in bare("--query", "n", "--input", f"{number}.json").out


def test_lines_of_json_in_a_file_are_answered_as_ever(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text('\n{"id": 7, "text": "Nordelait"}\n{"id": 8, "text": "x"}\n', encoding="utf-8")
    answers = [json.loads(line) for line in bare("--query", "nordelait", "--input", "x.txt").out.splitlines()]
    assert [list(answer) for answer in answers] == [["id", "match", "spans", "why"]] * 2
    assert [answer["match"] for answer in answers] == [True, False]
    (tmp_path / "empty.jsonl").touch()
    assert bare("--query", "nordelait", "--input", "empty.jsonl") == Ran(0, "", "")


def test_a_list_that_another_command_printed_is_lines_too(desk: Desk) -> None:
    stored(desk)
    (desk.folder / "m.json").write_text(desk.runs("mentions --json").out, encoding="utf-8")
    lines = desk.runs(f"brands test --query rivale --input {desk.folder}/m.json").out.splitlines()
    assert [json.loads(line)["match"] for line in lines] == [
        row["title"] == "Un titre" for row in desk.runs("mentions --json").json
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_lines_that_come_through_a_pipe(bare: Bare, tmp_path: Path) -> None:
    reader, writer = os.pipe()
    os.write(writer, b'{"id": 1, "text": "Nordelait"}\n')
    os.close(writer)
    assert json.loads(bare("--query", "nordelait", "--input", f"/dev/fd/{reader}").out)["match"] is True
    os.close(reader)


def test_web_addresses_are_fetched_with_the_guard_of_the_config(desk: Desk, bare: Bare) -> None:
    desk.server.serve("/feed/", FEED)
    desk.server.serve("/page/", "<html><title>Accueil</title><p>Nordelait", content_type="text/html")
    page = desk.server.url("/page/")
    assert desk.runs(f"brands test --query nordelait {page}").out == "✓ Accueil\n  ‹Nordelait›\n  found: “Nordelait”\n"
    assert "3 of 3 entries match." in desk.runs(f"brands test --query nordelait --url {desk.server.url('/feed/')}").out
    (desk.folder / "smwatch.toml").unlink()
    asked = desk.server.hits
    ran = bare("--query", "nordelait", page)
    assert (ran.code, ran.out) == (4, "")
    assert 'allow_private = ["127.0.0.1"]' in ran.err
    assert desk.server.hits == asked, "nobody asks an address inside"


def test_what_an_address_fails_with_is_told(desk: Desk) -> None:
    desk.server.serve("/gone/", status=404)
    desk.server.serve("/x.pdf", b"%PDF-1.7 Nordelait", content_type="application/pdf")
    for path, told in (("/gone/", "(404)"), ("/x.pdf", "this is a PDF document")):
        ran = desk.runs(f"brands test --query nordelait {desk.server.url(path)} --json")
        assert ran.code == 4
        assert told in ran.json["error"]["message"]
    ran = desk.runs("brands test --query x https://user:secret@nothing.invalid/")
    assert ran.code == 4
    assert "secret" not in ran.err


def stored(desk: Desk) -> Desk:
    """A desk that has scanned a feed with three entries, and one of long ago."""
    desk.config = BRANDS
    old = item("Nordelait autrefois", "Vieux.", link="http://a.example/0", at=desk.now.replace(year=2008))
    desk.feed("/feed/", *POSTS, old, declared='source = "Le fil"')
    desk.runs("scan")
    return desk


def test_what_is_stored_is_tried_mentions_or_not(desk: Desk) -> None:
    stored(desk)
    ran = desk.runs("brands test --query pleut --stored")
    assert ran.out.startswith("✓ 2010-03-17 08:00 · Le fil\n  Rien à voir\n  Il ‹pleut› rue Nordelait.\n")
    assert "1 of 4 entries matches." in ran.out
    assert "1 of 3 entries matches." in desk.runs("brands test --query pleut --stored --since 30d").out
    assert "0 of 1 entries match." in desk.runs("brands test --query pleut --stored --until 2009-01-01").out
    (answer,) = desk.runs("brands test --query pleut --stored --json").json
    assert (answer["match"], answer["title"], answer["source"]) == (True, "Rien à voir", "Le fil")


def test_the_newest_come_first_and_the_rest_is_counted(desk: Desk) -> None:
    ran = stored(desk).runs("brands test --stored --limit 1")
    assert "Nordelait ouvre" in ran.out.replace("‹", "").replace("›", "")
    assert "autrefois" not in ran.out
    assert "3 of 4 entries match. Of each brand: Nordelait 3, Rivale 1." in ran.out
    assert "Only the newest is shown; --limit shows more." in ran.err
    assert len(desk.runs("brands test --stored --json").json) == 3
    assert [each["brands"] for each in desk.runs("brands test --stored --json --limit 1").json] == [["Nordelait"]]


def test_nothing_stored_says_what_to_do(desk: Desk) -> None:
    ran = desk.runs("brands test --stored --query x")
    assert (ran.code, ran.out) == (0, "")
    assert f"`{desk.smwatch} scan`" in ran.err
    assert desk.runs("brands test --stored --query x --json").json == []


def test_a_change_shows_what_it_would_win_and_lose(desk: Desk) -> None:
    stored(desk)
    ran = desk.runs("brands test --brand nordelait --compare 'nordelait NOT rivale' --stored --since 30d")
    assert ran.code == 0
    assert ran.out.splitlines()[:3] == [
        "= 1 entry of 3 is found by both", "+ 1 entry would be won", "− 1 entry would be lost",
    ]  # fmt: skip
    won, lost = ran.out.split("\n\n")[1:]
    assert won == "+ 2010-03-17 08:00 · Le fil\n  Rien à voir\n  Il pleut rue ‹Nordelait›.\n  found: “Nordelait”"
    assert lost.startswith("− 2010-03-17 08:00 · Le fil\n  Un titre\n  Rivale, puis ‹Nordelait›.\n")
    assert "the query says NOT, and it is there: “Rivale”" in lost
    document = desk.runs("brands test --brand nordelait --compare 'nordelait NOT rivale' --stored --json").json
    assert list(document) == ["entries", "same", "won", "lost", "more"]
    assert (document["entries"], document["same"]) == (4, 2)
    assert [[each["title"] for each in document[key]] for key in ("won", "lost")] == [["Rien à voir"], ["Un titre"]]
    assert document["won"][0]["spans"] == [["text", 13, 22]]


def test_a_change_of_much_is_counted(desk: Desk) -> None:
    stored(desk)
    ran = desk.runs("brands test --query rien --compare nordelait --stored --limit 1 --json").json
    assert ([each["title"] for each in ran["won"]], ran["more"]) == (["Nordelait ouvre"], {"won": 2, "lost": 0})
    assert ran["same"] == 1
    assert "Only the newest is" in desk.runs("brands test --query rien --compare nordelait --stored --limit 1").err


def test_a_change_is_tried_on_lines_too(bare: Bare, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n{"id": 3, "text": "a b"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))
    document = bare("--query", "a", "--compare", "b", "--json").json
    assert [each["id"] for each in document["won"]] == [2]
    assert [each["id"] for each in document["lost"]] == [1]
    assert document["same"] == 1


def test_both_queries_show_their_mistakes(bare: Bare) -> None:
    ran = bare("--query", "a AND", "--compare", "(b", "x")
    assert (ran.code, ran.out) == (2, "")
    assert "--query: " in ran.err
    assert "--compare: " in ran.err
    assert sum(line.strip() == "^" for line in ran.err.splitlines()) == 2
    scripted = bare("--query", "a AND", "--compare", "(b", "x", "--json").json["error"]
    assert scripted["kind"] == "query"
    assert scripted["message"].count("^") == 2
    assert "(b\n^" in bare("--query", "a", "--compare", "(b", "x").err


@pytest.mark.parametrize(
    ("typed", "code", "told", "mend"),
    [
        ("--query a --brand b x", 2, "--query and --brand can't go together", "leave one"),
        ("--query a --stored x", 2, "a text and --stored can't go together", "leave one"),
        ("--query a --input x --url http://a.example/", 2, "--input and --url can't go together", "leave one"),
        ("--query a --since 3d x", 2, "--since chooses among what is stored", "add --stored"),
        ("--query a --until 3d x", 2, "--until chooses among what is stored", "add --stored"),
        ("--compare a x", 2, "--compare needs a query", "--query or --brand"),
        ("--query a ''", 2, "the text is empty", "quotes"),
        ("--query a '<b> </b>'", 2, "the text is empty", "quotes"),
        ("--query a --input {folder}/empty.txt", 4, "empty.txt is empty", "JSON Lines"),
        ("--query a --input {folder}/data", 4, "data of another kind", "JSON Lines"),
        ("--query a --input {folder}/noise", 4, "data of another kind", "JSON Lines"),
        ("--query a --input {folder}/map.xml", 4, "sitemap", "JSON Lines"),
        ("--query a --input ''", 2, "--input needs a value", "article.txt"),
        ("--query a --input {folder}/nowhere", 4, "can't be read", "its name"),
        ("--query a --input {folder}", 4, "can't be read", "its name"),
        ("--query a --input {folder}/big.txt", 4, "has more than 10 MB", "JSON Lines"),
        ("--brand Nordelais x", 2, "no brand “Nordelais”", "did you mean “Nordelait”?"),
        ("--query a --stored --since hier-soir", 2, "--since: “hier-soir”", "yesterday"),
    ],
)
def test_what_cannot_be_is_told(desk: Desk, typed: str, code: int, told: str, mend: str) -> None:
    (desk.folder / "empty.txt").touch()
    (desk.folder / "data").write_bytes(b"\x7fELF\2\1\1\0\0\0\0" * 9)
    (desk.folder / "noise").write_bytes(bytes(range(1, 256)) * 9)
    (desk.folder / "map.xml").write_text("<urlset><url><loc>http://a.example/</loc></url></urlset>", encoding="utf-8")
    if "big" in typed:
        (desk.folder / "big.txt").write_bytes(b"a " * 5_000_001)
    ran = desk.runs(f"brands test {typed.replace('{folder}', str(desk.folder))}")
    assert (ran.code, ran.out) == (code, "")
    assert told in ran.err
    assert mend in ran.err
    error = desk.runs(f"brands test {typed.replace('{folder}', str(desk.folder))} --json").json["error"]
    assert told in error["message"]


def test_a_text_that_is_the_name_of_a_file(bare: Bare, tmp_path: Path) -> None:
    (tmp_path / "texte.txt").write_text("Nordelait", encoding="utf-8")
    ran = bare("--query", "nordelait", "texte.txt")
    assert ran.out.startswith("✗ texte.txt\n")
    assert "--input texte.txt reads the file" in ran.err
    assert bare("--query", "nordelait", "Nordelait " * 200).err == ""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals to open here")
def test_on_a_terminal_without_anything_it_is_told_what_to_give(bare: Bare, monkeypatch: pytest.MonkeyPatch) -> None:
    master, slave = os.openpty()
    with os.fdopen(slave) as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        ran = bare("--query", "nordelait")
    os.close(master)
    assert ran.code == 2
    assert "--input FILE" in ran.err
    assert "--stored" in ran.err


def test_colours_take_the_place_of_marks(bare: Bare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    out = bare("--query", "nestle", "Nestlé répond").out
    assert "‹" not in out
    assert "\x1b[1;4mNestlé\x1b[0m" in out


def test_a_person_is_told_what_a_brand_of_the_config_may_not_mean() -> None:
    terminal, screen = Terminal(Globals(lang="en")), io.StringIO()
    terminal.err = Console(file=screen, force_terminal=True, color_system=None, highlight=False)
    tell_hints(terminal, Brand(name="Rivale", query="rivale OU concurrente"), "rivale ET nord")
    tell_hints(terminal, Brand(name="Rivale", names=("Ri OR Vale",)), None)
    told = screen.getvalue()
    assert "rivale OU concurrente\n       ^\n  → if you mean the operator, write rivale OR concurrente" in told
    assert "write rivale AND nord" in told
    assert "a name is no query" in told
