"""How mentions look: a line each, or one whole."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.style import Style
from rich.table import Table
from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_, Speech
from smwatch.models import DateTrust, Label, MentionRow, Span, UserLabel, Why
from smwatch.models.names import LABELS, ROLES
from smwatch.reports.quotes import stories_of, with_stories
from smwatch.reports.safe import link
from smwatch.reports.values import Values, mention_dict
from smwatch.text.changes import is_change, worded
from smwatch.text.clean import scrub
from smwatch.text.clusters import border
from smwatch.text.scorers import SCORED

STYLES = {Label.NEGATIVE: "bold red", Label.NEUTRAL: "default", Label.POSITIVE: "green", None: "dim"}
SIGNS = {Label.NEGATIVE: "−", Label.NEUTRAL: "·", Label.POSITIVE: "+", None: "?"}
WHYS = {
    Why.NAMED: N_("the text names it"),
    Why.THREAD: N_("a comment under an entry that is about it"),
    Why.PAGE: N_("the feed is about it"),
}
TRUSTS = {
    DateTrust.GUESSED: N_("the feed gives no date, or one that can be read in two ways; this is the likeliest"),
    DateTrust.CLAMPED: N_("the feed gives an impossible date; this is when it was read"),
}
LOST = "✗"
GONES = {
    Why.NAMED: N_("No longer a mention of {brand}: its query doesn't find it."),
    Why.THREAD: N_("No longer a mention of {brand}: what it answers is none any more."),
    Why.PAGE: N_("No longer a mention of {brand}: its feed isn't about it any more."),
}
"""Why a mention is none any more, by why it was one."""
UNLINKED = frozenset({"", "dumb", "linux"})
"""Terminals that show links as gibberish, or not at all."""

NAMED, FOUND = "bold underline", "reverse"
"""How a brand's name is lit, and what was searched for, in which that may stand."""

WIDE = 120
"""Columns of a screen on which names of brands and sources have twice the room."""
HEADLINE = 300
"""Code points of a text that stand for a missing title; what is more than a line is cut off."""
_BLANK = re.compile(r"\s")
LEAD = 26
"""Columns in which a name must end to be seen: what a screen of 80 columns leaves where there are several brands."""


@dataclass(frozen=True, slots=True)
class Story:
    """A mention as it is listed, and its copies, the newest first."""

    row: MentionRow
    copies: list[MentionRow]


def folded(rows: Sequence[MentionRow]) -> list[Story]:
    """Each story once, where its newest mention stands; a copy that feels otherwise stands for itself."""
    found = dict[tuple[object, ...], Story]()
    for row in rows:
        key = (row.brand, row.story or row.id, row.label, row.current)
        if key in found:
            found[key].copies.append(row)
        else:
            found[key] = Story(row, [])
    return list(found.values())


