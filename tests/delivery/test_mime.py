from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.delivery.mime import address, one_line, to_mime
from smwatch.errors import NothingDoneError
from smwatch.protocols import Message

SENDER = address("smwatch <rp@nordelait.example>")
TO = ("rp@nordelait.example",)
anything = st.text(st.characters(exclude_categories=()))  # lone surrogates and control characters too


def headers_of(message: Message) -> list[str]:
    return [name for name, _ in message_from_bytes(to_mime(message, SENDER).as_bytes(), policy=default).items()]


PLAIN = headers_of(Message(to=TO, subject="x", text="y", headers={"List-Id": "z"}))


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_no_line_end_gets_a_header_into_the_mail(end: str) -> None:
    evil = f"Nordelait{end}Bcc: thief@evil.example{end}{end}<script>"
    mime = to_mime(Message(to=TO, subject=evil, text="y", headers={"List-Id": evil}), SENDER)
    read = message_from_bytes(mime.as_bytes(), policy=default)
    assert read.keys() == PLAIN
    assert str(read["Subject"]).startswith("Nordelait")


ENCODED = (
    "=?utf-8?q?a=0D=0ABcc:_thief@evil.example?= rappelle",
    "=?utf-8?q?a=0ABcc:_thief@evil.example?=",
    "x =?utf-8?b?DQpCY2M6IHRoaWVmQGV2aWwuZXhhbXBsZQ==?= y",
    "=?utf-8?q?=E2=80=AEcba?=",
)


@pytest.mark.parametrize("evil", ENCODED)
def test_what_is_encoded_in_a_name_is_not_carried_out(evil: str) -> None:
    mime = to_mime(Message(to=(f'"{evil}" <{TO[0]}>',), subject=evil, text="y", headers={"List-Id": evil}), SENDER)
    head = mime.as_bytes().partition(b"\r\n\r\n")[0]
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert not [line for line in head.split(b"\r\n") if line.lower().startswith(b"bcc")]
    read = message_from_bytes(mime.as_bytes(), policy=default)
    assert read.keys() == PLAIN
    assert str(read["Subject"]) == evil, "it is shown as it is"
    assert "\u202e" not in str(read["To"])


@given(st.text("=?utf-8bq_0DA:\r\n é", max_size=60))
def test_whatever_looks_encoded_the_headers_stay_the_same(subject: str) -> None:
    head = to_mime(Message(to=TO, subject=subject, text="y"), SENDER).as_bytes().partition(b"\r\n\r\n")[0]
    assert head.count(b"\n") == head.count(b"\r\n")
    assert all(line[:1] in {b" ", b"\t"} or b": " in line for line in head.split(b"\r\n"))


def test_a_subject_of_one_long_word_begins_where_it_should() -> None:
    mime = to_mime(Message(to=TO, subject="e" * 400, text="y"), SENDER)
    assert str(message_from_bytes(mime.as_bytes(), policy=default)["Subject"]) == "e" * 400
    assert max(map(len, mime.as_bytes().split(b"\r\n"))) <= 78


@given(anything, anything)
def test_whatever_the_subject_the_headers_stay_the_same(subject: str, text: str) -> None:
    message = Message(to=TO, subject=subject, text=text, headers={"List-Id": subject})
    assert headers_of(message) == PLAIN


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cf"]), max_size=300))
def test_a_subject_is_read_as_it_was_written(subject: str) -> None:
    mime = to_mime(Message(to=TO, subject=subject, text="y"), SENDER)
    read = message_from_bytes(mime.as_bytes(), policy=default)
    assert "".join(str(read["Subject"]).split()) == "".join(subject.split())  # folding may touch blanks


def test_a_name_that_is_no_header_name_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="no header name"):
        to_mime(Message(to=TO, subject="x", text="y", headers={"X: y\r\nBcc": "z"}), SENDER)


def test_a_megabyte_travels_whole() -> None:
    text = "Été… " * 200_000
    mime = to_mime(Message(to=TO, subject="x" * 1_000_000, text=text), SENDER)
    read = message_from_bytes(mime.as_bytes(), policy=default)
    payload = read.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().rstrip("\r\n") == text


@pytest.mark.parametrize(
    ("written", "spec", "name"),
    [
        ("rp@nordelait.example", "rp@nordelait.example", ""),
        ("smwatch <rp@nordelait.example>", "rp@nordelait.example", "smwatch"),
        ('"Côté, Marc" <mc@nordelait.example>', "mc@nordelait.example", "Côté, Marc"),
        ("rp@laitière.example", "rp@xn--laitire-6xa.example", ""),
        ("root@localhost", "root@localhost", ""),
    ],
)
def test_an_address_is_read(written: str, spec: str, name: str) -> None:
    assert (address(written).addr_spec, address(written).display_name) == (spec, name)


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            " ",
            "rp",
            "rp@",
            "@nordelait.example",
            "rp@nordelait..example",
            "a b@c.example",
            "a@b.example c@d.example",
        ),
        *("a@b.example, c@d.example", "a@b.example>", "a@b.example)c@d.example", "é@b.example", "smwatch <>"),
        *("a@b.example\r\nBcc: c@d.example", "x\nBcc: c@d.example <a@b.example>", "a@b.example\x00c", "a@.example"),
    ],
)
def test_what_is_no_address_is_refused_with_a_way_to_mend_it(written: str) -> None:
    with pytest.raises(NothingDoneError) as caught:
        address(written)
    assert "no e-mail address" in str(caught.value)
    assert "rp@example.com" in caught.value.mend


@given(anything)
def test_whatever_is_written_an_address_is_one_line(written: str) -> None:
    try:
        read = address(written)
    except NothingDoneError as error:
        assert "\n" not in str(error)  # noqa: PT017 - most texts are no address; either way it is one line
    else:
        assert str(read) == one_line(str(read))


def test_what_machines_read_is_never_encoded_however_long() -> None:
    identity = f"<alert.20100324T113000Z.0123456789abcdef@{'a' * 60}.{'b' * 60}.example>"
    names = ("Message-ID", "In-Reply-To", "References", "List-Id", "List-Unsubscribe")
    mime = to_mime(Message(to=TO, subject="x", text="y", headers=dict.fromkeys(names, identity)), SENDER)
    lines = mime.as_bytes().split(b"\r\n")
    for name in names:
        assert f"{name}: {identity}".encode() in lines
    assert max(map(len, lines)) < 998


@given(st.text(), st.text())
def test_no_line_is_too_long_whatever_is_in_it(subject: str, text: str) -> None:
    huge = Message(to=TO, subject=subject * 50, text=text * 2000, headers={"References": subject * 50})
    lines = to_mime(huge, SENDER).as_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_one_line_keeps_what_french_needs() -> None:
    assert one_line("Nordelait\u00a0: « oui »\r\n\u202eno\x1b[31m") == "Nordelait\u00a0: « oui » no"
