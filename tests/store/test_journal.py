"""Scans and alerts are remembered as they were; what was sent and decided is told in one list."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from smwatch.models import (
    Alert,
    AlertChange,
    AlertKind,
    Answer,
    Change,
    Count,
    Decision,
    Label,
    Level,
    Post,
    Posted,
    ScanReport,
    Unheard,
)
from smwatch.store import Store, open_store
from tests.store.examples import BLOG, HOUR, MONDAY, digest_of, entry, mention, polled, save, send_digest

ALERT = Alert(
    brand="Nestlé",
    opened=MONDAY,
    confirmed=MONDAY + HOUR,
    peak=MONDAY + HOUR,
    level=Level.CONFIRMED,
    updated=MONDAY + 2 * HOUR,
    window=6 * HOUR,
    negatives=37,
    mentions=50,
    stories=44,
    authors=30,
    expected=1.2,
    probability=3.5e-9,
    sources=(Count(name="Page « fan »", count=30), Count(name="Le Devoir", count=7)),
    threads=(Count(name="https://page.example/1", count=30),),
    terms=(Count(name="huile de palme", count=12),),
    first_mention="1",
)


def raised(store: Store, alert: Alert, change: Change = Change.OPENED) -> Alert:
    ((saved),) = store.save_alerts([AlertChange(alert, change)])
    assert saved.change is change
    return saved.alert


def test_an_alert_comes_back_as_it_was_with_a_number(store: Store) -> None:
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    saved = raised(store, ALERT)
    assert saved == replace(ALERT, id=1)
    assert store.alert(1) == saved
    assert store.alert(2) is None


def test_an_alert_lives_on_and_another_wave_knows_it(store: Store) -> None:
    first = raised(store, replace(ALERT, first_mention=""))
    closed = raised(store, replace(first, level=Level.CLOSED, closed=MONDAY + 9 * HOUR), Change.CLOSED)
    later = replace(first, id=0, opened=MONDAY + 20 * HOUR, previous=first.id, kind=AlertKind.BUZZ)
    second = raised(store, later)
    dell = raised(store, replace(first, id=0, brand="Dell", opened=MONDAY + HOUR))
    assert second.previous == first.id
    assert store.alerts() == [second, dell, closed]
    assert store.alerts(limit=1) == [second]
    assert store.alerts(brand="Nestlé") == [second, closed]
    assert store.alerts(open_only=True) == [second, dell]
    assert store.alerts(brand="Nobody") == []


def test_what_people_decided_is_not_undone_by_a_scan(store: Store) -> None:
    first = raised(store, ALERT)
    store._connection.execute("UPDATE alerts SET status = 'assigned', assignee = 'Marie'")
    grown = raised(store, replace(first, negatives=99), Change.GREW)
    assert (grown.negatives, grown.status, grown.assignee) == (99, "assigned", "Marie")


@pytest.mark.parametrize("first", ["", "77", "m1", "²"])
def test_a_first_mention_that_is_not_stored_is_left_open(store: Store, first: str) -> None:
    assert raised(store, replace(ALERT, first_mention=first)).first_mention == ""


def test_alerts_are_saved_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(LookupError):
        store.save_alerts([AlertChange(ALERT, Change.OPENED), AlertChange(replace(ALERT, id=9), Change.GREW)])
    assert store.alerts() == []


def test_the_last_scan_is_the_last_that_ended(store: Store) -> None:
    assert store.last_scan() is None
    report = ScanReport(
        scan=store.begin_scan(MONDAY), started=MONDAY, seconds=3.25, due=40, polled=38, unchanged=30, failed=2,
        skipped=5, entries_seen=900, entries_new=44, mentions_new=7, mentions_negative=3, alerting=1,
    )  # fmt: skip
    assert store.last_scan() is None, "it still runs"
    store.end_scan(replace(report, alerts=(AlertChange(ALERT, Change.OPENED),)))
    assert store.begin_scan(MONDAY + HOUR) == report.scan + 1
    assert store.last_scan() == report
    with pytest.raises(LookupError):
        store.end_scan(replace(report, scan=99))


def test_what_was_sent_and_decided_is_one_list_newest_first(tmp_path: Path) -> None:
    store = open_store(tmp_path / "smwatch.db", who="Zoé")
    store.sync_feeds([BLOG], MONDAY)
    save(store, polled(BLOG, [entry("a")], [mention("a")]))
    store.label_mentions([1], Label.POSITIVE, MONDAY + 2 * HOUR)
    send_digest(store, "matin", MONDAY + HOUR)
    store.unlabel_mentions([1], MONDAY + 3 * HOUR)
    store.outbox.post(digest_of("matin", MONDAY + 4 * HOUR))
    told = [(one.at, one.state if isinstance(one, Posted) else one.what) for one in store.journal()]
    assert told == [
        (MONDAY + 4 * HOUR, Post.WAITING),
        (MONDAY + 3 * HOUR, "unlabel"),
        (MONDAY + 2 * HOUR, "label"),
        (MONDAY + HOUR, Post.SENT),
    ]
    assert [one.at for one in store.journal(MONDAY + 3 * HOUR)] == [MONDAY + 4 * HOUR, MONDAY + 3 * HOUR]
    assert list(store.journal(MONDAY + 5 * HOUR)) == []
    store.close()


@pytest.mark.parametrize("wrong", [timedelta(days=-400), timedelta(days=400)])
def test_a_clock_that_was_wrong_for_a_while_moves_no_beginning(store: Store, wrong: timedelta) -> None:
    assert store.listening_since() is None
    for at in (MONDAY, MONDAY + wrong, MONDAY + HOUR):
        store.begin_scan(at)
    assert store.listening_since() == MONDAY


def test_a_beginning_by_a_clock_that_was_ahead_is_forgotten(store: Store) -> None:
    store.begin_scan(MONDAY + timedelta(days=400))
    store.begin_scan(MONDAY)
    assert store.listening_since() == MONDAY


def test_what_a_person_closes_while_a_scan_runs_stays_closed(store: Store) -> None:
    """The scan read the alert before, and says that it is cooling; nothing of that is stored or told."""
    seen = raised(store, replace(ALERT, first_mention=""))
    over = Answer(what="close", status="false", note="Une rumeur.", over=True)
    store.work.decide("alert", [seen.id], over, MONDAY + 4 * HOUR)
    closed = store.alert(seen.id)
    assert closed
    assert (closed.level, closed.status, closed.closed) == (Level.CLOSED, "false", MONDAY + 4 * HOUR)
    later = replace(seen, level=Level.COOLING, updated=MONDAY + 5 * HOUR)
    assert store.save_alerts([AlertChange(later, Change.COOLING)]) == []
    assert store.alert(seen.id) == closed
    went_on = replace(closed, updated=MONDAY + 5 * HOUR)
    assert store.save_alerts([AlertChange(went_on, Change.GREW)]) == [AlertChange(went_on, Change.GREW)]


def test_answers_change_what_they_name_and_leave_a_line_without_words(store: Store) -> None:
    first, second = (raised(store, replace(ALERT, first_mention="", brand=b)) for b in ("Nestlé", "Dell"))
    store.work.decide(
        "alert", [first.id, second.id, first.id], Answer(what="acknowledge", status="acknowledged"), MONDAY
    )
    store.work.decide("alert", [first.id], Answer(what="assign", status="assigned", assignee="Ève"), MONDAY)
    store.work.decide("alert", [first.id], Answer(what="note", note="Ève a appelé le journal."), MONDAY + HOUR)
    store.work.decide("alert", [first.id], Answer(what="note", note="\ud800 et encore"), MONDAY + HOUR)
    now = store.alert(first.id)
    assert now == replace(first, status="assigned", assignee="Ève")
    assert [(n.number, n.at, n.text) for n in store.work.notes("alert", first.id)] == [
        (first.id, MONDAY + HOUR, "Ève a appelé le journal."),
        (first.id, MONDAY + HOUR, "? et encore"),
    ]
    assert store.work.notes("alert", second.id) == []
    decided = [one for one in store.journal() if isinstance(one, Decision)]
    assert Counter((one.what, one.number) for one in decided) == Counter(
        {("acknowledge", 1): 1, ("acknowledge", 2): 1, ("assign", 1): 1, ("note", 1): 2}
    )
    assert [one.whom for one in decided if one.what == "assign"] == ["Ève"], "whom it names by a number"
    assert "Ève" not in str([tuple(row) for row in store._connection.execute("SELECT * FROM audit")])


def test_closing_what_is_closed_keeps_when_it_was(store: Store) -> None:
    alert = replace(ALERT, first_mention="", level=Level.CLOSED, closed=MONDAY + 9 * HOUR)
    seen = raised(store, alert)
    store.work.decide("alert", [seen.id], Answer(what="close", status="done", over=True), MONDAY + 20 * HOUR)
    assert store.alert(seen.id) == replace(seen, status="done")
    store.work.decide("alert", [seen.id], Answer(what="acknowledge", status="acknowledged"), MONDAY + 21 * HOUR)
    store.work.decide("alert", [seen.id], Answer(what="assign", status="assigned", assignee="Zoé"), MONDAY + 21 * HOUR)
    assert store.alert(seen.id) == replace(seen, status="done", assignee="Zoé"), "a verdict stays one"


def test_up_to_when_brands_were_judged_is_kept(store: Store) -> None:
    store.begin_rematch({"Nestlé": "q"}, (), MONDAY)
    assert store.judged() == {}
    store.save_alerts([], {"Nestlé": MONDAY + HOUR, "Unknown": MONDAY})
    assert store.judged() == {"Nestlé": MONDAY + HOUR}


def test_an_alert_keeps_which_feeds_it_did_without(store: Store) -> None:
    gone = Unheard(feed="https://a.example/f", source="Le « Soir »", how="silent", since=MONDAY)
    unheard = (gone, Unheard(feed="https://b.example/f", source="", how="failing"))
    assert raised(store, replace(ALERT, first_mention="", unheard=unheard)).unheard == unheard


def test_notes_go_with_their_brand(store: Store) -> None:
    alert = raised(store, replace(ALERT, first_mention=""))
    again = raised(store, replace(ALERT, first_mention="", previous=alert.id))
    store.work.decide("alert", [alert.id, again.id], Answer(what="note", note="Le journal rappelle."), MONDAY)
    assert store.forget_brand("Nestlé", MONDAY).alerts == 2
    assert store._connection.execute("SELECT count(*) FROM alert_notes").fetchone()[0] == 0
