"""Feeds are followed, shown and let go from the command line; the config stays its owner's."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from smwatch.cli import run
from tests.cli.conftest import Answers
from tests.desk import Desk, Ran, item, rss

PAGE = """<!DOCTYPE html><html><head><title>Nordelait</title>
<link rel="alternate" type="application/rss+xml" href="/news/feed/">
<link rel="alternate" type="application/rss+xml" href="/blog/feed/"></head></html>"""
CONFIG = """\
# Ours.
database = "smwatch.db"
timezone = "UTC"

[[brands]]
name = "Nordelait"   # us

[[brands]]
name = "Val-Doré"
kind = "competitor"

# What we read.
[network]
allow_private = ["127.0.0.0/8"]
"""


@dataclass
class Editor:
    """A desk whose config is written once, and then changed by commands alone."""

    desk: Desk

    @property
    def path(self) -> Path:
        return self.desk.folder / "smwatch.toml"

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def url(self, path: str) -> str:
        return self.desk.server.url(path)

    def runs(self, typed: str) -> Ran:
        self.desk.capture.readouterr()
        code = run(["--config", str(self.path), *shlex.split(typed)], clock=lambda: self.desk.now)
        out, err = self.desk.capture.readouterr()
        return Ran(int(code), out, err)


@pytest.fixture
def editor(desk: Desk) -> Editor:
    """A config without feeds, and a website before it."""
    posts = [item(f"Billet {n}", "Nordelait, encore", link=f"http://a.example/{n}") for n in range(2)]
    desk.server.serve("/", PAGE, content_type="text/html")
    desk.server.serve(
        "/blog/feed/", rss(*posts, item("Pluie", "Il pleut", link="http://a.example/9"), title="Le blogue")
    )
    desk.server.serve("/news/feed/", rss(item("X", "Bof", link="http://b.example/1"), title="Nouvelles"))
    made = Editor(desk)
    made.path.write_text(CONFIG, encoding="utf-8")
    return made


def test_a_feed_is_looked_at_and_written(editor: Editor) -> None:
    url = editor.url("/blog/feed/")
    ran = editor.runs(f"feeds add {url} --tag presse --tag Québec --comments all --about nordelait")
    assert ran.code == 0
    assert ran.out.splitlines() == [url, "    Le blogue", "    3 entries, mentions among them now: Nordelait 3"]
    block = f'\n[[feeds]]\nurl = "{url}"\nabout = ["Nordelait"]\ncomments = "all"\ntags = ["presse", "Québec"]\n'
    assert editor.text == CONFIG.replace('kind = "competitor"\n', f'kind = "competitor"\n{block}')
    assert editor.desk.server.requests("/blog/feed/") == 1, "a look and what it brings are one request"
    again = editor.runs(f"feeds add {url.replace('http://', 'HTTP://')}/ {editor.url('/news/feed/')}")
    assert f"Followed already: {url}" in again.err
    assert editor.text.count("[[feeds]]") == 2


def test_a_page_offers_its_feeds(editor: Editor) -> None:
    ran = editor.runs(f"feeds add {editor.url('/')}")
    assert (ran.code, editor.text) == (4, CONFIG)
    assert editor.url("/blog/feed/") in ran.out
    assert f"take one: {editor.desk.smwatch} feeds add {editor.url('/news/feed/')}" in ran.err
    taken = editor.runs(f"feeds add {editor.url('/')} --yes --json").json
    assert [(one["title"], one["mentions"]) for one in taken["added"]] == [
        ("Nouvelles", {}),
        ("Le blogue", {"Nordelait": 2}),
    ]
    assert editor.text.count("[[feeds]]") == 2


def test_in_a_terminal_each_feed_of_a_page_is_asked_for(editor: Editor, answers: Answers) -> None:
    answers("n", "o")
    ran = editor.runs(f"feeds add {editor.url('/')}")
    assert ran.code == 0
    assert "Found: Nouvelles" in ran.err
    assert editor.url("/blog/feed/") in editor.text
    assert editor.url("/news/feed/") not in editor.text


def test_nothing_is_written_by_a_dry_run(editor: Editor) -> None:
    ran = editor.runs(f"feeds add {editor.url('/blog/feed/')} google-news --brand nordelait --no-look --dry-run")
    assert ran.code == 0
    assert ran.out == (
        f'[[searches]]\npreset = "google-news"\nbrand = "Nordelait"\n\n[[feeds]]\nurl = "{editor.url("/blog/feed/")}"\n'
    )
    assert "Nothing was written" in ran.err
    assert editor.text == CONFIG


def test_a_preset_is_added_for_a_brand(editor: Editor) -> None:
    ran = editor.runs("feeds add google-news brand=Val-Doré --lang fr --region ca --no-look")
    assert (ran.code, "https://news.google.com/rss/search" in ran.out) == (0, True)
    assert '[[searches]]\npreset = "google-news"\nbrand = "Val-Doré"\nlang = "fr"\nregion = "CA"\n' in editor.text
    assert "Followed already" in editor.runs("feeds add google-news --brand Val-Doré --lang fr --no-look").err
    assert editor.text.count("[[searches]]") == 1


def test_a_preset_takes_what_it_needs_as_words(editor: Editor) -> None:
    ran = editor.runs("feeds add discourse site=https://meta.example/ --about Nordelait --no-look")
    assert ran.code == 0
    assert '[[searches]]\npreset = "discourse"\nabout = ["Nordelait"]\nsite = "https://meta.example/"\n' in editor.text
    assert editor.runs("feeds remove discourse").out == "Removed: discourse https://meta.example/\n"
    assert editor.text == CONFIG


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("feeds add google-newz --brand Nordelait --no-look", 2, 'did you mean "google-news"'),
        ("feeds add google-news --no-look", 2, "name the brand: --brand NAME"),
        ("feeds add google-news --brand Nordlait --no-look", 2, "did you mean “Nordelait”"),
        ("feeds add google-news --brand Nordelait --region Canada --no-look", 2, "region: "),
        ("feeds add google-news --brand Nordelait colour=red --no-look", 2, "no preset takes colour"),
        ("feeds add https://a.example/ --lang fr --no-look", 2, "lang belongs to a preset"),
        ("feeds add google-news --brand Nordelait --tag x --no-look", 2, "--tag belongs to an address"),
        ("feeds add mastodon-account --brand Nordelait --no-look", 2, "brand: "),
        ("feeds add mastodon-account --no-look", 2, "account: "),
        ("feeds add gopher://a.example/ --no-look", 2, "no web address"),
        ("feeds add https://a.example/ --tag ' ' --no-look", 2, "this is empty"),
        ("feeds add https://a.example/ --comments some", 2, "choose one of: mentions, all, none"),
        ("feeds add http://nothing.invalid/feed", 4, "smwatch: "),
        ("feeds remove google-news", 2, "the config names no feed “google-news”"),
        ("feeds import nowhere.opml", 2, "nowhere.opml can't be read"),
        ("feeds list --tag presse", 2, "no feed bears the tag “presse”"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(editor: Editor, typed: str, code: int, told: str) -> None:
    ran = editor.runs(typed)
    assert ran.code == code
    assert told in ran.err
    assert editor.text == CONFIG
    assert "Traceback" not in ran.err


def test_an_address_of_ones_own_network_says_how_it_is_let_through(editor: Editor) -> None:
    editor.path.write_text(CONFIG.replace('"127.0.0.0/8"', ""))
    for command in ("add", "preview"):
        ran = editor.runs(f"feeds {command} {editor.url('/blog/feed/')}")
        assert (ran.code, 'allow_private = ["127.0.0.1' in ran.err) == (4, True)


def test_a_config_that_is_wrong_is_told_and_left_alone(editor: Editor) -> None:
    broken = CONFIG + "\n[alerts]\nsensitivity = 'paranoid'\n[[searches]]\npreset = 'nope'\nbrand = 'Nordelait'\n"
    editor.path.write_text(broken)
    (editor.desk.folder / "a.txt").write_text("https://a.example/\n")
    for typed in ("add https://a.example/ --no-look", "remove nope", f"import {editor.desk.folder}/a.txt"):
        ran = editor.runs(f"feeds {typed}")
        assert (ran.code, "smwatch.toml:17" in ran.err) == (78, True)
    assert editor.text == broken


def test_feeds_go_and_what_they_brought_stays(editor: Editor) -> None:
    urls = [editor.url("/blog/feed/"), editor.url("/news/feed/")]
    editor.runs(f"feeds add {urls[0]} --source 'Le Blogue' --no-look")
    editor.runs(f"feeds add {urls[1]} --no-look")
    written = editor.text
    shown = editor.runs(f"feeds remove {urls[0]} --dry-run")
    assert (shown.out, editor.text) == (f'[[feeds]]\nurl = "{urls[0]}"\nsource = "Le Blogue"\n', written)
    unknown = editor.runs(f"feeds remove {urls[0].replace('blog', 'blig')}")
    assert (unknown.code, f"did you mean “{urls[0]}”?" in unknown.err) == (2, True)
    gone = editor.runs(f"feeds remove 'le blogue' {urls[1]}")
    assert gone.out.splitlines() == [f"Removed: {url}" for url in urls]
    assert "stays" in gone.err
    assert editor.text == CONFIG


def test_what_is_not_in_the_config_itself_is_told_where_it_comes_from(editor: Editor) -> None:
    editor.runs("feeds add mastodon --brand Val-Doré --no-look")
    editor.runs("feeds add google-news --brand Nordelait --no-look")
    editor.runs("feeds add google-news --brand Val-Doré --no-look")
    assert (
        "by its preset: mastodon, google-news"
        in editor.runs("feeds remove https://mastodon.social/tags/ValDor%C3%A9.rss").err
    )
    several = editor.runs("feeds remove google-news")
    assert (several.code, "stands for several: google-news Nordelait, google-news Val-Doré" in several.err) == (2, True)
    assert editor.runs("feeds remove google-news --brand nordelait").out == "Removed: google-news Nordelait\n"
    assert editor.runs("feeds remove google-news mastodon --json").json["removed"] == [
        {"table": "searches", "name": "google-news Val-Doré"}, {"table": "searches", "name": "mastodon Val-Doré"}
    ]  # fmt: skip
    assert editor.text == CONFIG


def test_a_preview_shows_entries_and_stores_nothing(editor: Editor) -> None:
    ran = editor.runs(f"feeds preview {editor.url('/blog/feed/')}")
    assert ran.code == 0
    assert "    3 entries, mentions among them now: Nordelait 2" in ran.out
    assert "[Nordelait] Billet 0" in ran.out
    assert not (editor.desk.folder / "smwatch.db").exists()
    found = editor.runs(f"feeds preview {editor.url('/')} --json").json
    assert [one["entries"] for one in found] == [1, 3]
    assert sorted(entry["brands"] for entry in found[1]["newest"]) == [[], ["Nordelait"], ["Nordelait"]]


def test_a_login_is_written_and_never_shown(editor: Editor) -> None:
    url = editor.url("/blog/feed/").replace("://", "://marie:sesame@")
    for options in ("", "--json"):
        ran = editor.runs(f"feeds add {url} {options}")
        assert "sesame" not in ran.out + ran.err
    assert "marie:sesame@" in editor.text
    exported = editor.runs("feeds export")
    assert ("sesame" in exported.out, "hold a login" in exported.err) == (True, True)
    masked = url.replace("marie:sesame@", "***@")
    assert editor.runs(f"feeds remove {masked}").out == f"Removed: {masked}\n"
    assert editor.text == CONFIG


def test_errors_are_said_in_french(editor: Editor) -> None:
    assert "nommez la marque" in editor.runs("--lang fr feeds add google-news --no-look").err.lower()
    assert "aucun fil" in editor.runs("--lang fr feeds remove https://a.example/").err


def test_a_login_is_not_shown_by_a_dry_run_either(editor: Editor) -> None:
    ran = editor.runs("feeds add https://marie:sesame@a.example/ --no-look --dry-run")
    assert 'url = "https://***@a.example/"' in ran.out
    editor.runs("feeds add https://marie:sesame@a.example/ --no-look")
    editor.path.write_text(
        editor.text.replace('example/"', 'example/"\nheaders = { X-Token = "hun\\"ter", Y = "env:Y" }')
    )
    ran = editor.runs("feeds remove https://***@a.example/ --dry-run")
    assert ran.out == '[[feeds]]\nurl = "https://***@a.example/"\nheaders = { X-Token = "***", Y = "env:Y" }\n'


def test_what_is_counted_is_the_file_that_was_read(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody takes out the first feed while another one is asked about the second."""
    for name in "abc":
        editor.runs(f"feeds add https://{name}.example/ --source {name != 'a' and 'same'} --no-look")
    first = '[[feeds]]\nurl = "https://a.example/"\nsource = "False"\n\n'
    assert first in editor.text

    def answer(*_: object, **__: object) -> str:
        editor.path.write_text(editor.text.replace(first, ""))
        return "o"

    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.prompt", answer)
    ran = editor.runs("feeds remove same")
    assert (ran.code, "changed meanwhile" in ran.err) == (4, True)
    assert editor.text.count("[[feeds]]") == 2


