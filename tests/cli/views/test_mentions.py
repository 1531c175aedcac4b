"""How mentions look: stories folded, the find on the screen, who, when and why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.text import Text

from smwatch.cli.views.mentions import (
    HEADLINE,
    LEAD,
    because,
    copied,
    counted,
    facts,
    finds,
    folded,
    headline,
    lit,
    mention_with_finds,
    not_scored,
    show_copies,
    show_table,
    signed,
)
from smwatch.models import DateTrust, Label, MentionRow, Role, Span, Why
from tests.cli.views.seen import EN, FR, NOW, plain, seen
from tests.reports.story import COPIES, VIDEO, mention

ROW = mention(5)


def test_a_story_stands_where_its_newest_mention_does() -> None:
    other = mention(3)
    stories = folded([COPIES[1], other, COPIES[0], VIDEO])
    assert [(story.row.id, [row.id for row in story.copies]) for story in stories] == [(9, [5, 2]), (3, [])]


@pytest.mark.parametrize(
    "changes", [{"label": Label.POSITIVE}, {"brand": "Rivale"}, {"current": False}, {"story": "another"}]
)
def test_a_copy_that_differs_stands_for_itself(changes: dict[str, object]) -> None:
    assert len(folded([VIDEO, replace(COPIES[0], **changes)])) == 2  # type: ignore[arg-type]  # fields


def test_mentions_without_a_story_are_never_copies() -> None:
    assert len(folded([mention(1, story=""), mention(2, story="")])) == 2


def test_where_copies_stand_is_told_once_each() -> None:
    rows = [mention(n, source=source) for n, source in enumerate(("A", "B", "A", ""))]
    assert copied(rows, EN) == "+ 4 copies: A, B"
    assert plain(copied(rows[:1], FR)) == "+ 1 copie : A"
    assert copied([mention(1, source="")], EN) == "+ 1 copy"
    assert len(copied([mention(n, source=f"{n:0100}") for n in range(9)], EN)) < HEADLINE + 20


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([VIDEO, *COPIES], "3 mentions, 1 story"),
        ([VIDEO, COPIES[0], mention(30)], "3 mentions, 2 stories"),
        ([VIDEO, mention(30)], ""),
        ([VIDEO, replace(COPIES[0], current=False)], ""),
        ([], ""),
    ],
)
def test_stories_are_counted_where_some_are_copies(rows: list[MentionRow], told: str) -> None:
    assert counted(rows, EN) == told


LONG = "é " * 60 + "Nordelait répond. " + "x " * 300
AT = LONG.index("Nordelait")


def test_a_title_is_the_headline_and_a_comments_title_only_repeats() -> None:
    row = mention(1, title="The title", text="The text")
    assert headline(row).plain == "The title"
    assert headline(replace(row, kind="comment")).plain == "The text"
    assert headline(replace(row, kind="comment", text="")).plain == "The title"
    assert headline(replace(row, title="", text="two\nlines")).plain == "two lines"


def test_a_text_begins_shortly_before_the_first_name() -> None:
    row = mention(1, text=LONG, spans=(Span("text", AT, AT + 9),))
    told = headline(row)
    assert told.plain.startswith("…é é ")
    assert told.plain.index("Nordelait") <= LEAD // 2 + 1
    ((span),) = told.spans
    assert (told.plain[span.start : span.end], span.style) == ("Nordelait", "bold underline")
    near = mention(1, text="Chez Nordelait, " + LONG, spans=(Span("text", 5, 14),))
    assert headline(near).plain.startswith("Chez Nordelait")


def test_what_was_searched_for_is_shown_wherever_it_stands() -> None:
    row = mention(1, title="A title", text=LONG)
    told = headline(row, finds(row, "repond"))
    assert "répond" in told.plain
    assert "reverse" in {str(span.style) for span in told.spans}
    titled = mention(1, kind="comment", title="A title", text="The text")
    assert headline(titled, finds(titled, "title")).plain == "A title"


def test_without_a_search_nothing_is_found() -> None:
    assert finds(ROW, "") == ()
    assert finds(ROW, "comment") == (Span("text", 11, 18),)


def test_scripts_are_told_where_a_search_was_found() -> None:
    assert mention_with_finds(ROW, "comment")["found"] == [["text", 11, 18]]
    assert mention_with_finds(ROW, "nowhere")["found"] == []
    assert "found" not in mention_with_finds(ROW, "")


@pytest.mark.parametrize(("start", "told"), [(0, [(2, 5)]), (2, [(0, 3)]), (4, [(0, 1)]), (5, []), (9, [])], ids=str)
def test_only_what_is_shown_of_a_find_is_lit(start: int, told: list[tuple[int, int]]) -> None:
    text = lit(Text("abcdefgh"), "text", (Span("text", 2, 5), Span("title", 0, 9)), start)
    assert [(span.start, span.end) for span in text.spans] == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "Page Nordelait · Jeanne Roy · 23 March 2010 at 12:05"),
        ({"author": ""}, "Page Nordelait · 23 March 2010 at 12:05"),
        ({"author": "", "source": ""}, "23 March 2010 at 12:05"),
        ({"author_role": Role.PRESS}, "Page Nordelait · Jeanne Roy (press) · 23 March 2010 at 12:05"),
    ],
)
def test_who_where_and_when(changes: dict[str, object], told: str) -> None:
    row = replace(ROW, **changes)  # type: ignore[arg-type]  # fields
    assert facts(row, EN) == f"{told}\n{row.url}"
    assert facts(replace(row, url=""), EN) == told


def test_a_date_that_can_not_be_trusted_says_so() -> None:
    for trust, said in ((DateTrust.GUESSED, "gives no date"), (DateTrust.CLAMPED, "an impossible date")):
        assert said in facts(replace(ROW, date_trust=trust), EN).splitlines()[1]


@pytest.mark.parametrize(
    ("author", "role", "english", "french"),
    [
        ("Jo", Role.PUBLIC, "Jo", "Jo"),
        ("Jo", Role.OFFICIAL, "Jo (the company)", "Jo (l’entreprise)"),
        ("", Role.EMPLOYEE, "employee", "membre du personnel"),
        ("", Role.PUBLIC, "", ""),
    ],
)
def test_an_author_is_told_with_their_role(author: str, role: Role, english: str, french: str) -> None:
    row = replace(ROW, author=author, author_role=role)
    assert (signed(row, EN), signed(row, FR)) == (english, french)


def test_why_it_is_a_mention_and_what_made_its_score() -> None:
    row = replace(ROW, words=(("awful", -0.41), ("good", 0.26)))
    assert because(row, EN).splitlines() == [
        "A mention of Nordelait: the text names it.",
        "Sentiment: negative (-0.72, by vader/1).",
        "What made it: awful -0.4, good 0.3",
    ]
    lost = because(replace(ROW, current=False, why=Why.THREAD), EN).splitlines()[0]
    assert lost == "No longer a mention of Nordelait: what it answers is none any more."


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("de", "Nothing in it could be scored: it is in another language (de)."),
        ("en", "Nothing in it could be scored: it says too little about Nordelait."),
        ("", "Nothing in it could be scored: it says too little about Nordelait."),
    ],
)
def test_why_there_is_no_score(lang: str, told: str) -> None:
    row = mention(1, None, lang=lang)
    assert not_scored(row, EN) == told
    assert told in because(row, EN)


def test_a_table_has_a_column_of_brands_where_there_are_several() -> None:
    one = seen(lambda terminal: show_table(terminal, [ROW])).out
    assert "Brand" not in one
    assert one.splitlines()[1].split()[:4] == ["5", "−", "10-03-23", "12:05"]
    both = seen(lambda terminal: show_table(terminal, [ROW, mention(6, Label.POSITIVE, brand="Rivale")])).out
    assert "Brand" in both
    assert both.splitlines()[2].split()[1] == "+"


def test_what_is_no_mention_any_more_is_marked_and_said_below() -> None:
    told = seen(lambda terminal: show_table(terminal, [ROW, replace(mention(6), current=False)])).out
    assert told.splitlines()[2].split()[:2] == ["6", "✗"]
    assert told.splitlines()[3] == "✗ no longer a mention"
    assert "no longer" not in seen(lambda terminal: show_table(terminal, [ROW])).out


def test_whose_words_they_are_goes_first_and_copies_stand_below() -> None:
    own = replace(ROW, author_role=Role.EMPLOYEE)
    assert "[employee] Nordelait, comment" in seen(lambda terminal: show_table(terminal, [own])).out
    folded_up = seen(lambda terminal: show_table(terminal, [VIDEO, *COPIES], fold=True)).out
    assert "+ 2 copies: The Eastern Post, Nouvelles du Nord" in folded_up
    assert "copies" not in seen(lambda terminal: show_table(terminal, [VIDEO, *COPIES])).out


def test_the_command_that_lists_copies_is_told_where_there_are_any() -> None:
    assert seen(lambda terminal: show_copies(terminal, VIDEO, 1)).out == ""
    told = seen(lambda terminal: show_copies(terminal, VIDEO, 3)).out
    assert told == "Its story has 3 mentions: smwatch mentions --story video\n"


def test_times_are_those_of_the_reader() -> None:
    late = replace(ROW, published=NOW.replace(hour=0, minute=1))
    assert "10-03-24 00:01" in seen(lambda terminal: show_table(terminal, [late])).out
