"""The digest as HTML for a mail: what the template shows, made ready. Pure.

Everything is escaped by the template; links come from `safe.link`. A page is kept under 100 kB, because Gmail cuts
a mail at 102 kB: where it would be longer, fewer stories are shown and the rest are counted.
"""

from __future__ import annotations

from smwatch.locales import N_, Speech
from smwatch.models import FeedRow
from smwatch.reports import troubles, wording
from smwatch.reports.content import AlertPart, BrandPart, DigestContent, Room
from smwatch.reports.quotes import Quote, quoted
from smwatch.reports.safe import language, line, link
from smwatch.reports.templating import template
from smwatch.reports.todo import PersonPart
from smwatch.text.links import masked
from smwatch.text.scorers import scored_by
from smwatch.themes.theme import Theme

MAX_BYTES = 100_000

COLORS = {
    "negative": "#c8452f",
    "neutral": "#c3cad2",
    "positive": "#2f7fc1",  # blue, not green: told from red by everyone
    "unscored": "#e6e9ed",
    "own": "#2f6297",
    "rival": "#a3adb8",
    "track": "#e6e9ed",
}

SENT = N_("Sent by smwatch, which reads the feeds so that you don't have to.")

View = dict[str, object]


def html(content: DigestContent, speech: Speech) -> str:
    """The whole digest as one HTML document."""
    room = Room()
    page = _render(content, speech, room)
    while len(page.encode()) > MAX_BYTES and room != room.less:
        room = room.less
        page = _render(content, speech, room)
    return page


def _render(content: DigestContent, speech: Speech, room: Room) -> str:
    page = template("digest.html").render(
        colors=COLORS,
        lang=speech.lang,
        title=wording.subject(content, speech),
        preview=_preview(content, speech),
        brands=wording.brands(content, speech),
        period=wording.period(content, speech),
        nothing=wording.nothing(content, speech) if content.nothing else "",
        deaf=[wording.deaf(warned, speech) for warned in content.deaf[: room.brands]],
        **_alerts(content, speech, room),
        **({"figures": (), "voices": ()} if content.nothing else _numbers(content, speech, room)),
        **_said(content, speech, room),
        **_todo(content, speech, room),
        **_troubles(content, speech, room),
        footer=wording.sentences((scored_by(content.scorers, speech), speech.say(SENT))),
    )
    return page + "\n"  # a part of a mail ends its last line


def _alerts(content: DigestContent, speech: Speech, room: Room) -> View:
    hidden = content.more_alerts + max(0, len(content.alerts) - room.alerts)
    return {
        "alerts": [_alert(part, speech, room) for part in content.alerts[: room.alerts]],
        "alerts_more": wording.more(hidden, "smwatch alerts", speech),
    }


def _numbers(content: DigestContent, speech: Speech, room: Room) -> View:
    return {
        "figures": [
            _figures(part, speech, compared=content.compared)
            | {"answered": wording.answered(part.brand, content, speech)}
            for part in content.figures[: room.brands]
        ],
        "figures_title": speech.say("Figures"),
        "figures_note": wording.figures_note(content, speech),
        "figures_more": wording.more(len(content.figures) - room.brands, "smwatch status", speech),
        "voices": [_voice(part, content, speech) for part in content.voices[: room.brands]],
        "voices_title": speech.say("Share of voice"),
        "voices_brand": speech.say("Brand"),
        "voices_share": speech.say("Share"),
    }


def _said(content: DigestContent, speech: Speech, room: Room) -> View:
    """Themes, stories and questions."""
    several, listing = len(content.brands) > 1, "smwatch mentions --label negative"
    return {
        "themes": [_theme(theme, speech) for theme in content.themes[: room.themes]],
        "themes_title": wording.themes_title(content, speech),
        "stories": [
            _words(story.quote, wording.story_facts(story, speech, named=several), speech)
            for story in content.stories[: room.stories]
        ],
        "stories_title": wording.stories_title(content, speech),
        "stories_more": wording.more(len(content.stories) - room.stories, listing, speech),
        "questions": [
            _words(asked.quote, wording.question_facts(asked, speech, named=several), speech)
            | {"holder": wording.holder(asked, speech)}
            for asked in content.questions[: room.questions]
        ],
        "questions_title": wording.questions_title(content, speech),
        "questions_more": wording.more_questions(len(content.questions) - room.questions, speech),
    }


