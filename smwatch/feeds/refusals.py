"""What an answer is that isn't a feed, said so that a person knows what to do. Pure; linear in the answer.

    refusal(answer)     before parsing: the error where it is plainly none, None where it may be one
    not_a_feed(answer)  after parsing has found nothing

What feedparser would take for a feed is never refused beforehand: it needs one of _FEED's tags for that. In a web page
it has to be one of _ROOTS, and outside of scripts: pages have tags called item, and programs write feeds.

A web page offers a feed, is a wall before it (a captive portal, a question to robots, a parked address, cookies), or
just a page. What tells a wall is told only of small pages, or of a title or a host: in a long page such words may be
anybody's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from smwatch.feeds.document import UnreadableError
from smwatch.feeds.links import web_url, without_login
from smwatch.feeds.markup import names_of, tags, text_of
from smwatch.feeds.pages import Page, is_page
from smwatch.locales import N_
from smwatch.models import FailureKind
from smwatch.protocols import Fetched
from smwatch.text.clean import clean_line
from smwatch.text.links import same_address

LOOKED_AT: Final = 4_000  # bytes in which a document says what it is
MAX_ERROR: Final = 64_000  # bytes; errors of an API are short

_FEED = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|item|entry)[\s>/]", re.IGNORECASE)
_ROOTS = {"rss", "feed", "rdf", "channel"}  # of these, those that a web page must have to be one all the same

_PICTURE = N_("this is a picture, not a feed")
_PACKED = N_("this is a packed file (ZIP or the like), not a feed")
_SOUND = N_("this is sound or video, not a feed")
# Signatures: https://en.wikipedia.org/wiki/List_of_file_signatures
_SAYS_ERROR = N_("the site answers with an error instead of the feed: {said}")
_MAGIC = (
    (b"%PDF-", N_("this is a PDF document, not a feed")),
    *((start, _PICTURE) for start in (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\0\0\1\0", b"II*\0", b"MM\0*")),
    *((start, _PACKED) for start in (b"PK\3\4", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")),
    *((start, _SOUND) for start in (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\xff\xf3", b"#EXTM3U")),
    (b"\xd0\xcf\x11\xe0", N_("this is an office document, not a feed")),
    (b"BEGIN:VCALENDAR", N_("this is a calendar (iCal), not a feed")),
)

_SITEMAP = N_("this is a list of the site's pages for search engines (sitemap), not a feed")
_LISTS = {
    "urlset": _SITEMAP,
    "sitemapindex": _SITEMAP,
    "svg": N_("this is a picture (SVG), not a feed"),
    "opensearchdescription": N_("this describes a search (OpenSearch), it is not a feed"),
    "kml": N_("this is a map (KML), not a feed"),
    "rsd": N_("this tells programs how to write to the site (RSD), it is not a feed"),
}
_HTML = "html head body title meta link script style div p span table form h1 center frameset noscript main".split()

_MAX_SAID: Final = 120  # code points of what an answer says itself that are passed on
_SMALL_PAGE: Final = 60_000  # code points

_PORTAL = r"""wispaccessgatewayparam
captive[ -]?portal
portail captif
hotspot (?:login|portal)
network (?:login|access)
wi-?fi (?:login|access)
login\.(?:wifi|hotspot)
(?:accès|connexion) (?:au|à un) (?:réseau|wi-?fi)"""
_ROBOTS = r"""just a moment\.\.\.
cf[-_]chl
checking your browser
ddos-guard
attention required! \|
_incapsula_resource
captcha-delivery\.com
px-captcha
verif(?:y|ying) (?:that )?you are (?:a )?human
vérifi\w{1,5} que vous êtes (?:un )?humain
are you a robot
enable javascript and cookies to continue
anubis_challenge"""
_PARKED = r"""domain (?:name )?(?:is|may be|has) (?:for sale|parked|expired|available)
(?:buy|parked) this domain
parked[ -]domain
domaine (?:est (?:à vendre|en vente|expiré)|a expiré)
sedoparking
parkingcrew
hugedomains
bodis\.com"""
_CONSENT = r"""before you continue
avant d.accéder
consent\.(?:youtube|google|yahoo)
(?:cookie|privacy)[ -]?wall
collectconsent"""
_OFFERS = N_("this is a web page, not a feed; the page's feed is {feed}")
_SENDS_ON = N_("this is a web page that sends on to {url}, not a feed")
_TITLED = N_("this is a web page (“{title}”), not a feed")
_PLAIN = N_("this is a web page, not a feed")
_ELSEWHERE = N_("the address leads to a web page of {host}, not to a feed")
JUST_PAGES: Final = frozenset({_OFFERS, _SENDS_ON, _TITLED, _PLAIN})  # messages that say nothing of why
_WALLS: Final = tuple(
    (re.compile(marks.replace("\n", "|")), message)
    for marks, message in (
        (_PORTAL, N_("a network's log-in page (captive portal) answers in the site's place: log in there by browser")),
        (_ROBOTS, N_("a page that keeps out robots stands before the feed; ask the site to let feed readers through")),
        (_PARKED, N_("this page is of an address that is parked or for sale: the site seems to be gone")),
        (_CONSENT, N_("a page that asks for consent to cookies stands before the feed")),
    )
)
_LOGIN_PATH = re.compile(r"/(?:wp-)?(?:log-?in|sign-?in|sso|auth|connexion|authentification)\b", re.IGNORECASE)


def refusal(answer: Fetched, asked: str = "") -> UnreadableError | None:
    """The error where the answer plainly is no feed, told without parsing; None where it may be one, or is empty.

    `asked`: the URL that was asked for, which may have led elsewhere; it isn't offered in its own place.
    """
    head = answer.body[:LOOKED_AT]
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if said := of_another_kind(head):
        return _refused(said)
    if not start or b"\0" in head[:200]:  # UTF-16 and the like: tags don't show in the bytes
        return None
    if start[:1] == b"{":
        return _api_error(answer.body)
    if not _FEED.search(answer.body):
        return not_a_feed(answer, asked)
    page = Page(answer) if is_page(head) else None
    return None if page is None or _holds_feed(page) else _page_refused(page, asked)


def not_a_feed(answer: Fetched, asked: str = "") -> UnreadableError:
    """What an answer is in which no feed was found."""
    page = Page(answer)
    start = page.text[:LOOKED_AT].lstrip()
    if is_binary(answer.body[:200]):
        return _refused(N_("this is neither text nor a feed, but data of another kind"))
    if start[:1] in {"{", "["}:
        return _api_error(answer.body) or _refused(N_("the answer is JSON, but no JSON Feed"))
    first = next(names_of(page.text[:LOOKED_AT]), "").rpartition(":")[2]
    typed = "text/html" in answer.headers.get("content-type", "")
    if first not in {*_LISTS, "opml"} and (first in _HTML or is_page(answer.body) or (typed and first)):
        return _page_refused(page, asked)
    return _list_refused(page, first, start)


def _list_refused(page: Page, first: str, start: str) -> UnreadableError:
    """What XML is whose first tag is this, or a text without any."""
    if first in _LISTS:
        return _refused(_LISTS[first])
    if first == "opml":
        return _opml(page)
    if first == "error":
        return _refused(_SAYS_ERROR, said=_said_by(re.sub(r"<[^<>]{0,200}>", " ", start[:1_000])))
    if first:
        return _refused(N_("this is XML, but no feed: it begins with <{tag}>"), tag=_said_by(first))
    return _refused(N_("this is plain text, not a feed") if start else N_("the answer is empty"))


def of_another_kind(head: bytes) -> str:
    """What is told by its first bytes, "" where nothing is."""
    if said := next((message for start, message in _MAGIC if head.startswith(start)), ""):
        return said
    if head[4:12] in {b"ftypavif", b"ftypheic", b"ftypmif1"} or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _PICTURE
    return _SOUND if head[4:8] == b"ftyp" or head[:4] == b"RIFF" else ""


def is_binary(head: bytes) -> bool:
    """Whether it is no text in any encoding."""
    return b"\0" in head and not any(sign in head for sign in (b"<\0", b"\0<", b"\xff\xfe", b"\xfe\xff"))


def _holds_feed(page: Page) -> bool:
    """Whether a feed's tag stands in a page, outside of scripts and comments."""
    return any(name.rpartition(":")[2] in _ROOTS for name in names_of(page.text))


