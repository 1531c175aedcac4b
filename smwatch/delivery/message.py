"""A digest or the news of an alert as a message: who gets it, and the headers by which mail programs know and sort it.

Pure: the same digest of the same period is the same message, Message-ID and date included, so that the
receiving side can tell when it comes twice. All that is told of one alert is one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from unicodedata import normalize
from urllib.parse import quote

from smwatch.delivery.mime import MAX_HEADER
from smwatch.protocols import Message

LONGEST_HOST = 253  # RFC 1035, 2.3.4
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

    Headers: Date, Message-ID, and those that all our mail has.
    """
    headers = {
        "Date": format_datetime(until.astimezone(UTC)),
        "Message-ID": message_id(name, since, until, sender_host(sender)),
        **_automatic(name, sender, lang),
    }
    return Message(to=tuple(to), subject=subject, text=text, html=html, headers=headers)


def notice_message(  # noqa: PLR0913 - likewise
    *,
    name: str,
    to: Sequence[str],
    sender: str,
    at: datetime,
    mark: str,
    first: str,
    subject: str,
    text: str,
    lang: str = "",
    urgent: bool = True,
) -> Message:
    """The news of an alert; `mark` makes its Message-ID, `first` is that of the alert's first message, if not this one.

    The subject is the same for all that is told of an alert: with References that is what makes a thread everywhere.
    """
    host = sender_host(sender)
    thread = {"In-Reply-To": first, "References": first} if first else {}
    headers = {
        "Date": format_datetime(at.astimezone(UTC)),
        "Message-ID": f"<alert.{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.{sha256(mark.encode()).hexdigest()[:16]}@{host}>",
        **thread,
        **_automatic(name, sender, lang),
        **({"Importance": "high"} if urgent else {}),
    }
    return Message(to=tuple(to), subject=f"Re: {subject}" if first else subject, text=text, headers=headers)


def _automatic(name: str, sender: str, lang: str) -> dict[str, str]:
    """What all our mail says of itself: whose list it is (RFC 2919), how to leave it (RFC 2369), that it's no person's.

    The last so that nobody's absence is told to it (RFC 3834; Exchange heeds a header of its own).
    """
    label, mail = _label(name), parseaddr(sender)[1]
    headers = {"List-Id": f"<{label}.smwatch.{sender_host(sender)}>"}
    leave = f"<mailto:{quote(mail, safe='@+')}?subject=unsubscribe%20{label}>"
    if "@" in mail and len(leave) <= MAX_HEADER:
        headers["List-Unsubscribe"] = leave
    headers |= {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    return headers | ({"Content-Language": lang} if lang else {})


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
    return ascii_host if fit and 0 < len(ascii_host) <= LONGEST_HOST else NO_HOST


def _label(name: str) -> str:
    """A digest's name as a label of a List-Id: letters, digits and hyphens."""
    plain = normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    label = "-".join("".join(char if char.isalnum() else " " for char in plain).split())[:40].strip("-")
    return label or "digest-" + sha256(name.encode()).hexdigest()[:8]
