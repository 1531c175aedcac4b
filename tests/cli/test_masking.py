"""A password in a feed's address is used, and never shown."""

from __future__ import annotations

import pytest

from smwatch.text.links import masked
from tests.desk import Desk, item

SECRET = "s3same"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://marie:key@example.com/feed/", "https://***@example.com/feed/"),
        ("https://marie:k@y:z@example.com:8080/?a=b@c", "https://***@example.com:8080/?a=b@c"),
        ("https://token@example.com/", "https://***@example.com/"),
        ("https://:key@example.com", "https://***@example.com"),
        ("https://example.com/@marie", "https://example.com/@marie"),
        ("https://example.com?@x", "https://example.com?@x"),
        ("marie@example.com", "marie@example.com"),
        ("", ""),
    ],
)
def test_masked(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.parametrize("status", [200, 500, 401])
def test_no_command_shows_it(desk: Desk, status: int) -> None:
    url = desk.feed("/blog/feed/", item("Nordelait", "Un yogourt", link="http://a.example/1"), status=status)
    secret = url.replace("://", f"://marie:{SECRET}@")
    desk.config = desk.config.replace(url, secret)
    typed = ["scan --verbose", "scan --json --all", f"scan --feed {secret}", f"scan --json --feed {masked(secret)}"]
    typed += ["feeds", "feeds --json", "feeds list --problems", "mentions list --json", "check", "check --json"]
    typed += ["digest", "export mentions --format csv", "status", "status --json", f"scan --feed {secret}x"]
    for each in typed:
        ran = desk.runs(each)
        assert SECRET not in ran.out + ran.err, each
    assert desk.server.seen[-1].headers["authorization"].startswith("Basic ")


def test_proxies_are_not_shown(desk: Desk) -> None:
    url = desk.feed("/blog/feed/")
    desk.config += f'\n[network]\nproxy = "http://marie:{SECRET}@127.0.0.1:9"\nallow_private = ["127.0.0.0/8"]\n'
    path = desk.write_config()
    path.write_text(path.read_text("utf-8").rpartition("\n[network]")[0], encoding="utf-8")
    desk.write_config = lambda: path  # type: ignore[method-assign]  # the config has its own [network] here
    for typed in ("scan --json --verbose", "check", "check --json", "feeds --json"):
        ran = desk.runs(typed)
        assert SECRET not in ran.out + ran.err, typed
    assert "the proxy's decision" in desk.runs("check").out
    assert desk.server.requests(url) == 0
