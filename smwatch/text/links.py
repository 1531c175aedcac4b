"""When two links lead to the same page, as far as they tell; and links as they may be shown. Pure.

    same_link("http://m.example.com/a/?utm_source=rss#top") == same_link("https://example.com/a")

Used wherever entries are the same entry, or a comment is brought to the one it answers: one page has many addresses.
"""

from __future__ import annotations

import re

from smwatch.text.tracking import untracked

__all__ = ["host_of", "masked", "plain_address", "same_address", "same_link", "server_of", "untracked", "with_scheme"]

# parameters of addresses that are made for one reader alone
_SECRET = re.compile(
    r"([?&;](?:[\w-]{0,20}[_-])?(?:key|apikey|token|auth|secret|password|passwd|pwd|sig|signature)=)[^&;#]+",
    re.IGNORECASE,
)


def same_link(url: str) -> str:
    """What links to pages are compared by, whoever tracks, shortens, wraps or mirrors them (canonical.py). "" stays "".

    Never to be asked for or shown: an entry keeps the link that its feed gives.
    """
    from smwatch.text.canonical import canonical  # late: what is only shown isn't compared

    return canonical(url)


def same_address(url: str) -> str:
    """What addresses that are asked (feeds) are compared by: no scheme (http or https), fragment, closing slash.

    Host in lower case. Nothing else is touched but what tracks: another host or order may well answer otherwise.
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


def host_of(url: str) -> str:
    """The host that a URL names, without login and port; "" where it names none."""
    _, place, _ = _parts(url)
    place = place.rpartition("@")[2]
    host = place.partition("]")[0] if place.startswith("[") else place.partition(":")[0]
    return host.lower()


def server_of(url: str) -> str:
    """The host that a URL names, with its port where it says one: what is asked with manners. Without login."""
    return _parts(url)[1].rpartition("@")[2].lower()


def with_scheme(address: str) -> str:
    """An address as a browser takes it: with https:// in front of one that was typed without."""
    address = address.strip()
    return address if "://" in address else f"https://{address}"


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
