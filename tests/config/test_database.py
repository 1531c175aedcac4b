"""Where everything is kept: a file, a server, or what a secret says."""

from __future__ import annotations

from pathlib import Path

import pytest

from smwatch.app import App
from smwatch.config.load import load_config
from smwatch.errors import ConfigError
from smwatch.models import Server

BRAND = '[[brands]]\nname = "Nordelait"\n'


def config(folder: Path, database: str) -> Path:
    file = folder / "smwatch.toml"
    file.write_text(f'database = "{database}"\n{BRAND}', "utf-8")
    return file


@pytest.mark.parametrize("url", ["postgresql://pr@db.example/smwatch", "postgres:///smwatch?host=/run/postgresql"])
def test_a_server(tmp_path: Path, url: str) -> None:
    assert load_config(config(tmp_path, url)).database == Server(url)


def test_a_file_is_relative_to_the_config(tmp_path: Path) -> None:
    assert load_config(config(tmp_path, "kept/smwatch.db")).database == tmp_path / "kept" / "smwatch.db"


def test_a_secret_says_it_when_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMWATCH_DATABASE", "postgresql://pr:hush@db.example/smwatch")
    app = App(config=load_config(config(tmp_path, "env:SMWATCH_DATABASE")))
    assert app.place == Server("postgresql://pr:hush@db.example/smwatch")
    assert str(app.place) == "postgresql://pr@db.example/smwatch", "nobody is told the password"
    assert str(app.config.database) == "env:SMWATCH_DATABASE"


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("mysql://db.example/smwatch", "smwatch keeps no database there"),
        ("postgresql://db.example", "this address names no database"),
        ("postgresql://db.example/?sslmode=require", "this address names no database"),
    ],
)
def test_what_is_none(tmp_path: Path, database: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_config(config(tmp_path, database))
    (problem,) = caught.value.problems
    assert (problem.key, problem.line, problem.what) == ("database", 1, said)
