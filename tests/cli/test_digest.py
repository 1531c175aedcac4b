"""A digest is kept before it goes out: no crash loses it, nobody gets a period twice, and what was sent can be told."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from smwatch.app import App
from smwatch.cli import run
from smwatch.config.load import load_config
from smwatch.digests import Digester, chosen
from smwatch.errors import UnsentError
from smwatch.models import AlertChange, Change
from smwatch.posting import Poster
from smwatch.store import open_store
from tests.cli.conftest import ALERT
from tests.delivery.server import Postbox, serving
from tests.desk import MAIL, Desk, Ready, item

CONFIG = (
    MAIL
    + """
[[digests]]
name = "matin"
to = ["rp@nordelait.example", "Le grand patron <dg@nordelait.example>"]
language = "en"
"""
)
BOTH = frozenset({"rp@nordelait.example", "dg@nordelait.example"})


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


def mentioned(desk: Desk) -> None:
    """A mention."""
    desk.feed("/feed/", item("Nordelait", "Nordelait is a terrible disgusting lie.", link="http://a.example/1"))
    desk.runs("scan")


@pytest.fixture
def mail_desk(readied: Callable[[Ready], Desk], postbox: Postbox) -> Iterator[Desk]:
    """A desk with that, and a mail server."""
    desk = readied(mentioned)
    with serving(postbox) as port:
        desk.config += CONFIG.format(port=port)
        yield desk


def raw(postbox: Postbox) -> list[bytes]:
    return [envelope.content for envelope in postbox.received if isinstance(envelope.content, bytes)]


def mails(postbox: Postbox) -> list[Message]:
    return [message_from_bytes(content) for content in raw(postbox)]


def states(desk: Desk) -> list[str]:
    """Of the outbox, the newest first."""
    return [one["state"] for one in desk.runs("db journal --json").json]


def test_what_was_sent_is_told(mail_desk: Desk, postbox: Postbox) -> None:
    postbox.refuse = frozenset({"dg@nordelait.example"})
    ran = mail_desk.runs("digest --send --json")
    (sent,) = ran.json
    assert (sent["name"], sent["to"], sent["refused"]) == ("matin", ["rp@nordelait.example"], ["dg@nordelait.example"])
    assert (sent["since"], sent["until"]) == ("2010-03-16T08:00:00Z", "2010-03-17T08:00:00Z")
    (told,) = mail_desk.runs("db journal --json").json
    assert told["kind"] == "digest"
    assert told["state"] == "sent"
    assert told["refused"] == ["dg@nordelait.example"]
    assert told["message_id"] == mails(postbox)[0]["Message-ID"]


@pytest.mark.parametrize("trouble", ["421 later", "450 later", "RCPT"])
def test_what_could_not_leave_goes_first_as_it_was(trouble: str, mail_desk: Desk, postbox: Postbox) -> None:
    (postbox.__dict__).update({"hang_up": trouble} if trouble == "RCPT" else {"answer": trouble})
    for _ in range(2):
        ran = mail_desk.later(hours=1).runs("digest --send")
        assert ran.code == 4
        assert "kept as it is, and goes first" in " ".join(ran.err.split())
    assert (states(mail_desk), postbox.received) == (["waiting"], [])
    postbox.hang_up, postbox.answer = "", "250 OK"
    mail_desk.later(hours=1)
    first, second = mail_desk.runs("digest --send --json").json
    assert (first["until"], second["since"], second["until"]) == (
        "2010-03-17T09:00:00Z", "2010-03-17T09:00:00Z", "2010-03-17T11:00:00Z",
    )  # fmt: skip
    old, new = raw(postbox)
    assert (b"disgusting" in old, b"disgusting" in new) == (True, False)
    assert mails(postbox)[0]["Date"] == "Wed, 17 Mar 2010 09:00:00 +0000", "as it was written"
    assert states(mail_desk) == ["sent", "sent"]


def test_one_that_was_taken_before_the_line_broke_can_be_known_again(mail_desk: Desk, postbox: Postbox) -> None:
    postbox.hang_up = "DATA"
    assert mail_desk.runs("digest --send").code == 4
    postbox.hang_up = ""
    assert mail_desk.later(hours=1).runs("digest --send").code == 0
    taken, again, _ = raw(postbox)
    assert taken == again


@pytest.mark.parametrize("postbox", [Postbox(refuse=BOTH), Postbox(answer="554 spam"), Postbox(to_sender="553 no")])
def test_what_is_refused_for_good_is_told_again(mail_desk: Desk, postbox: Postbox) -> None:
    ran = mail_desk.runs("digest --send")
    assert ran.code == 4
    assert "tells of the same time again" in " ".join(ran.err.split())
    assert states(mail_desk) == ["given up"]
    postbox.refuse, postbox.answer, postbox.to_sender = frozenset(), "250 OK", "250 OK"
    (sent,) = mail_desk.later(hours=1).runs("digest --send --json").json
    assert sent["since"] == "2010-03-16T09:00:00Z", "as if none had been made"
    assert b"disgusting" in raw(postbox)[0]


def test_killed_while_it_sends_the_next_goes_on(mail_desk: Desk, postbox: Postbox) -> None:
    path = mail_desk.write_config()
    running = list[subprocess.Popen[bytes]]()
    postbox.on_data = lambda: running.pop().kill()
    with subprocess.Popen([sys.executable, "-m", "smwatch", "--config", str(path), "digest", "--send"]) as sender:
        running.append(sender)
    assert sender.returncode == -9
    assert states(mail_desk) == ["waiting"]
    postbox.on_data = lambda: None
    mail_desk.now = datetime.now(UTC)
    assert mail_desk.later(hours=1).runs("digest --send").code == 0
    taken, again, new = raw(postbox)
    assert (taken, again != new) == (again, True)
    assert states(mail_desk) == ["sent", "sent"]


def send(desk: Desk, begun: Callable[[], None] = lambda: None) -> int:
    """As `smwatch digest --send`, by the machine's own clock: how many left. `begun`: told once its time is set."""
    with closing(App(config=load_config(desk.write_config()))) as app:
        one = Digester(store=app.store, config=app.config, now=app.clock(), speech=app.speech)
        begun()
        (digest,) = chosen(one.config, [])
        poster = Poster(store=one.store, channel=app.channels.of, now=one.now, clock=app.clock, speech=app.speech)
        return len(list(poster.digest(digest.name, lambda: one.posted(digest))))


