"""What a team asks itself after a crisis, each question with what smwatch knows of it, and room. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final

from smwatch.locales import N_, Speech
from smwatch.models import Role
from smwatch.policy.words import length
from smwatch.reports.markdown import plain
from smwatch.reports.review.content import Review
from smwatch.reports.review.words import late, long

FILL_IN: Final = N_("To fill in:")
GAP: Final = "…"


def learnt(review: Review, speech: Speech) -> Iterator[str]:
    """The questions."""
    yield from (f"## {plain(speech.say(N_('What we learn from it')))}", "")
    for question, facts in QUESTIONS:
        yield from (f"### {plain(speech.say(question))}", "")
        for fact in facts(review, speech):
            yield f"- {plain(fact)}"
        yield from (f"- {plain(speech.say(FILL_IN))} {GAP}", "")


def _seen_late(review: Review, speech: Speech) -> Iterator[str]:
    """How long each step took."""
    alert, first = review.alert, review.first
    if first and review.first_heard:
        steps = {"heard": review.first_heard - first.at, "opened": alert.opened - first.at}
        yield speech.say(
            N_("From the first mention until smwatch heard of it: {heard}; until the alert: {opened}."),
            **{name: long(max(step, timedelta()), speech) for name, step in steps.items()},
        )
    if seen := review.policy.seen:
        yield speech.say(
            N_("From the alert until somebody had seen it: {time}."), time=long(seen.at - alert.opened, speech)
        )
    if alert.unheard:
        yield speech.count(
            "{n} feed of the brand was silent or failing meanwhile.",
            "{n} feeds of the brand were silent or failing meanwhile.",
            len(alert.unheard),
        )


def _said(review: Review, speech: Speech) -> Iterator[str]:
    """When the company spoke, and what became of the anger."""
    policy = review.policy
    if policy.answered is None:
        yield speech.say(N_("No answer by the company is known."))
        return
    yield speech.say(N_("The first answer came on {when}."), when=speech.when(policy.answered))
    if policy.before is not None and policy.after is not None:
        yield speech.say(
            N_("Negative mentions in the three hours before it: {before}; in the three hours after: {after}."),
            before=speech.number(policy.before),
            after=speech.number(policy.after),
        )


def _spoke(review: Review, speech: Speech) -> Iterator[str]:
    """Who spoke for the company, and whom the policy named."""
    counted = {group.role: group.mentions for group in review.groups}
    yield speech.say(
        N_("Mentions by the company itself: {official}; by employees: {employees}."),
        official=speech.number(counted.get(Role.OFFICIAL, 0)),
        employees=speech.number(counted.get(Role.EMPLOYEE, 0)),
    )
    asked = [kept.rule.who for kept in review.policy.kept if kept.rule.who]
    had = [event.whom for event in review.policy.assigned if event.whom]
    if asked:
        nobody = speech.say(N_("nobody"))
        yield speech.say(
            N_("The playbook named {asked}; the alert was given to {had}."),
            asked=", ".join(dict.fromkeys(asked)),
            had=", ".join(dict.fromkeys(had)) or nobody,
        )


def _playbook(review: Review, speech: Speech) -> Iterator[str]:
    """Whether what was promised could be kept."""
    policy = review.policy
    if not policy.planned:
        yield speech.say(N_("The config has no playbook."))
    elif not policy.kept:
        yield speech.say(N_("No rule of the playbook fits this alert."))
    for kept in policy.kept:
        if kept.rule.within and kept.late is not None:
            what = N_("{who} was to answer within {time}: {late}.")
            who = kept.rule.who or speech.say(N_("nobody is named"))
            yield speech.say(what, who=who, time=length(kept.rule.within, speech), late=late(kept.late, speech))
    set_ones = [one.late for one in review.replies if one.late is not None]
    if set_ones:
        in_time = sum(one <= timedelta() for one in set_ones)
        what = N_("Mentions answered in time: {n} of {all}.")
        yield speech.say(what, n=speech.number(in_time), all=speech.number(len(set_ones)))


def _open(review: Review, speech: Speech) -> Iterator[str]:
    """What is still to do."""
    waiting = sum(one.copies for one in review.waiting)
    yield speech.count("{n} mention still waits for an answer.", "{n} mentions still wait for an answer.", waiting)


QUESTIONS: Final[tuple[tuple[str, Callable[[Review, Speech], Iterator[str]]], ...]] = (
    (N_("What did we see late, and why?"), _seen_late),
    (N_("What did we say, and what came of it?"), _said),
    (N_("Who spoke for us, and who should have?"), _spoke),
    (N_("What do we change in the playbook?"), _playbook),
    (N_("What is left to do, by whom and until when?"), _open),
)
"""Each with what is known about it."""
