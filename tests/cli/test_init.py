"""`smwatch init`: from a name and a website to a config that works, on a real server."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from smwatch.config.load import load_config
from tests.desk import Desk, item, rss

PAGE = b"""<!doctype html><html><head><title>Nordelait</title>
<meta name="generator" content="WordPress 6.4">
<link rel="alternate" type="application/rss+xml" title="Nordelait" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Commentaires" href="/comments/feed/">
</head><body><p>Bienvenue</body></html>"""


@pytest.fixture
def website(desk: Desk) -> Desk:
    """A brand's WordPress site with a post and comments."""
    post = desk.server.url("/post/")
    desk.server.serve("/", PAGE, content_type="text/html; charset=utf-8")
    desk.server.serve("/feed/", rss(item("Nordelait lance un yogourt", "Il est bon.", link=post), title="Nordelait"))
    comments = [item(f"Par : {who}", text, link=f"{post}#comment-{who}", author=who)
                for who, text in (("Luc", "Merci, bravo!"), ("Zoé", "C'est honteux."))]  # fmt: skip
    desk.server.serve("/comments/feed/", rss(*comments, title="Commentaires pour Nordelait"))
    return desk


def test_from_nothing_to_mentions(website: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four commands: init, check, scan, mentions."""
    file = website.folder / "made" / "smwatch.toml"
    site = website.server.url("/")
    made = website.runs(
        f"init --brand Nordelait --website {site} --languages fr,en --yes --allow-private 127.0.0.0/8 -o {file}"
    )
    assert made.code == 0, made.err
    assert "Found: Nordelait" in made.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    config = load_config(file)
    posts, comments = config.feeds
    assert (posts.url, posts.about) == (f"{site}feed/", ())
    assert (comments.url, comments.about) == (f"{site}comments/feed/", ("Nordelait",)), "what is said there is about it"
    assert config.network.allow_private == ("127.0.0.0/8",)
    assert {search.preset for search in config.searches} == {"google-news", "bing-news", "reddit"}

    # the searches would leave the machine: this test is about the website
    text = file.read_text(encoding="utf-8").partition("[[searches]]")
    file.write_text(text[0] + "[network]" + text[2].partition("[network]")[2], encoding="utf-8")
    checked = website.runs(f"check --config {file}")
    assert checked.code == 0, checked.out
    assert "✗" not in checked.out
    scanned = website.runs(f"scan --config {file} --json").json
    assert scanned["mentions"] == {"new": 3, "negative": 1, "stories": 3, "unscored": 0}
    why = {row["text"]: row["why"] for row in website.runs(f"mentions --config {file} --json").json}
    assert why == {"Il est bon.": "NAMED", "Merci, bravo!": "THREAD", "C'est honteux.": "THREAD"}


def test_a_website_elsewhere_lends_no_comments(website: Desk) -> None:
    """A comment feed that a page names on another host is not taken for the brand's own."""
    other = website.server.url("/comments/feed/", host="127.0.0.2")
    website.server.serve("/", PAGE.replace(b"/comments/feed/", other.encode()), content_type="text/html")
    file = website.folder / "new.toml"
    website.runs(f"init --brand Nordelait --website {website.server.url('/')} -y --allow-private 127.0.0.0/8 -o {file}")
    abouts = {feed.url: feed.about for feed in load_config(file).feeds}
    assert abouts[other] == ()


def test_without_a_website_there_are_searches(desk: Desk) -> None:
    file = desk.folder / "new.toml"
    made = desk.runs(f"init --brand 'Crème \"Glacée\" & Cie' --languages fr -o {file} --json")
    assert made.json == {"config": str(file), "feeds": []}
    config = load_config(file)
    assert config.brands[0].name == 'Crème "Glacée" & Cie'
    assert config.languages == ("fr",)
    assert config.network.allow_private == ()
    assert config.database == file.parent / "smwatch.db"


def test_a_website_that_is_silent_is_told_and_stops_nothing(desk: Desk) -> None:
    file = desk.folder / "new.toml"
    made = desk.runs(f"init --brand N --website http://127.0.0.1:9/ --yes --allow-private 127.0.0.0/8 -o {file}")
    assert made.code == 0
    assert "No feed was found at http://127.0.0.1:9/" in made.err
    assert load_config(file).feeds == ()


def test_it_writes_where_config_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from smwatch.cli import run

    file = tmp_path / "deep" / "mine.toml"
    assert run(["init", "--brand", "Nordelait", "--config", str(file)]) == 0
    assert load_config(file).brands[0].name == "Nordelait"
    before = file.read_bytes()
    assert run(["init", "--brand", "Autre", "--config", str(file)]) == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_it_writes_says_nothing_twice_and_loads_in_both_languages(desk: Desk, lang: str) -> None:
    file = desk.folder / f"{lang}.toml"
    desk.runs(f"--lang {lang} init --brand Nordelait -o {file}")
    assert load_config(file).language == lang


def test_check_warns_of_secrets_that_others_can_read(desk: Desk) -> None:
    desk.feed(
        "/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"), declared='headers = { X-Token = "hunter2" }'
    )
    desk.write_config().chmod(0o644)
    ran = desk.runs("check")
    assert ran.code == 0
    assert "feeds.0.headers.X-Token" in ran.out
    assert "chmod 600" in ran.out
    assert "hunter2" not in ran.out
    desk.write_config().chmod(0o600)
    assert "chmod" not in desk.runs("check").out


def test_check_tells_a_missing_password_and_a_config_without_feeds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.config += '\n[mail]\nhost = "smtp.example.com"\nuser = "rp@example.com"\npassword = "env:NO_SUCH_SECRET"\n'
    ran = desk.runs("check --offline")
    assert ran.code == 4
    assert "✗ [mail]: " in ran.out
    assert "NO_SUCH_SECRET" in ran.out
    assert "names no feed" in ran.out
    monkeypatch.setenv("NO_SUCH_SECRET", "x")
    assert desk.runs("check --offline").code == 0