def test_two_at_once_send_it_once(mail_desk: Desk, postbox: Postbox) -> None:
    begun, sent = threading.Event(), list[int]()
    second = threading.Thread(target=lambda: sent.append(send(mail_desk, begun.set)))

    def _while_the_first_is_taken() -> None:
        postbox.on_data = lambda: None
        second.start()
        assert begun.wait(30)
        time.sleep(0.3)

    postbox.on_data = _while_the_first_is_taken
    assert send(mail_desk) == 1
    second.join()
    assert (sent, len(postbox.received)) == ([0], 1)


def test_one_after_another_tells_what_came_since(mail_desk: Desk, postbox: Postbox) -> None:
    assert send(mail_desk) == 1
    time.sleep(1.1)
    assert send(mail_desk) == 1


def test_a_second_one_in_the_same_moment_is_told_as_sent(mail_desk: Desk, postbox: Postbox) -> None:
    mail_desk.runs("digest --send")
    ran = mail_desk.runs("digest --send")
    assert (ran.code, len(postbox.received)) == (0, 1)
    assert "just sent it" in ran.err


def test_where_the_clock_was_set_back_a_digest_tells_the_last_day(mail_desk: Desk, postbox: Postbox) -> None:
    mail_desk.later(days=400).runs("digest --send")
    mail_desk.later(days=-400, hours=1)
    (sent,) = mail_desk.runs("digest --send --json").json
    assert (sent["since"], sent["until"]) == ("2010-03-16T09:00:00Z", "2010-03-17T09:00:00Z")
    (sent,) = mail_desk.later(hours=1).runs("digest --send --json").json
    assert sent["since"] == "2010-03-17T09:00:00Z", "and goes on from there"


def test_other_digests_wait_for_nobody(mail_desk: Desk, postbox: Postbox) -> None:
    mail_desk.config += '[[digests]]\nname = "soir"\nto = ["soir@nordelait.example"]\n'
    postbox.answer = "450 later"
    assert mail_desk.runs("digest matin --send").code == 4
    postbox.answer = "250 OK"
    (sent,) = mail_desk.runs("digest soir --send --json").json
    assert sent["name"] == "soir"
    assert sorted(states(mail_desk)) == ["sent", "waiting"]


def test_printing_one_sends_and_keeps_nothing(mail_desk: Desk, postbox: Postbox) -> None:
    for typed in ("digest", "digest --html", "digest --json"):
        assert mail_desk.runs(typed).code == 0
    assert (states(mail_desk), postbox.received) == ([], [])


def test_the_mistake_knows_whether_to_try_again() -> None:
    assert not UnsentError("x").for_good
    assert UnsentError("x {y}", for_good=True, y=1).for_good


