"""When an alert opens, whoever asked to know is told at once, once; and if not, everybody can see that."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from tests.delivery.broken import Broken
from tests.delivery.hook import TO_HOOK, Hook
from tests.delivery.server import Postbox, serving
from tests.desk import LISTS, MAIL, MORNING, Desk, item

NOTIFY = (
    LISTS
    + """\
[[notify]]
to = ["rp@nordelait.example"]
language = "fr"
levels = ["emerging"]
"""
    + TO_HOOK
)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook() as hook:
        yield hook


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
def calm_desk(desk: Desk, hook: Hook, postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A calm fortnight, then a morning of glass that the next scan hears of."""
    monkeypatch.setenv("SMWATCH_HOOK", "s3cret")
    page = 'source = "La page"\nabout = ["Nordelait"]'
    calm = [
        item(
            "", f"Bonjour, jour {n}", link=f"http://p.example/q{n}", at=MORNING - timedelta(days=15 - n), author=f"A{n}"
        )
        for n in range(14)
    ]
    with serving(postbox) as port:
        desk.feed("/page/feed/", declared=page)
        desk.config += MAIL.format(port=port) + NOTIFY.format(url=hook.url)
        for day in (0, 7, 14):
            desk.feed("/page/feed/", *calm[: day + 1], declared=page)
            desk.now = MORNING - timedelta(days=15 - day)
            assert desk.runs("scan").code == 0
        angry = [
            item("", f"Du verre dans le yogourt numéro {n}, c'est dégoûtant, honteux! @everyone",
                 link=f"http://p.example/c{n}", author=f"Client {n}", at=MORNING - timedelta(minutes=300 - 9 * n))
            for n in range(30)
        ]  # fmt: skip
        desk.feed("/page/feed/", *calm, *angry, declared=page)
        desk.now = MORNING
        yield desk


def test_everybody_is_told_once(calm_desk: Desk, hook: Hook, postbox: Postbox) -> None:
    scan = calm_desk.runs("scan --json").json
    assert len(scan["alerts"]) == 1
    assert scan["warnings"] == []
    (envelope,), (got,) = postbox.received, hook.got
    assert isinstance(envelope.content, bytes)
    mail = message_from_bytes(envelope.content, policy=default)
    assert mail["Content-Language"] == "fr"
    assert json.loads(got.body)["data"]["alert"]["id"] == 1
    assert calm_desk.later(minutes=30).runs("scan --json").json["warnings"] == []
    assert (len(postbox.received), len(hook.got)) == (1, 1)
    told = calm_desk.runs("db journal --json").json
    assert {(one["kind"], one["way"], one["state"], one["alert"]) for one in told} == {
        ("notice", "mail", "sent", 1),
        ("notice", "webhook", "sent", 1),
    }
    assert "the news of alert 1 sent to" in calm_desk.runs("db journal").out


def test_what_does_not_leave_fails_no_scan_is_told_and_leaves_later(
    calm_desk: Desk, hook: Hook, postbox: Postbox
) -> None:
    hook.status, postbox.answer = 503, "451 later"
    ran = calm_desk.runs("scan --json")
    assert ran.code == 0
    assert [one["kind"] for one in ran.json["warnings"]] == ["unsent", "unsent"]
    assert "it answers 503" in ran.out
    for typed in ("status", "check", "scan"):
        said = " ".join(calm_desk.runs(typed).out.split())
        assert ("The news of alert 1" in said) is (typed != "scan"), "a scan tells what it has tried itself"
    assert len(calm_desk.runs("status --json").json["warnings"]) == 2
    hook.status, postbox.answer = 200, "250 OK"
    assert calm_desk.later(minutes=5).runs("scan --quiet").out == ""
    first, second = hook.got
    assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert len(postbox.received) == 1
    assert calm_desk.runs("status --json").json["warnings"] == []


def test_a_digest_that_is_sent_takes_along_what_is_due(calm_desk: Desk, hook: Hook, postbox: Postbox) -> None:
    hook.status = 503
    calm_desk.runs("scan")
    hook.status = 200
    calm_desk.config += '\n[[digests]]\nname = "matin"\nto = ["rp@nordelait.example"]\n'
    assert calm_desk.later(minutes=5).runs("digest --send").code == 0
    assert len(hook.got) == 2


CHECKED = """
[[notify]]
name = "program"
webhook = "https://hooks.example.com/"
secret = "env:SMWATCH_HOOK"
[[notify]]
name = "mail"
to = ["rp@nordelait.example"]
[[duty]]
who = "Luc Roy"
[[people]]
name = "Luc Roy"
email = "luc@nordelait.example"
"""


def test_check_tells_what_a_message_would_lack(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.feed("/feed/", item("Nordelait", "Nordelait is fine.", link="http://a.example/1"))
    desk.config += MAIL.format(port=25) + CHECKED
    monkeypatch.delenv("SMWATCH_HOOK", raising=False)
    ran = desk.runs("check --offline")
    said = " ".join(ran.out.split())
    assert ran.code == 4
    assert "SMWATCH_HOOK" in said
    assert "notify.secret" in said
    assert "[[notify]] mail: is complete" in said.replace("✓ ", "")
    assert "no [[notify]] has duty = true" in said
    assert desk.runs("scan").code == 0, "a secret that is missing stops what needs it, and nothing else"
    monkeypatch.setenv("SMWATCH_HOOK", "s3cret")
    desk.config += "[[notify]]\nduty = true\n"
    ran = desk.runs("check --offline")
    assert ran.code == 0
    assert "has duty = true" not in ran.out


@pytest.mark.filterwarnings("ignore")  # as in tests/delivery/test_chat.py
def test_check_tries_no_address_that_apprise_does_not_know(desk: Desk) -> None:
    pytest.importorskip("apprise", reason="the extra [notify] isn't installed")
    desk.config += '[[notify]]\nname = "chat"\nurl = "nosuch://token-1234"\n'
    ran = desk.runs("check")
    said = " ".join(ran.out.split())
    assert ran.code == 4
    assert "[[notify]] chat" in said
    assert "token-1234" not in said


def test_a_password_in_the_clear_is_warned_of(desk: Desk) -> None:
    desk.config += MAIL.format(port=25) + 'user = "rp"\npassword = "env:X"\n'
    assert "anyone on the way can read the password" in " ".join(desk.runs("digest").err.split())


@pytest.mark.parametrize("step", ["banner", "RCPT", "DATA", "dot"])
def test_killed_at_any_step_the_next_scan_sends_it_as_it_was(desk: Desk, step: str) -> None:
    desk.feed("/feed/", item("Nordelait", "Nordelait is a terrible disgusting lie.", link="http://a.example/1"))
    desk.runs("scan")
    running = list[subprocess.Popen[bytes]]()

    def _kill(at: str) -> None:
        if at == step and running:
            running.pop().kill()

    with Broken(on_step=_kill) as server:
        desk.config += MAIL.format(port=server.port) + '[[digests]]\nname = "matin"\nto = ["rp@nordelait.example"]\n'
        path = desk.write_config()
        with subprocess.Popen([sys.executable, "-m", "smwatch", "--config", str(path), "digest", "--send"]) as sender:
            running.append(sender)
        assert sender.returncode == -9
        desk.now = datetime.now(UTC)
        assert desk.later(hours=1).runs("scan").code == 0
    assert len(server.taken) == (2 if step == "dot" else 1)
    assert len({content for _, content in server.taken}) == 1
    (told,) = desk.runs("db journal --json").json
    assert (told["state"], told["tries"]) == ("sent", 2)
