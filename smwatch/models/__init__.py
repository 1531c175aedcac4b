"""What flows through smwatch: frozen values, nothing but data.

All times are aware UTC. Text is plain text, already cleaned (`text/clean.py`); it keeps its characters.
The words (feed, entry, mention, story, alert ...) are those of docs/glossary.md.
"""

from smwatch.models.alerting import Alert, AlertChange, Count, Heard
from smwatch.models.listing import Failure, FeedRow, MentionFilter, MentionRow, ScanReport, Warned
from smwatch.models.polling import (
    Asks,
    Brand,
    Entry,
    Feed,
    FeedSpec,
    KnownEntry,
    Mention,
    Polled,
    PollFailed,
    PollResult,
    Saved,
    Sentiment,
    Span,
    Timing,
    Validators,
)
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
    Why,
)

__all__ = [
    "Alert",
    "AlertChange",
    "AlertKind",
    "Asks",
    "Brand",
    "Change",
    "Count",
    "DateTrust",
    "Entry",
    "Failure",
    "FailureKind",
    "Feed",
    "FeedKind",
    "FeedRow",
    "FeedSpec",
    "Health",
    "Heard",
    "KnownEntry",
    "Label",
    "Level",
    "Mention",
    "MentionFilter",
    "MentionRow",
    "Origin",
    "PollFailed",
    "PollResult",
    "Polled",
    "Role",
    "Saved",
    "ScanReport",
    "Sentiment",
    "Span",
    "Timing",
    "Validators",
    "Warned",
    "Why",
]
