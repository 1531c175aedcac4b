"""A link as links are compared: without what spelling, tracking, AMP, mobile hosts and redirects add to it. Pure.

    canonical("https://www.google.com/amp/s/amp.lapresse.ca/a/?utm_source=x#top") == "lapresse.ca/a"

Only to compare by: it needn't lead anywhere. Two pages whose query tells them apart stay two. It never raises, takes
linear time, and says the same of its own answer.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from smwatch.text.redirects import may_send, target
from smwatch.text.tracking import is_visit

LONGEST: Final = (
    8_000  # characters; feeds/links.py keeps 2,000 of a link, which quoting may make longer. Longer stay as they are
)
MOST: Final = 10  # redirects inside of one another; who nests more plays, and the link stays as it is

_CLOSING: Final = "/" + "".join(filter(str.isspace, map(chr, range(0x3001))))
_COMMON: Final = re.compile(r"https?://([^/?#\s@\[\]]{1,253})((?:/[A-Za-z0-9_~\-][A-Za-z0-9_~.\-]*)*)/?")
"""A link as most are, host and path: nothing in its path can be spelt otherwise."""

_BEGINS: Final = re.compile(r"https?://([^/?#\s@\[\]]{1,253})[/?]")

_SCHEMELESS: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s/?#:@\[\]]+)(?::\d+)?(?=[/?#]|$)")
_PLACE: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:]+?)\.?(?::(\d*))?", re.IGNORECASE)  # host and port
_JUNK: Final = re.compile(r"[\s\x00-\x1f\x7f<>\"\\^`{|}]|^\.|\.\.|\.$")  # in no host
_UNRESERVED: Final = r"A-Za-z0-9._~\-"
_PLAIN: Final = "!'()*,:@"  # that some encode and others don't, and no server tells apart
_ODD_PATH: Final = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_UNRESERVED}{_PLAIN}$&+;=/]")
_ODD_QUERY: Final = re.compile(rf"%[0-9A-Fa-f]{{2}}|[^{_UNRESERVED}{_PLAIN}$&;=/?]")
_FREE: Final = {f"%{ord(c):02X}": c for c in map(chr, range(128)) if re.match(rf"[{_UNRESERVED}{_PLAIN}]", c)}
_FREE_IN_QUERY: Final = _FREE | {"%2F": "/", "%3F": "?"}
_ESCAPED: Final = re.compile(r"(?:\?|amp;)+")  # ?? and &amp; that was escaped twice
_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/]*", re.IGNORECASE)
_AMP_ENDING: Final = re.compile(r"(?<=[\w-])(?<!\.amp)(?:\.amp)++(?=(?:\.html(?:\.amp)*+)?(?:/|$))")
# after these, `amp` is the name of something
_NAMING: Final = frozenset(
    "wiki tag tags topic topics hashtag word r u user users author search dictionary definition".split()
)

_DEVICES: Final = frozenset({"m", "mobile", "amp"})
_SECOND: Final = frozenset("ac co com edu gc gov gouv net org qc on bc ab asso nom".split())  # .co.uk, .qc.ca
_SHARED: Final = frozenset(  # whoever has a name there has a site of his own
    "blogspot.com wordpress.com tumblr.com typepad.com over-blog.com canalblog.com livejournal.com substack.com"
    " github.io gitlab.io netlify.app vercel.app wixsite.com weebly.com medium.com".split()
)
_WIKI: Final = re.compile(r"\.m(?=\.(?:wik\w{4,9}|mediawiki)\.org$)")
_BLOGSPOT: Final = re.compile(r"\.blogspot\.(?:com?\.)?[a-z]{2,3}$")  # one blog, at each country's own address
_FACEBOOK: Final = re.compile(r"(?:[a-z]{2}-[a-z]{2}|web|touch|mbasic)\.facebook\.com")
_ALIASES: Final = {
    "twitter.com": "x.com",
    "youtube-nocookie.com": "youtube.com",
    "old.reddit.com": "reddit.com",
    "new.reddit.com": "reddit.com",
    "np.reddit.com": "reddit.com",
}
_OWN_WAYS: Final = frozenset({"x.com", "youtu.be", "youtube.com"})  # see _spelt
_STATUS: Final = re.compile(r"/(?:i/web|[^/]+)/status(?:es)?/(\d+)(?:/.*)?")
_VIDEO: Final = re.compile(r"/(?:shorts|embed|live|v)/(?!videoseries)([\w-]+)")


@dataclass(frozen=True, slots=True)
class _Parts:
    """A web link, taken apart."""

    host: str  # comparable
    port: str  # with its colon; "" for the usual ones
    path: str
    query: str
    fragment: str


def canonical(url: str) -> str:
    """What links are compared by; "" for none. What is no web link loses fragment and closing slash only."""
    common = _COMMON.fullmatch(url)
    if common and "amp" not in common[2] and len(url) <= LONGEST and (host := _common_host(common[1])):
        return host + common[2]
    return _canonical(url)


def site(url: str) -> str:
    """The host of a link in its canonical form, with its port."""
    begins = _BEGINS.match(url)  # nearly always, and then it takes a tenth of the time
    if begins and "#!" not in url and "#/" not in url and len(url) <= LONGEST and (host := _common_host(begins[1])):
        return host
    return canonical(url).partition("/")[0].partition("?")[0]


@lru_cache(1_000)
def _common_host(place: str) -> str:
    """A host in one spelling with its port, where its pages' addresses are all that it has to say; else ""."""
    parts = _parts(f"https://{place}")
    if not parts or parts.host in _OWN_WAYS or may_send(parts.host):
        return ""
    return parts.host + parts.port


