"""Parts that other packages bring: found by name, and blamed by name when they fail."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from smwatch import plugins
from smwatch.errors import HOME, NothingDoneError, UsageError
from smwatch.plugins import OTHER_PRESET, OTHER_SCORER, PRESETS, SCORERS, blaming, make, names, rubbish
from tests.plugs import install

MODULE = """
def made():
    return "a scorer"
def fails():
    raise ValueError("no such file: model.bin")
def speechless():
    raise KeyError
def refuses():
    from smwatch.errors import UsageError
    raise UsageError("write it otherwise", "so")
"""


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package that brings some scorers and a preset; what it is called."""
    name = f"acme_{tmp_path.name.replace('-', '_')}"
    for entry, what in (("made", "scorers"), ("fails", "presets")):
        (tmp_path / entry).mkdir()
        install(tmp_path / entry, f"{name}_{entry}", MODULE, **{what: f"{name}_{entry} = {name}_{entry}:{entry}"})
        monkeypatch.syspath_prepend(str(tmp_path / entry))
    return name


def test_what_is_installed_is_found_by_its_name(installed: str) -> None:
    name = f"{installed}_made"
    assert name in names(SCORERS)
    assert name not in names(PRESETS)
    assert make(SCORERS, name) == "a scorer"
    assert list(names(SCORERS)) == sorted(names(SCORERS))


def test_what_is_not_installed_is_told_with_what_is(installed: str) -> None:
    with pytest.raises(UsageError) as caught:
        make(SCORERS, "acne")
    assert str(caught.value) == f"no installed package brings acne for {SCORERS}"
    assert f"{installed}_made" in caught.value.mend.format(**caught.value.arguments)


def test_and_where_none_is_installed_that_is_said() -> None:
    with pytest.raises(UsageError) as caught:
        make("smwatch.nothing", "acme")
    assert caught.value.mend.endswith("none is installed yet")


def test_what_fails_is_told_as_its_own_mistake_and_where(installed: str) -> None:
    name = f"{installed}_fails"
    with pytest.raises(NothingDoneError) as caught:
        make(PRESETS, name)
    told = caught.value.arguments
    assert told["name"] == name
    assert told["error"] == "ValueError: no such file: model.bin"
    assert told["file"] == f"fails/{name}.py"
    assert told["line"] == 5
    assert caught.value.mend == OTHER_PRESET, "a preset isn't chosen with --scorer"
    assert isinstance(caught.value.__cause__, ValueError)


def test_an_error_that_says_nothing_is_told_by_its_kind() -> None:
    with pytest.raises(NothingDoneError) as caught, blaming("acme"):
        raise KeyError
    assert (caught.value.arguments["error"], caught.value.mend) == ("KeyError", OTHER_SCORER)


def test_what_a_plug_in_says_in_smwatchs_own_words_stays_as_it_is() -> None:
    said = UsageError("write it otherwise", "so")
    with pytest.raises(UsageError) as caught, blaming("acme"):
        raise said
    assert caught.value is said


def test_ctrl_c_is_nobodys_mistake() -> None:
    with pytest.raises(KeyboardInterrupt), blaming("acme"):
        raise KeyboardInterrupt


def test_a_long_complaint_is_cut() -> None:
    with pytest.raises(NothingDoneError) as caught, blaming("acme"):
        raise ValueError("x" * 5_000)
    assert len(str(caught.value.arguments["error"])) == 300


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("", "the plug-in acme is not as it should be: a score is missing"),
        ("  ", "the plug-in acme is not as it should be: a score is missing ('  ')"),
        (7, "the plug-in acme is not as it should be: a score is missing (7)"),
        ([1, 2], "the plug-in acme is not as it should be: a score is missing ([1, 2])"),
    ],
)
def test_an_answer_that_can_not_be_is_shown(found: object, told: str) -> None:
    error = rubbish("acme", "a score is missing", found)
    assert str(error) == told
    assert HOME in error.mend.format(**error.arguments)


def test_of_a_long_answer_only_the_beginning_is_shown() -> None:
    assert len(str(rubbish("acme", "why", ["x" * 5_000]).arguments["found"])) == 300


def test_nothing_is_imported_before_it_is_made(installed: str) -> None:
    assert f"{installed}_made" in names(SCORERS)
    assert f"{installed}_made" not in sys.modules
    plugins.make(SCORERS, f"{installed}_made")
    assert f"{installed}_made" in sys.modules
