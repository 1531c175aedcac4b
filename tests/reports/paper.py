"""A report on the bad day of story.py, as the store and the detector would tell it; and one that is all evil."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from smwatch.config.settings import Play
from smwatch.models import Count, Health, Heard, Label, MentionRow, Note, Role, Warned
from smwatch.reports.answered import Answered
from smwatch.reports.content import Numbers
from smwatch.reports.quotes import quoted
from smwatch.reports.report.compose import Tally
from smwatch.reports.report.content import (
    AlertPage,
    BrandNumbers,
    CurvePart,
    ReportContent,
    Slot,
    Step,
    StoryLine,
    TermPart,
    ThemeLine,
)
from smwatch.reports.report.content import Health as Feeds
from smwatch.themes.theme import Course, Theme, ThemeQuote
from tests.reports import story

ROWS = (story.VIDEO, *story.COPIES, *story.COMMENTS, *story.OTHERS)
HOURS = [Numbers(), Numbers(mentions=3, negative=2, positive=1), Numbers(mentions=9, negative=6, neutral=2)] * 8
BUZZING = {
    "en": "4 voices that are not negative in 6 hours, 0.4 expected; by chance once in 3 years.",
    "fr": "4 voix non négatives en 6 heures, contre 0,4 en temps normal.",
}


def heard(row: MentionRow) -> Heard:
    """The same as the detector hears it."""
    return Heard(
        id=str(row.id), brand=row.brand, fetched=row.fetched, published=row.published, score=row.score, label=row.label,
        source=row.source, author=row.author, title=row.title, text=row.text, url=row.url, lang=row.lang,
    )  # fmt: skip


def brand(name: str, n: int, *, competitor: bool = False) -> BrandNumbers:
    """A brand with n mentions, and half as many before."""
    now = Numbers(mentions=n, negative=n // 2, neutral=n // 4)
    return BrandNumbers(
        brand=name, competitor=competitor, now=now, before=Numbers(mentions=n // 2, negative=1, neutral=1), share=0.5
    )


def theme(name: str, said: MentionRow) -> Theme:
    """Of some mentions."""
    return Theme(
        name=name, terms=(Count(name=name, count=3), Count(name="forêt", count=2)), stories=3, mentions=5, share=0.4,
        negative=3, neutral=1, positive=0, score=-0.4, course=Course.GROWING, before=1, before_mentions=1, factor=3.0,
        quotes=(ThemeQuote(said=said, text="Il y a de l'huile de palme."),), ids=(said.id,), langs=("fr",),
    )  # fmt: skip


def page(lang: str) -> AlertPage:
    """The crisis whole."""
    return AlertPage(
        alert=story.CRISIS,
        arithmetic=story.ARITHMETIC[lang][1],
        facts=("…",),
        curve=CurvePart(
            since=story.UNTIL - timedelta(hours=6),
            step=1,
            voices=(0, 1, 0, 3, 2, 0),
            expected=(0.1, 0.1, 0.1, 0.2, 0.2, 0.1),
            told="…",
        ),
        window="…",
        first=heard(story.VIDEO),
        sources=(Count(name="Page Nordelait", count=3),),
        threads=((Count(name="https://page.example/spoon", count=2), "Our new spoon"),),
        authors=(Count(name="pat_42", count=1),),
        terms=(TermPart(name="forêt", count=2, quote="La forêt brûle.", said=heard(story.COMMENTS[1])),),
        reckoned=("…",),
        asides=("…",),
        play=Play(when={}, who="Marie Tremblay", within=timedelta(hours=1), say="Nous avons été informés."),
        within="1 h",
        status="…",
        notes=(Note(number=3, at=story.UNTIL, who="rp", text="Appelé le journal."),),
    )


def bad_day(lang: str = "en") -> ReportContent:
    """All there is to tell."""
    tally = Tally()
    rows = sorted(ROWS, key=lambda row: row.published, reverse=True)
    for row in rows:
        tally.take(row)
    by_number = {row.id: row for row in rows}
    buzz = AlertPage(alert=story.BUZZ, arithmetic=BUZZING[lang])
    return ReportContent(
        brands=(brand("Nordelait", 12), brand("Laiterie du Fleuve", 4, competitor=True)),
        since=story.SINCE,
        until=story.UNTIL,
        made=story.UNTIL,
        step=Step.HOUR,
        slots=tuple(Slot(story.SINCE + timedelta(hours=n), numbers) for n, numbers in enumerate(HOURS)),
        alerts=(story.BUZZ, story.CRISIS),
        pages=(buzz, page(lang)),
        voices=tally.voices(),
        themes=(ThemeLine(theme=theme("huile de palme", story.VIDEO), brands=(Count(name="Nordelait", count=5),)),),
        stories=tally.stories(by_number.get),
        answered={"Nordelait": Answered(wanted=12, answered=3, median=timedelta(minutes=95))},
        health=Feeds(feeds=story.FEEDS[1:], troubled=40, enabled=50),
        method=tally.method(listening=story.SINCE - timedelta(days=60), sensitivity="low", promised=0.25),
    )


def nothing() -> ReportContent:
    """A report on a day on which nobody said anything, of a smwatch that never listened."""
    return ReportContent(
        brands=(BrandNumbers(brand="Nordelait", competitor=False, now=Numbers(), before=Numbers(), share=0.0),),
        since=story.SINCE,
        until=story.UNTIL,
        made=story.UNTIL,
        step=Step.HOUR,
        slots=tuple(Slot(story.SINCE + timedelta(hours=n), Numbers()) for n in range(24)),
    )


def evil(text: str) -> ReportContent:
    """The bad day, with this text wherever a feed, a person or the config has a text."""
    said = story.mention(
        7, Label.NEGATIVE, title=text, text=text, author=text, source=text, url=text, lang=text, brand=text, feed=text,
        story="s", author_role=Role.PRESS, scorer=text, thread=text,
    )  # fmt: skip
    whole, one, alert = bad_day(), heard(said), replace(story.CRISIS, brand=text)
    tally = Tally()
    tally.take(said)
    tally.take(replace(said, id=6, author="", source=""))
    notes = (Note(number=3, at=story.UNTIL, who=text, text=text),)
    evil_page = replace(
        page("en"), alert=alert, arithmetic=text, facts=(text,), first=one, sources=(Count(name=text, count=3),),
        threads=((Count(name=text, count=2), text), (Count(name=text, count=2), "")), reckoned=(text,), asides=(text,),
        authors=(Count(name=text, count=1),), terms=(TermPart(name=text, count=2, quote=text, said=one),), status=text,
        play=Play(when={}, who=text, within=None, say=text), notes=notes,
    )  # fmt: skip
    feed = story.feed(text, Health.FAILING, source=text, message="{host} did not answer within {seconds} s",
                      args={"host": text, "seconds": text})  # fmt: skip
    deaf = Warned(kind="deaf", brand=text, feed="", message="{feeds}", args={"feeds": text}, at=story.UNTIL)
    lines = (StoryLine(brand=text, quote=quoted(said), copies=3, negative=3),)
    return replace(
        whole,
        brands=(brand(text, 12), brand("b", 4)),
        alerts=(alert,),
        pages=(evil_page,),
        voices=tally.voices(),
        themes=(ThemeLine(theme=replace(theme(text, said), langs=(text,)), brands=(Count(name=text, count=5),)),),
        stories=replace(whole.stories, negative=lines, others=lines),
        health=Feeds(feeds=(feed,), troubled=1, enabled=1, deaf=(deaf,)),
        method=tally.method(),
    )


def many_brands(n: int) -> ReportContent:
    """A report on so many brands."""
    return replace(bad_day(), brands=tuple(brand(f"Marque {at}", n - at) for at in range(n)))


__all__ = ["ROWS", "bad_day", "evil", "many_brands", "nothing"]
