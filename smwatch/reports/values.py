"""What is stored, as JSON-ready values: the fields of the interface page, in its order.

The one place that turns rows into dicts; `--json` and every export come through here.
Times are ISO 8601 UTC with `Z`, to the second; passwords in the URLs of feeds are ***. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from smwatch.locales import Speech
from smwatch.models import (
    Change,
)
from smwatch.reports.troubles import fault
from smwatch.text.links import masked

if TYPE_CHECKING:
    from smwatch.models import (
        Alert,
        AlertChange,
        Count,
        Failure,
        FeedRow,
        MentionRow,
        Relearnt,
        Rematched,
        ScanReport,
        Warned,
    )

Values = dict[str, object]

_feed = lru_cache(2_000)(masked)  # few feeds bring many mentions


def iso(at: datetime | None) -> str | None:
    """2010-03-24T14:05:00Z; None stays None."""
    if at is None:
        return None
    utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    return utc.isoformat(timespec="seconds")[:19] + "Z"


def mention_dict(row: MentionRow) -> Values:
    """One of `mentions list --json`."""
    return {
        "id": row.id,
        "brand": row.brand,
        "why": row.why.value,
        "published": iso(row.published),
        "fetched": iso(row.fetched),
        "date_trust": row.date_trust.value,
        "source": row.source,
        "feed": _feed(row.feed),
        "url": row.url,
        "title": row.title,
        "text": row.text,
        "author": row.author,
        "author_role": row.author_role.value,
        "lang": row.lang,
        "score": row.score,
        "label": row.label.value if row.label else None,
        "scorer": row.scorer,
        "story": row.story,
        "thread": row.thread,
        "status": row.status,
        "assignee": row.assignee,
        "tags": list(row.tags),
        "kind": row.kind,
        "edited": row.edited,
        "current": row.current,
        "worst": row.worst,
        "machine_score": row.machine_score,
        "machine_label": row.machine_label.value if row.machine_label else None,
        "machine_scorer": row.machine_scorer,
    }


def alert_dict(alert: Alert) -> Values:
    """An alert as `alerts list --json` tells it. `first_mention` is an id: a number, as in `mentions list --json`."""
    first = alert.first_mention
    return {
        "id": alert.id,
        "brand": alert.brand,
        "kind": alert.kind.value,
        "level": alert.level.value,
        "opened": iso(alert.opened),
        "confirmed": iso(alert.confirmed),
        "peak": iso(alert.peak),
        "closed": iso(alert.closed),
        "negatives": alert.negatives,
        "mentions": alert.mentions,
        "stories": alert.stories,
        "authors": alert.authors,
        "expected": alert.expected,
        "probability": alert.probability,
        "threads": _counts(alert.threads),
        "sources": _counts(alert.sources),
        "terms": _counts(alert.terms),
        "first_mention": int(first) if first.isascii() and first.isdigit() else first or None,
        "status": alert.status,
        "assignee": alert.assignee,
        "previous": alert.previous or None,
        "unheard": [
            {"feed": masked(one.feed), "source": one.source, "how": one.how, "since": iso(one.since)}
            for one in alert.unheard
        ],
    }


def feed_dict(row: FeedRow, speech: Speech, tags: Sequence[str] = ()) -> Values:
    """One of `feeds list --json`."""
    return {
        "url": masked(row.url),
        "source": row.source,
        "kind": row.kind.value,
        "origin": row.origin.value,
        "parent": masked(row.parent),
        "enabled": row.enabled,
        "last_poll": iso(row.last_poll),
        "last_new": iso(row.last_new),
        "next_poll": iso(row.next_poll),
        "next_why": speech.say(row.next_why) if row.next_why else "",
        "status": row.status.value,
        "failures": row.failures,
        "message": speech.say(row.message, **row.args) or fault(row, speech),
        "entries": row.entries,
        "mentions": row.mentions,
        "tags": list(tags),
    }


def scan_dict(report: ScanReport, speech: Speech) -> Values:
    """The document of `scan --json`; messages of failures in the user's language."""
    return {
        "scan": report.scan,
        "started": iso(report.started),
        "seconds": report.seconds,
        "feeds": {
            "due": report.due,
            "polled": report.polled,
            "unchanged": report.unchanged,
            "failed": report.failed,
            "skipped": report.skipped,
        },
        "entries": {"seen": report.entries_seen, "new": report.entries_new},
        "mentions": {
            "new": report.mentions_new,
            "negative": report.mentions_negative,
            "stories": report.stories_new,
            "unscored": report.mentions_unscored,
        },
        "alerts": [_change(change) for change in report.alerts if change.change is not Change.GREW],  # nobody is told
        "warnings": [warned_dict(warned, speech) for warned in report.warnings],
        "failures": [_failure(failure, speech) for failure in report.failures],
        "rematched": [_rematched(brand) for brand in report.rematched],
        "scorers": list(report.scorers),
        "learnt": relearnt_dict(report.relearnt) if report.relearnt else None,
    }


def _counts(counts: tuple[Count, ...]) -> list[Values]:
    return [{"name": count.name, "count": count.count} for count in counts]


def _change(change: AlertChange) -> Values:
    alert = change.alert
    return {
        "id": alert.id,
        "brand": alert.brand,
        "kind": alert.kind.value,
        "level": alert.level.value,
        "change": change.change.value,
    }


def relearnt_dict(learnt: Relearnt) -> Values:
    """A head that was fitted to people's labels, as `scan` and `sentiment evaluate` tell it."""
    return {
        "version": learnt.version,
        "texts": learnt.texts,
        "before": round(learnt.before, 4),
        "after": round(learnt.after, 4),
        "helps": learnt.helps,
        "in_use": learnt.active,
    }


def _rematched(brand: Rematched) -> Values:
    return {
        "brand": brand.brand,
        "reason": brand.reason,
        "entries": brand.entries,
        "won": brand.won,
        "lost": brand.lost,
    }


def warned_dict(warned: Warned, speech: Speech) -> Values:
    """What a scan warns of, as `scan --json` and `status --json` tell it."""
    return {
        "kind": warned.kind,
        "brand": warned.brand,
        "feed": masked(warned.feed),
        "message": speech.say(warned.message, **warned.args),
    }


def _failure(failure: Failure, speech: Speech) -> Values:
    return {
        "feed": masked(failure.feed),
        "kind": failure.kind.value,
        "status": failure.status,
        "message": speech.say(failure.message, **failure.args),
        "since": iso(failure.since),
        "next": iso(failure.next),
    }
