"""When two links lead to the same page, as far as their spelling tells. Pure.

    same_link("http://example.com/a/#top") == same_link("https://example.com/a")

Used wherever a comment is brought to the entry it answers: feeds write one page's address in several ways.
"""

from __future__ import annotations

import re

# parameters of addresses that are made for one reader alone
_SECRET = re.compile(
    r"([?&;](?:[\w-]{0,20}[_-])?(?:key|apikey|token|auth|secret|password|passwd|pwd|sig|signature)=)[^&;#]+",
    re.IGNORECASE,
)


def same_link(url: str) -> str:
    """What links are compared by: no scheme (http or https), fragment, closing slash or blank; host in lower case.

    Nothing else is touched but utm_… parameters: a query string or the case of a path may well lead elsewhere. ""
    stays "".
    """
    rest = untracked(url.strip().partition("#")[0])
    end = len(rest)
    while end and (rest[end - 1] == "/" or rest[end - 1].isspace()):
        end -= 1
    rest = rest[:end]
    scheme, parted, after = rest.partition("://")
    if not parted or scheme.lower() not in {"http", "https"}:
        return rest
    host, slash, path = after.partition("/")
    return host.lower() + slash + path


def untracked(url: str) -> str:
    """The URL without the utm_… parameters that say who sent the reader: they would keep two links from being one."""
    if "utm_" not in url:
        return url
    base, mark, fragment = url.partition("#")
    path, _, query = base.partition("?")
    kept = "&".join(part for part in query.split("&") if not part.startswith("utm_"))
    return f"{path}?{kept}{mark}{fragment}" if kept else f"{path}{mark}{fragment}"


def host_of(url: str) -> str:
    """The host that a URL names, without login and port; "" where it names none."""
    _, place, _ = _parts(url)
    place = place.rpartition("@")[2]
    host = place.partition("]")[0] if place.startswith("[") else place.partition(":")[0]
    return host.lower()


def server_of(url: str) -> str:
    """The host that a URL names, with its port where it says one: what is asked with manners. Without login."""
    return _parts(url)[1].rpartition("@")[2].lower()


def masked(url: str) -> str:
    """The URL as it may be shown: its login, whose name may be a secret too, and keys of its query as ***.

    masked("https://marie:key@example.com/feed/?api_key=1") == "https://***@example.com/feed/?api_key=***"
    """
    scheme, place, rest = _parts(url)
    shown = _SECRET.sub(r"\1***", rest) if "=" in rest else rest
    _, at, host = place.rpartition("@")
    if at:
        place = f"***@{host}"
    return f"{scheme}://{place}{shown}" if scheme else shown


def plain_address(url: str) -> str:
    """The URL as people write it, without https:// and login; for where it stands as a name."""
    _, place, rest = _parts(masked(url))
    return f"{place.rpartition('@')[2]}{rest.rstrip('/')}" if place else url


def _parts(url: str) -> tuple[str, str, str]:
    """What stands before ://, then login, host and port, then the rest; all but the last "" where there is no ://."""
    scheme, parted, rest = url.partition("://")
    if not parted:
        return "", "", url
    end = next((at for at, sign in enumerate(rest) if sign in "/?#"), len(rest))
    return scheme, rest[:end], rest[end:]
