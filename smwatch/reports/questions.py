"""Which mentions ask something that nobody of the company has answered, and who has them. Pure.

    open_questions(rows, Team(...)) -> tuple[QuestionPart, ...]      the last asked first

A question is a sentence in French or English that ends with a question mark and speaks to the brand or of it; one that
only leans on it (“…, right?”) or asks back (“Really?”) is none. Word lists are ours. It is answered once a later text
in the same thread is by the company's own voice: who that is, is told by policy/roles.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from smwatch.models import Role, Why
from smwatch.policy.may import given_by
from smwatch.policy.playbook import Case, play_for
from smwatch.reports.quotes import GRAVEST, quoted
from smwatch.reports.safe import line
from smwatch.text.fold import fold
from smwatch.text.links import same_link
from smwatch.text.sentences import sentences

if TYPE_CHECKING:
    from smwatch.config.settings import Person, Play
    from smwatch.models import Alert, MentionRow
    from smwatch.reports.content import QuestionPart

READ = 4_000
"""Signs of a text that are read: who asks, asks soon."""

SHOWN = 220
"""Signs of a question that are shown."""

LANGUAGES: Final = frozenset({"fr", "en", ""})
CLOSED: Final = frozenset({"answered", "ignored"})

_WORD = re.compile(r"[^\W_]+")
_ALONE: Final = frozenset("why how when where who which pourquoi comment quand ou qui combien lequel laquelle".split())
_LEANS = re.compile(
    r"(?:[,.…–-]\s*(?:right|no|eh|huh|ok|okay|hey|yes|correct|non|hein|ok|vrai|pas vrai|d'accord|oui|pis)"
    r"|n'est-ce pas|(?:is|are|was|were|do|does|did|have|has|ca|wo|would|could|should)n't (?:it|you|they|we|he|she))$"
)  # searched for in the last of a folded sentence, without its end marks
_SCOFFS: Final = frozenset({
    "are you serious", "are you kidding", "are you kidding me", "who cares", "so what", "what the hell",
    "vous etes serieux", "etes vous serieux", "tu es serieux", "c est une blague", "c est quoi ca", "tu niaises",
    "vous niaisez", "on s en fout", "et alors", "et puis apres", "qui s en soucie",
})  # fmt: skip
_TO_OR_OF: Final = frozenset(
    "you your yours they them their vous votre vos tu ta ton tes toi te ils elles leur leurs eux".split()
)  # whom a sentence speaks to or of, where it doesn't name the brand


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whom questions are for, who answers for the company, and who has what."""

    brands: Collection[str]  # one's own
    playbook: Sequence[Play] = ()
    people: Sequence[Person] = ()
    alerts: Sequence[Alert] = ()  # that are open: a rule may ask for their level

    def speaks(self, row: MentionRow) -> bool:
        """Whether a text is by the company's own voice: on its own page also who signs with the brand's name."""
        return row.author_role is Role.OFFICIAL or (row.why is Why.PAGE and fold(row.author) == fold(row.brand))

    def case(self, row: MentionRow) -> Case:
        """A mention as the policy asks about it; its level is that of its brand's gravest alert."""
        levels = {alert.level for alert in self.alerts if alert.brand == row.brand}
        level = next((level.value for level in GRAVEST if level in levels), "")
        return Case(brand=row.brand, lang=row.lang, level=level, text=f"{row.title}\n{row.text}")

    def planned(self, row: MentionRow) -> str:
        """Whose it is by the first rule of the playbook that fits; "" where none does, or it names nobody."""
        case = self.case(row)
        play = play_for(case, self.playbook)
        return given_by(play, case, self.people) if play else ""


@dataclass(slots=True)
class _Asked:
    row: MentionRow
    sentence: str
    copies: int = 1


