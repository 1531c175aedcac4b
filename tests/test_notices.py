"""The news of an alert: for whom, by what way, when, in which words; kept with the alert or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from smwatch.config.load import load_text
from smwatch.config.settings import Config, Notify, Person
from smwatch.locales import Speech
from smwatch.models import Alert, AlertChange, AlertKind, Change, Level, Post, Posted, Way
from smwatch.notices import BUZZES, HEADS, Notices, fits, identity, speaks, type_of
from smwatch.store import Store, open_store
from tests.store.examples import BLOG, HOUR, MONDAY, entry, mention, polled, save

MONTREAL = ZoneInfo("America/Toronto")
EVIL = "@everyone\r\nBcc: x@evil.example\r\n\r\n<!here> [ici](https://evil.example) \x1b[31m\u202e honteux"
CONFIG = """
[[brands]]
name = "Nestlé"
[[brands]]
name = "Rivale"
[mail]
host = "127.0.0.1"
from = "smwatch <rp@nordelait.example>"
"""
PEOPLE = """
[[people]]
name = "Marie"
email = "marie@nordelait.example"
languages = ["es", "fr"]
[[people]]
name = "Luc"
notify = "env:LUC"
languages = ["en"]
[[duty]]
who = "Marie"
hours = ["mon-fri 08:00-18:00"]
[[duty]]
who = "Luc"
hours = ["sat,sun 08:00-18:00"]
[[notify]]
duty = true
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db")
    opened.sync_feeds([BLOG], MONDAY)
    save(opened, polled(BLOG, [entry("1", EVIL, author="=Ève\n@here")], [mention("1")]))
    yield opened
    opened.close()


def config(more: str) -> Config:
    return load_text(CONFIG + more, Path("smwatch.toml"))


ALERT = Alert(
    brand="Nestlé", opened=MONDAY, updated=MONDAY, peak=MONDAY, window=timedelta(hours=6), negatives=12, mentions=15,
    stories=14, authors=11, expected=0.7, probability=1e-9, first_mention="1",
)  # fmt: skip


def tell(  # a scan that moves an alert
    store: Store, more: str, alert: Alert = ALERT, change: Change = Change.OPENED, now: datetime = MONDAY
) -> list[Posted]:
    before = {one.number for one in store.outbox.waiting()}
    notices = Notices(store=store, config=config(more), speech=Speech("en", MONTREAL), clock=lambda: now)
    store.save_alerts([AlertChange(alert, change)], {}, notices=notices)
    assert not notices.troubles
    taken = [store.outbox.take(one, now) for one in store.outbox.waiting() if one.number not in before]
    return [one for one in taken if one]


def lines(posted: Posted) -> str:
    return str(message_from_bytes(posted.letter.content, policy=default).get_content())


def test_what_it_says(store: Store) -> None:
    (posted,) = tell(store, '[[notify]]\nto = ["rp@nordelait.example"]\n')
    mail = message_from_bytes(posted.letter.content, policy=default)
    assert mail.keys() == [
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Auto-Submitted",
        "X-Auto-Response-Suppress", "Importance", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
        "Content-Language",
    ]  # fmt: skip
    assert mail["Subject"] == "Nestlé: alert 1"
    assert mail["List-Unsubscribe"].startswith("<mailto:rp@nordelait.example?")
    said = lines(posted)
    assert "Nestlé: alert 1 opened (emerging)." in said
    assert "12 negative voices in 6 hours, 0.7 expected; by chance less than once in a million years." in said
    assert "“@everyone Bcc: x@evil.example <!here> [ici](https://evil.example) honteux” — =Ève @here, Le Blogue" in said
    assert "https://blog.example/1" in said
    assert said.rstrip().endswith("smwatch alerts show 1")
    assert (posted.way, posted.kind, posted.alert, posted.due) == (Way.MAIL, "notice", 1, MONDAY + timedelta(minutes=1))


