from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from smwatch.config.settings import Search
from smwatch.feeds.presets import MOST_NAMES, PRESETS, UnknownPresetError, make_search, problems_of, search_feeds
from smwatch.models import Origin

BOTH = ("fr", "en")
NAMES = ("Nordelait", "Nord-Lait", "@nordelait", "#nordelait")


def asked(
    preset: str, names: tuple[str, ...] = NAMES, lang: str = "", region: str = ""
) -> list[tuple[str, dict[str, str]]]:
    found = []
    for spec in search_feeds(Search(preset=preset, brand="Nordelait", lang=lang, region=region), names, BOTH):
        parts = urlsplit(spec.url)
        found.append((f"{parts.netloc}{parts.path}", {key: value[0] for key, value in parse_qs(parts.query).items()}))
    return found


QUERY = '"Nordelait" OR "Nord-Lait"'  # the handle says nothing that the name doesn't


def test_google_news_by_language_and_region() -> None:
    place = "news.google.com/rss/search"
    assert asked("google-news") == [
        (place, {"q": QUERY, "hl": "fr-CA", "gl": "CA", "ceid": "CA:fr"}),
        (place, {"q": QUERY, "hl": "en-CA", "gl": "CA", "ceid": "CA:en"}),
    ]
    assert asked("google-news", lang="fr", region="BE") == [
        (place, {"q": QUERY, "hl": "fr-BE", "gl": "BE", "ceid": "BE:fr"})
    ]
    assert asked("google-news", lang="de")[0][1]["ceid"] == "DE:de"


def test_bing_news() -> None:
    assert asked("bing-news", lang="fr") == [
        ("www.bing.com/news/search", {"q": QUERY, "format": "rss", "mkt": "fr-CA"})
    ]


def test_a_site_for_all_languages_is_asked_once() -> None:
    assert asked("reddit") == [("www.reddit.com/search.rss", {"q": QUERY, "sort": "new"})]


def test_a_site_without_or_is_asked_for_each_name() -> None:
    assert asked("hacker-news") == [
        ("hnrss.org/newest", {"q": '"Nordelait"'}),
        ("hnrss.org/newcomments", {"q": '"Nordelait"'}),
        ("hnrss.org/newest", {"q": '"Nord-Lait"'}),
        ("hnrss.org/newcomments", {"q": '"Nord-Lait"'}),
    ]


def test_hashtags_are_names_run_together() -> None:
    assert asked("mastodon", ("L’Oréal", "Air Canada", "$$$")) == [
        ("mastodon.social/tags/LOr%C3%A9al.rss", {}),
        ("mastodon.social/tags/AirCanada.rss", {}),
    ]


def test_names_cannot_break_out_of_the_query() -> None:
    assert asked("reddit", ('a" OR x&sort=old#',))[0][1] == {"q": '"a OR x&sort=old#"', "sort": "new"}


def test_queries_have_a_length_that_sites_accept() -> None:
    many = tuple(f"nom{n}" for n in range(100))
    assert asked("reddit", many)[0][1]["q"].count(" OR ") == MOST_NAMES - 1
    assert asked("reddit", (" ", "")) == []


def test_no_name_is_left_out_where_there_are_many() -> None:
    many = tuple(f"nom{n}" for n in range(40))
    queries = [query["q"] for _, query in asked("reddit", many)]
    assert " OR ".join(queries) == " OR ".join(f'"{name}"' for name in many)
    assert len(asked("mastodon", many)) == MOST_NAMES, "a feed for each name: no more than so many"
    handles = tuple(f"@nom{n}" for n in range(MOST_NAMES))
    plain = tuple(name[1:] for name in handles)
    assert len(asked("mastodon", (*handles, *plain))) == MOST_NAMES, "what is left out takes no place"


@pytest.mark.parametrize("given", [{"lang": "fr&x=1"}, {"region": "CA#"}, {"region": "ca"}])
def test_what_no_config_may_say_makes_no_address(given: dict[str, str]) -> None:
    made = make_search("google-news", {"brand": "x", **given})
    assert isinstance(made, list)
    assert [problem.key for problem in made] == list(given)


def test_feeds_of_searches_say_where_they_come_from() -> None:
    (spec,) = search_feeds(Search(preset="reddit", brand="x"), ("x",), BOTH)
    assert (spec.source, spec.origin) == ("Reddit", Origin.SEARCH)


def test_an_unknown_preset_is_told_with_what_was_meant() -> None:
    with pytest.raises(UnknownPresetError) as misspelt:
        search_feeds(Search(preset="gogle-news", brand="x"), ("x",), BOTH)
    assert misspelt.value.arguments == {"preset": "gogle-news", "close": "google-news"}
    with pytest.raises(UnknownPresetError) as unknown:
        search_feeds(Search(preset="zzz", brand="x"), ("x",), BOTH)
    assert "google-news" in unknown.value.mend.format(**unknown.value.arguments)


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_makes_addresses_on_the_web(name: str) -> None:
    assert PRESETS[name].name == name
    for spec in search_feeds(Search(preset=name, brand="x"), ("Crème fraîche & co",), BOTH):
        assert spec.url.startswith("https://")
        assert spec.url.isascii()
        assert "{" not in spec.url


def test_what_is_changed_on_a_page_by_language() -> None:
    specs = search_feeds(
        Search(preset="wikipedia", brand="Nordelait"), ("@nordelait", "Crèmes Nord & Lait", "Nord"), BOTH
    )
    assert [spec.url for spec in specs] == [
        f"https://{lang}.wikipedia.org/w/index.php?title=Cr%C3%A8mes_Nord_%26_Lait&action=history&feed=atom"
        for lang in BOTH
    ]
    assert {(spec.about, spec.edits) for spec in specs} == {(("Nordelait",), True)}
    assert search_feeds(Search(preset="wikipedia", brand="Nordelait"), ("#nordelait",), BOTH) == ()


@pytest.mark.parametrize(
    ("preset", "given"),
    [
        ("facebook-page", {"account": "..", "instance": "x.example"}),
        ("bluesky-profile", {"account": "https://bsky.app/profile/.."}),
        ("discourse", {"site": "x.example:99999"}),
        ("discourse", {"site": "https://marie:sesame@x.example/"}),
    ],
)
def test_what_would_lead_elsewhere_is_refused_and_no_login_is_told(preset: str, given: dict[str, str]) -> None:
    (problem,) = problems_of(PRESETS[preset], given)
    assert problem.key in given
    assert "sesame" not in str(problem.arguments)
