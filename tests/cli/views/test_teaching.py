"""What labels teach, in words: what was learnt, what it is worth, what is still wrong, and which heads are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from smwatch.cli.views.sentiment import learnt_dict, show_words
from smwatch.cli.views.sentiment import show_learnt as show_trained
from smwatch.cli.views.teaching import head_dict, lesson_dict, of_kind, relearnt_line, show_heads, show_learnt
from smwatch.models import Head, Label, Relearnt
from smwatch.protocols import Passage
from smwatch.sentiment.labelled import LEAST, Labelled
from smwatch.sentiment.learning import Learnt, Said, Why, Wrong
from smwatch.sentiment.readers import Entry
from tests.cli.views.seen import EN, FR, NOW, plain, seen

BAD, SO, GOOD = Label.NEGATIVE, Label.NEUTRAL, Label.POSITIVE
RELEARNT = Relearnt(version=3, texts=183, before=0.624, after=0.71, helps=True, active=True)
SCORED = "Learnt from 183 labelled texts: F1 62 → 71 on texts that it hadn't seen."


@pytest.mark.parametrize(
    ("one", "told"),
    [
        (RELEARNT, f"{SCORED} Head 3 is in use. To score stored mentions with it: smwatch sentiment rescore"),
        (
            replace(RELEARNT, active=False),
            f"{SCORED} Head 3 waits, as you chose what is in use: smwatch sentiment heads --use 3",
        ),
        (
            replace(RELEARNT, helps=False, active=False),
            f"{SCORED} Head 3 is kept, and not used; to see why: smwatch sentiment evaluate",
        ),
    ],
    ids=["used", "waits", "not used"],
)
def test_what_a_scan_learnt(one: Relearnt, told: str) -> None:
    assert relearnt_line(one, EN) == told


@pytest.mark.parametrize(
    ("label", "n", "english", "french"),
    [
        (BAD, 1, "1 negative", "1 négatif"),
        (BAD, 2, "2 negative", "2 négatifs"),
        (SO, 1200, "1,200 neutral", "1 200 neutres"),
        (GOOD, 1, "1 positive", "1 positif"),
    ],
)
def test_texts_are_masculine_in_french(label: Label, n: int, english: str, french: str) -> None:
    assert (of_kind(label, n, EN), plain(of_kind(label, n, FR))) == (english, french)


def learnt(pairs: list[tuple[Label, Label]], **changes: Any) -> Learnt:  # noqa: ANN401 - fields
    counts = {label: sum(right is label for right, _ in pairs) for label in Label}
    told: dict[str, Any] = {"counts": {label: n for label, n in counts.items() if n}, "unheard": 0, "why": Why.CHANCE}
    return Learnt(**(told | {"before": Said(tuple(pairs))} | changes))


FEW = [(BAD, BAD), (BAD, SO), (SO, SO), (GOOD, GOOD)]


def test_few_texts_are_told_without_intervals() -> None:
    told = seen(lambda terminal: show_learnt(terminal, learnt(FEW)))
    first, _, heads, figures, *_ = told.out.splitlines()
    assert first == "4 labelled texts: 2 negative, 1 neutral, 1 positive."
    assert "F1, negative" in heads
    assert "(" not in figures
    assert "In brackets" not in told.err


def test_from_ten_texts_on_intervals_are_told() -> None:
    told = seen(lambda terminal: show_learnt(terminal, learnt(FEW * 3, after=Said(tuple(FEW * 3)))), width=140)
    assert "In brackets: where 95 of 100 such samples would lie." in told.err
    lines = told.out.splitlines()
    assert [line.split("  ")[0] for line in lines[3:5]] == ["as it comes", "with your labels"]
    assert "–" in lines[3]


def test_without_a_negative_text_its_figures_are_left_open() -> None:
    told = seen(lambda terminal: show_learnt(terminal, learnt([(SO, SO), (GOOD, GOOD)]))).out
    assert told.splitlines()[3].split()[-2:] == ["–", "–"]


@pytest.mark.parametrize(
    ("why", "begins"),
    [
        (Why.HELPS, "It helps: texts that it hadn't seen are heard better"),
        (Why.CHANCE, "It isn't clear that it helps"),
        (Why.WORSE, "It doesn't help"),
        (Why.ONE_KIND, "All labels are alike."),
        (Why.FEW, f"{LEAST - 4} more labelled texts are needed before something is learnt from them."),
    ],
)
def test_the_verdict(why: Why, begins: str) -> None:
    told = seen(lambda terminal: show_learnt(terminal, learnt(FEW, why=why)), width=200).out
    assert any(line.startswith(begins) for line in told.splitlines())


def test_what_can_not_be_scored_is_counted_and_where_that_is_all_nothing_follows() -> None:
    told = seen(lambda terminal: show_learnt(terminal, learnt([], unheard=2))).out
    assert told == "0 labelled texts; 2 more can't be scored: other languages, or too short.\n"


def wrong(number: int, text: str) -> Wrong:
    return Wrong(labelled=Labelled(Passage(text=text), BAD, number), said=GOOD, chance=0.1)


def test_texts_that_are_still_wrong_are_shown_five_at_most() -> None:
    many = tuple(wrong(n, f"text {n} " + "long " * 40) for n in range(1, 8))
    told = seen(lambda terminal: show_learnt(terminal, learnt(FEW, wrong=many)), width=300).out
    assert "7 texts are still heard otherwise:" in told
    lines = told.splitlines()[-5:]
    assert lines[0].startswith("  mention 1: you say negative, it says positive. “text 1 long")
    assert lines[0].endswith("long …”")
    in_file = seen(lambda terminal: show_learnt(terminal, learnt(FEW, wrong=many), of_file=True), width=300).out
    assert "  line 1: you say negative" in in_file
    unnumbered = seen(lambda terminal: show_learnt(terminal, learnt(FEW, wrong=(wrong(0, "x"),))), width=300).out
    assert "  you say negative, it says positive. “x”" in unnumbered


def test_a_lesson_for_scripts() -> None:
    told = lesson_dict(learnt(FEW, wrong=(wrong(0, "x"),)), RELEARNT)
    assert (told["texts"], told["needed"], told["helps"], told["in_use"]) == (4, LEAST - 4, False, None)
    assert told["counts"] == {"negative": 2, "neutral": 1, "positive": 1}
    assert told["before"]["recall"] == {"value": 0.5, "low": None, "high": None}
    assert told["after"] is None
    assert told["wrong"] == [{"id": None, "text": "x", "label": "negative", "said": "positive", "chance": 0.1}]
    nothing = lesson_dict(learnt([]))
    assert (nothing["before"], nothing["needed"], nothing["learnt"]) == (None, LEAST, None)


HEAD = Head(
    version=2, scorer="encoder/1", made_at=NOW, labels=1200, data=b"",
    figures='{"before": {"macro": 0.5}, "after": {"macro": 0.61}, "why": "helps"}',
)  # fmt: skip


def test_heads_stand_a_line_each_with_what_they_gained() -> None:
    bare = replace(HEAD, version=1, figures="{}", active=False)
    told = seen(lambda terminal: show_heads(terminal, [HEAD, bare, replace(HEAD, version=9, removed=True)])).out
    head, used, other = told.splitlines()
    assert head.split() == ["No.", "learnt", "for", "texts", "F1", "state"]
    assert used.split() == ["2", "2010-03-24", "11:30", "encoder/1", "1,200", "50", "→", "61", "helps,", "in", "use"]
    assert other.split() == ["1", "2010-03-24", "11:30", "encoder/1", "1,200"]


def test_where_no_head_is_kept_it_says_whether_there_was_one() -> None:
    assert seen(lambda terminal: show_heads(terminal, [])).err.startswith(
        f"Nothing was learnt yet. From {LEAST} labelled"
    )
    gone = seen(lambda terminal: show_heads(terminal, [replace(HEAD, removed=True)])).err
    assert gone.startswith("What was learnt is removed.")


def test_a_head_for_scripts_knows_nothing_that_was_not_kept() -> None:
    assert head_dict(HEAD)["after"] == 0.61
    odd = head_dict(replace(HEAD, figures='{"before": 3}'))
    assert (odd["before"], odd["after"], odd["why"]) == (None, None, None)


WORDS = [("en", Entry("awful", -2.0, "base")), ("fr", Entry("rappel", 0, "own", "silenced"))]


def test_words_stand_with_their_valence_and_their_list() -> None:
    told = seen(lambda terminal: show_words(terminal, WORDS, None))
    assert [line.split() for line in told.out.splitlines()] == [
        ["word", "valence", "language", "from", "note"],
        ["awful", "-2.0", "en", "list"],
        ["rappel", "0", "fr", "yours", "silenced"],
    ]
    assert told.err == ""


@pytest.mark.parametrize(("limit", "left"), [(1, "… and 1 more"), (2, ""), (None, "")])
def test_words_that_there_was_no_room_for_are_counted(limit: int | None, left: str) -> None:
    assert seen(lambda terminal: show_words(terminal, WORDS, limit)).err.startswith(left)
    many = [WORDS[0]] * 41
    assert seen(lambda terminal: show_words(terminal, many, None)).err.startswith("… and 1 more")


def test_an_unknown_word_is_neutral() -> None:
    told = seen(lambda terminal: show_words(terminal, [], None))
    assert (told.out, told.err[:14]) == ("", "No such word: ")


def test_a_trained_head_is_measured_against_the_lists(tmp_path: Any) -> None:  # noqa: ANN401 - a Path
    from types import SimpleNamespace

    from smwatch.sentiment.measures import Measures

    mine, lists = Measures(100, 0.71, 0.8, 0.75, 0.85), Measures(100, 0.6, 0.65, 0.7, 0.61)
    head = SimpleNamespace(encoder="mine", version="1")
    found: Any = SimpleNamespace(head=head, texts=4965, size=384, measured=mine, lists=lists, file=tmp_path / "h")
    told = seen(lambda terminal: show_trained(terminal, found, "mine"), width=200).out.splitlines()
    assert told[0] == "Learnt from 4,965 labelled texts to weigh the 384 numbers of mine."
    assert told[2:5] == [
        "  macro-F1 71% [60%]",
        "  of the negative label: F1 80% [65%]",
        "  negative texts heard: 85% [61%]",
    ]
    assert learnt_dict(found)["lists"] == {"macro_f1": 0.6, "negative_f1": 0.65, "precision": 0.7, "recall": 0.61}
