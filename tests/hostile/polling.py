"""Polling an endpoint for real: what comes of it as a word, and what must hold whatever came of it."""

from __future__ import annotations

import re
import socket
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import Final

from smwatch.config.settings import Network
from smwatch.feeds.fetch import HttpFetcher
from smwatch.feeds.poll import poll
from smwatch.models import Entry, Feed, FeedSpec, Polled, PollResult
from smwatch.protocols import Fetcher
from tests.hostile import content, documents, packing, places, transport
from tests.hostile.case import Case

NOW: Final = datetime(2010, 3, 24, 14, 5, tzinfo=UTC)
HOSTS = ("127.0.0.1", "127.0.0.2", *(f"127.0.1.{n}" for n in range(250)), *(f"127.0.2.{n}" for n in range(20)))
# what must never come through: controls but newlines, marks that turn text around, surrogates
UNWANTED = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufffe\uffff]"
)


def all_cases() -> list[Case]:
    """Every endpoint there is, each under a name of its own."""
    rooms = (transport, places, packing, documents, content)
    return [case for room in rooms for case in room.cases()]


def allowing(port: int, timeout: float = 2) -> Network:
    """What the fetcher is told: the server may be connected to, on its port, and nobody else."""
    allowed = tuple(f"{host}:{port}" for host in HOSTS)
    return Network(allow_private=allowed, timeout=timedelta(seconds=timeout))


def outcome(fetcher: Fetcher, url: str) -> tuple[str, PollResult]:
    """The number of entries, or the kind of the failure; and all of it."""
    spec = FeedSpec(url=url)
    result = poll(Feed(spec=spec, url=url), fetcher=fetcher, now=NOW, languages=("fr", "en"))
    return (str(len(result.entries)) if isinstance(result, Polled) else result.kind.value), result


def faults(result: PollResult) -> list[str]:
    """What is wrong with a result, whatever the endpoint."""
    if not isinstance(result, Polled):
        said = result.message.format(**result.args)
        return [f"message {said[:99]!r}"] if UNWANTED.search(said) or len(said) > 500 else []
    found = [f"feed title {result.title[:40]!r}"] if _unplain(result.title, 1_000) else []
    keys = Counter(entry.key for entry in result.entries)
    found += [f"key {key[:40]!r} {times} times" for key, times in keys.items() if times > 1][:3]
    for entry in result.entries[:50]:
        found += _wrong(entry)
    return found


def _wrong(entry: Entry) -> list[str]:
    limits = {
        "title": 1_000,
        "text": 200_000,
        "author": 200,
        "author_email": 200,
        "lang": 20,
        "id": 2_100,
        "key": 2_200,
    }
    limits |= {"url": 2_100, "author_url": 2_100, "thread": 2_100}
    found = [name for name, limit in limits.items() if _unplain(getattr(entry, name), limit)]
    found += [f"markup in {name}" for name in ("title", "text", "author") if "<script" in getattr(entry, name).lower()]
    links = (entry.url, entry.author_url, entry.thread, *entry.comment_feeds)
    found += [f"link {link[:40]!r}" for link in links if link and not link.startswith(("http://", "https://"))]
    return [f"{each} of entry {entry.id[:40]!r}" for each in found]


def _unplain(text: str, limit: int) -> bool:
    return len(text) > limit or bool(UNWANTED.search(text)) or ("\n" in text and limit < 200_000)


class Names:
    """Stands in for the system's resolver: the names of places.NAMES, each look-up taking its next answer."""

    def __init__(self) -> None:
        self.real, self.asked = socket.getaddrinfo, Counter[str]()

    def __call__(self, host: str, port: int, *rest: int, **more: int) -> list[tuple[object, ...]]:
        if host not in places.NAMES:
            return list(self.real(host, port, *rest, **more))
        answers: Sequence[Sequence[str]] = places.NAMES[host]
        if more.get("flags") or answers == [[]]:
            raise socket.gaierror
        found = answers[min(self.asked[host], len(answers) - 1)]
        self.asked[host] += 1
        kinds = {4: socket.AF_INET, 6: socket.AF_INET6}
        return [(kinds[ip_address(each).version], 1, 6, "", (each, port)) for each in found]


def fetcher_for(port: int, timeout: float = 2) -> HttpFetcher:
    """The real fetcher."""
    return HttpFetcher(allowing(port, timeout))
