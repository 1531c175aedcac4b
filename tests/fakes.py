"""Fakes that keep the same promises as the real things: tests/contracts/ holds both to them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from smwatch.models import FailureKind
from smwatch.protocols import Fetched, FetchFailed

PERMANENT = (301, 308)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What an address of the fake web answers."""

    body: bytes = b""
    etag: str = ""
    status: int = 200
    to: str = ""  # a redirect


@dataclass
class FakeFetcher:
    """A web in a dict: addresses that it doesn't hold are dead. Thread-safe."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched | FetchFailed:
        """The answer of the address, redirects followed."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            return FetchFailed(kind=FailureKind.PROTOCOL, message="this is no web address")
        permanent, seen = True, set[str]()
        while url not in seen:
            seen.add(url)
            with self._lock:
                self.asked.append(url)
            page = self.pages.get(url)
            if page is None:
                return FetchFailed(kind=FailureKind.CONNECT, message="nothing answers")
            if not page.to:
                return self._answer(url, page, headers or {}, url if permanent and len(seen) > 1 else "")
            permanent = permanent and page.status in PERMANENT
            url = page.to
        return FetchFailed(kind=FailureKind.REDIRECT, message="a circle")

    def _answer(self, url: str, page: Page, headers: Mapping[str, str], moved_to: str) -> Fetched | FetchFailed:
        given = {"etag": page.etag} if page.etag else {}
        if page.etag and headers.get("If-None-Match") == page.etag:
            return Fetched(url=url, status=304, headers=given, moved_to=moved_to)
        if page.status != 200:
            kind = FailureKind.GONE if page.status == 410 else FailureKind.STATUS
            return FetchFailed(kind=kind, message="the server says no", status=page.status)
        return Fetched(url=url, status=200, body=page.body, headers=given, moved_to=moved_to)

    def close(self) -> None:
        """Nothing was opened."""
