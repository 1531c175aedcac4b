"""What people type, write and run into: each mistake has its exit code, says what is wrong and how to mend it.

Each is tried for a person in both languages (stderr, nothing on stdout) and with --json (one document, nothing else).
"""

from __future__ import annotations

import os
import shlex
import sqlite3
import threading
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from smwatch.cli import run
from smwatch.store import open_store
from tests.delivery.server import Postbox, serving
from tests.desk import MAIL, Desk, Ran, item
from tests.french import english

DIGEST = '\n[[digests]]\nname = "matin"\nto = ["rp@nordelait.example"]\n'


class Mistake(NamedTuple):
    """A command line or a config, and what must be said of it."""

    typed: str
    code: int
    says: str
    mends: str


def holds(desk: Desk, mistake: Mistake) -> Ran:
    """The mistake is told as it must be, to a person and to a script; back with what the person reads."""
    ran = desk.runs(mistake.typed)
    assert ran.code == mistake.code, ran
    assert "Traceback" not in ran.err
    assert ran.out == ""
    assert mistake.says in ran.err
    assert mistake.mends in ran.err
    for typed in (f"--json {mistake.typed}", f"{mistake.typed} --json"):
        scripted = desk.runs(typed)
        assert scripted.code == mistake.code
        assert list(scripted.json) == ["error"]
        error = scripted.json["error"]
        assert list(error) == ["kind", "message", "hint"]
        assert mistake.says in error["message"]
        assert mistake.mends in error["hint"] + error["message"]
        assert scripted.err == ""
    french = desk.runs(f"--lang fr {mistake.typed}")
    assert (french.code, french.out) == (mistake.code, "")
    assert french.err.count("→") == ran.err.count("→")
    assert "--lang" in mistake.typed or english(french.err) == {}
    return ran


TYPED = (
    Mistake("scna", 2, "no command scna", "did you mean scan?"),
    Mistake("mentions lits", 2, "no command lits", "did you mean list?"),
    Mistake("scan --stirct", 2, "no option --stirct", "did you mean --strict?"),
    Mistake("check everything", 2, "“everything”", "smwatch check --help"),
    Mistake("mentions --since hier-soir", 2, "--since: “hier-soir”", "yesterday, 2026-03-24"),
    Mistake("mentions --until 9999-12-31T23:59-12:00", 2, "--until: “9999", "write 24h"),
    Mistake("mentions --brand Nestlé", 2, "no brand “Nestlé”", "it has: Nordelait"),
    Mistake("mentions --label horrible", 2, "“horrible” is no label", "negative, neutral, positive or unscored"),
    Mistake("mentions --status anwsered", 2, "“anwsered” is no status", "new, assigned, answered or ignored"),
    Mistake("mentions --limit 0", 2, "--limit can't take this value", "whole number"),
    Mistake("mentions --limit 99999999999999999999", 2, "--limit can't take this value", "whole number"),
    Mistake("mentions --limit", 2, "--limit needs a value", "smwatch mentions list --help"),
    Mistake("digest --since", 2, "--since needs a value", "smwatch digest --help"),
    Mistake("brands test Nordelait répond (vite)", 2, "no use for “répond (vite)”", "put the text in quotes"),
    Mistake("mentions show", 2, "NUMBER is missing", "smwatch mentions show --help"),
    Mistake("mentions show premier", 2, "NUMBER can't take this value", "whole number"),
    Mistake("mentions show 999", 2, "no mention 999", " mentions` lists them"),
    Mistake("mentions show 99999999999999999999", 2, "NUMBER can't take this value", "whole number"),
    Mistake("alerts show 999", 2, "no alert 999", " alerts` lists them"),
    Mistake("alerts backtest --tick jamais --input {folder}/good.jsonl", 2, "--tick: “jamais”", "15m"),
    Mistake("alerts backtest --kind wild --input {folder}/good.jsonl", 2, "--kind can't", "crisis, buzz, all"),
    Mistake("scan --wait bientôt", 2, "--wait: “bientôt”", "60s"),
    Mistake("scan --feed https://nobody.example/feed/", 2, "https://nobody.example/feed/", " feeds` lists"),
    Mistake("feeds discover", 2, "ADDRESS is missing", "smwatch feeds discover --help"),
    Mistake("digest soir", 2, "no digest “soir”", "[[digests]]"),
    Mistake("digest --since jamais", 2, "--since: “jamais”", "24h"),
    Mistake("digest --send", 4, "no [mail] table", "config.example.toml"),
    Mistake("export tout -o {folder}/x", 2, "WHAT can't take this value", "mentions, alerts, daily"),
    Mistake("export --format pdf -o {folder}/x", 2, "--format can't take", "csv, excel-csv, xlsx, ndjson"),
    Mistake("export alerts --label negative -o {folder}/x", 2, "alerts are chosen by --brand", "leave the others out"),
    Mistake("export -o {folder}/smwatch.toml/x.csv", 4, "can't be written", "-o"),
    Mistake("brands test --query 'nestlé AND (chocolat' --input {folder}/good.jsonl", 2, "(chocolat\n", "^"),
    Mistake("brands test --brand Inconnu --input {folder}/good.jsonl", 2, "no brand “Inconnu”", "Nordelait"),
    Mistake("brands test --query x --input {folder}/bad.jsonl", 2, "line 2 is no JSON", "or give the text in quotes"),
    Mistake("sentiment score --input {folder}/nothing.jsonl", 4, "nothing.jsonl can't be read", "check its name"),
    Mistake("sentiment score --scorer magique --input {folder}/good.jsonl", 2, "magique", "vader-fr"),
    Mistake("sentiment score --input {folder}/bad.jsonl", 2, "line 2", '{"id": 1, "text": "…"}'),
    Mistake("mentions --lang", 2, "--lang needs a value", "--help"),
    Mistake("status --lang de", 2, "doesn't speak “de”", "--lang fr or --lang en"),
    Mistake("init --brand Nordelait -o {folder}/smwatch.toml", 2, "is there already", "name another file"),
    Mistake("init -o {folder}/new.toml", 2, "--brand NAME", "in a terminal"),
    Mistake("init --brand Nordelait --languages de -o {folder}/new.toml", 2, "“de”", "fr, en"),
    Mistake("demo --folder {folder}", 2, "other things than an earlier demo", "--folder NAME"),
    Mistake("demo --folder {folder}/smwatch.toml", 4, "can't be written", "--folder NAME"),
)


