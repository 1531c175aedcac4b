"""Who has what to do: alerts, what is assigned, what the playbook gives somebody; and how much is answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from smwatch.config.load import load_text
from smwatch.config.settings import Config
from smwatch.models import (
    IMPORTED,
    Alert,
    AlertChange,
    AlertKind,
    Answer,
    Change,
    Entry,
    FeedKind,
    FeedSpec,
    Label,
    Level,
    MentionFilter,
    MentionRow,
    Origin,
    Role,
    Sentiment,
    Why,
)
from smwatch.reports.todo import TodoPart
from smwatch.store import Store, open_store
from smwatch.working import LATELY, Working, alert_since, heard_elsewhere, heed, of_person, team_of
from tests.store.examples import BAD, BLOG, GOOD, HOUR, MONDAY, entry, mention, polled, save

CONFIG = """
[[brands]]
name = "Nestlé"
[[brands]]
name = "Rivale"
kind = "competitor"
[[people]]
name = "Marie"
role = "spokesperson"
languages = ["fr"]
[[people]]
name = "Sam"
role = "pr"
languages = ["en"]
"""
PLAYBOOK = """
[[playbook]]
when = { level = "confirmed" }
who = "Marie"
within = "1h"
[[playbook]]
when = { lang = "fr" }
who = "Marie"
within = "4h"
"""
NEUTRAL = Sentiment(score=0.0, label=Label.NEUTRAL, scorer="vader/1")
NOW = MONDAY + 2 * HOUR
ALERT = Alert(
    brand="Nestlé", opened=MONDAY, updated=MONDAY, peak=MONDAY, window=timedelta(hours=6), negatives=12, mentions=15,
    stories=14, authors=11, expected=0.7, probability=1e-9,
)  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "smwatch.db", who="Zoé")
    opened.sync_feeds([BLOG], MONDAY)
    opened.begin_rematch({"Nestlé": "1:n", "Rivale": "1:r"}, (), MONDAY)
    yield opened
    opened.close()


def config(more: str = "") -> Config:
    return load_text(CONFIG + more, Path("smwatch.toml"))


def working(store: Store, more: str = PLAYBOOK, now: datetime = NOW) -> Working:
    return Working(store=store, config=config(more), now=now)


def said(store: Store, *entries: Entry, brand: str = "Nestlé", sentiment: Sentiment = BAD) -> None:
    save(store, polled(BLOG, entries, [mention(one.key, brand, sentiment) for one in entries]))


def raised(store: Store, alert: Alert = ALERT) -> int:
    ((saved),) = store.save_alerts([AlertChange(alert, Change.OPENED)])
    return saved.alert.id


def brief(parts: Sequence[TodoPart]) -> list[tuple[str, int, str, bool]]:
    return [(part.subject, part.number, part.who, part.planned) for part in parts]


def french(key: str, text: str = "C'est une honte", **more: object) -> Entry:
    return entry(key, text, lang="fr", **more)


def test_where_nothing_waits_nobody_has_anything_to_do(store: Store) -> None:
    said(store, french("a", "C'est bon."), sentiment=GOOD)
    assert working(store).todo() == ()


def test_the_playbook_gives_what_complains_or_asks_to_whom_it_names(store: Store) -> None:
    said(store, french("a"))
    said(store, french("b", "Nestlé, d'où vient votre huile de palme ?"), sentiment=NEUTRAL)
    said(store, french("c", "Il fait beau."), sentiment=NEUTRAL)
    said(store, entry("d", "A shame", lang="en"))
    parts = working(store).todo()
    assert brief(parts) == [("mention", 1, "Marie", True), ("mention", 2, "Marie", True)]
    assert [part.due for part in parts] == [MONDAY + 4 * HOUR] * 2


@pytest.mark.parametrize("brand", ["Rivale", "Oubliée"])
def test_only_of_ones_own_brands(store: Store, brand: str) -> None:
    store.begin_rematch({brand: "1:x"}, (), MONDAY)
    said(store, french("a"), brand=brand)
    assert working(store).todo() == ()


def test_without_a_playbook_only_what_is_assigned_is_somebodys(store: Store) -> None:
    said(store, french("a"), french("b", "Encore une honte"))
    assert working(store, "").todo() == ()
    store.work.decide("mention", [2], Answer(what="assign", status="assigned", assignee="Sam", due=NOW), MONDAY)
    (part,) = working(store, "").todo()
    assert (part.number, part.who, part.planned, part.due, part.version) == (2, "Sam", False, NOW, 1)


def test_copies_of_one_text_are_one_thing_to_do(store: Store) -> None:
    entries = [french(key) for key in "abc"]
    save(store, polled(BLOG, entries, [mention(one.key, story="s") for one in entries]))
    (part,) = working(store).todo()
    assert (part.number, part.copies) == (1, 3)


def test_what_nobody_took_up_for_a_week_is_nobodys(store: Store) -> None:
    said(store, french("a"))
    assert len(working(store, now=MONDAY + LATELY).todo()) == 1
    assert working(store, now=MONDAY + LATELY + timedelta(seconds=1)).todo() == ()


def test_the_longest_overdue_comes_first_and_last_what_has_no_time(store: Store) -> None:
    said(store, french("a"), french("b", "Une honte, encore"))
    store.work.decide("mention", [2], Answer(what="assign", status="assigned", assignee="Sam"), MONDAY)
    raised(store, replace(ALERT, level=Level.CONFIRMED, confirmed=MONDAY + HOUR, peak=MONDAY + HOUR))
    parts = working(store).todo()
    assert brief(parts) == [("mention", 1, "Marie", True), ("alert", 1, "Marie", True), ("mention", 2, "Sam", False)]
    assert parts[0].due == MONDAY + HOUR, "what is said in a crisis is as urgent as that"
    assert parts[1].due == MONDAY + 2 * HOUR, "whose time runs since it is confirmed"


def test_who_was_given_an_alert_has_it_whatever_the_playbook_says(store: Store) -> None:
    number = raised(store, replace(ALERT, level=Level.CONFIRMED, confirmed=MONDAY))
    store.work.decide("alert", [number], Answer(what="assign", status="assigned", assignee="Sam", due=NOW), MONDAY)
    (part,) = working(store).todo()
    assert (part.who, part.planned, part.due, part.version) == ("Sam", False, NOW, 1)


@pytest.mark.parametrize("status", ["false", "done"])
def test_an_alert_that_somebody_closed_is_nobodys(store: Store, status: str) -> None:
    number = raised(store, replace(ALERT, level=Level.CONFIRMED, confirmed=MONDAY))
    store.work.decide("alert", [number], Answer(what="close", status=status), MONDAY)
    assert working(store).todo() == ()
    assert working(store).crises == []


@pytest.mark.parametrize("alert", [replace(ALERT, kind=AlertKind.BUZZ), replace(ALERT, brand="Oubliée")])
def test_a_buzz_and_a_brand_that_is_watched_no_more_need_no_answer(store: Store, alert: Alert) -> None:
    raised(store, alert)
    assert working(store).crises == []


def test_an_open_alert_makes_a_mention_grave(store: Store) -> None:
    said(store, french("a"))
    raised(store, replace(ALERT, level=Level.CONFIRMED, confirmed=MONDAY))
    row = store.mention(1)
    assert row is not None
    case = working(store).case(row)
    assert (case.brand, case.lang, case.level) == ("Nestlé", "fr", "confirmed")
    assert working(store).due(case, MONDAY) == MONDAY + HOUR


def test_brands_that_are_stored_and_not_watched_are_gone(store: Store) -> None:
    store.begin_rematch({"Oubliée": "1:x"}, (), MONDAY)
    assert working(store).gone == ("Oubliée",)


# what is answered


def test_how_much_is_answered_is_told_by_brand_with_how_soon(store: Store) -> None:
    said(store, french("a"), french("b", "Encore une honte"), french("c", "Du beau chocolat."))
    said(store, french("d"), brand="Rivale")
    store.work.decide("mention", [1], Answer(what="answer", status="answered"), MONDAY + HOUR)
    store.label_mentions([3], Label.POSITIVE, MONDAY)
    found = working(store).lately_answered()
    assert [*found] == ["Nestlé"], "others answer for their own"
    told = found["Nestlé"]
    assert (told.wanted, told.answered, told.share, told.median) == (2, 1, 0.5, 2 * HOUR)


def test_what_another_service_heard_was_seen_to_there(store: Store) -> None:
    said(store, french("a"))
    row = store.mention(1)
    assert row is not None
    assert not heard_elsewhere(row)
    there = replace(row, feed=f"{IMPORTED}acme/nestle/blog")
    assert heard_elsewhere(there)
    assert not heard_elsewhere(replace(there, status="assigned")), "unless somebody took it up here"


def rows(store: Store) -> dict[str, MentionRow]:
    return {row.url: row for row in store.mentions(MentionFilter())}


def test_the_companys_own_voice_answers_for_its_own_brands_alone(store: Store) -> None:
    comments = FeedSpec(
        url="https://blog.example/a/feed/", kind=FeedKind.COMMENTS, origin=Origin.DISCOVERED, parent=BLOG.url,
        thread=entry("a").url, author_role=Role.OFFICIAL,
    )  # fmt: skip
    page = french("a")
    told = [mention("a"), mention("a", "Rivale")]
    save(store, polled(BLOG, [page], told, comment_feeds=(comments,)))
    answer = french("c", "Nous regrettons.", kind=FeedKind.COMMENTS, thread=page.url, published=MONDAY, author="Nestlé")
    also = [mention("c", brand, GOOD, why=Why.THREAD, spans=()) for brand in ("Nestlé", "Rivale")]
    save(store, polled(comments, [answer], also, at=MONDAY + HOUR))
    done = heed(store, config(), NOW)
    assert [(task.number, task.status, task.found) for task in done] == [(1, "answered", True)]
    assert heed(store, config(), NOW) == [], "once"


def test_the_team_is_of_ones_own_brands(store: Store) -> None:
    team = team_of(config(PLAYBOOK))
    assert team.brands == ["Nestlé"]
    assert [play.who for play in team.playbook] == ["Marie", "Marie"]
    assert team.alerts == ()
    assert working(store).team == replace(team, alerts=[])


@pytest.mark.parametrize(
    ("alert", "since"),
    [
        (ALERT, MONDAY),
        (replace(ALERT, level=Level.CONFIRMED, confirmed=MONDAY + HOUR), MONDAY + HOUR),
        (replace(ALERT, level=Level.COOLING, confirmed=MONDAY + HOUR), MONDAY),
        (replace(ALERT, level=Level.CONFIRMED), MONDAY),
    ],
)
def test_an_alerts_time_runs_since_it_is_as_grave_as_it_is(alert: Alert, since: datetime) -> None:
    assert alert_since(alert) == since


def test_a_person_is_found_whatever_the_case_of_their_name() -> None:
    parts = [
        TodoPart(subject="mention", number=n, brand="N", who=who, since=MONDAY) for n, who in enumerate(["Zoé", "Ève"])
    ]
    assert [part.number for part in of_person(parts, "ZOÉ")] == [0]
    assert of_person(parts, "Luc") == ()
