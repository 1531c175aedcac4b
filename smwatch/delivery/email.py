"""E-mail by SMTP: the only place that speaks it.

    SmtpChannel(mail, password).send(letter) -> whom it was not taken for
    SmtpChannel(mail, password).ready()      whether it could

STARTTLS and TLS verify the server's certificate. What goes wrong is an UnsentError that says how to mend it, and
whether the message may go out another time.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from threading import Timer
from typing import Any

from smwatch.config.settings import Mail
from smwatch.delivery.mime import address, one_line, sender_of
from smwatch.errors import UnsentError
from smwatch.locales import N_
from smwatch.models import Letter
from smwatch.protocols import Handed

TIMEOUT = 30.0
"""Seconds without an answer before the server is given up."""

AFTER_TEXT = 240.0
"""Seconds without an answer once the text is on its way: whoever gives up a server that is still looking for spam in it
sends it again, and it comes once more each time (RFC 5321, 4.5.3.2.6)."""

LONGEST = 300.0
"""Seconds for all of it: a server that says a word now and then must not hold up a scan for ever."""

OK, FORWARDED = 250, 251
LOGGED_IN, GO_ON = 235, 334
PERMANENT = 500  # reply codes from here on mean: don't try again
GOING_DOWN = 421
LOGIN_FIRST = frozenset({503, 530, 534, 535, 538})
"""... but for these: it is the login that the server wants otherwise, and [mail] can be mended (RFC 4954, RFC 3207)."""

MAX_ANSWER = 200  # characters of what the server says

PORTS = N_('check host, port and security in [mail]: port 587 goes with "starttls", port 465 with "tls"')
PLACE = N_("check host in [mail], and the network")
TROUBLES: tuple[tuple[type[Exception], str, str], ...] = (
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
    (UnicodeError, N_("{host} can't be the name of a mail server"), N_("check host in [mail]")),
    (ValueError, N_("the mail server {host}, port {port}, says what makes no sense: {answer}"), PORTS),
)
"""What an error means for the person who wrote the config, and what to mend; the first that fits counts."""


Reply = tuple[int, bytes]


class _Bounded(smtplib.SMTP):
    """A connection that is cut off, whatever it waits for, when it has been open for so many seconds."""

    def __init__(self, longest: float, *args: Any, **how: Any) -> None:  # noqa: ANN401 - smtplib's
        self.sock: socket.socket | None = None
        self._end = Timer(longest, self._cut)
        self._end.daemon = True
        self._end.start()
        try:
            super().__init__(*args, **how)
        except BaseException:
            self._end.cancel()
            raise

    def close(self) -> None:
        """Nothing is left to be cut off."""
        self._end.cancel()
        super().close()

    def _cut(self) -> None:
        with suppress(OSError):  # it has ended meanwhile
            if self.sock:
                self.sock.shutdown(socket.SHUT_RDWR)


class _Encrypted(_Bounded, smtplib.SMTP_SSL):
    """With TLS from the start."""


class SmtpChannel:
    """Sends by the server that [mail] names. `context`: whom to trust for TLS; default, whom the system trusts.

    `timeout` is for each answer, `after_text` for those from the text on, `longest` for the whole conversation.
    """

    def __init__(  # noqa: PLR0913 - keywords
        self,
        mail: Mail,
        password: str = "",
        *,
        context: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
        after_text: float = AFTER_TEXT,
        longest: float = LONGEST,
    ) -> None:
        self._mail, self._password, self._context = mail, password, context
        self._timeout, self._after_text, self._longest = timeout, after_text, longest

    def send(self, letter: Letter) -> Handed:
        """Send to all of `to` at once; back comes whom the server refused, if it took it for others.

        Raises UnsentError when it took it for none, or when there was no way to it.
        """
        recipients = {to: address(to).addr_spec for to in letter.to}
        try:
            with self._connection() as server:
                replies = hand(server, sender_of(letter.content), recipients, letter.content, self._after_text)
        except (OSError, ValueError) as error:  # all that smtplib, sockets and TLS raise; and at names, and rubbish
            raise explain(error, self._mail) from error
        gone = refused_in(replies)
        later = tuple(to for to in replies if to not in gone)
        return Handed(refused=gone, later=later, answer=_worded(next(iter(replies.values()), "")))

    def ready(self) -> None:
        """Connect, encrypt, log in, and leave; UnsentError as of `send`."""
        try:
            with self._connection() as server:
                server.noop()
        except (OSError, ValueError) as error:
            raise explain(error, self._mail) from error

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """A connection, encrypted and logged in as [mail] says."""
        mail, server = self._mail, self._connect()
        try:
            if mail.security == "starttls":
                server.starttls(context=self._trusted())
            if mail.user and self._password:
                log_in(server, mail.user, self._password)
            yield server
            with suppress(OSError, ValueError):  # it was accepted: how the server says goodbye changes nothing
                if server.sock:
                    server.sock.settimeout(self._timeout)
                server.quit()
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        mail = self._mail
        if mail.security == "tls":
            return _Encrypted(self._longest, mail.host, mail.port, timeout=self._timeout, context=self._trusted())
        return _Bounded(self._longest, mail.host, mail.port, timeout=self._timeout)

    def _trusted(self) -> ssl.SSLContext:
        return self._context or ssl.create_default_context()


def log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """As smtplib does; but where something isn't ASCII, which it can't send, in UTF-8 (RFC 4616)."""
    if (user + password).isascii():
        server.login(user, password)
        return
    server.ehlo_or_helo_if_needed()
    if not server.has_extn("auth"):
        raise smtplib.SMTPNotSupportedError("SMTP AUTH extension not supported by server.")
    words = [user.encode(), password.encode()]
    if "PLAIN" in server.esmtp_features["auth"].upper().split():
        code, said = server.docmd("AUTH", "PLAIN " + b64encode(b"\0".join([b"", *words])).decode())
    else:
        code, said = server.docmd("AUTH", "LOGIN")
        while words and code == GO_ON:
            code, said = server.docmd(b64encode(words.pop(0)).decode())
    if code != LOGGED_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def hand(
    server: smtplib.SMTP, sender: str, recipients: Mapping[str, str], content: bytes, patience: float = AFTER_TEXT
) -> dict[str, Reply]:
    """One message, step by step (RFC 5321, 3.3); the replies to those that were refused, where somebody wasn't."""
    server.ehlo_or_helo_if_needed()
    code, said = server.mail(sender, [f"size={len(content)}"] if server.has_extn("size") else [])
    if code != OK:
        raise smtplib.SMTPSenderRefused(code, said, sender)
    replies = dict[str, Reply]()
    for to, spec in recipients.items():
        code, said = server.rcpt(spec)
        if code not in {OK, FORWARDED}:
            replies[to] = (code, said)
        if code == GOING_DOWN:
            break
    if code == GOING_DOWN or len(replies) == len(recipients):
        raise smtplib.SMTPRecipientsRefused(replies)
    if server.sock:
        server.sock.settimeout(patience)
    code, said = server.data(content)
    if code // 100 != OK // 100:  # whatever else it says in the two hundreds, it has it (RFC 5321, 4.2.1)
        raise smtplib.SMTPDataError(code, said)
    return replies


