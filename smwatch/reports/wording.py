"""The sentences of a digest, shared by text and HTML. Every word goes through the reader's `Speech`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, FeedRow, Level, Warned
from smwatch.reports import troubles
from smwatch.reports.content import AlertPart, BrandPart, DigestContent, Quote, StoryPart
from smwatch.reports.safe import line
from smwatch.text.links import plain_address

STATES = {
    (AlertKind.CRISIS, Level.EMERGING): N_("{brand}: crisis emerging"),
    (AlertKind.CRISIS, Level.CONFIRMED): N_("{brand}: crisis confirmed"),
    (AlertKind.CRISIS, Level.COOLING): N_("{brand}: crisis cooling down"),
    (AlertKind.CRISIS, Level.CLOSED): N_("{brand}: crisis over"),
    (AlertKind.BUZZ, Level.EMERGING): N_("{brand}: much talked about"),
    (AlertKind.BUZZ, Level.CONFIRMED): N_("{brand}: much talked about"),
    (AlertKind.BUZZ, Level.COOLING): N_("{brand}: talked about less and less"),
    (AlertKind.BUZZ, Level.CLOSED): N_("{brand}: talked about as usual again"),
}

NAMED_BRANDS, LOUDEST = 3, 4
"""How many brands a heading names, and how many sources an alert."""


def subject(content: DigestContent, speech: Speech) -> str:
    """The subject of the mail: one line, the gravest first; a buzz comes after all that calls for somebody."""
    gravest = content.alerts[0].alert if content.alerts else None
    if gravest and gravest.kind is AlertKind.CRISIS:
        return headline(gravest, speech)
    names = brands(content, speech)
    if content.nothing:
        return speech.say("{brands}: nothing new", brands=names)
    if content.deaf:
        deaf_ones = ", ".join(line(warned.brand, 60) for warned in content.deaf[:NAMED_BRANDS])
        return speech.say("{brands}: not heard, the feeds are silent or failing", brands=deaf_ones)
    if gravest and gravest.level is not Level.CLOSED:
        return headline(gravest, speech)
    negative = sum(part.now.negative for part in content.figures)
    return speech.say(
        "{brands}: {mentions}, {negative}",
        brands=names,
        mentions=mentions(sum(part.now.mentions for part in content.figures), speech),
        negative=speech.count("{n} negative", "{n} negative", negative),
    )


def headline(alert: Alert, speech: Speech) -> str:
    """Where an alert stands, and what it is made of."""
    return speech.say("{alert}, {figures}", alert=state(alert, speech), figures=negatives(alert, speech))


def brands(content: DigestContent, speech: Speech) -> str:
    """The brands by name, as many as a heading holds."""
    names = ", ".join(line(name, 60) for name in content.brands[:NAMED_BRANDS])
    rest = len(content.brands) - NAMED_BRANDS
    return speech.count("{names} and {n} other", "{names} and {n} others", rest, names=names) if rest > 0 else names


def period(content: DigestContent, speech: Speech) -> str:
    """Between when and when."""
    since, until = speech.when(content.since), speech.when(content.until)
    return speech.say("Between {since} and {until}", since=since, until=until)


def nothing(content: DigestContent, speech: Speech) -> str:
    """The one line that says that there is nothing to say."""
    since = speech.when(content.since)
    return speech.say("Nothing new about {brands} since {since}.", brands=brands(content, speech), since=since)


def deaf(warned: Warned, speech: Speech) -> str:
    """That nothing is heard of a brand, and why."""
    args = {name: line(value, 200) for name, value in warned.args.items()}
    return speech.say("{what}: {how}", what=line(warned.brand, 60), how=speech.say(warned.message, **args))


def state(alert: Alert, speech: Speech) -> str:
    """The brand and where its alert stands; a false alarm is told as one."""
    if alert.status == "false":
        return speech.say("{brand}: false alarm", brand=line(alert.brand, 60))
    return speech.say(STATES[alert.kind, alert.level], brand=line(alert.brand, 60))


def mentions(n: int, speech: Speech) -> str:
    """So many mentions."""
    return speech.count("{n} mention", "{n} mentions", n)


def negatives(alert: Alert, speech: Speech) -> str:
    """What an alert is made of."""
    if alert.kind is AlertKind.BUZZ:
        return mentions(alert.mentions, speech)
    return speech.count("{n} negative mention", "{n} negative mentions", alert.negatives)


def alert_facts(part: AlertPart, speech: Speech) -> list[str]:
    """The arithmetic first; then since when, and from where."""
    alert = part.alert
    facts = [line(part.arithmetic, 400), *_lasted(alert, speech)]
    if alert.sources:
        loudest = ", ".join(
            f"{line(source.name, 60)} ({speech.number(source.count)})" for source in alert.sources[:LOUDEST]
        )
        facts.append(speech.say("Loudest: {sources}.", sources=loudest))
    return facts


def _lasted(alert: Alert, speech: Speech) -> Iterator[str]:
    """Since when, and until when; nobody opens or closes a buzz."""
    since, until = speech.when(alert.opened), speech.when(alert.closed) if alert.closed else ""
    if alert.kind is AlertKind.BUZZ:
        said = N_("From {since} to {until}.") if until else N_("Since {since}.")
        yield speech.say(said, since=since, until=until)
        return
    yield speech.say("Opened {when}.", when=since)
    if until:
        yield speech.say("Closed {when}.", when=until)


def figures(part: BrandPart, speech: Speech) -> str:
    """All mentions of a brand, and how many there were in the period before."""
    name, n = line(part.brand, 60), part.now.mentions
    before = speech.number(part.before.mentions)
    if part.now.stories < n:
        return speech.count(
            "{brand}: {n} mention, {stories} ({before} before)",
            "{brand}: {n} mentions, {stories} ({before} before)",
            n,
            brand=name,
            stories=speech.count("{n} story", "{n} stories", part.now.stories),
            before=before,
        )
    return speech.count(
        "{brand}: {n} mention ({before} before)",
        "{brand}: {n} mentions ({before} before)",
        n,
        brand=name,
        before=before,
    )


def shades(part: BrandPart, speech: Speech) -> list[tuple[str, int, str]]:
    """Negative, neutral, positive and what could not be scored: key, how many, and both in words."""
    now, before = part.now, part.before
    said = (
        ("negative", N_("negative {n} ({before})"), now.negative, before.negative),
        ("neutral", N_("neutral {n} ({before})"), now.neutral, before.neutral),
        ("positive", N_("positive {n} ({before})"), now.positive, before.positive),
        ("unscored", N_("not scored {n} ({before})"), now.unscored, before.unscored),
    )
    return [
        (key, n, speech.say(message, n=speech.number(n), before=speech.number(past)))
        for key, message, n, past in said
        if key != "unscored" or n or past
    ]


def voices(content: DigestContent) -> Sequence[BrandPart]:
    """Whose voice is compared: all brands, where there are two or more and somebody spoke."""
    several = len(content.figures) > 1 and any(part.now.mentions for part in content.figures)
    return sorted(content.figures, key=lambda part: -part.share) if several else ()


def said(quote: Quote, speech: Speech) -> str:
    """The words between quotation marks; "" where the title says all."""
    if quote.text:
        return speech.quote(quote.text)
    return "" if quote.title else speech.say("(no text)")


def quote_facts(quote: Quote) -> list[str]:
    """Who said it and where, as far as known."""
    return [fact for fact in (quote.author, quote.source) if fact]


def story_facts(story: StoryPart, speech: Speech, *, named: bool) -> list[str]:
    """Copies, source and author of a story; the brand too where there are several (`named`)."""
    copies = speech.count("{n} copy", "{n} copies", story.copies) if story.copies > 1 else ""
    brand = line(story.brand, 60) if named else ""
    return [fact for fact in (brand, copies, story.quote.source, story.quote.author) if fact]


def stories_title(content: DigestContent, speech: Speech) -> str:
    """The heading over the stories, with how many there are."""
    return speech.count("{n} new negative story", "{n} new negative stories", len(content.stories))


def more_stories(n: int, speech: Speech) -> str:
    """How many stories there was no room for, and the command that lists them."""
    command = "smwatch mentions --label negative"
    return speech.count("{n} more: {command}", "{n} more: {command}", n, command=command)


def more_feeds(n: int, speech: Speech) -> str:
    """How many feeds there was no room for, and the command that lists them."""
    return speech.count("{n} more: {command}", "{n} more: {command}", n, command="smwatch feeds --problems")


def feed_line(feed: FeedRow, speech: Speech) -> str:
    """What is wrong with a feed and what to do, without its name."""
    return troubles.told(feed, speech)


def feed_name(feed: FeedRow) -> str:
    """A feed as people call it: its source; its address where that says no more than the host."""
    return line(feed.source if feed.source and feed.source not in feed.url else plain_address(feed.url), 100)


def sentences(facts: Iterable[str]) -> str:
    """Facts one after the other."""
    return " ".join(filter(None, facts))
