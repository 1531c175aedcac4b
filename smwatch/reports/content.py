"""What a digest says, before it is put in words: one content for text and HTML.

    compose(mentions of the period, of the one before, alerts, feeds) -> DigestContent

Pure. Alerts come with their arithmetic already said, since how it is reckoned is known elsewhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING

from smwatch.models import AlertKind, Label, MentionRow
from smwatch.reports.quotes import GRAVEST, Quote, quoted, stories_of
from smwatch.reports.troubles import needs_a_look
from smwatch.text.changes import is_change

if TYPE_CHECKING:
    from smwatch.models import Alert, FeedRow, Heard, Warned
    from smwatch.reports.answered import Answered
    from smwatch.reports.todo import PersonPart
    from smwatch.themes.theme import Theme

MAX_ALERTS, MAX_QUOTES = 10, 3
"""What a digest holds at most of these: it is read on a phone at seven in the morning. How much is shown of the rest
says Room."""


STORY = 140
"""Signs of a story's words: there may be many of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many of each are shown; the rest is counted."""

    alerts: int = MAX_ALERTS
    quotes: int = MAX_QUOTES  # of an alert, besides the first mention
    stories: int = 40
    questions: int = 10
    people: int = 10
    todo: int = 5  # of each person's
    brands: int = 20
    feeds: int = 20
    warnings: int = 10
    themes: int = 5

    @property
    def less(self) -> Room:
        """Half of it, for a digest that would be too long: at last nothing but the numbers is left."""
        return Room(**{each.name: getattr(self, each.name) // 2 for each in fields(self)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the playbook asks for an alert; what it leaves open is ""."""

    who: str = ""
    within: str = ""  # in the reader's language: "1 hour"
    say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertPart:
    """An alert, what its arithmetic says in the reader's language, and a few of those who were heard."""

    alert: Alert
    arithmetic: str
    asked: Asked | None = None  # by the playbook
    unplanned: bool = False  # there is a playbook, and none of its rules fits
    first: Heard | MentionRow | None = None  # the first negative mention of the stretch
    quotes: tuple[Heard | MentionRow, ...] = ()

    @property
    def others(self) -> tuple[Heard | MentionRow, ...]:
        """The quotes to show besides the first mention."""
        first = str(self.first.id) if self.first else ""
        return tuple(said for said in self.quotes if str(said.id) != first)[:MAX_QUOTES]


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Mentions counted."""

    mentions: int = 0
    negative: int = 0
    neutral: int = 0
    positive: int = 0
    own: int = 0  # and besides, by the company's own people

    @property
    def unscored(self) -> int:
        """Mentions that no scorer could judge."""
        return self.mentions - self.negative - self.neutral - self.positive

    @property
    def judged(self) -> int:
        """Mentions that have a label."""
        return self.negative + self.neutral + self.positive

    def __add__(self, other: Numbers) -> Numbers:
        """Both together."""
        return Numbers(
            mentions=self.mentions + other.mentions,
            negative=self.negative + other.negative,
            neutral=self.neutral + other.neutral,
            positive=self.positive + other.positive,
            own=self.own + other.own,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures(Numbers):
    """The same, and how many stories they tell: copies are one."""

    stories: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandPart:
    """A brand's figures now and in the period before; `share` of voice from 0 to 1."""

    brand: str
    now: Figures
    before: Figures
    share: float
    share_before: float | None = None  # None: there is nothing to compare with
    own: bool = True  # no competitor's


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPart:
    """A negative story: who told it first, and how many told it in the period."""

    brand: str
    quote: Quote
    copies: int  # 1: nobody repeated it
    also: tuple[str, ...] = ()  # other brands that the same text is about, and speaks ill of


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPart:
    """Something that was asked and that nobody answered, and who has it."""

    brand: str
    quote: Quote
    copies: int = 1
    also: tuple[str, ...] = ()  # other brands that are asked the same in the same text
    assignee: str = ""  # whom it is assigned to
    planned: str = ""  # else who answers by the playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestContent:
    """Everything a digest says about a period."""

    name: str  # the digest's, in the config
    brands: tuple[str, ...]
    since: datetime
    until: datetime
    reached: int = 0  # number of the last mention that was there when it was written
    alerts: tuple[AlertPart, ...] = ()  # gravest first
    more_alerts: int = 0  # that there is no room for
    figures: tuple[BrandPart, ...] = ()  # in the order of `brands`
    compared: bool = True  # whether the period before was heard too, and as long
    voices: tuple[BrandPart, ...] = ()  # whose share of voice is compared, the loudest first; (): nobody's
    themes: tuple[Theme, ...] = ()
    stories: tuple[StoryPart, ...] = ()  # loudest first, all of them
    questions: tuple[QuestionPart, ...] = ()  # left unanswered, the last asked first
    todo: tuple[PersonPart, ...] = ()  # who has something overdue or due soon, whoever has waited longest first
    answered: Mapping[str, Answered] = field(default_factory=dict)  # by brand, where an answer was wanted
    feeds: tuple[FeedRow, ...] = ()  # failing, gone or silent
    warnings: tuple[Warned, ...] = ()  # what else somebody should know: a message that did not leave
    scorers: tuple[str, ...] = ()  # what the scores of the period's mentions carry
    deaf: tuple[Warned, ...] = ()  # brands that nothing is heard of, as all of their feeds are silent or failing

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to say."""
        told = self.alerts or self.questions or self.todo or self.feeds or self.deaf or self.warnings
        return not (told or any(part.now.mentions or part.now.own for part in self.figures))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heeded:
    """What else a digest tells, which others have found out."""

    themes: Sequence[Theme] = ()
    questions: Sequence[QuestionPart] = ()
    todo: Sequence[PersonPart] = ()
    answered: Mapping[str, Answered] = field(default_factory=dict)
    warnings: Sequence[Warned] = ()
    competitors: Sequence[str] = ()  # brands that aren't one's own, whether the digest is about them or not
    compared: bool = True  # whether the period before was heard too


def compose(  # noqa: PLR0913 - keywords only; a class to hold them would be DigestContent again
    *,
    since: datetime,
    until: datetime,
    mentions: Iterable[MentionRow],
    before: Iterable[MentionRow] = (),
    alerts: Sequence[AlertPart] = (),
    feeds: Iterable[FeedRow] = (),
    brands: Sequence[str] = (),
    name: str = "",
    deaf: Iterable[Warned] = (),
    heeded: Heeded = Heeded(),
) -> DigestContent:
    """The digest of a period. `before`: mentions of the period before; `brands`: only these, in this order; (): all.

    Edits of a mention aren't counted again, and what a person set to ignored is told in no story. The company's own
    people are counted apart.
    """
    everybody, old = counted(mentions), [row for row in counted(before) if not row.author_role.own]
    rows = [row for row in everybody if not row.author_role.own]
    names = tuple(brands) or tuple(sorted({row.brand for row in (*everybody, *old)} | {a.alert.brand for a in alerts}))
    told = sorted((a for a in alerts if a.alert.brand in names), key=_gravity)
    figures = _figures(tuple(dict.fromkeys((*names, *heeded.competitors))), rows, old, heeded)
    own = Counter(row.brand for row in everybody if row.author_role.own)
    figures = tuple(replace(part, now=replace(part.now, own=own[part.brand])) for part in figures)
    return DigestContent(
        name=name,
        brands=names,
        since=since,
        until=until,
        alerts=tuple(told[:MAX_ALERTS]),
        more_alerts=len(told[MAX_ALERTS:]),
        figures=figures[: len(names)],
        compared=heeded.compared,
        voices=_voices(figures),
        themes=tuple(heeded.themes),
        stories=_stories(names, rows, old),
        questions=tuple(heeded.questions),
        todo=tuple(heeded.todo),
        answered=heeded.answered,
        feeds=tuple(row for row in feeds if needs_a_look(row)),
        warnings=tuple(heeded.warnings),
        deaf=tuple(warned for warned in deaf if warned.brand in names),
        scorers=tuple(sorted({row.scorer for row in rows if row.label is not None and row.brand in names})),
    )


def counted(mentions: Iterable[MentionRow]) -> list[MentionRow]:
    """Those that are counted: no editions of what was told, and nothing that is no mention any more.

    What was changed on a page is news of its own.
    """
    return [row for row in mentions if (row.kind != "edit" or is_change(row.text)) and row.current]


def _gravity(part: AlertPart) -> tuple[bool, int, float]:
    alert = part.alert
    return alert.kind is AlertKind.BUZZ, GRAVEST.index(alert.level), -alert.opened.timestamp()


def _figures(
    brands: Sequence[str], rows: Iterable[MentionRow], old: Iterable[MentionRow], heeded: Heeded
) -> tuple[BrandPart, ...]:
    now, before = _by_brand(rows), _by_brand(old)
    total, earlier = (sum(len(found[brand]) for brand in brands) for found in (now, before))
    return tuple(
        BrandPart(
            brand=brand,
            now=_brand_figures(now[brand]),
            before=_brand_figures(before[brand]),
            share=len(now[brand]) / total if total else 0.0,
            share_before=len(before[brand]) / earlier if earlier and heeded.compared else None,
            own=brand not in heeded.competitors,
        )
        for brand in brands
    )


def _voices(figures: Sequence[BrandPart]) -> tuple[BrandPart, ...]:
    """Whose voice is compared: all, where there are two or more and somebody spoke."""
    several = len(figures) > 1 and any(part.now.mentions for part in figures)
    return tuple(sorted(figures, key=lambda part: (-part.share, not part.own))) if several else ()


def _by_brand(rows: Iterable[MentionRow]) -> defaultdict[str, list[MentionRow]]:
    found = defaultdict[str, list[MentionRow]](list)
    for row in rows:
        found[row.brand].append(row)
    return found


def _brand_figures(rows: Sequence[MentionRow]) -> Figures:
    by_label = Counter(row.label for row in rows)
    return Figures(
        mentions=len(rows),
        negative=by_label[Label.NEGATIVE],
        neutral=by_label[Label.NEUTRAL],
        positive=by_label[Label.POSITIVE],
        stories=stories_of(rows),
    )


def _stories(brands: Sequence[str], rows: Iterable[MentionRow], old: Iterable[MentionRow]) -> tuple[StoryPart, ...]:
    """Negative stories, but for those of the period before that nobody repeated more often since."""
    told = Counter(_story(row) for row in old)
    copies: dict[tuple[str, str], list[MentionRow]] = {}
    for row in rows:
        if row.label is Label.NEGATIVE and row.status != "ignored" and row.brand in brands:
            copies.setdefault(_story(row), []).append(row)
    new = [group for key, group in copies.items() if len(group) > told[key]]
    new.sort(key=lambda group: (-len(group), brands.index(group[0].brand), _worst(group), group[0].id))
    same: dict[tuple[object, ...], list[list[MentionRow]]] = {}
    for group in new:
        same.setdefault(_text_of(_first(group)), []).append(group)
    return tuple(_story_part(groups) for groups in same.values())


def _story(row: MentionRow) -> tuple[str, str]:
    return row.brand, row.story or f"mention {row.id}"


def _worst(group: Sequence[MentionRow]) -> float:
    return min((row.score for row in group if row.score is not None), default=0.0)


def _first(group: Sequence[MentionRow]) -> MentionRow:
    return min(group, key=lambda row: (row.published, row.id))


def _text_of(row: MentionRow) -> tuple[object, ...]:
    """What is alike for mentions that stand in one text, each of another brand."""
    return row.feed, row.url, row.published, row.title, row.text


def _story_part(groups: Sequence[Sequence[MentionRow]]) -> StoryPart:
    """A text that begins a story; of several brands, the one that it is told most of first."""
    first, *others = map(_first, groups)
    also = tuple(dict.fromkeys(row.brand for row in others if row.brand != first.brand))
    return StoryPart(brand=first.brand, quote=quoted(first, STORY), copies=len(groups[0]), also=also)