def _canonical(url: str) -> str:
    """The same for any link: the long way."""
    url = url.strip()
    if len(url) > LONGEST:
        return url
    said = url
    for _ in range(MOST):
        parts = _parts(url)
        if not parts:
            break
        path = _path(parts.path)
        page = _without_amp(path)
        further = target(parts.host, path, parts.query)
        if not further and page != path:
            further = target(parts.host, page, parts.query)
        if not further:
            return _spelt(parts, page)
        url = further.strip()
    else:
        return said
    end = url.partition("#")[0]
    return end.rstrip(_CLOSING)


def _spelt(parts: _Parts, path: str) -> str:
    """The link in one spelling."""
    host, query = parts.host, _query(parts)
    if host == "x.com" and (status := _STATUS.fullmatch(path)):
        path, query = f"/i/status/{status[1]}", ""
    elif host in {"youtu.be", "youtube.com"}:
        host, path, query = _video(host, path, query)
    fragment = parts.fragment if parts.fragment[:1] in {"!", "/"} and parts.fragment.strip("!/ ") else ""
    told = f"{host}{parts.port}{path}"
    if query:
        told += f"?{query}"
    return f"{told}#{_even(fragment.rstrip(), _ODD_QUERY, _FREE)}" if fragment else told


def _parts(url: str) -> _Parts | None:
    """The link taken apart; None where it is none of the web."""
    start = url[:8].lower()
    if start == "https://":
        rest = url[8:]
    elif start[:7] == "http://":
        rest = url[7:]
    elif start[:2] == "//":
        rest = url[2:]
    elif _SCHEMELESS.match(url):
        rest = url
    else:
        return None
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    place, slash, path = rest.partition("/")
    said = _PLACE.fullmatch(place.rpartition("@")[2])
    if not said:
        return None
    host, port = comparable_host(said[1]), said[2] or ""
    port = "" if port in {"", "80", "443"} else f":{port}"
    return None if _JUNK.search(host) else _Parts(host, port, slash + path, query, fragment)


def comparable_host(host: str) -> str:
    """A host in one spelling: lower case, punycode, without www and what is there for telephones."""
    host = host.lower() if host.isascii() else _punycode(host)
    if ".m." in host:
        host = _WIKI.sub("", host)
    while True:
        first, _, rest = host.partition(".")
        if not (first == "www" and "." in rest) and not (first in _DEVICES and _is_site(rest)):
            break
        host = rest
    if ".blogspot." in host:
        return _BLOGSPOT.sub(".blogspot.com", host)
    return "facebook.com" if _FACEBOOK.fullmatch(host) else _ALIASES.get(host, host)


