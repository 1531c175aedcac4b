"""What every column of an export holds, of which kind and in which unit: read by the writers, by `--columns`, by docs.

In the order in which they are written: that of `mentions list --json`, `alerts list --json` and the view `daily`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from smwatch.locales import N_, Speech


class Kind(StrEnum):
    """What stands in a column, whatever the format makes of it."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    TIME = "time"
    DATE = "date"
    YES_NO = "yes or no"
    TEXTS = "texts"
    COUNTS = "counts"
    FEEDS = "feeds"


NAMES: Final = {
    Kind.INTEGER: N_("integer"),
    Kind.NUMBER: N_("number"),
    Kind.TEXT: N_("text"),
    Kind.TIME: N_("time"),
    Kind.DATE: N_("date"),
    Kind.YES_NO: N_("yes or no"),
    Kind.TEXTS: N_("list of texts"),
    Kind.COUNTS: N_("list of names, each with its count"),
    Kind.FEEDS: N_("list of feeds"),
}
"""Kinds as a person is told them."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `holds` is a catalogue message."""

    name: str
    kind: Kind
    holds: str


@dataclass(frozen=True, slots=True)
class Table:
    """What is exported under one name."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)


_I, _N, _T, _AT, _B = Kind.INTEGER, Kind.NUMBER, Kind.TEXT, Kind.TIME, Kind.YES_NO

MENTIONS: Final = Table(
    "mentions",
    (
        Column("id", _I, N_("its number, as `smwatch mentions show` takes it")),
        Column("brand", _T, N_("the brand that it is about")),
        Column("why", _T, N_("NAMED: its text names the brand; THREAD: it answers a mention; PAGE: by its feed")),
        Column("published", _AT, N_("when it was published")),
        Column("fetched", _AT, N_("when smwatch learnt of it")),
        Column("date_trust", _T, N_("where the time of publication is from: feed, or what stands in for it")),
        Column("source", _T, N_("who published it, as a person names it")),
        Column("feed", _T, N_("address of the feed that brought it; a password in it is ***")),
        Column("url", _T, N_("where it stands on the web; as text, never to be clicked by accident")),
        Column("title", _T, N_("its title, plain text")),
        Column("text", _T, N_("its text, plain; empty where the retention let it go")),
        Column("author", _T, N_("who wrote it, as the feed says")),
        Column("author_role", _T, N_("official, employee, partner, press or public")),
        Column("lang", _T, N_("its language: fr, en, ...; empty: not told")),
        Column("score", _N, N_("how it feels, from -1 to 1; empty: it could not be scored")),
        Column("label", _T, N_("negative, neutral or positive; empty: it could not be scored")),
        Column("scorer", _T, N_("who says so, with its version; user: a person")),
        Column("story", _T, N_("copies of one text share it")),
        Column("thread", _T, N_("address of the entry that it answers")),
        Column("status", _T, N_("new, assigned, answered or ignored")),
        Column("assignee", _T, N_("who answers it")),
        Column("tags", Kind.TEXTS, N_("words that people filed it under")),
        Column("kind", _T, N_("entry, comment or edit")),
        Column("edited", _B, N_("whether its entry changed since it was first told")),
        Column("current", _B, N_("no: the query no longer matches; only with --all")),
        Column("worst", _N, N_("score of its worst sentence about the brand, from -1 to 1")),
        Column("machine_score", _N, N_("what the scorer says, also where a person said otherwise")),
        Column("machine_label", _T, N_("the label that goes with machine_score")),
        Column("machine_scorer", _T, N_("which scorer that was, with its version")),
    ),
)
ALERTS: Final = Table(
    "alerts",
    (
        Column("id", _I, N_("its number, as `smwatch alerts show` takes it")),
        Column("brand", _T, N_("the brand that it is about")),
        Column("kind", _T, N_("crisis, or buzz: many mentions that are not negative")),
        Column("level", _T, N_("emerging, confirmed, cooling or closed")),
        Column("opened", _AT, N_("when it was first seen")),
        Column("confirmed", _AT, N_("when it was sure; empty: it never was")),
        Column("peak", _AT, N_("when it was loudest")),
        Column("closed", _AT, N_("when it was over; empty: it isn't")),
        Column(
            "negatives",
            _I,
            N_("negative voices in the window that spoke loudest: each author and each story counts once"),
        ),
        Column(
            "mentions", _I, N_("all voices in that window; `smwatch alerts show` counts its mentions, copies included")
        ),
        Column("stories", _I, N_("distinct stories among them")),
        Column("authors", _I, N_("distinct authors of the negative ones")),
        Column("expected", _N, N_("negative voices expected in that window, from the brand's past")),
        Column("probability", _N, N_("of as many or more by chance, from 0 to 1, in a year of looking")),
        Column("threads", Kind.COUNTS, N_("addresses of what was answered most, loudest first")),
        Column("sources", Kind.COUNTS, N_("where it was said, loudest first")),
        Column("terms", Kind.COUNTS, N_("words that stand out")),
        Column("first_mention", _I, N_("id of the mention that it began with")),
        Column("status", _T, N_("new, acknowledged, assigned, false or done")),
        Column("assignee", _T, N_("who looks after it")),
        Column("previous", _I, N_("id of the alert of which it is another wave; empty: none")),
        Column("unheard", Kind.FEEDS, N_("feeds that were silent or failing when it was loudest")),
    ),
)
DAILY: Final = Table(
    "daily",
    (
        Column("day", Kind.DATE, N_("the day, in UTC")),
        Column("brand", _T, N_("the brand that was spoken of")),
        Column("lang", _T, N_("in which language: fr, en, ...; empty: not told")),
        Column("source", _T, N_("by whom, as a person names it")),
        Column("mentions", _I, N_("how many mentions")),
        Column("negative", _I, N_("so many of these are negative")),
        Column("neutral", _I, N_("so many neutral")),
        Column("positive", _I, N_("so many positive")),
        Column("score", _N, N_("the mean of those that have a score, from -1 to 1; empty: none has")),
        Column("unscored", _I, N_("so many could not be scored")),
    ),
)
TABLES: Final = {table.name: table for table in (MENTIONS, ALERTS, DAILY)}


def told(table: Table, speech: Speech) -> Sequence[tuple[str, str, str]]:
    """Name, kind and content of each column, in the reader's language."""
    return [(column.name, speech.say(NAMES[column.kind]), speech.say(column.holds)) for column in table.columns]
