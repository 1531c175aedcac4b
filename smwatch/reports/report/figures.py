"""A report's figures in sentences and charts. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind
from smwatch.reports import wording
from smwatch.reports.answered import answered_said
from smwatch.reports.content import Numbers
from smwatch.reports.report import charts
from smwatch.reports.report.alerts import kind_of
from smwatch.reports.report.charts import Chart, Mark, Table
from smwatch.reports.report.content import Health, ReportContent, Slot, Step
from smwatch.reports.report.slots import place
from smwatch.reports.safe import line

STEPS = {
    Step.HOUR: N_("Mentions by hour; the highest bar is {most}."),
    Step.DAY: N_("Mentions by day; the highest bar is {most}."),
    Step.WEEK: N_("Mentions by week; the highest bar is {most}."),
    Step.MONTH: N_("Mentions by month; the highest bar is {most}."),
    Step.YEAR: N_("Mentions by year; the highest bar is {most}."),
}
NAMES = {
    Step.HOUR: N_("Hour"),
    Step.DAY: N_("Day"),
    Step.WEEK: N_("Week of"),
    Step.MONTH: N_("Month"),
    Step.YEAR: N_("Year"),
}
LABELS = (
    ("negative", N_("Negatives")),
    ("neutral", N_("Neutrals")),
    ("positive", N_("Positives")),
    ("unscored", N_("Not scored")),
)
MAX_MARKS = 20
"""Alerts that are marked in the timeline, the loudest: more would hide it."""

THEMES = 3
"""Themes that are named at a glance."""


def slot_name(slot: Slot, step: Step, speech: Speech) -> str:
    """A bar's time, as short as may be."""
    said = speech.short(slot.at)
    return {Step.HOUR: said, Step.MONTH: said[:7], Step.YEAR: said[:4]}.get(step, said[:10])


def glance(content: ReportContent, speech: Speech) -> list[str]:
    """What somebody reads who reads nothing else."""
    now, before = content.now, content.before
    said = [_many(content, speech)]
    if now.judged:
        said.append(_negative(now, before, speech))
    if now.own:
        said.append(
            speech.count(
                "Besides, {n} mention by your own people, who are counted apart.",
                "Besides, {n} mentions by your own people, who are counted apart.",
                now.own,
            )
        )
    said.append(of_alerts(content, speech))
    said += of_answers(content, speech)
    if content.themes:
        names = ", ".join(speech.quote(line(one.theme.name, 80)) for one in content.themes[:THEMES])
        said.append(speech.say(N_("Most talked about: {themes}."), themes=names))
    said.append(of_feeds(content.health, speech))
    return said


def _many(content: ReportContent, speech: Speech) -> str:
    now, before = content.now, content.before
    many = speech.count("{n} mention", "{n} mentions", now.mentions)
    if 0 < content.stories.total < now.mentions:
        stories = speech.count("{n} story", "{n} stories", content.stories.total)
        many = speech.say(N_("{mentions} that tell {stories}"), mentions=many, stories=stories)
    since = content.method.listening
    if since is None or since > content.since - (content.until - content.since):
        begun = speech.say(N_("smwatch hasn't listened yet"))
        if since:
            begun = speech.say(N_("smwatch has listened since {when}"), when=speech.when(since))
        return speech.say(
            N_("{many}; {n} in the period before, which can't be compared: {begun}."),
            many=many, n=speech.number(before.mentions), begun=begun,
        )  # fmt: skip
    told = N_("{many}; {n} in the period before, of the same length.")
    return speech.say(told, many=many, n=speech.number(before.mentions))


def _negative(now: Numbers, before: Numbers, speech: Speech) -> str:
    share = speech.percent(now.negative / now.judged)
    if before.judged:
        return speech.say(
            N_("{share} of those that could be scored are negative; in the period before, {past}."),
            share=share,
            past=speech.percent(before.negative / before.judged),
        )
    return speech.say(N_("{share} of those that could be scored are negative."), share=share)