def test_all_of_an_alert_is_one_thread(store: Store) -> None:
    way = '[[notify]]\nto = ["rp@nordelait.example"]\nlevels = ["emerging", "confirmed", "closed"]\n'
    (first,) = tell(store, way)
    grown = replace(ALERT, id=1, level=Level.CONFIRMED)
    (second,) = tell(store, way, grown, Change.CONFIRMED, MONDAY + HOUR)
    (third,) = tell(store, way, replace(grown, level=Level.CLOSED), Change.CLOSED, MONDAY + 9 * HOUR)
    mails = [message_from_bytes(one.letter.content, policy=default) for one in (first, second, third)]
    assert [mail["References"] for mail in mails] == [None, first.letter.message_id, first.letter.message_id]
    assert [mail["In-Reply-To"] for mail in mails] == [None, first.letter.message_id, first.letter.message_id]
    assert [mail["Subject"] for mail in mails] == ["Nestlé: alert 1", "Re: Nestlé: alert 1", "Re: Nestlé: alert 1"]
    assert len({one.letter.message_id for one in (first, second, third)}) == 3
    assert all(one.letter.message_id.endswith("@nordelait.example>") for one in (first, second, third))


@pytest.mark.parametrize(
    ("more", "alert", "change", "told"),
    [
        ("", {}, Change.OPENED, True),
        ("", {}, Change.GREW, False),
        ("", {"level": Level.COOLING}, Change.COOLING, False),
        ('levels = ["cooling"]', {"level": Level.COOLING}, Change.COOLING, True),
        ('levels = ["confirmed"]', {}, Change.OPENED, False),
        ('levels = ["confirmed"]', {"level": Level.CONFIRMED}, Change.CONFIRMED, True),
        ("", {"level": Level.CONFIRMED}, Change.REOPENED, True),
        ("", {"kind": AlertKind.BUZZ}, Change.OPENED, False),
        ('kinds = ["buzz"]', {"kind": AlertKind.BUZZ}, Change.OPENED, True),
        ('brands = ["Rivale"]', {}, Change.OPENED, False),
        ('brands = ["Nestlé"]', {}, Change.OPENED, True),
    ],
)
def test_who_hears_of_what(
    store: Store, more: str, alert: dict[str, Level | AlertKind], change: Change, told: bool
) -> None:
    changed = replace(ALERT, **alert)  # type: ignore[arg-type]  # fields of it
    assert bool(tell(store, f'[[notify]]\nurl = "env:CHAT"\n{more}\n', changed, change)) is told


def test_a_chat_gets_it_by_the_name_of_its_secret_and_never_the_secret(store: Store) -> None:
    (chat,) = tell(store, '[[notify]]\nurl = "env:CHAT"\nlanguage = "fr"\n')
    (plain,) = tell(store, '[[notify]]\nurl = "slack://tokenA/tokenB"\n')
    assert (chat.way, chat.name, chat.letter.to) == (Way.APPRISE, "env:CHAT", ("env:CHAT",))
    assert plain.name.startswith("slack-")
    assert "token" not in plain.name
    assert json.loads(chat.letter.content)["type"] == "warning"


def test_a_webhook_gets_what_a_program_reads(store: Store) -> None:
    (posted,) = tell(store, '[[notify]]\nname = "hook"\nwebhook = "https://h.example/"\nsecret = "env:S"\n')
    assert posted.letter.content.isascii()
    said = json.loads(posted.letter.content)
    assert (said["type"], said["timestamp"]) == ("alert.opened", "2010-03-22T08:00:00Z")
    assert said["data"]["alert"]["negatives"] == 12
    assert said["data"]["quote"]["url"] == "https://blog.example/1"
    assert "\x1b" not in said["data"]["quote"]["text"]
    assert posted.letter.message_id.startswith("msg_")


def test_a_buzz_is_told_without_alarm(store: Store) -> None:
    buzz = replace(ALERT, kind=AlertKind.BUZZ, level=Level.CONFIRMED)
    (mail,) = tell(store, '[[notify]]\nto = ["rp@nordelait.example"]\nkinds = ["buzz"]\n', buzz, Change.CONFIRMED)
    message = message_from_bytes(mail.letter.content, policy=default)
    assert message["Subject"] == "Nestlé: much talked about (no. 1)"
    assert message["Importance"] is None
    assert "Nestlé: talked about more and more (no. 1)." in lines(mail)
    assert "alert 1 " not in lines(mail)
    (chat,) = tell(store, '[[notify]]\nurl = "env:CHAT"\nkinds = ["buzz"]\n', replace(buzz, id=1), Change.CONFIRMED)
    assert json.loads(chat.letter.content)["type"] == "info"


