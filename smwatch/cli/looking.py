"""A feed looked at before it is followed: what it is, and which entries are mentions now. Nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smwatch.cli.terminal import Terminal
from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.text.links import masked, with_scheme

if TYPE_CHECKING:
    from smwatch.app import App
    from smwatch.feeds.discover import Found
    from smwatch.models import FeedSpec, Polled
    from smwatch.protocols import Fetched, Fetcher, FetchFailed


class Once:
    """A fetcher that asks for nothing twice: finding a feed and reading it are one request to its server."""

    def __init__(self, fetcher: Fetcher) -> None:
        """`fetcher` is asked, and closed by whoever opened it."""
        self.fetcher = fetcher
        self.kept: dict[str, Fetched | FetchFailed] = {}

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched | FetchFailed:
        """What was answered the first time; with headers of its own an address is asked anew."""
        if headers:
            return self.fetcher.fetch(url, headers)
        if url not in self.kept:
            self.kept[url] = self.fetcher.fetch(url)
        return self.kept[url]

    def close(self) -> None:
        """Nothing was opened here."""


def offered(terminal: Terminal, fetcher: Fetcher, url: str) -> Found:
    """What an address offers, if anything; it may leave out https://. Says where it is looking."""
    from smwatch.feeds.discover import discover

    say = terminal.speech.say
    with terminal.err.status(say(N_("Looking at {url}"), url=masked(url))) as status:
        return discover(
            with_scheme(url), fetcher, lambda asked: status.update(say(N_("Looking at {url}"), url=masked(asked)))
        )


@dataclass(frozen=True, slots=True)
class Look:
    """Looks at addresses and feeds with a config's network settings and brands."""

    terminal: Terminal
    app: App
    fetcher: Once

    @classmethod
    def of(cls, terminal: Terminal, app: App | None = None) -> Look:
        """One that has seen nothing yet; by the person's config unless another one's parts are given."""
        app = app or terminal.any_app
        return cls(terminal, app, Once(app.fetcher))

    def offered(self, url: str) -> Found:
        """What an address offers, if anything."""
        return offered(self.terminal, self.fetcher, url)

    def found(self, url: str) -> Found:
        """What an address offers; NothingDoneError where there is nothing, or it can't be had."""
        from smwatch.cli.views.offers import tell_failure, tell_nothing

        found = self.offered(url)
        if found.failed and not found.offers:
            raise tell_failure(found.failed, url, opens=OPENS)
        if not found.offers:
            tell_nothing(self.terminal, url, found)
            raise NothingDoneError(
                N_("{url} is no feed, and offers none"), N_("--no-look adds it all the same"), url=masked(url)
            )
        return found

    def polled(self, spec: FeedSpec) -> Polled:
        """What a feed would bring now; NothingDoneError where it can't be read."""
        from smwatch.models import Feed, PollFailed
        from smwatch.polling import Asking
        from smwatch.protocols import Unread

        app = self.app
        with self.terminal.busy(N_("Looking at what it would bring")):
            ask = Asking(fetcher=self.fetcher, clock=app.clock, headers=app.headers)
            got = ask(Feed(spec=spec, url=spec.url))
            result = app.read(got) if isinstance(got, Unread) else got
        if isinstance(result, PollFailed):
            mend = OPENS if "address" in result.args else N_("see whether {url} opens in a browser")
            raise NothingDoneError(result.message, mend, **{**result.args, "url": masked(spec.url)})
        return result


OPENS = N_('to let it through, write allow_private = ["{address}"] under [network] in the config')


def brands_in(polled: Polled) -> dict[str, int]:
    """How many entries are mentions of each brand, the most first."""
    return dict(Counter(mention.brand for mention in polled.mentions).most_common())


def brought(terminal: Terminal, polled: Polled) -> str:
    """What it would bring, in a line: how many entries, and which brands they mention."""
    speech = terminal.speech
    entries = speech.count("{n} entry", "{n} entries", polled.seen)
    named = [f"{brand} {speech.number(count)}" for brand, count in brands_in(polled).items()]
    if not named:
        return speech.say(N_("{entries}, none of them a mention now"), entries=entries)
    return speech.say(N_("{entries}, mentions among them now: {brands}"), entries=entries, brands=", ".join(named))


def looked_dict(polled: Polled | None) -> dict[str, Any]:
    """The same for --json; nothing is told of a feed that wasn't looked at."""
    if polled is None:
        return {"title": None, "entries": None, "mentions": None}
    return {"title": polled.title, "entries": polled.seen, "mentions": brands_in(polled)}
