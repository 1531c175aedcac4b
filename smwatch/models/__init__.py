"""What flows through smwatch: frozen values, nothing but data.

All times are aware UTC. Text is plain text, already cleaned (`text/clean.py`); it keeps its characters.
The words (feed, entry, mention, story, alert ...) are those of docs/glossary.md.

Making a class takes a millisecond, and there are a hundred: a module's are made when one of them is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from smwatch.later import one_of

if TYPE_CHECKING:
    from smwatch.models.alerting import CLOSED_BY_HAND, Alert, AlertChange
    from smwatch.models.counting import HourCount, Share, hour_of
    from smwatch.models.declared import IMPORTED, Brand, FeedSpec
    from smwatch.models.entries import Brought, Entry, Mention, Sentiment
    from smwatch.models.heads import Head, Relearnt
    from smwatch.models.journal import Decision, Letter, Post, Posted, Trouble, Way
    from smwatch.models.keeping import BrandForgotten, Forgotten, Left, Limits, Person, Pruned, Request
    from smwatch.models.labels import Relabelled, UserLabel
    from smwatch.models.listening import Count, Ear, Heard, Listening, Unheard
    from smwatch.models.listing import MentionFilter, MentionRow, News, Place
    from smwatch.models.matching import Rematched, Shift, StoredEntry, StoredMention, Understood
    from smwatch.models.polling import Asks, Feed, KnownEntry, Polled, PollFailed, PollResult, Saved, Timing, Validators
    from smwatch.models.rescoring import Rescorable, Rescored, Rescoring
    from smwatch.models.roles import Signature
    from smwatch.models.scanning import Failure, FeedRow, ScanReport, Warned
    from smwatch.models.server import Server, is_server
    from smwatch.models.tasks import Answer, Note, Task
    from smwatch.models.watched import Watched
    from smwatch.models.words import (
        AlertKind,
        Change,
        DateTrust,
        FailureKind,
        FeedKind,
        Health,
        Label,
        Level,
        Origin,
        Role,
        Span,
        Why,
    )

_HOMES = {
    "alerting": "CLOSED_BY_HAND Alert AlertChange",
    "counting": "HourCount Share hour_of",
    "declared": "Brand FeedSpec IMPORTED",
    "entries": "Brought Entry Mention Sentiment",
    "journal": "Decision Letter Post Posted Trouble Way",
    "keeping": "BrandForgotten Forgotten Left Limits Person Pruned Request",
    "heads": "Head Relearnt",
    "labels": "Relabelled UserLabel",
    "rescoring": "Rescorable Rescored Rescoring",
    "listening": "Count Ear Heard Listening Unheard",
    "listing": "MentionFilter MentionRow News Place",
    "matching": "Rematched Shift StoredEntry StoredMention Understood",
    "polling": "Asks Feed KnownEntry PollFailed PollResult Polled Saved Timing Validators",
    "roles": "Signature",
    "server": "Server is_server",
    "scanning": "Failure FeedRow ScanReport Warned",
    "tasks": "Answer Note Task",
    "watched": "Watched",
    "words": "AlertKind Change DateTrust FailureKind FeedKind Health Label Level Origin Role Span Why",
}
if not TYPE_CHECKING:  # for whom there is no name but those above
    __getattr__ = one_of(__name__, _HOMES)

__all__ = [
    "CLOSED_BY_HAND",
    "IMPORTED",
    "Alert",
    "AlertChange",
    "AlertKind",
    "Answer",
    "Asks",
    "Brand",
    "BrandForgotten",
    "Brought",
    "Change",
    "Count",
    "DateTrust",
    "Decision",
    "Ear",
    "Entry",
    "Failure",
    "FailureKind",
    "Feed",
    "FeedKind",
    "FeedRow",
    "FeedSpec",
    "Forgotten",
    "Head",
    "Health",
    "Heard",
    "HourCount",
    "KnownEntry",
    "Label",
    "Left",
    "Letter",
    "Level",
    "Limits",
    "Listening",
    "Mention",
    "MentionFilter",
    "MentionRow",
    "News",
    "Note",
    "Origin",
    "Person",
    "Place",
    "PollFailed",
    "PollResult",
    "Polled",
    "Post",
    "Posted",
    "Pruned",
    "Relabelled",
    "Relearnt",
    "Rematched",
    "Request",
    "Rescorable",
    "Rescored",
    "Rescoring",
    "Role",
    "Saved",
    "ScanReport",
    "Sentiment",
    "Server",
    "Share",
    "Shift",
    "Signature",
    "Span",
    "StoredEntry",
    "StoredMention",
    "Task",
    "Timing",
    "Trouble",
    "Understood",
    "Unheard",
    "UserLabel",
    "Validators",
    "Warned",
    "Watched",
    "Way",
    "Why",
    "hour_of",
    "is_server",
]
