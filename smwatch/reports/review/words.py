"""The sentences of a debrief about what happened and what was done; none is escaped yet. Pure.

said(event, speech)      what happened, in a line
long(time, speech)       a stretch of time, as exactly as people ask for it
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from smwatch.locales import N_, Speech
from smwatch.models import Role
from smwatch.reports.quotes import Quote
from smwatch.reports.review.content import Event
from smwatch.text import changes

NUMBERS: Final = 12
"""Numbers of mentions that are named in one line."""

EVENTS: Final = {
    ("first", "mention"): N_("the first mention is published: {mentions}"),
    ("heard", "mention"): N_("smwatch hears of it"),
    ("opened", "alert"): N_("the alert opens"),
    ("confirmed", "alert"): N_("the alert is confirmed"),
    ("peak", "alert"): N_("the alert is at its loudest"),
    ("last", "mention"): N_("the last of these mentions is published: {mentions}"),
    ("calm", "alert"): N_("it begins to cool down"),
    ("calm_by", "alert"): N_("by now at the latest it cools down"),
    ("closed", "alert"): N_("the alert closes by itself"),
    ("told", "alert"): N_("smwatch tells {whom}"),
    ("spoke", "mention"): N_("{who} speaks for the company ({mentions})"),
    ("acknowledge", "alert"): N_("{who} has seen the alert"),
    ("assign", "alert"): N_("{who} gives the alert to {whom}"),
    ("note", "alert"): N_("{who} notes something"),
    ("noted", "alert"): N_("{who} notes"),
    ("close", "alert"): N_("{who} closes the alert"),
    ("assign", "mention"): N_("{who} gives {mentions} to {whom}"),
    ("note", "mention"): N_("{who} notes something with {mentions}"),
    ("noted", "mention"): N_("{who} notes with {mentions}"),
    ("answer", "mention"): N_("{who} says that an answer was given to {mentions}"),
    ("found", "mention"): N_("smwatch finds an answer to {mentions}"),
    ("ignore", "mention"): N_("{who} wants no answer to {mentions}"),
    ("reopen", "mention"): N_("{who} opens again what was decided about {mentions}"),
    ("label", "mention"): N_("{who} corrects the label of {mentions}"),
    ("unlabel", "mention"): N_("{who} takes back the label of {mentions}"),
}

ROLES: Final = {
    Role.PUBLIC: N_("The public"),
    Role.PRESS: N_("The press"),
    Role.PARTNER: N_("Partners"),
    Role.EMPLOYEE: N_("Employees"),
    Role.OFFICIAL: N_("The company itself"),
}

_HOUR = timedelta(hours=1)


def said(event: Event, speech: Speech) -> str:
    """What happened, with what was noted or said."""
    word = "noted" if event.what == "note" and event.text else event.what
    known = EVENTS.get((word, event.subject), word)
    what = speech.say(
        known,
        who=event.who or speech.say(N_("somebody")),
        whom=event.whom or speech.say(N_("somebody")),
        mentions=numbered(event.numbers, speech),
    )
    return speech.say(N_("{what}: {how}"), what=what, how=speech.quote(event.text)) if event.text else what


def numbered(numbers: Sequence[int], speech: Speech) -> str:
    """Mention 12; mentions 12, 13 and 14 by their numbers."""
    named = ", ".join(map(str, numbers[:NUMBERS])) + (", …" if len(numbers) > NUMBERS else "")
    return speech.count("mention {numbers}", "mentions {numbers}", len(numbers), numbers=named)


def long(time: timedelta, speech: Speech) -> str:
    """95 minutes, 7 hours, 3 days."""
    if time >= 2 * _HOUR:
        return speech.span(time)
    if minutes := round(time.total_seconds() / 60):
        return speech.span(timedelta(minutes=minutes), exact=True)
    return speech.say(N_("less than a minute"))


def late(time: timedelta, speech: Speech) -> str:
    """Whether a time that was set was kept, and by how much."""
    if time <= timedelta():
        return speech.say(N_("kept, with {time} to spare"), time=long(-time, speech))
    return speech.say(N_("late by {time}"), time=long(time, speech))


def words(quote: Quote, speech: Speech) -> str:
    """What somebody said, between quotation marks: the title, else the words."""
    text = quote.title or quote.text
    return changes.quoted(text, speech) if text else speech.say(N_("(no text)"))


def whose(quote: Quote) -> str:
    """Who said it, and where; once where a blog signs with its name."""
    return ", ".join(dict.fromkeys(filter(None, (quote.author, quote.source))))