def open_questions(rows: Iterable[MentionRow], team: Team) -> tuple[QuestionPart, ...]:
    """What is left unanswered, the last asked first; copies once, told by the first."""
    answers, asked = dict[str, datetime](), list[_Asked]()
    for row in rows:
        if row.brand not in team.brands or row.kind == "edit" or not row.current:
            continue
        if team.speaks(row):
            thread = _thread(row)
            answers[thread] = max(answers.get(thread, row.published), row.published)
        elif row.status not in CLOSED and (sentence := question(row)):
            asked.append(_Asked(row, sentence))
    left = [one for one in asked if answers.get(_thread(one.row), one.row.published) <= one.row.published]
    return _told_once(_part(one, team) for one in _once(left))


def question(row: MentionRow) -> str:
    """What a mention asks the brand or about it: its first such sentence; "" where it asks nothing."""
    if row.lang not in LANGUAGES or row.author_role.own:
        return ""
    if fold(row.author) == fold(row.brand):
        return ""  # it speaks for itself, or somebody plays it
    names = {fold(part[span.start : span.end]) for span in row.spans if (part := _part_of(row, span.part))} | {
        fold(row.brand)
    }
    head = "" if row.kind == "comment" and row.text else row.title
    for text in (head, row.text[:READ]):
        if "?" not in text and "？" not in text:
            continue
        for start, end in sentences(text):
            said = text[start:end]
            if _asks(said) and (row.why is Why.PAGE or _concerns(said, row, names)):
                return said
    return ""


def _asks(said: str) -> bool:
    """Whether a sentence ends with a question mark, and is one that wants an answer."""
    at = len(said)
    while at and not said[at - 1].isalnum():
        at -= 1
    if not {"?", "？"} & {*said[at:]} or said.startswith(">"):
        return False
    plain = fold(said[:at])
    words = _WORD.findall(plain)
    if not words or (len(words) == 1 and words[0] not in _ALONE):
        return False
    return not _LEANS.search(plain[-30:]) and " ".join(words) not in _SCOFFS


def _concerns(said: str, row: MentionRow, names: Iterable[str]) -> bool:
    """Whether it speaks to or of the brand: by name, or as you or they; not to another reader."""
    plain = fold(said)
    if any(name in plain for name in names if name):
        return True
    to_another = row.why is Why.THREAD and row.text.lstrip().startswith("@")
    return not to_another and not _TO_OR_OF.isdisjoint(_WORD.findall(plain))


def _part_of(row: MentionRow, part: str) -> str:
    return {"title": row.title, "text": row.text}.get(part, "")


def _thread(row: MentionRow) -> str:
    """The entry that is answered, or the entry itself; one without a link has none that answer it."""
    return f"{row.brand}\n{same_link(row.thread or row.url) or row.id}"


def _once(asked: Iterable[_Asked]) -> list[_Asked]:
    first = dict[tuple[str, str], _Asked]()
    for one in sorted(asked, key=lambda one: (one.row.published, one.row.id)):
        kept = first.setdefault((one.row.brand, one.row.story or f"mention {one.row.id}"), one)
        kept.copies += kept is not one
        if one.row.assignee and not kept.row.assignee:  # whoever has a copy has the question
            kept.row = replace(kept.row, assignee=one.row.assignee)
    return sorted(first.values(), key=lambda one: (one.row.published, one.row.id), reverse=True)


def _told_once(parts: Iterable[QuestionPart]) -> tuple[QuestionPart, ...]:
    """What one text asks several brands as one question, where the same person has it."""
    told: dict[tuple[object, ...], QuestionPart] = {}
    for part in parts:
        key = part.quote, part.assignee, part.planned
        kept = told.get(key)
        told[key] = replace(kept, also=(*kept.also, part.brand)) if kept else part
    return tuple(told.values())


def _part(one: _Asked, team: Team) -> QuestionPart:
    from smwatch.reports.content import QuestionPart

    quote = replace(quoted(one.row), title="", text=line(one.sentence, SHOWN))
    assignee = line(one.row.assignee, 60)
    planned = "" if assignee else line(team.planned(one.row), 60)
    return QuestionPart(brand=one.row.brand, quote=quote, copies=one.copies, assignee=assignee, planned=planned)
