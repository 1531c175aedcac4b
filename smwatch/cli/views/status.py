"""How the day looks on one screen: what burns, what is new, who must answer, how the machinery does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.table import Table

from smwatch.cli.views.fitting import Item, Part
from smwatch.locales import N_
from smwatch.models import AlertKind, Health, Label
from smwatch.reports.answered import answered_said
from smwatch.reports.quotes import GRAVEST, stories_of
from smwatch.reports.todo import THINGS, due_short
from smwatch.reports.troubles import counted, fault, needs_a_look
from smwatch.sentiment.told import advice
from smwatch.text.links import masked
from smwatch.text.scorers import scored_by

if TYPE_CHECKING:
    from datetime import datetime

    from smwatch.cli.terminal import Terminal
    from smwatch.locales import Speech
    from smwatch.models import Alert, Brand, FeedRow, MentionRow, News, Place, ScanReport, Warned
    from smwatch.reports.answered import Answered
    from smwatch.reports.todo import TodoPart

NEEDED = {"unscored": N_("not scored"), "own": N_("by your people")}
"""Columns that are there where there is something in them."""
COLUMNS = {
    "mentions": N_("mentions"),
    "stories": N_("stories"),
    "negative": N_("negative"),
    "neutral": N_("neutral"),
    "positive": N_("positive"),
    **NEEDED,
    "share_of_voice": N_("share of voice"),
}
SPARED = ("neutral", "positive", "stories", "share_of_voice", "own", "unscored")
"""Columns that give way, the first first, where the screen is too narrow for all."""
GAP = 2
"""Columns between two of a table."""
NAME = 20
"""Columns that the name of a brand has at least, where there is one so long."""


def brand_figures(brands: Sequence[Brand], rows: list[MentionRow]) -> list[dict[str, Any]]:
    """For each brand of the config: mentions of the last 24 hours by label, and its share of voice (0 to 1).

    Those by the company's own people are counted apart, as `own`.
    """
    apart = Counter(row.brand for row in rows if row.author_role.own)
    rows = [row for row in rows if not row.author_role.own]
    total = len(rows) or 1
    figures = []
    for brand in brands:
        own = [row for row in rows if row.brand == brand.name]
        labels = Counter(row.label for row in own)
        figures.append(
            {"brand": brand.name, "mentions": labels.total(), "stories": stories_of(own)}
            | {str(label): labels[label] for label in Label}
            | {"unscored": labels[None], "own": apart[brand.name]}
            | {"share_of_voice": round(labels.total() / total, 3)}
        )
    return figures


def burning(alerts: Sequence[Alert], deaf: Sequence[Warned], speech: Speech) -> Part:
    """What burns, the gravest first, and what isn't heard; where there is neither, that nothing burns."""
    crises = sorted(
        (alert for alert in alerts if alert.kind is AlertKind.CRISIS), key=lambda one: GRAVEST.index(one.level)
    )
    items = [_alert(one, speech) for one in crises]
    items += warnings(deaf, speech)
    calm = [] if items else [Item(speech.say(N_("Nothing is burning.")), "green")]
    items += [_alert(one, speech) for one in alerts if one.kind is AlertKind.BUZZ]

    def _more(n: int) -> str:
        return speech.count("and {n} more: {smwatch} alerts", "and {n} more: {smwatch} alerts", n)

    return Part(head=calm, items=items, more=_more, least=2)


def _alert(alert: Alert, speech: Speech) -> Item:
    from smwatch.alerts.explain import arithmetic
    from smwatch.cli.views.alerts import style, title

    below = arithmetic(alert, speech) if alert.kind is AlertKind.CRISIS else ""
    return Item(title(alert, speech), style(alert), below)


def warnings(found: Sequence[Warned], speech: Speech) -> list[Item]:
    """A line each."""
    if not found:
        return []
    from smwatch.cli.views.scan import warning_line

    return [Item(warning_line(one, speech), "yellow") for one in found]


def new(terminal: Terminal, figures: Sequence[Mapping[str, Any]], place: Place | None, news: News | None) -> Part:
    """What came since somebody listed what is new, and what was said of each brand today."""
    speech = terminal.speech

    def _more(n: int) -> str:
        return speech.count("and {n} more brand: {smwatch} report", "and {n} more brands: {smwatch} report", n)

    def _draw(shown: int) -> None:
        terminal.out.print(table(terminal, figures, shown))

    head = [Item(news_line(place, news, speech))] if place and news else []
    items = [Item(row["brand"]) for row in figures]
    return Part(head=head, items=items, more=_more, least=2, table=_draw)


def news_line(place: Place, news: News, speech: Speech) -> str:
    """How much came since then."""
    since = speech.short(place.at)
    if not news.mentions:
        return speech.say(N_("Nothing new since you listed it ({since})."), since=since)
    many = speech.count("{n} new mention", "{n} new mentions", news.mentions)
    if not news.complete:
        many = speech.say(N_("more than {many}"), many=many)
    negative = speech.count("{n} negative", "{n} negative", news.negative)
    said = N_("{many} since {since}, {negative}: {smwatch} mentions --since last")
    told = speech.say(said, many=many, since=since, negative=negative)
    return told[:1].upper() + told[1:]


