"""A theme: what several stories have in common, how large it is, how it feels, who says so, how it was before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smwatch.models import Count, MentionRow


class Course(Enum):
    """How a theme compares with the period before."""

    UNKNOWN = "unknown"  # nothing is stored of the period before, so nothing can be said
    NEW = "new"  # not spoken of before
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeQuote:
    """Somebody's words on a theme."""

    said: MentionRow
    text: str  # the sentence in which the theme stands; plain, one line, at most 240 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What several stories of a period have in common; copies of a story count once where it says stories."""

    name: str  # as it is written most: « rappel de yogourts », « Air Canada »
    terms: tuple[Count, ...]  # what it is known by, with the stories of each; the first is the name
    stories: int
    mentions: int  # copies included
    share: float  # of the period's stories, 0 to 1; a mention is of one theme at most
    negative: int  # mentions, as the three that follow; what is missing of `mentions` could not be scored
    neutral: int
    positive: int
    score: float | None  # mean of its stories, -1 to 1; None: none could be scored
    course: Course
    before: int  # stories of the period before that speak of it
    before_mentions: int
    factor: float | None  # how many times as many stories as before; None where there were none, or nothing is known
    quotes: tuple[ThemeQuote, ...]  # who spoke of it first, then the strongest; each another author
    ids: tuple[int, ...]  # of its mentions, the oldest first
    langs: tuple[str, ...]  # of its mentions, the most frequent first
