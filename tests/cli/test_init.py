"""`smwatch init`: from a name and a website to a config that works, on a real server."""

from __future__ import annotations

import stat
import sys
import time
from pathlib import Path

import pytest

from smwatch.cli.trying import Candidate, Tried, picked
from smwatch.config.load import load_config
from smwatch.locales import Speech
from smwatch.models import FeedSpec
from tests.cli.conftest import Answers
from tests.desk import Desk, item, rss

if sys.platform != "win32":
    from tests.pseudo import Pseudo

PAGE = b"""<!doctype html><html><head><title>Nordelait</title>
<meta name="generator" content="WordPress 6.4">
<link rel="alternate" type="application/rss+xml" title="Nordelait" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="Commentaires" href="/comments/feed/">
</head><body><p>Bienvenue</body></html>"""

OURS = "--allow-private 127.0.0.0/8"
OFFLINE = "--no-look --no-scan"


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
    """Four commands: init, check, scan, mentions; what is tried at first is nothing stored."""
    file = website.folder / "made" / "smwatch.toml"
    site = website.server.url("/")
    typed = f"init --brand Nordelait --website {site} --languages fr,en --yes {OURS} --no-searches -o {file}"
    made = website.runs(f"{typed} --no-scan")
    assert made.code == 0, made.err
    assert (
        f"  1  Nordelait ({site}feed/)\n     1 entry, 1 about the brand\n     “Nordelait lance un yogourt”" in made.err
    )
    assert f"  2  Commentaires pour Nordelait, comments ({site}comments/feed/)\n     2 entries, 2 about" in made.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    config = load_config(file)
    posts, comments = config.feeds
    assert (posts.url, posts.about) == (f"{site}feed/", ())
    assert (comments.url, comments.about) == (f"{site}comments/feed/", ("Nordelait",)), "what is said there is about it"
    assert config.network.allow_private == ("127.0.0.0/8",)
    assert not Path(str(config.database)).exists()
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
    website.runs(f"init --brand Nordelait --website {website.server.url('/')} -y {OURS} {OFFLINE} -o {file}")
    abouts = {feed.url: feed.about for feed in load_config(file).feeds}
    assert abouts[other] == ()


def test_without_a_website_there_are_searches(desk: Desk) -> None:
    file = desk.folder / "new.toml"
    made = desk.runs(f"init --brand 'Crème \"Glacée\" & Cie' --languages fr {OFFLINE} -o {file} --json")
    proposed = ["google-news", "bing-news", "reddit-search", "mastodon-tag"]
    assert made.json == {"config": str(file), "feeds": [], "searches": proposed, "scan": None}
    config = load_config(file)
    assert config.brands[0].name == 'Crème "Glacée" & Cie'
    assert config.languages == ("fr",)
    assert config.network.allow_private == ()
    assert config.database == file.parent / "smwatch.db"


def test_a_website_that_is_silent_is_told_and_stops_nothing(desk: Desk) -> None:
    file = desk.folder / "new.toml"
    made = desk.runs(f"init --brand N --website http://127.0.0.1:9/ --yes {OURS} {OFFLINE} -o {file}")
    assert made.code == 0
    assert "No feed was found at http://127.0.0.1:9/" in made.err
    assert load_config(file).feeds == ()


def test_it_writes_where_config_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from smwatch.cli import run

    file = tmp_path / "deep" / "mine.toml"
    assert run(["init", "--brand", "Nordelait", *OFFLINE.split(), "--config", str(file)]) == 0
    assert load_config(file).brands[0].name == "Nordelait"
    before = file.read_bytes()
    assert run(["init", "--brand", "Autre", "--config", str(file)]) == 2
    assert file.read_bytes() == before


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_it_writes_says_nothing_twice_and_loads_in_both_languages(desk: Desk, lang: str) -> None:
    file = desk.folder / f"{lang}.toml"
    desk.runs(f"--lang {lang} init --brand Nordelait {OFFLINE} -o {file}")
    assert load_config(file).language == lang


def test_it_ends_with_a_first_scan(website: Desk) -> None:
    """One command from nothing to mentions; a search that fails is told, and stops nothing."""
    file, site = website.folder / "new.toml", website.server.url("/")
    website.server.serve("/?s=Nord-Lait&feed=rss2", rss(title="Rien"))
    typed = f"init --brand Nordelait --names 'Nord-Lait, #nordelait' --website {site} --yes {OURS} -o {file}"
    made = website.runs(f"{typed} --search 'wordpress-search site={site}' --search 'discourse site={site}'")
    assert made.code == 0, made.err
    assert "not to be had now: " in made.err
    assert "3 new mentions, 1 negative" in made.err
    assert "C'est honteux." in made.out
    config = load_config(file)
    assert config.brands[0].names == ("Nordelait", "Nord-Lait", "#nordelait")
    assert [(search.preset, search.brand, search.site) for search in config.searches] == [
        ("wordpress-search", "Nordelait", site), ("discourse", "", site),
    ]  # fmt: skip
    told = website.runs(f"{typed.replace('new.toml', 'two/smwatch.toml')} --no-searches --json")
    assert told.json["feeds"] == [f"{site}feed/", f"{site}comments/feed/"]
    assert told.json["scan"]["mentions"]["negative"] == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("--search gogle-news", 'did you mean "google-news"?'),
        ("--search wordpress-search", "site"),
        ("--search 'google-news color=red'", "no preset takes color"),
        ("--search 'google-news lang=\"fr'", "a quote is open"),
        ("--search 'google-news fr'", "“fr” is no KEY=VALUE"),
        ("--search 'google-news lang=fr&x=1'", "no language code"),
        ("--search 'google-news brand=Autre'", "there is no brand Autre"),
        ("--search 'discourse site=meta.example about=Autre'", "there is no brand Autre"),
        ("--names '\"'", "there is no word in"),
        ("--names ' , '", ""),
    ],
)
def test_a_search_that_cannot_be_leaves_nothing_behind(desk: Desk, typed: str, says: str) -> None:
    file = desk.folder / "new.toml"
    ran = desk.runs(f"init --brand Nordelait {OFFLINE} {typed} -o {file}")
    assert says in ran.err
    assert ran.code == (2 if says else 0)
    assert file.exists() == (not says)