def test_what_came_in_the_second_in_which_a_digest_ends_is_told_once(mail_desk: Desk, postbox: Postbox) -> None:
    """Before it, and after it, by a scan of the same second."""
    desk = mail_desk.later(seconds=0.4)
    assert desk.runs("digest --send").code == 0
    desk.feed("/feed/", item("Two", "Nordelait is a terrible disgusting shame.", link="http://a.example/2"))
    assert desk.later(seconds=0.2).runs("scan --all --json").json["mentions"]["new"] == 1
    for seconds in (0.2, 90, 90):
        assert desk.later(seconds=seconds).runs("digest --send").code == 0
    told = [b"".join(content.split()) for content in raw(postbox)]
    assert [sum(f"http://a.example/{n}".encode() in content for content in told) for n in (1, 2)] == [1, 1]


def test_what_was_stored_after_a_digest_and_fetched_before_it_is_in_the_next(mail_desk: Desk, postbox: Postbox) -> None:
    """A save may wait for another writer, or take its time, past a digest that can't know of it yet."""
    desk = mail_desk.later(seconds=10)
    assert desk.runs("digest --send").code == 0
    desk.feed("/feed/", item("Two", "Nordelait is a terrible disgusting shame.", link="http://a.example/2"))
    assert desk.later(seconds=-5).runs("scan --all --json").json["mentions"]["new"] == 1
    for hours in (1, 24, 24):
        assert desk.later(hours=hours).runs("digest --send").code == 0
    told = [b"".join(content.split()) for content in raw(postbox)]
    assert [[f"http://a.example/{n}".encode() in content for content in told] for n in (1, 2)] == [
        [True, False, False, False],
        [False, True, False, False],
    ]


def test_what_a_changed_query_finds_among_what_is_stored_is_no_news(mail_desk: Desk, postbox: Postbox) -> None:
    desk = mail_desk
    texts = ("Autre is a terrible disgusting shame.", "Nordelait is a lie.")
    desk.feed("/feed/", *(item("Two", text, link=f"http://a.example/{n}") for n, text in enumerate(texts, 2)))
    desk.runs("scan --all")
    assert desk.later(hours=1).runs("digest --send").code == 0
    desk.config = desk.config.replace('name = "Nordelait"', 'name = "Nordelait"\nnames = ["Nordelait", "Autre"]', 1)
    assert desk.later(hours=1).runs("scan --all").code == 0
    assert {row["url"] for row in desk.runs("mentions list --json").json} >= {"http://a.example/2"}
    assert desk.later(hours=1).runs("digest --send").code == 0
    told = [b"".join(content.split()) for content in raw(postbox)]
    assert [b"http://a.example/2" in content for content in told] == [False, False]


def test_what_came_while_a_digest_was_written_is_in_the_next(desk: Desk) -> None:
    desk.feed("/slow/", item("Nordelait", "Nordelait is a terrible disgusting lie.", link="http://a.example/1"))
    began, sent, postbox = desk.now, list[int](), Postbox()

    def _clock() -> datetime:
        """The scan's: it has asked for the feed when somebody's digest leaves, and stores what came after that."""
        if desk.server.requests("/slow/") and not sent:
            sent.append(1)
            at = began + timedelta(seconds=10)
            assert run(["--config", str(path), "digest", "--send", "--quiet"], clock=lambda: at) == 0
        return began + timedelta(seconds=20 * len(sent))

    with serving(postbox) as port:
        desk.config += CONFIG.format(port=port)
        path = desk.write_config()
        assert run(["--config", str(path), "scan", "--quiet"], clock=_clock) == 0
        desk.later(hours=24).runs("digest --send")
    told = [b"disgusting" in (one.original_content or b"") for one in postbox.received]
    assert told == [False, True]


QUIET = '[[digests]]\nname = "soir"\nto = ["soir@nordelait.example"]\nbrands = ["Autre"]\nempty = "{empty}"\n'


@pytest.mark.parametrize(("empty", "subjects"), [("send", ["Autre: nothing new"]), ("skip", [])])
def test_one_with_nothing_to_say_is_sent_or_skipped(
    empty: str, subjects: list[str], mail_desk: Desk, postbox: Postbox
) -> None:
    mail_desk.config += '[[brands]]\nname = "Autre"\n' + QUIET.format(empty=empty)
    ran = mail_desk.runs("digest soir --send")
    assert ran.code == 0
    assert [str(mail["Subject"]) for mail in mails(postbox)] == subjects
    assert ("has nothing to say, so it is not sent" in " ".join(ran.err.split())) == (empty == "skip")
    (told,) = mail_desk.later(hours=1).runs("digest soir --send --json").json
    assert (told.get("skipped", False), told["to"]) == (
        (True, []) if empty == "skip" else (False, ["soir@nordelait.example"])
    )
    mail_desk.config = mail_desk.config.replace('brands = ["Autre"]', 'brands = ["Nordelait"]')
    (told,) = mail_desk.later(hours=1).runs("digest soir --send --json").json
    assert told["since"] == {"skip": "2010-03-16T10:00:00Z", "send": "2010-03-17T09:00:00Z"}[empty]


