"""Links that lead to one page compare alike; others don't."""

from __future__ import annotations

import time
from base64 import urlsafe_b64encode
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smwatch.text.canonical import LONGEST, canonical, site
from smwatch.text.links import same_address, same_link, untracked

PAGE = "https://blog.example/2010/03/nestle"
STORY = "https://www.lapresse.ca/affaires/2024-01-02/rappel.php"


def google_news(link: str, after: bytes = b"\xd2\x01\x00", before: bytes = b"\x08\x13") -> str:
    """A link of Google News as they were until 2024: the address stands in its id."""
    size = len(link.encode())
    length = bytes((size,)) if size < 128 else bytes((size & 0x7F | 0x80, size >> 7))
    told = urlsafe_b64encode(before + b"\x22" + length + link.encode() + after).decode().rstrip("=")
    return f"https://news.google.com/rss/articles/{told}?oc=5&hl=fr-CA"


@pytest.mark.parametrize(
    "spelt",
    [
        PAGE,
        PAGE + "/",
        "http://blog.example/2010/03/nestle",
        "//blog.example/2010/03/nestle",
        "blog.example/2010/03/nestle",
        PAGE + "#comment-12",
        PAGE + "#xtor=RSS-1",
        PAGE + "#:~:text=rappel",
        "HTTPS://Blog.Example/2010/03/nestle/#a",
        PAGE + "/?utm_source=rss&utm_medium=rss",
        PAGE + "?",
        PAGE + "?&",
        "https://www.blog.example/2010/03/nestle",
        "https://m.blog.example/2010/03/nestle",
        "https://mobile.blog.example/2010/03/nestle",
        "https://amp.blog.example/2010/03/nestle",
        "https://www.m.blog.example/2010/03/nestle",
        "https://blog.example.:443/2010/03/nestle",
        "http://blog.example:80/2010/03/nestle",
        "https://marie:secret@blog.example/2010/03/nestle",
        "https://blog.example/2010//03/./x/../nestle",
        "https://blog.example/2010/%30%33/%6Eestle",
        "https://blog.example/2010/03/nestle;jsessionid=0A1B2C3D.node1",
        PAGE + "?PHPSESSID=0123456789abcdef",
        PAGE + "?sid=0123456789abcdef0123456789abcdef",
        PAGE + "/amp",
        PAGE + "/amp/",
        PAGE + ".amp",
        "https://blog.example/amp/2010/03/nestle",
        PAGE + "?amp",
        PAGE + "?amp=1",
        PAGE + "?outputType=amp",
        "https://www.google.com/amp/s/blog.example/2010/03/nestle",
        "https://www.google.ca/amp/s/amp.blog.example/2010/03/nestle/amp/?usqp=mq331AQ",
        "https://www.google.com/amp/blog.example/2010/03/nestle",
        "https://blog-example.cdn.ampproject.org/c/s/blog.example/2010/03/nestle",
        "https://blog-example.cdn.ampproject.org/v/s/blog.example/2010/03/nestle?amp_js_v=0.1&usqp=mq331AQ",
        "https://blog-example.cdn.ampproject.org/a/s/blog.example/2010/03/nestle",
        "https://cdn.ampproject.org/c/blog.example/2010/03/nestle",
        f"https://www.google.com/url?rct=j&sa=t&url={PAGE}&ct=ga&cd=CAIyGj&usg=AOvVaw",
        f"https://www.google.co.uk/url?q={quote(PAGE, safe='')}&sa=D",
        f"https://news.google.com/news/url?sa=t&fd=R&usg=AFQ&clid=c3a&url={PAGE}",
        google_news(PAGE),
        google_news("https://amp.blog.example/2010/03/nestle/amp/", after=b""),
        google_news(PAGE, before=b"\x08\x93\x01\x12\x02ab"),
        google_news(PAGE + "?utm_campaign=" + "x" * 150),
        f"https://l.facebook.com/l.php?u={quote(PAGE + '?fbclid=IwAR0', safe='')}&h=AT0",
        f"https://out.reddit.com/t3_abc?url={quote(PAGE, safe='')}&token=AQ",
        f"https://r.search.yahoo.com/_ylt=A/RV=2/RE=1/RO=10/RU={quote(PAGE, safe='')}/RK=2/RS=z-",
        f"https://us.rd.yahoo.com/dailynews/rss/*{PAGE}",
        f"http://www.bing.com/news/apiclick.aspx?ref=FexRss&aid=&tid=1&url={quote(PAGE, safe='')}&c=1&mkt=fr-ca",
        f"https://www.bing.com/ck/a?!&&p=1&u=a1{urlsafe_b64encode(PAGE.encode()).decode().rstrip('=')}&ntb=1",
        f"https://www.google.com/url?url={quote('https://l.facebook.com/l.php?u=' + quote(PAGE, safe=''), safe='')}",
        f"https://www.google.com/url?url={quote(quote(PAGE, safe=''), safe='')}",
    ],
)
def test_one_page_spelt_in_several_ways(spelt: str) -> None:
    assert same_link(spelt) == "blog.example/2010/03/nestle"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY + "?b=2&a=1", STORY + "?a=1&b=2"),
        (STORY + "?a=1&amp;b=2", STORY + "?a=1&b=2"),
        (STORY + "?q=bouteille+d%27eau", STORY + "?q=bouteille%20d'eau"),
        ("https://é.example/Été", "https://xn--9ca.example/%c3%89t%C3%A9"),
        ("https://É.example/", "https://xn--9ca.example"),
        ("https://youtu.be/dQw4w9WgXcQ?si=x&t=3", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&feature=youtu.be"),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1"),
        ("https://twitter.com/marie/status/12?s=20", "https://x.com/marie/status/12"),
        ("https://mobile.twitter.com/i/web/status/12", "https://x.com/marie/statuses/12/photo/1"),
        ("https://twitter.com/marie", "https://x.com/marie"),
        ("https://fr.m.wikipedia.org/wiki/Nestl%C3%A9", "https://fr.wikipedia.org/wiki/Nestlé"),
        ("https://blogue.blogspot.fr/2010/03/a.html?m=1", "http://blogue.blogspot.com/2010/03/a.html"),
        ("https://blogue.blogspot.co.uk/a.html", "https://blogue.blogspot.com/a.html"),
        (
            "https://m.facebook.com/story.php?story_fbid=1&id=2&__tn__=-R&__cft__[0]=x",
            "https://www.facebook.com/story.php?id=2&story_fbid=1",
        ),
        ("https://fr-ca.facebook.com/nordelait", "https://www.facebook.com/nordelait"),
        ("https://old.reddit.com/r/quebec/comments/a1/", "https://www.reddit.com/r/quebec/comments/a1"),
        ("https://forum.example/viewtopic.php?t=5&sid=" + "0f" * 16, "https://forum.example/viewtopic.php?t=5"),
        ("https://news.google.com/rss/articles/CBMiAU_yqLx?oc=5", "https://news.google.com/rss/articles/CBMiAU_yqLx"),
    ],
)
def test_links_to_one_page_compare_alike(one: str, other: str) -> None:
    assert same_link(one) == same_link(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PAGE, PAGE + "?page=2"),
        (PAGE, "https://blog.example/2010/03/Nestle"),
        (PAGE, "ftp://blog.example/2010/03/nestle"),
        (PAGE, "https://blog.example:8080/2010/03/nestle"),
        ("https://a.example/?p=123", "https://a.example/?p=124"),
        ("https://a.example/?id=5", "https://a.example/"),
        ("https://a.example/v?article=1", "https://a.example/v?article=2"),
        ("https://shop.example/p?ref=12", "https://shop.example/p?ref=13"),
        ("https://shop.example/p?amp=marshall", "https://shop.example/p?amp=fender"),
        ("https://shop.example/?source=1", "https://shop.example/"),
        ("https://a.example/?cid=1", "https://a.example/?cid=2"),
        ("https://a.example/?s=yoplait", "https://a.example/?s=danone"),
        ("https://a.example/?sid=12", "https://a.example/?sid=13"),
        ("https://a.example/?a=%2B", "https://a.example/?a=+"),
        ("https://a.example/?a=1%26b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/a%2Fb", "https://a.example/a/b"),
        ("https://a.example/%2541", "https://a.example/%41"),
        ("https://a.example/?l[]=1&l[]=2", "https://a.example/?l[]=2&l[]=1"),
        ("https://a.example/#!/billet/1", "https://a.example/#!/billet/2"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dQw4w9WgXcR"),
        ("https://www.youtube.com/watch?v=a&lc=1", "https://www.youtube.com/watch?v=a&lc=2"),
        ("https://www.youtube.com/playlist?list=1", "https://www.youtube.com/playlist?list=2"),
        (
            "https://www.facebook.com/story.php?story_fbid=1&id=2",
            "https://www.facebook.com/story.php?story_fbid=3&id=2",
        ),
        ("https://forum.example/viewtopic.php?t=5", "https://forum.example/viewtopic.php?t=6"),
        ("https://x.com/marie/status/12", "https://x.com/marie/status/13"),
        ("https://m.me/nordelait", "https://me/nordelait"),
        ("https://mobile.de/x", "https://de/x"),
        ("https://m.blogspot.com/x", "https://blogspot.com/x"),
        ("https://m.co.uk/x", "https://co.uk/x"),
        ("https://notm.example.com/x", "https://example.com/x"),
        ("https://fr.wiktionary.org/wiki/amp", "https://fr.wiktionary.org/wiki"),
        ("https://shop.example/amp", "https://shop.example/"),
        ("https://shop.example/amps/x", "https://shop.example/x"),
        ("https://t.co/abc", "https://t.co/abd"),
        ("http://feedproxy.google.com/~r/a/~3/x/", "http://feedproxy.google.com/~r/a/~3/y/"),
        # only senders are believed
        (f"https://a.example/url?url={PAGE}", PAGE),
        (f"https://web.archive.org/web/2010/{PAGE}", PAGE),
        (f"https://google.com.evil.example/url?url={PAGE}", PAGE),
        (f"https://evilgoogle.com/url?url={PAGE}", PAGE),
        ("https://www.google.com/url?q=/relative", "https://relative"),
        ("https://www.google.com/url?q=javascript:alert(1)", "https://www.google.com/url"),
        ("https://www.google.com/search?q=https://a.example/", "https://a.example/"),
    ],
)
def test_other_pages_stay_others(one: str, other: str) -> None:
    assert same_link(one) != same_link(other)


