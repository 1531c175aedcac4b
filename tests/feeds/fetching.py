"""What the tests of fetching share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from smwatch.config.settings import Network
from smwatch.feeds.fetch import HttpFetcher
from smwatch.protocols import Fetched, FetchFailed

LOCAL = Network(allow_private=("127.0.0.0/8",), timeout=timedelta(seconds=5))
Make = Callable[..., HttpFetcher]


def got(answer: Fetched | FetchFailed) -> Fetched:
    assert isinstance(answer, Fetched), answer
    return answer


def failed(answer: Fetched | FetchFailed) -> FetchFailed:
    assert isinstance(answer, FetchFailed), answer
    answer.message.format(**answer.args)  # the message finds all its arguments
    return answer
