"""A scan of the demo's world, poll by poll, gives the alerts that the backtest of its journal gives, to the minute."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from smwatch.alerts.backtest import FeedEvent, backtest
from smwatch.alerts.lines import alert_line
from smwatch.backtests import play_mentions
from smwatch.demo.play import play, times
from smwatch.demo.texts import BRAND
from smwatch.models import Alert, AlertKind, Heard, MentionFilter, MentionRow
from smwatch.reports.values import iso, mention_dict

END = datetime(2010, 3, 18, 7, 30, tzinfo=UTC)
BEGAN = FeedEvent(at=next(iter(times(END))), source="La page", event="added")


def line(row: MentionRow) -> str:
    """A mention as a line of the journal (interface: alerts backtest)."""
    fields = ("id", "brand", "source", "author", "thread", "lang", "title", "text", "url")
    told = {name: getattr(row, name) for name in fields}
    told |= {"fetched": iso(row.fetched), "published": iso(row.published)}
    return json.dumps(told | ({} if row.score is None else {"sentiment": row.score}))


def exported(row: MentionRow) -> str:
    """A mention as `smwatch export mentions --format ndjson` writes it."""
    return json.dumps(mention_dict(row))


def test_live_and_backtest_agree_to_the_minute(tmp_path: Path) -> None:
    told, live, heard, rows = list[tuple[str, str | None]](), list[Alert](), list[Heard](), list[MentionRow]()
    for app, report in play(tmp_path / "demo", END, "en", "a test"):
        told += [(change.change.value, iso(report.started)) for change in report.alerts]
        if report.started == END:
            live = app.store.alerts()[::-1]
            heard = app.store.heard(BRAND, BEGAN.at)
            rows = sorted(app.store.mentions(MentionFilter()), key=lambda row: (row.fetched, row.published, row.id))
    assert [change for change, _ in told] == ["opened", "confirmed"]
    for minutes in (30, 15):
        played = list(backtest(heard, [BEGAN], tick=timedelta(minutes=minutes), kinds=tuple(AlertKind)))
        assert [alert_line(alert) for alert in played] == [alert_line(alert) for alert in live]
    events = [json.dumps({"at": iso(BEGAN.at), "source": BEGAN.source, "event": BEGAN.event})]
    again = play_mentions(map(exported, rows), events, seconds=1800, sensitivity="normal", kind="all")
    assert list(again) == [alert_line(alert) for alert in live]
    lines = [  # a number alone leaves the label to be guessed: figures may differ
        json.loads(one)
        for one in play_mentions(map(line, rows), events, seconds=1800, sensitivity="normal", kind="crisis")
    ]
    assert [(one["opened"], one["confirmed"]) for one in lines] == [(told[0][1], told[1][1])]
