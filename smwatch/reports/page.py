"""The digest as HTML for a mail: what the template shows, made ready. Pure; the only importer of jinja2.

Everything is escaped by the template; links come from `safe.link`. A page is kept under 100 kB, because Gmail cuts
a mail at 102 kB: where it would be longer, fewer stories are shown and the rest are counted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from smwatch.locales import N_, Speech
from smwatch.models import AlertKind, FeedRow, Level
from smwatch.reports import wording
from smwatch.reports.content import (
    MAX_FEEDS,
    AlertPart,
    BrandPart,
    DigestContent,
    Quote,
    quoted,
)
from smwatch.reports.safe import line, link
from smwatch.text.links import masked
from smwatch.text.scorers import scored_by

if TYPE_CHECKING:
    from jinja2 import Template

MAX_STORIES = 40
MAX_BYTES = 100_000

COLORS = {
    "negative": "#c8452f",
    "neutral": "#c3cad2",
    "positive": "#2f7fc1",  # blue, not green: told from red by everyone
    "unscored": "#e6e9ed",
    "voice": "#4a6a8a",
    "track": "#e6e9ed",
}

SENT = N_("Sent by smwatch, which reads the feeds so that you don't have to.")

View = dict[str, object]


def html(content: DigestContent, speech: Speech) -> str:
    """The whole digest as one HTML document."""
    shown = MAX_STORIES
    page = _render(content, speech, shown)
    while len(page.encode()) > MAX_BYTES and shown:
        shown //= 2
        page = _render(content, speech, shown)
    return page


def _render(content: DigestContent, speech: Speech, shown: int) -> str:
    more_stories, more_feeds = len(content.stories) - shown, len(content.feeds) - MAX_FEEDS
    several = len(content.brands) > 1
    return _template().render(
        colors=COLORS,
        lang=speech.lang,
        title=wording.subject(content, speech),
        preview=_preview(content, speech),
        brands=wording.brands(content, speech),
        period=wording.period(content, speech),
        nothing=wording.nothing(content, speech) if content.nothing else "",
        deaf=[wording.deaf(warned, speech) for warned in content.deaf],
        alerts=[_alert(part, speech) for part in content.alerts],
        figures=[] if content.nothing else [_figures(part, speech) for part in content.figures],
        figures_title=speech.say("Figures"),
        figures_note=speech.say("In parentheses, the period before."),
        voices=[_voice(part, speech) for part in wording.voices(content)],
        voices_title=speech.say("Share of voice"),
        stories=[
            _words(story.quote, wording.story_facts(story, speech, named=several), speech)
            for story in content.stories[:shown]
        ],
        stories_title=wording.stories_title(content, speech),
        stories_more=wording.more_stories(more_stories, speech) if more_stories > 0 else "",
        feeds=[_feed(feed, speech) for feed in content.feeds[:MAX_FEEDS]],
        feeds_title=speech.say("Feeds that need a look"),
        feeds_more=wording.more_feeds(more_feeds, speech) if more_feeds > 0 else "",
        footer=wording.sentences((scored_by(content.scorers, speech), speech.say(SENT))),
    )


@lru_cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # late: only a digest needs it

    environment = Environment(
        loader=PackageLoader("smwatch.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("digest.html")


def _preview(content: DigestContent, speech: Speech) -> str:
    """What a list of mails shows beside the subject."""
    if content.alerts:
        return line(content.alerts[0].arithmetic, 200)
    return "" if content.nothing else line("; ".join(wording.figures(part, speech) for part in content.figures), 200)


def _alert(part: AlertPart, speech: Speech) -> View:
    arithmetic, *facts = wording.alert_facts(part, speech)
    urgent = part.alert.kind is AlertKind.CRISIS and part.alert.level is not Level.CLOSED
    heard = [
        (speech.say("It began with:"), [quoted(part.first)] if part.first else []),
        (speech.say("What people say:"), [quoted(said) for said in part.others]),
    ]
    return {
        "key": "alert" if urgent else "told",
        "color": COLORS["negative"] if urgent else COLORS["voice"],
        "paper": "#fdf3f1" if urgent else "#f2f5f8",
        "state": wording.state(part.alert, speech),
        "arithmetic": arithmetic,
        "facts": wording.sentences(facts),
        "heard": [
            (title, [_words(quote, wording.quote_facts(quote), speech) for quote in quotes])
            for title, quotes in heard
            if quotes
        ],
    }


def _words(quote: Quote, facts: list[str], speech: Speech) -> View:
    return {
        "title": quote.title,
        "said": wording.said(quote, speech),
        "facts": facts,
        "time": speech.short(quote.at),
        "url": quote.url,
        "lang": quote.lang if quote.lang != speech.lang else "",  # there a screen reader changes its voice
    }


def _figures(part: BrandPart, speech: Speech) -> View:
    shades = wording.shades(part, speech)
    return {
        "total": wording.figures(part, speech),
        "bar": _percents([(key, n) for key, n, _ in shades]),
        "shades": [(key, said) for key, _, said in shades],
    }


def _voice(part: BrandPart, speech: Speech) -> View:
    mine = round(100 * part.share)
    return {
        "brand": line(part.brand, 60),
        "share": speech.percent(part.share),
        "bar": [(key, percent) for key, percent in (("voice", mine), ("track", 100 - mine)) if percent],
    }


def _feed(feed: FeedRow, speech: Speech) -> View:
    return {"name": wording.feed_name(feed), "url": link(masked(feed.url)), "fault": wording.feed_line(feed, speech)}


def _percents(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Shares in whole percents, each at least 1 and together 100, of what isn't 0."""
    total = sum(n for _, n in counts)
    some = [(key, n, max(1, round(100 * n / total))) for key, n in counts if n]
    if not some:
        return []
    largest = max(some, key=lambda part: part[1])
    spare = 100 - sum(percent for _, _, percent in some)
    return [(key, percent + spare if key == largest[0] else percent) for key, _, percent in some]
