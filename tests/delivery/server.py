"""A real mail server on loopback, that takes, refuses or dawdles as a test asks."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD = "rp@nordelait.example", "s3cret"


def hang_up(server: SMTP) -> None:
    """Drop the connection as it is."""
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


@dataclass
class Postbox:
    """What arrived, and what to say to whom."""

    refuse: frozenset[str] = frozenset()  # these recipients
    refusal: str = "550 5.1.1 nobody\x1b[31m here of that name"
    refusals: Mapping[str, str] = field(default_factory=dict)  # of single ones
    answer: str = "250 OK"  # to the message
    to_sender: str = "250 OK"
    dawdle: float = 0  # seconds before the answer to the message
    hang_up: str = ""  # RCPT, DATA: drop the connection where that is answered
    on_data: Callable[[], None] = lambda: None  # while a message is being taken
    received: list[Envelope] = field(default_factory=list)
    users: list[str] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.hang_up == "RCPT":
            hang_up(server)
        if address in self.refuse:
            return self.refusals.get(address, self.refusal)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        if self.dawdle:
            time.sleep(self.dawdle)  # noqa: ASYNC251 - the whole server is to be slow
        self.on_data()
        if self.answer.startswith("2"):
            self.received.append(envelope)
        if self.hang_up == "DATA":  # taken, and nobody is told
            hang_up(server)
        return self.answer

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:  # noqa: ANN401 - aiosmtpd's
        self.users.append(data.login.decode())
        known = (data.login.decode(), data.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=known, handled=known)


@contextmanager
def serving(
    postbox: Postbox, *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, auth: bool = False
) -> Iterator[int]:
    """The server runs; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options: dict[str, Any] = {"authenticator": postbox.authenticate, "auth_require_tls": False} if auth else {}
    controller = Controller(
        postbox,
        hostname="127.0.0.1",
        port=port,
        ssl_context=tls,
        tls_context=starttls,
        require_starttls=starttls is not None,
        **options,
    )
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
