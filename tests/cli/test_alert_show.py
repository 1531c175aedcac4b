"""`alerts show`: one screen, and each number on it found again by the commands that it prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from smwatch.models import AlertChange, AlertKind, Change
from smwatch.store import open_store
from tests.cli.conftest import ALERT, raise_alert
from tests.desk import LISTS, MORNING, Desk, Ready, item

PLAYS = """
[[playbook]]
when = { level = "closed" }
who = "Nobody"
[[playbook]]
when = { brand = "Nordelait", lang = "fr" }
who = "Marie Tremblay"
within = "1h"
say = "Nous cherchons d'où vient le verre."
"""
ANGER = (
    "Du verre dans le yogourt numéro {n}, c'est dégoûtant!",
    "Verre dans le yogourt de ma fille de {n} ans. Scandaleux.",
    "Encore du verre dans le yogourt : horrible, plainte {n}.",
    "Quel mépris, quelle honte. Lot {n}, du verre dans le yogourt!",
    "Glass in my cup, number {n}. Disgusting, horrible, shameful.",
)


def angered(desk: Desk) -> None:
    """A calm fortnight, then a morning of glass: thirty people, one of them thrice, and a wire story in four copies."""
    desk.config += LISTS + PLAYS
    page = 'source = "La page"\nabout = ["Nordelait"]'
    calm = [
        item("", f"Bonjour à tous, jour {n}", link=f"http://page.example/q{n}", at=MORNING - timedelta(days=15 - n),
             author=f"Ami {n}")
        for n in range(14)
    ]  # fmt: skip
    for day in (0, 7, 14):
        desk.feed("/page/feed/", *calm[: day + 1], declared=page)
        desk.now = MORNING - timedelta(days=15 - day)
        desk.runs("scan")
    angry = [
        item("", ANGER[n % 5].format(n=n), link=f"http://page.example/c{n}", author=f"Client {min(n, 30)}",
             at=MORNING - timedelta(minutes=300 - 9 * n))
        for n in range(33)
    ]  # fmt: skip
    wire = "Nordelait, accusée de négligence, rappelle ses yogourts après une plainte grave : un scandale honteux."
    for n in range(4):
        copy = item("Rappel scandaleux chez Nordelait", wire, link=f"http://paper{n}.example/1",
                    at=MORNING - timedelta(minutes=40 - n), author="Presse d'ici")  # fmt: skip
        desk.feed(f"/paper{n}/feed/", copy, declared=f'source = "Journal {n}"')
    desk.feed("/page/feed/", *calm, *angry, declared=page)
    desk.now = MORNING
    assert desk.runs("scan --json").json["alerts"]


@pytest.fixture
def angry_desk(readied: Callable[[Ready], Desk]) -> Desk:
    return readied(angered)


def found(desk: Desk, command: str, *, any_label: bool = False) -> list[dict[str, Any]]:
    """What a command that the alert prints lists, as JSON; without its label all mentions of that time."""
    typed = command.removeprefix("smwatch ")
    rows: list[dict[str, Any]] = desk.runs(
        f"{typed.replace(' --label negative', '') if any_label else typed} --json"
    ).json
    return rows


def voices(rows: list[dict[str, Any]]) -> list[datetime]:
    """The times of voices, by what the explanation of alerts says: no author and no story twice in three days."""
    seen, told = dict[str, datetime](), list[datetime]()
    for row in sorted(rows, key=lambda row: (row["fetched"], row["id"])):
        at = datetime.fromisoformat(row["published"])
        keys = [f"a {row['author']}"]
        if row["story"] and (len(row["text"].split()) >= 10 or not row["thread"]):
            keys.append(f"s {row['story']}")
        if len(row["text"].split()) >= 10:
            keys.append("t " + " ".join(row["text"].casefold().split()[:10]).rstrip(".…"))
        if not any(key in seen and abs(at - seen[key]) < timedelta(days=3) for key in keys):
            told.append(at)
            seen |= dict.fromkeys(keys, at)
    return told


def test_every_number_of_the_window_is_found_again(angry_desk: Desk) -> None:
    alert = angry_desk.runs("alerts show 1 --json").json
    window = alert["window"]
    loud, everyone = (found(angry_desk, window["filter"], any_label=any_label) for any_label in (False, True))
    assert len(everyone) == window["mentions"]
    assert len(loud) == window["negatives"] > 30
    assert sum(row["label"] is None for row in everyone) == window["unscored"]
    assert len({row["story"] or row["id"] for row in loud}) == window["stories"] < len(loud)
    assert len({row["author"] for row in loud if row["author"]}) == window["authors"]
    for one, many in (("source", "sources"), ("thread", "threads"), ("author", "authors")):
        counts = Counter(row[one] for row in loud if row[one])
        assert len(counts) == window[many]
        assert {told["name"]: told["count"] for told in alert["loudest"][many]}.items() <= counts.items()
    assert alert["loudest"]["authors"][0] == {"name": "Presse d'ici", "count": 4}
    first = min(loud, key=lambda row: (row["published"], row["id"]))
    assert (alert["first"]["mention"], alert["first"]["author"]) == (first["id"], first["author"])
    assert alert["first"]["again"] == sum(row["author"] == first["author"] for row in loud)
    for word in alert["words"]:
        pattern = re.compile(rf"(?<!\w){word['term']}(?!\w)")
        assert word["count"] == sum(bool(pattern.search(f"{r['title']}\n\n{r['text']}".casefold())) for r in loud)
        assert word["term"] in word["quote"].casefold()
    assert alert["words"][0]["term"] == "verre dans le yogourt"


def test_voices_are_fewer_than_mentions_and_are_found_again_as_well(angry_desk: Desk) -> None:
    alert = angry_desk.runs("alerts show 1 --json").json
    assert (
        len(voices(found(angry_desk, alert["window"]["filter"]))) == alert["negatives"] < alert["window"]["negatives"]
    )
    curve = alert["curve"]
    start = datetime.fromisoformat(curve["since"])
    bars = Counter(
        (at - start) // timedelta(hours=curve["step_hours"]) for at in voices(found(angry_desk, curve["filter"]))
    )
    assert [bars[n] for n in range(len(curve["voices"]))] == curve["voices"]
    now = MORNING
    recent = sum(now - timedelta(hours=6) < at <= now for at in voices(found(angry_desk, curve["filter"])))
    assert recent == alert["trend"]["last_6_hours"]


def test_a_person_reads_the_same_numbers_on_one_screen(angry_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    alert, shown = angry_desk.runs("alerts show 1 --json").json, angry_desk.runs("alerts show 1").out
    window = alert["window"]
    flat = " ".join(shown.split())
    assert (
        f"mentions {window['mentions']}, negative {window['negatives']}; of these stories {window['stories']}, " in flat
    )
    assert f"authors {window['authors']}, sources {window['sources']}, threads {window['threads']}." in flat
    assert f"{alert['negatives']} negative voices in" in flat
    assert f"at most {max(alert['curve']['voices'])}," in flat
    assert "first alert of this kind for this brand" in flat
    assert "The playbook says: Marie Tremblay, within 60 minutes" in flat or "within 1 hour" in flat
    assert "“Nous cherchons d'où vient le verre.”" in flat
    assert [line for line in shown.splitlines() if len(line) > 80 and not re.search("http|--config", line)] == []
    assert len(shown.splitlines()) < 57
    assert f"Usual: {alert['reckoning']['rate_a_day']:.2f} negative voices a day" in flat
    assert f"as busy as {alert['reckoning']['busy_hours']:.1f} average ones" in flat
    pasted = re.findall(r"smwatch --config \S+ \\\n +(mentions list .*?) \\\n +(--since .*)", shown)
    assert len(angry_desk.runs(" ".join(pasted[0]) + " --json").json) == window["negatives"]
    assert len(pasted) == 3


def test_in_french_it_is_french(angry_desk: Desk) -> None:
    shown = angry_desk.runs("--lang fr alerts show 1").out
    for english in (" voices", " hours", "Loudest", "stand out", "First", "playbook", "window", "curve"):
        assert english not in shown


def test_a_buzz_lists_all_labels(angry_desk: Desk) -> None:
    store = open_store(angry_desk.folder / "smwatch.db")
    store.save_alerts([AlertChange(replace(ALERT, brand="Nordelait", kind=AlertKind.BUZZ), Change.OPENED)])
    store.close()
    window = angry_desk.runs("alerts show 2 --json").json["window"]
    assert "--label" not in window["filter"]
    rows = found(angry_desk, window["filter"])
    assert len(rows) == window["mentions"] > 0
    assert sum(row["label"] != "negative" for row in rows) == window["negatives"]
    assert f"not negative {window['negatives']};" in " ".join(angry_desk.runs("alerts show 2").out.split())


def test_an_alert_of_a_competitor_without_mentions_has_its_arithmetic(angry_desk: Desk) -> None:
    raise_alert(angry_desk)
    assert "12 negative voices" in angry_desk.runs("alerts show 2").out


def test_a_wrong_number_is_told_which_there_are(angry_desk: Desk) -> None:
    ran = angry_desk.runs("alerts show 9")
    assert ran.code == 2
    assert "there is no alert 9" in ran.err
    assert "newest: 1" in ran.err


def test_where_there_is_no_alert_that_is_told(desk: Desk) -> None:
    ran = desk.runs("alerts show 1")
    assert ran.code == 2
    assert "there is none yet" in ran.err