@pytest.mark.parametrize("link", ["", "#top", "  ", "//", "http://"])
def test_nothing_is_hardly_something(link: str) -> None:
    assert same_link(link) in {"", "http:"}


@pytest.mark.parametrize(
    "link", ["urn:uuid:1225", "mailto:a@b.example?utm_source=x", "tag:a.example,2010:1", "not a link"]
)
def test_what_is_no_web_link_stays(link: str) -> None:
    assert same_link(link) == link


@pytest.mark.parametrize(
    "told",
    [
        b"\x08\x13\x22",
        b"\x08\x13\x22\xff\xff\xff\xff\xff\xff\xff\x01http://a.example",
        b"\x08\x13\x22\x7fhttp://a.example",
        b"\x08\x13\x22\x10AU_yqLNhdGVuZGFu",
        b"\x08\x13\x22\x11http://a.exam\xff\xfele",
        b"\x0a\xff\xff\xff\x7f",
        b"\x09" + b"x" * 20,
        b"\xff" * 40,
        b"\x80" * 4_000,
    ],
)
def test_ids_of_google_news_that_tell_nothing_lead_to_themselves(told: bytes) -> None:
    link = "news.google.com/rss/articles/" + urlsafe_b64encode(told).decode().rstrip("=")
    assert same_link(f"https://{link}?oc=5") == link