def _todo(content: DigestContent, speech: Speech, room: Room) -> View:
    """What is left to do, by person."""
    return {
        "todo": [_person(part, content, speech, room) for part in content.todo[: room.people]],
        "todo_title": speech.say("Left to do"),
        "todo_more": wording.more(len(content.todo) - room.people, "smwatch todo --all", speech),
    }


def _person(part: PersonPart, content: DigestContent, speech: Speech, room: Room) -> View:
    shown = [*part.overdue, *part.soon][: room.todo]
    return {
        "who": wording.person(part, speech),
        "things": [(wording.todo_facts(one, content, speech), one.quote.url if one.quote else "") for one in shown],
        "more": wording.more_todo(part, len(shown), speech),
    }


def _troubles(content: DigestContent, speech: Speech, room: Room) -> View:
    """Feeds that need a look, and warnings."""
    return {
        "feeds": [_feed(feed, speech) for feed in content.feeds[: room.feeds]],
        "feeds_title": speech.say("Feeds that need a look"),
        "feeds_more": wording.more(len(content.feeds) - room.feeds, "smwatch feeds --problems", speech),
        "warnings": [wording.warning(warned, speech) for warned in content.warnings[: room.warnings]],
        "warnings_title": speech.say("Warnings"),
        "warnings_more": wording.more(len(content.warnings) - room.warnings, "smwatch status", speech),
    }


def _preview(content: DigestContent, speech: Speech) -> str:
    """What a list of mails shows beside the subject."""
    if content.alerts:
        return line(content.alerts[0].arithmetic, 200)
    told = (wording.figures(part, speech, compared=content.compared) for part in content.figures)
    return "" if content.nothing else line("; ".join(told), 200)


def _alert(part: AlertPart, speech: Speech, room: Room) -> View:
    arithmetic, *facts = wording.alert_facts(part, speech)
    calm = wording.calm(part.alert)
    heard = [
        (speech.say("It began with:"), [quoted(part.first)] if part.first else []),
        (speech.say("What people say:"), [quoted(said) for said in part.others[: room.quotes]]),
    ]
    return {
        "key": "told" if calm else "alert",
        "color": COLORS["own"] if calm else COLORS["negative"],
        "paper": "#f2f5f8" if calm else "#fdf3f1",
        "state": wording.state(part.alert, speech),
        "arithmetic": arithmetic,
        "facts": wording.sentences(facts),
        "asked": wording.asked(part, speech),
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
        "facts": [*facts, speech.when(quote.at)],
        "url": quote.url,
        "read": wording.read_it(quote, speech),
        "lang": quote.lang if quote.lang != speech.lang else "",  # there a screen reader changes its voice
    }


def _figures(part: BrandPart, speech: Speech, *, compared: bool) -> View:
    shades = wording.shades(part, speech, compared=compared)
    return {
        "total": wording.figures(part, speech, compared=compared),
        "bar": _percents([(key, n) for key, n, _ in shades]),
        "shades": [(key, said) for key, _, said in shades],
    }


def _voice(part: BrandPart, content: DigestContent, speech: Speech) -> View:
    mine, key = round(100 * part.share), "own" if part.own else "rival"
    return {
        "brand": wording.voice_name(part, speech),
        "weight": 600 if part.own else 400,
        "share": speech.percent(part.share),
        "change": wording.share_change(part, content, speech),
        "bar": [(key, percent) for key, percent in ((key, mine), ("track", 100 - mine)) if percent],
    }


def _theme(theme: Theme, speech: Speech) -> View:
    lang = language(theme.langs[0]) if len(theme.langs) == 1 else ""
    facts = " · ".join(wording.theme_facts(theme, speech))
    return {"name": line(theme.name, 60), "facts": facts, "lang": lang if lang != speech.lang else ""}


def _feed(feed: FeedRow, speech: Speech) -> View:
    return {"name": wording.feed_name(feed), "url": link(masked(feed.url)), "fault": troubles.told(feed, speech)}


def _percents(counts: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Shares in whole percents, each at least 1 and together 100, of what isn't 0."""
    total = sum(n for _, n in counts)
    some = [(key, n, max(1, round(100 * n / total))) for key, n in counts if n]
    if not some:
        return []
    largest = max(some, key=lambda part: part[1])
    spare = 100 - sum(percent for _, _, percent in some)
    return [(key, percent + spare if key == largest[0] else percent) for key, _, percent in some]