def table(terminal: Terminal, figures: Sequence[Mapping[str, Any]], shown: int) -> Table:
    """A line a brand; columns give way where the screen is narrow."""
    speech, out = terminal.speech, terminal.out
    first = speech.say(N_("Last 24 hours"))
    keys = [key for key in COLUMNS if key not in NEEDED or any(row[key] for row in figures)]
    if all(row["stories"] == row["mentions"] for row in figures):
        keys.remove("stories")  # no copies: the same number twice
    cells = {key: [_cell(row, key, speech) for row in figures[:shown]] for key in keys}
    widths = {key: max(map(cell_len, [speech.say(COLUMNS[key]), *cells[key]])) + GAP for key in keys}
    name = max(map(cell_len, [first, *(row["brand"] for row in figures[:shown])]))
    for key in SPARED:
        if min(name, NAME) + sum(widths[one] for one in keys) <= out.width:
            break
        keys = [one for one in keys if one != key]
    drawn = Table(box=None, pad_edge=False, header_style="dim")
    room = out.width - sum(widths[key] for key in keys)
    drawn.add_column(first, no_wrap=True, overflow="ellipsis", max_width=max(room, cell_len(first)))
    for key in keys:
        drawn.add_column(speech.say(COLUMNS[key]), justify="right", no_wrap=True)
    for number, row in enumerate(figures[:shown]):
        drawn.add_row(row["brand"], *(cells[key][number] for key in keys))
    return drawn


def _cell(row: Mapping[str, Any], key: str, speech: Speech) -> str:
    return speech.percent(row[key]) if key == "share_of_voice" else speech.number(row[key])


def todo(mine: Sequence[TodoPart], others: int, now: datetime, speech: Speech) -> Part:
    """What whoever asks has to do, and how much others have."""
    if not (mine or others):
        return Part()
    late = sum(part.overdue(now).total_seconds() > 0 for part in mine)
    said = [speech.count("{n} for you", "{n} for you", len(mine))] if mine else []
    if late:
        said.append(speech.count("{n} overdue", "{n} overdue", late))
    if others:
        said.append(speech.count("{n} for others", "{n} for others", others))
    line = speech.say(N_("To answer: {parts}. {smwatch} todo"), parts=", ".join(said))
    head = [Item(line, "bold red" if late else "")]

    def _more(n: int) -> str:
        return speech.count("and {n} more: {smwatch} todo", "and {n} more: {smwatch} todo", n)

    return Part(head=head, items=[_to_do(part, now, speech) for part in mine], more=_more)


def _to_do(part: TodoPart, now: datetime, speech: Speech) -> Item:
    from smwatch.cli.views.work import said

    words = (speech.say(THINGS[part.subject], number=part.number), due_short(part, now, speech), said(part, speech))
    return Item("  " + " · ".join(filter(None, words)), "red" if part.overdue(now).total_seconds() > 0 else "")


def replies(found: Mapping[str, Answered], speech: Speech, *, close: bool) -> Part:
    """How many of those who asked or complained lately were answered, a line a brand; nothing where nobody did."""
    line = N_("{brand}, last 7 days: {said}")
    most = sorted(found.items(), key=lambda one: -(one[1].wanted - one[1].answered))
    items = [Item(speech.say(line, brand=brand, said=answered_said(one, speech))) for brand, one in most]

    def _more(n: int) -> str:
        return speech.count("and {n} more brand: {smwatch} report", "and {n} more brands: {smwatch} report", n)

    return Part(items=items, more=_more, close=close)


def health(feeds: list[FeedRow], last: ScanReport | None, unsent: Sequence[Warned], speech: Speech) -> Iterator[Part]:
    """How the machinery does: feeds and scans, what has not left, which feeds want a look."""

    def _unsent(n: int) -> str:
        return speech.count("and {n} more: {smwatch} check", "and {n} more: {smwatch} check", n)

    def _feeds(n: int) -> str:
        return speech.count("and {n} more: {smwatch} feeds --problems", "and {n} more: {smwatch} feeds --problems", n)

    yield Part(head=[Item(machinery(feeds, last, speech))], items=warnings(unsent, speech), more=_unsent, least=1)
    bad = [row for row in feeds if needs_a_look(row)]
    yield Part(items=[_trouble(row, speech) for row in bad], more=_feeds, least=1, close=True)


def _trouble(row: FeedRow, speech: Speech) -> Item:
    dead = row.status in {Health.FAILING, Health.GONE}
    said = speech.say(N_("{what}: {how}"), what=masked(row.url), how=fault(row, speech))
    return Item(f"{'✗' if dead else '⚠'} {said}", "red" if dead else "yellow")


def notes(terminal: Terminal, scorers: Sequence[str], outdated: int) -> Part:
    """By what mentions are scored, and how to have what hears more; whether an older one scored some."""
    speech, items = terminal.speech, list[Item]()
    if scorers:
        said = scored_by(scorers, speech), advice(terminal.app.config.sentiment, speech)
        items.append(Item(" ".join(filter(None, said))))
    if outdated:
        from smwatch.cli.views.labels import outdated_line

        items.append(Item(outdated_line(outdated, speech)))
    return Part(items=items, aside=True, close=True)


def answered_dict(found: Answered) -> dict[str, Any]:
    """The same as JSON; the time in seconds."""
    seconds = None if found.median is None else round(found.median.total_seconds())
    return {
        "wanted": found.wanted,
        "answered": found.answered,
        "share": round(found.share, 3),
        "median_seconds": seconds,
    }


def machinery(feeds: list[FeedRow], last: ScanReport | None, speech: Speech) -> str:
    """How feeds and scans are doing, in a sentence each."""
    said = counted(Counter(feed.status for feed in feeds), speech)
    when = speech.short(last.started) if last else None
    scanned = speech.say(N_("Last scan: {when}."), when=when) if when else speech.say(N_("No scan yet: {smwatch} scan"))
    return f"{said}. {scanned}"
