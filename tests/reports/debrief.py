"""The bad day of story.py when it is over: what was stored about its alert, and the same written by somebody evil."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import quote

from smwatch.models import (
    Alert,
    Decision,
    Label,
    Letter,
    Level,
    MentionRow,
    Note,
    Post,
    Posted,
    Role,
    Task,
    Way,
    Why,
)
from smwatch.reports.report.content import TermPart
from smwatch.reports.review.compose import compose
from smwatch.reports.review.content import Matter, Review, Rule, Saying
from tests.reports import story
from tests.reports.paper import heard

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OPENED = story.SINCE + HOUR
CLOSED = OPENED + timedelta(days=2)
NOW = CLOSED + 3 * HOUR
PAGE = "https://page.example/posts/spoon"
ALERT: Alert = replace(
    story.CRISIS, level=Level.CLOSED, opened=OPENED, confirmed=OPENED + 30 * MINUTE, peak=OPENED + 2 * HOUR,
    closed=CLOSED, updated=CLOSED, status="done", assignee="Marie Tremblay",
)  # fmt: skip
EMPLOYEE = story.mention(
    22, Label.NEUTRAL, kind="comment", author="Paul Roy", author_role=Role.EMPLOYEE, thread=PAGE, lang="fr",
    text="Je travaille ici, et notre huile vient d'ailleurs.",
)  # fmt: skip
PRESS = replace(story.COPIES[0], author_role=Role.PRESS)
OFFICIAL = story.mention(
    35, Label.NEUTRAL, kind="comment", author="@nordelait", author_role=Role.OFFICIAL, thread=PAGE, lang="fr",
    why=Why.PAGE, text="Nous avons vu la vidéo; voici d'où vient notre huile.", url=f"{PAGE}#official",
)  # fmt: skip
LISE = replace(story.QUESTIONS[0], status="answered")
ANGRY = replace(story.COMMENTS[0], status="answered", assignee="Marie Tremblay")
COUPON = replace(story.COMMENTS[2], status="ignored")
ROWS = (story.VIDEO, PRESS, story.COPIES[1], ANGRY, story.COMMENTS[1], EMPLOYEE, LISE, COUPON, *story.PALM, OFFICIAL)
SAYING = {
    "en": Saying(arithmetic=story.ARITHMETIC["en"][1], facts=("It is the first alert of this kind for this brand.",)),
    "fr": Saying(arithmetic=story.ARITHMETIC["fr"][1], facts=("C’est la première alerte de ce genre pour la marque.",)),
}
WHO = "Marie Tremblay"


def decision(after: timedelta, what: str, about: tuple[str, int], who: str = WHO, whom: str = "") -> Decision:
    """What was decided so long after the alert opened."""
    subject, number = about
    return Decision(at=OPENED + after, who=who, what=what, subject=subject, number=number, whom=whom)


DECISIONS = (
    decision(4 * MINUTE, "acknowledge", ("alert", 3), "Paul Dubé"),
    decision(9 * MINUTE, "assign", ("alert", 3), "Paul Dubé", WHO),
    decision(12 * MINUTE, "note", ("alert", 3)),
    decision(100 * MINUTE, "assign", ("mention", ANGRY.id), "Paul Dubé", WHO),
    decision(150 * MINUTE, "answer", ("mention", ANGRY.id)),
    decision(200 * MINUTE, "ignore", ("mention", COUPON.id)),
    decision(210 * MINUTE, "found", ("mention", LISE.id), ""),
)
NOTES = {
    ("alert", 3): [Note(number=3, at=OPENED + 12 * MINUTE, who=WHO, text="Appelé le journal.")],
    ("mention", COUPON.id): [Note(number=COUPON.id, at=OPENED + 200 * MINUTE, who=WHO, text="Il l'a déjà écrit.")],
}
TASKS = {
    ANGRY.id: Task(
        subject="mention", number=ANGRY.id, status="answered", assignee=WHO, version=2, assigned=OPENED + 100 * MINUTE,
        due=OPENED + 140 * MINUTE, answered=OPENED + 150 * MINUTE, link=f"{PAGE}#reply", found=False,
    ),
    LISE.id: Task(
        subject="mention", number=LISE.id, status="answered", version=1, answered=OFFICIAL.published,
        link=OFFICIAL.url, found=True,
    ),
    COUPON.id: Task(subject="mention", number=COUPON.id, status="ignored", version=1),
}  # fmt: skip
NEWS = Posted(
    kind="notice", way=Way.MAIL, name="direction", alert=3, since=None, until=OPENED, sent=OPENED + MINUTE,
    state=Post.SENT, letter=Letter(to=("rp@example.com",), message_id="", content=b""),
)  # fmt: skip
RULES = (
    Rule(level="emerging", since=OPENED, who=WHO, within=4 * HOUR, say="Nous avons été informés."),
    Rule(level="confirmed", since=OPENED + 30 * MINUTE, who=WHO, within=HOUR, say="Nous répondons dans l’heure."),
)


def matter(lang: str = "en", **changes: object) -> Matter:
    """All that is stored; `changes` are fields."""
    ours: Callable[[MentionRow], bool] = lambda row: row.author_role is Role.OFFICIAL  # noqa: E731 - typed
    due: Callable[[MentionRow], datetime | None] = lambda row: row.fetched + HOUR if row.lang == "fr" else None  # noqa: E731
    terms = (TermPart(name="huile de palme", count=4, quote=story.PALM[0].text, said=heard(story.PALM[0])),)
    whole = Matter(
        alert=ALERT, now=NOW, since=story.VIDEO.published, until=CLOSED, quiet_after=timedelta(hours=24),
        saying=replace(SAYING[lang], terms=terms), first=story.VIDEO, rows=sorted(ROWS, key=lambda row: row.published),
        tasks=TASKS, notes=NOTES, decisions=DECISIONS, posted=(NEWS,), rules=RULES, planned=True, ours=ours, due=due,
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]  # each field's own


def debrief(lang: str = "en") -> Review:
    """The debrief."""
    return compose(matter(lang))


def evil_row(row: MentionRow, text: str) -> MentionRow:
    """The same mention with this in every text that a feed can set, and in its link."""
    url = f"https://page.example/{row.id}?a={quote(text)[:300]}"
    return replace(row, title=text, text=text, author=text, source=text, url=url)


def evil(text: str) -> Review:
    """The debrief with this wherever somebody else can write."""
    rows = sorted((evil_row(row, text) for row in ROWS), key=lambda row: row.published)
    said = Saying(
        arithmetic=text, facts=(text,), asides=(text,),
        terms=(TermPart(name=text, count=3, quote=text, said=heard(rows[0])),),
    )  # fmt: skip
    tasks = {number: replace(task, link=f"https://page.example/{quote(text)[:300]}") for number, task in TASKS.items()}
    alert = replace(ALERT, brand=text, assignee=text)
    return compose(
        matter(
            alert=alert, saying=said, rows=rows, first=next(row for row in rows if row.id == story.VIDEO.id),
            tasks=tasks,
            notes={key: [replace(note, text=text) for note in some] for key, some in NOTES.items()},
            decisions=[replace(one, who=text if one.who else "", whom=text if one.whom else "") for one in DECISIONS],
            posted=[replace(NEWS, name=text)],
            rules=[replace(rule, who=text, say=text) for rule in RULES],
        )
    )  # fmt: skip
