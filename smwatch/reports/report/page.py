"""A report as HTML: what the template shows, made ready; every word in the reader's language. Pure.

Everything is escaped by the template; links come from `safe.link`. The page allows itself one style sheet, by its hash,
and nothing else: no script, no picture, no address that would be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from smwatch.locales import N_, Speech
from smwatch.models.names import ROLES
from smwatch.reports import troubles, wording
from smwatch.reports.report import figures, method
from smwatch.reports.report.alerts import listed, page_of
from smwatch.reports.report.charts import percents
from smwatch.reports.report.content import (
    MAX_BRANDS,
    BrandNumbers,
    ReportContent,
    StoryLine,
    ThemeLine,
    Voice,
)
from smwatch.reports.report.views import View, words_of
from smwatch.reports.safe import language, line, link
from smwatch.reports.templating import styled
from smwatch.text.links import masked
from smwatch.themes.theme import Course

WORDS = {
    "skip": N_("Skip to the content"),
    "contents": N_("Contents"),
    "in_numbers": N_("In numbers"),
    "glance": N_("At a glance"),
    "timeline": N_("Timeline"),
    "sentiment": N_("Sentiment"),
    "brands": N_("Brands and share of voice"),
    "themes": N_("What people talk about"),
    "stories": N_("Stories"),
    "sources": N_("Sources"),
    "authors": N_("Authors"),
    "alerts": N_("Alerts"),
    "feeds": N_("Health of the feeds"),
    "method": N_("Method, and its limits"),
    "brand": N_("Brand"),
    "share": N_("Share of voice"),
    "mentions": N_("Mentions"),
    "before": N_("Before"),
    "negative": N_("Negatives"),
    "neutral": N_("Neutrals"),
    "positive": N_("Positives"),
    "unscored": N_("Not scored"),
    "others": N_("Other stories that were repeated"),
    "nothing": N_("Nothing was said in this period."),
    "unsigned": N_("Nobody signed what they said in this period."),
    "authors_note": N_("By the name that they sign with: two people of one name are one here."),
    "marked": N_("Marked in the chart:"),
    "number": N_("No."),
    "alert": N_("Alert"),
    "opened": N_("Opened"),
    "closed": N_("Closed at"),
    "voices": N_("Voices"),
    "expected": N_("Expected"),
    "first": N_("It began with"),
    "loudest": N_("Where it was loudest"),
    "terms": N_("Words that stand out"),
    "playbook": N_("What the playbook asks"),
    "handled": N_("What was done"),
    "reckoned": N_("How this was reckoned"),
    "feed": N_("Feed"),
    "fault": N_("What is wrong, and what to do"),
}
"""Words that stand in the template."""

SECTIONS = ("glance", "timeline", "sentiment", "brands", "themes", "stories", "sources", "authors", "alerts", "feeds",
            "method")  # fmt: skip
COURSES = {
    Course.NEW: N_("new: nobody spoke of it in the period before"),
    Course.GROWING: N_("growing: {n} before"),
    Course.FADING: N_("fading: {n} before"),
    Course.STEADY: N_("about as before: {n}"),
    Course.UNKNOWN: N_("nothing is stored of the period before"),
}
SENT = N_("Made by smwatch on this computer. The page loads nothing from elsewhere; links open only where you click.")


def html(content: ReportContent, speech: Speech) -> str:
    """The whole report as one HTML document."""
    return styled(
        "report",
        page_lang=speech.lang,
        words={name: speech.say(said) for name, said in WORDS.items()},
        toc=_toc(content, speech),
        **_head(content, speech),
        **_figures(content, speech),
        **_said(content, speech),
        **_alerts(content, speech),
        **_feeds(content, speech),
        method=method.told(content, speech),
        footer=speech.say(SENT),
    )


def _toc(content: ReportContent, speech: Speech) -> list[tuple[str, str]]:
    """Sections, and the alerts that have a page."""
    found = [(name, speech.say(WORDS[name])) for name in SECTIONS]
    pages = [(f"alert-{page.alert.id}", wording.state(page.alert, speech)) for page in content.pages]
    at = SECTIONS.index("alerts") + 1
    return [*found[:at], *pages, *found[at:]]


def _head(content: ReportContent, speech: Speech) -> View:
    names = [part.brand for part in content.brands]
    brands = _names(names, speech)
    since, until = speech.when(content.since), speech.when(content.until)
    heading = speech.say(N_("What was said of {brands}"), brands=brands)
    return {
        "heading": heading,
        "title": f"{heading}, {speech.short(content.since)[:10]} – {speech.short(content.until)[:10]}",
        "period": speech.say(N_("Between {since} and {until}"), since=since, until=until),
        "made": speech.say(N_("Made {when}."), when=speech.when(content.made)),
        "deaf": [wording.deaf(warned, speech) for warned in content.health.deaf],
        "glance": figures.glance(content, speech),
    }


def _names(names: Sequence[str], speech: Speech) -> str:
    said = ", ".join(line(name, 60) for name in names[: wording.NAMED_BRANDS])
    rest = len(names) - wording.NAMED_BRANDS
    if rest > 0:
        return speech.count("{names} and {n} other", "{names} and {n} others", rest, names=said)
    return said or "–"


def _figures(content: ReportContent, speech: Speech) -> View:
    """Charts and the table of brands."""
    shown = content.brands[:MAX_BRANDS]
    top = max((part.share for part in shown), default=0.0)
    rest = len(content.brands) - len(shown)
    return {
        "timeline": figures.timeline(content, speech),
        "feeling": figures.feeling(content, speech),
        "marked": [view | {"told": f"{view['id']}. {view['state']}, {speech.when(alert.opened)}"}
                   for marked in [figures.marked(content)]
                   for alert, view in zip(marked, listed(marked, content, speech), strict=True)],
        "several": len(content.brands) > 1,
        "brands": [_brand(part, top, speech) for part in shown],
        "brands_more": speech.count("{n} more brand", "{n} more brands", rest) if rest > 0 else "",
    }  # fmt: skip


def _brand(part: BrandNumbers, top: float, speech: Speech) -> View:
    now = part.now
    shown = {name: speech.number(getattr(now, name)) for name in ("mentions", "negative", "neutral", "positive")}
    share = [("voice", round(1000 * part.share))]
    return shown | {
        "unscored": speech.number(now.unscored),
        "brand": line(part.brand, 60),
        "note": speech.say(N_("competitor")) if part.competitor else "",
        "share": speech.percent(part.share),
        "before": speech.number(part.before.mentions),
        "bar": percents(share, round(1000 * top)),
    }


def _said(content: ReportContent, speech: Speech) -> View:
    """Themes, stories, sources, authors."""
    stories, voices = content.stories, content.voices
    more = stories.total_negative - len(stories.negative)
    several = len(content.brands) > 1
    return {
        "themes": [_theme(one, speech, several=several) for one in content.themes],
        "themes_note": figures.of_themes(content, speech),
        "stories_note": figures.of_stories(content, speech),
        "negative": [_story(one, speech, several=several) for one in stories.negative],
        "negative_title": speech.count("{n} negative story", "{n} negative stories", stories.total_negative),
        "negative_more": speech.count("and {n} other", "and {n} others", more) if more > 0 else "",
        "others": [_story(one, speech, several=several) for one in stories.others],
        "sources": _ranked(N_("Source"), voices.sources, voices.total_sources, speech),
        "authors": _ranked(N_("Author"), voices.authors, voices.total_authors, speech),
    }


def _theme(one: ThemeLine, speech: Speech, *, several: bool) -> View:
    theme = one.theme
    unscored = theme.mentions - theme.negative - theme.neutral - theme.positive
    also = [line(term.name, 60) for term in theme.terms[1:]]
    lang = language(theme.langs[0]) if theme.langs else ""
    facts = [
        speech.count("{n} mention", "{n} mentions", theme.mentions),
        speech.count("{n} story", "{n} stories", theme.stories) if theme.stories < theme.mentions else "",
        speech.say(N_("{share} of all stories"), share=speech.percent(theme.share)),
        speech.count("{n} negative", "{n} negative", theme.negative),
        speech.say(COURSES[theme.course], n=speech.count("{n} story", "{n} stories", theme.before)),
        ", ".join(f"{line(c.name, 60)} ({speech.number(c.count)})" for c in one.brands) if several else "",
    ]
    return {
        "name": line(theme.name, 80),
        "lang": lang if lang != speech.lang else "",
        "figures": " · ".join(filter(None, facts)),
        "also": speech.say(N_("also: {terms}"), terms=", ".join(also)) if also else "",
        "bar": percents(
            (("negative", theme.negative), ("neutral", theme.neutral), ("positive", theme.positive),
             ("unscored", unscored)), theme.mentions),
        "quotes": [words_of(quote.said, speech, said=quote.text) for quote in theme.quotes[:2]],
    }  # fmt: skip


def _story(one: StoryLine, speech: Speech, *, several: bool) -> View:
    copies = speech.count("{n} copy", "{n} copies", one.copies) if one.copies > 1 else ""
    brand = line(one.brand, 60) if several else ""
    return words_of(one.quote, speech, before=[brand, copies])


def _ranked(head: str, found: Sequence[Voice], total: int, speech: Speech) -> View:
    rest = total - len(found)
    top = max((one.mentions for one in found), default=0)
    return {
        "head": speech.say(head),
        "rows": [
            {
                "name": line(one.name, 80),
                "note": speech.say(ROLES[one.role]) if one.role in ROLES else "",
                "bar": percents((("negative", one.negative), ("neutral", one.mentions - one.negative)), top),
                "mentions": speech.number(one.mentions),
                "negative": speech.number(one.negative),
            }
            for one in found
        ],
        "more": speech.count("and {n} other", "and {n} others", rest) if rest > 0 else "",
    }


def _alerts(content: ReportContent, speech: Speech) -> View:
    rest = len(content.alerts) - len(content.listed)
    return {
        "alerts_note": figures.of_alerts(content, speech),
        "alerts": listed(content.listed, content, speech),
        "alerts_more": speech.count("and {n} other", "and {n} others", rest) if rest > 0 else "",
        "pages": [page_of(page, speech) for page in content.pages],
    }


def _feeds(content: ReportContent, speech: Speech) -> View:
    health = content.health
    rest = health.troubled - len(health.feeds)
    return {
        "feeds_note": figures.of_feeds(health, speech),
        "feeds": [
            {
                "name": wording.feed_name(feed),
                "url": link(masked(feed.url)),
                "fault": troubles.told(feed, speech),
            }
            for feed in health.feeds
        ],
        "feeds_more": wording.more(rest, "smwatch feeds --problems", speech),
    }
