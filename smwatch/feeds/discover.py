"""Which feeds a website has, each one looked at: for `smwatch init` and `smwatch feeds discover`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urljoin

from smwatch.feeds.document import Document, UnreadableError
from smwatch.feeds.entries import MAX_LINE, is_comment_feed
from smwatch.feeds.links import web_url
from smwatch.feeds.pages import feed_links, is_wordpress
from smwatch.feeds.poll import document_in
from smwatch.models import Feed, FeedKind, FeedSpec
from smwatch.protocols import Fetched, Fetcher, FetchFailed
from smwatch.text.clean import clean_line

MOST_TRIED: Final = 10  # addresses asked on one site
# Where feeds usually are, from the page's own folder and from the site's root; asked only if the page names none.
USUAL: Final = ("feed/", "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
WORDPRESS_COMMENTS: Final = ("comments/feed/", "/comments/feed/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed that was found, and is one."""

    url: str
    title: str
    kind: FeedKind
    entries: int  # in its document now


def discover(page_url: str, fetcher: Fetcher) -> list[Offer]:
    """The feeds of a website, those of posts first; the URL itself if it is one. Empty where nothing answers.

    A feed that brings the same links as one before it is left out: the same in another format.
    """
    answer = fetcher.fetch(page_url)
    if isinstance(answer, FetchFailed):
        return []
    itself = _offer(answer)
    if itself:
        return [itself[0]]
    offers: dict[frozenset[str] | str, Offer] = {}
    for url in islice(_places(answer), MOST_TRIED):
        found = _look(url, fetcher)
        if found:
            offers.setdefault(found[1] or found[0].url, found[0])
    return sorted(offers.values(), key=lambda offer: offer.kind is FeedKind.COMMENTS)


def _places(page: Fetched) -> Iterator[str]:
    """Addresses to look at, each once: those that the page names, else the usual ones."""
    named = [link.url for link in feed_links(page.body, page.headers.get("content-type", ""), page.url)]
    usual = list(() if named else USUAL)
    if is_wordpress(page.body):
        usual += WORDPRESS_COMMENTS
    guessed = [web_url(urljoin(page.url, place)) for place in usual]
    yield from dict.fromkeys(url for url in (*named, *guessed) if url and url != page.url)


def _look(url: str, fetcher: Fetcher) -> tuple[Offer, frozenset[str]] | None:
    answer = fetcher.fetch(url)
    return None if isinstance(answer, FetchFailed) else _offer(answer)


def _offer(answer: Fetched) -> tuple[Offer, frozenset[str]] | None:
    """The feed in an answer and the links of its entries; None where it is none."""
    try:
        document = document_in(answer)
    except UnreadableError:
        return None
    except Exception:  # noqa: BLE001 - whatever feedparser does on nonsense: no feed to offer
        return None
    offer = Offer(
        url=answer.moved_to or answer.url,
        title=clean_line(document.title[:MAX_LINE]),
        kind=_kind(answer.url, document),
        entries=len(document.drafts),
    )
    return offer, frozenset(draft.url for draft in document.drafts if draft.url)


def _kind(url: str, document: Document) -> FeedKind:
    comments = is_comment_feed(Feed(spec=FeedSpec(url=url), url=url), document)
    return FeedKind.COMMENTS if comments else FeedKind.ENTRIES
