"""A morning after a bad day, as the store and the detector would tell it: what the digest's tests are about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from smwatch.config.settings import Play
from smwatch.models import (
    Alert,
    AlertKind,
    Count,
    DateTrust,
    FeedKind,
    FeedRow,
    Health,
    Label,
    Level,
    MentionRow,
    Origin,
    Role,
    Span,
    Warned,
    Why,
)
from smwatch.reports.answered import Answered
from smwatch.reports.content import Asked, Heeded
from smwatch.reports.digest import AlertPart, DigestContent, compose
from smwatch.reports.questions import Team, open_questions
from smwatch.reports.todo import by_person, of_alert, of_mention
from smwatch.themes.find import themes

UNTIL = datetime(2010, 3, 24, 11, 30, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=1)
MONTREAL = timezone(timedelta(hours=-4), "America/Montreal")  # as it was that week
BRANDS = ("Nordelait", "Laiterie du Fleuve")
SCORES = {Label.NEGATIVE: -0.72, Label.NEUTRAL: 0.0, Label.POSITIVE: 0.61}


def mention(number: int, label: Label | None = Label.NEGATIVE, **changes: Any) -> MentionRow:  # noqa: ANN401 - fields of any type
    """A mention of Nordelait on its fan page; `changes` are fields."""
    at = SINCE + timedelta(minutes=7 * number)
    fields: dict[str, Any] = {
        "id": number,
        "brand": "Nordelait",
        "why": Why.NAMED,
        "published": at,
        "fetched": at + timedelta(minutes=3),
        "date_trust": DateTrust.FEED,
        "source": "Page Nordelait",
        "feed": "https://page.example/comments.xml",
        "url": f"https://page.example/comments/{number}",
        "title": "",
        "text": f"Nordelait, comment number {number}.",
        "author": "Jeanne Roy",
        "author_role": Role.PUBLIC,
        "lang": "en",
        "score": SCORES[label] if label else None,
        "label": label,
        "scorer": "vader/1",
        "story": f"s{number}",
        "thread": "",
        "worst": SCORES[label] if label else None,
        "machine_score": SCORES[label] if label else None,
        "machine_label": label,
        "machine_scorer": "vader/1",
    }
    return MentionRow(**(fields | changes))


def feed(url: str, status: Health, **changes: Any) -> FeedRow:  # noqa: ANN401 - likewise
    """A stored feed; `changes` are fields."""
    fields: dict[str, Any] = {
        "url": url,
        "source": "",
        "kind": FeedKind.ENTRIES,
        "origin": Origin.CONFIG,
        "parent": "",
        "enabled": True,
        "last_poll": UNTIL,
        "last_new": SINCE - timedelta(days=9),
        "next_poll": UNTIL + timedelta(hours=1),
        "next_why": "",
        "status": status,
        "failures": 0,
        "message": "",
        "entries": 12,
        "mentions": 3,
    }
    return FeedRow(**(fields | changes))


VIDEO = mention(
    2,
    title="New video asks Nordelait to keep palm oil out of its yogourt",
    text="Forest Watch published a video on Tuesday. It says that Nordelait buys palm oil from burnt land.",
    source="Le Quotidien",
    author="",
    url="https://quotidien.example/2010/03/23/palm-oil?from=rss&amp=1",
    story="video",
)
COPIES = (
    mention(5, title=VIDEO.title, text=VIDEO.text, source="The Eastern Post", author="Sam Lee", story="video"),
    mention(9, title=VIDEO.title, text=VIDEO.text, source="Nouvelles du Nord", author="", story="video"),
)
COMMENTS = (
    mention(20, kind="comment", title="Comment on Our new spoon", text="Shame on you. I will never buy this again."),
    mention(
        21,
        kind="comment",
        lang="fr",
        author="Marc-André Côté",
        text="Vous effacez nos commentaires au lieu de répondre : c'est honteux, vraiment pas beau à voir.",
    ),
    mention(
        30,
        kind="comment",
        author="pat_42",
        text="Long ago I was a fan. " * 12
        + "Now Nordelait deletes what we write, and it is a disgrace. "
        + "Ask them why, and they send you a coupon for the new spoon. " * 9,
        spans=(Span("text", 22 * 12 + 4, 22 * 12 + 13),),
    ),
)
PAGE = "https://page.example/posts/spoon"
QUESTIONS = (
    mention(
        25,
        Label.NEUTRAL,
        kind="comment",
        thread=PAGE,
        why=Why.PAGE,
        author="Lise Gagnon",
        lang="fr",
        text="Le yogourt à la vanille contient-il de l’huile de palme ? Mon fils y est allergique.",
    ),
    mention(
        26,
        Label.NEUTRAL,
        kind="comment",
        thread=PAGE,
        why=Why.PAGE,
        author="Sam Lee",
        assignee="Marie Tremblay",
        text="Will you publish where the oil comes from, and when?",
    ),
)
PALM = tuple(
    mention(31 + n, kind="comment", author=author, text=text)
    for n, (author, text) in enumerate(
        [
            ("Ana Ruiz", "No palm oil in my yogourt, please. The orangutans pay for it."),
            ("treehugger", "Palm oil again? I eat yogourt for the milk, not for palm oil."),
            ("P. Singh", "Their answer on palm oil is a joke, and a bad one."),
            ("Old Tom", "Boycott until the palm oil is gone."),
        ]
    )
)
OTHERS = (
    mention(40, Label.NEUTRAL, text="Nordelait opens a plant in Rimouski."),
    mention(41, Label.POSITIVE, text="I like the new Nordelait spoon!"),
    mention(42, None, lang="", text="Nordelait 3,99"),
    *(mention(50 + n, Label.NEUTRAL, brand="Laiterie du Fleuve") for n in range(3)),
    mention(60, Label.POSITIVE, brand="Laiterie du Fleuve"),
)
BEFORE = (
    *(mention(100 + n, Label.NEUTRAL, published=SINCE - timedelta(hours=n + 1)) for n in range(4)),
    mention(110, Label.POSITIVE, brand="Laiterie du Fleuve", published=SINCE - timedelta(hours=2)),
)
CRISIS = Alert(
    id=3,
    brand="Nordelait",
    level=Level.CONFIRMED,
    opened=UNTIL - timedelta(hours=6),
    confirmed=UNTIL - timedelta(hours=5),
    peak=UNTIL - timedelta(hours=4),
    updated=UNTIL,
    window=timedelta(hours=6),
    negatives=6,
    mentions=9,
    stories=4,
    authors=5,
    expected=0.3,
    probability=2.8e-6,
    sources=(Count(name="Page Nordelait", count=3), Count(name="The Eastern Post", count=1)),
    first_mention="2",
)
BUZZ = Alert(
    id=4,
    brand="Laiterie du Fleuve",
    kind=AlertKind.BUZZ,
    level=Level.EMERGING,
    opened=UNTIL - timedelta(hours=2),
    updated=UNTIL,
    window=timedelta(hours=6),
    negatives=0,
    mentions=4,
    stories=4,
    authors=2,
    expected=0.4,
    probability=0.0008,
)
ARITHMETIC = {  # as alerts/explain.py says it
    "en": (
        "4 voices that are not negative in 6 hours, 0.4 expected; by chance once in 3 years.",
        "6 negative voices in 6 hours, 0.3 expected; by chance once in 240 years.",
    ),
    "fr": (
        (
            "4 voix non négatives en 6 heures, contre 0,4 en temps normal; "
            "le hasard seul en ferait autant une fois en 3 ans."
        ),
        (
            "6 voix négatives en 6 heures, contre 0,3 en temps normal; "
            "le hasard seul en ferait autant une fois en 240 ans."
        ),
    ),
}
FEEDS = (
    feed("https://journal.example/feed/", Health.OK),
    feed(
        "https://blog.example/feed/",
        Health.FAILING,
        source="Blogue laitier",
        failures=7,
        message="{host} did not answer within {seconds} s",
        args={"host": "blog.example", "seconds": "20"},
    ),
    feed("https://forum.example/rss", Health.SILENT, source="Forum des fermes"),
    feed("https://old.example/rss", Health.GONE),
)


SAY = "Nous avons vu la vidéo. Nous vérifions d’où vient notre huile, et nous répondrons demain à 9 h."
PLAYBOOK = (Play(when={"brand": "Nordelait"}, who="Marie Tremblay", within=timedelta(hours=1), say=SAY),)
UNSENT = Warned(
    kind="unsent",
    brand="",
    feed="",
    message="{what} is given up: {why}",
    args={"what": "“soir”", "why": "554 5.7.1"},
    at=UNTIL,
)


TODO = (
    of_alert(CRISIS, who="Marie Tremblay", due=UNTIL - timedelta(hours=2)),
    of_mention(VIDEO, who="Marie Tremblay", due=UNTIL - timedelta(minutes=20)),
    of_mention(COMMENTS[0], who="Marie Tremblay", due=UNTIL + timedelta(hours=3)),
    of_mention(COMMENTS[1], who="Marie Tremblay", due=None),
    of_mention(OTHERS[0], who="", due=UNTIL + timedelta(minutes=40), planned=True),
)


def alerts(lang: str) -> tuple[AlertPart, ...]:
    """The two alerts of that morning."""
    buzz, crisis = ARITHMETIC[lang]
    asked = Asked(who="Marie Tremblay", within={"en": "1 hour", "fr": "1 heure"}[lang], say=SAY)
    return (
        AlertPart(alert=BUZZ, arithmetic=buzz),
        AlertPart(alert=CRISIS, arithmetic=crisis, asked=asked, first=VIDEO, quotes=COMMENTS),
    )


def bad_day(lang: str = "en") -> DigestContent:
    """The digest of that morning."""
    rows = (VIDEO, *COPIES, *COMMENTS, *QUESTIONS, *PALM, *OTHERS)
    own = [row for row in rows if row.brand == "Nordelait"]
    team = Team(brands=["Nordelait"], playbook=PLAYBOOK, alerts=[CRISIS])
    return compose(
        name="matin",
        brands=BRANDS,
        since=SINCE,
        until=UNTIL,
        mentions=rows,
        before=BEFORE,
        alerts=alerts(lang),
        feeds=FEEDS,
        heeded=Heeded(
            themes=themes(own, [row for row in BEFORE if row.brand == "Nordelait"]),
            questions=open_questions(rows, team),
            todo=by_person(TODO, UNTIL),
            answered={"Nordelait": Answered(wanted=12, answered=3, median=timedelta(minutes=95))},
            warnings=[UNSENT],
            competitors=["Laiterie du Fleuve"],
        ),
    )


def quiet_day() -> DigestContent:
    """A digest with nothing to say."""
    return compose(name="matin", brands=BRANDS, since=SINCE, until=UNTIL, mentions=(), feeds=FEEDS[:1])


def many_mentions(count: int) -> DigestContent:
    """A digest of so many negative mentions, each a long story of its own."""
    rows = [
        mention(
            number,
            title=f"Story {number}: " + "what Nordelait did to the forest, told at length by a witness " * 2,
            text=f"Fact {number}. " + "Nordelait answers nobody, and « ça » won't do; said a reader. " * 20,
            url=f"https://news.example/{number}/" + "a-long-slug-in-the-link-" * 8,
        )
        for number in range(count)
    ]
    return compose(brands=BRANDS, since=SINCE, until=UNTIL, mentions=rows, alerts=alerts("en"), feeds=FEEDS)
