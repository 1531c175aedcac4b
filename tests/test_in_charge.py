"""Whom an employee's words concern: kept topics, said for the company, on its own brands; and who answers there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from smwatch.config.load import load_text
from smwatch.config.settings import Config
from smwatch.courtesy import READ, in_charge
from smwatch.models import DateTrust, Label, MentionRow, Role, Why
from tests.store.examples import MONDAY

CONFIG = """
[[brands]]
name = "Nordelait"
[[brands]]
name = "Rivale"
kind = "competitor"
[company]
domains = ["nordelait.example"]
[[people]]
name = "Sam Lee"
email = "sam@nordelait.example"
role = "pr"
languages = ["en"]
topics = ["rappel", "recall"]
[[people]]
name = "Marie Tremblay"
email = "marie@nordelait.example"
role = "spokesperson"
languages = ["fr"]
topics = ["rappel", "recall", "santé"]
[[people]]
name = "Agence"
email = "a@agence.example"
role = "agency"
topics = ["emploi"]
[[people]]
name = "Sans adresse"
role = "spokesperson"
topics = ["chocolat"]
"""
SAID = MentionRow(
    id=7, brand="Nordelait", why=Why.NAMED, published=MONDAY, fetched=MONDAY, date_trust=DateTrust.FEED,
    source="Le forum", feed="https://forum.example/feed", url="https://forum.example/1", title="", author="Paul Roy",
    text="Nous regrettons ce rappel de Nordelait.", author_role=Role.EMPLOYEE, lang="fr", score=-0.2,
    label=Label.NEGATIVE, scorer="lexicon/1", story="", thread="", kind="comment",
)  # fmt: skip


@pytest.fixture(scope="module")
def config() -> Config:
    return load_text(CONFIG, Path("smwatch.toml"))


def who(row: MentionRow, config: Config) -> str:
    _, person = in_charge(row, config)
    return person.name if person else ""


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Nous regrettons ce rappel.", "fr", "Marie Tremblay"),
        ("We regret this recall.", "en", "Sam Lee"),
        ("Notre santé d'abord.", "fr", "Marie Tremblay"),
        ("NOS produits ont un RAPPEL.", "fr", "Marie Tremblay"),
        ("La santé de nos clients.", "fr", "Marie Tremblay"),
    ],
)
def test_who_answers_on_that_topic_in_that_language_is_in_charge(
    config: Config, text: str, lang: str, name: str
) -> None:
    assert who(replace(SAID, text=text, lang=lang), config) == name


@pytest.mark.parametrize(
    "row",
    [
        replace(SAID, author_role=Role.PUBLIC),
        replace(SAID, author_role=Role.OFFICIAL),
        replace(SAID, brand="Rivale"),
        replace(SAID, text="Je regrette ce rappel."),  # for oneself
        replace(SAID, text="Nous aimons le lait."),  # no kept topic
        replace(SAID, text="Nourri de rappels, notablement."),  # no “we” among its words
        replace(SAID, text="Nous avons de l'emploi."),  # kept for nobody of the house
        replace(SAID, text="Nous parlons chocolat."),  # nobody who could be written to
        replace(SAID, text=f"{'Bla ' * (READ // 4)} Nous regrettons ce rappel."),  # too far behind
    ],
    ids=["public", "official", "rival", "alone", "no topic", "no we", "agency", "no address", "far behind"],
)
def test_of_all_else_nobody_need_know(config: Config, row: MentionRow) -> None:
    assert who(row, config) == ""


def test_the_title_is_read_too_unless_it_is_that_of_what_a_comment_answers(config: Config) -> None:
    titled = replace(SAID, title="Le rappel", text="Nous sommes désolés.")
    assert who(replace(titled, kind="entry"), config) == "Marie Tremblay"
    assert who(titled, config) == ""


def test_the_topics_that_were_touched_are_told(config: Config) -> None:
    touched, person = in_charge(replace(SAID, text="Notre rappel, pour votre santé."), config)
    assert {*touched} == {"rappel", "santé"}
    assert person is not None
    touched, person = in_charge(replace(SAID, text="Nous parlons chocolat."), config)
    assert (touched, person) == (("chocolat",), None), "who may be told is another question"
