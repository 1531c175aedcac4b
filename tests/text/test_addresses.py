"""Addresses as they may be shown, completed as they are typed, and taken apart."""

from __future__ import annotations

import pytest

from smwatch.text.links import host_of, masked, plain_address, same_address, server_of, with_scheme


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("blogue.example", "https://blogue.example"),
        (" blogue.example/feed/ ", "https://blogue.example/feed/"),
        ("http://blogue.example", "http://blogue.example"),
        ("ftp://blogue.example", "ftp://blogue.example"),
        ("localhost:8080/fil", "https://localhost:8080/fil"),
    ],
)
def test_an_address_may_be_typed_without_its_scheme(typed: str, address: str) -> None:
    assert with_scheme(typed) == address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://marie:secret@a.example/feed/", "https://***@a.example/feed/"),
        ("https://marie@a.example/", "https://***@a.example/"),
        ("https://a.example/?api_key=abc&x=1", "https://a.example/?api_key=***&x=1"),
        ("https://a.example/?x=1&TOKEN=abc#t", "https://a.example/?x=1&TOKEN=***#t"),
        ("https://a.example/?access-token=abc;sig=d", "https://a.example/?access-token=***;sig=***"),
        ("https://a.example/?keyword=lait", "https://a.example/?keyword=lait"),
        ("https://a.example/?monkey=lait", "https://a.example/?monkey=lait"),
        ("https://a.example/key=abc", "https://a.example/key=abc"),
        ("https://a.example/x@y", "https://a.example/x@y"),
        ("https://a:b@c@d.example/", "https://***@d.example/"),
        ("a.example/?password=1", "a.example/?password=***"),
        ("", ""),
    ],
)
def test_no_secret_of_an_address_is_shown(url: str, shown: str) -> None:
    assert masked(url) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://marie:x@blogue.example/fil/", "blogue.example/fil"),
        ("https://blogue.example", "blogue.example"),
        ("http://blogue.example:8080/", "blogue.example:8080"),
        ("blogue.example/fil/", "blogue.example/fil/"),
    ],
)
def test_where_it_stands_as_a_name_an_address_has_no_scheme(url: str, name: str) -> None:
    assert plain_address(url) == name


@pytest.mark.parametrize(
    ("url", "host", "server"),
    [
        ("https://A.Example/x", "a.example", "a.example"),
        ("https://a.example:8443/x", "a.example", "a.example:8443"),
        ("https://u:p@a.example:8443?x", "a.example", "a.example:8443"),
        ("http://[::1]:80/x", "[::1", "[::1]:80"),
        ("https://a.example#x/y", "a.example", "a.example"),
        ("a.example/x", "", ""),
        ("", "", ""),
    ],
)
def test_who_is_asked(url: str, host: str, server: str) -> None:
    assert host_of(url) == host
    assert server_of(url) == server


@pytest.mark.parametrize(
    "other",
    [
        "http://a.example/feed",
        "https://A.EXAMPLE/feed/",
        "https://a.example/feed//",
        "https://a.example/feed#top",
        " https://a.example/feed ",
        "https://a.example/feed?utm_source=x",
        "HTTPS://a.example/feed",
    ],
)
def test_spellings_of_one_address(other: str) -> None:
    assert same_address(other) == same_address("https://a.example/feed")


@pytest.mark.parametrize(
    "other",
    [
        "https://www.a.example/feed",
        "https://a.example/Feed",
        "https://a.example/feed?page=2",
        "https://a.example:8080/feed",
        "ftp://a.example/feed",
        "https://a.example",
    ],
)
def test_another_host_path_or_order_may_answer_otherwise(other: str) -> None:
    assert same_address(other) != same_address("https://a.example/feed")
