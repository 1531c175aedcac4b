"""How themes look: a line with the figures, what else is said with it, and somebody's words."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from smwatch.cli.terminal import Terminal
from smwatch.cli.views.counts import with_stories
from smwatch.locales import N_, Speech
from smwatch.themes.theme import Course, Theme

COURSES = {Course.NEW: N_("new"), Course.STEADY: N_("steady")}
UP, DOWN = N_("up from {before}"), N_("down from {before}")


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
    if theme.course in COURSES:
        parts.append(speech.say(COURSES[theme.course]))
    elif theme.course is not Course.UNKNOWN:
        parts.append(speech.say(UP if theme.course is Course.GROWING else DOWN, before=theme.before))
    return " · ".join(parts)
