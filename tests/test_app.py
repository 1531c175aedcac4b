"""The front door: parts are built late, chosen in one place, and mistakes in queries and searches are told together."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smwatch.app import App, utc_now
from smwatch.config.load import load_text
from smwatch.config.settings import DigestSettings
from smwatch.errors import ConfigError, NothingDoneError, SmwatchError
from smwatch.models import FeedSpec, Polled, PollFailed
from tests.desk import item, rss
from tests.server import FeedServer

BRAND = '[[brands]]\nname = "Nordelait"\nnames = ["Nordelait", "Nord-Lait"]\n'
MAIL = '[mail]\nhost = "127.0.0.1"\nuser = "rp@nordelait.example"\n'
NOW = datetime(2010, 3, 17, 8, tzinfo=UTC)


def made(text: str, folder: Path, lang: str = "") -> App:
    """The app of a config."""
    return App(config=load_text(text, folder / "smwatch.toml"), clock=lambda: NOW, lang=lang)


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    app = made('database = "x.db"\n' + BRAND, tmp_path)
    assert app.config.database == tmp_path / "x.db"
    app.close()
    assert list(tmp_path.iterdir()) == [], "closing opens nothing either"
    assert app.store.feeds() == []
    assert app.store is app.store
    app.close()
    assert (tmp_path / "x.db").exists()


def test_the_command_line_wins_over_the_config_and_it_over_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    assert made(BRAND, tmp_path).speech.lang == "fr"
    english = 'language = "en"\ntimezone = "America/Toronto"\n' + BRAND
    assert made(english, tmp_path).speech.lang == "en"
    assert made(english, tmp_path, "fr").speech.lang == "fr"
    assert made(english, tmp_path).speech.zone == ZoneInfo("America/Toronto")


def test_searches_become_feeds_in_each_language(tmp_path: Path) -> None:
    feed = '[[feeds]]\nurl = "https://a.example/feed/"\n'
    app = made(BRAND + feed + '[[searches]]\npreset = "google-news"\nbrand = "Nordelait"\n', tmp_path)
    urls = [spec.url for spec in app.specs]
    assert urls[0] == "https://a.example/feed/"
    assert len(urls) == 3
    assert all("Nordelait" in url and "Nord-Lait" in url for url in urls[1:])


def test_every_query_and_every_search_that_is_wrong_is_told(tmp_path: Path) -> None:
    text = "".join(
        f'[[brands]]\nname = "{n}"\nquery = "{q}"\n' for n, q in (("a", "x AND"), ("b", "fine"), ("c", "(y"))
    )
    with pytest.raises(ConfigError) as queries:
        made(text, tmp_path).check_queries()
    assert [(p.line, p.key) for p in queries.value.problems] == [(3, "brands.0.query"), (9, "brands.2.query")]
    assert all("^" in problem.picture for problem in queries.value.problems)
    search = '[[searches]]\npreset = "{}"\nbrand = "Nordelait"\n'
    with pytest.raises(ConfigError) as presets:
        _ = made(BRAND + search.format("gogle-news") + search.format("what"), tmp_path).specs
    assert [problem.line for problem in presets.value.problems] == [5, 8]


def test_secrets_are_resolved_when_used_and_a_missing_one_stops_only_its_feed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: FeedServer
) -> None:
    server.serve("/feed/", rss(item("Nordelait", "Bonjour", link="http://a.example/1")))
    (tmp_path / "token").write_text("from a file\n", encoding="utf-8")
    app = made(BRAND + f'[network]\nallow_private = ["127.0.0.1:{server.port}"]\n', tmp_path)
    spec = FeedSpec(url=server.url("/feed/"), headers={"X-One": "env:SMWATCH_ONE", "X-Two": "file:token"})
    monkeypatch.delenv("SMWATCH_ONE", raising=False)
    failed = app.try_feed(spec)
    assert isinstance(failed, PollFailed)
    assert "SMWATCH_ONE" in failed.message.format(**failed.args)
    assert server.seen == [], "nothing was asked without it"
    monkeypatch.setenv("SMWATCH_ONE", "from the environment")
    polled = app.try_feed(spec)
    assert isinstance(polled, Polled)
    assert [mention.brand for mention in polled.mentions] == ["Nordelait"]
    sent = server.seen[0].headers
    assert (sent["x-one"], sent["x-two"]) == ("from the environment", "from a file")
    app.close()
    assert not Path(str(app.config.database)).is_relative_to(tmp_path), "trying a feed stores nothing"


@pytest.mark.parametrize(
    ("more", "to", "says"),
    [
        ("", ("a@example.com",), "[mail]"),
        (MAIL, (), "nobody is named"),
        (MAIL + 'password = "env:NO_SUCH_SECRET"\n', ("a@example.com",), "NO_SUCH_SECRET"),
    ],
)
def test_what_mail_lacks_is_told_before_anything_is_sent(
    tmp_path: Path, more: str, to: tuple[str, ...], says: str
) -> None:
    with pytest.raises(SmwatchError, match=says.replace("[", r"\[")) as told:
        made(BRAND + more, tmp_path).channels.digest(DigestSettings(name="matin", to=to))
    assert told.value.mend
    assert told.value.exit_code == 4


def test_who_sends_is_the_sender_else_the_user(tmp_path: Path) -> None:
    for more, author in (("", "rp@nordelait.example"), ('from = "smwatch <s@nordelait.example>"\n', "smwatch <s@nord")):
        mail = made(BRAND + MAIL + more, tmp_path).config.mail
        assert mail is not None
        assert mail.author.startswith(author)


def test_brands_are_found_whatever_their_case(tmp_path: Path) -> None:
    app = made(BRAND, tmp_path)
    assert app.brand("NORDELAIT") is app.config.brands[0]
    assert app.brand("Rivale") is None


def test_a_database_that_cannot_be_opened_is_told_when_it_is_used(tmp_path: Path) -> None:
    app = made('database = "smwatch.db"\n' + BRAND, tmp_path)
    (tmp_path / "smwatch.db").mkdir()
    with pytest.raises(NothingDoneError):
        _ = app.store
    app.close()


def test_only_here_the_machine_is_asked_for_the_time() -> None:
    assert utc_now().tzinfo is UTC
    asking = [
        path.name
        for path in (Path(__file__).parent.parent / "smwatch").rglob("*.py")
        if any(word in path.read_text("utf-8") for word in ("datetime.now(", ".utcnow(", "time.time(", "date.today("))
    ]
    assert asking == ["app.py"]
