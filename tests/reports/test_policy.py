"""The page for the wall: it says who may answer, and nothing else; it fits on paper; it is valid and harmless."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.config.settings import Person, Play
from smwatch.locales import LANGUAGES, Speech
from smwatch.policy.may import kept, refusal
from smwatch.policy.playbook import Case
from smwatch.policy.table import table
from smwatch.reports.policy import html, markdown, wall
from tests.axe import needs_axe, violations
from tests.browser import CHROMIUM, needs_chromium
from tests.policy.team import PEOPLE, TOPICS, company
from tests.reports.test_report import MORE, read
from tests.thorough import cases

NOW = datetime(2010, 3, 24, tzinfo=UTC)
ENGLISH, FRENCH = Speech("en", UTC), Speech("fr", UTC)
OF = {"French": "fr", "English": "en"}
NAMES = ("Ana", "Béa", "Cléo", "Dan", "Eve", "Flo")

people = st.builds(
    Person,
    name=st.just(""),
    role=st.sampled_from(["spokesperson", "pr", "agency", "employee"]),
    languages=st.lists(st.sampled_from(["fr", "en"]), unique=True).map(tuple),
    topics=st.lists(st.sampled_from([*TOPICS, "RAPPEL", "sante publique"]), unique=True, max_size=3).map(tuple),
    brands=st.lists(st.sampled_from(["Nordelait", "Val-Doré"]), unique=True).map(tuple),
)
teams = st.lists(people, min_size=1, max_size=6).map(
    lambda some: tuple(replace(one, name=name) for one, name in zip(some, NAMES, strict=False))
)


def printed(team: tuple[Person, ...]) -> dict[tuple[str, str, str], list[str]]:
    """Who may answer by brand, language and topic, as the page says."""
    found, brands = dict[tuple[str, str, str], list[str]](), list[str]()
    page = markdown(wall(table(company(people=team, playbook=())), ENGLISH, NOW))
    for about, langs, who in re.findall(r"^\| (.+?) \| (.*?) \| (.*?) \|$", page, re.MULTILINE)[2:]:
        if title := re.fullmatch(r"\*\*Somebody writes about (.+)\*\*", about):
            brands = title[1].split(" and ")
        elif langs:
            names = [] if who.startswith("nobody") else who.split(", ")
            topics = re.findall("“(.+?)”", about) or [""]
            found |= {(b, OF[lang], t): names for b in brands for lang in langs.split(", ") for t in topics}
    return found


@settings(max_examples=cases(25))
@given(teams)
def test_what_it_prints_is_what_people_may(team: tuple[Person, ...]) -> None:
    may = {
        (brand, lang, topic): [
            one.name for one in team if not refusal(one, Case(brand=brand, lang=lang, text=f"Un {topic}?"), team)
        ]
        for brand in ("Nordelait", "Val-Doré")
        for lang in ("fr", "en")
        for topic in (*kept(team), "")
    }
    assert printed(team) == may


def test_it_says_how_fast_in_which_words_and_who_never() -> None:
    page = markdown(wall(table(company()), ENGLISH, NOW))
    assert "| a confirmed alert | French | Marie Tremblay, within 1 hour, in these words: “Nous savons.” |" in page
    assert "| a confirmed alert | any language | Sam Lee, within 90 minutes |" in page
    assert "Employé Numéro 12, whoever isn't on this page" in page
    assert "pass it on to Ana Diaz (ana@n.example), " in page
    assert "Rivale" not in page


@pytest.mark.parametrize("speech", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_a_page_is_well_formed_and_closed_in_itself(speech: Speech) -> None:
    found = read(html(wall(table(company()), speech, NOW)))
    assert found.links == []
    assert {"Marie Tremblay", "Agence Bleue"} <= set(re.findall(r"Marie Tremblay|Agence Bleue", found.text))


@pytest.mark.parametrize("evil", MORE)
def test_names_and_words_are_only_shown(evil: str) -> None:
    team = (Person(name=evil, role="spokesperson", topics=(evil,), email="a@b.example"), Person(name=f"{evil}|2"))
    page = wall(table(company(people=team, playbook=(Play(who=evil, say=evil),))), ENGLISH, NOW)
    assert read(html(page)).links == []
    for row in markdown(page).splitlines():
        assert not row.startswith("|") or len(re.findall(r"(?<!\\)\|", row)) == 4


@needs_axe
def test_everybody_can_read_it() -> None:
    pages = {lang: html(wall(table(company()), Speech(lang, UTC), NOW)) for lang in LANGUAGES}
    pages = {lang: re.sub("<meta http-equiv[^>]+>", "", page) for lang, page in pages.items()}  # it lets in no axe-core
    assert violations(pages) == {lang: [] for lang in LANGUAGES}


@needs_chromium
@pytest.mark.parametrize("lang", LANGUAGES)
def test_twenty_people_and_five_topics_fit_on_one_sheet(lang: str, tmp_path: Path) -> None:
    assert len(PEOPLE) == 20
    assert len(kept(PEOPLE)) == 5
    assert CHROMIUM
    file, paper = tmp_path / "wall.html", tmp_path / "wall.pdf"
    file.write_text(html(wall(table(company()), Speech(lang, UTC), NOW)), "utf-8")
    more = ["--headless", "--disable-gpu", "--no-sandbox", f"--user-data-dir={tmp_path}/profile"]
    command = [CHROMIUM, *more, "--no-pdf-header-footer", f"--print-to-pdf={paper}", file.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper.read_bytes())) == 1
