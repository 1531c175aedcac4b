from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.delivery.message import digest_message, message_id, sender_host
from smwatch.delivery.mime import address, to_mime
from smwatch.protocols import Message

UNTIL = datetime(2010, 3, 24, 11, 30, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=1)
DOT_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+"


def digest(name: str = "matin", sender: str = "smwatch <rp@nordelait.example>", until: datetime = UNTIL) -> Message:
    return digest_message(
        name=name, to=["dg@nordelait.example"], sender=sender, since=SINCE, until=until,
        subject="Nordelait: nothing new", text="Nothing.\n", html="<p>Nothing.", lang="fr",
    )  # fmt: skip


def test_its_headers_say_what_it_is() -> None:
    assert digest().headers == {
        "Date": "Wed, 24 Mar 2010 11:30:00 +0000",
        "Message-ID": "<digest.20100324T113000Z.dc96e4540109ecdb@nordelait.example>",
        "List-Id": "<matin.smwatch.nordelait.example>",
        "List-Unsubscribe": "<mailto:rp@nordelait.example?subject=unsubscribe%20matin>",
        "X-Auto-Response-Suppress": "All",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "fr",
    }


def test_text_html_and_recipients_are_handed_on() -> None:
    message = digest()
    assert (message.to, message.subject) == (("dg@nordelait.example",), "Nordelait: nothing new")
    assert (message.text, message.html) == ("Nothing.\n", "<p>Nothing.")


def test_the_same_digest_of_the_same_period_is_the_same_message() -> None:
    montreal = timezone(timedelta(hours=-4))
    assert digest() == digest(until=UNTIL.astimezone(montreal))


def test_another_period_or_digest_or_start_has_another_id() -> None:
    ids = {
        digest().headers["Message-ID"],
        digest(name="soir").headers["Message-ID"],
        digest(until=UNTIL + timedelta(microseconds=1)).headers["Message-ID"],
        message_id("matin", SINCE - timedelta(days=1), UNTIL, "nordelait.example"),
    }
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("sender", "host"),
    [
        ("smwatch <rp@Nordelait.Example>", "nordelait.example"),
        ("rp@laitière.example", "xn--laitire-6xa.example"),
        ("rp", "smwatch.invalid"),
        ("", "smwatch.invalid"),
        ("rp@[127.0.0.1]", "smwatch.invalid"),
        ("rp@-bad.example", "smwatch.invalid"),
    ],
)
def test_the_host_is_the_senders(sender: str, host: str) -> None:
    assert sender_host(sender) == host


@pytest.mark.parametrize(("name", "label"), [("Matinée (été)", "matinee-ete"), ("a\r\nBcc: x", "a-bcc-x")])
def test_a_digests_name_becomes_a_label(name: str, label: str) -> None:
    assert digest(name).headers["List-Id"] == f"<{label}.smwatch.nordelait.example>"


@given(st.text(), st.text())
def test_whatever_the_names_the_ids_are_well_formed(name: str, sender: str) -> None:
    headers = digest(name, sender).headers
    assert re.fullmatch(rf"<{DOT_ATOM}@{DOT_ATOM}>", headers["Message-ID"])
    assert re.fullmatch(rf"<{DOT_ATOM}>", headers["List-Id"])
    mime = to_mime(replace(digest(name, sender)), address("rp@nordelait.example"))
    assert mime["Message-ID"] == headers["Message-ID"]
