"""What each preset's feed says, read: a small feed in the service's own shape, written for this, in presets/."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from smwatch.config.settings import Search
from smwatch.feeds.poll import read
from smwatch.feeds.presets import PRESETS, example, make_search, search_feeds
from smwatch.models import Feed, FeedKind, FeedSpec, Polled, Validators
from smwatch.protocols import Fetched, Unread

FOLDER = Path(__file__).parent / "presets"
NOW = datetime(2026, 11, 24, tzinfo=UTC)
SAID = datetime(2026, 3, 24, 8, tzinfo=UTC)
SOAP = "La crème goûte le savon."
POST = "https://blogue.example/2026/03/rappel/"
TOPIC = "https://forum.example/t/rappel-du-lot-42/1234"
THREAD = "https://www.reddit.com/r/Quebec/comments/1ab2c/nordelait/"

READ = {
    "google-news": (
        "Nordelait rappelle un lot de crème - Journal Exemple",
        "",
        "https://news.google.com/rss/articles/CBMiAbc?oc=5",
        "Nordelait rappelle un lot de crème\xa0\xa0Journal Exemple",
    ),
    "bing-news": (
        "Nordelait rappelle un lot de crème",
        "",
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&url=https%3a%2f%2fjournal.example%2frappel&c=1&mkt=fr-ca",
        "Le lot 42 est retiré des tablettes.",
    ),
    "gdelt": ("Nordelait rappelle un lot de crème", "", "https://journal.example/rappel", ""),
    "wikipedia": (
        "Jeanne : rappel du lot 42",
        "Jeanne",
        "https://fr.wikipedia.org/w/index.php?title=Nordelait&diff=2&oldid=1",
        "[+] En mars 2026, un lot est rappelé.",
    ),
    "google-alerts": (
        "Nordelait rappelle un lot de crème",
        "",
        "https://www.google.com/url?rct=j&sa=t&url=https://journal.example/rappel&ct=ga&cd=A&usg=B",
        "Le lot 42 de Nordelait est retiré\xa0...",
    ),
    "reddit-search": ("Nordelait, ça goûte quoi ?", "/u/jeanne", THREAD, "La crème Nordelait goûte le savon."),
    "reddit-subreddit": ("Nordelait, ça goûte quoi ?", "/u/jeanne", THREAD, "La crème Nordelait goûte le savon."),
    "reddit-comments": (
        "/u/jeanne on Nordelait, ça goûte quoi ?",
        "/u/jeanne",
        f"{THREAD}kx9/",
        "La crème Nordelait goûte le savon.",
    ),
    "mastodon-account": ("", "", "https://mastodon.example/@jeanne/1122", "La crème #nordelait goûte le savon."),
    "mastodon-tag": ("", "", "https://mastodon.example/@jeanne/1122", "La crème #nordelait goûte le savon."),
    "bluesky-profile": (
        "",
        "",
        "https://bsky.app/profile/nordelait.bsky.social/post/3kabc",
        "La crème du lot 42 est rappelée.",
    ),
    "youtube-channel": (
        "Le rappel expliqué",
        "Nordelait",
        "https://www.youtube.com/watch?v=abcdefghijk",
        "Pourquoi le lot 42 est rappelé.",
    ),
    "hacker-news": (
        "Nordelait opens its recall data",
        "jeanne",
        "https://news.ycombinator.com/item?id=4242",
        "Points: 3\n\n# Comments: 1",
    ),
    "hacker-news.comments": (
        'New comment by jeanne in "Nordelait opens its recall data"',
        "jeanne",
        "https://news.ycombinator.com/item?id=4243",
        "Nordelait should have said so sooner.",
    ),
    "stack-exchange": (
        "Can Nordelait cream be frozen?",
        "Jeanne",
        "https://cooking.stackexchange.com/questions/77/can-nordelait-cream-be-frozen",
        "I bought a litre of it.",
    ),
    "discourse": ("Rappel du lot 42", "jeanne", TOPIC, SOAP),
    "discourse.comments": ("Rappel du lot 42", "jeanne", f"{TOPIC}/2", SOAP),
    "discourse-topic": ("Rappel du lot 42", "jeanne", f"{TOPIC}/2", SOAP),
    "lemmy": (
        "Nordelait rappelle un lot",
        "https://lemmy.example/u/jeanne",
        "https://lemmy.example/post/55",
        "submitted by jeanne to quebec\n3 points",
    ),
    "wordpress": ("Nordelait rappelle un lot", "Jeanne", POST, SOAP),
    "wordpress.comments": ("", "Luc", f"{POST}#comment-3", SOAP),
    "wordpress-search": ("Nordelait rappelle un lot", "Jeanne", POST, SOAP),
    "wordpress-comments": ("", "Luc", f"{POST}#comment-3", SOAP),
    "blogger": ("Nordelait rappelle un lot", "Jeanne", "https://nord.blogspot.example/2026/03/rappel.html", SOAP),
    "blogger.comments": (SOAP, "Jeanne", "https://nord.blogspot.example/2026/03/rappel.html?showComment=3#c3", SOAP),
    "medium-tag": (
        "Nordelait rappelle un lot",
        "Jeanne",
        "https://medium.com/@jeanne/rappel-1?source=rss------nordelait-5",
        SOAP,
    ),
    "substack": ("Nordelait rappelle un lot", "Jeanne", "https://nordelait.substack.com/p/rappel", SOAP),
    "tumblr": ("Nordelait rappelle un lot", "", "https://nordelait.tumblr.com/post/123", SOAP),
    "pinboard": ("Nordelait rappelle un lot", "jeanne", "https://journal.example/rappel", SOAP),
    "app-store-reviews": (
        "Plante tout le temps",
        "Jeanne",
        "https://itunes.apple.com/ca/rss/customerreviews/id=1234567890/sortBy=mostRecent/9988776655",
        "Depuis la mise à jour, plus moyen de commander.",
    ),
    "x-account": (SOAP, "Jeanne", "https://x.com/nordelait/status/1", SOAP),
    "x-search": (SOAP, "Jeanne", "https://x.com/jeanne/status/2", SOAP),
    "facebook-page": (SOAP, "Jeanne", "https://www.facebook.com/nordelait/posts/1", SOAP),
    "instagram-account": (SOAP, "Jeanne", "https://www.instagram.com/p/Cabc/", SOAP),
    "linkedin-company": (SOAP, "Jeanne", "https://www.linkedin.com/posts/nordelait_1", SOAP),
    "tiktok-account": (SOAP, "Jeanne", "https://www.tiktok.com/@nordelait/video/1", SOAP),
}
"""Feed -> title, author, address and text of its one entry."""


def specs(name: str) -> tuple[FeedSpec, ...]:
    search = make_search(name, example(PRESETS[name]))
    assert isinstance(search, Search)
    return search_feeds(search, ("Nordelait",), ("fr",))


@pytest.mark.parametrize("feed", READ)
def test_what_is_read(feed: str) -> None:
    name, _, which = feed.partition(".")
    spec = specs(name)[-1 if which else 0]
    answer = Fetched(url=spec.url, status=200, body=(FOLDER / f"{feed}.xml").read_bytes(), headers={})
    unread = Unread(feed=Feed(spec=spec, url=spec.url), at=NOW, answer=answer, validators=Validators())
    result = read(unread, ("fr", "en"))
    assert isinstance(result, Polled)
    (entry,) = result.entries
    assert (entry.title, entry.author, entry.url, entry.text) == READ[feed]
    assert (entry.published, entry.kind) == (SAID, spec.kind)


def test_each_address_of_each_preset_has_a_feed_to_read() -> None:
    wanted = {f"{name}.comments" if number else name for name in PRESETS for number, _ in enumerate(specs(name))}
    assert set(READ) == wanted == {path.stem for path in FOLDER.iterdir()}
    assert {spec.kind for name in PRESETS for spec in specs(name)[1:]} == {FeedKind.COMMENTS}
