"""How the config's people look: what each answers, where they are, and whether they are on duty."""

from __future__ import annotations

from smwatch.cli.views.people import show_people, show_wall
from smwatch.config.settings import Person
from smwatch.reports.policy import Section, Wall
from tests.cli.views.seen import seen

MARIE = Person(
    name="Marie Tremblay", role="spokesperson", email="marie@x.example", handles=("@marie_t",), languages=("fr", "en"),
    topics=("palm oil",), brands=("Nordelait",),
)  # fmt: skip
LUC = Person(name="Luc Roy", topics=("milk",), handles=("@luc",))


def test_who_speaks_says_in_what_for_whom_and_on_what() -> None:
    told = seen(lambda terminal: show_people(terminal, [MARIE, LUC], ["Marie Tremblay"])).out
    assert told.splitlines() == [
        "Marie Tremblay  spokesperson · on duty now",
        "  answers in: French, English",
        "  for: Nordelait",
        "  on: palm oil",
        "  reached by: marie@x.example, @marie_t",
        "Luc Roy  employee",
        "  on: milk",
        "  reached by: @luc",
    ]


def test_what_is_not_said_holds_for_all_and_where_nobody_is_said_to_be_there_nobody_is() -> None:
    told = seen(lambda terminal: show_people(terminal, [Person(name="Ève", role="pr")], None)).out
    assert told.splitlines() == ["Ève  PR", "  answers in: any language", "  for: all brands"]
    french = seen(lambda terminal: show_people(terminal, [MARIE], ["Luc Roy"]), "fr").out
    assert french.splitlines()[:2] == ["Marie Tremblay  porte-parole", "  répond en : français, anglais"]


WALL = Wall(
    title="Who answers for Nordelait",
    heads=("What about", "In", "Who answers"),
    sections=(
        Section("Somebody writes", (("palm oil", "French", "Marie"), ("anything else", "English", "Luc"))),
        Section("These never answer", (("Paul, whoever isn't on this page",),)),
    ),
    sentences=("Not sure? Ask first.",),
    made="Made by smwatch.",
    lang="en",
)


def test_the_wall_has_its_heads_once_and_wide_rows_below() -> None:
    told = seen(lambda terminal: show_wall(terminal, WALL)).out
    assert [line.rstrip() for line in told.splitlines()] == [
        "Who answers for Nordelait",
        "",
        "Somebody writes",
        "What about     In       Who answers",
        "palm oil       French   Marie",
        "anything else  English  Luc",
        "",
        "These never answer",
        "Paul, whoever isn't on this page",
        "",
        "Not sure? Ask first.",
        "Made by smwatch.",
    ]
