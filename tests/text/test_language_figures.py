"""How often the language is told right: on the corpus, always; on the public texts, where they are at hand."""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from smwatch.text.language import detect, detect_each
from smwatch.text.sentences import sentences

CORPUS = Path(__file__).parents[2] / "corpus"
SHARED = Path(os.environ.get("SMWATCH_SHARED") or Path(__file__).parents[3] / "shared") / "data/sentiment"
BOTH = ("fr", "en")
FIVE = 5  # words from which a text must be told
HELD_OUT = ("w03", "w09")  # the hands for the last measure, that no weight was learned from
PUBLIC = (
    *("airline-en", "amazon-en", "books-fr", "nyt-en", "phones-fr", "pr-mentions", "restaurants-fr"),
    *("sanders-en", "umsab-en", "umsab-fr", "vadertweets-en"),
)


def corpus() -> Iterator[dict[str, str]]:
    for path in sorted((CORPUS / "texts").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


VARIETIES = sorted({f"{row['lang']}-{row['variety']}" for row in corpus()})


def test_the_hands_held_out_are_those_of_the_splits() -> None:
    said = next(line for line in (CORPUS / "splits.toml").read_text("utf-8").splitlines() if line.startswith("test"))
    assert json.loads(said.partition("=")[2]) == list(HELD_OUT)


@pytest.mark.parametrize("variety", VARIETIES)
def test_each_variety_of_the_corpus_is_told(variety: str) -> None:
    lang, _, where = variety.partition("-")
    rows = [row["text"] for row in corpus() if (row["lang"], row["variety"]) == (lang, where)]
    right = [detect(text, BOTH) == lang for text in rows if len(text.split()) >= FIVE]
    assert len(right) > 50
    assert share(right) >= 0.99


@pytest.mark.parametrize("lang", BOTH)
def test_texts_of_hands_that_nothing_was_learned_from_are_told(lang: str) -> None:
    rows = [row["text"] for row in corpus() if row["writer"].startswith(HELD_OUT) and row["lang"] == lang]
    right = [detect(text, BOTH) == lang for text in rows if len(text.split()) >= FIVE]
    assert len(right) > 200
    assert share(right) >= 0.995


@pytest.mark.parametrize("lang", BOTH)
def test_a_few_words_of_theirs_are_hardly_ever_taken_for_the_other_language(lang: str) -> None:
    chance, wrong, right = random.Random(1), Counter[int](), Counter[int]()
    total = Counter[int]()
    for row in corpus():
        spoken = row["text"].split()
        if row["writer"].startswith(HELD_OUT) and row["lang"] == lang and len(spoken) >= FIVE:
            size = chance.randint(1, FIVE)
            start = chance.randint(0, len(spoken) - size)
            found = detect(" ".join(spoken[start : start + size]), BOTH)
            total[size] += 1
            right[size] += found == lang
            wrong[size] += found not in {lang, ""}
    assert wrong.total() / total.total() <= 0.02
    assert all(right[size] / total[size] >= 0.9 for size in range(2, FIVE))
    assert right[FIVE] / total[FIVE] >= 0.97


@pytest.mark.parametrize("lang", BOTH)
def test_sentences_of_a_text_in_one_language_are_left_alone(lang: str) -> None:
    kept = [
        found == lang
        for row in corpus()
        if row["lang"] == lang
        for found in detect_each([row["text"][a:b] for a, b in sentences(row["text"])], BOTH, lang)
    ]
    assert len(kept) > 3_000
    assert share(kept) >= 0.998


@pytest.mark.parametrize("lang", BOTH)
def test_sentences_that_somebody_else_quotes_are_told(lang: str) -> None:
    other = "en" if lang == "fr" else "fr"
    spoken = [
        row["text"][a:b]
        for row in corpus()
        if row["lang"] == lang and row["writer"].startswith(HELD_OUT)
        for a, b in sentences(row["text"])
    ]
    told = [found == lang for found in detect_each([s for s in spoken if len(s.split()) >= FIVE], BOTH, other)]
    assert len(told) > 300
    assert share(told) >= 0.97


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the shared public texts (SMWATCH_SHARED)")
@pytest.mark.parametrize("name", PUBLIC)
def test_each_public_file_of_texts_of_five_words_or_more_is_told(name: str) -> None:
    path = SHARED / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"no {name} among the shared texts")
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    right = [detect(row["text"], BOTH) == row["lang"] for row in rows if len(row["text"].split()) >= FIVE]
    assert len(right) > 50
    assert share(right) >= 0.98