def test_it_is_written_into_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.feed("/feed/", item("Nordelait", "Nordelait is a terrible disgusting lie.", link="http://a.example/1"))
    desk.runs("scan")
    page, said = tmp_path / "digest.html", tmp_path / "digest.txt"
    for path in (page, said):
        ran = desk.runs(f"digest -o {path}")
        assert (ran.code, ran.out) == (0, "")
        assert path.stat().st_mode & 0o777 == 0o600
    assert page.read_text().startswith("<!doctype html>")
    assert said.read_text() == desk.runs("digest").out
    assert page.read_text() == desk.runs("digest --html").out


def test_it_is_shown_in_the_browser_from_a_file_of_ones_own(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {seen}\n')
    browser.chmod(0o700)

    def run(which: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "smwatch", "--config", str(desk.write_config()), "digest", "--open"]
        environ = {**os.environ, "BROWSER": which, "TMPDIR": str(tmp_path), "DISPLAY": "", "PATH": ""}
        return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    ran = run(f"{browser} %s")
    assert ran.returncode == 0, ran.stderr
    page = Path(seen.read_text().strip().removeprefix("file://"))
    assert page.stat().st_mode & 0o777 == 0o600
    assert page.read_text().startswith("<!doctype html>")
    page.unlink()
    ran = run("no-such-browser")
    assert ran.returncode == 4
    assert "no browser" in ran.stderr
    (page,) = tmp_path.glob("smwatch-*.html")  # it stays, to be opened by hand, and is told
    assert page.stat().st_mode & 0o777 == 0o600
    assert str(page) in "".join(ran.stderr.split())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("digest --send --html", "--send goes without"),
        ("digest --send -o x.html", "--send goes without"),
        ("digest -o x.html", "name it: matin, soir"),
    ],
)
def test_what_can_not_go_together(typed: str, said: str, mail_desk: Desk) -> None:
    mail_desk.config += QUIET.format(empty="send").replace("Autre", "Nordelait")
    ran = mail_desk.runs(typed)
    assert ran.code == 2
    assert said in " ".join(ran.err.split())


PLANNED = """
[company]
accounts = ["@nordelait"]
[[people]]
name = "Marie Tremblay"
role = "spokesperson"
[[playbook]]
when = { brand = "Nordelait" }
who = "Marie Tremblay"
within = "1h"
"""


def test_questions_stay_until_somebody_answers(mail_desk: Desk) -> None:
    mail_desk.config += PLANNED
    mail_desk.feed("/feed/", item("Nordelait", "When does Nordelait answer us?", link="http://a.example/2"))
    mail_desk.later(hours=2).runs("scan")
    mail_desk.runs("digest --send")
    mail_desk.later(days=2)
    said = " ".join(mail_desk.runs("digest").out.split())
    assert "1 question left unanswered" in said
    assert "“When does Nordelait answer us?”" in said
    assert "For Marie Tremblay, by the playbook." in said
    mail_desk.later(days=6)
    assert "unanswered" not in mail_desk.runs("digest --since 24h").out, "nobody waits any more"


def test_what_did_not_leave_is_told_in_the_next(mail_desk: Desk, postbox: Postbox) -> None:
    postbox.answer = "554 spam"
    mail_desk.runs("digest --send")
    said = mail_desk.later(hours=1).runs("digest --lang fr").out
    assert "Avertissements" in said
    assert "554" in said


def test_what_the_playbook_asks_and_whose_voice_is_loudest(mail_desk: Desk) -> None:
    store = open_store(mail_desk.folder / "smwatch.db")
    store.save_alerts([AlertChange(replace(ALERT, brand="Nordelait"), Change.OPENED)])
    store.close()
    rules = 'when = {{ level = "{}" }}\nwho = "{}"\nwithin = "{}"\nsay = "Désolés."\n'
    first, second = rules.format("confirmed", "Jean", "2h"), rules.format("emerging", "Marie", "30m")
    mail_desk.config += f"[[playbook]]\n{first}[[playbook]]\n{second}"
    mail_desk.config += '[[brands]]\nname = "Rivale"\nkind = "competitor"\n'
    mail_desk.config = mail_desk.config.replace('language = "en"', 'language = "fr"\nbrands = ["Nordelait"]')
    said = " ".join(mail_desk.runs("digest").out.split())
    assert "Le plan de réponse demande : Marie répond d’ici 30 minutes. En ces mots" in said
    assert "« Désolés. »" in said
    assert "Nordelait 100 % #################### Rivale (concurrent) 0 %" in said
    assert "Jean" not in said
    mail_desk.runs("alerts ack 1 --quiet")
    mail_desk.runs("alerts close 1 --false --quiet")
    assert "Marie" not in mail_desk.runs("digest").out
