"""The loopback server plays what it is told; other tests lean on it."""

from __future__ import annotations

import contextlib
import gzip
import http.client
import threading
import time
import urllib.error
import urllib.request

import pytest

from tests.server import FeedServer

FEED = "<rss><channel><title>Crème</title></channel></rss>"


def get(url: str, **headers: str) -> tuple[int, bytes]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_serves_counts_and_says_304(server: FeedServer) -> None:
    url = server.serve("/feed.xml", FEED, etag='"1"')
    assert get(url) == (200, FEED.encode())
    assert get(url, If_None_Match='W/"1"') == (304, b"")
    assert get(url, If_None_Match='"2"')[0] == 200
    assert get(server.url("/none"))[0] == 404
    assert server.requests("/feed.xml") == 3
    assert server.hits == 4
    assert server.bytes_sent == 2 * len(FEED.encode()) + len(b"nothing here\n")
    assert server.seen[1].headers["if-none-match"] == 'W/"1"'


def test_last_modified_and_gzip(server: FeedServer) -> None:
    url = server.serve("/feed.xml", FEED, last_modified="Wed, 24 Mar 2010 14:05:00 GMT", encoding="gzip")
    assert gzip.decompress(get(url)[1]).decode() == FEED
    assert get(url, If_Modified_Since="Wed, 24 Mar 2010 14:05:00 GMT")[0] == 304
    assert get(url, If_Modified_Since="Wed, 24 Mar 2010 14:04:59 GMT")[0] == 200
    assert get(url, If_Modified_Since="yesterday")[0] == 200


def test_chunked_dripped_and_moved(server: FeedServer) -> None:
    assert get(server.serve("/chunked", FEED, chunked=True))[1].decode() == FEED
    assert get(server.serve("/drip", FEED, drip=(7, 0.001)))[1].decode() == FEED
    assert get(server.serve("/old", redirect=server.url("/drip")))[1].decode() == FEED


@pytest.mark.parametrize("how", ["reset", "close", "cut", "garbage", "headers", "chunks"])
def test_misbehaves(server: FeedServer, how: str) -> None:
    url = server.serve("/feed.xml", FEED, fail=how)
    with pytest.raises((OSError, http.client.HTTPException)):
        get(url)


def hear_nothing(url: str) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        get(url)


def test_leaving_does_not_wait_for_clients() -> None:
    with FeedServer() as server:
        silent = server.serve("/silent", fail="silence")
        asking = threading.Thread(target=hear_nothing, args=(silent,))
        asking.start()
        idle = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
        idle.request("GET", "/")
        idle.getresponse().read()
        while server.hits < 2:
            time.sleep(0.005)
        began = time.monotonic()
    assert time.monotonic() - began < 1
    asking.join()
    idle.close()