@pytest.mark.parametrize("mistake", TYPED, ids=lambda mistake: mistake.typed.replace("{folder}/", ""))
def test_what_is_mistyped_is_told(desk: Desk, mistake: Mistake) -> None:
    (desk.folder / "good.jsonl").write_text('{"id": 1, "text": "Bonjour"}\n', encoding="utf-8")
    (desk.folder / "bad.jsonl").write_text('\n{"id": 2\n', encoding="utf-8")
    holds(desk, mistake._replace(typed=mistake.typed.replace("{folder}", str(desk.folder))))


def test_the_caret_stands_under_the_mistake(desk: Desk) -> None:
    (desk.folder / "good.jsonl").write_text('{"id": 1, "text": "Bonjour"}\n', encoding="utf-8")
    told = desk.runs(f"brands test --input {desk.folder}/good.jsonl --query 'nestlé AND (chocolat'").err.splitlines()
    at = next(number for number, line in enumerate(told) if line.strip() == "^")
    assert told[at - 1][told[at].index("^")] == "("


BRAND = '[[brands]]\nname = "Nordelait"\n'
CONFIGS = (
    (BRAND + "langage = 1\n", Mistake("status", 78, "smwatch.toml:5: brands.langage", "")),
    ('[[brands]]\nnames = ["x"]\n', Mistake("mentions", 78, "name", ";")),
    (BRAND + BRAND, Mistake("scan", 78, "Nordelait", ";")),
    ("[[brands]\n", Mistake("scan", 78, "smwatch.toml:3", ";")),
    ('[[brands]]\nname = "N"\nquery = "a AND (b"\n', Mistake("scan", 78, "a AND (b\n", "^")),
    ('[[brands]]\nname = "N"\nquery = "a AND (b"\n', Mistake("check", 78, "smwatch.toml:5: brands.query", "^")),
    (
        BRAND + '[[searches]]\npreset = "gogle-news"\nbrand = "Nordelait"\n',
        Mistake("scan", 78, "smwatch.toml:6: searches.preset", 'did you mean "google-news"?'),
    ),
    (
        BRAND
        + MAIL.format(port=1).replace("none", "starttls")
        + 'user = "rp"\npassword = "env:NO_SUCH_SECRET"\n'
        + DIGEST,
        Mistake("digest --send", 4, "NO_SUCH_SECRET", "set it where smwatch runs"),
    ),
    (BRAND + MAIL.format(port=1), Mistake("digest --send", 4, "nobody is named", "to = [")),
    (BRAND + MAIL.format(port=1) + DIGEST, Mistake("digest --send", 4, "127.0.0.1", "check host, port")),
    (BRAND + DIGEST, Mistake("digest soir", 2, "no digest “soir”", "it has: matin")),
)


@pytest.mark.parametrize(("config", "mistake"), CONFIGS, ids=[f"{n}-{m.typed}" for n, (_, m) in enumerate(CONFIGS)])
def test_what_is_wrong_in_the_config_is_told(desk: Desk, config: str, mistake: Mistake) -> None:
    desk.config = config
    holds(desk, mistake)


