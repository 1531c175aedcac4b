"""What a link says of the visit and not of the page."""

from __future__ import annotations

import pytest

from smwatch.text.tracking import is_tracking, is_visit, untracked


@pytest.mark.parametrize(
    "name",
    "utm_source UTM_Campaign at_medium ns_mchannel pk_kwd mtm_x xtor fbclid gclid msclkid mc_cid mkt_tok phpsessid"
    " ASPSESSIONIDABC _ga wt.mc_id amp_js_v igshid __s spm".split(),
)  # fmt: skip
def test_names_that_track_wherever_they_stand(name: str) -> None:
    assert is_tracking(name)
    assert is_visit(name, "x", "lapresse.ca")


@pytest.mark.parametrize("name", "id p page ref source cid at_id ns_id q lang utm2 amp m s t v v_id".split())
def test_names_that_may_be_a_page_s(name: str) -> None:
    assert not is_tracking(name)


@pytest.mark.parametrize(
    ("name", "value", "host", "visit"),
    [
        ("ref", "x", "facebook.com", True),
        ("ref", "x", "m.facebook.com", True),
        ("ref", "x", "lapresse.ca", False),
        ("REF", "x", "facebook.com", True),
        ("__cft__[0]", "x", "facebook.com", True),
        ("__cft__[0]", "x", "lapresse.ca", False),
        ("t", "x", "x.com", True),
        ("t", "42", "youtube.com", False),
        ("m", "1", "nordelait.blogspot.com", True),
        ("amp", "1", "lapresse.ca", True),
        ("amp", "", "lapresse.ca", True),
        ("amp", "90210", "lapresse.ca", False),
        ("outputType", "AMP", "lapresse.ca", True),
        ("output", "json", "lapresse.ca", False),
        ("s", "0123456789abcdef0123456789abcdef", "forum.example", True),
        ("sid", "0123456789ABCDEF0123456789", "forum.example", True),
        ("s", "yogourt", "forum.example", False),
        ("s", "0123456789", "forum.example", False),
        ("p", "0123456789abcdef0123456789abcdef", "forum.example", False),
    ],
)
def test_what_leaves_a_page_what_it_is(name: str, value: str, host: str, *, visit: bool) -> None:
    assert is_visit(name, value, host) is visit


@pytest.mark.parametrize(
    ("url", "bare"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("https://a.example/?utm_source=x", "https://a.example/"),
        ("https://a.example/?b=2&utm_source=x&a=1", "https://a.example/?b=2&a=1"),
        ("https://a.example/?b=2&a=1", "https://a.example/?b=2&a=1"),
        ("https://a.example/?a&fbclid=y&b=", "https://a.example/?a&b="),
        ("https://a.example/x?gclid=1#suite", "https://a.example/x#suite"),
        ("https://a.example/x#xtor=RSS-1", "https://a.example/x"),
        ("https://a.example/x#utm_source=rss", "https://a.example/x"),
        ("https://a.example/x#at_medium", "https://a.example/x#at_medium"),
        ("https://a.example/?", "https://a.example/?"),
        ("https://a.example/?#", "https://a.example/?#"),
        ("?utm_source=x", ""),
        ("", ""),
    ],
)
def test_links_keep_all_but_what_tracks_in_their_order(url: str, bare: str) -> None:
    assert untracked(url) == bare
    assert untracked(bare) == bare
