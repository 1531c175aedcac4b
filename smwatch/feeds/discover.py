"""Which feeds a website has, each one looked at: for `smwatch init` and `smwatch feeds discover`.

First what the page names, then what its platform is known to have, then, where nothing was found, the usual places.
However many a page names, MOST_TRIED addresses are asked; a host that doesn't answer is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from smwatch.feeds.comments import site_comment_specs
from smwatch.feeds.document import Document, Draft, UnreadableError
from smwatch.feeds.entries import MAX_LINE, is_comment_feed
from smwatch.feeds.links import web_url, without_login
from smwatch.feeds.pages import Page
from smwatch.feeds.poll import document_in
from smwatch.feeds.shapes import Guess, guesses
from smwatch.locales import N_
from smwatch.models import FailureKind, Feed, FeedKind, FeedSpec
from smwatch.protocols import Fetched, Fetcher, FetchFailed
from smwatch.text.clean import clean_line
from smwatch.text.links import same_address, same_link

MOST_TRIED: Final = 12  # addresses asked for one page, besides its own
MOST_LINKED: Final = 4  # of them, <a> links
# Where feeds usually are, from the page's own folder and from the site's root.
USUAL: Final = (
    *("feed/", "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json"),
    *("/blog/feed/", "/blog/rss.xml", "/feed.atom", "/index.rdf"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A feed that was found, and is one."""

    url: str
    title: str
    kind: FeedKind
    entries: int  # in its document now


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What looking for feeds has brought."""

    offers: tuple[Offer, ...] = ()  # those of posts first
    tried: tuple[str, ...] = ()  # addresses that were asked, besides the page's own
    failed: FetchFailed | None = None  # the page itself could not be had
    refused: UnreadableError | None = None  # what the page is, where it is no feed


def discover(page_url: str, fetcher: Fetcher, progress: Callable[[str], None] = lambda _: None) -> Found:
    """The feeds of a website, those of posts first; the URL itself if it is one. `progress` is told what is asked.

    A feed that brings the same entries as one before it is left out: the same in another format.
    """
    search = _Search(fetcher, progress)
    answer = fetcher.fetch(page_url)
    if isinstance(answer, FetchFailed):
        if answer.status is not None and answer.kind is not FailureKind.THROTTLED:  # the page is closed, not the site
            search.look(_of_services(page_url))
        return replace(search.found(), failed=answer)
    refused = search.read(answer, page_url, None)
    if refused:
        search.look(_places(Page(answer), search))
    return replace(search.found(), refused=refused)


def _of_services(url: str) -> Iterator[Guess]:
    """What is known of a page by its address alone."""
    return guesses(Page(Fetched(url=without_login(url), status=200))) if web_url(url) else iter(())


def _places(page: Page, search: _Search) -> Iterator[Guess]:
    """Where to look, each only when the ones before it have been looked at."""
    yield from _named(page)
    yield from guesses(page)
    if not search.offers and page.refresh:
        search.progress(page.refresh)
        answer = search.fetcher.fetch(page.refresh)
        if isinstance(answer, Fetched) and search.read(answer, page.refresh, None):
            yield from _named(Page(answer))
            yield from guesses(Page(answer))
    if not search.offers:
        yield Guess(tuple(filter(None, (web_url(urljoin(page.base, place)) for place in USUAL))))


def _named(page: Page) -> Iterator[Guess]:
    named = page.named or page.linked[:MOST_LINKED]
    return (Guess((link.url,)) for link in named)


@dataclass(slots=True)
class _Search:
    """What has been asked and found so far."""

    fetcher: Fetcher
    progress: Callable[[str], None]
    offers: list[tuple[Offer, frozenset[str]]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    known: dict[str, bool] = field(default_factory=dict)  # by same_address: whether it is a feed
    silent: set[str] = field(default_factory=set)  # hosts

    def found(self) -> Found:
        """Everything, those of posts first."""
        offers = sorted((offer for offer, _ in self.offers), key=lambda offer: offer.kind is FeedKind.COMMENTS)
        return Found(offers=tuple(offers), tried=tuple(self.tried))

    def look(self, places: Iterable[Guess]) -> None:
        """Look at each, until enough has been asked."""
        for guess in places:
            for url in filter(None, guess.urls):
                if self.ask(url, guess.kind):
                    break
            if len(self.tried) >= MOST_TRIED:
                return

    def ask(self, url: str, kind: FeedKind | None) -> bool:
        """Whether there is a feed at an address."""
        key, host = same_address(url), urlsplit(url).netloc
        if key in self.known:
            return self.known[key]
        if host in self.silent or len(self.tried) >= MOST_TRIED:
            return False
        self.tried.append(url)
        self.progress(url)
        answer = self.fetcher.fetch(url)
        self.known[key] = isinstance(answer, Fetched) and self.read(answer, url, kind) is None
        if isinstance(answer, FetchFailed) and (answer.status is None or answer.kind is FailureKind.THROTTLED):
            self.silent.add(host)
        return self.known[key]

    def read(self, answer: Fetched, asked: str, kind: FeedKind | None) -> UnreadableError | None:
        """Why an answer is no feed; None where it is one: it is offered then, and so are the comments it leads to."""
        reached = same_address(answer.url)
        if self.known.get(reached):
            return None
        try:
            document = document_in(answer, asked=asked)
        except UnreadableError as error:
            self.known[reached] = False
            return error
        except Exception:  # noqa: BLE001 - whatever feedparser does on nonsense: no feed to offer
            return UnreadableError(FailureKind.MALFORMED, N_("the feed is so broken that it could not be read"))
        self.known[reached] = True
        url = answer.moved_to or (answer.url if reached == same_address(asked) else without_login(asked))
        offer = _offer(url, document, kind)
        entries = frozenset(filter(None, map(_name, document.drafts)))
        if not any(_is_same(offer, entries, *other) for other in self.offers):
            self.offers.append((offer, entries))
            if offer.kind is FeedKind.ENTRIES:
                self.look(_comments(answer.url, document))
        return None


def _offer(url: str, document: Document, kind: FeedKind | None) -> Offer:
    comments = kind is FeedKind.COMMENTS or is_comment_feed(Feed(spec=FeedSpec(url=url), url=url), document)
    return Offer(
        url=url,
        title=clean_line(document.title[:MAX_LINE]),
        kind=FeedKind.COMMENTS if comments else FeedKind.ENTRIES,
        entries=document.seen,
    )


def _comments(url: str, document: Document) -> Iterator[Guess]:
    """The comment feed of the site, as the feed of its posts tells it."""
    specs = site_comment_specs(Feed(spec=FeedSpec(url=url), url=url), document)
    return (Guess((spec.url,), FeedKind.COMMENTS) for spec in islice(specs, 1))


def _name(draft: Draft) -> str:
    """What an entry is known by over formats: its link, else its id."""
    return f"{same_link(draft.url)}#{draft.url.partition('#')[2]}" if draft.url else draft.id


def _is_same(offer: Offer, entries: frozenset[str], other: Offer, others: frozenset[str]) -> bool:
    """Whether both bring the same: the same entries, or under one title some of them."""
    if offer.kind is not other.kind or bool(entries) != bool(others):
        return False
    if offer.title == other.title:
        return entries <= others or others <= entries
    return bool(entries) and entries == others
