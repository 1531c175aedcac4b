"""A debrief as Markdown: headings, paragraphs and lists alone, which is what CommonMark and every editor know. Pure.

markdown(review, speech) -> str

Whatever is said goes through `plain` as a whole, so that no sentence can forget what stands in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from smwatch.locales import N_, Speech
from smwatch.models import AlertKind
from smwatch.policy.words import length
from smwatch.reports import wording
from smwatch.reports.markdown import linked, plain
from smwatch.reports.review import lessons
from smwatch.reports.review.content import (
    MAX_ANSWERS,
    MAX_EVENTS,
    MAX_OPEN,
    MAX_SIGHTINGS,
    MAX_STORIES,
    MAX_TERMS,
    Group,
    Kept,
    Minute,
    Reply,
    Review,
    Sighting,
    StoryPart,
    Waiting,
)
from smwatch.reports.review.words import ROLES, late, long, said, whose, words

NUMBER = N_("no. {number}")


def markdown(review: Review, speech: Speech) -> str:
    """The whole page; it ends with a newline."""
    title = speech.say(N_("Debrief of alert {id}"), id=review.alert.id)
    state = wording.state(review.alert, speech)
    lines = [f"# {plain(title)} · {plain(state)}", ""]
    lines += [plain(speech.say(N_("Written by smwatch on {when}."), when=speech.when(review.made))), ""]
    parts = (_happened, _timeline, _hour, _answers, _stories, _policy, _groups, _terms, lessons.learnt)
    for part in parts:
        lines += part(review, speech)
    return "\n".join(lines).rstrip("\n") + "\n"


def _head(title: str, speech: Speech, depth: int = 2) -> list[str]:
    return [f"{'#' * depth} {plain(speech.say(title))}", ""]


def _listed(items: Iterable[str], most: int, speech: Speech) -> Iterator[str]:
    """A list of at most so many, and how many there are besides."""
    some = list(items)
    yield from (f"- {item}" for item in some[:most])
    if (more := len(some) - most) > 0:
        yield f"- {plain(speech.count('{n} more.', '{n} more.', more))}"
    yield ""


def _number(number: int, url: str, speech: Speech) -> str:
    """A mention's number, leading to it."""
    return linked(speech.say(NUMBER, number=number), url)


def _happened(review: Review, speech: Speech) -> Iterator[str]:
    """One paragraph, then how it grew and what the figures rest on."""
    yield from _head(N_("What happened"), speech)
    sentences = [plain(one) for one in _story_in_short(review, speech)]
    if review.first and review.first.url:
        sentences.insert(1, f"({_number(review.first_number, review.first.url, speech)})")
    yield from (" ".join(sentences), "")
    yield from _listed(map(plain, filter(None, (*review.saying.facts, *review.saying.asides))), MAX_EVENTS, speech)


def _story_in_short(review: Review, speech: Speech) -> Iterator[str]:
    alert, first = review.alert, review.first
    if first:
        began = (
            N_("It began on {when} with {words}, by {whose}.")
            if whose(first)
            else N_("It began on {when} with {words}.")
        )
        yield speech.say(began, when=speech.when(first.at), words=words(first, speech), whose=whose(first))
    else:
        yield speech.say(N_("What it began with isn't stored any more."))
    yield speech.say(N_("The alert opened on {when}."), when=speech.when(alert.opened))
    if alert.confirmed:
        yield speech.say(N_("It was confirmed on {when}."), when=speech.when(alert.confirmed))
    yield review.saying.arithmetic
    if alert.closed:
        lasted = long(alert.closed - alert.opened, speech)
        yield speech.say(N_("It closed on {when}, after {time}."), when=speech.when(alert.closed), time=lasted)
    else:
        yield speech.say(N_("It is still open."))
    yield speech.say(
        N_("From its first mention until then: {mentions}, {negative}, {stories}."),
        mentions=wording.mentions(review.mentions, speech),
        negative=speech.count("{n} negative", "{n} negative", review.negative),
        stories=speech.count("{n} story", "{n} stories", review.stories_told),
    )
    if alert.status == "false":
        yield speech.say(N_("Somebody found that it was a false alarm."))


def _timeline(review: Review, speech: Speech) -> Iterator[str]:
    yield from _head(N_("What happened when"), speech)
    told = (f"**{speech.short(one.at)}** {plain(said(one, speech))}" for one in review.timeline)
    yield from _listed(told, MAX_EVENTS, speech)


def _hour(review: Review, speech: Speech) -> Iterator[str]:
    hour = review.hour
    yield from _head(N_("The first hour"), speech)
    known = speech.say(
        N_("As the alert opened, smwatch knew of {mentions}, {negative}."),
        mentions=wording.mentions(hour.known, speech),
        negative=speech.count("{n} negative", "{n} negative", hour.known_negative),
    )
    more = [known]
    if hour.idle:
        more.append(speech.say(N_("Nobody did anything about it in this hour, as far as smwatch knows.")))
    if hour.unheard:
        more.append(
            speech.count(
                "{n} mention was published by then and heard of later.",
                "{n} mentions were published by then and heard of later.",
                hour.unheard,
            )
        )
    yield from (" ".join(map(plain, more)), "")
    if hour.minutes:
        yield from _listed((_minute(one, hour.since, speech) for one in hour.minutes), MAX_EVENTS, speech)