def test_a_preset_takes_brands_that_it_is_about(editor: Editor) -> None:
    """about=X is a list in the config; what the config would refuse is asked of no server."""
    ran = editor.runs("feeds add discourse site=https://meta.example/ about=Nordelait about=Val-Doré --no-look")
    assert (ran.code, 'about = ["Nordelait", "Val-Doré"]' in editor.text) == (0, True)
    ran = editor.runs(f"feeds add wordpress-search site={editor.url('/')} lang=fr%26 brand=Nordelait")
    assert (ran.code, "no language code" in ran.err, editor.desk.server.hits) == (2, True, 0)


def test_what_is_followed_already_is_not_asked_again(editor: Editor) -> None:
    editor.runs(f"feeds add {editor.url('/gone/')} --no-look")
    ran = editor.runs(f"feeds add {editor.url('/gone/')}")
    assert (ran.code, "Followed already" in ran.err, editor.desk.server.hits) == (0, True, 0)


def test_nothing_stands_for_no_feed(editor: Editor) -> None:
    """As where a variable of a script is empty."""
    editor.runs("feeds add https://a.example/ --no-look")
    before = editor.text
    ran = editor.runs("feeds remove '' --yes")
    assert (ran.code, editor.text) == (2, before)


def test_a_preview_of_no_place_is_none(editor: Editor) -> None:
    ran = editor.runs("feeds preview lang=fr")
    assert (ran.code, "none is named" in ran.err) == (2, True)