_WORDS = st.sampled_from(
    [
        "a",
        "amp",
        ".amp",
        "..",
        ".",
        "/",
        "//",
        "%41",
        "%2541",
        "%",
        "%zz",
        "é",
        "�",
        "?",
        "&",
        "amp;",
        "=",
        "#",
        "#!",
        "www.",
        "m.",
        "@",
        ":",
        ":80",
        ":81",
        "http://",
        "https://",
        "google.com",
        "/url?q=",
        "/amp/s/",
        "x.com/a/status/1",
        " ",
        "\n",
        "youtu.be/abc",
        "youtube.com/watch?v=a",
        "utm_source=x",
        ";jsessionid=1",
        "b.example",
        "℀",
        "İ",
        "ß",
        "xn--",
        "+",
        "[::1]",
        "cdn.ampproject.org/c/s/",
        "www.facebook.com/l.php?u=",
        "%2575",
        "url",
        "wiki/",
        "news.google.com/articles/CBMiC2h0dHA6",
    ]
)
_LINKS = st.one_of(
    st.text(st.characters()),
    st.lists(_WORDS, max_size=12).map("".join),
    st.lists(_WORDS, max_size=12).map(lambda words: "https://a.example/" + "".join(words)),
    st.lists(_WORDS, max_size=12).map(lambda words: "https://www.google.com/url?q=https://" + "".join(words)),
)


