"""When two links lead to the same page, as far as their spelling tells. Pure.

    same_link("http://example.com/a/#top") == same_link("https://example.com/a")

Used wherever a comment is brought to the entry it answers: feeds write one page's address in several ways.
"""

from __future__ import annotations


def same_link(url: str) -> str:
    """What links are compared by: no scheme (http or https), fragment, closing slash or blank; host in lower case.

    Nothing else is touched: a query string or the case of a path may well lead elsewhere. "" stays "".
    """
    rest = url.strip().partition("#")[0]
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
    rest = url.partition("://")[2]
    place = rest[: next((at for at, sign in enumerate(rest) if sign in "/?#"), len(rest))].rpartition("@")[2]
    host = place.partition("]")[0] if place.startswith("[") else place.partition(":")[0]
    return host.lower()