def held(
    store: Store, more: str, at: str, level: Level = Level.EMERGING, kind: AlertKind = AlertKind.CRISIS
) -> list[tuple[str, str]]:
    """Who is told, and when, by the clock in Montréal, of an alert at that time there."""
    now = datetime.fromisoformat(at).replace(tzinfo=MONTREAL).astimezone(UTC)
    notices = Notices(store=store, config=config(more), speech=Speech("en", MONTREAL), clock=lambda: now)
    alert = replace(ALERT, kind=kind, level=level, opened=now, updated=now)
    changes = store.save_alerts([AlertChange(alert, Change.OPENED)])
    return [(one.name, f"{(one.due or now).astimezone(MONTREAL):%a %H:%M}") for one in notices(changes)]


QUIET = '[[notify]]\nurl = "env:CHAT"\nquiet = ["22:00-07:00", "sat,sun"]\n'


@pytest.mark.parametrize(
    ("more", "at", "level", "when"),
    [
        ("", "2010-03-22T12:00", Level.EMERGING, "Mon 12:00"),
        ("", "2010-03-22T23:00", Level.EMERGING, "Tue 07:00"),
        ("", "2010-03-26T23:00", Level.EMERGING, "Mon 07:00"),
        ("", "2010-03-26T23:00", Level.CONFIRMED, "Fri 23:00"),
        ("urgent = []", "2010-03-26T23:00", Level.CONFIRMED, "Mon 07:00"),
        ("", "2010-03-13T23:30", Level.EMERGING, "Mon 07:00"),
    ],
)
def test_in_quiet_hours_it_waits_unless_it_is_urgent(store: Store, more: str, at: str, level: Level, when: str) -> None:
    assert held(store, QUIET + more + "\n", at, level) == [("env:CHAT", when)]


def test_in_quiet_hours_a_buzz_waits_however_much_it_is(store: Store) -> None:
    told = held(store, QUIET + 'kinds = ["buzz"]\n', "2010-03-26T23:00", Level.CONFIRMED, AlertKind.BUZZ)
    assert told == [("env:CHAT", "Mon 07:00")]


@pytest.mark.parametrize(
    ("at", "level", "told"),
    [
        ("2010-03-22T12:00", Level.EMERGING, [("duty: Marie", "Mon 12:00")]),
        ("2010-03-20T12:00", Level.EMERGING, [("duty: Luc", "Sat 12:00")]),
        ("2010-03-19T20:00", Level.EMERGING, [("duty: Luc", "Sat 08:00")]),
        ("2010-03-21T20:00", Level.EMERGING, [("duty: Marie", "Mon 08:00")]),
        ("2010-03-21T20:00", Level.CONFIRMED, [("duty: Marie", "Sun 20:00"), ("duty: Luc", "Sun 20:00")]),
    ],
)
def test_who_is_on_duty_is_told(store: Store, at: str, level: Level, told: list[tuple[str, str]]) -> None:
    assert held(store, PEOPLE, at, level) == told


def test_each_person_is_told_in_their_language_by_their_way(store: Store) -> None:
    alert = replace(ALERT, level=Level.CONFIRMED)
    marie, luc = tell(store, PEOPLE, alert, now=MONDAY - timedelta(days=1, hours=4))
    assert (marie.way, marie.letter.to) == (Way.MAIL, ("marie@nordelait.example",))
    assert message_from_bytes(marie.letter.content)["Content-Language"] == "fr"
    assert (luc.way, luc.letter.to) == (Way.APPRISE, ("duty: Luc",))
    assert json.loads(luc.letter.content)["title"] == "Nestlé: alert 1"


def test_an_alert_and_its_news_are_kept_together_or_not_at_all(store: Store) -> None:
    def _killed(_: object) -> list[Posted]:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.save_alerts([AlertChange(ALERT, Change.OPENED)], {}, notices=_killed)
    assert (store.alerts(), store.outbox.waiting()) == ([], [])


