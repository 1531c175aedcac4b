"""The sentences of a digest, shared by text and HTML. Every word goes through the reader's `Speech`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from smwatch.locales import N_
from smwatch.models import AlertKind, Level
from smwatch.reports.answered import MEANS_SOMETHING, answered_said
from smwatch.reports.safe import line
from smwatch.reports.todo import THINGS, due_said
from smwatch.text import changes
from smwatch.text.links import plain_address
from smwatch.themes.theme import Course

if TYPE_CHECKING:
    from smwatch.locales import Speech
    from smwatch.models import Alert, FeedRow, Warned
    from smwatch.reports.content import AlertPart, BrandPart, DigestContent, QuestionPart, StoryPart
    from smwatch.reports.quotes import Quote
    from smwatch.reports.todo import PersonPart, TodoPart
    from smwatch.themes.theme import Theme

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

WORDS = 400
"""Signs of the playbook's words that are shown."""


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


def calm(alert: Alert) -> bool:
    """Whether an alert alarms nobody: talk that isn't negative, one that is over, a false alarm."""
    return alert.kind is AlertKind.BUZZ or alert.level is Level.CLOSED or alert.status == "false"


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


def asked(part: AlertPart, speech: Speech) -> list[str]:
    """What the playbook asks for an alert, and who has it."""
    told = [speech.say("Assigned to {who}.", who=line(part.alert.assignee, 60))] if part.alert.assignee else []
    if part.unplanned:
        return [*told, speech.say("No rule of the playbook fits.")]
    if not (play := part.asked):
        return told
    asks = {
        (True, True): N_("The playbook asks: {who} answers within {within}."),
        (True, False): N_("The playbook asks: {who} answers."),
        (False, True): N_("The playbook asks: answer within {within}."),
        (False, False): N_("The playbook asks for an answer."),
    }[bool(play.who), bool(play.within)]
    told.append(speech.say(asks, who=line(play.who, 60), within=line(play.within, 40)))
    words = line(play.say, WORDS)
    return [*told, speech.say("In these words: {words}", words=speech.quote(words))] if words else told


def figures(part: BrandPart, speech: Speech, *, compared: bool = True) -> str:
    """All mentions of a brand, how many more or less than before, and how many stories they tell."""
    name, now = line(part.brand, 60), part.now
    told = mentions(now.mentions, speech)
    if change := changed(now.mentions, part.before.mentions, speech, compared=compared):
        told += f" ({change})"
    if now.stories < now.mentions:
        told += ", " + speech.count("{n} story", "{n} stories", now.stories)
    if now.own:
        told += "; " + speech.count("besides, {n} by your own people", "besides, {n} by your own people", now.own)
    return speech.say("{brand}: {figures}", brand=name, figures=told)


def shades(part: BrandPart, speech: Speech, *, compared: bool = True) -> list[tuple[str, int, str]]:
    """Negative, neutral, positive and what could not be scored: key, how many, and both in words."""
    now = part.now
    negative = speech.count("{n} negative", "{n} negative", now.negative)
    share = speech.percent(now.negative / now.mentions) if now.mentions >= MEANS_SOMETHING else ""
    change = changed(now.negative, part.before.negative, speech, compared=compared)
    if aside := ", ".join(filter(None, (share, change))):
        negative += f" ({aside})"
    said = (
        ("negative", now.negative, negative),
        ("neutral", now.neutral, speech.count("{n} neutral", "{n} neutral", now.neutral)),
        ("positive", now.positive, speech.count("{n} positive", "{n} positive", now.positive)),
        ("unscored", now.unscored, speech.count("{n} not scored", "{n} not scored", now.unscored)),
    )
    return [(key, n, told) for key, n, told in said if n or key == "negative"] if now.mentions else []


def changed(now: int, before: int, speech: Speech, *, compared: bool = True) -> str:
    """“+5”, “+25, +125%”, “as before”; "" where there is nothing to compare, or nothing of it now and before."""
    if not compared or not (now or before):
        return ""
    if now == before:
        return speech.say("as before")
    told = speech.signed(now - before)
    if before < MEANS_SOMETHING:
        return told
    share = (now - before) / before
    return f"{told}, {'+' * (share > 0)}{speech.percent(share)}"


def share_change(part: BrandPart, content: DigestContent, speech: Speech) -> str:
    """How a share of voice has changed, in points; "" where there is nothing to compare, or too little of it."""
    now, before = (sum(getattr(voice, when).mentions for voice in content.voices) for when in ("now", "before"))
    if part.share_before is None or min(now, before) < MEANS_SOMETHING:
        return ""
    points = round(100 * part.share) - round(100 * part.share_before)
    if not points:
        return speech.say("as before")
    said = speech.count("{n} point", "{n} points", abs(points))
    return ("+" if points > 0 else "−" if speech.lang == "fr" else "-") + said


def voice_name(part: BrandPart, speech: Speech) -> str:
    """A brand whose voice is compared; competitors are told as such."""
    name = line(part.brand, 40)
    return name if part.own else speech.say("{brand} (competitor)", brand=name)


def figures_note(content: DigestContent, speech: Speech) -> str:
    """What the figures are compared with."""
    if content.compared:
        return speech.say("In parentheses: the change from the period before, which was as long.")
    return speech.say("smwatch has not listened long enough yet to compare them with the period before.")


THEME_COURSES = {
    Course.NEW: N_("new"),
    Course.STEADY: N_("steady"),
    Course.GROWING: N_("up from {before}"),
    Course.FADING: N_("down from {before}"),
}