def _is_site(host: str) -> bool:
    """Whether a host can be somebody's: not fr, co.uk, blogspot.com."""
    name, _, end = host.rpartition(".")
    return bool(name) and host not in _SHARED and not (name in _SECOND and len(end) == 2)  # noqa: PLR2004 - a country's


def _punycode(host: str) -> str:
    """A host as the DNS has it; as it is where it can't be."""
    even = unicodedata.normalize("NFKC", host).lower().replace("。", ".")
    if any(sign in even for sign in "/?#@:[]%"):  # a sign that stands for several
        return host.lower()
    try:
        return ".".join(
            label if label.isascii() else f"xn--{label.encode('punycode').decode('ascii')}" for label in even.split(".")
        ).lower()
    except UnicodeError:
        return host.lower()


def _path(path: str) -> str:
    """A path in one spelling, without session and closing slash."""
    path = path.rstrip("/ ")
    if not path:
        return ""
    path = _even(path, _ODD_PATH, _FREE)
    if ";" in path:
        path = _SESSION.sub("", path)
    if "/." in path or "//" in path:
        steps: list[str] = []
        for step in path.split("/"):
            if step == "..":
                del steps[-1:]
            elif step not in {"", "."}:
                steps.append(step)
        path = "/" + "/".join(steps)
    return path.rstrip("/")


def _without_amp(path: str) -> str:
    """A path without what says that this is the page's AMP copy: /amp, /amp/…, ….amp, ….amp.html."""
    if "/amp" not in path and ".amp" not in path:
        return path
    kept: list[str] = []
    for step in _AMP_ENDING.sub("", path).split("/")[1:]:
        if step != "amp" or (kept and kept[-1].lower() in _NAMING):
            kept.append(step)
    return "/" + "/".join(kept or ["amp"])


def _query(parts: _Parts) -> str:
    """A query in one spelling and order, without what is the visit's."""
    if not parts.query:
        return ""
    kept: list[tuple[str, str]] = []
    ordered = True
    of_article = parts.host == "news.google.com" and "/articles/" in parts.path
    for said in parts.query.replace("+", "%20").split("&"):
        part = _even(said.strip(), _ODD_QUERY, _FREE_IN_QUERY)
        if part[:1] in {"?", "a"} and (escaped := _ESCAPED.match(part)):
            part = part[escaped.end() :]
        name, equals, value = part.partition("=")
        if not part or is_visit(name, value, parts.host) or (of_article and name in {"hl", "gl", "ceid", "oc"}):
            continue
        ordered = ordered and bool(equals)
        kept.append((name, part))
    if ordered:
        kept.sort(key=lambda pair: pair[0])
    return "&".join(part for _, part in kept)


def _video(host: str, path: str, query: str) -> tuple[str, str, str]:
    """A film by its id, and a remark under it by its own; other pages of the site as they are."""
    said = dict(part.partition("=")[::2] for part in query.split("&"))
    if host == "youtu.be":
        film = path[1:] if re.fullmatch(r"/[\w-]+", path) else ""
    else:
        film = said.get("v", "") if path == "/watch" else ""
        if not film and (shown := _VIDEO.fullmatch(path)):
            film = shown[1]
    if not film:
        return host, path, query
    return "youtube.com", "/watch", f"lc={said['lc']}&v={film}" if said.get("lc") else f"v={film}"


def _even(text: str, odd: re.Pattern[str], free: dict[str, str]) -> str:
    """Percent signs only where they are needed, and in capitals."""

    def mend(found: re.Match[str]) -> str:
        """One sign."""
        sign = found[0]
        if len(sign) == 3:  # noqa: PLR2004 - one that is encoded
            return free.get(sign.upper(), sign.upper())
        return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))

    return odd.sub(mend, text)