@pytest.mark.parametrize(
    ("answered", "kept"),
    [
        *((word, [0, 1, 2]) for word in ("", "tout", "ALL")),
        *((word, None) for word in ("4", "oui", "1-3", ",")),
        ("rien", []),
        ("3, 1 1", [0, 2]),
    ],
)
def test_an_answer_names_what_is_followed(answered: str, kept: list[int] | None) -> None:
    tries = [Tried(Candidate(FeedSpec(url=f"http://{n}.example/"), ())) for n in range(3)]
    assert picked(answered, tries, Speech("fr")) == (None if kept is None else [tries[n] for n in kept])


@pytest.mark.skipif(sys.platform == "win32", reason="terminals as POSIX has them")
def test_stopped_while_it_asks_it_has_written_nothing(website: Desk) -> None:
    """Ctrl-C at the last question, in a terminal: no config, no database."""
    file, site = website.folder / "made" / "smwatch.toml", website.server.url("/")
    words = f"init --brand Nordelait --names x --languages fr --website {site} --no-searches {OURS} -o {file}"
    with Pseudo([sys.executable, "-m", "smwatch", *words.split()]) as terminal:
        terminal.wait("Which of these?")
        time.sleep(0.1)  # between its words and its listening Python is deaf, for as long as nobody's finger is quick
        terminal.types("\x03")
        assert terminal.ended() == 130
    assert "Nothing was written." in terminal.text
    assert not file.parent.exists()


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


def test_what_a_search_is_about_is_a_list_of_brands(desk: Desk) -> None:
    file = desk.folder / "new.toml"
    ran = desk.runs(
        f"init --brand Nordelait {OFFLINE} --search 'discourse site=meta.example about=Nordelait' -o {file}"
    )
    assert ran.code == 0, ran.err
    assert load_config(file).searches[0].about == ("Nordelait",)


def test_a_place_that_is_taken_is_told_before_anything_is_asked(website: Desk) -> None:
    link, site = website.folder / "link.toml", website.server.url("/")
    link.symlink_to("nowhere.toml")
    for place, code in ((link, 2), (website.write_config() / "new.toml", 4)):
        ran = website.runs(f"init --brand Nordelait --website {site} --yes {OURS} --no-searches -o {place}")
        assert (ran.code, website.server.hits) == (code, 0)


def test_what_is_next_is_said_for_the_config_that_was_written(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It ran with that of the desk; what it wrote is found without being named, or named."""
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")
    assert "`smwatch check` tries" in desk.runs(f"init --brand Nordelait {OFFLINE} -o smwatch.toml").err
    assert "`smwatch --config v.toml check` tries" in desk.runs(f"init --brand Nordelait {OFFLINE} -o v.toml").err


def test_half_a_sign_is_no_mistake_of_ours(desk: Desk) -> None:
    """As a terminal that is set to another encoding hands it over."""
    ran = desk.runs(f"init --brand 'Cr\udce8me' {OFFLINE} -o {desk.folder / 'new.toml'}")
    assert ran.code == 0, ran.err
    assert load_config(desk.folder / "new.toml").brands[0].name == "Cr?me"


def test_a_blank_names_no_brand(desk: Desk, answers: Answers) -> None:
    """It is asked again at once, and not after all other questions."""
    answers(" ", "Nordelait", "", "fr", "")
    ran = desk.runs(f"init {OFFLINE} --no-searches -o {desk.folder / 'new.toml'}")
    assert ran.code == 0, ran.err
    assert load_config(desk.folder / "new.toml").brands[0].name == "Nordelait"


def test_languages_are_named_as_people_name_them(desk: Desk, answers: Answers) -> None:
    """One that it doesn't read is asked for again, and costs no answer; in a script it stops the command."""
    answers("Nordelait", "", "German", "Français et anglais", "")
    ran = desk.runs(f"init {OFFLINE} --no-searches -o {desk.folder / 'new.toml'}")
    assert ran.code == 0, ran.err
    assert load_config(desk.folder / "new.toml").languages == ("fr", "en")
    told = desk.runs(f"init --brand Nordelait --names x --languages German {OFFLINE} -o {desk.folder / 'two.toml'}")
    assert (told.code, "choose fr, en or fr,en" in told.err) == (2, True)
