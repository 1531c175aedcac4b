"""A message is kept before it goes out, until a server has taken it or never will."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from smwatch.errors import BusyError
from smwatch.models import Post
from smwatch.store import Store, open_store
from smwatch.store.outbox import HOPE, PAUSES
from tests.store.examples import HOUR, MONDAY, digest_of, send_digest, take


def blobs(store: Store) -> list[bytes | None]:
    return [row[0] for row in store._connection.execute("SELECT message FROM outbox ORDER BY id")]


def test_a_message_comes_back_as_it_was_written(store: Store) -> None:
    posted = digest_of("matin", content=b"From: \xff\r\n\0")
    number = store.outbox.post(posted)
    (listed,) = store.journal()
    light = replace(posted.letter, content=b"")
    assert listed == replace(posted, number=number, letter=light, expires=MONDAY + HOPE)
    taken = take(store, "matin", MONDAY + HOUR)
    due = MONDAY + HOUR + PAUSES[0]
    assert taken == replace(posted, number=number, tries=1, tried=MONDAY + HOUR, due=due, expires=MONDAY + HOPE)


def test_the_oldest_of_a_name_goes_first_and_each_try_counts(store: Store) -> None:
    first, second = (store.outbox.post(digest_of("matin", MONDAY + n * HOUR)) for n in range(2))
    store.outbox.post(digest_of("soir"))
    tried = [take(store, "matin", MONDAY) for _ in range(3)]
    assert [(one.number, one.tries) for one in tried if one] == [(first, 1), (first, 2), (first, 3)]
    last = tried[-1]
    assert last is not None
    store.outbox.settle(replace(last, state=Post.SENT, refused=("dg@nordelait.example",)), MONDAY + HOUR)
    after = take(store, "matin", MONDAY)
    assert after is not None
    assert after.number == second
    (done,) = [one for one in store.journal() if getattr(one, "number", 0) == first]
    assert (done.state, done.refused, done.sent) == (Post.SENT, ("dg@nordelait.example",), MONDAY + HOUR)  # type: ignore[union-attr]  # a message
    assert blobs(store)[0] is None, "texts are kept in one place"


def test_what_was_given_up_is_told_again_and_what_waits_is_not(store: Store) -> None:
    assert store.outbox.last("matin") is None
    send_digest(store, "matin", MONDAY)
    store.outbox.post(digest_of("matin", MONDAY + HOUR))
    last = store.outbox.last("matin")
    assert last is not None
    assert (last.until, last.state) == (MONDAY + HOUR, Post.WAITING)
    waiting = take(store, "matin", MONDAY + HOUR)
    assert waiting is not None
    store.outbox.settle(replace(waiting, state=Post.GIVEN_UP), MONDAY + HOUR)
    last = store.outbox.last("matin")
    assert last is not None
    assert last.until == MONDAY
    assert take(store, "matin", MONDAY) is None
    assert blobs(store) == [None, None]
    assert store.outbox.last("soir") is None


def test_what_is_settled_stays_so(store: Store) -> None:
    sent = send_digest(store, "matin")
    store.outbox.settle(replace(sent, state=Post.GIVEN_UP), MONDAY + HOUR)
    assert [one.state for one in store.journal()] == [Post.SENT]  # type: ignore[union-attr]  # messages


def test_one_sends_at_a_time(store: Store) -> None:
    other, entered, leave, left = open_store(store.path), threading.Event(), threading.Event(), list[bool]()

    def _send() -> None:
        with other.outbox.sending():
            entered.set()
            left.append(leave.wait(30))

    sender = threading.Thread(target=_send)
    sender.start()
    assert entered.wait(30)
    with pytest.raises(BusyError, match="smwatch is sending: process"), store.outbox.sending():
        pass
    threading.Timer(0.3, leave.set).start()
    with store.scanning(), store.outbox.sending(wait=30):
        assert left == [True], "it waited; and a scan is no sender"
    sender.join()
    other.close()


def test_a_killed_sender_stands_in_nobodys_way(file_store: Store) -> None:
    code = "import sys, time; from pathlib import Path; from smwatch.store import open_store\n"
    code += "with open_store(Path(sys.argv[1])).outbox.sending(): print('sending', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", code, str(file_store.path)], stdout=subprocess.PIPE) as sender:
        assert sender.stdout is not None
        assert sender.stdout.readline() == b"sending\n"
        with pytest.raises(BusyError), file_store.outbox.sending():
            pass
        sender.kill()
    with file_store.outbox.sending():
        pass
    assert Path(f"{file_store.path}.outbox.lock").stat().st_mode & 0o777 == 0o600