def show_table(terminal: Terminal, rows: Sequence[MentionRow], search: str = "", *, fold: bool = False) -> None:
    """A line a story; the eye finds the negative ones, the brand's name is lit, and what was searched for."""
    say = terminal.speech.say
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column(say(N_("No.")), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column(say(N_("Published")), no_wrap=True)
    several, wide = len({row.brand for row in rows}) > 1, 2 if terminal.out.width >= WIDE else 1
    if several:
        table.add_column(say(N_("Brand")), no_wrap=True, max_width=12 * wide, overflow="ellipsis")
    table.add_column(say(N_("Source")), no_wrap=True, max_width=18 * wide, overflow="ellipsis")
    table.add_column(say(N_("What was said")), no_wrap=True, overflow="ellipsis", ratio=1)
    for story in folded(rows) if fold else (Story(row, []) for row in rows):
        row = story.row
        sign = SIGNS[row.label] if row.current else LOST
        cells = [str(row.id), sign, terminal.speech.short(row.published)[2:], *([row.brand] if several else [])]
        table.add_row(
            *cells, row.source, said(story, search, terminal), style=STYLES[row.label] if row.current else "dim"
        )
    terminal.out.print(table)
    if not all(row.current for row in rows):
        terminal.out.print(say(N_("{sign} no longer a mention"), sign=LOST), style="dim", markup=False)


def said(story: Story, search: str, terminal: Terminal) -> Text:
    """What was said, and on a line below who else said the same."""
    row, speech = story.row, terminal.speech
    text = headline(row, finds(row, search))
    if row.author_role.own:  # whose it is goes first: it is counted apart
        text = Text.assemble(f"[{speech.say(ROLES[row.author_role])}] ", text)
    if address := linked(row.url, terminal):
        text.stylize(Style(link=address))
    if story.copies:
        text = Text.assemble(text, "\n", (copied(story.copies, speech), "dim"))
    return text


def copied(copies: Sequence[MentionRow], speech: Speech) -> str:
    """How many copies, and where they stand."""
    where = ", ".join(dict.fromkeys(scrub(row.source) for row in copies if row.source))
    many = speech.count("+ {n} copy", "+ {n} copies", len(copies))
    return speech.say(N_("{many}: {where}"), many=many, where=where[:HEADLINE]) if where else many


def linked(url: str, terminal: Terminal) -> str:
    """The address that a terminal may open with a click; "" where it is none, or this terminal knows no links."""
    knows = terminal.out.is_terminal and os.environ.get("TERM", "") not in UNLINKED
    return link(url) if knows else ""


def counted(rows: Sequence[MentionRow], speech: Speech) -> str:
    """How many mentions and stories these are, where some are copies; "" where none is. Lost ones are none."""
    current = [row for row in rows if row.current]
    mentions = speech.count("{n} mention", "{n} mentions", len(current))
    said = with_stories(mentions, len(current), stories_of(current), speech)
    return "" if said == mentions else said


def headline(row: MentionRow, found: Sequence[Span] = ()) -> Text:
    """The title, else the text from its beginning or from shortly before the first name, on one line, names lit.

    A comment's title only repeats what it answers, or by whom it is. What was searched for is lit too, and shown
    wherever it stands.
    """
    titled = bool(row.title) and not (row.kind == "comment" and row.text)
    parts = {span.part for span in found}
    if found and ("title" if titled else "text") not in parts:
        titled = not titled
    part, text = ("title", row.title) if titled else ("text", row.text)
    start = _beginning(text, [span for span in (found or (() if titled else row.spans)) if span.part == part])
    shown = text[start : border(text, start + HEADLINE)].replace("\n", " ")
    cut = "…" if start else ""
    line = lit(Text(cut + shown), part, row.spans, start - len(cut))
    return lit(line, part, found, start - len(cut), FOUND)


def _beginning(text: str, spans: Sequence[Span]) -> int:
    """Where to begin so that the first find, or name, is on the screen: at a word's beginning shortly before it."""
    at, end = next(((span.start, span.end) for span in spans), (0, 0))
    if end <= LEAD and cell_len(text[:end]) <= LEAD:
        return 0
    low = max(0, at - LEAD // 2)
    while cell_len(text[low:at]) > LEAD // 2:
        low += 1
    blank = _BLANK.search(text, low, at)
    return blank.end() if blank else border(text, low)


def lit(text: Text, part: str, spans: Sequence[Span], start: int = 0, style: str = NAMED) -> Text:
    """The text, which begins at `start` of the entry's part, with what these spans hold lit."""
    for span in spans:
        if span.part == part and span.end > start:
            text.stylize(style, max(0, span.start - start), span.end - start)
    return text


def finds(row: MentionRow, search: str) -> tuple[Span, ...]:
    """Where its title and text hold what was searched for; () for no search."""
    if not search:
        return ()
    from smwatch.text.sought import read_search  # late: most list without

    return read_search(search).found(row.title, row.text)


def mention_with_finds(row: MentionRow, search: str) -> Values:
    """One of `mentions list --json`; with a search where it was found, in code points."""
    found = {"found": [[span.part, span.start, span.end] for span in finds(row, search)]} if search else {}
    return mention_dict(row) | found


def show_one(terminal: Terminal, row: MentionRow, labelled: UserLabel | None = None) -> None:
    """Its text, why it is a mention, its score and what made it, and who said otherwise."""
    out = terminal.out
    if row.title:
        out.print(lit(Text(row.title, style="bold"), "title", row.spans))
    out.print(Text(facts(row, terminal.speech), style="dim"), soft_wrap=True)  # a link stays whole
    if row.text:
        out.print()
        out.print(
            Text(worded(row.text, terminal.speech)) if is_change(row.text) else lit(Text(row.text), "text", row.spans)
        )
    out.print()
    out.print(Text(because(row, terminal.speech, labelled)))
    why = terminal.speech.say(N_("Why: {smwatch} sentiment explain --mention {number}"), number=str(row.id))
    out.print(Text(why), soft_wrap=True)  # a command stays whole, to be copied


def show_copies(terminal: Terminal, row: MentionRow, n: int) -> None:
    """How many mentions tell its story, and the command that lists them; nothing where it is the only one."""
    if n > 1:
        mentions = terminal.speech.count("{n} mention", "{n} mentions", n)
        said = terminal.speech.say(
            N_("Its story has {mentions}: {smwatch} mentions --story {story}"), mentions=mentions, story=row.story
        )
        terminal.out.print(said, markup=False, soft_wrap=True)


def facts(row: MentionRow, speech: Speech) -> str:
    """Who, where and when."""
    lines = [" · ".join(part for part in (row.source, signed(row, speech), speech.when(row.published)) if part)]
    if row.date_trust in TRUSTS:
        lines.append(speech.say(TRUSTS[row.date_trust]))
    return "\n".join([*lines, row.url] if row.url else lines)


def signed(row: MentionRow, speech: Speech) -> str:
    """The author, with what they are to the company."""
    role = speech.say(ROLES[row.author_role]) if row.author_role in ROLES else ""
    return f"{row.author} ({role})" if row.author and role else row.author or role


def not_scored(row: MentionRow, speech: Speech) -> str:
    """Why a mention has no score."""
    if row.lang and row.lang not in SCORED:
        return speech.say(N_("Nothing in it could be scored: it is in another language ({lang})."), lang=row.lang)
    return speech.say(N_("Nothing in it could be scored: it says too little about {brand}."), brand=row.brand)


def because(row: MentionRow, speech: Speech, labelled: UserLabel | None = None) -> str:
    """Why it is a mention, and what made its score."""
    lines = [speech.say(N_("A mention of {brand}: {why}."), brand=row.brand, why=speech.say(WHYS[row.why]))]
    if not row.current:
        lines = [speech.say(GONES[row.why], brand=row.brand)]
    if labelled:
        from smwatch.cli.views.labels import who_labelled

        lines += who_labelled(row, labelled, speech)
    elif row.score is None or row.label is None:
        lines.append(not_scored(row, speech))
    else:
        label = speech.say(LABELS[row.label])
        score = speech.number(row.score, 2)
        lines.append(
            speech.say(N_("Sentiment: {label} ({score}, by {scorer})."), label=label, score=score, scorer=row.scorer)
        )
    if row.words:
        made = ", ".join(f"{word} {speech.number(share, 1)}" for word, share in row.words)
        lines.append(speech.say(N_("What made it: {words}"), words=made))
    return "\n".join(lines)
