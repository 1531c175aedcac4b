"""Whatever a mail server does, at whatever step: nothing is lost, and what comes twice can be told by its bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

import pytest

from smwatch.config.settings import Mail
from smwatch.delivery.email import SmtpChannel
from smwatch.delivery.message import digest_message
from smwatch.delivery.mime import letter_of
from smwatch.errors import SmwatchError, UnsentError
from smwatch.locales import Speech
from smwatch.models import Letter, Post, Posted, Warned, Way
from smwatch.posting import WAITS, Poster
from smwatch.protocols import Channel, Handed
from smwatch.store import Store, open_store
from smwatch.store.outbox import HOPE, PAUSES
from tests.delivery.broken import CUT, HALF, MUTE, STEPS, Broken, Fault
from tests.delivery.server import Postbox, serving
from tests.store.examining import sqlite_of

MONDAY = datetime(2010, 3, 22, 8, 0, tzinfo=UTC)
SENDER = "smwatch <rp@nordelait.example>"
TO = ("rp@nordelait.example", "dg@nordelait.example")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db")
    yield opened
    opened.close()


@dataclass
class Round:
    """Runs of smwatch, one after the other, as cron would have them."""

    store: Store
    channels: dict[Way, Channel]
    now: datetime = MONDAY
    warned: list[Warned] = field(default_factory=list)

    def poster(self) -> Poster:
        """Of one run."""
        return Poster(
            store=self.store, channel=lambda one: self.channels[one.way], now=self.now, clock=lambda: self.now,
            speech=Speech("en", UTC),
        )  # fmt: skip

    def run(self, **later: float) -> list[Warned]:
        """Time passes, then a scan ends."""
        self.now += timedelta(**later)
        found = self.poster().send_due()
        self.warned += found
        return found

    def runs(self) -> list[datetime]:
        """A scan each minute in which something is due, until nothing waits any more; when those were."""
        tried = list[datetime]()
        while waiting := self.store.outbox.waiting():
            self.now = min(one.due or self.now for one in waiting)
            self.run()
            tried.append(self.now)
            assert len(tried) < 100
        return tried

    @property
    def last(self) -> Posted:
        """The newest of all."""
        return next(one for one in self.store.journal() if isinstance(one, Posted))


def smtp(port: int) -> dict[Way, Channel]:
    mail = Mail(host="127.0.0.1", port=port, security="none", sender=SENDER)
    return {Way.MAIL: SmtpChannel(mail, timeout=0.4, after_text=0.4)}


def digest(to: tuple[str, ...] = TO, at: datetime = MONDAY, name: str = "matin") -> Posted:
    since = at - timedelta(days=1)
    message = digest_message(
        name=name,
        to=to,
        sender=SENDER,
        since=since,
        until=at,
        subject="Nordelait : crise",
        text="Bonjour.\n..\n.\n" * 90,
    )
    return Posted(name=name, since=since, until=at, letter=letter_of(message, SENDER))


def identities(server: Broken) -> set[str]:
    return {str(message_from_bytes(content)["Message-ID"]) for _, content in server.taken}


TEMPORARY = [
    *(Fault(step, how) for step in STEPS if step != "text" for how in (CUT, HALF, MUTE, "421 going down", "abc")),
    *(Fault(step, "451 4.3.0 later") for step in ("banner", "MAIL", "RCPT", "DATA", "dot")),
    *(Fault(step, "554 5.7.1 go away") for step in ("banner",)),
    *(Fault("text", CUT, after=after) for after in (1, 77, 400, 900)),
    *(Fault("dot", how, taken=True) for how in (CUT, HALF, MUTE, "451 lost my mind")),
]


def named(fault: Fault) -> str:
    return f"{fault.step}-{fault.how[:4]}-{fault.after}{'-taken' * fault.taken}"


@pytest.mark.parametrize("step", STEPS)
def test_what_goes_wrong_for_a_while_loses_nothing_and_doubles_nothing_that_cannot_be_told(
    store: Store, step: str
) -> None:
    for fault in (one for one in TEMPORARY if one.step == step):
        posted = digest(name=named(fault))
        with Broken([fault, fault]) as server:
            cron = Round(store, smtp(server.port))
            store.outbox.post(posted)
            cron.runs()
        assert [one.message for one in cron.warned] == [WAITS, WAITS], fault
        last = store.outbox.last(posted.name)
        assert last is not None
        assert (last.state, last.tries) == (Post.SENT, 3), fault
        assert server.taken[-1][0] == TO, fault
        assert {content for _, content in server.taken} == {posted.letter.content}, fault
        assert identities(server) == {posted.letter.message_id}, fault
        assert len(server.taken) == (3 if fault.taken else 1), fault


@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA", "dot"])
def test_what_is_refused_for_good_is_given_up_and_told(store: Store, step: str) -> None:
    with Broken([Fault(step, "554 5.7.1 no")] * 3) as server:
        cron = Round(store, smtp(server.port))
        store.outbox.post(digest())
        (warned,) = cron.run()
        assert not cron.run(days=2)
    assert (cron.last.state, cron.last.refused, server.taken) == (Post.GIVEN_UP, TO, [])
    assert server.connections == 1
    said = Speech("en").say(warned.message, **warned.args)
    assert said.startswith("Digest “matin” is given up: ")
    assert "554 5.7.1 no" in said
    assert [one.kind for one in cron.poster().troubles()] == ["unsent"], "and it stays told for a while"
    cron.now += timedelta(days=7)
    assert not cron.poster().troubles()


def test_the_pauses_grow_and_after_some_days_it_is_over(store: Store) -> None:
    with Broken() as server:
        gone = server.port
    cron = Round(store, smtp(gone))
    store.outbox.post(digest())
    tried = cron.runs()
    pauses = [after - before for before, after in pairwise(tried)]
    assert pauses[: len(PAUSES)] == list(PAUSES)
    assert set(pauses[len(PAUSES) :]) == {PAUSES[-1]}
    assert HOPE <= tried[-1] - MONDAY < HOPE + PAUSES[-1]
    assert (cron.last.state, cron.last.refused) == (Post.GIVEN_UP, TO)


def test_who_is_refused_for_a_while_is_tried_alone(store: Store) -> None:
    rp, dg = TO
    postbox = Postbox(refuse=frozenset({dg}), refusal="450 4.2.0 greylisted")
    with serving(postbox) as port:
        cron = Round(store, smtp(port))
        store.outbox.post(digest())
        (warned,) = cron.run()
        assert "dg@nordelait.example" in warned.args["why"]
        assert (cron.last.state, cron.last.taken) == (Post.WAITING, (rp,))
        postbox.refuse = frozenset()
        assert not cron.run(minutes=2)
    assert [envelope.rcpt_tos for envelope in postbox.received] == [[rp], [dg]]
    assert len({envelope.content for envelope in postbox.received}) == 1
    assert (cron.last.state, cron.last.taken, cron.last.refused) == (Post.SENT, TO, ())


def test_who_is_refused_for_good_is_told_and_the_others_keep_it(store: Store) -> None:
    postbox = Postbox(refuse=frozenset({TO[1]}))
    with serving(postbox) as port:
        cron = Round(store, smtp(port))
        store.outbox.post(digest())
        (warned,) = cron.run()
        assert not cron.run(days=1)
    assert len(postbox.received) == 1
    assert (cron.last.state, cron.last.refused) == (Post.SENT, (TO[1],))
    assert "did not reach everybody" in Speech("en").say(warned.message, **warned.args)


def test_some_for_good_and_some_for_a_while(store: Store) -> None:
    never, later = TO
    postbox = Postbox(refuse=frozenset(TO), refusals={later: "451 later"})
    with serving(postbox) as port:
        cron = Round(store, smtp(port))
        store.outbox.post(digest())
        cron.run()
        assert (cron.last.state, cron.last.refused) == (Post.WAITING, (never,))
        postbox.refuse = frozenset({never})
        cron.run(minutes=2)
    assert [envelope.rcpt_tos for envelope in postbox.received] == [[later]]
    assert (cron.last.state, cron.last.taken, cron.last.refused) == (Post.SENT, (later,), (never,))


def test_one_who_got_it_keeps_it_though_the_others_never_do(store: Store) -> None:
    postbox = Postbox(refuse=frozenset({TO[1]}), refusal="450 later")
    with serving(postbox) as port:
        cron = Round(store, smtp(port))
        store.outbox.post(digest())
        cron.runs()
    assert (cron.last.state, cron.last.taken, cron.last.refused) == (Post.SENT, TO[:1], TO[1:])
    assert len(postbox.received) == 1


@dataclass
class Counting:
    """A channel that takes all, or goes wrong as a test says."""

    error: SmwatchError | None = None
    sent: list[Letter] = field(default_factory=list)
    tries: int = 0

    def send(self, letter: Letter) -> Handed:
        """Take it, or not."""
        self.tries += 1
        if self.error:
            raise self.error
        self.sent.append(letter)
        return Handed()


def notice(way: Way, name: str, alert: int, due: datetime | None = None, mark: str = "") -> Posted:
    letter = Letter(to=(name,), message_id=mark or f"msg_{name}_{alert}", content=b"{}")
    return Posted(kind="notice", way=way, name=name, alert=alert, since=None, until=MONDAY, letter=letter, due=due)


def test_where_a_way_is_blocked_the_others_are_not(store: Store) -> None:
    mail, chat, hook = Counting(UnsentError("down")), Counting(), Counting(UnsentError("no", for_good=True))
    cron = Round(store, {Way.MAIL: mail, Way.APPRISE: chat, Way.WEBHOOK: hook})
    for name in ("matin", "midi", "soir"):
        store.outbox.post(digest(name=name))
    for alert in (1, 2):
        store.outbox.post(notice(Way.APPRISE, "chat", alert))
        store.outbox.post(notice(Way.WEBHOOK, "hook", alert))
    assert len(cron.run()) == 3
    assert (mail.tries, len(chat.sent), hook.tries) == (1, 2, 2), "one try tells that the mail server is down"
    mail.error = None
    cron.run(minutes=2)
    assert len(mail.sent) == 3


def test_news_that_is_held_back_goes_when_it_is_due_and_newer_news_instead(store: Store) -> None:
    chat = Counting()
    cron = Round(store, {Way.APPRISE: chat})
    store.outbox.post(notice(Way.APPRISE, "chat", 1, due=MONDAY + timedelta(hours=2)))
    store.outbox.post(notice(Way.APPRISE, "chat", 2, due=MONDAY + timedelta(hours=2)))
    assert not cron.run(hours=1)
    assert not chat.sent
    store.outbox.post(notice(Way.APPRISE, "chat", 1, mark="msg_newer"))
    cron.run()
    cron.run(hours=1)
    assert [letter.message_id for letter in chat.sent] == ["msg_newer", "msg_chat_2"]
    states = [one.state for one in store.journal() if isinstance(one, Posted)]
    assert states.count(Post.REPLACED) == 1


def test_where_the_clock_was_set_back_what_waits_is_due(store: Store) -> None:
    mail = Counting(UnsentError("down"))
    cron = Round(store, {Way.MAIL: mail}, now=MONDAY + timedelta(days=400))
    store.outbox.post(digest(at=cron.now))
    cron.run()
    cron.now = MONDAY
    cron.run()
    assert mail.tries == 2


def test_no_trouble_of_the_store_or_the_config_gets_out(store: Store) -> None:
    def _missing(_: Posted) -> Channel:
        raise SmwatchError("no {name}", name="secret")

    store.outbox.post(digest())
    cron = Round(store, {})
    poster = Poster(store=store, channel=_missing, now=MONDAY, clock=lambda: MONDAY, speech=Speech("en", UTC))
    (warned,) = poster.send_due()
    assert "no secret" in warned.args["why"]
    assert cron.last.state is Post.WAITING
    with store.outbox.sending():
        other = open_store(store.path)
        assert Round(other, {}, now=MONDAY + timedelta(days=1)).run() == []
        other.close()


def test_what_another_kept_and_could_not_send_is_not_told_twice(store: Store) -> None:
    mail = Counting()
    cron = Round(store, {Way.MAIL: mail})
    store.outbox.post(digest(at=MONDAY + timedelta(milliseconds=300)))  # by one that was killed then
    poster = cron.poster()  # of one that had begun a moment before, and waited for it
    cron.now += timedelta(seconds=2)
    done = list(poster.digest("matin", lambda: digest(at=MONDAY)))
    assert len(done) == len(mail.sent) == 1
    yesterday = cron.now
    cron.now += timedelta(days=1)
    store.outbox.post(digest(at=yesterday))
    assert len(list(cron.poster().digest("matin", lambda: digest(at=cron.now)))) == 2, "an old one is no reason"


def test_what_leaves_is_on_the_disk_before(store: Store) -> None:
    said = list[str]()
    store.outbox.post(digest())
    (waiting,) = store.outbox.waiting()
    sqlite_of(store).set_trace_callback(said.append)
    store.outbox.take(waiting, MONDAY)
    sqlite_of(store).set_trace_callback(None)
    order = [said.index(one) for one in ("PRAGMA synchronous = FULL", "COMMIT", "PRAGMA synchronous = 1")]
    assert order == sorted(order)
