"""Presets that other packages bring: found by name, used in a config, and told as theirs where they are no good."""

from __future__ import annotations

from pathlib import Path

import pytest

from smwatch.config.settings import Search
from smwatch.errors import NothingDoneError
from smwatch.feeds.presets import UnknownPresetError, make_search, preset_named, search_feeds
from smwatch.mistakes import preset_problems
from tests.desk import Desk
from tests.plugs import install

ACME = '''
"""A forum that nobody else knows."""

from smwatch.feeds.preset import SITE, Group, Parameter, Preset

FORUM = Parameter(
    name="site", about="where it begins", example="https://acme.example", forms=(SITE,), wrong="{value} is no forum"
)


def named(name, entries, parameters=(FORUM,)):
    return lambda: Preset(
        name=name,
        title="Acme",
        group=Group.FORUMS,
        about="what people say about a brand at Acme's",
        limits="all of it",
        source="acme.example",
        entries=entries,
        parameters=parameters,
    )


forum = named("acme-forum", ("{base}/rss?q={query}",))
other = named("other", ("{base}/rss",))
broken = named("broken", ("{base}/{nothing}",))
strange = named("strange", ("{base}",), (Parameter(name="x", about="", example="x", forms=("x",), wrong=""),))
news = named("google-news", ("https://acme.example/",))


def text():
    return "no preset"


def crash():
    raise ImportError("libacme.so is missing")
'''

POINTS = (
    "acme-forum = acme:forum\nmisnamed = acme:other\nbroken = acme:broken\nstrange = acme:strange\n"
    "text = acme:text\ncrash = acme:crash\ngoogle-news = acme:news"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed packages."""
    packages = tmp_path / "packages"
    packages.mkdir()
    install(packages, "acme", ACME, presets=POINTS)
    monkeypatch.syspath_prepend(packages)
    return packages


def test_a_preset_of_another_package_is_one_like_the_others() -> None:
    search = make_search("acme-forum", {"brand": "Nordelait", "site": "forum.acme.example"})
    assert isinstance(search, Search)
    (spec,) = search_feeds(search, ("Crème", "Lait"), ("fr",))
    assert spec.url == "https://forum.acme.example/rss?q=%22Cr%C3%A8me%22%20OR%20%22Lait%22"
    assert spec.source == "Acme"
    missing = preset_problems([{"preset": "acme-forum", "brand": "x"}], {"searches.0": 7})
    assert [(problem.key, problem.line) for problem in missing] == [("searches.0.site", 7)]


def test_a_misspelt_one_is_told_and_ours_cant_be_replaced() -> None:
    with pytest.raises(UnknownPresetError) as misspelt:
        preset_named("acme-forun")
    assert misspelt.value.arguments["close"] == "acme-forum"
    assert preset_named("google-news").title == "Google News"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("misnamed", "gives no Preset that bears its name"),
        ("text", "gives no Preset that bears its name: 'no preset'"),
        ("broken", "KeyError: 'nothing'"),
        ("strange", "takes keys that there aren't: x"),
        ("crash", "ImportError: libacme.so is missing"),
    ],
)
def test_one_that_is_no_good_is_told_as_the_packages_mistake(name: str, told: str) -> None:
    with pytest.raises(NothingDoneError) as raised:
        preset_named(name)
    said = raised.value.what.format(**raised.value.arguments)
    assert name in said
    assert told in said
    assert "[[searches]]" in raised.value.mend
    assert preset_problems([{"preset": name}], {}) == []


def test_the_listing_has_the_good_and_warns_of_the_others(desk: Desk) -> None:
    listed = desk.runs("feeds presets --json")
    names = [row["name"] for row in listed.json]
    assert names.count("google-news") == 1
    assert names[-1] == "acme-forum"
    assert all(name in listed.err for name in ("misnamed", "text", "broken", "strange", "crash"))
    shown = desk.runs("feeds presets acme-forum")
    assert "what people say about a brand at Acme's" in shown.out
    assert 'site = "https://acme.example"' in shown.out
