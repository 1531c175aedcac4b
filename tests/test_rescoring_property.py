"""Scores that come late never open an alert on the past: any labels, at any time, through the store and scans."""

from __future__ import annotations

import shutil
from datetime import timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from smwatch.models import Label
from smwatch.store import open_store
from tests.desk import MORNING, Desk
from tests.test_late_scores import PAGE, QUIET
from tests.test_story import comment
from tests.thorough import cases

CALM = [comment(100 + n, f"Le magasin numéro {n} ouvre à neuf heures.", 1 + n / 6) for n in range(24)]


def test_scores_that_come_late_never_open_an_alert_and_what_is_said_then_may(desk: Desk) -> None:
    for day in range(1, 11):
        desk.feed("/page/feed/", *QUIET[:day], declared=PAGE)
        desk.now = MORNING - timedelta(days=10 - day)
        desk.runs("scan --all --quiet")
    desk.feed("/page/feed/", *QUIET, *CALM)
    desk.now = MORNING + timedelta(hours=5)
    desk.runs("scan --all --quiet")
    ids = [row["id"] for row in desk.runs("mentions --json").json]
    database, before = desk.folder / "smwatch.db", desk.folder / "before.db"
    shutil.copy(database, before)
    raised = set[bool]()

    @example([(Label.NEGATIVE, set(ids), 20)], True)
    @given(
        st.lists(st.tuples(st.sampled_from(list(Label)), st.sets(st.sampled_from(ids)) | st.just(set(ids)),
                           st.sampled_from([1, 20, 600])), max_size=3),
        st.booleans(),
    )  # fmt: skip
    @settings(max_examples=cases(6), suppress_health_check=[HealthCheck.function_scoped_fixture])
    def relabelled(changes: list[tuple[Label, set[int], int]], speaks: bool) -> None:
        shutil.copy(before, database)
        desk.feed("/page/feed/", *QUIET, *CALM)
        desk.now = MORNING + timedelta(hours=5)
        for label, some, minutes in changes:
            store = open_store(database)
            store.label_mentions(sorted(some), label, desk.now)
            store.close()
            desk.later(minutes=minutes)
            opened = [one for one in desk.runs("scan --all --json").json["alerts"] if one["change"] == "opened"]
            assert opened == [], "nothing was said since"
        if speaks:
            said = comment(300, "C'est honteux, dégoûtant et scandaleux.", (desk.now - MORNING).total_seconds() / 3600)
            desk.feed("/page/feed/", *QUIET, *CALM, said)
            desk.later(minutes=15)
            alerts = [one for one in desk.runs("scan --all --json").json["alerts"] if one["kind"] == "crisis"]
            raised.add(bool(alerts))
            crises = [one for one in desk.runs("alerts --json").json if one["kind"] == "crisis"]
            assert all(one["opened"] >= desk.now.isoformat()[:19] for one in crises)

    relabelled()
    assert raised >= {True}, "and what is said then is judged by the scores of then"
