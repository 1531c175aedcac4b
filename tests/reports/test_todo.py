"""What is left to do, in order and by person."""

from __future__ import annotations

from datetime import timedelta

from smwatch.locales import Speech
from smwatch.models import Label, MentionRow
from smwatch.reports.todo import by_person, due_said, in_order, of_mention, once
from tests.reports import story

NOW = story.UNTIL
HOUR = timedelta(hours=1)
ENGLISH = Speech("en")


def row(number: int, **more: object) -> MentionRow:
    return story.mention(number, Label.NEGATIVE, **more)


def test_the_longest_overdue_comes_first_and_what_has_no_time_last() -> None:
    dues = (None, NOW + HOUR, NOW - HOUR, NOW - 3 * HOUR)
    parts = [of_mention(row(number), who="Ève", due=due) for number, due in enumerate(dues, 1)]
    assert [part.number for part in in_order(parts)] == [4, 3, 2, 1]
    assert [due_said(part, NOW, ENGLISH) for part in in_order(parts)][:2] == ["overdue by 3 hours", "overdue by 1 hour"]
    assert due_said(parts[1], NOW, ENGLISH).startswith("due in 1 hour, ")
    assert due_said(parts[0], NOW, ENGLISH) == ""


def test_copies_are_one_thing_to_do() -> None:
    rows = [row(1, story="s"), row(2, story="s"), row(3), row(4, story="s", brand="Dell")]
    assert [(part.number, part.copies) for part in once(of_mention(one, who="", due=None) for one in rows)] == [
        (1, 2), (3, 1), (4, 1),
    ]  # fmt: skip


def test_a_digest_tells_what_each_person_is_late_with() -> None:
    times = ((HOUR, "Zoé"), (-2 * HOUR, "Ève"), (HOUR * 30, "Ève"), (HOUR, "Ève"))
    parts = [of_mention(row(n), who=who, due=NOW + due) for n, (due, who) in enumerate(times, 1)]
    eve, zoe = by_person(parts, NOW)
    assert (eve.who, [p.number for p in eve.overdue], [p.number for p in eve.soon], eve.later) == ("Ève", [2], [4], 1)
    assert (zoe.who, len(zoe.overdue), len(zoe.soon)) == ("Zoé", 0, 1)