def of_answers(content: ReportContent, speech: Speech) -> list[str]:
    """How many of those who asked or complained were answered; by brand where there are several."""
    told = [(brand, answered_said(found, speech)) for brand, found in content.answered.items()]
    if len(content.brands) < 2:  # noqa: PLR2004
        return [said for _, said in told]
    return [speech.say(N_("{brand}: {said}"), brand=line(brand, 60), said=said) for brand, said in told]


def of_alerts(content: ReportContent, speech: Speech) -> str:
    """How many alarms there were, and what else was told."""
    crises = content.crises
    said = [speech.say(N_("No crisis in this period."))]
    if crises:
        said = [speech.count("{n} crisis in this period.", "{n} crises in this period.", len(crises))]
    if opened := sum(alert.closed is None for alert in crises):
        alone = len(crises) == 1
        said.append(
            speech.say("It is still open.")
            if alone
            else speech.count("{n} is still open.", "{n} are still open.", opened)
        )
    if buzzes := sum(alert.kind is AlertKind.BUZZ and alert.status != "false" for alert in content.alerts):
        said.append(
            speech.count(
                "Once much was said without being negative; that is told, and is no alarm.",
                "{n} times much was said without being negative; that is told, and is no alarm.",
                buzzes,
            )
        )
    if false := sum(alert.status == "false" for alert in content.alerts):
        said.append(speech.count("{n} was a false alarm.", "{n} were false alarms.", false))
    return wording.sentences(said)


def of_feeds(health: Health, speech: Speech) -> str:
    """How many need a look."""
    feeds = speech.count("{n} feed", "{n} feeds", health.enabled)
    if not health.enabled:
        return speech.say(N_("No feed is polled, so nothing can be heard."))
    if not health.troubled:
        return speech.say(N_("Polled: {feeds}; none of them fails or is silent."), feeds=feeds)
    troubled = speech.count("{n} needs a look", "{n} need a look", health.troubled)
    return speech.say(N_("Polled: {feeds}; {troubled}."), feeds=feeds, troubled=troubled)


def of_themes(content: ReportContent, speech: Speech) -> str:
    """What stands under the heading of themes."""
    if not content.themes:
        return speech.say(N_("No theme stands out: too little is said, or each says something else."))
    said = [
        speech.say(N_("Words and phrases that stand out, of two stories or more; compared with the period before."))
    ]
    if content.method.sampled > 1:
        said.append(
            speech.say(
                N_("Found in one mention of {n}, evenly over the time: the numbers are of those."),
                n=speech.number(content.method.sampled),
            )
        )
    return wording.sentences(said)


def of_stories(content: ReportContent, speech: Speech) -> str:
    """What stands under the heading of stories."""
    if not content.stories.total:
        return speech.say(N_("Nothing was said in this period."))
    return speech.say(
        N_(
            "A story is a text with its copies. {n} in this period; those repeated most are shown, "
            "in the words of who told them first."
        ),
        n=speech.count("{n} story", "{n} stories", content.stories.total),
    )


def marked(content: ReportContent) -> Sequence[Alert]:
    """Alerts that the timeline marks."""
    loudest = sorted(content.alerts, key=lambda a: (kind_of(a) != "crisis", -a.negatives, a.opened))[:MAX_MARKS]
    return sorted(loudest, key=lambda a: (a.opened, a.id))


def timeline(content: ReportContent, speech: Speech) -> Chart:
    """How much was said when, what of it is negative, and when alerts were open."""
    totals = [slot.numbers.mentions for slot in content.slots]
    negative = [slot.numbers.negative for slot in content.slots]
    top = max([1, *totals])
    scale = speech.say(STEPS[content.step], most=speech.number(max(totals, default=0)))
    return Chart(
        name="timeline-chart",
        title=speech.say(N_("How much was said when")),
        told=_in_words(content, totals, speech),
        scale=scale,
        axis=_axis(content, speech),
        paths=(("all", charts.bars(totals, top)), ("voices", charts.bars(negative, top))),
        marks=tuple(_mark(alert, content, speech) for alert in marked(content)),
        keys=_timeline_keys(content, speech),
        table=Table(
            heads=tuple(map(speech.say, (NAMES[content.step], N_("Mentions"), N_("Negatives"), N_("Positives")))),
            rows=tuple(
                (slot_name(s, content.step, speech), *(speech.number(n) for n in _shown(s.numbers)))
                for s in content.slots
                if s.numbers.mentions
            ),
        ),
    )  # fmt: skip


