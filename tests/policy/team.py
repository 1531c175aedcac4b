"""A company as large as one that has a policy on paper: 20 people, 5 topics, 2 languages."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from smwatch.config.settings import Config, Person, Play
from smwatch.models import Brand

TOPICS = ("rappel", "santé publique", "finances", "usine de Granby", "emploi")
SPEAKERS = (
    Person(name="Marie Tremblay", role="spokesperson", languages=("fr",), topics=TOPICS[:2], email="mt@n.example"),
    Person(name="Sam Lee", role="spokesperson", languages=("en",), topics=("Rappel", "sante publique"), email="s@n.ex"),
    Person(name="Luc Roy", role="spokesperson", topics=("finances",), email="luc@n.example"),
    Person(name="Ève Côté", role="spokesperson", languages=("fr",), topics=TOPICS[3:], email="eve@n.example"),
    Person(name="Ana Diaz", role="pr", languages=("fr", "en"), email="ana@n.example"),
    Person(name="Jean-François Archambault-Desrosiers", role="pr", languages=("fr",), email="jf@n.example"),
    Person(name="Kim Park", role="pr", languages=("en",), topics=("emploi",), brands=("Nordelait",), email="k@n.ex"),
    Person(name="Agence Bleue", role="agency", brands=("Nordelait",), email="bleue@agence.example"),
)  # fmt: skip
PEOPLE = (*SPEAKERS, *(Person(name=f"Employé Numéro {n}") for n in range(1, 13)))
PLAYS = (
    Play(
        when={"level": "confirmed", "lang": "fr"}, who="Marie Tremblay", within=timedelta(hours=1), say="Nous savons."
    ),
    Play(when={"level": "confirmed"}, who="Sam Lee", within=timedelta(minutes=90)),
    Play(who="Ana Diaz", within=timedelta(hours=24)),
)
BRANDS = (Brand(name="Nordelait"), Brand(name="Val-Doré"), Brand(name="Rivale", kind="competitor", alerts=False))


def company(**changes: object) -> Config:
    """Its config."""
    given: dict[str, object] = {"brands": BRANDS, "people": PEOPLE, "playbook": PLAYS} | changes
    return Config(database=Path("smwatch.db"), **given)  # type: ignore[arg-type]  # each test gives what fits
