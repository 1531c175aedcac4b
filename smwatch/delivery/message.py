"""A digest as a message: who gets it, and the headers by which mail programs know, sort and thread it.

Pure: the same digest of the same period is the same message, Message-ID and date included, so that the
receiving side can tell when it comes twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from unicodedata import normalize

from smwatch.protocols import Message

NO_HOST = "smwatch.invalid"  # RFC 2606: a domain that belongs to nobody


def digest_message(  # noqa: PLR0913 - keywords only; a class to hold them would be Message again
    *,
    name: str,
    to: Sequence[str],
    sender: str,
    since: datetime,
    until: datetime,
    subject: str,
    text: str,
    html: str = "",
    lang: str = "",
) -> Message:
    """The digest `name` of the period from `since` to `until`; dated `until`.

    Headers: Date, Message-ID, List-Id (RFC 2919), Auto-Submitted (RFC 3834, no out-of-office answers),
    Content-Language.
    """
    host, label = sender_host(sender), _label(name)
    headers = {
        "Date": format_datetime(until.astimezone(UTC)),
        "Message-ID": message_id(name, since, until, host),
        "List-Id": f"<{label}.smwatch.{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if lang:
        headers["Content-Language"] = lang
    return Message(to=tuple(to), subject=subject, text=text, html=html, headers=headers)


def message_id(name: str, since: datetime, until: datetime, host: str) -> str:
    """<digest.20100324T113000Z.0123456789abcdef@host>: the same for the same digest and period, else another."""
    period = f"{since.astimezone(UTC).isoformat()}/{until.astimezone(UTC).isoformat()}"
    mark = sha256(f"{name}\n{period}".encode()).hexdigest()[:16]
    return f"<digest.{until.astimezone(UTC):%Y%m%dT%H%M%SZ}.{mark}@{host}>"


def sender_host(sender: str) -> str:
    """The host of an address like "smwatch <rp@example.com>", in ASCII; smwatch.invalid where there is none."""
    host = parseaddr(sender)[1].partition("@")[2].strip().lower()
    try:
        ascii_host = host.encode("idna").decode("ascii")
    except UnicodeError:
        return NO_HOST
    fit = all(char.isalnum() or char in "-." for char in ascii_host) and not ascii_host.startswith(("-", "."))
    return ascii_host if ascii_host and fit else NO_HOST


def _label(name: str) -> str:
    """A digest's name as a label of a List-Id: letters, digits and hyphens."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    label = "-".join("".join(char if char.isalnum() else " " for char in plain).split())[:40].strip("-")
    return label or "digest-" + sha256(name.encode()).hexdigest()[:8]