def test_what_cannot_be_written_stops_nobody_else_and_is_told(store: Store) -> None:
    more = '[[notify]]\nto = ["rp@nordelait.example"]\n[[notify]]\nurl = "env:CHAT"\n'
    broken = config(more)
    first = replace(broken.notify[0], to=("r..p@nordelait.example",))  # what a config's own checks don't let through
    broken = replace(broken, notify=(first, *broken.notify[1:]))
    notices = Notices(store=store, config=broken, speech=Speech("en", MONTREAL), clock=lambda: MONDAY)
    store.save_alerts([AlertChange(ALERT, Change.OPENED)], {}, notices=notices)
    assert [one.name for one in store.outbox.waiting()] == ["env:CHAT"]
    (trouble,) = notices.troubles
    assert "no e-mail address" in Speech("en").say(trouble.message, **trouble.args)


def test_news_that_was_not_due_yet_gives_way_to_newer(store: Store) -> None:
    held(store, QUIET, "2010-03-22T23:00")
    now = datetime(2010, 3, 23, 5, 0, tzinfo=UTC)
    notices = Notices(store=store, config=config(QUIET), speech=Speech("en", MONTREAL), clock=lambda: now)
    store.save_alerts([AlertChange(replace(ALERT, id=1, level=Level.CONFIRMED), Change.CONFIRMED)], {}, notices=notices)
    states = {one.number: one.state for one in store.journal() if isinstance(one, Posted)}
    assert sorted(states.values()) in ([Post.WAITING], [Post.REPLACED, Post.WAITING])


@pytest.mark.parametrize(
    ("notify", "alert", "change", "told"),
    [
        (Notify(), ALERT, Change.OPENED, True),
        (Notify(), ALERT, Change.GREW, False),  # no news
        (Notify(levels=("confirmed",)), ALERT, Change.OPENED, False),
        (Notify(levels=("confirmed",)), replace(ALERT, level=Level.CONFIRMED), Change.CONFIRMED, True),
        (Notify(), replace(ALERT, level=Level.CLOSED), Change.CLOSED, False),
        (Notify(levels=("closed",)), replace(ALERT, level=Level.CLOSED), Change.CLOSED, True),
        (Notify(), replace(ALERT, kind=AlertKind.BUZZ), Change.OPENED, False),
        (Notify(kinds=("buzz",)), replace(ALERT, kind=AlertKind.BUZZ), Change.OPENED, True),
        (Notify(brands=("Dell",)), ALERT, Change.OPENED, False),
        (Notify(brands=("Dell", "Nestlé")), ALERT, Change.OPENED, True),
    ],
)
def test_only_what_was_asked_for_is_told(notify: Notify, alert: Alert, change: Change, told: bool) -> None:
    assert fits(notify, AlertChange(alert, change)) == told


def test_whatever_is_told_has_its_words_for_a_crisis_and_for_much_talk() -> None:
    assert HEADS.keys() == BUZZES.keys() == {*Change} - {Change.GREW}


@pytest.mark.parametrize(
    ("kind", "level", "colour"),
    [
        (AlertKind.CRISIS, Level.EMERGING, "warning"),
        (AlertKind.CRISIS, Level.CONFIRMED, "failure"),
        (AlertKind.CRISIS, Level.COOLING, "info"),
        (AlertKind.CRISIS, Level.CLOSED, "success"),
        *((AlertKind.BUZZ, level, "info") for level in Level),
    ],
)
def test_a_crisis_is_coloured_by_its_level_and_much_talk_is_not(kind: AlertKind, level: Level, colour: str) -> None:
    assert type_of(replace(ALERT, kind=kind, level=level)) == colour


@pytest.mark.parametrize(
    ("languages", "lang"), [(("fr", "en"), "fr"), (("es", "en"), "en"), (("es", "de"), ""), ((), "")]
)
def test_a_person_is_told_in_the_first_language_that_both_speak(languages: tuple[str, ...], lang: str) -> None:
    assert speaks(Person(name="Marie", languages=languages)) == lang
    assert speaks(None) == ""


def test_a_message_is_known_by_the_same_each_time_that_it_is_tried() -> None:
    one = identity("Nestlé\n1\nopened\nMarie")
    assert one == identity("Nestlé\n1\nopened\nMarie")
    assert one != identity("Nestlé\n1\nopened\nLuc")
    assert one.startswith("msg_")
    assert len(one) == 28
    assert "Nestl" not in one
