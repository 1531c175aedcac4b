"""What a web page is that came instead of a feed: one that offers a feed, a wall before it, or just a page. Pure.

What tells a wall (a captive portal, a question to robots, a parked address, cookies) is told only of small pages, or of
a title or a host: in a long page such words may be anybody's.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from smwatch.feeds.document import UnreadableError
from smwatch.feeds.links import without_login
from smwatch.feeds.markup import tags, text_of
from smwatch.feeds.pages import Page
from smwatch.locales import N_
from smwatch.models import FailureKind
from smwatch.text.clean import clean_line
from smwatch.text.links import same_address

MAX_SAID: Final = 120  # code points of what an answer says itself that are passed on
SMALL_PAGE: Final = 60_000  # code points

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


def page_refused(page: Page, asked: str = "") -> UnreadableError:
    """What a web page is, and the feed that it offers first of all; `asked` is no offer, as it led here."""
    known = {same_address(page.url), same_address(asked)}
    offered = next((link.url for link in (*page.named, *page.linked) if same_address(link.url) not in known), "")
    if offered:
        return refused(_OFFERS, feed=without_login(offered))
    name = said_by(text_of(page.text, "title"))
    if wall := _wall(page, name):
        return refused(wall)
    if page.refresh:
        return refused(_SENDS_ON, url=without_login(page.refresh))
    host = _host(page.url)
    if asked and host != _host(asked):
        return refused(_ELSEWHERE, host=host)
    return refused(_TITLED, title=name) if name else refused(_PLAIN)


def refused(message: str, **args: object) -> UnreadableError:
    """The error that says so."""
    return UnreadableError(FailureKind.NOT_A_FEED, message, **args)


def said_by(text: str) -> str:
    """Words of an answer itself, as they may stand in a message."""
    line = clean_line(text[:1_000])
    return line if len(line) <= MAX_SAID else f"{line[: MAX_SAID - 1].rstrip()}…"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _wall(page: Page, title: str) -> str:
    """What stands before the feed, "" where nothing plainly does."""
    words = page.small if len(page.small) <= SMALL_PAGE else title.lower()
    parts = urlsplit(page.url)
    said = next((message for marks, message in _WALLS if marks.search(words) or marks.search(parts.netloc)), "")
    fields = (tag.said.get("type", "").lower() for tag in islice(tags(words, "input"), 500))
    if not said and ("password" in fields or _LOGIN_PATH.search(parts.path)):
        return N_("this is a web page that asks to log in, not a feed")
    return said