def _opml(page: Page) -> UnreadableError:
    """A list of feeds, and the first in it."""
    listed = (web_url(tag.said.get("xmlurl"), page.url) for tag in islice(tags(page.text, "outline"), 1_000))
    first = next(filter(None, listed), "")
    if not first:
        return _refused(N_("this is a list of feeds (OPML), not a feed"))
    message = N_("this is a list of feeds (OPML), not a feed; the first in it is {feed}")
    return _refused(message, feed=without_login(first))


def _api_error(body: bytes) -> UnreadableError | None:
    """What an API says went wrong, where the body is short JSON and says so; None where it may be a JSON Feed."""
    if len(body) > MAX_ERROR or b"jsonfeed.org/version" in body:
        return None
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, Mapping) or "items" in said:
        return None
    for name in ("message", "error_description", "detail", "error", "errors"):
        value = said.get(name)
        while isinstance(value, Mapping | list) and value:
            value = value.get("message", "") if isinstance(value, Mapping) else value[0]
        if isinstance(value, str) and value.strip():
            return _refused(_SAYS_ERROR, said=_said_by(value))
    return None


def _page_refused(page: Page, asked: str = "") -> UnreadableError:
    """What a web page is, and the feed that it offers first of all; `asked` is no offer, as it led here."""
    known = {same_address(page.url), same_address(asked)}
    offered = next((link.url for link in (*page.named, *page.linked) if same_address(link.url) not in known), "")
    if offered:
        return _refused(_OFFERS, feed=without_login(offered))
    name = _said_by(text_of(page.text, "title"))
    if wall := _wall(page, name):
        return _refused(wall)
    if page.refresh:
        return _refused(_SENDS_ON, url=without_login(page.refresh))
    host = _host(page.url)
    if asked and host != _host(asked):
        return _refused(_ELSEWHERE, host=host)
    return _refused(_TITLED, title=name) if name else _refused(_PLAIN)


def _refused(message: str, **args: object) -> UnreadableError:
    """The error that says so."""
    return UnreadableError(FailureKind.NOT_A_FEED, message, **args)


def _said_by(text: str) -> str:
    """Words of an answer itself, as they may stand in a message."""
    line = clean_line(text[:1_000])
    return line if len(line) <= _MAX_SAID else f"{line[: _MAX_SAID - 1].rstrip()}…"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _wall(page: Page, title: str) -> str:
    """What stands before the feed, "" where nothing plainly does."""
    words = page.small if len(page.small) <= _SMALL_PAGE else title.lower()
    parts = urlsplit(page.url)
    said = next((message for marks, message in _WALLS if marks.search(words) or marks.search(parts.netloc)), "")
    fields = (tag.said.get("type", "").lower() for tag in islice(tags(words, "input"), 500))
    if not said and ("password" in fields or _LOGIN_PATH.search(parts.path)):
        return N_("this is a web page that asks to log in, not a feed")
    return said
