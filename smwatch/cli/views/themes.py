"""How themes look: a line with the figures, what else is said with it, and somebody's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.locales import N_, Speech
from smwatch.reports.quotes import with_stories
from smwatch.reports.wording import theme_course
from smwatch.themes.theme import Theme


def show_themes(terminal: Terminal, told: Sequence[Theme]) -> None:
    """One after the other, the largest first."""
    speech = terminal.speech
    if not told:
        return terminal.note(N_("No theme stands out: too little is said, or each says something else."))
    for theme in told:
        terminal.out.print(Text.assemble((theme.name, "bold"), f"  {figures(theme, speech)}"))
        if more := [term.name for term in theme.terms[1:]]:
            terminal.out.print(Text(f"  {speech.say(N_('also: {terms}'), terms=', '.join(more))}", style="dim"))
        if theme.quotes:
            quote = theme.quotes[0]
            terminal.out.print(Text(f"  {quote.said.id}  {speech.quote(quote.text)}"))
    return None


def figures(theme: Theme, speech: Speech) -> str:
    """“12 mentions, 8 stories · 34% · 9 negative · up from 2”."""
    mentions = speech.count("{n} mention", "{n} mentions", theme.mentions)
    parts = [with_stories(mentions, theme.mentions, theme.stories, speech), speech.percent(theme.share)]
    if theme.negative:
        parts.append(speech.count("{n} negative", "{n} negative", theme.negative))
    return " · ".join(filter(None, (*parts, theme_course(theme, speech))))


def theme_dict(theme: Theme) -> dict[str, Any]:
    """A theme as JSON; its mentions and quotes by their numbers."""
    return {
        "name": theme.name,
        "terms": [{"name": term.name, "stories": term.count} for term in theme.terms],
        "stories": theme.stories,
        "mentions": theme.mentions,
        "share": round(theme.share, 4),
        "negative": theme.negative,
        "neutral": theme.neutral,
        "positive": theme.positive,
        "score": None if theme.score is None else round(theme.score, 3),
        "course": theme.course.value,
        "before": {"stories": theme.before, "mentions": theme.before_mentions},
        "factor": None if theme.factor is None else round(theme.factor, 2),
        "langs": list(theme.langs),
        "quotes": [{"mention": quote.said.id, "text": quote.text} for quote in theme.quotes],
        "ids": list(theme.ids),
    }