def refused_in(replies: Mapping[str, Reply]) -> tuple[str, ...]:
    """Who will never get it: 5xx."""
    return tuple(to for to, (code, _) in replies.items() if code >= PERMANENT and code not in LOGIN_FIRST)


def explain(error: Exception, mail: Mail) -> UnsentError:
    """The error that stops the command, from one of the network, of TLS or of the server."""
    if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, TimeoutError):
        error = error.__context__  # smtplib says that the server hung up when it was too slow
    what, mend = next((what, mend) for kind, what, mend in TROUBLES if isinstance(error, kind))
    arguments = {"host": mail.host, "port": mail.port, "answer": _answer(error)}
    refused = refused_in(error.recipients) if isinstance(error, smtplib.SMTPRecipientsRefused) else ()
    return UnsentError(what, mend, for_good=_for_good(error), refused=refused, **arguments)


def _for_good(error: Exception) -> bool:
    """Whether it is this message, its sender or all its recipients that the server won't have: 5xx (RFC 5321, 4.2.1).

    Who logs in, TLS and the way there are the config's and the network's business: the message may go out yet.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return len(refused_in(error.recipients)) == len(error.recipients)
    mine = isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError)
    code = getattr(error, "smtp_code", 0)
    return mine and code >= PERMANENT and code not in LOGIN_FIRST


def _answer(error: Exception) -> str:
    """What the server, TLS or the system says, on one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said: object = next(iter(error.recipients.values()), "")
    elif isinstance(error, smtplib.SMTPResponseException):
        said = (error.smtp_code, error.smtp_error)
    elif isinstance(error, ssl.SSLCertVerificationError):
        said = error.verify_message
    else:
        said = getattr(error, "strerror", None) or error
    return _worded(said)


def _worded(said: object) -> str:
    """A reply on one line."""
    parts = said if isinstance(said, tuple) else (said,)
    words = (part.decode("utf-8", "replace") if isinstance(part, bytes) else str(part) for part in parts)
    return one_line(" ".join(words))[:MAX_ANSWER]