def theme_facts(theme: Theme, speech: Speech) -> list[str]:
    """How large a theme is, how it feels, and how it was before."""
    facts = [mentions(theme.mentions, speech)]
    if theme.stories < theme.mentions:
        facts.append(speech.count("{n} story", "{n} stories", theme.stories))
    if theme.negative:
        facts.append(speech.count("{n} negative", "{n} negative", theme.negative))
    return [*facts, course] if (course := theme_course(theme, speech)) else facts


def theme_course(theme: Theme, speech: Speech) -> str:
    """How a theme was before; "" where that isn't known."""
    if theme.course is Course.UNKNOWN:
        return ""
    return speech.say(THEME_COURSES[theme.course], before=speech.number(theme.before))


def themes_title(content: DigestContent, speech: Speech) -> str:
    """The heading over the themes."""
    return speech.say("What people talk about") if content.themes else ""


def said(quote: Quote, speech: Speech) -> str:
    """The words between quotation marks; "" where the title says all."""
    if quote.text:
        return changes.quoted(quote.text, speech)
    return "" if quote.title else speech.say("(no text)")


def quote_facts(quote: Quote) -> list[str]:
    """Who said it and where, as far as known."""
    return _once((quote.author, quote.source))


def question_facts(question: QuestionPart, speech: Speech, *, named: bool) -> list[str]:
    """Whom the question is for; how often, by whom and where it was asked."""
    copies = speech.count("{n} copy", "{n} copies", question.copies) if question.copies > 1 else ""
    brand = ", ".join(line(brand, 60) for brand in (question.brand, *question.also)) if named else ""
    return _once((brand, copies, *quote_facts(question.quote)))


def holder(question: QuestionPart, speech: Speech) -> str:
    """Who has a question."""
    if question.assignee:
        return speech.say("Assigned to {who}.", who=question.assignee)
    if question.planned:
        return speech.say("For {who}, by the playbook.", who=question.planned)
    return speech.say("Nobody has it yet.")


def questions_title(content: DigestContent, speech: Speech) -> str:
    """The heading over the questions, with how many there are."""
    return speech.count("{n} question left unanswered", "{n} questions left unanswered", len(content.questions))


def answered(brand: str, content: DigestContent, speech: Speech) -> str:
    """How many of those who asked or complained have an answer; "" where nobody did."""
    found = content.answered.get(brand)
    return answered_said(found, speech) if found else ""


def person(part: PersonPart, speech: Speech) -> str:
    """Whose it is, and how much."""
    late = speech.count("{n} overdue", "{n} overdue", len(part.overdue))
    soon = speech.count("{n} due within a day", "{n} due within a day", len(part.soon))
    later = speech.count("{n} more", "{n} more", part.later)
    counts = (said for said, n in ((late, part.overdue), (soon, part.soon), (later, part.later)) if n)
    who = line(part.who, 60) or speech.say("Nobody")
    return speech.say("{who}: {things}", who=who, things=", ".join(counts))


def todo_facts(part: TodoPart, content: DigestContent, speech: Speech) -> str:
    """What one thing to do is, and by when."""
    what = speech.say(THINGS[part.subject], number=part.number)
    words = speech.count("{n} negative voice", "{n} negative voices", part.negatives)
    if part.quote:
        words = changes.quoted(part.quote.title or part.quote.text, speech)
    named = line(part.brand, 60) if len(content.brands) > 1 else ""
    return " · ".join(filter(None, (what, due_said(part, content.until, speech), named, words)))


def more_todo(part: PersonPart, shown: int, speech: Speech) -> str:
    """How many of one person's there was no room for."""
    left = len(part.overdue) + len(part.soon) - shown
    return more(left, "smwatch todo --all", speech)


def story_facts(story: StoryPart, speech: Speech, *, named: bool) -> list[str]:
    """Copies, source and author of a story; its brands too where there are several in the digest (`named`)."""
    copies = speech.count("{n} copy", "{n} copies", story.copies) if story.copies > 1 else ""
    brand = ", ".join(line(brand, 60) for brand in (story.brand, *story.also)) if named else ""
    return _once((brand, copies, story.quote.source, story.quote.author))


def stories_title(content: DigestContent, speech: Speech) -> str:
    """The heading over the stories, with how many there are."""
    return speech.count("{n} new negative story", "{n} new negative stories", len(content.stories))


def more(n: int, command: str, speech: Speech) -> str:
    """How many there was no room for, and the command that lists them; "" for none."""
    return speech.count("{n} more: {command}", "{n} more: {command}", n, command=command) if n > 0 else ""


def more_questions(n: int, speech: Speech) -> str:
    """How many questions there was no room for."""
    return speech.count("{n} more.", "{n} more.", n) if n > 0 else ""


def warning(warned: Warned, speech: Speech) -> str:
    """What else somebody should know."""
    return line(speech.say(warned.message, **{name: line(value, 300) for name, value in warned.args.items()}), 600)


def read_it(quote: Quote, speech: Speech) -> str:
    """What a link to a text without a title says: whose it is."""
    whose = quote.author or quote.source
    return speech.say("Read it ({whose})", whose=whose) if whose else speech.say("Read it")


def feed_name(feed: FeedRow) -> str:
    """A feed as people call it: its source; its address where that says no more than the host."""
    return line(feed.source if feed.source and feed.source not in feed.url else plain_address(feed.url), 100)


def _once(facts: Iterable[str]) -> list[str]:
    """What is known, each once: a blog may be written by an author of its name."""
    return list(dict.fromkeys(filter(None, facts)))


def sentences(facts: Iterable[str]) -> str:
    """Facts one after the other."""
    return " ".join(filter(None, facts))
