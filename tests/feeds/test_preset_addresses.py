"""What each preset asks for, to the letter: French names with accents, quotes, several names, addresses as pasted."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from smwatch.config.settings import Search
from smwatch.errors import Problem
from smwatch.feeds.preset import Group
from smwatch.feeds.presets import PRESETS, example, make_search, preset_named, search_feeds
from smwatch.models import FeedKind

NAMES = ("Crèmes L’Été", 'Nord-"Lait"', "@nordelait")
EITHER = "%22Cr%C3%A8mes%20L%E2%80%99%C3%89t%C3%A9%22%20OR%20%22Nord-Lait%22%20OR%20%22%40nordelait%22"
FIRST, SECOND, THIRD = EITHER.split("%20OR%20")
TAGS = ("Cr%C3%A8mesL%C3%89t%C3%A9", "NordLait", "nordelait")
HYPHENS = ("cr%C3%A8mes-l-%C3%A9t%C3%A9", "nord-lait", "nordelait")
ALERT = "https://www.google.com/alerts/feeds/012345/6789"
UC = "UCabcdefghijklmnopqrstuv"
HUB = "https://rsshub.example"


@dataclass(frozen=True)
class Case:
    """A [[searches]] table, and what is polled for it."""

    preset: str
    given: dict[str, str]
    entries: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    names: tuple[str, ...] = NAMES


BRAND = {"brand": "Nordelait"}
GNEWS = "https://news.google.com/rss/search?q="
APPS = "https://itunes.apple.com"
GDELT = "https://api.gdeltproject.org/api/v2/doc/doc"
LAST = "&mode=artlist&format=rss&maxrecords=250&timespan=3d&sort=datedesc"

CASES = (
    Case(
        "google-news",
        BRAND,
        (f"{GNEWS}{EITHER}&hl=fr-CA&gl=CA&ceid=CA:fr", f"{GNEWS}{EITHER}&hl=en-CA&gl=CA&ceid=CA:en"),
    ),
    Case("google-news", BRAND | {"lang": "en", "region": "US"}, (f"{GNEWS}{EITHER}&hl=en-US&gl=US&ceid=US:en",)),
    Case(
        "bing-news",
        BRAND | {"lang": "fr"},
        (f"https://www.bing.com/news/search?q={EITHER}&format=rss&mkt=fr-CA",),
    ),
    Case(
        "gdelt",
        BRAND,
        (
            f"{GDELT}?query=%28%22Cr%C3%A8mes%20L%20%C3%89t%C3%A9%22%20OR%20%22Nord%20Lait%22%20OR%20%22nordelait%22%29{LAST}",
        ),
    ),
    Case("gdelt", BRAND | {"lang": "fr"}, (f"{GDELT}?query=%22Val%20Dor%C3%A9%22{LAST}",), names=("Val-Doré",)),
    Case(
        "wikipedia",
        BRAND,
        tuple(
            f"https://{lang}.wikipedia.org/w/index.php?title=Cr%C3%A8mes_L%E2%80%99%C3%89t%C3%A9&action=history&feed=atom"
            for lang in ("fr", "en")
        ),
    ),
    Case("google-alerts", {"feed": ALERT}, (ALERT,)),
    Case("google-alerts", {"feed": "http://google.ca/alerts/feeds/012345/6789?x#y"}, (ALERT,)),
    Case("reddit-search", BRAND, (f"https://www.reddit.com/search.rss?q={EITHER}&sort=new",)),
    Case("reddit", BRAND | {"lang": "fr"}, (f"https://www.reddit.com/search.rss?q={EITHER}&sort=new",)),
    Case("reddit-subreddit", {"subreddit": "r/Quebec"}, ("https://www.reddit.com/r/Quebec/new/.rss",)),
    Case(
        "reddit-subreddit",
        {"subreddit": "https://old.reddit.com/r/montreal+quebec/top/?t=week"},
        ("https://www.reddit.com/r/montreal+quebec/new/.rss",),
    ),
    Case("reddit-comments", {"subreddit": "Quebec"}, (), ("https://www.reddit.com/r/Quebec/comments/.rss",)),
    Case("mastodon-account", {"account": "@nordelait@Masto.Example"}, ("https://masto.example/@nordelait.rss",)),
    Case(
        "mastodon-account",
        {"account": "http://masto.example:8080/web/@nordelait/1234"},
        ("http://masto.example:8080/@nordelait.rss",),
    ),
    Case("mastodon-tag", BRAND, tuple(f"https://mastodon.social/tags/{tag}.rss" for tag in TAGS)),
    Case("mastodon", BRAND, tuple(f"https://mastodon.social/tags/{tag}.rss" for tag in TAGS)),
    Case(
        "mastodon-tag",
        {"tag": "#crème", "site": "https://jasette.example/explore?x=1"},
        ("https://jasette.example/tags/cr%C3%A8me.rss",),
    ),
    Case("bluesky-profile", {"account": "@nordelait.example"}, ("https://bsky.app/profile/nordelait.example/rss",)),
    Case(
        "bluesky-profile",
        {"account": "https://bsky.app/profile/did:plc:abc123/post/3k"},
        ("https://bsky.app/profile/did:plc:abc123/rss",),
    ),
    Case("youtube-channel", {"channel": UC}, (f"https://www.youtube.com/feeds/videos.xml?channel_id={UC}",)),
    Case(
        "youtube-channel",
        {"channel": f"https://m.youtube.com/channel/{UC}/videos?view=0"},
        (f"https://www.youtube.com/feeds/videos.xml?channel_id={UC}",),
    ),
    Case(
        "hacker-news",
        BRAND,
        tuple(f"https://hnrss.org/newest?q={name}" for name in (FIRST, SECOND, THIRD)),
        tuple(f"https://hnrss.org/newcomments?q={name}" for name in (FIRST, SECOND, THIRD)),
    ),
    Case(
        "stack-exchange",
        BRAND | {"site": "cooking.stackexchange.com"},
        tuple(f"https://cooking.stackexchange.com/feeds/tag/{tag}" for tag in HYPHENS),
    ),
    Case(
        "stack-exchange",
        {"site": "https://stackoverflow.com/questions", "tag": "nord-lait"},
        ("https://stackoverflow.com/feeds/tag/nord-lait",),
    ),
    Case(
        "discourse",
        {"site": "forum.été.example/"},
        ("https://forum.xn--t-9fab.example/latest.rss",),
        ("https://forum.xn--t-9fab.example/posts.rss",),
    ),
    Case(
        "discourse-topic",
        {"topic": "https://example.org/forum/t/rappel-des-crèmes/42/7?u=a"},
        (),
        ("https://example.org/forum/t/rappel-des-cr%C3%A8mes/42.rss",),
    ),
    Case("lemmy", {"community": "!quebec@lemmy.example"}, ("https://lemmy.example/feeds/c/quebec.xml?sort=New",)),
    Case(
        "lemmy",
        {"community": "https://lemmy.example/c/quebec?a"},
        ("https://lemmy.example/feeds/c/quebec.xml?sort=New",),
    ),
    Case(
        "wordpress",
        {"site": "http://127.0.0.1:8000/blogue/?utm=1#top"},
        ("http://127.0.0.1:8000/blogue/feed/",),
        ("http://127.0.0.1:8000/blogue/comments/feed/",),
    ),
    Case(
        "wordpress-search",
        BRAND | {"site": "blogue.example"},
        tuple(f"https://blogue.example/?s={name}&feed=rss2" for name in (FIRST, SECOND, THIRD)),
    ),
    Case(
        "wordpress-comments",
        {"post": "https://blogue.example/2026/03/l%27été/?utm=1#comment-3"},
        (),
        ("https://blogue.example/2026/03/l%27%C3%A9t%C3%A9/feed/",),
    ),
    Case(
        "blogger",
        {"site": "https://nord.blogspot.example"},
        ("https://nord.blogspot.example/feeds/posts/default",),
        ("https://nord.blogspot.example/feeds/comments/default",),
    ),
    Case("medium-tag", BRAND, tuple(f"https://medium.com/feed/tag/{tag}" for tag in HYPHENS)),
    Case("medium-tag", {"tag": "https://medium.com/tag/air-canada"}, ("https://medium.com/feed/tag/air-canada",)),
    *(
        Case("substack", {"account": account}, ("https://nordelait.substack.com/feed",))
        for account in ("nordelait", "https://nordelait.substack.com/p/un", "substack.com/@nordelait")
    ),
    *(
        Case("tumblr", {"account": account}, ("https://nordelait.tumblr.com/rss",))
        for account in ("nordelait", "https://nordelait.tumblr.com/", "https://www.tumblr.com/nordelait/123/x")
    ),
    Case("pinboard", BRAND, tuple(f"https://feeds.pinboard.in/rss/t:{tag}/" for tag in TAGS)),
    Case("pinboard", {"tag": "https://pinboard.in/t:lait/"}, ("https://feeds.pinboard.in/rss/t:lait/",)),
    Case(
        "app-store-reviews",
        BRAND | {"app": "id1234567890"},
        (),
        (f"{APPS}/ca/rss/customerreviews/id=1234567890/sortBy=mostRecent/xml",),
    ),
    Case(
        "app-store-reviews",
        BRAND | {"app": "https://apps.apple.com/fr/app/crème/id1234567890?l=fr", "region": "FR"},
        (),
        (f"{APPS}/fr/rss/customerreviews/id=1234567890/sortBy=mostRecent/xml",),
    ),
    Case("x-account", {"instance": HUB, "account": "https://x.com/nordelait"}, (f"{HUB}/twitter/user/nordelait",)),
    Case("x-search", BRAND | {"instance": HUB}, (f"{HUB}/twitter/keyword/{EITHER}",)),
    Case(
        "facebook-page",
        {"instance": f"{HUB}/", "account": "https://www.facebook.com/nord.lait/"},
        (f"{HUB}/facebook/page/nord.lait",),
    ),
    Case(
        "instagram-account",
        {"instance": HUB, "account": "@nord.lait"},
        (f"{HUB}/instagram/user/nord.lait",),
    ),
    Case(
        "linkedin-company",
        {"instance": HUB, "account": "https://ca.linkedin.com/company/nord-lait/about/"},
        (f"{HUB}/linkedin/company/nord-lait/posts",),
    ),
    Case("tiktok-account", {"instance": HUB, "account": "@nord.lait"}, (f"{HUB}/tiktok/user/@nord.lait",)),
)


def made(preset: str, given: dict[str, str]) -> Search:
    search = make_search(preset, given)
    assert isinstance(search, Search), search
    return search


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.preset} {' '.join(case.given.values())}")
def test_what_is_asked_for(case: Case) -> None:
    specs = search_feeds(made(case.preset, case.given), case.names, ("fr", "en"))
    assert tuple(spec.url for spec in specs if spec.kind is FeedKind.ENTRIES) == case.entries
    assert tuple(spec.url for spec in specs if spec.kind is FeedKind.COMMENTS) == case.comments


def test_every_preset_is_in_the_table() -> None:
    assert {preset_named(case.preset).name for case in CASES} == set(PRESETS)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)
def test_the_example_of_each_preset_makes_feeds(preset: object) -> None:
    (one,) = [each for each in PRESETS.values() if each is preset]
    specs = search_feeds(made(one.name, example(one)), ("Nordelait",), ("fr",))
    assert len(specs) == len(one.addresses)
    assert all(spec.url.isascii() and "{" not in spec.url for spec in specs)
    assert {spec.source for spec in specs} == {"" if one.titles else one.title}


def test_all_of_what_is_written_about_an_app_is_about_its_brand() -> None:
    specs = search_feeds(made("app-store-reviews", BRAND | {"app": "1234567890"}), NAMES, ("fr",))
    assert [spec.about for spec in specs] == [("Nordelait",)]
    own = Search(preset="discourse", site="forum.example", about=("Nordelait",))
    assert {spec.about for spec in search_feeds(own, (), ("fr",))} == {("Nordelait",)}


def test_names_of_which_a_site_takes_nothing_are_not_asked_for() -> None:
    for preset in ("gdelt", "mastodon-tag", "medium-tag", "pinboard"):
        assert search_feeds(Search(preset=preset, brand="x"), ("$$$",), ("fr",)) == ()


Told = list[tuple[str, str, str]]

WRONG: tuple[tuple[str, dict[str, str], Told], ...] = (
    ("discourse", {}, [("site", "this key is missing", 'add site = "https://forum.example/"')]),
    (
        "discourse",
        {"site": "un forum"},
        [("site", "un forum is no address of a website", 'write it as "https://forum')],
    ),
    ("google-news", {}, [("brand", "this key is missing", 'add brand = "…"')]),
    ("mastodon-tag", {}, [("brand", "this key is missing", 'add brand = "…", or tag = "nordelait"')]),
    ("medium-tag", {"tag": "deux mots"}, [("tag", "deux mots is no tag", 'write it as "nordelait"')]),
    (
        "discourse",
        {"site": "a.example", "brand": "Nordelait"},
        [("brand", 'the preset "discourse" searches for no brand', 'write about = ["Nordelait"]')],
    ),
    (
        "google-news",
        {"brand": "x", "site": "a.example"},
        [("site", 'the preset "google-news" takes no site', "remove it; this preset takes: brand, lang, region")],
    ),
    (
        "lemmy",
        {"community": "quebec", "lang": "fr"},
        [
            ("community", "quebec is no community of Lemmy with its server", 'write it as "quebec@lemmy.example"'),
            ("lang", 'the preset "lemmy" takes no lang', "this preset takes: community"),
        ],
    ),
    ("x-account", {"account": "a"}, [("instance", "X has no public feed", "an instance of RSSHub")]),
    ("youtube-channel", {"channel": "@nordelait"}, [("channel", "which channel of YouTube", UC)]),
    ("mastodon-account", {"account": "@nordelait"}, [("account", "with its server", "@mastodon.example")]),
    ("wordpress-comments", {"post": "https://a.example/?p=12"}, [("post", "no address of a post", "https://")]),
    ("wordpress", {"site": "a..example"}, [("site", "no address of a website", "https://")]),
    ("app-store-reviews", {"brand": "x", "app": "Nordelait"}, [("app", "no app of the App Store", "1234567890")]),
)


@pytest.mark.parametrize(("preset", "given", "told"), WRONG, ids=lambda value: str(value)[:40])
def test_what_is_missing_superfluous_or_of_no_use(preset: str, given: dict[str, str], told: Told) -> None:
    problems = make_search(preset, given)
    assert isinstance(problems, list)
    assert [problem.key for problem in problems] == [key for key, _, _ in told]
    for problem, (_, what, mend) in zip(problems, told, strict=True):
        assert what in problem.what.format(**problem.arguments)
        assert mend in problem.mend.format(**problem.arguments)


def test_what_was_pasted_is_told_short() -> None:
    problems = make_search("discourse", {"site": "x " * 5_000})
    assert isinstance(problems, list)
    assert len(str(problems[0].arguments["value"])) == 60


def test_every_preset_says_what_it_gives_and_who_says_so() -> None:
    for preset in PRESETS.values():
        assert all((preset.about, preset.limits, preset.source, preset.title))
        assert bool(preset.needs) == preset.experimental == (preset.group is Group.CLOSED)
        assert [one for one in preset.parameters if one.required or one.default or one.instead] == list(
            preset.parameters
        )
    groups = [preset.group for preset in PRESETS.values() if preset.group is Group.CLOSED]
    assert len(groups) == 6


def test_a_former_name_isnt_one_of_todays() -> None:
    former = [name for preset in PRESETS.values() for name in preset.former]
    assert sorted(former) == ["mastodon", "reddit"]
    assert not set(former) & set(PRESETS)


def test_patterns_take_little_time_for_much_text() -> None:
    hostile = ("a" * 5_000, "a." * 5_000, "https://a" + "/@" * 5_000, "reddit.com/r/" + "a+" * 5_000, "a/t/" * 5_000)
    began = time.perf_counter()
    for preset in PRESETS.values():
        for one in preset.parameters:
            for text in hostile:
                make_search(preset.name, {one.name: text})
    assert time.perf_counter() - began < 2  # it takes a twentieth of a second


def test_a_key_that_no_search_has_is_told_as_one_too_many() -> None:
    problems = make_search("discourse", {"preset": "discourse", "site": "a.example", "colour": "red"})
    assert isinstance(problems, list)
    assert [problem.key for problem in problems] == ["colour"]


def test_a_problem_has_a_key_that_the_config_knows() -> None:
    problems = make_search("lemmy", {})
    assert problems == [
        Problem(
            0,
            "community",
            "this key is missing",
            'add {name} = "{example}"',
            {"name": "community", "example": "quebec@lemmy.example", "title": "Lemmy"},
        )
    ]