def _shown(numbers: Numbers) -> tuple[int, int, int]:
    return numbers.mentions, numbers.negative, numbers.positive


def _timeline_keys(content: ReportContent, speech: Speech) -> tuple[tuple[str, str], ...]:
    kinds = {kind_of(alert) for alert in marked(content)}
    keys = [
        ("all", speech.say(N_("Mentions"))),
        ("voices", speech.say(N_("Of these, negative"))),
        ("mark crisis", speech.say(N_("A crisis is open")) if "crisis" in kinds else ""),
        ("mark buzz", speech.say(N_("Told without alarm")) if "buzz" in kinds else ""),
    ]
    return tuple((name, said) for name, said in keys if said)


def _mark(alert: Alert, content: ReportContent, speech: Speech) -> Mark:
    starts = [slot.at for slot in content.slots]
    ends = (alert.opened, alert.closed or content.until)
    first, last = (place(at, starts, content.until) for at in ends)
    title = speech.say(N_("{state}, {when}"), state=wording.state(alert, speech), when=speech.when(alert.opened))
    return charts.mark(kind_of(alert), alert.id, (first, last), title)


def _in_words(content: ReportContent, totals: Sequence[int], speech: Speech) -> str:
    if not any(totals):
        return speech.say(N_("Nothing was said in this period."))
    most = totals.index(max(totals))
    said = speech.say(
        N_("{mentions} between {since} and {until}; most of all at {when}: {most}."),
        mentions=speech.count("{n} mention", "{n} mentions", sum(totals)),
        since=speech.date(content.since),
        until=speech.date(content.until),
        when=slot_name(content.slots[most], content.step, speech),
        most=speech.number(totals[most]),
    )
    alerts = [f"{alert.id}. {wording.state(alert, speech)}, {speech.when(alert.opened)}." for alert in marked(content)]
    return wording.sentences([said, *alerts])


def feeling(content: ReportContent, speech: Speech) -> Chart:
    """What part of the mentions feels how, as far as that could be scored."""
    shares = [_shares(slot.numbers) for slot in content.slots]
    paths, base = list[tuple[str, str]](), [0.0] * len(shares)
    for n, (name, _) in enumerate(LABELS[:3]):
        values = [each[n] for each in shares]
        paths.append((name, charts.bars(values, 1.0, base)))
        base = [low + value for low, value in zip(base, values, strict=True)]
    now = content.now
    told = speech.say(N_("Nothing could be scored in this period."))
    if now.judged:
        told = speech.say(
            N_("Of {n} that could be scored, {negative} are negative, {neutral} neutral and {positive} positive; "
               "{unscored} could not be scored."),
            n=speech.count("{n} mention", "{n} mentions", now.judged),
            **{name: speech.number(getattr(now, name)) for name, _ in LABELS},
        )  # fmt: skip
    return Chart(
        name="sentiment-chart",
        title=speech.say(N_("How it feels")),
        told=told,
        scale=wording.sentences((told, speech.say(N_("The bars show shares; the table, numbers.")))),
        axis=_axis(content, speech),
        paths=tuple(paths),
        keys=tuple((name, speech.say(said)) for name, said in LABELS[:3]),
        table=Table(
            heads=tuple(map(speech.say, (NAMES[content.step], *(said for _, said in LABELS)))),
            rows=tuple(
                (slot_name(s, content.step, speech), *(speech.number(getattr(s.numbers, name)) for name, _ in LABELS))
                for s in content.slots
                if s.numbers.mentions
            ),
        ),
    )


def _shares(numbers: Numbers) -> tuple[float, float, float]:
    n = numbers.judged
    return (numbers.negative / n, numbers.neutral / n, numbers.positive / n) if n else (0.0, 0.0, 0.0)


def _axis(content: ReportContent, speech: Speech) -> tuple[str, ...]:
    if not content.slots:
        return ()
    ends = (content.slots[0], content.slots[len(content.slots) // 2], content.slots[-1])
    return tuple(slot_name(slot, content.step, speech) for slot in ends)
