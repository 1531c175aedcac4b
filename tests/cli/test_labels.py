"""Correcting labels, writing them out, and scoring again, at the command line."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from smwatch.cli.views.labels import relabelled_line
from smwatch.locales import Speech
from smwatch.models import Label, Relabelled
from tests.desk import Desk, Ready, item

WIRE = (
    "Nordelait rappelle des milliers de pots de yogourt vendus au Québec et en Ontario après la plainte d'une famille "
    "de Sherbrooke, qui dit y avoir trouvé des morceaux de verre, a confirmé mardi une porte-parole."
)


def story(desk: Desk) -> None:
    """A story in two copies, and something else."""
    desk.feed(
        "/a/", item("Rappel", WIRE, link="http://a.example/1"), item("Bof", "Nordelait.", link="http://a.example/2")
    )
    desk.feed("/b/", item("Rappel chez Nordelait", f"MONTRÉAL – {WIRE}", link="http://b.example/1"))
    desk.runs("scan")


@pytest.fixture
def story_desk(readied: Callable[[Ready], Desk]) -> Desk:
    return readied(story)


def listed(desk: Desk) -> dict[str, dict[str, object]]:
    return {row["url"]: row for row in desk.runs("mentions list --json").json}


def test_a_label_and_what_it_did(busy_desk: Desk) -> None:
    (before,) = [row for row in listed(busy_desk).values() if "Bravo" in str(row["text"])]
    number = before["id"]
    assert before["label"] == "positive"
    ran = busy_desk.runs(f"mentions label {number} négatif")
    assert (ran.code, ran.out) == (0, f"Mention {number} is negative now; it was positive.\n")
    row = busy_desk.runs(f"mentions show {number} --json").json
    assert (row["label"], row["score"], row["scorer"]) == ("negative", -1, "user")
    assert (row["machine_label"], row["machine_scorer"]) == ("positive", before["scorer"])
    shown = busy_desk.runs(f"mentions show {number}").out
    assert "Sentiment: negative, as you said 17 March 2010 at 08:00." in shown
    assert "Without you: positive (" in shown
    again = busy_desk.runs(f"mentions label negative {number}")
    assert again.out == f"Mention {number} has this label of yours already: negative.\n"
    taken = busy_desk.runs(f"mentions label {number} --remove")
    assert taken.out == f"Your label of mention {number} is taken back. Mention {number} is positive now.\n"
    none = busy_desk.runs(f"mentions label {number} --remove")
    assert (none.code, none.out) == (0, f"Mention {number} has no label of yours.\n")
    assert "Sentiment: positive (" in busy_desk.runs(f"mentions show {number}").out


def test_a_label_that_changes_nothing_says_so(busy_desk: Desk) -> None:
    number = next(row["id"] for row in listed(busy_desk).values() if row["label"] == "positive")
    ran = busy_desk.runs(f"mentions label {number} positive")
    assert ran.out == f"Mention {number} was positive already; now that is your word.\n"
    one = Relabelled(mention=7, brand="Dell", label=Label.NEGATIVE, before={Label.NEGATIVE: 3}, copies=2)
    assert relabelled_line(one, Speech("en")).startswith("Mention 7 and 2 copies of its story were negative already")
    assert "negative now" in relabelled_line(replace(one, before={Label.NEGATIVE: 2, None: 1}), Speech("en"))


def test_it_holds_for_copies_in_lists_counts_and_exports(story_desk: Desk) -> None:
    rows = listed(story_desk)
    one, copy = rows["http://a.example/1"], rows["http://b.example/1"]
    assert one["story"] == copy["story"]
    word = {"negative": "positive", "neutral": "positive", "positive": "negative"}[str(one["label"])]
    ran = story_desk.runs(f"mentions label {one['id']} {word}")
    assert ran.out.startswith(f"Mention {one['id']} and 1 copy of its story are {word} now; ")
    rows = listed(story_desk)
    assert {rows[url]["label"] for url in ("http://a.example/1", "http://b.example/1")} == {word}
    shown = " ".join(story_desk.runs(f"mentions show {copy['id']}").out.split())  # not as a screen breaks it
    assert f"as you said 17 March 2010 at 08:00 of mention {one['id']}, which tells the same story." in shown
    story_desk.later(hours=2)
    story_desk.feed("/c/", item("Rappel", f"{WIRE} (La Presse canadienne)", link="http://c.example/1"))
    scanned = story_desk.runs("scan --json").json
    assert scanned["mentions"]["new"] == 1
    assert listed(story_desk)["http://c.example/1"]["scorer"] == "user"
    assert story_desk.runs("status --json").json["brands"][0][word] == 3
    exported = [json.loads(line) for line in story_desk.runs("export mentions --format ndjson").out.splitlines()]
    assert sum(row["label"] == word for row in exported) == 3


def test_several_at_once_as_json(story_desk: Desk) -> None:
    numbers = sorted(int(str(row["id"])) for row in listed(story_desk).values())
    done = story_desk.runs(f"mentions label {' '.join(map(str, numbers))} neutre --json").json
    assert [one["id"] for one in done] == numbers
    assert {one["label"] for one in done} == {"neutral"}
    assert done[0].keys() == {"id", "brand", "label", "before", "copies", "done"}
    assert {row["label"] for row in listed(story_desk).values()} == {"neutral"}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7000 negative", "there is no mention 7000"),
        ("1 7000 7001 negative", "there are no mentions 7000, 7001"),
        ("1 angry", "“angry” is neither a mention's number nor a label"),
        ("1", "no label is given"),
        ("negative", "no number is given"),
        ("--remove", "is missing"),
        ("0 negative", "mentions have numbers from 1 on"),
        ("99999999999999999999999 negative", "there is no mention 99999999999999999999999"),
        (f"{'9' * 5000} negative", "there is no mention 999"),
        ("1 0 negative", "mentions have numbers from 1 on"),
        ("1 negative positive", "say one label"),
        ("1 negative --remove", "--remove takes labels back and gives none"),
    ],
)
def test_what_cannot_be_meant_changes_nothing(story_desk: Desk, typed: str, said: str) -> None:
    before = listed(story_desk)
    ran = story_desk.runs(f"mentions label {typed}")
    assert ran.code == 2
    assert said in ran.err
    assert "→" in ran.err
    assert listed(story_desk) == before


def test_an_edited_text_keeps_its_label_and_show_says_so(story_desk: Desk) -> None:
    number = listed(story_desk)["http://a.example/2"]["id"]
    story_desk.runs(f"mentions label {number} positive")
    story_desk.later(hours=2)
    edited = item("Bof", "Nordelait, quelle honte.", link="http://a.example/2")
    story_desk.feed("/a/", item("Rappel", WIRE, link="http://a.example/1"), edited)
    story_desk.runs("scan --all")
    row = listed(story_desk)["http://a.example/2"]
    assert (row["label"], row["edited"], row["machine_label"]) == ("positive", True, "negative")
    assert "Its text has changed since; your label stays." in story_desk.runs(f"mentions show {number}").out


def test_labels_are_exported_as_score_reads_them(story_desk: Desk) -> None:
    nothing = story_desk.runs("sentiment export-labels")
    assert (nothing.code, nothing.out) == (0, "")
    assert "Nothing is labelled yet" in nothing.err
    number = listed(story_desk)["http://a.example/2"]["id"]
    story_desk.runs(f"mentions label {number} negatif")
    assert json.loads(story_desk.runs("sentiment export-labels").out) == {
        "text": "Nordelait.", "lang": "fr", "label": "negative", "brand": "Nordelait", "title": "Bof", "id": number,
        "at": "2010-03-17T08:00:00Z",
    } | {"lang": listed(story_desk)["http://a.example/2"]["lang"]}  # fmt: skip
    path = story_desk.folder / "labels.jsonl"
    assert "1 label written to" in story_desk.runs(f"sentiment export-labels -o {path}").err
    assert len(path.read_text("utf-8").splitlines()) == 1
    assert story_desk.runs(f"sentiment export-labels -o {path} --json").json == {"file": str(path), "labels": 1}


def outdate(desk: Desk) -> None:
    """As if an older program had scored all."""
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as db, db:
        db.execute("UPDATE mentions SET machine_scorer = 'vader/0', machine_label = 'positive', machine_score = 0.9")


def test_older_scores_are_told_and_made_anew(busy_desk: Desk) -> None:
    assert "rescore" not in busy_desk.runs("status").out + busy_desk.runs("check").out
    before = listed(busy_desk)
    outdate(busy_desk)
    said = f"5 mentions were scored by an older version or another scorer: {busy_desk.smwatch} sentiment rescore"
    assert busy_desk.runs("status").out.count(said) == 1
    assert busy_desk.runs("status --json").json["outdated_scores"] == 5
    assert busy_desk.runs("check").out.count(said) == 1
    busy_desk.runs("scan")
    ran = busy_desk.runs("sentiment rescore")
    assert ran.out.startswith("5 mentions scored again, ")
    bad = sum(row["label"] == "negative" for row in before.values())
    assert f"positive → negative: {bad}" in ran.out
    assert listed(busy_desk) == before
    again = busy_desk.runs("sentiment rescore")
    assert (again.code, again.out) == (0, "There was nothing to do: all are scored by what scores now.\n")
    outdate(busy_desk)
    done = busy_desk.runs("sentiment rescore --brand nordelait --all --json").json
    assert (done["mentions"], done["corrected"], done["resumed"]) == (5, 0, False)
    assert sum(one["count"] for one in done["changes"]) == done["changed"]
    assert {"from": "positive", "to": "negative", "count": bad} in done["changes"]


def test_rescoring_takes_only_what_there_is(busy_desk: Desk) -> None:
    assert busy_desk.runs("sentiment rescore --brand Nobody").code == 2
    assert busy_desk.runs("sentiment rescore --since never").code == 2
    assert busy_desk.runs("sentiment rescore --wait never").code == 2


def test_a_scorer_that_there_is_not_is_told_by_check(desk: Desk) -> None:
    desk.config += '\n[sentiment]\nfr = "nobody"\n'
    ran = desk.runs("check")
    assert ran.code == 78
    assert "there is no scorer called nobody" in ran.err
    assert desk.runs("status").code == 0


def test_it_is_said_in_french(story_desk: Desk) -> None:
    numbers = sorted(int(str(row["id"])) for row in listed(story_desk).values() if row["title"] != "Bof")
    said = story_desk.runs(f"--lang fr mentions label {numbers[0]} positif").out
    assert said.startswith(f"La mention {numbers[0]} et 1 copie de son texte sont maintenant positives; ")
    shown = " ".join(story_desk.runs(f"--lang fr mentions show {numbers[0]}").out.split())
    assert "comme vous l’avez dit le 17 mars 2010 à 8 h." in shown
