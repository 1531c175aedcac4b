"""How a report comes about and what it can't say, for whoever reads it without knowing smwatch. Pure."""

from __future__ import annotations

from smwatch.locales import N_, Speech
from smwatch.policy import words
from smwatch.reports.report.content import ReportContent
from smwatch.reports.safe import language, line
from smwatch.text.scorers import scored_by

Part = tuple[str, list[str]]
"""A heading and its paragraphs."""

FOUND = (
    N_("smwatch reads the feeds that its configuration names, the comment feeds that it finds behind them, and nothing "
       "else. A text is a mention where the brand's query finds its name; so is a comment under such a text, and all "
       "that stands on a page that is declared to be the brand's."),
    N_("Mentions count at the time of their publication; where a feed tells none, at the time when they were found. "
       "What was deleted since is still counted, if it was found before."),
)  # fmt: skip
FEELING = (
    N_("Each mention is scored on this computer, by what it says of the brand, as negative, neutral or positive. A "
       "score is a guess: it misses irony, quotations and what is only understood. Where a person gave a label, "
       "that counts. Shares are of the mentions that could be scored."),
)  # fmt: skip
ALERTS = (
    N_("An alert opens when there are more negative voices than chance explains for this brand, and a larger share of "
       "them than usual. A voice is an author or a story that was not heard for three days; so nobody counts twice, "
       "and a wire story that forty newspapers print counts once. What is usual is learnt from at most sixty days "
       "before."),
    N_("“Much talked about” means many voices that are not negative. It is told, and is no alarm."),
)  # fmt: skip
THEMES = (
    N_("Themes are words and phrases that stand out against everyday language and against the period before, put "
       "together where they stand in the same stories. They are words, not meanings: one subject may be two themes, "
       "and a theme of two or three stories is a hint."),
)  # fmt: skip
LIMITS = (
    N_("Networks and sites without a feed, private groups, print, radio and television"),
    N_("How many people read, saw or shared something: a mention is a text, whatever its audience"),
    N_("Who is behind a name, and whether anger is just or orchestrated"),
    N_("What feeds left out while they failed or were silent, and what they no longer showed when they were polled"),
)


def told(content: ReportContent, speech: Speech) -> list[Part]:
    """All of it."""
    say = speech.say
    return [
        (say(N_("How mentions are found")), [*map(say, FOUND), *_found(content, speech)]),
        (say(N_("How they are scored")), [*map(say, FEELING), *_scored(content, speech)]),
        (say(N_("What an alert means")), [*map(say, ALERTS), _false_alarms(content, speech)]),
        (say(N_("How themes are found")), [*map(say, THEMES)]),
        (say(N_("What isn't measured")), [f"{said}." for said in map(say, LIMITS)]),
    ]


def _found(content: ReportContent, speech: Speech) -> list[str]:
    method = content.method
    said = []
    if method.listening:
        said.append(speech.say(N_("smwatch has listened since {when}."), when=speech.when(method.listening)))
    if method.named or method.threads or method.pages:
        said.append(
            speech.say(
                N_(
                    "In this period, {named} name the brand, {threads} answer such a text, and {pages} stand on "
                    "the brand's pages."
                ),
                named=speech.number(method.named),
                threads=speech.number(method.threads),
                pages=speech.number(method.pages),
            )
        )
    langs = ", ".join(f"{_language(lang.name, speech)} ({speech.number(lang.count)})" for lang in method.langs)
    if langs:
        said.append(speech.say(N_("Languages: {langs}."), langs=langs))
    return said


def _language(code: str, speech: Speech) -> str:
    """A language's name, as far as it may be one."""
    return words.language(language(code), speech) if language(code) else "?"


def _scored(content: ReportContent, speech: Speech) -> list[str]:
    method, now = content.method, content.now
    said = [line(scored_by(method.scorers, speech), 300)]
    if method.corrected:
        said.append(
            speech.count("{n} mention has a person's label.", "{n} mentions have a person's label.", method.corrected)
        )
    if now.unscored:
        said.append(
            speech.count(
                "{n} mention could not be scored: another language, or too short.",
                "{n} mentions could not be scored: another language, or too short.",
                now.unscored,
            )
        )
    return [one for one in said if one]


def _false_alarms(content: ReportContent, speech: Speech) -> str:
    method = content.method
    return speech.say(
        N_("Alerts are set to {sensitivity}: false alarms are to be expected, about {promised} a year and brand. "
           "How each alert was reckoned stands on its page. An alert is no proof of a crisis, nor is silence one "
           "of peace."),
        sensitivity=f'sensitivity = "{method.sensitivity}"',
        promised=speech.number(method.promised, 2 if method.promised < 1 else 0),
    )  # fmt: skip
