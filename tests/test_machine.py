"""What this machine gives a program to work with, also where it says nothing."""

from __future__ import annotations

import os

import pytest

from smwatch import machine


def test_as_many_processors_as_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 3, 5}, raising=False)
    assert machine.cores() == 3


@pytest.mark.parametrize(("counted", "cores"), [(4, 4), (None, 1)])
def test_where_that_is_not_told_all_of_them_and_at_least_one(
    counted: int | None, cores: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)
    assert machine.cores() == cores


@pytest.mark.parametrize("name", ["LOGNAME", "USER"])
def test_who_is_logged_in_is_told_by_the_environment(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for other in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "marie")
    assert machine.login() == "marie"


@pytest.mark.parametrize("error", [KeyError("uid 4711"), OSError("no such user")])
def test_a_container_may_run_as_a_number_without_a_name(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def _nobody() -> str:
        raise error

    monkeypatch.setattr(machine, "getuser", _nobody)
    assert machine.login() == ""


@pytest.mark.parametrize(
    ("prefix", "command"),
    [
        ("/home/a/.local/share/pipx/venvs/smwatch", 'pipx runpip smwatch install "smwatch[neural]"'),
        (
            "/home/a/.local/share/uv/tools/smwatch",
            'uv pip install --python /home/a/.local/share/uv/tools/smwatch "smwatch[neural]"',
        ),
        ("/home/a/src/.venv", 'pip install "smwatch[neural]"'),
    ],
)
def test_an_extra_is_installed_by_what_made_the_environment(prefix: str, command: str) -> None:
    assert machine.extra("neural", prefix) == command
