"""A message in the form in which it travels (MIME). Pure; the same message becomes the same bytes each time.

Nothing from a feed gets out of its header: line ends and other control characters in one become blanks.
"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP, Policy
from email.utils import getaddresses
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from smwatch.errors import NothingDoneError
from smwatch.locales import N_
from smwatch.models import Letter
from smwatch.text.clean import scrub

if TYPE_CHECKING:
    from smwatch.protocols import Message

MAX_HEADER = 500  # characters: mail programs show less, and folding more takes long
MAX_WORD = 60  # characters of a word that fits the line of its header: a longer one is encoded, in pieces


class _Verbatim:
    """A header for machines, on one line as it is: folded by the library, a long one would turn into encoded words."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Nothing is made of it."""
        kwds |= {"decoded": value, "parse_tree": None}

    def fold(self, *, policy: Policy[Any]) -> str:
        """The line; ASCII, as our own headers are."""
        return f"{self.name}: {self}".encode("ascii", "replace").decode() + policy.linesep  # type: ignore[attr-defined]  # the registry adds BaseHeader


class _Words(_Verbatim):
    """A header for people, told as it is: the library would carry out encoded words that stand in a name or a title.

    "=?utf-8?q?=0ABcc:...?=", which the config or a feed may hold, would begin a new header.
    """

    def fold(self, *, policy: Policy[Any]) -> str:
        """The lines; encoded where it isn't plain text, or looks as if it were encoded."""
        name: str = self.name  # type: ignore[attr-defined]  # the registry adds BaseHeader
        text = str(self)
        plain = text.isascii() and "=?" not in text and max(map(len, text.split()), default=0) < MAX_WORD
        charset = "us-ascii" if plain else "utf-8"
        lines = Header(text, charset, policy.max_line_length, name).encode(linesep=policy.linesep)
        return f"{name}: {lines}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Words)  # type: ignore[arg-type]  # it becomes a BaseHeader there
for _name in ("references", "in-reply-to", "message-id", "list-id", "list-unsubscribe"):
    _HEADERS.map_to_type(_name, _Verbatim)  # type: ignore[arg-type]  # it becomes a BaseHeader there
_POLICY = SMTP.clone(header_factory=_HEADERS)
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_BAD_IN_ADDRESS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def letter_of(message: Message, sender: str) -> Letter:
    """The message as it goes out, from this sender; NothingDoneError where an address is none."""
    mime = to_mime(message, address(sender))
    to = tuple(dict.fromkeys(address(to).addr_spec for to in message.to))
    return Letter(to=to, message_id=message.headers.get("Message-ID", ""), content=mime.as_bytes())


def to_mime(message: Message, sender: Address) -> EmailMessage:
    """Text and HTML as alternatives, UTF-8, quoted-printable: every server lets it through unchanged.

    Raises NothingDoneError for an address that is none.
    """
    mime = EmailMessage(policy=_POLICY)
    mime["From"] = sender
    mime["To"] = [address(to) for to in message.to]
    mime["Subject"] = one_line(message.subject)
    about_content = {name: value for name, value in message.headers.items() if name.lower().startswith("content-")}
    for name, value in message.headers.items():
        if not _HEADER_NAME.fullmatch(name):
            raise ValueError(f"{name!r} is no header name")
        if name not in about_content:
            mime[name] = one_line(value)
    mime.set_content(_encodable(message.text), cte="quoted-printable")
    if message.html:
        mime.add_alternative(_encodable(message.html), subtype="html", cte="quoted-printable")
        mime.set_boundary("=_" + sha256(_encodable(message.text + message.html).encode()).hexdigest()[:32])
    for name, value in about_content.items():  # to set content drops them
        mime[name] = one_line(value)
    return mime


def sender_of(content: bytes) -> str:
    """Whose address a message that to_mime made comes from."""
    (sender,) = BytesHeaderParser(policy=SMTP).parsebytes(content)["From"].addresses
    return str(sender.addr_spec)


def subject_of(content: bytes) -> str:
    """Its subject, as people read it."""
    return str(BytesHeaderParser(policy=SMTP).parsebytes(content)["Subject"] or "")


def address(text: str) -> Address:
    """An address like "smwatch <rp@example.com>"; its host in ASCII. NothingDoneError where it is none, or several."""
    try:
        ((name, spec),) = getaddresses([_BAD_IN_ADDRESS.sub(",", text)])  # a comma makes two of it, which is none
        parts = Address(addr_spec=spec)
        shown = one_line(name).replace("=?", "= ?")  # else the library carries out what is encoded there
        return Address(shown, parts.username, parts.domain.encode("idna").decode("ascii"))
    except (ValueError, IndexError, MessageError) as error:  # IndexError: the parser's own, at "a@"
        raise NothingDoneError(
            N_("{address} is no e-mail address"),
            N_("write it like rp@example.com, in [mail] and [[digests]] of the config"),
            address=one_line(text)[:100] or '""',
        ) from error


def one_line(text: str) -> str:
    """The text without line ends, control characters, and marks that turn text around; at most MAX_HEADER long."""
    return re.sub(r"\n+", " ", scrub(text[:MAX_HEADER])).strip(" ")


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