@given(_LINKS)
@example(" #")
@example(" / /")
@example("https://google.com/%75rl?q=https://a.example/b")
@example("https://google.com/amp/url?q=https://a.example/b")
@example("https://a.example/x.amp.amp/amp.amp")
@example("https://a.example/..;jsessionid=1/b")
@example("https://a.example/?%61mp;x=1&??y=2")
@example("https://a.example/%%34%31")
@example("http://mailto:80/x")
@example("https:// a.example/ x ")
def test_saying_it_twice_changes_nothing(link: str) -> None:
    once = same_link(link)
    assert same_link(once) == once
    page = same_link("https://a.example/" + link)
    assert same_link("https://" + page) == page


_TRACKERS = st.sampled_from(
    [
        "utm_source",
        "UTM_Campaign",
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "msclkid",
        "mc_cid",
        "mc_eid",
        "igshid",
        "twclid",
        "yclid",
        "_hsenc",
        "_hsmi",
        "ref_src",
        "cmpid",
        "xtor",
        "at_medium",
        "at_campaign",
        "ns_mchannel",
        "wt_mc",
        "WT.mc_id",
        "spm",
    ]
)
_TRACKED = st.tuples(_TRACKERS, st.text("abc123-_.%", max_size=8)).map("=".join)
_PARAMETER = st.sampled_from(["p=123", "id=5", "page=2", "v=a", "story_fbid=1", "t=1", "article=x", "ref=y", "a=", "b"])


_PLACES = st.lists(
    st.sampled_from([*"aZ.-:é_%0", "www.", "m.", "amp.", ".example", ":80", ":81", "x.com", "youtu.be", "google.com"])
    | st.sampled_from(
        ["l.facebook.com", "rd.yahoo.com", "b.cdn.ampproject.org", "t.umblr.com", "blogspot.fr", "fr.m.wikipedia.org"]
    ),
    max_size=4,
).map("".join)
_PATHS = st.lists(
    st.sampled_from([*"/a.-~_1", "/amp", "..", "RU=http", "watch", "status/1", "%7E", ";", "é"]), max_size=6
)