def test_every_mistake_in_the_config_is_told_with_its_line(desk: Desk) -> None:
    desk.config = (
        '[[brands]]\nname = 3\n\n[[feeds]]\nurl = "gopher://old.example"\n\n[alerts]\nsensitivity = "paranoid"\n'
    )
    told = desk.runs("scan").err
    assert [f"smwatch.toml:{line}:" in told for line in (4, 7, 10)] == [True] * 3


def bare(typed: str, capsys: pytest.CaptureFixture[str]) -> Ran:
    """A command line without --config."""
    code = run(shlex.split(typed))
    return Ran(code, *capsys.readouterr())


def test_without_a_config_the_way_to_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("SMWATCH_CONFIG", raising=False)
    for typed in ("scan", "mentions", "check"):
        ran = bare(typed, capsys)
        assert ran.code == 78
        assert "no config was found" in ran.err
        assert "`smwatch init`" in ran.err
    assert bare("--json scan", capsys).json["error"]["kind"] == "config"
    missing = bare("scan --config nowhere.toml", capsys)
    assert missing.code == 78
    assert "nowhere.toml" in missing.err
    assert bare("--config", capsys).code == 2
    assert bare("scan --config --json", capsys).json["error"]["message"] == "--config needs a value"


def test_a_query_on_a_text_needs_no_config_that_is_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SMWATCH_CONFIG", raising=False)
    Path("smwatch.toml").write_text("nonsense = 1\n", encoding="utf-8")
    Path("text.txt").write_text("Un rappel", encoding="utf-8")
    for typed in ("brands test --query rappel 'Un rappel'", "brands test --query rappel --input text.txt"):
        ran = bare(typed, capsys)
        assert ran.code == 0
        assert "✓ Un ‹rappel›" in ran.out
        assert ran.err.startswith(f"{tmp_path}/smwatch.toml has mistakes, and isn't needed here")
        assert bare(f"{typed} --config smwatch.toml", capsys).code == 78
    assert bare("brands test 'Un rappel'", capsys).code == 78
    assert bare("brands test --query rappel --url http://127.0.0.1:9/", capsys).code == 78, "its proxy may be needed"


def test_feeds_that_are_none_are_told_and_stop_nothing(desk: Desk) -> None:
    page = desk.feed("/page/")
    desk.server.serve("/page/", b"<!doctype html><title>Accueil</title><p>Bonjour", content_type="text/html")
    gone, dead = desk.feed("/gone/", status=410), "http://127.0.0.1:9/feed/"
    desk.config += f'\n[[feeds]]\nurl = "{dead}"\n'
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    ran = desk.runs("scan --strict")
    assert ran.code == 3
    assert all(f"✗ {url}: " in ran.err for url in (page, gone, dead))
    assert desk.later(days=3).runs("scan --all").code == 0
    kinds = {f["feed"]: f["kind"] for f in desk.later(days=3).runs("scan --all --json").json["failures"]}
    assert kinds == {page: "not_a_feed", dead: "connect"}, "what is gone is never asked again"
    checked = desk.runs("check")
    assert checked.code == 3
    assert [f"✗ {url}" in checked.out for url in (page, gone, dead)] == [True] * 3


def test_a_file_that_is_no_database_is_left_alone(desk: Desk) -> None:
    file = desk.folder / "smwatch.db"
    file.write_text("Des notes de réunion\n" * 200, encoding="utf-8")
    for typed in ("scan", "mentions", "status"):
        holds(desk, Mistake(typed, 4, "is no smwatch database", "another name"))
    assert file.read_text(encoding="utf-8").startswith("Des notes")
    checked = desk.runs("check")
    assert checked.code == 4
    assert f"✗ {file}" in checked.out


def test_a_database_where_none_can_be(desk: Desk) -> None:
    (desk.folder / "smwatch.db").mkdir()
    holds(desk, Mistake("scan", 4, "can't be opened", "check"))


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_closed_to_us(desk: Desk) -> None:
    desk.write_config()
    desk.folder.chmod(0o500)
    try:
        assert run(["--config", str(desk.folder / "smwatch.toml"), "scan"]) == 4
    finally:
        desk.folder.chmod(0o700)


