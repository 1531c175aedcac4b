"""`smwatch check`: each part tried for real, on loopback; told as it comes, with what to do."""

from __future__ import annotations

import os
import pty
import select
import ssl
import subprocess
import sys
import time
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
import trustme

from smwatch.cli.check_mail import reached
from smwatch.cli.terminal import Terminal
from smwatch.config.settings import Mail
from tests.delivery.hook import Hook
from tests.delivery.server import PASSWORD, USER, Postbox, serving
from tests.desk import Desk, item

MAIL = """
[mail]
host = "localhost"
port = {port}
security = "{security}"
user = "rp@nordelait.example"
password = "{password}"
from = "Veille <rp@nordelait.example>"
"""


def said(desk: Desk, typed: str = "check") -> dict[str, str]:
    """What was told of each part, with its mark."""
    found = dict[str, str]()
    for one in desk.runs(f"{typed} --json").json:
        mark = "!" if one["warning"] else "✓" if one["ok"] else "✗"
        found[one["what"]] = f"{mark} {one['message']}"
    return found


@pytest.fixture
def tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """Of a server whose certificate this machine trusts."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return context


def test_the_mail_server_is_reached_proved_and_logged_in_to(desk: Desk, tls: ssl.SSLContext) -> None:
    postbox, plain = Postbox(), desk.config
    with serving(postbox, starttls=tls, auth=True) as port:
        desk.config = plain + MAIL.format(port=port, security="starttls", password=PASSWORD)
        assert said(desk)["[mail]"] == (
            f"✓ localhost answers, its certificate is good (STARTTLS), and takes the login of {USER}"
        )
        desk.config = plain + MAIL.format(port=port, security="starttls", password="wrong")
        ran = desk.runs("check")
        assert ran.code == 4
        assert "✗ [mail]: the mail server localhost refused user and password" in ran.out
        assert "wrong" not in ran.out
        assert postbox.received == []
    with serving(postbox, tls=tls, auth=True) as port:
        desk.config = plain + MAIL.format(port=port, security="tls", password=PASSWORD)
        assert "(TLS)" in said(desk)["[mail]"]


def test_a_server_that_nobody_vouches_for_is_told(desk: Desk) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with serving(Postbox(), starttls=context) as port:
        desk.config += MAIL.format(port=port, security="starttls", password="x")
        assert "can't be trusted" in said(desk)["[mail]"]
    assert "nothing answers" in said(desk)["[mail]"]
    assert said(desk, "check --offline")["[mail]"].startswith("✓ is complete")


def test_what_goes_in_the_clear_is_warned_of_but_on_this_machine(desk: Desk) -> None:
    with serving(Postbox()) as port:
        desk.config += f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "a@b.example"\n'
        assert said(desk)["[mail]"] == "✓ 127.0.0.1 answers, on this very machine, and asks for no login"
    terminal = Terminal()
    told = reached(terminal, Mail(host="smtp.example.com", security="none"))
    assert told.warned
    assert "in the clear" in told.message


def test_a_test_is_sent_to_oneself_and_to_whom_an_alert_would_tell(desk: Desk) -> None:
    postbox = Postbox()
    with serving(postbox) as port, Hook() as hook:
        desk.config += f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nfrom = "Moi <moi@b.example>"\n'
        desk.config += '[[digests]]\nname = "matin"\nto = ["patron@b.example"]\n'
        desk.config += '[[notify]]\nname = "equipe"\nto = ["equipe@b.example", "luc@b.example"]\n'
        desk.config += f'[[notify]]\nname = "prog"\nwebhook = "{hook.url}"\nsecret = "{"x" * 32}"\n'
        desk.runs("check")
        assert (postbox.received, hook.got) == ([], []), "nothing leaves that wasn't asked for"
        desk.runs("check --send-test --offline")
        assert (postbox.received, hook.got) == ([], [])
        ran = desk.runs("check --send-test")
        assert ran.code == 0
        assert [envelope.rcpt_tos for envelope in postbox.received] == [
            ["moi@b.example"],
            ["equipe@b.example", "luc@b.example"],
        ]
        assert b"smwatch: a test" in (postbox.received[0].content or b"")
        assert b'"type": "test"' in hook.got[0].body
        assert ran.out.count("a test was sent to") == 3
        postbox.refuse = frozenset({"luc@b.example"})
        hook.status = 500
        ran = desk.runs("check --send-test")
        assert ran.code == 4
        assert "✗ [[notify]] equipe: a test was not taken for luc@b.example" in ran.out
        assert "✗ [[notify]] prog: " in ran.out
    assert desk.runs("status --json").json["warnings"] == [], "tests are no messages of the outbox"


def test_feeds_are_tried_at_once_but_politely(desk: Desk) -> None:
    for n in range(6):
        desk.feed(f"/{n}/", item("Nordelait", "Bonjour", link=f"http://a.example/{n}"), delay=0.3)
    begun = time.monotonic()
    ran = desk.runs("check")
    assert ran.code == 0
    assert time.monotonic() - begun < 30
    assert len(desk.server.seen) == 6
    assert sum("1 entry, 1 mention" in line for line in ran.out.splitlines()) == 6
    assert not desk.runs("mentions --json").json, "nothing is stored"
    desk.server.seen.clear()
    desk.runs("check --offline")
    assert desk.server.seen == []


def test_a_host_that_asked_for_a_pause_is_left_alone(desk: Desk) -> None:
    first = desk.feed("/first/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    second = desk.feed("/second/", item("Nordelait", "Bonjour", link="http://a.example/2"))
    desk.runs("scan")
    desk.feed("/first/", status=429, headers={"Retry-After": "7200"})
    desk.later(hours=2).runs(f"scan --feed {first}")
    desk.server.seen.clear()
    told = said(desk)
    assert told[second].startswith("! its host asked for a pause: not asked before 2010-03-17")


@pytest.mark.parametrize(("off", "told"), [(0, "✓ as that of 1 server"), (200, "behind"), (-200, "ahead"), (100, "✓")])
def test_the_clock_is_held_against_the_servers(desk: Desk, off: int, told: str) -> None:
    date = format_datetime(desk.now + timedelta(seconds=off), usegmt=True)
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"), headers={"Date": date})
    assert told in said(desk)["clock"]


def test_what_a_cache_has_kept_says_nothing_against_the_clock(desk: Desk) -> None:
    date = format_datetime(desk.now - timedelta(hours=2), usegmt=True)
    kept = {"Date": date, "Age": "7200"}
    desk.feed("/feed/", item("Nordelait", "Bonjour", link="http://a.example/1"), headers=kept)
    assert said(desk)["clock"].startswith("✓")
    desk.feeds.clear()


def test_quiet_tells_only_what_wants_doing(desk: Desk) -> None:
    desk.feed("/good/", item("Nordelait", "Bonjour", link="http://a.example/1"))
    assert desk.runs("check --quiet").out == ""
    dead = desk.feed("/dead/", status=503)
    ran = desk.runs("check --quiet")
    assert ran.code == 3
    assert [line[0] for line in ran.out.splitlines()] == ["✗"]
    assert dead in ran.out


def test_a_damaged_database_is_told(desk: Desk) -> None:
    desk.feed("/feed/", *(item(f"Nordelait {n}", "Bonjour " * 200, link=f"http://a.example/{n}") for n in range(50)))
    desk.runs("scan")
    file = desk.folder / "smwatch.db"
    assert "GB are free" in said(desk, "check --offline")[str(file)]
    whole = bytearray(file.read_bytes())
    for page in range(20, len(whole) // 4096, 2):
        whole[page * 4096 : page * 4096 + 8] = b"\x00" * 8
    file.write_bytes(bytes(whole))
    ran = desk.runs("check --offline")
    assert ran.code == 4
    assert f"✗ {file}: " in ran.out


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_on_a_terminal_lines_come_as_parts_are_tried(desk: Desk) -> None:
    """The first are there while a feed still keeps everybody waiting; what is being tried stands below, and goes."""
    desk.feed("/slow/", item("Nordelait", "Bonjour", link="http://a.example/1"), delay=4)
    typed = [sys.executable, "-m", "smwatch", "--config", str(desk.write_config()), "check"]
    ours, theirs = pty.openpty()
    environ = os.environ | {"TERM": "xterm", "COLUMNS": "300"}  # whatever the folder is called
    seen, early = b"", b""
    with subprocess.Popen(typed, stdout=theirs, stderr=theirs, stdin=theirs, env=environ) as process:
        os.close(theirs)
        while process.poll() is None or select.select([ours], [], [], 0)[0]:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    seen += os.read(ours, 65536)
                except OSError:  # the other end is closed
                    break
            if b"reads well" in seen and not early:
                early = seen
    os.close(ours)
    assert early
    assert b"1 entry, 1 mention" not in early
    assert b"1 entry, 1 mention" in seen
    assert b"\r\x1b[K" in seen
    assert process.returncode == 0


def test_a_cluster_is_looked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra [cluster] is not installed")
    from smwatch.runners import dask

    monkeypatch.setattr(dask, "CONNECT", 0.5)
    plain = desk.config
    desk.config = f'{plain}\n[run]\non = "dask://127.0.0.1:1"\n'
    assert said(desk)["[run] on"].startswith("✗ no Dask scheduler answers at dask://127.0.0.1:1")
    assert "[run] on" not in said(desk, "check --offline")
    files = f'ca = "{tmp_path}/none.pem"\ncert = "c.pem"\nkey = "k.pem"\n'
    desk.config = f'{plain}\n[run]\non = "tls://127.0.0.1:1"\n{files}'
    assert said(desk)["[run] on"].startswith(f"✗ {tmp_path}/none.pem can't be read, which tls://127.0.0.1:1 needs")
