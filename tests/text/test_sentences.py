import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smwatch.text.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "wanted",
    [
        ["M. Roy est parti.", "Ouf !"],
        ["Elle dit : « C'est fini. »", "Puis rien"],
        ["« Honte ! » dit-elle.", "Il se tait."],
        ["Nestlé Inc. recule…", "Enfin !"],
        ["Dr. J. K. Smith of Dell Inc. said so.", "Nobody believed Mrs. Jones."],
        ["They sued Dell Inc.", "The court agreed."],
        ["It cost $3.50 at example.com.", "Really?!", "yes"],
        ["I like it... but no"],
        ["Tu as vu ça?", "c'est nul"],
        ["(Tout est faux.)", '"So it is."', "Ah"],
        ["未来です。", "はい"],
    ],
)
def test_sentences_end_where_a_reader_ends_them(wanted: list[str]) -> None:
    assert cut(" ".join(wanted)) == wanted


def test_a_line_is_a_border() -> None:
    assert cut("Titre sans point\n\nEt la suite\r\n  fin ") == ["Titre sans point", "Et la suite", "fin"]


@pytest.mark.parametrize("text", ["", "  \n ", "\n\n"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


@given(st.text(alphabet="aB .!?…\n»«\"'M(é", max_size=80))
def test_every_letter_is_in_one_sentence_and_spans_are_in_order(text: str) -> None:
    spans = sentences(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_cost_is_linear() -> None:
    for unit in ("« ", "a. ", ". ", "!", "?\n", '"', ". (", "M.", " »"):
        began = time.perf_counter()
        sentences(unit * 100_000)
        assert time.perf_counter() - began < 3
