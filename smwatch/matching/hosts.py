"""Hosts of links, made comparable: lower case, punycode, no port, no user."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host of a link as `comparable` gives it; "" where there is none."""
    try:
        link = url.strip().replace("\\", "/")  # as browsers read it
        if ":" not in link and "//" not in link:  # lapresse.ca/a
            link = "//" + link
        return comparable(urlsplit(link).hostname or "")
    except ValueError:  # a link that is none: http://[
        return ""


def comparable(host: str) -> str:
    """A host in lower case and punycode, without the final dot."""
    host = unicodedata.normalize("NFKC", host).strip().strip(".").lower()
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def is_under(host: str, parent: str) -> bool:
    """Whether a host is `parent` or stands under it; never for one that merely ends alike."""
    return host == parent or host.endswith("." + parent)
