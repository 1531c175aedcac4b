from __future__ import annotations

import socket
import ssl
import threading
import time
from base64 import b64decode
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import trustme

from smwatch.config.settings import Mail
from smwatch.delivery.email import SmtpChannel
from smwatch.delivery.mime import letter_of
from smwatch.errors import NothingDoneError, UnsentError
from smwatch.protocols import Channel, Message
from tests.delivery.broken import CUT, HALF, MUTE, SAFE_STEPS, Broken, Fault
from tests.delivery.server import PASSWORD, USER, Postbox, serving

DIGEST = Message(
    to=("rp@nordelait.example", "dg@nordelait.example"),
    subject="Nordelait : crise confirmée, 37 mentions négatives",
    text="Bonjour,\n.\nfrom the day before\nÉté 🥛 " + "long " * 400 + "\n",
    html="<!doctype html><p>Été 🥛</p>",
    headers={"Message-ID": "<digest.1@nordelait.example>", "Auto-Submitted": "auto-generated"},
)


SENDER = "smwatch <rp@nordelait.example>"


def deliver(channel: Channel, message: Message = DIGEST) -> tuple[str, ...]:
    return channel.send(letter_of(message, SENDER)).refused


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Signs the server's certificate; nobody trusts it who isn't told to."""
    return trustme.CA()


@pytest.fixture(scope="module")
def server_tls(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="module")
def trusting(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context()
    authority.configure_trust(context)
    return context


def mail(port: int, security: str = "none", **changes: str) -> Mail:
    return Mail(
        host=changes.get("host", "127.0.0.1"),
        port=port,
        security=security,
        user=changes.get("user", ""),
        sender=changes.get("sender", "smwatch <rp@nordelait.example>"),
    )


def arrived(postbox: Postbox) -> EmailMessage:
    (envelope,) = postbox.received
    assert isinstance(envelope.content, bytes)
    message = message_from_bytes(envelope.content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_digest_arrives_whole() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        channel: Channel = SmtpChannel(mail(port))
        assert deliver(channel) == ()
    message = arrived(postbox)
    assert postbox.received[0].mail_from == "rp@nordelait.example"
    assert postbox.received[0].rcpt_tos == list(DIGEST.to)
    assert (message["From"], message["To"]) == ("smwatch <rp@nordelait.example>", ", ".join(DIGEST.to))
    assert message["Subject"] == DIGEST.subject
    assert message["Message-ID"] == "<digest.1@nordelait.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "multipart/alternative"
    assert body(message, "plain") == DIGEST.text
    assert body(message, "html").rstrip("\n") == DIGEST.html


def test_every_line_on_the_wire_is_short_and_plain_ascii() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        deliver(SmtpChannel(mail(port)))
    content = postbox.received[0].content
    assert isinstance(content, bytes)
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 78


def test_sent_twice_the_bytes_are_the_same() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        deliver(SmtpChannel(mail(port)))
        deliver(SmtpChannel(mail(port)))
    first, second = (envelope.content for envelope in postbox.received)
    assert first == second


def test_a_message_without_html_is_plain_text() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        deliver(SmtpChannel(mail(port)), Message(to=DIGEST.to, subject="x", text="only text\n"))
    assert arrived(postbox).get_content_type() == "text/plain"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_and_logged_in(security: str, server_tls: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    postbox = Postbox()
    with serving(postbox, auth=True, **{security: server_tls}) as port:
        deliver(SmtpChannel(mail(port, security, user=USER), PASSWORD, context=trusting))
    assert arrived(postbox)["Subject"] == DIGEST.subject
    assert postbox.users == [USER]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(security: str, server_tls: ssl.SSLContext) -> None:
    postbox = Postbox()
    with serving(postbox, auth=True, **{security: server_tls}) as port, pytest.raises(NothingDoneError) as caught:
        deliver(SmtpChannel(mail(port, security, user=USER), PASSWORD))
    assert "certificate" in str(caught.value)
    assert (postbox.received, postbox.users) == ([], [])  # the password never left


def test_a_certificate_of_another_host_is_refused(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    other = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example").configure_cert(other)
    postbox = Postbox()
    with serving(postbox, starttls=other) as port, pytest.raises(NothingDoneError, match="certificate"):
        deliver(SmtpChannel(mail(port, "starttls"), context=trusting))
    assert postbox.received == []


def test_without_starttls_nothing_goes_out_in_the_clear() -> None:
    postbox = Postbox()
    with serving(postbox) as port, pytest.raises(NothingDoneError, match="STARTTLS") as caught:
        deliver(SmtpChannel(mail(port, "starttls", user=USER), PASSWORD))
    assert "465" in caught.value.mend
    assert postbox.received == []


def test_a_plain_server_at_the_port_for_tls_is_told() -> None:
    with serving(Postbox()) as port, pytest.raises(NothingDoneError, match="no encrypted connection") as caught:
        deliver(SmtpChannel(mail(port, "tls"), timeout=5))
    assert "587" in caught.value.mend


def test_a_wrong_password_is_told() -> None:
    postbox = Postbox()
    with serving(postbox, auth=True) as port, pytest.raises(NothingDoneError, match="user and password") as caught:
        deliver(SmtpChannel(mail(port, user=USER), "wrong"))
    assert "password" in caught.value.mend
    assert "wrong" not in str(caught.value)
    assert postbox.received == []


def test_a_server_without_login_is_told() -> None:
    with serving(Postbox()) as port, pytest.raises(NothingDoneError, match="AUTH"):
        deliver(SmtpChannel(mail(port, user=USER), PASSWORD))


def test_some_refused_recipients_are_named_and_the_others_get_it() -> None:
    postbox = Postbox(refuse=frozenset({"dg@nordelait.example"}))
    with serving(postbox) as port:
        assert deliver(SmtpChannel(mail(port))) == ("dg@nordelait.example",)
    assert postbox.received[0].rcpt_tos == ["rp@nordelait.example"]


def test_all_refused_recipients_stop_the_command() -> None:
    postbox = Postbox(refuse=frozenset(DIGEST.to))
    with serving(postbox) as port, pytest.raises(NothingDoneError) as caught:
        deliver(SmtpChannel(mail(port)))
    assert "550 5.1.1 nobody here of that name" in str(caught.value)  # what it says is shown, not obeyed
    assert caught.value.mend == "check `to` in [[digests]]"


def test_a_refused_sender_is_told() -> None:
    with (
        serving(Postbox(to_sender="553 not you")) as port,
        pytest.raises(NothingDoneError, match="553 not you") as caught,
    ):
        deliver(SmtpChannel(mail(port)))
    assert "`from`" in caught.value.mend


def test_a_refused_message_is_told_with_the_servers_answer() -> None:
    with (
        serving(Postbox(answer="554 smells of spam")) as port,
        pytest.raises(NothingDoneError, match="554 smells of spam"),
    ):
        deliver(SmtpChannel(mail(port)))


def test_nobody_answers() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, not listening
        with pytest.raises(NothingDoneError, match="nothing answers") as caught:
            deliver(SmtpChannel(mail(free.getsockname()[1])))
    assert "port" in caught.value.mend


def test_an_unknown_host_is_told() -> None:
    with pytest.raises(NothingDoneError, match=r"no mail server mail\.invalid"):
        deliver(SmtpChannel(mail(25, host="mail.invalid")))


def test_a_server_that_says_nothing_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute, pytest.raises(NothingDoneError, match="in time"):
        deliver(SmtpChannel(mail(mute.getsockname()[1]), timeout=0.2))


def test_a_server_that_dawdles_is_given_up() -> None:
    with serving(Postbox(dawdle=0.6)) as port, pytest.raises(NothingDoneError, match="in time"):
        deliver(SmtpChannel(mail(port), timeout=0.2, after_text=0.2))


def test_a_server_that_hangs_up_is_told() -> None:
    with serving(Postbox(answer="421 going down")) as port, pytest.raises(NothingDoneError, match="421 going down"):
        deliver(SmtpChannel(mail(port)))


def test_a_bad_address_stops_before_anything_is_sent() -> None:
    postbox = Postbox()
    with serving(postbox) as port, pytest.raises(NothingDoneError, match="rp@ is no e-mail address"):
        deliver(SmtpChannel(mail(port)), Message(to=("rp@",), subject="x", text="y"))
    assert postbox.received == []


@pytest.mark.parametrize(
    ("postbox", "for_good"),
    [
        (Postbox(refuse=frozenset(DIGEST.to)), True),
        (Postbox(refuse=frozenset(DIGEST.to), refusal="450 4.2.0 greylisted"), False),
        (Postbox(to_sender="553 not you"), True),
        (Postbox(to_sender="451 later"), False),
        (Postbox(answer="554 smells of spam"), True),
        (Postbox(answer="452 no space left"), False),
        (Postbox(answer="421 going down"), False),
        (Postbox(hang_up="RCPT"), False),
        (Postbox(hang_up="DATA"), False),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else "",
)
def test_what_the_server_says_tells_whether_to_try_again(postbox: Postbox, for_good: bool) -> None:
    with serving(postbox) as port, pytest.raises(UnsentError) as caught:
        deliver(SmtpChannel(mail(port)))
    assert caught.value.for_good is for_good


def test_one_that_is_told_to_come_later_leaves_hope_for_all() -> None:
    postbox = Postbox(refuse=frozenset(DIGEST.to), refusals={DIGEST.to[0]: "450 4.2.0 greylisted"})
    with serving(postbox) as port, pytest.raises(UnsentError) as caught:
        deliver(SmtpChannel(mail(port)))
    assert not caught.value.for_good


@pytest.mark.parametrize("answer", ["535 wrong", "TLS", "nobody"])
def test_what_the_config_can_mend_is_not_for_good(answer: str, server_tls: ssl.SSLContext) -> None:
    with serving(Postbox(), auth=True, starttls=server_tls if answer == "TLS" else None) as port:
        security = "starttls" if answer == "TLS" else "none"
        channel = SmtpChannel(mail(1 if answer == "nobody" else port, security, user=USER), "wrong")
        with pytest.raises(UnsentError) as caught:
            deliver(channel)
    assert not caught.value.for_good


def test_a_letter_goes_out_as_it_was_written_whatever_the_config_says_by_then() -> None:
    postbox = Postbox()
    with serving(postbox) as port:
        letter = letter_of(DIGEST, SENDER)
        SmtpChannel(mail(port, sender="Other <other@nordelait.example>")).send(letter)
    assert postbox.received[0].mail_from == "rp@nordelait.example"
    assert postbox.received[0].content == letter.content


def test_who_is_asked_to_come_later_is_told_apart_from_who_is_refused() -> None:
    later, never = DIGEST.to
    postbox = Postbox(refuse=frozenset(DIGEST.to), refusals={later: "450 4.2.0 greylisted"})
    message = replace(DIGEST, to=(*DIGEST.to, "eve@nordelait.example"))
    with serving(postbox) as port:
        handed = SmtpChannel(mail(port)).send(letter_of(message, SENDER))
    assert (handed.refused, handed.later) == ((never,), (later,))
    assert "greylisted" in handed.answer
    assert postbox.received[0].rcpt_tos == ["eve@nordelait.example"]


def test_where_all_are_refused_those_for_good_are_told() -> None:
    postbox = Postbox(refuse=frozenset(DIGEST.to), refusals={DIGEST.to[0]: "450 4.2.0 greylisted"})
    with serving(postbox) as port, pytest.raises(UnsentError) as caught:
        deliver(SmtpChannel(mail(port)))
    assert (caught.value.for_good, caught.value.refused) == (False, (DIGEST.to[1],))


@pytest.mark.parametrize("answer", ["530 5.7.0 log in first", "535 5.7.8 wrong", "503 5.5.1 AUTH first"])
def test_that_it_wants_a_login_is_not_for_good(answer: str) -> None:
    with serving(Postbox(to_sender=answer)) as port, pytest.raises(UnsentError) as caught:
        deliver(SmtpChannel(mail(port)))
    assert not caught.value.for_good


def drip(server: socket.socket, word: bytes) -> None:
    """Greet for ever, a word every now and then."""
    peer, _ = server.accept()
    with suppress(OSError), peer:
        while True:
            peer.sendall(word)
            time.sleep(0.05)


@pytest.mark.parametrize("word", [b"2", b"220-welcome\r\n"])
def test_a_server_that_never_comes_to_an_end_is_cut_off(word: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=drip, args=(server, word), daemon=True).start()
        began = time.monotonic()
        with pytest.raises(UnsentError) as caught:
            deliver(SmtpChannel(mail(server.getsockname()[1]), timeout=5, longest=0.5))
    assert time.monotonic() - began < 4
    assert not caught.value.for_good


@pytest.mark.parametrize("offered", [b"PLAIN LOGIN", b"LOGIN"])
def test_a_login_with_accents_goes_as_utf_8(offered: bytes) -> None:
    got = list[bytes]()

    def _take(peer: socket.socket) -> None:
        with peer, peer.makefile("rb") as lines:
            peer.sendall(b"220 here\r\n")
            while line := lines.readline():
                got.append(line.strip())
                greeted = b"250-here\r\n250 AUTH " + offered + b"\r\n"
                last = line.startswith(b"AUTH PLAIN") or got[-2:-1] == [b"asOpcsO0bWU="]
                asked = line.startswith(b"AUTH") or got[-2:-1] == [b"AUTH LOGIN"]
                peer.sendall(
                    greeted if line[:4].lower() == b"ehlo"
                    else b"235 yes\r\n" if last
                    else b"334 VXNlcm5hbWU6\r\n" if asked
                    else b"554 that is all\r\n"
                )  # fmt: skip

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=lambda: _take(server.accept()[0]), daemon=True).start()
        with pytest.raises(UnsentError, match="that is all"):
            deliver(SmtpChannel(mail(server.getsockname()[1], user="jérôme"), "été"))
    words = [
        b64decode(word.split()[-1]).decode() for word in got if not word.startswith((b"ehlo", b"mail", b"AUTH LOGIN"))
    ]
    assert [part for word in words for part in word.split("\0") if part] == ["jérôme", "été"]


def test_a_wrong_password_with_accents_is_told() -> None:
    postbox = Postbox()
    with serving(postbox, auth=True) as port, pytest.raises(UnsentError, match="user and password") as caught:
        deliver(SmtpChannel(mail(port, user=USER), "été"))
    assert (caught.value.for_good, postbox.received) == (False, [])
    with serving(postbox) as port, pytest.raises(UnsentError, match="AUTH"):
        deliver(SmtpChannel(mail(port, user=USER), "été"))


@pytest.mark.parametrize("host", ["a..example", ".example", "x" * 70])
@pytest.mark.parametrize("security", ["none", "tls"])
def test_a_host_that_can_be_none_is_told(host: str, security: str) -> None:
    with pytest.raises(UnsentError, match="can't be the name of a mail server") as caught:
        deliver(SmtpChannel(mail(25, security, host=host)))
    assert not caught.value.for_good


def test_a_server_may_look_for_spam_for_longer_than_for_an_answer() -> None:
    postbox = Postbox(dawdle=0.5)
    with serving(postbox) as port:
        assert deliver(SmtpChannel(mail(port), timeout=0.2, after_text=5)) == ()
    assert len(postbox.received) == 1


@pytest.mark.parametrize("step", SAFE_STEPS)
@pytest.mark.parametrize("how", [CUT, HALF, MUTE, "454 4.7.0 not now"])
def test_what_breaks_before_anybody_is_known_sends_nothing_and_is_tried_again(
    step: str, how: str, server_tls: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    with Broken([Fault(step, how)], tls=server_tls, login=True) as server:
        channel = SmtpChannel(mail(server.port, "starttls", user=USER), PASSWORD, context=trusting, timeout=0.4)
        with pytest.raises(UnsentError) as caught:
            deliver(channel)
        assert not caught.value.for_good
        assert server.taken == []
        assert deliver(channel) == ()
    assert len(server.taken) == 1


@pytest.mark.parametrize("how", [CUT, HALF, MUTE, "451 later", "554 no"])
def test_how_the_server_says_goodbye_changes_nothing(how: str) -> None:
    with Broken([Fault("QUIT", how)]) as server:
        assert deliver(SmtpChannel(mail(server.port), timeout=0.4)) == ()
    assert len(server.taken) == 1


def test_an_expired_certificate_is_refused(authority: trustme.CA, trusting: ssl.SSLContext) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", not_after=datetime(2010, 3, 22, tzinfo=UTC)).configure_cert(old)
    postbox = Postbox()
    with serving(postbox, starttls=old, auth=True) as port, pytest.raises(UnsentError, match="expired") as caught:
        deliver(SmtpChannel(mail(port, "starttls", user=USER), PASSWORD, context=trusting))
    assert (postbox.received, postbox.users, caught.value.for_good) == ([], [], False)