@given(
    st.sampled_from(["http://", "https://", "HTTP://", ""]),
    _PLACES,
    _PATHS.map("".join),
    st.sampled_from(["", " ", "#", "?"]),
)
@example("https://", "www.a.example:443", "/b//", "")
@example("https://", "a.example", "/b" * LONGEST, "")
def test_the_short_way_for_common_links_says_what_the_long_way_says(
    scheme: str, place: str, path: str, after: str
) -> None:
    link = scheme + place + path + after
    assert canonical(link) == canonical(" " + link), "a blank before it is nothing that common links have"


@given(
    st.sampled_from(["http://", "https://", "HTTP://", ""]),
    _PLACES,
    _PATHS.map("".join),
    st.sampled_from(["", " ", "#", "?", "?x=1", "#c-3", "#!/a", "#/b"]),
)
@example("https://", "www.a.example:443", "/a/..", "#!/x")
@example("https://", "a.example", "/b" * LONGEST, "")
@example("https://", "www.google.com", "/url", "?url=https://a.example/b")
def test_the_host_of_a_link_is_that_of_its_canonical_form(scheme: str, place: str, path: str, after: str) -> None:
    link = scheme + place + path + after
    assert site(link) == canonical(link).partition("/")[0].partition("?")[0]


@given(st.lists(_PARAMETER, max_size=4), st.lists(_TRACKED, max_size=4), st.randoms())
def test_who_tracks_and_where_makes_no_other_page(parameters: list[str], tracked: list[str], random: object) -> None:
    both = list(parameters)
    for tracker in tracked:
        both.insert(random.randint(0, len(both)), tracker)  # type: ignore[attr-defined]  # hypothesis gives Random
    assert same_link(PAGE + "?" + "&".join(both)) == same_link(PAGE + "?" + "&".join(parameters))


@given(st.lists(st.sampled_from(["p=123", "id=5", "page=2", "t=1"]), unique=True), st.randoms())
def test_parameters_have_no_order(parameters: list[str], random: object) -> None:
    mixed = list(parameters)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # likewise
    assert same_link(PAGE + "?" + "&".join(mixed)) == same_link(PAGE + "?" + "&".join(parameters))


@pytest.mark.parametrize(
    "link",
    [
        "https://a.example/" + "a" * 1_000_000,
        "https://a.example/?" + "&" * 1_000_000,
        "https://a.example/" + "../" * 300_000,
        "https://" + "www." * 250_000 + "example",
        "https://" + "é." * 500_000,
        "%" * 1_000_000,
        "https://news.google.com/articles/" + "C" * 1_000_000,
        ("https://www.google.com/amp/s/" * 40_000)[:1_000_000],
        *(
            "https://a.example/" + piece * (7_900 // len(piece))
            for piece in ("%41", "amp/", "//", "..", ";sid=", "?", "é")
        ),
        "https://www.google.com/amp/s/" + "google.com/amp/s/" * 400 + "a.example/",
        "https://" + "m." * 3_900 + "example",
    ],
)
def test_long_links_take_no_time(link: str) -> None:
    began = time.perf_counter()
    once = same_link(link)
    assert same_link(once) == once
    assert time.perf_counter() - began < 1


def test_what_tracks_is_taken_out_of_links_that_are_asked_for() -> None:
    assert untracked(PAGE + "?p=1&utm_source=rss&q=2#a") == PAGE + "?p=1&q=2#a"
    assert untracked(PAGE + "?fbclid=1#xtor=RSS-1") == PAGE
    assert untracked(PAGE + "?b=2&a=1&PHPSESSID=3") == PAGE + "?b=2&a=1&PHPSESSID=3".replace("&PHPSESSID=3", "")
    assert untracked("https://a.example/?a&&b") == "https://a.example/?a&&b"


def test_addresses_that_are_asked_keep_their_hosts_and_order() -> None:
    assert same_address("HTTPS://WWW.A.example/feed/?b=1&a=2&utm_source=x#top") == "www.a.example/feed/?b=1&a=2"
    assert same_address("http://a.example/feed/") == same_address("https://A.example/feed")
    assert same_address("https://m.a.example/amp/feed") != same_address("https://a.example/feed")
