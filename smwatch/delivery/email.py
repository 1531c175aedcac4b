"""E-mail by SMTP: the only place that speaks it.

    channel = SmtpChannel(mail, password)
    channel.send(channel.write(message)) -> addresses that were refused

STARTTLS and TLS verify the server's certificate. What goes wrong is an UnsentError that says how to mend it, and
whether the message may go out another time. The same message becomes the same bytes each time.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from smwatch.config.settings import Mail
from smwatch.delivery.mime import address, one_line, sender_of, to_mime
from smwatch.errors import UnsentError
from smwatch.locales import N_
from smwatch.models import Letter
from smwatch.protocols import Message

TIMEOUT = 30.0
"""Seconds without an answer before the server is given up."""

PERMANENT = 500  # reply codes from here on mean: don't try again
MAX_ANSWER = 200  # characters of what the server says

PORTS = N_('check host, port and security in [mail]: port 587 goes with "starttls", port 465 with "tls"')
PLACE = N_("check host in [mail], and the network")
TROUBLES: tuple[tuple[type[OSError], str, str], ...] = (
    (
        smtplib.SMTPAuthenticationError,
        N_("the mail server {host} refused user and password: {answer}"),
        N_("check user and password in [mail]; some providers want a password made for one application"),
    ),
    (
        smtplib.SMTPRecipientsRefused,
        N_("the mail server {host} refused every recipient: {answer}"),
        N_("check `to` in [[digests]]"),
    ),
    (
        smtplib.SMTPSenderRefused,
        N_("the mail server {host} refused the sender: {answer}"),
        N_("check `from` in [mail]"),
    ),
    (
        smtplib.SMTPNotSupportedError,
        N_("the mail server {host} can't do what [mail] asks for: {answer}"),
        N_('try port = 465 with security = "tls"; "none" sends everything in the clear'),
    ),
    (smtplib.SMTPServerDisconnected, N_("the mail server {host}, port {port}, hung up: {answer}"), PORTS),
    (
        smtplib.SMTPException,
        N_("the mail server {host} won't take the message: {answer}"),
        N_("ask the people who run it, with this answer"),
    ),
    (
        ssl.SSLCertVerificationError,
        N_("the certificate of the mail server {host} can't be trusted: {answer}"),
        N_("use the server's own name as host; install the certificate of a company's own authority on this machine"),
    ),
    (ssl.SSLError, N_("no encrypted connection to the mail server {host}, port {port}: {answer}"), PORTS),
    (socket.gaierror, N_("there is no mail server {host}: {answer}"), PLACE),
    (ConnectionRefusedError, N_("nothing answers at the mail server {host}, port {port}"), PORTS),
    (TimeoutError, N_("the mail server {host}, port {port}, doesn't answer in time"), PORTS),
    (OSError, N_("no way to the mail server {host}, port {port}: {answer}"), PLACE),
)
"""What an error means for the person who wrote the config, and what to mend; the first that fits counts."""


class SmtpChannel:
    """Sends by the server that [mail] names. `context`: whom to trust for TLS; default, whom the system trusts."""

    def __init__(
        self, mail: Mail, password: str = "", *, context: ssl.SSLContext | None = None, timeout: float = TIMEOUT
    ) -> None:
        self._mail, self._password, self._context, self._timeout = mail, password, context, timeout

    def write(self, message: Message) -> Letter:
        """The message as the server gets it, from whom [mail] says; NothingDoneError where an address is none."""
        mime = to_mime(message, address(self._mail.sender or self._mail.user))
        return Letter(to=message.to, message_id=message.headers.get("Message-ID", ""), content=mime.as_bytes())

    def send(self, letter: Letter) -> tuple[str, ...]:
        """Send to all of `to` at once; back come those that the server refused, if it took the others.

        Raises UnsentError when it took none, or when there was no way to it.
        """
        recipients = [address(to).addr_spec for to in letter.to]
        try:
            with self._connection() as server:
                refused = server.sendmail(sender_of(letter.content), recipients, letter.content)
        except OSError as error:  # all that smtplib, sockets and TLS raise
            raise explain(error, self._mail) from error
        return tuple(to for to in recipients if to in refused)

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """A connection, encrypted and logged in as [mail] says."""
        mail, server = self._mail, self._connect()
        try:
            if mail.security == "starttls":
                server.starttls(context=self._trusted())
            if mail.user and self._password:
                server.login(mail.user, self._password)
            yield server
            with suppress(OSError):  # the message was accepted: how the server says goodbye changes nothing
                server.quit()
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        mail = self._mail
        if mail.security == "tls":
            return smtplib.SMTP_SSL(mail.host, mail.port, timeout=self._timeout, context=self._trusted())
        return smtplib.SMTP(mail.host, mail.port, timeout=self._timeout)

    def _trusted(self) -> ssl.SSLContext:
        return self._context or ssl.create_default_context()


def explain(error: OSError, mail: Mail) -> UnsentError:
    """The error that stops the command, from one of the network, of TLS or of the server."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib says that the server hung up when it was too slow
    what, mend = next((what, mend) for kind, what, mend in TROUBLES if isinstance(error, kind))
    arguments = {"host": mail.host, "port": mail.port, "answer": _answer(error)}
    return UnsentError(what, mend, for_good=_for_good(error), **arguments)


def _for_good(error: OSError) -> bool:
    """Whether it is this message, its sender or all its recipients that the server won't have: 5xx (RFC 5321, 4.2.1).

    Who logs in, TLS and the way there are the config's and the network's business: the message may go out yet.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    mine = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError)
    return mine and getattr(error, "smtp_code", 0) >= PERMANENT


def _answer(error: OSError) -> str:
    """What the server, TLS or the system says, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said: object = next(iter(error.recipients.values()), "")
    elif isinstance(error, smtplib.SMTPResponseException):
        said = (error.smtp_code, error.smtp_error)
    elif isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message
    else:
        said = error.strerror or error
    parts = said if isinstance(said, tuple) else (said,)
    words = (part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts)
    return one_line(" ".join(words))[:MAX_ANSWER]
