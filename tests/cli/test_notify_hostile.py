"""Whatever a feed, a brand or a config is called, the news of an alert harms nobody where it lands."""

from __future__ import annotations

import json
from datetime import timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest

from tests.delivery.hook import TO_HOOK, Hook
from tests.delivery.server import Postbox, serving
from tests.desk import LISTS, MAIL, MORNING, Desk, item

BRAND = "Nord =?utf-8?q?lait=0D=0ABcc:_thief@evil.example?="
CONFIG = (
    LISTS
    + """\
[[notify]]
name = "salle\\u001b[31m\\u202e =?utf-8?q?=0ABcc:x?="
to = ['"RP =?utf-8?q?=0ABcc:x?=" <rp@nordelait.example>']
language = "fr"
levels = ["emerging"]
"""
    + TO_HOOK
)
EVIL = "\u202e\u2066 @everyone <!channel> [x](javascript:alert(1)) =?utf-8?q?=0D=0ABcc:_thief@evil.example?="
STRICT = SMTP.clone(raise_on_defect=True)
UNSEEN = "\x1b\x07\u202e\u2066\u202d\u200f"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_of_it_is_obeyed(desk: Desk, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("SMWATCH_HOOK", "s3cret")
    desk.config = f'[[brands]]\nname = "{BRAND}"\nnames = ["Nordelait"]\n'
    page = f'source = "La page"\nabout = ["{BRAND}"]'
    calm = [
        item(
            "", f"Bonjour, jour {n}", link=f"http://p.example/q{n}", at=MORNING - timedelta(days=15 - n), author=f"A{n}"
        )
        for n in range(14)
    ]
    said = f"{EVIL} Du verre dans le yogourt numéro NNN, c'est dégoûtant, honteux! {EVIL}"
    angry = [
        item(f"Titre {EVIL}", said.replace("NNN", str(n)), link=f"http://p.example/c{n}\u202e",
             author=f"Client {n} \u202e", at=MORNING - timedelta(minutes=300 - 9 * n))
        for n in range(30)
    ]  # fmt: skip
    postbox = Postbox()
    with Hook() as hook, serving(postbox) as port:
        desk.feed("/page/feed/", declared=page)
        desk.config += MAIL.format(port=port) + CONFIG.format(url=hook.url)
        for day in (0, 7, 14):
            desk.feed("/page/feed/", *calm[: day + 1], declared=page)
            desk.now = MORNING - timedelta(days=15 - day)
            assert desk.runs("scan").code == 0
        desk.feed("/page/feed/", *calm, *angry, declared=page)
        desk.now = MORNING
        shown = [desk.runs(f"--lang {lang} {typed}") for typed in ("scan", "status", "db journal", "alerts show 1")]
    assert [ran.code for ran in shown] == [0] * len(shown)
    assert not [sign for ran in shown for sign in UNSEEN if sign in ran.out + ran.err]
    content = postbox.received[0].original_content or b""
    mail = message_from_bytes(content, policy=STRICT)
    assert not mail.defects
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted", "Importance",
        "X-Auto-Response-Suppress", "Content-Type", "Content-Transfer-Encoding", "Content-Language", "MIME-Version",
    }  # fmt: skip
    assert BRAND in str(mail["Subject"])
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii(), "no server needs 8BITMIME or SMTPUTF8 for it"
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r")
    assert [postbox.received[0].rcpt_tos, postbox.received[0].smtp_utf8] == [["rp@nordelait.example"], False]
    data = json.loads(hook.got[0].body)["data"]
    for text in (str(mail["Subject"]), str(mail["To"]), mail.get_content(), data["text"], data["quote"]["text"]):
        assert not [sign for sign in UNSEEN if sign in text]
    assert "\u202e" not in (data["quote"]["url"] or "")
