"""Links that only send on: what they say of where they lead."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from urllib.parse import quote

import pytest

from smwatch.text.redirects import may_send, target

PAGE = "https://lapresse.ca/a?b=1"
QUOTED = quote(PAGE, safe="")


@pytest.mark.parametrize(
    ("host", "path", "query"),
    [
        ("l.facebook.com", "/l.php", f"u={QUOTED}&h=x"),
        ("facebook.com", "/flx/warn", f"u={QUOTED}"),
        ("l.instagram.com", "/", f"u={QUOTED}"),
        ("out.reddit.com", "/t3_x", f"url={QUOTED}&token=y"),
        ("youtube.com", "/redirect", f"event=x&q={QUOTED}"),
        ("bing.com", "/news/apiclick.aspx", f"ref=x&url={QUOTED}"),
        ("duckduckgo.com", "/l", f"uddg={QUOTED}"),
        ("linkedin.com", "/safety/go", f"url={QUOTED}"),
        ("t.umblr.com", "/redirect", f"z={QUOTED}&t=x"),
        ("vk.com", "/away.php", f"to={QUOTED}"),
        ("google.com", "/url", f"rct=j&url={QUOTED}"),
        ("google.com", "/url", f"q={QUOTED}"),
        ("google.co.uk", "/url", f"url={QUOTED}"),
        ("news.google.com", "/news/url", f"url={QUOTED}"),
        ("google.com", "/url", f"url={quote(QUOTED)}"),  # encoded twice
        ("eu.safelinks.protection.outlook.com", "/", f"url={QUOTED}&data=x"),
        ("r.search.yahoo.com", f"/_ylt=x/RU={QUOTED}/RK=2", ""),
        ("ca.rd.yahoo.com", f"/SIG=x/*{PAGE.partition('?')[0]}", "b=1"),
        ("rd.yahoo.com", "/SIG=x/*https:/lapresse.ca/a", "b=1"),  # a path in one spelling has one slash
    ],
)
def test_a_link_that_says_where_it_sends(host: str, path: str, query: str) -> None:
    assert target(host, path, query) == PAGE
    assert may_send(host)


@pytest.mark.parametrize(
    ("host", "path", "query", "found"),
    [
        ("google.com", "/amp/s/lapresse.ca/a", "", "https://lapresse.ca/a"),
        ("google.com", "/amp/lapresse.ca/a", "b=1", "http://lapresse.ca/a?b=1"),
        ("cdn.ampproject.org", "/c/s/lapresse.ca/a", "", "https://lapresse.ca/a"),
        ("lapresse-ca.cdn.ampproject.org", "/v/lapresse.ca/a", "", "http://lapresse.ca/a"),
        ("x.bing-amp.com", "/c/s/lapresse.ca/a", "", "https://lapresse.ca/a"),
    ],
)
def test_amp_copies_name_their_page(host: str, path: str, query: str, found: str) -> None:
    assert target(host, path, query) == found


@pytest.mark.parametrize(
    ("host", "path", "query"),
    [
        ("lapresse.ca", "/partage", f"url={QUOTED}"),  # here `url` may be what the page is about
        ("t.co", "/abc", ""),
        ("feedproxy.google.com", "/~r/fil/x", ""),
        ("facebook.com", "/nordelait", f"u={QUOTED}"),
        ("google.com", "/search", f"q={QUOTED}"),
        ("google.com", "/url", "url=nordelait"),
        ("google.com", "/url", "url=https://"),
        ("google.com", "/url", ""),
        ("google.evil.example", "/url", f"url={QUOTED}"),
        ("out.reddit.com", "/", "url=javascript:alert(1)"),
        ("r.search.yahoo.com", "/RU=rien/", ""),
        ("bing.com", "/ck/a", "u=a0xyz"),
    ],
)
def test_what_does_not_say_leads_to_itself(host: str, path: str, query: str) -> None:
    assert target(host, path, query) == ""


def test_the_first_of_a_parameter_counts() -> None:
    assert target("google.com", "/url", f"url={QUOTED}&url=https%3A%2F%2Fb.example") == PAGE


def news(*fields: bytes) -> str:
    """An id of Google News as it was until 2024."""
    return urlsafe_b64encode(b"".join(fields)).decode().rstrip("=")


ADDRESS = b"https://lapresse.ca/a"
FIELD = bytes([4 << 3 | 2, len(ADDRESS)]) + ADDRESS
LONG = b"https://lapresse.ca/" + b"a" * 200


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ((b"\x08\x13", FIELD), ADDRESS.decode()),
        ((b"\x12\x03abc", FIELD, b"\xd2\x01\x00"), ADDRESS.decode()),
        ((bytes([4 << 3 | 2, 0x80 | len(LONG) & 0x7F, len(LONG) >> 7]) + LONG,), LONG.decode()),
        ((b"\x08\x13\x12\x03abc",), ""),
        ((FIELD[:-3],), ""),  # cut off
        ((b"\x0d\x01\x02\x03\x04", FIELD), ""),  # a kind of field that never was there
        ((bytes([4 << 3 | 2, 4]) + b"\xff\xfe\xfd\xfc\x00\x00",), ""),
        ((b"\x08" + b"\xff" * 9,), ""),
    ],
)
def test_old_ids_of_google_news_hold_their_address(fields: tuple[bytes, ...], found: str) -> None:
    for path in ("/articles/", "/rss/articles/", "/read/"):
        assert target("news.google.com", path + news(*fields), "oc=5") == found


def test_what_bing_encodes() -> None:
    said = urlsafe_b64encode(ADDRESS).decode().rstrip("=")
    assert target("bing.com", "/ck/a", f"p=x&u=a1{said}") == ADDRESS.decode()
    assert target("bing.com", "/ck/a", "u=a1!!!") == ""


def test_few_hosts_send() -> None:
    assert not any(map(may_send, ("lapresse.ca", "t.co", "x.com", "ampproject.org", "notyahoo.example")))
