"""What init writes loads without problems, whatever the brand is called, and is never written over another file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smwatch.config.load import load_config, load_text
from smwatch.config.settings import Search
from smwatch.config.write import InitAnswers, config_text, look_ahead, write_new
from smwatch.errors import NothingDoneError, UsageError
from smwatch.locales import Speech
from smwatch.models import Brand, FeedSpec

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
CATALOGUE = Path(__file__).parents[2] / "smwatch/locales/fr/LC_MESSAGES/smwatch.mo"
LANGUAGES = [
    "en",
    pytest.param(
        "fr", marks=pytest.mark.skipif(not CATALOGUE.exists(), reason="the French catalogue isn't compiled yet")
    ),
]

ANSWERS = InitAnswers(
    brand="Nordelait",
    names=("Nordelait", "Nord-Lait"),
    languages=("fr",),
    feeds=(
        FeedSpec(url="https://nordelait.example/feed/", source="Blogue"),
        FeedSpec(url="https://nordelait.example/comments/feed/", about=("Nordelait",), comments="none"),
    ),
    searches=(
        Search(preset="google-news", brand="Nordelait", lang="fr", region="CA"),
        Search(preset="reddit", brand="Nordelait"),
    ),
    language="fr",
    timezone="America/Toronto",
    database="smwatch.db",
    allow_private=("127.0.0.1:8080",),
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_the_answers_stand_in_the_config(lang: str) -> None:
    config = load_text(config_text(ANSWERS, Speech(lang)), Path("/home/me/smwatch.toml"))
    assert config.brands == (Brand(name="Nordelait", names=("Nordelait", "Nord-Lait")),)
    assert config.feeds == ANSWERS.feeds
    assert config.searches == ANSWERS.searches
    assert config.database == Path("/home/me/smwatch.db")
    assert config.network.allow_private == ("127.0.0.1:8080",)
    assert (config.languages, config.language, config.timezone) == (("fr",), "fr", "America/Toronto")


def test_one_answer_is_enough() -> None:
    config = load_text(config_text(InitAnswers(brand="Nordelait"), Speech("en")), Path("x.toml"))
    assert config.brands == (Brand(name="Nordelait", names=("Nordelait",)),)
    assert (config.feeds, config.searches, config.mail) == ((), (), None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_left_for_later_loads_once_its_marks_are_removed(lang: str) -> None:
    text = config_text(InitAnswers(brand="Nordelait"), Speech(lang))
    above, mark, later = text.partition("# [mail]")
    uncommented = "\n".join(line.removeprefix("#").removeprefix(" ") for line in (mark + later).split("\n"))
    config = load_text(above + uncommented, Path("x.toml"))
    assert config.mail
    assert config.mail.password == "env:SMWATCH_SMTP_PASSWORD"
    assert config.digests[0].when == "daily 07:30"


@settings(deadline=None)  # a busy machine is no mistake
@given(NAMES, st.lists(NAMES, max_size=3), NAMES)
def test_any_name_is_written_so_that_it_reads_the_same(brand: str, names: list[str], source: str) -> None:
    feed = FeedSpec(url="https://a.example/feed", source=source, about=(brand,))
    search = Search(preset="google-news", brand=brand)
    answers = InitAnswers(brand=brand, names=tuple(names), feeds=(feed,), searches=(search,))
    config = load_text(config_text(answers, Speech("en")), Path("x.toml"))
    assert config.brands == (Brand(name=brand, names=tuple(names) or (brand,)),)
    assert config.feeds == (feed,)
    assert config.searches == (search,)


def test_half_a_character_from_a_badly_set_terminal_is_replaced() -> None:
    text = config_text(InitAnswers(brand="Val-Dor\udce9"), Speech("en"))
    assert tomllib.loads(text)["brands"][0]["name"] == "Val-Dor\N{REPLACEMENT CHARACTER}"


def test_the_comments_fit_the_screen() -> None:
    assert max(len(line) for line in config_text(ANSWERS, Speech("en")).split("\n")) <= 120


def test_the_file_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "smwatch.toml"
    write_new(path, config_text(ANSWERS, Speech("en")))
    assert load_config(path).brands[0].name == "Nordelait"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["smwatch.toml"]


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.toml"
    path.write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="is there already") as raised:
        write_new(path, "other")
    assert raised.value.mend
    assert path.read_text("utf-8") == "mine"
    assert [file.name for file in tmp_path.iterdir()] == ["smwatch.toml"]


def test_a_link_to_nowhere_is_a_file_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "smwatch.toml"
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError):
        write_new(path, "other")
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("there", [False, True])
def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_links)
    path = tmp_path / "smwatch.toml"
    if there:
        path.write_text("mine", "utf-8")
        with pytest.raises(UsageError):
            write_new(path, "new")
    else:
        write_new(path, "new")
    assert path.read_text("utf-8") == ("mine" if there else "new")
    assert [file.name for file in tmp_path.iterdir()] == ["smwatch.toml"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NothingDoneError, match="can't be written"):
        write_new(tmp_path / "file" / "inner" / "smwatch.toml", "x")


def test_half_a_config_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a file system without links the file is written where it stands: stopped there, it isn't left half."""
    path, syncs = tmp_path / "smwatch.toml", []

    def refuse(*_: object) -> None:
        raise PermissionError

    def fsync(_: int) -> None:
        syncs.append(1)
        if len(syncs) > 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(KeyboardInterrupt):
        write_new(path, "x")
    assert list(tmp_path.iterdir()) == []


def test_what_stands_in_the_way_is_told_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look_ahead(tmp_path / "deep" / "er" / "smwatch.toml")
    (tmp_path / "link.toml").symlink_to("nowhere.toml")
    with pytest.raises(UsageError, match="there already"):
        look_ahead(tmp_path / "link.toml")
    (tmp_path / "file").touch()
    with pytest.raises(NothingDoneError, match="can't be written"):
        look_ahead(tmp_path / "file" / "smwatch.toml")
    monkeypatch.setattr(os, "access", lambda *_: False)  # as for who isn't root
    with pytest.raises(NothingDoneError, match="can't be written"):
        look_ahead(tmp_path / "smwatch.toml")
    assert not (tmp_path / "deep").exists()
