"""Much talk is told, and is no alarm: wherever alerts are told, in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from smwatch.models import Alert, AlertChange, AlertKind, Change, Level
from smwatch.store import open_store
from tests.cli.conftest import ALERT
from tests.desk import MORNING, Desk, item

BUZZ = replace(ALERT, brand="Nordelait", kind=AlertKind.BUZZ, opened=MORNING, updated=MORNING, first_mention="")
CRISIS = replace(ALERT, brand="Nordelait", level=Level.CONFIRMED, first_mention="")
ALARMS = ("confirmed", "confirmée", "emerging", "crisis", "crise", "⚠", "alert opened", "!")
PRIZE = "Nordelait gagne un prix magnifique, bravo à toute l'équipe, c'est un vrai plaisir : "


def store_alert(desk: Desk, alert: Alert) -> None:
    store = open_store(desk.folder / "smwatch.db")
    store.save_alerts([AlertChange(alert, Change.OPENED)])
    store.close()


def is_calm(told: str) -> bool:
    return not any(word in told for word in ALARMS)


@pytest.fixture
def buzzing(desk: Desk) -> Desk:
    """A buzz that a scan would call confirmed."""
    desk.feed("/feed/", item("Nordelait", PRIZE, link="http://a.example/1"))
    desk.runs("scan")
    store_alert(desk, replace(BUZZ, level=Level.CONFIRMED))
    return desk


@pytest.mark.parametrize(("lang", "said"), [("en", "Nordelait: much talked about"), ("fr", "on en parle beaucoup")])
def test_nothing_burns_where_there_is_much_talk(buzzing: Desk, lang: str, said: str) -> None:
    calm = {"en": "Nothing is burning.", "fr": "Aucun feu à éteindre."}[lang]
    told = buzzing.runs(f"--lang {lang} status").out
    assert told.index(calm) < told.index(said)
    for command in ("alerts", "alerts show 1", "digest"):
        told = buzzing.runs(f"--lang {lang} {command}").out
        assert said in told
        assert is_calm(told)


def test_a_crisis_comes_before_a_buzz(buzzing: Desk) -> None:
    store_alert(buzzing, CRISIS)
    told = buzzing.runs("status").out
    assert "Nothing is burning" not in told
    assert told.index("Nordelait: confirmed") < told.index("much talked about")
    told = buzzing.runs("digest").out
    assert told.index("! Nordelait: crisis") < told.index("\nNordelait: much talked about")
    assert [one["kind"] for one in buzzing.runs("status --json").json["alerts"]].count("buzz") == 1


@pytest.mark.parametrize("level", [*Level])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_level_of_a_buzz_is_an_alarm(desk: Desk, lang: str, level: Level) -> None:
    desk.runs("scan")
    store_alert(desk, replace(BUZZ, level=level, closed=MORNING if level is Level.CLOSED else None))
    assert is_calm(desk.runs(f"--lang {lang} alerts").out)
    assert is_calm(desk.runs(f"--lang {lang} alerts show 1").out)


def test_no_playbook_answers_a_buzz(buzzing: Desk) -> None:
    buzzing.config += '\n[[playbook]]\nwhen = { level = "confirmed" }\nwho = "Marie"\nsay = "Nous regrettons."\n'
    assert "Marie" not in buzzing.runs("alerts show 1").out
    store_alert(buzzing, CRISIS)
    assert "Marie" in buzzing.runs("alerts show 2").out


def test_a_buzz_that_is_seen_to_is_asked_nothing(buzzing: Desk) -> None:
    assert "false alarm" not in buzzing.runs("alerts close 1 --reason 'Un prix.'").err


def test_a_scan_tells_a_prize_and_fails_for_no_crisis(desk: Desk) -> None:
    """A quiet month, then a prize: told once, by no exit code, and not to whom wants to read of alarms alone."""
    said = list[str]()

    def scan(options: str = "") -> tuple[int, str]:
        desk.feed("/feed/", *said[-40:])
        ran = desk.runs(f"scan --all --fail-on-alert {options}")
        return ran.code, ran.out

    def speak(n: int, text: str) -> None:
        said.append(
            item(f"Nordelait {n}", f"{text} {n}", link=f"http://a.example/{n}", author=f"Anne {n}", at=desk.now)
        )

    for day in range(30):
        desk.later(days=1)
        if day % 4 == 0:
            speak(day, "Nordelait ouvre un magasin de plus dans une ville de la région cette année, dit-on.")
        assert scan()[0] == 0
    desk.later(hours=1)
    for n in range(100, 120):
        speak(n, f"{n} {PRIZE}")
    code, told = scan()
    assert code == 0
    assert "↑ Nordelait: much talked about (no. 1)." in told
    assert "alert open" not in told
    assert is_calm(told)
    store = open_store(desk.folder / "smwatch.db")
    assert [(alert.kind, alert.level) for alert in store.alerts()] == [(AlertKind.BUZZ, Level.EMERGING)]
    store.close()
    desk.later(hours=1)
    for n in range(200, 230):
        speak(n, f"{n} {PRIZE}")
    assert scan("--quiet") == (0, "")
