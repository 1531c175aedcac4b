"""One export on its way: what was asked for is checked before a file is opened, then rows stream into it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smwatch.cli.destination import Place
from smwatch.cli.export import BINARY, FEEDS, Format, What
from smwatch.cli.reading import living, mention_filter
from smwatch.cli.terminal import Terminal
from smwatch.errors import UsageError
from smwatch.locales import N_
from smwatch.reports import exports
from smwatch.reports.safe import line

if TYPE_CHECKING:
    from smwatch.models import Alert, MentionFilter, MentionRow
    from smwatch.reports.exports.syndication import Head, Item
    from smwatch.reports.exports.xlsx import Book

NEWEST = 100
"""Items of a feed unless more are asked for: readers take the whole of it each time."""

OF_ALERTS = {"brand", "since", "until"}
"""Filters by which alerts are chosen."""


@dataclass
class Job:
    """What was asked for; `typed`: the filters, by the names that `mention_filter` gives them."""

    terminal: Terminal
    what: What
    form: Format
    output: Path | None
    typed: Mapping[str, Any]
    limit: int | None = None
    hidden: bool = False
    url: str = ""

    def check(self) -> None:
        """UsageError where it can't be done; and the database is opened, so that a failure wipes out no last export."""
        if self.terminal.globals.json and not self.output:
            hint = N_("use --format ndjson, or `smwatch mentions --json`")
            raise UsageError(N_("export writes formats of its own"), hint)
        if self.form in BINARY and not self.output and sys.stdout.isatty():
            raise UsageError(N_("{format} is for a file, not for a terminal"), N_("add -o FILE"), format=self.form)
        if self.what is What.ALERTS and any(value for name, value in self.typed.items() if name not in OF_ALERTS):
            raise UsageError(N_("alerts are chosen by --brand, --since and --until only"), N_("leave the others out"))
        if self.what is What.DAILY:
            self._check_daily()
        self._check_url()
        if self.form is Format.PARQUET:
            from smwatch.reports.exports.parquet import check

            check()
        _ = self.wanted, self.terminal.app.store

    def _check_daily(self) -> None:
        if self.form in FEEDS:
            raise UsageError(N_("daily figures are no feed"), N_("choose csv, excel-csv, xlsx, ndjson or parquet"))
        if self.limit:
            raise UsageError(N_("daily figures are added up from all mentions"), N_("leave --limit out"))

    def _check_url(self) -> None:
        from smwatch.reports.safe import link

        if self.url and self.form not in FEEDS:
            raise UsageError(N_("--url is for atom and jsonfeed"), N_("leave it out"))
        if self.url and not link(self.url):
            raise UsageError(N_("--url: “{url}” is no web address"), N_("write https://…"), url=line(self.url))

    @cached_property
    def wanted(self) -> MentionFilter:
        """The filters, as the store takes them."""
        limit = self.limit or (NEWEST if self.form in FEEDS else None)
        return mention_filter(self.terminal, hidden=self.hidden, limit=limit, **self.typed)

    def run(self, place: Place) -> exports.Written:
        """Write it."""
        if self.form in FEEDS:
            return exports.Written(self._feed(place))
        book = self._book(place) if self.form is Format.XLSX else None
        match self.what:
            case What.MENTIONS:
                return exports.mentions(self._mentions(), place.out, self.form, book)
            case What.ALERTS:
                return exports.alerts(self._alerts(), place.out, self.form, book)
            case What.DAILY:
                return exports.daily(self._mentions(), place.out, self.form, book)

    def _mentions(self) -> Iterator[MentionRow]:
        """No column holds what explains them."""
        return self.terminal.app.store.mentions(replace(self.wanted, bare=True))

    def _book(self, place: Place) -> Book:
        from smwatch.reports.exports.xlsx import Book

        return Book(place.spool, self.terminal.app.clock(), self.terminal.speech)

    def _alerts(self) -> list[Alert]:
        """The alerts of a brand that were open at some time between `since` and `until`."""
        rows, begin, end = self.terminal.app.store.alerts(brand=self.wanted.brand), self.wanted.since, self.wanted.until
        rows = [a for a in rows if (not begin or not a.closed or a.closed >= begin) and (not end or a.opened < end)]
        return (rows if self.hidden else living(self.terminal, rows))[: self.wanted.limit]

    def _feed(self, place: Place) -> int:
        from smwatch.reports.exports.syndication import atom, json_feed

        write = atom if self.form is Format.ATOM else json_feed
        return write(self._items(), self._head(), place.out)

    def _items(self) -> Iterator[Item]:
        from smwatch.alerts.explain import arithmetic
        from smwatch.reports.content import AlertPart
        from smwatch.reports.exports.syndication import of_alert, of_mention

        speech = self.terminal.speech
        if self.what is What.ALERTS:
            parts = (AlertPart(alert=alert, arithmetic=arithmetic(alert, speech)) for alert in self._alerts())
            return (of_alert(part, speech) for part in parts)
        return (of_mention(row, speech) for row in self.terminal.app.store.mentions(self.wanted))

    def _head(self) -> Head:
        """What the feed says of itself; its address is the file's where no other is told."""
        from smwatch.reports.exports.syndication import Head

        speech, brand = self.terminal.speech, line(self.wanted.brand, 60)
        title = N_("Alerts") if self.what is What.ALERTS else N_("Mentions")
        said = speech.say(title)
        return Head(
            title=f"{said} · {brand}" if brand else said,
            key="\n".join(
                ["feed", self.what, *(f"{name}={value}" for name, value in sorted(self.typed.items()) if value)]
            ),
            address=self.url or (self.output.resolve().as_uri() if self.output else ""),
            lang=speech.lang,
            now=self.terminal.app.clock(),
        )