def _minute(minute: Minute, since: datetime, speech: Speech) -> str:
    """What came, and what was done."""
    parts = [said(event, speech) for event in minute.done]
    if minute.heard:
        heard = wording.mentions(minute.heard, speech)
        negative = speech.count("{n} negative", "{n} negative", minute.negative)
        parts.insert(0, speech.say(N_("smwatch hears of {mentions}, {negative}"), mentions=heard, negative=negative))
    after = speech.say(N_("minute {n}"), n=speech.number((minute.at - since) // timedelta(minutes=1)))
    return f"**{speech.short(minute.at)[11:]}** ({plain(after)}) {'; '.join(map(plain, parts))}"


def _answers(review: Review, speech: Speech) -> Iterator[str]:
    yield from _head(N_("Who answered, and when"), speech)
    yield from (plain(_answered(review, speech)), "")
    if review.replies:
        by = Counter(one.who for one in review.replies if not one.found)
        people = [f"{who or '?'} ({speech.number(n)})" for who, n in by.most_common()]
        if found := sum(one.found for one in review.replies):
            people.append(speech.count("{n} found in its thread", "{n} found in their threads", found))
        yield from (plain(speech.say(N_("By: {people}."), people=", ".join(people))), "")
        yield from _listed((_reply(one, speech) for one in review.replies), MAX_ANSWERS, speech)
    if review.waiting:
        yield from _head(N_("Still unanswered"), speech, 3)
        yield from _listed((_waiting(one, review.made, speech) for one in review.waiting), MAX_OPEN, speech)
    if review.left:
        yield from _head(N_("Left without an answer on purpose"), speech, 3)
        told = (
            f"{_number(one.number, one.quote.url, speech)} {plain(words(one.quote, speech))}"
            + (f" · {plain(one.who)}" if one.who else "")
            + (f" · {plain(one.why)}" if one.why else "")
            for one in review.left
        )
        yield from _listed(told, MAX_OPEN, speech)


def _answered(review: Review, speech: Speech) -> str:
    """How many, and how fast."""
    if not review.wanted:
        return speech.say(N_("Nothing that was said wanted an answer."))
    share = speech.percent(len(review.replies) / review.wanted)
    counted = {"n": speech.number(len(review.replies)), "all": speech.number(review.wanted), "share": share}
    if review.median is None:
        return speech.say(N_("Answered: {n} of {all} mentions that want an answer ({share})."), **counted)
    what = N_("Answered: {n} of {all} mentions that want an answer ({share}); it took {time} (median).")
    return speech.say(what, **counted, time=long(review.median, speech))


def _reply(one: Reply, speech: Speech) -> str:
    how = N_("on {when}, after {time}, {who}")
    who = one.who or speech.say(N_("somebody"))
    if one.found:
        who = speech.say(N_("{who} (found in its thread)"), who=who)
    facts = [speech.say(how, when=speech.when(one.at), time=long(one.took, speech), who=who)]
    if one.late is not None:
        facts.append(late(one.late, speech))
    answer = linked(speech.say(N_("the answer")), one.url) if one.url else ""
    return " · ".join(filter(None, (_mention(one.number, one, speech), *map(plain, facts), answer)))


def _mention(number: int, one: Reply | Waiting, speech: Speech) -> str:
    """Number, words, and whose they are."""
    quote = one.quote
    return " ".join(
        filter(None, (_number(number, quote.url, speech), plain(words(quote, speech)), plain(whose(quote))))
    )


def _waiting(one: Waiting, now: datetime, speech: Speech) -> str:
    facts = [speech.say(N_("since {when}"), when=speech.when(one.quote.at))]
    if one.copies > 1:
        facts.append(speech.count("{n} copy", "{n} copies", one.copies))
    facts.append(one.who or speech.say(N_("nobody has it")))
    if one.due and one.due < now:
        facts.append(late(now - one.due, speech))
    elif one.due:
        facts.append(speech.say(N_("due {when}"), when=speech.when(one.due)))
    return " · ".join((_mention(one.number, one, speech), *map(plain, facts)))


def _stories(review: Review, speech: Speech) -> Iterator[str]:
    yield from _head(N_("Where each story was told"), speech)
    if not review.stories:
        yield from (plain(speech.say(N_("No story is stored any more."))), "")
    for story in review.stories[:MAX_STORIES]:
        yield from _story(story, speech)
    if (more := len(review.stories) - MAX_STORIES) > 0:
        yield f"- {plain(speech.count('{n} more story, smaller.', '{n} more stories, smaller.', more))}"
    yield ""


def _story(story: StoryPart, speech: Speech) -> Iterator[str]:
    """Its words, and under them where it was told."""
    facts = ", ".join(
        (
            wording.mentions(len(story.sightings), speech),
            speech.count("{n} source", "{n} sources", story.sources),
            speech.count("{n} negative", "{n} negative", story.negative),
        )
    )
    yield f"- {plain(words(story.quote, speech))} · {plain(facts)}"
    for place, sighting in enumerate(story.sightings[:MAX_SIGHTINGS]):
        yield f"  - {_sighting(sighting, speech, first=place == 0 and len(story.sightings) > 1)}"
    if (more := len(story.sightings) - MAX_SIGHTINGS) > 0:
        yield f"  - {plain(speech.count('{n} more.', '{n} more.', more))}"


def _sighting(one: Sighting, speech: Speech, *, first: bool) -> str:
    who = ", ".join(dict.fromkeys(filter(None, (one.source, one.author))))
    facts = [speech.say(N_("first"))] if first else []
    wait = one.heard - one.at
    if wait >= timedelta(hours=1):
        facts.append(speech.say(N_("heard after {time}"), time=long(wait, speech)))
    return " · ".join((f"{speech.short(one.at)} {linked(who, one.url) or '?'}", *map(plain, facts)))


def _policy(review: Review, speech: Speech) -> Iterator[str]:
    policy, opened = review.policy, review.alert.opened
    yield from _head(N_("What the policy asked, and what was done"), speech)
    told = list[str]()
    if not policy.kept and review.alert.kind is AlertKind.CRISIS:
        what = N_("No rule of the playbook fits this alert.") if policy.planned else N_("The config has no playbook.")
        told.append(speech.say(what))
    if policy.seen:
        after = long(policy.seen.at - opened, speech)
        told.append(
            speech.say(N_("{who} saw the alert {time} after it opened."), who=_who(policy.seen.who, speech), time=after)
        )
    else:
        told.append(speech.say(N_("Nobody said that they had seen the alert.")))
    for one in policy.assigned:
        after = long(one.at - opened, speech)
        what = N_("{who} gave it to {whom} {time} after it opened.")
        told.append(speech.say(what, who=_who(one.who, speech), whom=_who(one.whom, speech), time=after))
    asked = [_kept(kept, speech) for kept in policy.kept]
    yield from _listed([*asked, *map(plain, told)], MAX_EVENTS, speech)


def _who(name: str, speech: Speech) -> str:
    return name or speech.say(N_("somebody"))


def _kept(kept: Kept, speech: Speech) -> str:
    """What a rule asked, in which words, and whether that was kept."""
    rule = kept.rule
    asked = {"when": speech.when(rule.since), "who": rule.who or speech.say(N_("nobody is named"))}
    if rule.within:
        what = N_("Asked from {when} on: {who}, within {time}.")
        lines = [speech.say(what, **asked, time=length(rule.within, speech))]
    else:
        lines = [speech.say(N_("Asked from {when} on: {who}."), **asked)]
    if rule.say:
        lines.append(speech.say(N_("With these words: {words}"), words=speech.quote(rule.say)))
    lines.append(_outcome(kept, speech))
    return "\n  - ".join(map(plain, lines))


def _outcome(kept: Kept, speech: Speech) -> str:
    if kept.answered is None:
        if kept.late is None:
            return speech.say(N_("No answer is known so far."))
        return speech.say(N_("No answer is known: {late}."), late=late(kept.late, speech))
    first = speech.say(N_("The first answer came on {when}"), when=speech.when(kept.answered))
    if kept.late is None:
        return f"{first}."
    return speech.say(N_("{what}: {how}"), what=first, how=late(kept.late, speech)) + "."


def _groups(review: Review, speech: Speech) -> Iterator[str]:
    yield from _head(N_("What the public, the press and our own people said"), speech)
    if not review.groups:
        yield from (plain(speech.say(N_("Nothing that was said then is stored any more."))), "")
        return
    yield from _listed((_group(one, speech) for one in review.groups), MAX_EVENTS, speech)
    own = speech.say(N_("The company's own people are counted apart: they make no alert."))
    yield from (plain(own), "")


def _group(one: Group, speech: Speech) -> str:
    facts = (
        wording.mentions(one.mentions, speech),
        speech.count("{n} negative", "{n} negative", one.negative),
        speech.count("{n} story", "{n} stories", one.stories),
        speech.count("{n} author", "{n} authors", one.authors),
    )
    name = plain(speech.say(ROLES[one.role]))
    return f"**{name}** · {plain(', '.join(facts))} · {linked(words(one.quote, speech), one.quote.url)}"


def _terms(review: Review, speech: Speech) -> Iterator[str]:
    if not review.saying.terms:
        return
    yield from _head(N_("Words that stood out"), speech)
    told = (
        f"**{plain(term.name)}** ({plain(speech.number(term.count))}) {plain(speech.quote(term.quote), 240)}"
        for term in review.saying.terms
    )
    yield from _listed(told, MAX_TERMS, speech)
