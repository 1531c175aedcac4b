"""Alerts as a report shows them: a line in the list, and a page of their own. A buzz is told, and is no alarm. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from smwatch.locales import N_, Speech
from smwatch.models import Alert, AlertKind, Count, Heard
from smwatch.reports import wording
from smwatch.reports.report import charts
from smwatch.reports.report.charts import Chart, Table
from smwatch.reports.report.content import AlertPage, CurvePart, ReportContent, TermPart
from smwatch.reports.report.views import View, words_of
from smwatch.reports.safe import language, line, link
from smwatch.text.links import plain_address

SMALL = 10
"""Expected numbers under this are told with a decimal."""


def kind_of(alert: Alert) -> str:
    """Its class in the style sheet: what is an alarm is red."""
    return "crisis" if alert.kind is AlertKind.CRISIS and alert.status != "false" else "buzz"


def listed(alerts: Iterable[Alert], content: ReportContent, speech: Speech) -> list[View]:
    """Lines of the list."""
    paged = {page.alert.id for page in content.pages}
    return [
        {
            "id": alert.id,
            "page": alert.id in paged,
            "state": wording.state(alert, speech),
            "opened": speech.short(alert.opened),
            "closed": speech.short(alert.closed) if alert.closed else speech.say(N_("still open")),
            "voices": speech.number(alert.negatives),
            "expected": _expected(alert.expected, speech),
        }
        for alert in alerts
    ]


def page_of(page: AlertPage, speech: Speech) -> View:
    """All of one alert."""
    alert = page.alert
    return {
        "id": alert.id,
        "kind": kind_of(alert),
        "state": wording.state(alert, speech),
        "when": _when(alert, speech),
        "arithmetic": line(page.arithmetic, 400),
        "facts": [line(said, 400) for said in (*page.facts, page.window) if said],
        "curve": _curve(page.curve, alert, speech) if page.curve else None,
        "first": words_of(page.first, speech) if page.first else None,
        "loudest": _loudest(page, speech),
        "terms": [_term(term, speech) for term in page.terms],
        "play": _play(page, speech),
        "handled": [line(said, 600) for said in _handled(page, speech)],
        "reckoned": [line(said, 600) for said in (*page.reckoned, *page.asides)],
    }


def _when(alert: Alert, speech: Speech) -> str:
    number = speech.say(N_("No. {id}."), id=alert.id)
    since, until = speech.when(alert.opened), speech.when(alert.closed) if alert.closed else ""
    if alert.kind is AlertKind.BUZZ:  # nobody opens or closes one
        said = N_("From {since} to {until}.") if until else N_("Since {since}.")
        return wording.sentences((number, speech.say(said, since=since, until=until)))
    facts = [
        number,
        speech.say(N_("Opened {when}."), when=since),
        speech.say(N_("Confirmed {when}."), when=speech.when(alert.confirmed)) if alert.confirmed else "",
        speech.say(N_("Closed {when}."), when=until) if until else "",
    ]
    return wording.sentences(facts)


def _expected(expected: float, speech: Speech) -> str:
    return speech.number(expected, 1 if expected < SMALL else 0)


def _curve(curve: CurvePart, alert: Alert, speech: Speech) -> Chart:
    top = max([1.0, *curve.voices, *curve.expected])
    crisis = alert.kind is AlertKind.CRISIS
    voices = speech.say(N_("Negative voices") if crisis else N_("Voices that are not negative"))
    expected = speech.say(N_("Expected"))
    starts = [curve.since + timedelta(hours=curve.step * n) for n in range(len(curve.voices))]
    end = curve.since + timedelta(hours=curve.step * len(curve.voices))
    rows = [
        (speech.short(at), speech.number(n), _expected(usual, speech))
        for at, n, usual in zip(starts, curve.voices, curve.expected, strict=True)
        if n
    ]
    return Chart(
        name=f"curve-{alert.id}",
        title=speech.say(N_("Curve of alert no. {id}"), id=alert.id),
        told=curve.told,
        scale=curve.told,
        axis=tuple(speech.short(at) for at in (curve.since, curve.since + (end - curve.since) / 2, end)),
        paths=(
            ("voices" if crisis else "others", charts.bars(curve.voices, top)),
            ("expected", charts.line(curve.expected, top)),
        ),
        keys=(("voices" if crisis else "others", voices), ("expected", expected)),
        table=Table(heads=(speech.say(N_("From")), voices, expected), rows=tuple(rows)),
    )


def _loudest(page: AlertPage, speech: Speech) -> list[tuple[str, list[View]]]:
    """Sources, threads, authors: label and parts."""
    threads = [
        {
            "name": line(title, 100) or line(plain_address(count.name), 100),
            "url": link(count.name),
            "count": speech.number(count.count),
        }
        for count, title in page.threads
    ]
    found = (
        (N_("Sources:"), _counts(page.sources, speech)),
        (N_("Threads:"), threads),
        (N_("Authors:"), _counts(page.authors, speech)),
    )
    return [(speech.say(label), parts) for label, parts in found if parts]


def _counts(counts: Iterable[Count], speech: Speech) -> list[View]:
    return [{"name": line(c.name, 80), "url": "", "count": speech.number(c.count)} for c in counts]


def _term(term: TermPart, speech: Speech) -> View:
    lang = language(term.said.lang)
    return {
        "name": line(term.name, 60),
        "count": speech.number(term.count),
        "said": speech.quote(line(term.quote, 240)),
        "who": who(term.said, speech),
        "url": link(term.said.url),
        "lang": lang if lang != speech.lang else "",
    }


def who(said: Heard, speech: Speech) -> str:
    """Author, source and time."""
    return ", ".join(filter(None, (line(said.author, 60), line(said.source, 60), speech.when(said.published))))


def _play(page: AlertPage, speech: Speech) -> list[str]:
    """Who answers, how fast, with what words."""
    if not page.play:
        return []
    name = line(page.play.who, 100) or speech.say(N_("nobody is named"))
    told = speech.say(N_("{who}, within {time}"), who=name, time=page.within) if page.within else name
    return [told, *([speech.quote(line(page.play.say, 1000))] if page.play.say else [])]


def _handled(page: AlertPage, speech: Speech) -> list[str]:
    """What people made of it."""
    notes = [
        f"{speech.say(N_('Note by {who}, {at}:'), who=line(note.who, 60) or '?', at=speech.when(note.at))} {note.text}"
        for note in page.notes
    ]
    return [page.status, *notes] if page.status else notes
