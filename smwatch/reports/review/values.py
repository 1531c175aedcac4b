"""A debrief as JSON-ready values, whole: nothing is cut, and links are as the feeds give them. Pure."""

from __future__ import annotations

from datetime import timedelta

from smwatch.reports.quotes import Quote
from smwatch.reports.review.content import (
    Event,
    FirstHour,
    Group,
    Kept,
    Policy,
    Reply,
    Review,
    Sighting,
    StoryPart,
    Waiting,
)
from smwatch.reports.values import Values, alert_dict, iso


def review_dict(review: Review) -> Values:
    """One document; what the alert's arithmetic says is in the reader's language."""
    return {
        "alert": alert_dict(review.alert),
        "made": iso(review.made),
        "since": iso(review.since),
        "until": iso(review.until),
        "arithmetic": review.saying.arithmetic,
        "facts": [*filter(None, (*review.saying.facts, *review.saying.asides))],
        "first": _said(review.first) | {"mention": review.first_number, "heard": iso(review.first_heard)}
        if review.first
        else None,
        "mentions": review.mentions,
        "negative": review.negative,
        "stories_told": review.stories_told,
        "timeline": [_event(event) for event in review.timeline],
        "first_hour": _hour(review.hour),
        "answers": {
            "wanted": review.wanted,
            "answered": len(review.replies),
            "median_seconds": _seconds(review.median),
            "list": [_reply(one) for one in review.replies],
        },
        "waiting": [_waiting(one) for one in review.waiting],
        "ignored": [
            {"mention": one.number, **_said(one.quote), "who": one.who, "why": one.why} for one in review.left
        ],
        "stories": [_story(story) for story in review.stories],
        "policy": _policy(review.policy),
        "groups": [_group(group) for group in review.groups],
        "words": [
            {"term": term.name, "count": term.count, "quote": term.quote} for term in review.saying.terms
        ],
    }  # fmt: skip


def _seconds(time: timedelta | None) -> int | None:
    return None if time is None else round(time.total_seconds())


def _said(quote: Quote) -> Values:
    return {
        "published": iso(quote.at), "title": quote.title, "text": quote.text, "source": quote.source,
        "author": quote.author, "url": quote.url,
    }  # fmt: skip


def _event(event: Event) -> Values:
    return {
        "at": iso(event.at), "what": event.what, "subject": event.subject, "who": event.who, "whom": event.whom,
        "mentions": list(event.numbers), "text": event.text, "url": event.url,
    }  # fmt: skip


def _hour(hour: FirstHour) -> Values:
    return {
        "since": iso(hour.since), "until": iso(hour.until), "known": hour.known, "known_negative": hour.known_negative,
        "heard_later": hour.unheard,
        "minutes": [
            {
                "at": iso(one.at), "heard": one.heard, "negative": one.negative,
                "done": [_event(event) for event in one.done],
            }
            for one in hour.minutes
        ],
    }  # fmt: skip


def _reply(one: Reply) -> Values:
    return {
        "mention": one.number, **_said(one.quote), "answered": iso(one.at), "seconds": _seconds(one.took),
        "who": one.who, "found": one.found, "answer": one.url, "late_seconds": _seconds(one.late),
    }  # fmt: skip


def _waiting(one: Waiting) -> Values:
    return {
        "mention": one.number, **_said(one.quote), "copies": one.copies, "assignee": one.who, "due": iso(one.due),
    }  # fmt: skip


def _story(story: StoryPart) -> Values:
    return {
        **_said(story.quote), "sources": story.sources, "negative": story.negative,
        "copies": len(story.sightings), "sightings": [_sighting(one) for one in story.sightings],
    }  # fmt: skip


def _sighting(one: Sighting) -> Values:
    return {
        "mention": one.number, "published": iso(one.at), "fetched": iso(one.heard), "source": one.source,
        "author": one.author, "url": one.url,
    }  # fmt: skip


def _policy(policy: Policy) -> Values:
    return {
        "planned": policy.planned,
        "rules": [_kept(one) for one in policy.kept],
        "seen": _event(policy.seen) if policy.seen else None,
        "assigned": [_event(event) for event in policy.assigned],
        "first_answer": iso(policy.answered),
        "negative_before": policy.before,
        "negative_after": policy.after,
    }


def _kept(one: Kept) -> Values:
    rule = one.rule
    return {
        "level": rule.level, "since": iso(rule.since), "who": rule.who, "within_seconds": _seconds(rule.within),
        "say": rule.say, "due": iso(rule.due), "answered": iso(one.answered), "late_seconds": _seconds(one.late),
    }  # fmt: skip


def _group(group: Group) -> Values:
    return {
        "role": group.role.value, "mentions": group.mentions, "negative": group.negative, "stories": group.stories,
        "authors": group.authors, **_said(group.quote),
    }  # fmt: skip
