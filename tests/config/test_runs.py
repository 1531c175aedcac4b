"""Where a scan runs: what is a place, and what is told of one that isn't."""

from __future__ import annotations

from pathlib import Path

import pytest

from smwatch.config.load import format_problems, load_text
from smwatch.config.settings import Run
from smwatch.errors import ConfigError
from smwatch.locales import Speech

BRAND = '[[brands]]\nname = "Nordelait"\n[run]\n'


def told(on: str) -> str:
    with pytest.raises(ConfigError) as wrong:
        load_text(f'{BRAND}on = "{on}"\n', Path("smwatch.toml"))
    [line] = format_problems(wrong.value, Speech("en"))
    return line


@pytest.mark.parametrize("on", ["here", "threads", "processes", "dask://scheduler:8786", "dask://[::1]:8786"])
def test_these_are_places(on: str) -> None:
    assert load_text(f'{BRAND}on = "{on}"\n', Path("smwatch.toml")).run == Run(on=on)


def test_a_scheduler_with_tls_has_its_certificates() -> None:
    files = 'ca = "ca.pem"\ncert = "me.pem"\nkey = "me-key.pem"\n'
    config = load_text(f'{BRAND}on = "tls://10.1.2.3:8786"\n{files}', Path("smwatch.toml"))
    assert config.run == Run(on="tls://10.1.2.3:8786", ca="ca.pem", cert="me.pem", key="me-key.pem")


@pytest.mark.parametrize(
    ("on", "mend"),
    [
        ("thread", 'did you mean "threads"?'),
        ("dask://scheduler", 'write the address of a scheduler as "dask://scheduler:8786", or "tls://scheduler:8786"'),
        ("dask://scheduler:99999", 'write the address of a scheduler as "dask://scheduler:8786"'),
        ("tcp://scheduler:8786", 'write the address of a scheduler as "dask://scheduler:8786"'),
        ("the moon", 'write "here", "threads", "processes" or the address of a scheduler'),
    ],
)
def test_what_is_none_is_told_with_how_to_mend_it(on: str, mend: str) -> None:
    line = told(on)
    assert line.startswith(f"smwatch.toml:4: run.on: {on} is nowhere to run; {mend}")


def test_without_certificates_nobody_is_let_in() -> None:
    assert told("tls://a:1").endswith("needs certificates; name the files under [run]: ca, cert, key")