def test_a_database_that_somebody_else_writes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.runs("scan")
    monkeypatch.setattr("smwatch.store.open_store", partial(open_store, patience=0.05))
    with closing(sqlite3.connect(desk.folder / "smwatch.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        holds(desk, Mistake("scan", 4, "locked by another program", "DB Browser"))
    assert desk.runs("scan").code == 0


def test_two_scans_at_once(desk: Desk) -> None:
    """The second one leaves with 5; with --wait it waits its turn."""
    desk.runs("scan")
    store = open_store(desk.folder / "smwatch.db")
    with store.scanning():
        holds(desk, Mistake("scan", 5, "another scan or rescore is running", "--wait 60s"))
        assert desk.runs("mentions").code == 0, "readers never wait"
        begun = time.monotonic()
        assert desk.runs("scan --wait 1s").code == 5
        assert time.monotonic() - begun >= 1
    held = threading.Event()

    def _hold() -> None:
        with store.scanning():
            held.set()
            time.sleep(0.3)

    other = threading.Thread(target=_hold)
    other.start()
    held.wait()
    assert desk.runs("scan --wait 30s").code == 0
    other.join()
    store.close()


def test_a_mail_server_that_takes_nobody(desk: Desk) -> None:
    with serving(Postbox(refuse=frozenset({"rp@nordelait.example"}))) as port:
        desk.config = BRAND + MAIL.format(port=port) + DIGEST
        holds(desk, Mistake("digest --send", 4, "refused every recipient", "check `to`"))


def test_bytes_that_are_no_text_find_nothing(desk: Desk) -> None:
    desk.runs("scan")
    assert desk.runs("mentions --search x\udcff --author \udcff").code == 0


def test_a_bug_says_where_to_report_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smwatch.cli.status.DAY", "a day")
    ran = desk.runs("status")
    assert ran.code == 1
    assert "Traceback" not in ran.err
    assert "issues" in ran.err
    assert "Traceback" in desk.runs("status --verbose").err
    assert desk.runs("status --json").json["error"]["kind"] == "bug"


def test_every_mistake_of_a_config_is_told_at_once_its_queries_too(desk: Desk) -> None:
    brands = (
        '[[brands]]\nname = "a"\nquery = "x OR titre:y"\n[[brands]]\nname = "b"\nnames = ["ra*"]\ncontext = ["…"]\n'
    )
    desk.config = f"nonsense = 1\n{brands}"
    said = desk.runs("check").err
    for place in (
        "toml:3: nonsense: ",
        "toml:6: brands.query: ",
        "toml:9: brands.names: ",
        "toml:10: brands.context: ",
    ):
        assert place in said
    assert "x OR title:y" in said


def test_a_query_is_looked_at_whatever_else_is_wrong_with_its_brand(desk: Desk) -> None:
    desk.config = '[[brands]]\nname = "a"\nquery = \'"Lactibelle\'\ncontext = ["lait"]\n'
    said = desk.runs("check").err
    assert "either a query or names" in said
    assert "this quote is never closed" in said


def test_an_empty_name_is_told_once(desk: Desk) -> None:
    for names in ('[""]', '["b", " "]'):
        desk.config = f'[[brands]]\nname = "a"\nnames = {names}\n'
        (told,) = desk.runs("check").err.splitlines()
        assert "this is empty" in told


def test_a_mistake_in_a_query_of_several_lines_is_told_on_its_line(desk: Desk) -> None:
    query = "Lactibelle OR yogourt\n  # commentaire\n  OR ra*"
    for quotes, line in (("'''", 7), ('"""\n', 8)):
        desk.config = f'[[brands]]\nname = "a"\nquery = {quotes}{query}{quotes.strip()}\n'
        said = desk.runs("check").err
        assert f"smwatch.toml:{line}: brands.query: column 6: " in said
        assert "\n      OR ra*\n         ^" in said
    assert "smwatch: line 3, column 6: " in desk.runs(f'brands test x --query "{query}"').err


def test_it_is_told_how_many_mistakes_of_a_query_the_proposal_mends(desk: Desk) -> None:
    desk.config = "[[brands]]\nname = \"a\"\nquery = 'titre:a OR ra* OR (b'\n"
    assert "(this mends 2 other mistakes too)" in desk.runs("check").err
    assert "(this mends 2 other mistakes too)" in desk.runs("brands test x --query 'titre:a OR ra* OR (b'").err


def test_the_option_whose_query_is_wrong_is_named(desk: Desk) -> None:
    ran = desk.runs("brands test x --query a --compare '(b'")
    assert ran.code == 2
    assert "--compare: column 1: " in ran.err


def test_check_points_at_words_that_may_be_operators(desk: Desk) -> None:
    desk.config = '[[brands]]\nname = "a"\nquery = "rappel or lot"\n'
    ran = desk.runs("check")
    assert ran.code == 0
    assert "“or” is looked for as a word" in ran.out
    assert "rappel OR lot" in ran.out
    assert "\n    rappel or lot\n           ^\n" in ran.out


def test_check_points_at_names_that_look_like_queries(desk: Desk) -> None:
    desk.config = '[[brands]]\nname = "a"\nnames = ["Lacti OR Belle"]\ncontext = ["lait OU beurre", "lait"]\n'
    ran = desk.runs("check")
    assert ran.code == 0
    assert "! a: in names, “Lacti OR Belle” is looked for as it stands" in ran.out
    assert "! a: in context, “lait OU beurre”" in ran.out
    assert ran.out.count("a name is no query") == 2
