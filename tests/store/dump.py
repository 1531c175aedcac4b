"""Writes tests/store/databases/vN.sql: a small database at today's schema, as text that any SQLite reads back.

    python -m tests.store.dump        before a step is added to smwatch/store/steps

(SQLite's own dumps write to sqlite_master for full-text tables, which needs a shell that lets them.)
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from smwatch.models import (
    Alert,
    AlertChange,
    Change,
    Count,
    FailureKind,
    Feed,
    FeedKind,
    Head,
    Label,
    Place,
    PollFailed,
    ScanReport,
    Why,
)
from smwatch.store import open_store
from smwatch.store.connection import VERSION
from tests.store.examples import (
    BLOG,
    GOOD,
    HOUR,
    MONDAY,
    NEWS,
    SOON,
    comments_of,
    digest_of,
    entry,
    mention,
    polled,
    save,
    send_digest,
)

BRANDS = ["Nestlé", "Nestlé", "Dell"]
"""The brands of its mentions, newest first."""


def fill(path: Path) -> None:
    """A little of everything that a store may hold."""
    store = open_store(path)
    store.sync_feeds([replace(BLOG, about=("Nestlé",)), NEWS], MONDAY)
    number = store.begin_scan(MONDAY)
    spec = comments_of("https://blog.example/a/feed/", "https://blog.example/a")
    first = entry("a", "Nestlé n'a pas de cœur", lang="fr", comment_feeds=(spec.url,))
    both = [mention("a", "Dell"), mention("a", story="s1")]
    save(store, polled(BLOG, [first], both, comment_feeds=(spec,), title="Le Blogue", notes=("no dates",)))
    save(store, polled(BLOG, [entry("a", "Nestlé et Dell, de cœur")], both, at=MONDAY + HOUR))
    comment = entry("c", "Pas beau à voir", kind=FeedKind.COMMENTS, thread="https://blog.example/a", published=MONDAY)
    save(store, polled(spec, [comment], [mention("c", sentiment=GOOD, why=Why.THREAD, spans=())]))
    failed = PollFailed(feed=Feed(spec=NEWS, url=NEWS.url), at=MONDAY, kind=FailureKind.DNS, message="no such host")
    store.save_failure(failed, SOON)
    alert = Alert(
        brand="Nestlé", opened=MONDAY, updated=MONDAY, window=HOUR, negatives=3, mentions=4, stories=3, authors=2,
        expected=0.5, probability=1e-4, sources=(Count(name="Le Blogue", count=4),), first_mention="1",
    )  # fmt: skip
    store.save_alerts([AlertChange(alert, Change.OPENED)])
    store.end_scan(ScanReport(scan=number, started=MONDAY, seconds=3.2, due=3, polled=2, failed=1, alerting=1))
    send_digest(store, "matin")
    store.outbox.post(digest_of("matin", MONDAY + HOUR))
    store.label_mentions([1], Label.NEUTRAL, MONDAY)
    store.save_head(Head(scorer="encoder/1", made_at=MONDAY, labels=50, data=b"\0weights"))
    store.places.keep("Jo", Place(reached=2, at=MONDAY))
    store.close()


def text_of(path: Path) -> Iterator[str]:
    """Statements that make the same database: tables, rows, then what watches over rows."""
    with closing(sqlite3.connect(path)) as db:
        for pragma in ("application_id", "user_version"):
            yield f"PRAGMA {pragma} = {db.execute(f'PRAGMA {pragma}').fetchone()[0]};"
        made = db.execute("SELECT type, name, sql FROM sqlite_master WHERE sql <> '' ORDER BY rowid").fetchall()
        made = [row for row in made if not row[1].startswith(("entries_search_", "sqlite_")) or row[0] == "trigger"]
        yield from (f"{sql};" for kind, _, sql in made if kind != "trigger")
        for name in [name for kind, name, sql in made if kind == "table" and not sql.startswith("CREATE VIRTUAL")]:
            columns = ", ".join(row[1] for row in db.execute(f"PRAGMA table_info ({name})"))
            values = " || ', ' || ".join(f"quote({column})" for column in columns.split(", "))
            for (row,) in db.execute(f"SELECT {values} FROM {name} ORDER BY 1"):
                yield f"INSERT INTO {name} ({columns}) VALUES ({row});"
        yield "INSERT INTO entries_search (entries_search) VALUES ('rebuild');"
        yield from (f"{sql};" for kind, _, sql in made if kind == "trigger")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "smwatch.db")
        text = "\n".join(text_of(Path(folder) / "smwatch.db"))
    (Path(__file__).parent / "databases" / f"v{VERSION}.sql").write_text(text + "\n", "utf-8")
